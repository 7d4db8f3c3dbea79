"""Find out what a person can read and hear from the floor, before a session relies on it.

Nothing has to be pressed meanwhile. The answers are kept in the journal, so it is asked once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec
import typer

from tpguide.cli.context import Context
from tpguide.cli.session.live import floor_devices, perform_with
from tpguide.cli.session.sound import speech_of
from tpguide.errors import ExitCode, TpguideError
from tpguide.guide.model import Guide
from tpguide.modes import PictureMode, Rung
from tpguide.session.floor_check import DigitSize, floor_check_plan
from tpguide.session.plan import Plan
from tpguide.session.state import Ending, Session, fresh
from tpguide.storage.journal import Journal
from tpguide.storage.settings import Settings
from tpguide.storage.settings_file import change_settings, settings_file
from tpguide.ui.prompts.terminal import KeyOption, Option
from tpguide.ui.session.floor_check import floor_check_rows
from tpguide.ui.session.screen import StepLook, Window, lit, painted

#: The names under which the journal remembers what came through.
_ANSWERS: Final = "floor check"
_CAME_THROUGH: Final = "came through"
#: How a voice is slowed: by so many words a minute, down to so many, from what is usual.
SLOWER_BY_WORDS: Final = 20
SLOWEST_WORDS: Final = 80
USUAL_WORDS: Final = 150

_QUESTIONS: Final = {
    Rung.VOICE: "Did you hear the voice?",
    Rung.TONES: "Did you hear the tones?",
    Rung.BELL: "Did you hear the bell?",
    Rung.FLASH: "Did you see the screen light up?",
}


class FloorAnswers(msgspec.Struct, frozen=True):
    """What came through to the floor.

    *smallest* are the smallest digits that could be read, None if none could; *heard* is what
    could be heard, None where nothing sounded.
    """

    smallest: DigitSize | None
    heard: Rung | None


def floor_answers(journal: Journal) -> FloorAnswers | None:
    """Return what was answered last; None if it never was."""
    kept = journal.remembered(_ANSWERS)
    try:
        return msgspec.json.decode(kept, type=FloorAnswers) if kept else None
    except (msgspec.DecodeError, msgspec.ValidationError):  # an import may hold anything
        return None


def ask_see_and_hear(context: Context, guide: Guide, journal: Journal) -> None:
    """Show and sound what a session of *guide* is made of, then ask what came through, and keep it.

    Needs a terminal that can be drawn on. Raises typer.Exit for a signal that ends the program.
    """
    plan = floor_check_plan(guide, speech_of(context, guide))
    _explain(context, plan)
    down = plan.steps[0].seconds
    options = [Option(True, f"Begin: {down} seconds to get down"), Option(False, "Not now")]
    if not context.prompts.choose("Can you see and hear me from the floor?", options):
        return
    shown, heard_by = _show(context, guide, plan)
    if shown.ending is not Ending.COMPLETED:
        return
    answers = FloorAnswers(_smallest_read(context), _heard(context, heard_by))
    journal.remember(_ANSWERS, msgspec.json.encode(answers).decode())
    _advise(context, answers)


def ask_whether_it_came_through(context: Context, journal: Journal) -> None:
    """Ask once, after a session, whether it could be read and heard; a no changes settings.

    Raises CancelledError for Ctrl-C.
    """
    is_known = journal.remembered(_CAME_THROUGH) or floor_answers(journal)
    if is_known or not context.can_draw:
        return
    answers = [KeyOption("y", True, "yes"), KeyOption("n", False, "no")]
    came_through = context.prompts.pick("Could you read and hear it?", answers)
    journal.remember(_CAME_THROUGH, "yes" if came_through else "no")
    told: list[str] = []
    speed = context.settings.words_a_minute or USUAL_WORDS
    while not came_through:
        options = [
            KeyOption("p", "p", "no picture, more room for words"),
            KeyOption("s", "s", "a slower voice"),
            KeyOption("l", "l", "louder, or another voice"),
            KeyOption("enter", "", "done"),
        ]
        wanted = context.prompts.pick("What would help?", options, told)
        if not wanted:
            return
        if wanted == "s":
            speed = max(SLOWEST_WORDS, speed - SLOWER_BY_WORDS)
        told.append(_changed(context, wanted, speed))


def _changed(context: Context, wanted: str, speed: int) -> str:
    """Change what is *wanted* for the next session, and return what is so now."""
    if wanted == "l":
        return (
            "Turn up the volume, or put a speaker on the floor. For another voice: "
            "tpguide settings set voice-name NAME"
        )

    def changed(settings: Settings) -> Settings:
        if wanted == "p":
            return msgspec.structs.replace(settings, pictures=PictureMode.NONE)
        return msgspec.structs.replace(settings, words_a_minute=speed)

    try:
        change_settings(settings_file(context.environment), changed)
    except TpguideError as error:
        return error.sentence
    if wanted == "p":
        return "No pictures from now on. Back: tpguide settings set pictures auto"
    return f"The voice says {speed} words a minute from now on."


def _show(context: Context, guide: Guide, plan: Plan) -> tuple[Session, Rung | None]:
    """Go through *plan* on the whole screen; return it as it ended, and what it was heard by."""
    with floor_devices(context, guide) as devices:
        look = StepLook(context.output.colour_system, context.output.writes_unicode)

        def show(session: Session) -> None:
            size = devices.screen.size()
            window = Window(size.columns, size.rows, look)
            rows = floor_check_rows(session, window, devices.heard.cues.in_use)
            if devices.heard.flash.is_lit:
                rows = [lit(row) for row in rows]
            devices.screen.show([painted(row, look) for row in rows])

        performed = perform_with(devices, context, fresh(plan), show)
        if performed.was_terminated:
            raise typer.Exit(ExitCode.ENDED_BY_TERMINATE)
        if performed.was_left:
            raise typer.Exit(ExitCode.ENDED_BY_HANGUP)
        return performed.session, devices.heard.cues.rung


def _explain(context: Context, plan: Plan) -> None:
    from tpguide.ui.prompts.gate_pages import paragraph

    seconds = sum(step.seconds for step in plan.steps[1:])
    text = (
        f"Sit where you will massage. For {seconds} seconds I show three sizes of words and say "
        "something. Press nothing. Then come back and tell me what you could see and hear."
    )
    context.output.console().print(paragraph(text, context.output.columns))


def _smallest_read(context: Context) -> DigitSize | None:
    options: list[Option[DigitSize | None]] = [
        Option(DigitSize.SMALL, "All three sizes"),
        Option(DigitSize.MIDDLE, "The large and the middle ones"),
        Option(DigitSize.LARGE, "Only the large ones"),
        Option(None, "None"),
    ]
    return context.prompts.choose("Which digits could you read from there?", options)


def _heard(context: Context, rung: Rung | None) -> Rung | None:
    if rung is None:
        return None
    options = [Option(rung, "Yes, clearly"), Option(Rung.NOTHING, "No, or not well enough")]
    return context.prompts.choose(_QUESTIONS[rung], options)


def _advise(context: Context, answers: FloorAnswers) -> None:
    from tpguide.ui.prompts.gate_pages import paragraph

    for advice in floor_advice(answers):
        context.output.console().print(paragraph(advice, context.output.columns))


def floor_advice(answers: FloorAnswers) -> Iterator[str]:
    """Yield what can be done about what did not come through."""
    is_hard_to_read = answers.smallest in (DigitSize.LARGE, None)
    if is_hard_to_read:
        yield (
            "In this window, a session uses the middle size. Make the window as large as the "
            "screen, and bring the screen closer or turn it towards you."
        )
    if answers.heard is Rung.NOTHING:
        yield (
            "Turn the sound up, or put a speaker on the floor. More than sound can be set: "
            "tpguide settings"
        )
    elif answers.heard not in (Rung.VOICE, None):
        yield "Why nothing was spoken is told by: tpguide doctor"
    if answers.smallest is None and answers.heard is Rung.NOTHING:
        yield "As it is, a session could neither be seen nor heard from there."
    if is_hard_to_read or answers.heard is Rung.NOTHING:
        yield "Try again at any time with: tpguide doctor --floor"
    else:
        yield "Good. I will remember that. (Again any time: tpguide doctor --floor)"
