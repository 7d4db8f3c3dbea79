"""The session's page: which side, how much pain now, how much of a massage, and what is needed.

One page: a single key if all is as last time, else one key for each answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from tpguide.cli.session.follow_up import LookingBack
from tpguide.cli.session.options import SessionOptions
from tpguide.errors import ExitCode, NoMassageError, TpguideError
from tpguide.guide.model import Guide
from tpguide.guide.protocol import Dose, Side
from tpguide.progress.cautions import AdviceKind, advice_for, warning_of_last
from tpguide.progress.dose_proposal import Proposal, propose
from tpguide.progress.moments import so_far
from tpguide.session.limits import Limits, limits_of, massaged, refuses
from tpguide.session.plan import SideChoice
from tpguide.session.record import ScreeningVerdict, SessionRecord, SideBeginning
from tpguide.storage.journal import Journal
from tpguide.text import minutes_and_seconds
from tpguide.ui.prompts.gate_pages import Choice
from tpguide.ui.prompts.terminal import KeyOption, Prompts

T = TypeVar("T")

ENTER, CHANGE, TRY, MORE = "enter", "c", "t", "?"


@dataclass
class BeforeTheFloor:
    """Asks what a session needs to know; *wishes* are what the options said already.

    *try_it* shows and sounds what a session is made of, where that can be done here.
    """

    prompts: Prompts
    guide: Guide
    journal: Journal
    now: datetime
    wishes: SessionOptions
    verdict: ScreeningVerdict
    try_it: Callable[[], None] | None = None
    warning: str = ""
    _above: list[str] = field(default_factory=lambda: ["YOUR SESSION"], init=False)
    _is_first: bool = field(default=True, init=False)

    def ask(self) -> tuple[SideBeginning, ...]:
        """Return the choices and the pain of each side, the sorer side first.

        Raises NoMassageError for a rating that rules a massage out, and NothingBegunError where
        the person leaves it.
        """
        looking_back = LookingBack(self.prompts, self.guide, self.journal, self.now, self._above)
        looking_back.ask_about_mornings()
        records = so_far(self.journal.sessions(self.guide.slug, limit=100), self.now)
        sides = self._as_last_time(records)
        self._is_first = not records
        is_changed = not sides
        sides = sides or self._sides()
        pain = {side: self._pain(side) for side in sides}
        if refuses(self.guide.protocol, pain.values()):
            raise NoMassageError(self.guide.protocol.ratings.refused_advice)
        looking_back.ask_weekly_rating(sides)
        self._advise(sides, records)
        in_order = sorted(pain, key=lambda side: -pain[side])
        return tuple(
            SideBeginning(
                choice=self._choice(side, pain[side], records, asks=is_changed),
                pain_before=pain[side],
            )
            for side in in_order
        )

    def get_ready(self) -> None:
        """Say what is needed, and wait until it is there.

        Raises NothingBegunError if the person does not want to begin now.
        """
        seconds = self.guide.protocol.timing.get_down.seconds
        above = [*self._above, ""]
        if self._is_first:  # whoever has done it before finds it under "more"
            above += self.guide.safety.gate.at_hand
        if self.warning:
            above.append(self.warning)
        options = [KeyOption(ENTER, ENTER, f"start, {seconds} seconds to get down")]
        if self.try_it:
            options.append(KeyOption(TRY, TRY, "try what you see and hear"))
        options.append(KeyOption(MORE, MORE, "more"))
        while (key := self.prompts.pick("Ready?", options, above)) != ENTER:
            if key == TRY and self.try_it:
                self.try_it()
            else:
                self._read_all()

    def _as_last_time(self, records: Sequence[SessionRecord]) -> tuple[str, ...]:
        """Return the sides of the last session, if the person wants them as they are proposed."""
        wished = self.wishes.sides or self.wishes.dose or self.wishes.intensity
        protocol = self.guide.protocol
        last = next(
            (one for one in records if any(massaged(protocol, one, s.side) for s in one.sides)),
            None,
        )
        if wished or last is None:
            return ()
        known = {side.key for side in protocol.sides.each}
        sides = tuple(side.side for side in last.sides if side.side in known)
        if not sides:
            return ()
        told = [self._proposed(side, records) for side in sides]
        options = [KeyOption(ENTER, True, "take this"), KeyOption(CHANGE, False, "change")]
        if not self.prompts.pick("So?", options, [*self._above, *told]):
            return ()
        self._above += told
        return sides

    def _proposed(self, side: str, records: Sequence[SessionRecord]) -> str:
        """Return what is proposed for *side*, and why, in a line."""
        limits = self._limits(records, 0)
        proposal = propose(self.guide, side, records, limits)
        return f"{self._described(side, proposal.dose, proposal.intensity)}. {proposal.reason}"

    def _sides(self) -> tuple[str, ...]:
        sides = self.guide.protocol.sides
        if self.wishes.sides or len(sides.each) == 1:
            return self.wishes.sides or (sides.each[0].key,)
        every = tuple(side.key for side in sides.each)
        answers = [*((side.name, (side.key,)) for side in sides.each), (sides.all, every)]
        return self._pick(f"Which {sides.noun}?", answers)

    def _pain(self, side: str) -> int:
        given = self.wishes.pain_of(side)
        if given is not None:
            return given
        ratings = self.guide.protocol.ratings
        name = self._side(side).name.capitalize()
        asked = f"{name}, pain now (0 {ratings.lowest_word}, 10 {ratings.highest_word}):"
        rating = self.prompts.pain(asked, above=self._above)
        assert rating is not None
        self._above.append(f"{name}, pain now: {rating}")
        return rating

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
        options = [KeyOption("l", False, "leave it for today"), KeyOption("g", True, "go on")]
        if not self.prompts.pick("What do you want to do?", options, [*self._above, "", *told]):
            raise NothingBegunError

    def _choice(
        self, side: str, rating: int, records: Sequence[SessionRecord], *, asks: bool
    ) -> SideChoice:
        limits = self._limits(records, rating)
        proposal = propose(self.guide, side, records, limits)
        dose = self._dose(side, limits, proposal, asks=asks)
        intensity = self._intensity(side, limits, proposal, asks=asks)
        told = self._described(side, dose, intensity)
        because = limits.why or (proposal.reason if asks else "")
        if asks or limits.why:
            self._above.append(f"{told}. {because}".rstrip())
        return SideChoice(side=side, dose=dose, intensity=intensity, ceiling=limits.ceiling)

    def _limits(self, records: Sequence[SessionRecord], rating: int) -> Limits:
        return limits_of(
            self.guide.safety,
            self.guide.protocol,
            verdict=self.verdict,
            records=records,
            rating=rating,
        )

    def _dose(self, side: str, limits: Limits, proposal: Proposal, *, asks: bool) -> str:
        wished = self.wishes.dose_of(side)
        keys = [dose.key for dose in limits.doses]
        if wished in keys:
            return wished
        if wished or len(keys) == 1:
            return keys[-1]
        if not asks:
            return proposal.dose
        noun = self.guide.protocol.sides.noun
        answers = [
            (_suggested(f"{_dose_label(dose)} per {noun}", dose.key == proposal.dose), dose.key)
            for dose in limits.doses
        ]
        name = self._side(side).name.capitalize()
        return self._pick(f"{name}: how long?", answers, proposal.reason)

    def _intensity(self, side: str, limits: Limits, proposal: Proposal, *, asks: bool) -> str:
        wished = self.wishes.intensity_of(side)
        keys = [intensity.key for intensity in limits.intensities]
        if wished in keys:
            return wished
        if wished or len(keys) == 1:
            return keys[-1]
        if not asks:
            return proposal.intensity
        answers = [
            (_suggested(one.name, one.key == proposal.intensity), one.key)
            for one in limits.intensities
        ]
        name = self._side(side).name.capitalize()
        return self._pick(f"{name}: how firm?", answers)

    def _pick(self, question: str, answers: Sequence[tuple[str, T]], reason: str = "") -> T:
        """Return the answer whose key is pressed: the first letter of its name, or its number."""
        letters = [name[:1].lower() for name, _ in answers]
        if len(set(letters)) < len(letters) or not all(map(str.isalpha, letters)):
            letters = [str(number) for number in range(1, len(answers) + 1)]
        options = [
            KeyOption(letter, value, name)
            for letter, (name, value) in zip(letters, answers, strict=True)
        ]
        above = [*self._above, *([reason] if reason else [])]
        return self.prompts.pick(question, options, above)

    def _described(self, side: str, dose: str, intensity: str) -> str:
        protocol = self.guide.protocol
        chosen = next(one for one in protocol.doses if one.key == dose)
        how = next(one for one in protocol.intensities if one.key == intensity)
        return f"{self._side(side).name.capitalize()}: {_dose_label(chosen)}, {how.name}"

    def _side(self, key: str) -> Side:
        return next(one for one in self.guide.protocol.sides.each if one.key == key)

    def _read_all(self) -> None:
        """Show all that is needed, and the places to keep off."""
        safety, protocol = self.guide.safety, self.guide.protocol
        needed = Choice("You need", tuple(statement.text for statement in protocol.needed))
        places = Choice(
            "Keep off",
            tuple(f"{place.name}: {place.text}" for place in safety.no_go_places),
        )
        self.prompts.read([Choice(safety.review), needed, places])


class NothingBegunError(TpguideError):
    """The person does not want to begin now."""

    exit_code = ExitCode.STOPPED_EARLY

    def __init__(self) -> None:
        super().__init__("No session started. Come back when you are ready.")


def _dose_label(dose: Dose) -> str:
    return f"{dose.name} {minutes_and_seconds(dose.totals.one_side_seconds)}"


def _suggested(name: str, is_suggested: bool) -> str:
    return f"{name} (suggested)" if is_suggested else name
