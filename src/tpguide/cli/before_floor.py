"""What is asked before the floor once nothing forbids it: sides, pain, dose, pressure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.text import Text

from tpguide.cli.choices import Wishes
from tpguide.cli.looking_back import LookingBack
from tpguide.cli.surroundings import Surroundings
from tpguide.errors import ExitCode, NoMassageError, TpguideError
from tpguide.guide.model import Guide
from tpguide.guide.protocol import Dose, Intensity
from tpguide.progress.advice import AdviceKind, advice_for, warning_of_last
from tpguide.progress.dose_memory import Proposal, propose
from tpguide.progress.moments import so_far
from tpguide.session.limits import limits_of, refuses
from tpguide.session.plan import SideChoice
from tpguide.session.record import SessionRecord, SideBeginning, Verdict
from tpguide.storage.journal import Journal
from tpguide.ui.prompts import Option, Prompts
from tpguide.ui.safety import heading, listed, paragraph


@dataclass
class BeforeTheFloor:
    """Asks what a session needs to know; *wishes* are what the options said already."""

    around: Surroundings
    prompts: Prompts
    guide: Guide
    journal: Journal
    now: datetime
    wishes: Wishes
    verdict: Verdict

    def ask(self) -> tuple[SideBeginning, ...]:
        """Return the choices and the pain of each side, the sorer side first.

        Raises NoMassageError for a rating that rules a massage out.
        """
        self.around.turn_page()
        self._print(paragraph(self.guide.safety.review, self.around.columns))
        self.around.console().print()
        looking_back = LookingBack(self.prompts, self.guide, self.journal, self.now)
        looking_back.ask_about_mornings()
        sides = self._sides()
        looking_back.ask_weekly_rating(sides)
        pain = {side: self._pain(side) for side in sides}
        if refuses(self.guide.protocol, pain.values()):
            raise NoMassageError(self.guide.protocol.ratings.refused_advice)
        records = so_far(self.journal.sessions(self.guide.slug, limit=100), self.now)
        self._advise(sides, records)
        in_order = sorted(pain, key=lambda side: -pain[side])
        return tuple(
            SideBeginning(choice=self._choice(side, pain[side], records), pain_before=pain[side])
            for side in in_order
        )

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

    def _advise(self, sides: Sequence[str], records: Sequence[SessionRecord]) -> None:
        """Say what speaks against it today. A person may go on all the same."""
        ratings = self.journal.weekly_ratings(self.guide.slug)
        found = [
            advice
            for side in sides
            for advice in advice_for(self.guide, side, records, ratings, self.now)
        ]
        for advice in found:
            if advice.kind is AdviceKind.LASTING_SORENESS:
                raise NoMassageError(advice.text)
        warning = warning_of_last(self.guide, records, self.now)
        told = [text for text in (warning, *(advice.text for advice in found)) if text]
        if not told:
            return
        for text in told:
            self._print(paragraph(text, self.around.columns))
        options = [Option(False, "Leave it for today"), Option(True, "Go on all the same")]
        if not self.prompts.choose("What do you want to do?", options):
            raise NothingBegunError

    def _choice(self, side: str, rating: int, records: Sequence[SessionRecord]) -> SideChoice:
        protocol = self.guide.protocol
        limits = limits_of(
            self.guide.safety,
            protocol,
            verdict=self.verdict,
            records=records,
            rating=rating,
        )
        proposal = propose(self.guide, side, records, limits)
        self._print(heading(self._name(side).capitalize()))
        self._print(paragraph(proposal.reason, self.around.columns))
        return SideChoice(
            side=side,
            dose=self._dose(side, limits.doses, proposal),
            intensity=self._intensity(side, limits.intensities, proposal),
            ceiling=limits.ceiling,
        )

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

    def get_ready(self) -> None:
        """Say what is needed, and wait until it is there.

        Raises NothingBegunError if the person does not want to begin now.
        """
        protocol, console = self.guide.protocol, self.around.console()
        self.around.turn_page()
        self._print(heading(protocol.title))
        for statement in protocol.needed:
            console.print(listed(statement.text, self.around.columns))
        console.print()
        begin = f"{protocol.phrases.get_down.glance} ({protocol.timing.get_down.seconds} seconds)"
        options = [Option(True, f"Begin: {begin}"), Option(False, "Not now")]
        if not self.prompts.choose("Everything at hand?", options):
            raise NothingBegunError

    def _name(self, side: str) -> str:
        return next(one.name for one in self.guide.protocol.sides.each if one.key == side)

    def _print(self, shown: Text) -> None:
        """Print *shown* under an empty line."""
        console = self.around.console()
        console.print()
        console.print(shown)


class NothingBegunError(TpguideError):
    """The person does not want to begin now."""

    exit_code = ExitCode.STOPPED_EARLY

    def __init__(self) -> None:
        super().__init__("Nothing was begun. Come back when everything is at hand.")


def _dose_label(dose: Dose) -> str:
    seconds = dose.totals.one_side_seconds
    return f"{dose.name}: {seconds // 60}:{seconds % 60:02} a side"
