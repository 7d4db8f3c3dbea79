"""The guided session from its first question to its summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tpguide.cli.context import Context
from tpguide.cli.picture_files import PictureFiles
from tpguide.cli.session import live
from tpguide.cli.session.audio import write_session
from tpguide.cli.session.floor import Floor, Speed
from tpguide.cli.session.floor_check import ask_see_and_hear, ask_whether_it_came_through
from tpguide.cli.session.gate import SafetyQuestions
from tpguide.cli.session.options import SessionOptions
from tpguide.cli.session.questions import NO_SESSION, BeforeTheFloor
from tpguide.cli.session.resume import Wanted, finish, taken_up
from tpguide.cli.session.sound import speech_of
from tpguide.errors import ExitCode, WrongUseError
from tpguide.guide.model import Guide, fingerprint
from tpguide.progress.after_session import AfterSession, after_session
from tpguide.session.events import AnyEvent
from tpguide.session.limits import offered
from tpguide.session.plan import SideChoice
from tpguide.session.plan_from_protocol import lay_out
from tpguide.session.record import (
    Beginning,
    RecordNumber,
    Result,
    SideBeginning,
    SideRecord,
    result_of,
)
from tpguide.session.state import Ending, Session, fresh
from tpguide.storage.journal import Journal
from tpguide.terminal.audio.outputs import NO_ROOM
from tpguide.terminal.runner import Performed
from tpguide.terminal.temporary import is_there_room
from tpguide.ui.prompts.prompt_picture import PromptPicture
from tpguide.ui.prompts.terminal import MAY_BE_SKIPPED, SKIP, CancelledError

_EXIT_CODES = {
    Ending.COMPLETED: ExitCode.DONE,
    Ending.STOPPED: ExitCode.STOPPED_EARLY,
    Ending.LONG_PAUSE: ExitCode.STOPPED_EARLY,
    Ending.RATINGS: ExitCode.NO_MASSAGE,
    Ending.SOMETHING_WRONG: ExitCode.NO_MASSAGE,
}


@dataclass
class Guided:
    """Leads a person through a guide's protocol."""

    context: Context
    guide: Guide
    pictures: PictureFiles
    wishes: SessionOptions
    audio: Path | None = None

    def rehearse(self, speed: int) -> ExitCode:
        """Show the whole session fast; nothing is asked and nothing is kept."""
        beginnings = tuple(
            SideBeginning(choice=choice, pain_before=self.wishes.pain_of(choice.side) or 0)
            for choice in self._choices_to_rehearse()
        )
        session = fresh(lay_out(self.guide, tuple(side.choice for side in beginnings)))
        performed = self._perform(session, _keep_nothing, Speed(speed))
        result = result_of(performed.session, began=self.context.clock.now())
        if code := _ended_from_outside(performed):
            return code
        self._summarise(beginnings, result, {}, AfterSession())
        return _EXIT_CODES[result.ending]

    def lead(self, *, nothing_changed: bool, wanted: Wanted) -> ExitCode:
        """Ask what has to be asked, lead through the session, keep it, and sum it up.

        Raises WrongUseError without a terminal, NoMassageError where something speaks against it.
        """
        self._need_a_terminal()
        try:
            return self._asked_and_led(nothing_changed, wanted)
        except CancelledError:
            raise CancelledError(NO_SESSION) from None

    def _asked_and_led(self, nothing_changed: bool, wanted: Wanted) -> ExitCode:
        prompts, now = self.context.prompts, self.context.clock.now()
        with self.context.journal(again=True) as journal:
            if not is_there_room():
                self.context.output.tell(f"Sound: {NO_ROOM}. A voice is heard all the same.")
            broken_off = None
            if not self.audio:
                broken_off = taken_up(self.context, self.guide, journal, wanted)
            safety = SafetyQuestions(prompts, self.guide, journal, now, nothing_changed)
            if broken_off:
                safety.ask_emergency_signs()
                if not journal.take_up_session(broken_off.number):
                    raise WrongUseError("That session is already running in another window.")
                session = broken_off.session_at(self.context.clock.now())
                return self._on_the_floor(journal, broken_off.number, session, broken_off.beginning)
            verdict = safety.ask()
            before = BeforeTheFloor(prompts, self.guide, journal, now, self.wishes, verdict)
            before.picture = self._picture()
            if self.context.can_draw and not self.audio:
                before.try_it = lambda: ask_see_and_hear(self.context, self.guide, journal)
                before.warning = self._floor.display_trouble(self.context)
            sides = before.ask()
            choices = tuple(side.choice for side in sides)
            if self.audio:
                write_session(self.context, self.guide, choices, self.audio)
                return ExitCode.DONE
            plan = lay_out(self.guide, choices, speech_of(self.context, self.guide))
            before.get_ready(sides)
            beginning = self._beginning(sides)
            number = journal.begin_session(beginning)
            return self._on_the_floor(journal, number, fresh(plan), beginning)

    def _picture(self) -> PromptPicture | None:
        """Return the picture of the protocol, as it is shown at a question."""
        key = self.guide.protocol.picture
        picture = next((one for one in self.guide.pictures if one.key == key), None)
        if picture is None:
            return None
        draw = partial(self.pictures.drawn, picture)
        return PromptPicture(picture.title, picture.alternative, lambda *size: draw(*size) or [])

    @property
    def _floor(self) -> Floor[Context]:
        return self.context.floor or live

    def _on_the_floor(
        self, journal: Journal, number: RecordNumber, session: Session, beginning: Beginning
    ) -> ExitCode:
        sides = beginning.sides

        def keep(event: AnyEvent) -> None:
            journal.keep_event(number, event)

        performed = self._perform(session, keep, Speed())
        result = result_of(performed.session, began=beginning.began)
        if performed.session.is_over:  # else the window is gone, and the session can be resumed
            is_kept = finish(journal, self.guide, number, result)
            if not is_kept:
                self.context.output.tell(
                    "This session was deleted while it ran: nothing of it is kept."
                )
        code = _ended_from_outside(performed)
        if not code:
            after = {} if result.wrong else self._after(journal, number, sides)
            self._summarise(sides, result, after, self._what_follows(journal))
        for told in performed.afterwards:
            self.context.output.tell(told)
        return code or _EXIT_CODES[result.ending]

    def _perform(
        self, session: Session, keep: Callable[[AnyEvent], None], pace: Speed
    ) -> Performed:
        if not self.context.can_draw:
            return self._floor.as_lines(self.context, session, keep, pace)
        picture = self.pictures.of_session(self.guide)
        return self._floor.on_screen(self.context, self.guide, session, keep, pace, picture=picture)

    def _after(
        self, journal: Journal, number: RecordNumber, sides: Sequence[SideBeginning]
    ) -> dict[str, int]:
        """Ask for the pain now in each side, and for a note; return the ratings."""
        prompts = self.context.prompts
        names = {side.key: side.name for side in self.guide.protocol.sides.each}
        after: dict[str, int] = {}
        with suppress(CancelledError):  # whoever leaves here still gets the summary
            for side in sides:
                key = side.choice.side
                asked = f"{names[key].capitalize()}, pain now {MAY_BE_SKIPPED}"
                rating = prompts.pain(asked, (SKIP,))
                if rating is not None:
                    after[key] = rating
                    journal.keep_pain_after(number, key, rating)
            note = prompts.line("A note, if you like:")
            if note:
                journal.keep_note(number, note)
            if len(journal.sessions(limit=2)) == 1:
                ask_whether_it_came_through(self.context, self.guide, journal)
        return after

    def _what_follows(self, journal: Journal) -> AfterSession:
        slug, name = self.guide.slug, f"looked back on {self.guide.slug}"
        records = journal.sessions(slug, limit=100)
        if not records:  # deleted while it ran, or kept nowhere
            return AfterSession()
        found = after_session(
            self.guide,
            records,
            journal.weekly_ratings(slug),
            self.context.clock.now(),
            looked_back=journal.remembered(name) is not None,
        )
        if found.looks_back:
            journal.remember(name, f"{self.context.clock.now():%Y-%m-%d}")
        return found

    def _summarise(
        self,
        sides: Sequence[SideBeginning],
        result: Result,
        after: dict[str, int],
        follows: AfterSession,
    ) -> None:
        from tpguide.ui.pages.summary import summary_lines

        records = tuple(
            SideRecord(
                choice=side.choice,
                pain_before=side.pain_before,
                pain_after=after.get(side.choice.side),
            )
            for side in sides
        )
        look, now = self.context.output.text_options(), self.context.clock.now()
        self.context.output.print_lines(
            summary_lines(self.guide, result, records, follows, look, now=now)
        )

    def _beginning(self, sides: tuple[SideBeginning, ...]) -> Beginning:
        from importlib.metadata import version

        return Beginning(
            guide=self.guide.slug,
            guide_hash=fingerprint(self.guide),
            version=version("tpguide"),
            began=self.context.clock.now(),
            sides=sides,
        )

    def _choices_to_rehearse(self) -> tuple[SideChoice, ...]:
        """Return what was wished, and where nothing was, every side in the middle dose."""
        protocol = self.guide.protocol
        doses = {dose.key: dose for dose in protocol.doses}
        middle = protocol.doses[len(protocol.doses) // 2].key
        sides = self.wishes.sides or tuple(side.key for side in protocol.sides.each)
        firmest = offered(protocol)[-1].key
        choices = []
        for side in sides:
            dose = doses[self.wishes.dose_of(side) or middle]
            intensity = self.wishes.intensity_of(side) or dose.intensity
            choices.append(SideChoice(side, dose.key, intensity, firmest))
        return tuple(choices)

    def _need_a_terminal(self) -> None:
        if self.context.can_ask:
            return
        given = {
            "--side": self.wishes.sides,
            "--pain": self.wishes.pain,
            "--dose": self.wishes.dose,
            "--intensity": self.wishes.intensity,
        }
        missing = ", ".join(option for option, value in given.items() if not value)
        hint = f"Also missing: {missing}. " if missing else ""
        raise WrongUseError(
            "A guided session needs a terminal: only you can answer the safety questions.",
            f"{hint}With --rehearse it can be looked at without one.",
        )


def _ended_from_outside(performed: Performed) -> ExitCode | None:
    """Return the exit code of a program that was told to end: nobody is there to be asked."""
    if performed.was_left:
        return ExitCode.ENDED_BY_HANGUP
    return ExitCode.ENDED_BY_TERMINATE if performed.was_terminated else None


def _keep_nothing(event: AnyEvent) -> None:
    """Keep nothing of a rehearsal."""
