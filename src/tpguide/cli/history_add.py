"""`tpguide history add`: a session that was heard from a sound file, entered afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

import typer

from tpguide.cli.common_options import (
    DoseOption,
    GuideOption,
    IntensityOption,
    SidesOption,
)
from tpguide.cli.context import Context
from tpguide.errors import NotDoneError, WrongUseError
from tpguide.text import minutes_and_seconds, visible

if TYPE_CHECKING:
    from tpguide.cli.session.options import SessionOptions
    from tpguide.guide.model import Guide
    from tpguide.guide.protocol import Dose, Intensity
    from tpguide.session.plan import SideChoice
    from tpguide.session.record import SessionRecord
    from tpguide.session.state import Session
    from tpguide.session.transcript import Script
    from tpguide.storage.journal import Journal
    from tpguide.terminal.clock import Clock

T = TypeVar("T")

#: A session of an earlier year was mistyped.
FIRST_YEAR: Final = 2020
WHEN_IT_BEGAN: Final = (
    "When did it begin (7:30, yesterday 7:30, 2026-01-05 7:30; enter: just ended)?"
)
TO_ITS_END: Final = "Did you go through all of it?"
WHERE_IT_STOPPED: Final = "Where did you stop, as the player counts (min:s)?"
SESSION_NOT_KEPT: Final = "The session was not kept."
#: A clock on the wall and the one of the machine differ by so much.
CLOCKS_DIFFER: Final = timedelta(minutes=2)
_MOMENT: Final = re.compile(r"(?:(\d{4}-\d\d-\d\d|today|yesterday)[ T]+)?(\d?\d:\d\d)", re.I)
_MINUTES_AND_SECONDS: Final = re.compile(r"(\d{1,3}):([0-5]\d)")


def add(
    ctx: typer.Context,
    *,
    guide: GuideOption = None,
    side: SidesOption = None,
    dose: DoseOption = None,
    intensity: IntensityOption = None,
    pain: Annotated[
        list[str] | None,
        typer.Option("--pain", metavar="[SIDE=]0-10", help="Pain before it; likewise."),
    ] = None,
    when: Annotated[
        str | None,
        typer.Option("--when", metavar="WHEN", help="7:30, yesterday 7:30 or 2026-01-05 7:30."),
    ] = None,
    stopped_at: Annotated[
        str | None,
        typer.Option(
            "--stopped-at",
            metavar="MIN:S",
            help="Where you stopped, as the player counts.",
        ),
    ] = None,
    highest: Annotated[
        list[str] | None,
        typer.Option("--highest", metavar="[SIDE=]0-10", help="Most pain during it; likewise."),
    ] = None,
    pain_after: Annotated[
        list[str] | None,
        typer.Option("--pain-after", metavar="[SIDE=]0-10", help="Pain after it; likewise."),
    ] = None,
) -> None:
    """Enter a session that you heard from a sound file."""
    from tpguide.cli.session.options import ratings_by_side, session_options
    from tpguide.ui.prompts.terminal import CancelledError

    context = ctx.ensure_object(Context)
    found = context.guide(guide)
    given = session_options(
        found.protocol, side=side, pain=pain or (), dose=dose or (), intensity=intensity or ()
    )
    entering = Entering(
        context=context,
        guide=found,
        given=given,
        when=when,
        stopped_at=stopped_at,
        highest=ratings_by_side(found.protocol, given.sides, highest or (), "--highest"),
        pain_after=ratings_by_side(found.protocol, given.sides, pain_after or (), "--pain-after"),
    )
    entering.need_what_cannot_be_asked()
    with context.journal(unread=SESSION_NOT_KEPT, unkept=SESSION_NOT_KEPT) as journal:
        try:
            entering.enter(journal)
        except CancelledError:
            raise NotDoneError(SESSION_NOT_KEPT) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entering:
    """Asks what the options don't say of a session, and keeps it.

    Where they say all that has to be known, nothing is asked.
    """

    context: Context
    guide: Guide
    given: SessionOptions
    when: str | None
    stopped_at: str | None
    highest: Mapping[str, int]
    pain_after: Mapping[str, int]

    def need_what_cannot_be_asked(self) -> None:
        """Raise WrongUseError without a terminal, for what is missing."""
        if self._missing and not self.context.can_ask:
            raise WrongUseError(
                f"Not given: {', '.join(self._missing)}.", "On a terminal it is asked for."
            )

    @property
    def _missing(self) -> list[str]:
        sides = self.given.sides or tuple(one.key for one in self.guide.protocol.sides.each)
        given = {
            "--side": self.given.sides or len(sides) == 1,
            "--dose": all(map(self.given.dose_of, sides)),
            "--intensity": all(map(self.given.intensity_of, sides)),
            "--pain": all(self.given.pain_of(side) is not None for side in sides),
            "--when": self.when,
        }
        return [option for option, value in given.items() if not value]

    def enter(self, journal: Journal) -> None:
        """Ask, keep the session, and tell what became of it."""
        from tpguide.session.limits import completed, refuses
        from tpguide.ui.pages.history import NOT_COUNTED, day_and_time

        now = self.context.clock.now()
        record = self._record(journal, now)
        number = journal.enter_session(record, now)
        counts = completed(self.guide.protocol, record)
        told = "It counts." if counts else f"It is kept, but doesn't count: {NOT_COUNTED}."
        self.context.output.tell(
            f"Entered: session {number}, {day_and_time(record.began, now)}. {told}"
        )
        if refuses(self.guide.protocol, (side.pain_before for side in record.sides)):
            self.context.output.tell(self.guide.protocol.ratings.refused_advice)

    def _record(self, journal: Journal, now: datetime) -> SessionRecord:
        from importlib.metadata import version
        from uuid import uuid4

        from tpguide.guide.model import fingerprint
        from tpguide.session.heard_session import result_heard
        from tpguide.session.record import SessionRecord, SideRecord

        before = {side: self._before(side) for side in self._sides()}
        # As the sound file has them: the sorer side first.
        sides = sorted(before, key=lambda side: -before[side])
        session = self._heard(tuple(self._choice(side) for side in sides))
        began = self._began(journal, timedelta(milliseconds=session.at), now)
        highest = self._each(sides, self.highest, "the most pain on the way")
        after = self._each(sides, self.pain_after, "pain after it")
        return SessionRecord(
            number=0,
            token=uuid4().hex,
            guide=self.guide.slug,
            guide_hash=fingerprint(self.guide),
            version=version("tpguide"),
            began=began,
            sides=tuple(
                SideRecord(
                    choice=choice,
                    pain_before=before[choice.side],
                    pain_after=after.get(choice.side),
                )
                for choice in session.plan.choices
            ),
            result=result_heard(session, began, highest),
        )

    def _sides(self) -> tuple[str, ...]:
        from tpguide.ui.prompts.terminal import Option

        sides = self.guide.protocol.sides
        every = tuple(one.key for one in sides.each)
        if self.given.sides or len(every) == 1:
            return self.given.sides or every
        answers = [*((one.name, (one.key,)) for one in sides.each), (sides.all, every)]
        options = [Option(keys, name) for name, keys in answers]
        return self.context.prompts.choose(f"Which {sides.noun}?", options)

    def _named(self, side: str) -> str:
        return self.guide.protocol.side(side).name.capitalize()

    def _before(self, side: str) -> int:
        given = self.given.pain_of(side)
        if given is not None:
            return given
        rating = self.context.prompts.pain(f"{self._named(side)}, pain before it (0-10):")
        assert rating is not None
        return rating

    def _choice(self, side: str) -> SideChoice:
        from tpguide.session.limits import offered
        from tpguide.session.plan import SideChoice
        from tpguide.ui.prompts.terminal import Option

        def asked(what: str, each: Iterable[Dose | Intensity]) -> str:
            options = [Option(one.key, one.name) for one in each]
            return self.context.prompts.choose(f"{self._named(side)}, {what}?", options)

        protocol = self.guide.protocol
        dose = self.given.dose_of(side) or asked("how long", protocol.doses)
        intensity = self.given.intensity_of(side) or asked("how firm", offered(protocol))
        return SideChoice(side=side, dose=dose, intensity=intensity, ceiling=intensity)

    def _heard(self, choices: tuple[SideChoice, ...]) -> Session:
        """Return the session as it was gone through."""
        from tpguide.cli.session.sound import speech_of
        from tpguide.session.heard_session import heard
        from tpguide.session.plan_from_protocol import lay_out
        from tpguide.session.transcript import script
        from tpguide.ui.prompts.terminal import Option

        speech = speech_of(self.context, self.guide)
        plan = lay_out(self.guide, choices, speech)
        told = script(plan, speech)
        if self.stopped_at is not None:
            return heard(plan, _place(self.stopped_at, told))
        all_of_it = [Option(True, "Yes, to its end"), Option(False, "No, I stopped")]
        if not self._missing or self.context.prompts.choose(TO_ITS_END, all_of_it):
            return heard(plan)
        return heard(plan, self._asked(WHERE_IT_STOPPED, lambda text: _place(text, told)))

    def _began(self, journal: Journal, length: timedelta, now: datetime) -> datetime:
        def meant(text: str) -> datetime:
            began = _moment(text, self.context.clock) if text else now - length
            if began + length > now + CLOCKS_DIFFER:
                raise WrongUseError(
                    f"A session that began at {began:%Y-%m-%d %H:%M} would not be over yet.",
                    "Only what is over can be entered.",
                )
            _refuse_another(journal, self.guide.slug, began, began + length)
            return began

        return meant(self.when) if self.when else self._asked(WHEN_IT_BEGAN, meant)

    def _each(self, sides: Iterable[str], given: Mapping[str, int], what: str) -> dict[str, int]:
        """Return the rating of each side, as *given* or asked for; to answer is optional."""
        from tpguide.ui.prompts.terminal import MAY_BE_SKIPPED, SKIP

        ratings = {side: given[side] for side in sides if side in given}
        if self._missing:
            for side in (side for side in sides if side not in ratings):
                asked = f"{self._named(side)}, {what} {MAY_BE_SKIPPED}"
                rating = self.context.prompts.pain(asked, (SKIP,))
                ratings |= {} if rating is None else {side: rating}
        return ratings

    def _asked(self, question: str, meant: Callable[[str], T]) -> T:
        """Ask until what is typed means something."""
        while True:
            try:
                return meant(self.context.prompts.line(question))
            except WrongUseError as error:
                self.context.output.tell(f"{error.sentence} {error.hint}".strip())


def _moment(text: str, clock: Clock) -> datetime:
    """Return the moment that *text* means here. Raises WrongUseError if it means none."""
    if found := _MOMENT.fullmatch(text.strip()):
        day, time = found.groups()
        today = clock.now().date()
        named = {"today": today, "yesterday": today - timedelta(days=1)}
        with suppress(ValueError):
            date = named.get((day or "today").lower(), day)
            moment = datetime.fromisoformat(f"{date} {time:0>5}")
            if moment.year >= FIRST_YEAR:
                return clock.here(moment)
    raise WrongUseError(
        f"“{visible(text)}” is no time.",
        "It takes one like 7:30, yesterday 7:30 or 2026-01-05 7:30.",
    )


def _place(text: str, told: Script) -> int:
    """Return the milliseconds of the session at that place of its sound file."""
    found = _MINUTES_AND_SECONDS.fullmatch(text.strip())
    if not found:
        raise WrongUseError(f"“{visible(text)}” is no place.", "It takes one like 3:05.")
    minutes, seconds = map(int, found.groups())
    at = 1000 * (60 * minutes + seconds)
    if not told.begins <= at <= told.ends:
        first, last = (minutes_and_seconds(each // 1000) for each in (told.begins, told.ends))
        raise WrongUseError(f"The massage of that file is from {first} to {last}.")
    return at - told.begins


def _refuse_another(journal: Journal, guide: str, began: datetime, ended: datetime) -> None:
    """Raise WrongUseError if a session of that time is kept already."""
    for record in journal.sessions(guide, since=began - timedelta(days=1)):
        if record.began < ended and began < record.result.ended:
            raise WrongUseError(
                f"Session {record.number} is kept of that time already.",
                f"tpguide history show {record.number}",
            )
