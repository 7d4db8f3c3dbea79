"""What a person chose by option: names from the guide, for all sides or for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tpguide.errors import WrongUseError
from tpguide.guide.protocol import Protocol
from tpguide.guide.types import HIGHEST_RATING
from tpguide.names import meaning_of, slug_of
from tpguide.session.limits import offered


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """What was asked for by option; what is empty or missing is asked, or has a proposal."""

    sides: tuple[str, ...] = ()
    pain: tuple[tuple[str, int], ...] = ()
    dose: tuple[tuple[str, str], ...] = ()
    intensity: tuple[tuple[str, str], ...] = ()

    def pain_of(self, side: str) -> int | None:
        """Return the rating given for *side*, if any."""
        return dict(self.pain).get(side)

    def dose_of(self, side: str) -> str | None:
        """Return the dose wished for *side*, if any."""
        return dict(self.dose).get(side)

    def intensity_of(self, side: str) -> str | None:
        """Return the intensity wished for *side*, if any."""
        return dict(self.intensity).get(side)


def session_options(
    protocol: Protocol,
    *,
    side: str | None,
    pain: Sequence[str],
    dose: Sequence[str],
    intensity: Sequence[str],
) -> SessionOptions:
    """Return what the options say, checked against the guide.

    Raises WrongUseError or UnknownNameError, naming the option and what is possible.
    """
    sides = tuple(one.key for one in protocol.sides.each)
    chosen = sides_named(protocol, side) if side else ()
    doses = tuple(one.key for one in protocol.doses)
    intensities = tuple(one.key for one in offered(protocol))
    return SessionOptions(
        sides=chosen,
        pain=tuple(ratings_by_side(protocol, chosen, pain, "--pain").items()),
        dose=tuple(
            (key, known("dose", text, doses))
            for key, text in _by_side(dose, chosen or sides, sides, "--dose")
        ),
        intensity=tuple(
            (key, known("intensity", text, intensities))
            for key, text in _by_side(intensity, chosen or sides, sides, "--intensity")
        ),
    )


def ratings_by_side(
    protocol: Protocol, chosen: Sequence[str], given: Sequence[str], option: str
) -> dict[str, int]:
    """Return the rating of each side as *option* gives it; a bare one holds for all *chosen*.

    Raises WrongUseError or UnknownNameError, naming the option and what is possible.
    """
    sides = tuple(one.key for one in protocol.sides.each)
    found = dict(_by_side(given, chosen or sides, sides, option))
    if chosen and (others := set(found) - set(chosen)):
        raise WrongUseError(f"{option} is given for {min(others)}, which --side leaves out.")
    return {key: _rating(text, option) for key, text in found.items()}


def sides_named(protocol: Protocol, name: str) -> tuple[str, ...]:
    """Return the sides that *name* stands for: one of them, or all."""
    sides = tuple(one.key for one in protocol.sides.each)
    if len(sides) > 1 and name.strip().casefold() == protocol.sides.all:
        return sides
    names = sides if len(sides) == 1 else (*sides, protocol.sides.all)
    return (known("side", name, names),)


def known(what: str, name: str, names: Sequence[str]) -> str:
    """Return the one of *names* that is meant. Raises UnknownNameError with the nearest."""
    return meaning_of(what, name, {slug_of(each): each for each in names})


def _by_side(
    given: Sequence[str], chosen: Sequence[str], sides: Sequence[str], option: str
) -> Iterable[tuple[str, str]]:
    """Yield side and value of each *SIDE=VALUE*; a bare value holds for all sides chosen."""
    found: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            found.update(dict.fromkeys(chosen, text))
        else:
            found[known(f"side ({option})", name, sides)] = value
    return found.items()


def _rating(text: str, option: str) -> int:
    if text.strip().isdecimal() and text.isascii() and int(text) <= HIGHEST_RATING:
        return int(text)
    raise WrongUseError(
        f"“{text}” is no rating of pain.", f"{option} takes 0 to 10, or SIDE=0 to SIDE=10."
    )
