"""Find out what a person can read and hear from the floor, before a session relies on it.

Nothing has to be pressed meanwhile. The answers are kept in the journal, so it is asked once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
import typer

from tpguide.cli.context import Context
from tpguide.cli.session.live import floor_devices, perform_with
from tpguide.cli.session.sound import speech_of
from tpguide.errors import ExitCode, TpguideError
from tpguide.guide.model import Guide
from tpguide.modes import OutputKind, PictureMode
from tpguide.session.floor_check import DigitSize, floor_check_plan
from tpguide.session.plan import Plan
from tpguide.session.state import Ending, Session, fresh
from tpguide.storage.journal import Journal
from tpguide.storage.settings import Settings
from tpguide.storage.settings_file import change_settings, read_settings, settings_file
from tpguide.terminal.audio.speech import voices_there_are
from tpguide.ui.prompts.terminal import KeyOption, Option
from tpguide.ui.prompts.told import Told
from tpguide.ui.session.floor_check import floor_check_rows
from tpguide.ui.session.layout import Window
from tpguide.ui.session.styles import StepLook, lit, painted

#: The names under which the journal remembers what came through.
_ANSWERS: Final = "floor check"
_CAME_THROUGH: Final = "came through"
#: So many voices are offered at most, those of the guide's language.
MOST_VOICES: Final = 12
FULL_VOLUME: Final = 100

_QUESTIONS: Final = {
    OutputKind.VOICE: "Did you hear the voice?",
    OutputKind.TONES: "Did you hear the tones?",
    OutputKind.BELL: "Did you hear the bell?",
    OutputKind.FLASH: "Did you see the screen light up?",
}


class FloorAnswers(msgspec.Struct, frozen=True):
    """What came through to the floor.

    *smallest* are the smallest digits that could be read, None if none could; *heard* is what
    could be heard, None where nothing sounded.
    """

    smallest: DigitSize | None
    heard: OutputKind | None


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


def ask_whether_it_came_through(context: Context, guide: Guide, journal: Journal) -> None:
    """Ask once, after a session, whether it could be read and heard; a no changes settings.

    Raises CancelledError for Ctrl-C.
    """
    is_known = journal.remembered(_CAME_THROUGH) or floor_answers(journal)
    if is_known or not context.can_draw:
        return
    answers = [KeyOption("y", True, "yes"), KeyOption("n", False, "no")]
    came_through = context.prompts.pick("Could you read and hear it?", answers)
    journal.remember(_CAME_THROUGH, "yes" if came_through else "no")
    told: list[Told] = []
    while not came_through:
        options = [
            KeyOption("w", "w", "larger words"),
            KeyOption("p", "p", "no picture, more room for words"),
            KeyOption("l", "l", "louder"),
            KeyOption("v", "v", "another voice"),
            KeyOption("enter", "", "done"),
        ]
        wanted = context.prompts.pick("What would help?", options, told)
        if not wanted:
            return
        told.append(Told(_changed(context, guide, wanted)))


def _changed(context: Context, guide: Guide, wanted: str) -> str:
    """Change the settings for what is *wanted*, and return what was changed, in words."""
    changes: dict[str, object]
    if wanted == "w":
        changes, told = {"large_words": True}, "Words are as large as the window from now on."
    elif wanted == "p":
        changes, told = {"pictures": PictureMode.NONE}, "No pictures from now on."
    elif wanted == "l":
        changes, told = _louder(read_settings(settings_file(context.environment)).settings)
    else:
        voice = _voice_chosen(context, guide)
        if voice is None:
            return "There is no other voice here. What can be done: tpguide doctor"
        changes, told = {"voice_name": voice, "voice": True}, f"The voice is {voice} from now on."
    try:
        change_settings(
            settings_file(context.environment),
            lambda settings: msgspec.structs.replace(settings, **changes),
        )
    except TpguideError as error:
        return error.sentence
    return f"{told} Back: {_how_back(changes)}"


def _louder(settings: Settings) -> tuple[dict[str, object], str]:
    """Return what makes words louder, in words too: full volume, or if it is full, no ticks."""
    volumes = ("voice_volume", "tone_volume")
    if any(getattr(settings, volume) < FULL_VOLUME for volume in volumes):
        return dict.fromkeys(volumes, FULL_VOLUME), "Voice and tones are as loud as can be."
    return (
        {"pacer": False},
        "The voice is as loud as can be, so the ticks are off now. Turn the speaker up.",
    )


def _voice_chosen(context: Context, guide: Guide) -> str | None:
    """Return another voice that speaks the guide's language; None if there is none, or no wish."""
    language = context.settings.language or guide.language
    found = [
        name
        for name in voices_there_are(context.environment)
        if name.lower().startswith(language[:2].lower())
    ]
    if not found:
        return None
    options = [Option(name, name) for name in found[:MOST_VOICES]]
    return context.prompts.choose("Which voice?", options)


def _how_back(changes: Mapping[str, object]) -> str:
    return f"tpguide settings reset {next(iter(changes)).replace('_', '-')}"


def _show(context: Context, guide: Guide, plan: Plan) -> tuple[Session, OutputKind | None]:
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
        return performed.session, devices.heard.cues.kind


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


def _heard(context: Context, kind: OutputKind | None) -> OutputKind | None:
    if kind is None:
        return None
    options = [Option(kind, "Yes, clearly"), Option(OutputKind.NOTHING, "No, or not well enough")]
    return context.prompts.choose(_QUESTIONS[kind], options)


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
    if answers.heard is OutputKind.NOTHING:
        yield (
            "Turn the sound up, or put a speaker on the floor. More than sound can be set: "
            "tpguide settings"
        )
    elif answers.heard not in (OutputKind.VOICE, None):
        yield "To see why nothing was spoken: tpguide doctor"
    if answers.smallest is None and answers.heard is OutputKind.NOTHING:
        yield "As it is, a session could neither be seen nor heard from there."
    if is_hard_to_read or answers.heard is OutputKind.NOTHING:
        yield "Try again at any time with: tpguide doctor --floor"
    else:
        yield "Good. I will remember that. (Again any time: tpguide doctor --floor)"
