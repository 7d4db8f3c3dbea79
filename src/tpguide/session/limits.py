"""How much is allowed, and what counts: the only place that decides either.

`limits_of` says which doses and intensities may be proposed and chosen on a side before the floor,
`may_go_up` whether a rating on the floor allows a firmer one. `completed` says which sessions
count, for caps, proposals, history and report alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tpguide.guide.protocol import Dose, Intensity, Protocol
from tpguide.guide.safety import Safety
from tpguide.session.plan import SideChoice, notch
from tpguide.session.plan_from_protocol import rolling_seconds_of
from tpguide.session.record import ScreeningVerdict, SessionRecord
from tpguide.session.state import Ending

#: The share of its planned rolling that a completed session has.
COMPLETED_SHARE: Final = 0.75
#: Below this share a side doesn't count as massaged, and needs no rest.
MASSAGED_SHARE: Final = 1 - COMPLETED_SHARE
_ENDED_BY_PAIN: Final = {Ending.RATINGS, Ending.SOMETHING_WRONG}


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be chosen on a side now, from the least, and *why* not more ("" if all may be).

    *ceiling* is the firmest intensity that a low rating on the floor can lead to.
    """

    doses: tuple[Dose, ...]
    intensities: tuple[Intensity, ...]
    ceiling: str
    why: str = ""

    @property
    def dose(self) -> str:
        """The largest dose."""
        return self.doses[-1].key

    @property
    def intensity(self) -> str:
        """The firmest intensity."""
        return self.intensities[-1].key


def limits_of(
    safety: Safety,
    protocol: Protocol,
    *,
    verdict: ScreeningVerdict,
    records: Iterable[SessionRecord],
    rating: int,
) -> Limits:
    """Return the limits of a side that hurts *rating* now; *records* are the guide's sessions.

    Capped are the first session, a reason for care that a professional agreed to, and a high
    rating. Raises ValueError for a rating that allows no massage.
    """
    if refuses(protocol, [rating]):
        raise ValueError(f"a rating of {rating} allows no massage")
    caps = []
    if verdict is ScreeningVerdict.AGREED or rating >= protocol.ratings.careful_before:
        caps.append(safety.careful)
    if not any(completed(protocol, record) for record in records):
        caps.append(protocol.first_time)
    keys = [dose.key for dose in protocol.doses]
    largest = min((keys.index(cap.dose) for cap in caps), default=len(keys) - 1)
    choosable = offered(protocol)
    ceiling = min(
        notch(protocol, key) for key in [choosable[-1].key, *(cap.intensity for cap in caps)]
    )
    always = notch(protocol, safety.careful.intensity)
    intensities = tuple(
        one
        for one in choosable
        if (firmness := notch(protocol, one.key)) <= ceiling
        and (firmness <= always or may_go_up(one, rating))
    )
    return Limits(
        doses=protocol.doses[: largest + 1],
        intensities=intensities or choosable[:1],
        ceiling=protocol.intensities[ceiling].key,
        why=caps[0].text if caps else "",
    )


def may_go_up(intensity: Intensity, rating: int) -> bool:
    """Return whether a side that was rated so may go up to *intensity*."""
    return intensity.rating_at_most is None or rating <= intensity.rating_at_most


def refuses(protocol: Protocol, ratings: Iterable[int]) -> bool:
    """Return whether any rating before the floor rules a massage out."""
    return any(rating >= protocol.ratings.refuse_before for rating in ratings)


def offered(protocol: Protocol) -> tuple[Intensity, ...]:
    """Return the intensities that can be chosen, from the lightest."""
    return tuple(one for one in protocol.intensities if one.offered)


def completed(protocol: Protocol, record: SessionRecord, side: str | None = None) -> bool:
    """Return whether a session counts, as a whole or, by the same rule, one *side* of it.

    It was gone through to its end, at least three quarters of its planned rolling was rolled, and
    nothing was lightened. A session by a dose that the guide no longer has can't be compared with
    its plan, and doesn't count.
    """
    return (
        record.result.ending is Ending.COMPLETED
        and not _was_lightened(protocol, record, side)
        and _share_rolled(protocol, record, side) >= COMPLETED_SHARE
    )


def massaged(protocol: Protocol, record: SessionRecord, side: str) -> bool:
    """Return whether *side* got enough to need its rest and its morning after.

    That is a quarter of its planned rolling, or anything that was too much.
    """
    if not rolled_milliseconds(record, side):
        return False
    return (
        record.result.ending in _ENDED_BY_PAIN
        or _was_lightened(protocol, record, side)
        or _planned(protocol, record, side) == 0
        or _share_rolled(protocol, record, side) >= MASSAGED_SHARE
    )


def rolled_milliseconds(record: SessionRecord, side: str | None = None) -> int:
    """Return how long there was weight on the tool, on *side* or on all sides."""
    return sum(
        rolled.milliseconds for rolled in record.result.rolled if side in {None, rolled.side}
    )


def _was_lightened(protocol: Protocol, record: SessionRecord, side: str | None) -> bool:
    """Return whether a rating lightened it, or it was rolled lighter than it was chosen.

    The key for "too much" leaves no number, so the second stands for that one.
    """
    lighten_at = protocol.ratings.lighten_at
    if any(one.rating >= lighten_at for one in record.result.ratings if side in {None, one.side}):
        return True
    notches = {one.key: n for n, one in enumerate(protocol.intensities)}
    chosen = {one.side: notches.get(one.choice.intensity, 0) for one in record.sides}
    return any(
        notches.get(one.intensity, 0) < chosen.get(one.side, 0)
        for one in record.result.rolled
        if one.milliseconds and side in {None, one.side}
    )


def _share_rolled(protocol: Protocol, record: SessionRecord, side: str | None) -> float:
    planned = _planned(protocol, record, side)
    return rolled_milliseconds(record, side) / planned if planned else 0.0


def _planned(protocol: Protocol, record: SessionRecord, side: str | None) -> int:
    """Return the planned rolling in milliseconds; 0 if the guide no longer has a dose of it."""
    choices = [one.choice for one in record.sides if side in {None, one.side}]
    if not all(is_known(protocol, choice) for choice in choices):
        return 0
    return sum(rolling_seconds_of(protocol, choice) for choice in choices) * 1000


def is_known(protocol: Protocol, choice: SideChoice) -> bool:
    """Return whether the guide, which may have been changed since, still has that choice."""
    return (
        any(one.key == choice.dose for one in protocol.doses)
        and {choice.intensity, choice.ceiling} <= {one.key for one in protocol.intensities}
        and any(one.key == choice.side for one in protocol.sides.each)
    )
