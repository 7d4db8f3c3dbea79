"""What is asked before the floor once nothing forbids it: sides, pain, dose, pressure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tpguide.cli.choices import Wishes
from tpguide.cli.surroundings import Surroundings
from tpguide.errors import ExitCode, NoMassageError, TpguideError
from tpguide.guide.model import Guide
from tpguide.guide.protocol import Dose, Intensity
from tpguide.session.plan import SideChoice, dose_named, notch
from tpguide.session.record import SideBeginning, Verdict
from tpguide.session.screening import Limits, limits_of, refuses
from tpguide.ui.prompts import Option, Prompts
from tpguide.ui.safety import heading, paragraph


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for a side, and why, in a line."""

    dose: str
    intensity: str
    reason: str


@dataclass
class BeforeTheFloor:
    """Asks what a session needs to know; *wishes* are what the options said already."""

    around: Surroundings
    prompts: Prompts
    guide: Guide
    wishes: Wishes
    verdict: Verdict
    is_first: bool

    def ask(self) -> tuple[SideBeginning, ...]:
        """Return the choices and the pain of each side, the sorer side first.

        Raises NoMassageError for a rating that rules a massage out.
        """
        pain = {side: self._pain(side) for side in self._sides()}
        if refuses(self.guide.protocol, pain.values()):
            raise NoMassageError(self.guide.protocol.ratings.refused_advice)
        in_order = sorted(pain, key=lambda side: -pain[side])
        beginnings = tuple(
            SideBeginning(choice=self._choice(side, pain[side]), pain_before=pain[side])
            for side in in_order
        )
        self._get_ready()
        return beginnings

    def _sides(self) -> tuple[str, ...]:
        sides = self.guide.protocol.sides
        if self.wishes.sides or len(sides.each) == 1:
            return self.wishes.sides or (sides.each[0].key,)
        options: list[Option[tuple[str, ...]]] = [
            Option((side.key,), side.name) for side in sides.each
        ]
        every = tuple(side.key for side in sides.each)
        options.append(Option(every, sides.all))
        return self.prompts.choose(f"Which {sides.noun}?", options)

    def _pain(self, side: str) -> int:
        given = self.wishes.pain_of(side)
        if given is not None:
            return given
        ratings = self.guide.protocol.ratings
        scale = f"0 {ratings.lowest_word}, 10 {ratings.highest_word}"
        return self.prompts.rating(f"Pain now, {self._name(side)} ({scale}):")

    def _choice(self, side: str, rating: int) -> SideChoice:
        protocol = self.guide.protocol
        limits = limits_of(
            self.guide.safety,
            protocol,
            verdict=self.verdict,
            is_first=self.is_first,
            rating=rating,
        )
        doses, intensities = self._doses(limits), self._intensities(limits, rating)
        proposal = self._proposal(limits, doses, intensities)
        self._print(heading(f"{self._name(side).capitalize()}"))
        self._print(paragraph(proposal.reason, self.around.columns))
        ceiling = limits.intensity or self._offered()[-1].key
        return SideChoice(
            side=side,
            dose=self._dose(side, doses, proposal),
            intensity=self._intensity(side, intensities, proposal),
            ceiling=ceiling,
        )

    def _proposal(
        self, limits: Limits, doses: Sequence[Dose], intensities: Sequence[Intensity]
    ) -> Proposal:
        """Return the lightest of what is open; `progress` knows better once something was kept."""
        reason = self._reason(limits)
        return Proposal(doses[0].key, intensities[0].key, reason)

    def _reason(self, limits: Limits) -> str:
        if not limits.are_careful:
            return self.guide.protocol.frequency.next_time
        careful = self.guide.safety.careful, self.guide.protocol.first_time
        return careful[self.verdict is not Verdict.AGREED and self.is_first].text

    def _doses(self, limits: Limits) -> Sequence[Dose]:
        doses = self.guide.protocol.doses
        if limits.dose is None:
            return doses
        return doses[: doses.index(dose_named(self.guide.protocol, limits.dose)) + 1]

    def _intensities(self, limits: Limits, rating: int) -> Sequence[Intensity]:
        """Return what may be chosen: nothing firmer than the limit, or than the rating allows."""
        protocol = self.guide.protocol
        careful = notch(protocol, self.guide.safety.careful.intensity)
        highest = notch(protocol, limits.intensity or self._offered()[-1].key)
        return [
            intensity
            for intensity in self._offered()
            if (firmness := notch(protocol, intensity.key)) <= highest
            and (
                firmness <= careful
                or intensity.rating_at_most is None
                or rating <= intensity.rating_at_most
            )
        ]

    def _offered(self) -> Sequence[Intensity]:
        return [one for one in self.guide.protocol.intensities if one.offered]

    def _dose(self, side: str, doses: Sequence[Dose], proposal: Proposal) -> str:
        wished = self.wishes.dose_of(side)
        keys = [dose.key for dose in doses]
        if wished in keys:
            return wished
        if wished or len(doses) == 1:
            return doses[-1].key
        options = [Option(dose.key, _dose_label(dose)) for dose in doses]
        return self.prompts.choose("Which dose?", options, keys.index(proposal.dose))

    def _intensity(self, side: str, intensities: Sequence[Intensity], proposal: Proposal) -> str:
        wished = self.wishes.intensity_of(side)
        keys = [intensity.key for intensity in intensities]
        if wished in keys:
            return wished
        if wished or len(intensities) == 1:
            return intensities[-1].key
        for intensity in intensities:
            reaches = " ".join(statement.text for statement in intensity.reaches)
            text = f"{intensity.name}: {intensity.how} {reaches}"
            self._print(paragraph(text, self.around.columns))
        options = [Option(intensity.key, intensity.name) for intensity in intensities]
        return self.prompts.choose("How firm?", options, keys.index(proposal.intensity))

    def _get_ready(self) -> None:
        """Say what is needed, and wait until it is there."""
        self._print(heading(self.guide.protocol.title))
        for statement in self.guide.protocol.needed:
            self._print(paragraph(f"• {statement.text}", self.around.columns))
        seconds = self.guide.protocol.timing.get_down.seconds
        options = [
            Option(True, f"Begin: {seconds} seconds to get down to the floor"),
            Option(False, "Not now"),
        ]
        if not self.prompts.choose("Everything at hand?", options):
            raise NothingBegunError

    def _name(self, side: str) -> str:
        return next(one.name for one in self.guide.protocol.sides.each if one.key == side)

    def _print(self, shown: object) -> None:
        self.around.console().print(shown)


class NothingBegunError(TpguideError):
    """The person does not want to begin now."""

    exit_code = ExitCode.STOPPED_EARLY

    def __init__(self) -> None:
        super().__init__("Nothing was begun. Come back when everything is at hand.")


def _dose_label(dose: Dose) -> str:
    seconds = dose.totals.one_side_seconds
    return f"{dose.name}: {seconds // 60}:{seconds % 60:02} a side"
