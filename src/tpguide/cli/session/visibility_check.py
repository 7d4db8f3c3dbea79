"""Find out what a person can read and hear from the floor, before a session relies on it.

Nothing has to be pressed meanwhile. The answers are kept with the settings, so it is asked once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from typing import Final

import msgspec
import typer

from tpguide.cli.context import Context
from tpguide.cli.session.sound import Hearing, hearing
from tpguide.errors import ExitCode, TpguideError
from tpguide.guide.model import Guide
from tpguide.session.cues import Cue, Sound, seconds_to_say
from tpguide.storage.journal import Journal
from tpguide.storage.settings import (
    HeardBy,
    PictureSetting,
    Settings,
    SmallestRead,
    change_settings,
    settings_file,
)
from tpguide.terminal.audio.outputs import Rung
from tpguide.terminal.clock import Clock
from tpguide.terminal.keys import HUNG_UP, RESIZED, RESUMED, TERMINATED, TerminalKeys
from tpguide.terminal.runner import KeySource, Loudspeaker
from tpguide.terminal.screen import Screen
from tpguide.ui.prompts.terminal import CancelledError, KeyOption, Option
from tpguide.ui.session.layout import Window
from tpguide.ui.session.styles import StepLook, painted
from tpguide.ui.session.visibility_check import SIZES, CheckMoment, CheckScene, check_rows, lit

#: How long each size of digits is shown, and how long it is said that this was all.
SIZE_SECONDS: Final = 6
OVER_SECONDS: Final = 4
#: What the voice takes to begin, and what it is heard out for.
VOICE_SECONDS: Final = 2
#: So often what is being said is looked after.
POLL_MILLISECONDS: Final = 100
#: Time that passed at once, as in sleep, has been seen and heard by nobody.
CHECK_GAP_MILLISECONDS: Final = 1000

_CAME_THROUGH: Final = "came through"
#: How a voice is slowed: by so many words a minute, down to so many, from what is usual.
SLOWER_BY_WORDS: Final = 20
SLOWEST_WORDS: Final = 80
USUAL_WORDS: Final = 150

_HEARD: Final = {
    Rung.VOICE: "Did you hear the voice?",
    Rung.TONES: "Did you hear the tones?",
    Rung.BELL: "Did you hear the bell?",
    Rung.FLASH: "Did you see the screen light up?",
}


@dataclass(frozen=True, slots=True)
class CheckPage:
    """One thing that is shown, for how long, and what is heard when it begins."""

    scene: CheckScene
    seconds: int
    cue: Cue


def ask_see_and_hear(context: Context, guide: Guide) -> None:
    """Show and sound what a session of *guide* is made of, then ask what came through, and keep it.

    Needs a terminal that can be drawn on. Raises CancelledError for Ctrl-C.
    """
    pages = pages_of(guide, context.settings)
    _explain(context, pages)
    down = pages[0].seconds
    options = [Option(True, f"Begin: {down} seconds to get down"), Option(False, "Not now")]
    if not context.prompts.choose("Can you see and hear me from the floor?", options):
        return
    shown = _show(context, guide, pages)
    if not shown.to_the_end:
        return
    digits = _smallest_read(context)
    sound = _heard(context, shown.heard_by)
    _keep(context, digits, sound)
    _advise(context, digits, sound)


def ask_whether_it_came_through(context: Context, journal: Journal) -> None:
    """Ask once, after a session, whether it could be read and heard; a no changes settings.

    Raises CancelledError for Ctrl-C.
    """
    is_known = journal.remembered(_CAME_THROUGH) or context.settings.floor_digits
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
            return msgspec.structs.replace(settings, pictures=PictureSetting.NONE)
        return msgspec.structs.replace(settings, words_a_minute=speed)

    try:
        change_settings(settings_file(context.environment), changed)
    except TpguideError as error:
        return error.sentence
    if wanted == "p":
        return "No pictures from now on. Back: tpguide settings set pictures auto"
    return f"The voice says {speed} words a minute from now on."


def pages_of(guide: Guide, settings: Settings) -> tuple[CheckPage, ...]:
    """Return what is shown, one after the other. The sizes are announced by their numbers."""
    phrases = guide.protocol.phrases
    speed = settings.words_a_minute or guide.voice.words_per_minute
    said_seconds = ceil(seconds_to_say(phrases.sample.spoken, speed)) + VOICE_SECONDS
    sizes = (
        CheckPage(size, SIZE_SECONDS, Cue(Sound.STEP, str(number)))
        for number, size in enumerate(SIZES, start=1)
    )
    return (
        CheckPage(
            CheckScene.GET_DOWN,
            guide.protocol.timing.get_down.seconds,
            Cue(Sound.START, phrases.get_down.spoken),
        ),
        *sizes,
        CheckPage(CheckScene.SAMPLE, said_seconds, Cue(Sound.CHECK_IN, phrases.sample.spoken)),
        CheckPage(CheckScene.OVER, OVER_SECONDS, Cue(Sound.FINISH)),
    )


@dataclass(frozen=True, slots=True)
class CheckStage:
    """What the pages are gone through with.

    *show* draws a page: its number, and the seconds left of it.
    """

    clock: Clock
    keys: KeySource
    loudspeaker: Loudspeaker
    show: Callable[[int, int], None]
    repaint: Callable[[], None]


def go_through(pages: Sequence[CheckPage], stage: CheckStage) -> bool:
    """Show *pages*, each in its time, and sound them; return whether it came to their end.

    Raises CancelledError for Ctrl-C, and typer.Exit for a signal that ends us.
    """
    ends = [1000 * seconds for seconds in accumulate(page.seconds for page in pages)]
    passed, number, at = 0, -1, stage.clock.milliseconds()
    while passed < ends[-1]:
        if number < 0 or passed >= ends[number]:
            number += 1
            stage.loudspeaker.sound(pages[number].cue)
        left = ends[number] - passed
        stage.show(number, ceil(left / 1000))
        keys = stage.keys.read(min(left % 1000 or 1000, POLL_MILLISECONDS) / 1000)
        if "q" in keys:
            return False
        _obey(keys, stage)
        stage.loudspeaker.poll()
        before, at = at, stage.clock.milliseconds()
        passed += min(at - before, CHECK_GAP_MILLISECONDS)
    return True


def _obey(keys: Sequence[str], stage: CheckStage) -> None:
    if "ctrl-c" in keys:
        raise CancelledError
    if TERMINATED in keys:
        raise typer.Exit(ExitCode.ENDED_BY_TERMINATE)
    if HUNG_UP in keys:
        raise typer.Exit(ExitCode.ENDED_BY_HANGUP)
    if RESIZED in keys or RESUMED in keys:
        stage.repaint()


@dataclass(frozen=True, slots=True)
class _Shown:
    """Whether all was shown, and what it was heard by in the end."""

    to_the_end: bool
    heard_by: Rung | None


def _show(context: Context, guide: Guide, pages: Sequence[CheckPage]) -> _Shown:
    """Take the whole screen for *pages*, and sound them."""
    with ExitStack() as stack:
        screen = stack.enter_context(Screen(context.stdout.fileno()))
        heard = stack.enter_context(hearing(context, guide, screen))

        @contextmanager
        def aside() -> Iterator[None]:
            heard.cues.silence()
            with screen.left():
                yield

        keys = stack.enter_context(TerminalKeys(context.stdin.fileno(), aside))
        drawing = _Drawing(context, guide, pages, screen, heard)
        stage = CheckStage(context.clock, keys, heard.cues, drawing.show, screen.repaint)
        return _Shown(go_through(pages, stage), heard.cues.rung)


class _Drawing:
    """Draws pages on the screen."""

    def __init__(
        self,
        context: Context,
        guide: Guide,
        pages: Sequence[CheckPage],
        screen: Screen,
        heard: Hearing,
    ) -> None:
        self._phrases = guide.protocol.phrases
        self._pages = pages
        self._screen = screen
        self._heard = heard
        self._look = StepLook(context.output.colour_system, context.output.writes_unicode)

    def show(self, number: int, seconds: int) -> None:
        """Draw page *number*, of which so many seconds are left.

        But for getting down, the digits tell what is left of all, so that there are two of them.
        """
        size = self._screen.size()
        window = Window(size.columns, size.rows, self._look)
        scene = self._pages[number].scene
        later = sum(page.seconds for page in self._pages[number + 1 :])
        left = seconds if scene is CheckScene.GET_DOWN else seconds + later
        progress = 1 - (seconds + later) / sum(page.seconds for page in self._pages)
        cues, flash = self._heard.cues, self._heard.flash
        rows = check_rows(CheckMoment(scene, left, progress), self._phrases, window, cues.in_use)
        if flash.is_lit:
            rows = lit(rows)
        self._screen.show([painted(row, self._look) for row in rows])


def _explain(context: Context, pages: Sequence[CheckPage]) -> None:
    from tpguide.ui.prompts.gate_pages import paragraph

    seconds = sum(page.seconds for page in pages[1:])
    text = (
        f"Sit where you will massage. For {seconds} seconds I show three sizes of words and say "
        "something. Press nothing. Then come back and tell me what you could see and hear."
    )
    context.output.console().print(paragraph(text, context.output.columns))


def _smallest_read(context: Context) -> SmallestRead:
    return context.prompts.choose(
        "Which digits could you read from there?",
        [
            Option(SmallestRead.SMALL, "All three sizes"),
            Option(SmallestRead.MIDDLE, "The large and the middle ones"),
            Option(SmallestRead.LARGE, "Only the large ones"),
            Option(SmallestRead.NONE, "None"),
        ],
    )


def _heard(context: Context, rung: Rung | None) -> HeardBy | None:
    if rung is None:
        return None
    options = [
        Option(HeardBy(rung.value), "Yes, clearly"),
        Option(HeardBy.NOTHING, "No, or not well enough"),
    ]
    return context.prompts.choose(_HEARD[rung], options)


def _keep(context: Context, digits: SmallestRead, sound: HeardBy | None) -> None:
    def changed(settings: Settings) -> Settings:
        return msgspec.structs.replace(settings, floor_digits=digits, floor_sound=sound)

    try:
        change_settings(settings_file(context.environment), changed)
    except TpguideError as error:
        context.output.tell(f"{error.sentence} It will be asked again.")


def _advise(context: Context, digits: SmallestRead, sound: HeardBy | None) -> None:
    from tpguide.ui.prompts.gate_pages import paragraph

    for advice in visibility_advice(digits, sound):
        context.output.console().print(paragraph(advice, context.output.columns))


def visibility_advice(digits: SmallestRead, sound: HeardBy | None) -> Iterator[str]:
    """Yield what can be done about what did not come through."""
    if digits in (SmallestRead.LARGE, SmallestRead.NONE):
        yield (
            "In this window, a session uses the middle size. Make the window as large as the "
            "screen, and bring the screen closer or turn it towards you."
        )
    if sound is HeardBy.NOTHING:
        yield (
            "Turn the sound up, or put a speaker on the floor. More than sound can be set: "
            "tpguide settings"
        )
    elif sound not in (HeardBy.VOICE, None):
        yield "Why nothing was spoken is told by: tpguide doctor"
    if digits is SmallestRead.NONE and sound is HeardBy.NOTHING:
        yield "As it is, a session could neither be seen nor heard from there."
    if digits in (SmallestRead.LARGE, SmallestRead.NONE) or sound is HeardBy.NOTHING:
        yield "Try again at any time with: tpguide doctor --floor"
    else:
        yield "Good. I will remember that. (Again any time: tpguide doctor --floor)"
