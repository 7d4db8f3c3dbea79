"""The session's page: which side, how much pain now, how much of a massage, and what is needed.

One page: a single key if all is as last time, else one key for each answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final, TypeVar

from tpguide.cli.session.follow_up import LookingBack
from tpguide.cli.session.options import SessionOptions
from tpguide.errors import ExitCode, NoMassageError, TpguideError
from tpguide.guide.model import Guide
from tpguide.guide.protocol import Side
from tpguide.progress.cautions import AdviceKind, advice_for, warning_of_last
from tpguide.progress.dose_proposal import Proposal, propose
from tpguide.progress.moments import so_far
from tpguide.session.limits import Limits, limits_of, massaged, refuses
from tpguide.session.plan import SideChoice
from tpguide.session.record import ScreeningVerdict, SessionRecord, SideBeginning
from tpguide.storage.journal import Journal
from tpguide.text import minutes_and_seconds
from tpguide.ui.prompts.gate_pages import Choice
from tpguide.ui.prompts.prompt_picture import PromptPicture
from tpguide.ui.prompts.terminal import KeyOption, Prompts
from tpguide.ui.prompts.told import Told

T = TypeVar("T")

ENTER, CHANGE, TRY, MORE = "enter", "c", "t", "?"
NO_SESSION: Final = "No session started. Come back when you are ready."
NEEDED: Final = "You need"
REACHED: Final = "It reaches"
#: How two intensities are told apart, beside their names.
LIGHTER_OR_FIRMER: Final = ("lighter: ", "firmer: ")
_GAP: Final = Told("")
_HEADING: Final = (Told("YOUR SESSION", is_heading=True), _GAP)


@dataclass
class BeforeTheFloor:
    """Asks what a session needs to know; *wishes* are what the options said already.

    *try_it* shows and sounds what a session is made of, where that can be done here. *picture* is
    that of the protocol.
    """

    prompts: Prompts
    guide: Guide
    journal: Journal
    now: datetime
    wishes: SessionOptions
    verdict: ScreeningVerdict
    try_it: Callable[[], None] | None = None
    warning: str = ""
    picture: PromptPicture | None = None
    _above: list[Told] = field(default_factory=lambda: [*_HEADING], init=False)
    _is_first: bool = field(default=True, init=False)

    def ask(self) -> tuple[SideBeginning, ...]:
        """Return the choices and the pain of each side, the sorer side first.

        Raises NoMassageError for a rating that rules a massage out, and NothingBegunError where
        the person leaves it.
        """
        self._looking_back.ask_about_mornings()
        records = so_far(self.journal.sessions(self.guide.slug, limit=100), self.now)
        sides = self._as_last_time(records)
        self._is_first = not records
        is_changed = not sides
        sides = sides or self._sides()
        pain = {side: self._pain(side, is_explained=side != sides[0]) for side in sides}
        if refuses(self.guide.protocol, pain.values()):
            raise NoMassageError(self.guide.protocol.ratings.refused_advice)
        self._advise(sides, records)
        in_order = sorted(pain, key=lambda side: -pain[side])
        choices = {
            side: self._choice(side, pain[side], records, asks=is_changed) for side in in_order
        }
        told = {side: proposal for side, (_, proposal) in choices.items() if proposal}
        self._above += self._of_sides(told)
        return tuple(
            SideBeginning(choice=choice, pain_before=pain[side])
            for side, (choice, _) in choices.items()
        )

    def get_ready(self, sides: Sequence[SideBeginning]) -> None:
        """Say what is needed, and wait until it is there.

        The weekly question stands on the same page when it is due: enter skips it and begins, so it
        costs nobody a key. It is not asked before the first session.
        """
        seconds = self.guide.protocol.timing.get_down.seconds
        below = [_GAP, *self._reached(sides)] if self._is_first else []
        if self._is_first:  # whoever has done it before finds it under "more"
            at_hand = self.guide.safety.gate.at_hand
            below += [_GAP, *(Told(one, NEEDED, is_spare=True) for one in at_hand)]
        if self.warning:
            below += [_GAP, Told(self.warning)]
        start = f"start, {seconds} seconds to get down" if self._is_first else "start"
        options = [KeyOption(ENTER, ENTER, start, "start")]
        if self.try_it:
            word = "try what you see and hear" if self._is_first else "try"
            options.append(KeyOption(TRY, TRY, word, "try"))
        options.append(KeyOption(MORE, MORE, "more", "more"))
        due = [] if self._is_first else self._looking_back.weekly_due(s.choice.side for s in sides)
        while True:
            above = [*self._above, *below]
            if due:
                question = self._looking_back.weekly_question(due[0])
                key = self.prompts.pain(question, options, above)
            else:
                key = self.prompts.pick("Ready?", options, above)
            if key == ENTER:
                return
            if isinstance(key, int):
                self._looking_back.keep_weekly_rating(due.pop(0), key)
            elif key == TRY and self.try_it:
                self.try_it()
            else:
                self._read_all()

    @cached_property
    def _looking_back(self) -> LookingBack:
        return LookingBack(self.prompts, self.guide, self.journal, self.now, self._above)

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
        proposals = {side: self._proposal(side, records) for side in sides}
        told = self._of_sides(proposals)
        is_same = all(
            (kept.choice.dose, kept.choice.intensity) == (one.dose, one.intensity)
            for side, one in proposals.items()
            if (kept := last.side_named(side))
        )
        take = "as last time" if is_same else "like this"
        options = [KeyOption(ENTER, True, take), KeyOption(CHANGE, False, "change")]
        if not self.prompts.pick("", options, [*self._above, *told]):
            return ()
        self._above += told
        return sides

    def _proposal(self, side: str, records: Sequence[SessionRecord]) -> Proposal:
        return propose(self.guide, side, records, self._limits(records, 0))

    def _sides(self) -> tuple[str, ...]:
        sides = self.guide.protocol.sides
        if self.wishes.sides or len(sides.each) == 1:
            return self.wishes.sides or (sides.each[0].key,)
        every = tuple(side.key for side in sides.each)
        answers = [*((side.name, (side.key,)) for side in sides.each), (sides.all, every)]
        return self._pick(f"Which {sides.noun}?", answers)

    def _pain(self, side: str, *, is_explained: bool) -> int:
        given = self.wishes.pain_of(side)
        if given is not None:
            return given
        ratings = self.guide.protocol.ratings
        name = self._side(side).name.capitalize()
        scale = f"0 {ratings.lowest_word}, 10 {ratings.highest_word}" if self._is_first else "0-10"
        asked = "pain (0-10):" if is_explained else f"pain now ({scale}):"
        rating: int = self.prompts.pain(f"{name}, {asked}", (), self._above)
        self._above.append(Told(f"pain {rating}", name))
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
        above = [*self._above, _GAP, *map(Told, told)]
        if not self.prompts.pick("What do you want to do?", options, above):
            raise NothingBegunError

    def _choice(
        self, side: str, rating: int, records: Sequence[SessionRecord], *, asks: bool
    ) -> tuple[SideChoice, Proposal | None]:
        """Return what is chosen, and what is told of it: nothing where it was told before."""
        limits = self._limits(records, rating)
        proposal = propose(self.guide, side, records, limits)
        dose = self._dose(side, limits, proposal, asks=asks)
        intensity = self._intensity(side, limits, proposal, asks=asks)
        choice = SideChoice(side=side, dose=dose, intensity=intensity, ceiling=limits.ceiling)
        because = limits.why or (proposal.reason if asks else "")
        is_told = asks or limits.why
        return choice, Proposal(dose, intensity, because) if is_told else None

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
            (
                _suggested(
                    f"{dose.name}, {minutes_and_seconds(dose.totals.one_side_seconds)} per {noun}",
                    dose.key == proposal.dose,
                ),
                dose.key,
            )
            for dose in limits.doses
        ]
        name = self._side(side).name.capitalize()
        return self._pick(f"{name}. How long?", answers, proposal.reason)

    def _intensity(self, side: str, limits: Limits, proposal: Proposal, *, asks: bool) -> str:
        wished = self.wishes.intensity_of(side)
        keys = [intensity.key for intensity in limits.intensities]
        if wished in keys:
            return wished
        if wished or len(keys) == 1:
            return keys[-1]
        if not asks:
            return proposal.intensity
        firmness = LIGHTER_OR_FIRMER if len(keys) == len(LIGHTER_OR_FIRMER) else ("",) * len(keys)
        answers = [
            (_suggested(f"{how}{one.in_words}", one.key == proposal.intensity), one.key)
            for how, one in zip(firmness, limits.intensities, strict=True)
        ]
        name = self._side(side).name.capitalize()
        return self._pick(f"{name}. How firm?", answers)

    def _pick(self, question: str, answers: Sequence[tuple[str, T]], reason: str = "") -> T:
        """Return the answer whose key is pressed: the first letter of its name, or its number."""
        letters = [name[:1].lower() for name, _ in answers]
        if len(set(letters)) < len(letters) or not all(map(str.isalpha, letters)):
            letters = [str(number) for number in range(1, len(answers) + 1)]
        options = [
            KeyOption(letter, value, name)
            for letter, (name, value) in zip(letters, answers, strict=True)
        ]
        above = [*self._above, *([Told(reason)] if reason else [])]
        return self.prompts.pick(question, options, above)

    def _described(self, one: Proposal, *, all_sides: bool) -> str:
        protocol = self.guide.protocol
        dose = next(dose for dose in protocol.doses if dose.key == one.dose)
        how = next(how for how in protocol.intensities if how.key == one.intensity)
        totals = dose.totals
        seconds = totals.all_sides_seconds if all_sides else totals.one_side_seconds
        return f"{dose.name} {minutes_and_seconds(seconds)}, {how.in_words}"

    def _reached(self, sides: Sequence[SideBeginning]) -> list[Told]:
        """Return what the chosen intensities reach, as the guide says it first."""
        chosen = {side.choice.intensity for side in sides}
        return [
            Told(one.reaches[0].text, REACHED, is_spare=True)
            for one in self.guide.protocol.intensities
            if one.key in chosen and one.reaches
        ]

    def _of_sides(self, told: Mapping[str, Proposal]) -> list[Told]:
        """Return what is *told* of each side with its reason, of all at once if it is alike."""
        sides = self.guide.protocol.sides
        named = {self._side(side).name: one for side, one in told.items()}
        is_alike = 1 < len(told) == len(sides.each) and len(set(told.values())) == 1
        if is_alike:
            named = {sides.all: next(iter(told.values()))}
        lines = []
        for name, one in named.items():
            lines.append(Told(self._described(one, all_sides=is_alike), name.capitalize()))
            if one.reason:
                lines.append(Told(one.reason, name.capitalize(), is_spare=True))
        return lines

    def _side(self, key: str) -> Side:
        return next(one for one in self.guide.protocol.sides.each if one.key == key)

    def _read_all(self) -> None:
        """Show all that is needed, and the places to keep off."""
        safety, protocol = self.guide.safety, self.guide.protocol
        needed = Choice(NEEDED, tuple(statement.text for statement in protocol.needed))
        places = Choice(
            "Keep off",
            tuple(f"{place.name}: {place.text}" for place in safety.no_go_places),
        )
        self.prompts.read([Choice(safety.review), needed, places], self.picture)


class NothingBegunError(TpguideError):
    """The person does not want to begin now."""

    exit_code = ExitCode.STOPPED_EARLY

    def __init__(self) -> None:
        super().__init__(NO_SESSION)


def _suggested(name: str, is_suggested: bool) -> str:
    return f"{name} (suggested)" if is_suggested else name
