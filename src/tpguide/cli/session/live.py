"""Run a session on the real devices, and restore them whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from textwrap import fill
from typing import Final

from tpguide.cli.context import Context
from tpguide.cli.session.floor import REAL_TIME, Keep, Speed
from tpguide.cli.session.sound import Flash, Hearing, hearing, told_losses
from tpguide.guide.model import Guide
from tpguide.session.cues import Cue
from tpguide.session.picture_state import NOTHING, picture_state
from tpguide.session.state import Session, Status
from tpguide.session.strokes import Strokes
from tpguide.session.view import View, view
from tpguide.terminal.audio.cue_player import Cues, Loss
from tpguide.terminal.audio.outputs import Ladder
from tpguide.terminal.awake import awake
from tpguide.terminal.bindings import HINT_SEPARATOR_COLUMNS, hints, hints_in_words
from tpguide.terminal.keys import LineKeys, TerminalKeys
from tpguide.terminal.runner import Devices, Performed, perform
from tpguide.terminal.screen import Screen
from tpguide.ui.session.layout import PictureSpace, Window, picture_origin, picture_space
from tpguide.ui.session.picture import ScenePicture
from tpguide.ui.session.plain import lines_between
from tpguide.ui.session.screen import Margins, screen_rows
from tpguide.ui.session.styles import RowPainter, StepLook, lit

#: How long a desktop may take to say whether it keeps the display awake.
AWAKE_ANSWER_SECONDS: Final = 0.5
STAY_ON: Final = "Set this screen to stay on for half an hour."


def on_screen(
    context: Context,
    guide: Guide,
    session: Session,
    keep: Keep,
    pace: Speed,
    *,
    picture: ScenePicture,
) -> Performed:
    """Go through *session* on the whole screen, with all that can be heard."""
    with floor_devices(context, guide, is_silent=pace.is_rehearsal) as devices:
        drawing = _Drawing(context, devices, picture=picture, pace=pace)
        performed = perform_with(devices, context, session, drawing.show, keep=keep, pace=pace)
    return replace(performed, afterwards=told_losses(devices.heard.cues))


@dataclass(frozen=True, slots=True)
class FloorDevices:
    """The screen, what is heard and the keys, as long as they are in hand."""

    screen: Screen
    heard: Hearing
    keys: TerminalKeys


@contextmanager
def floor_devices(
    context: Context, guide: Guide, *, is_silent: bool = False
) -> Iterator[FloorDevices]:
    """Take the whole screen, and what the cues of *guide* are heard by; give all back in the end.

    The display is kept awake meanwhile.
    """
    with ExitStack() as stack:
        screen = stack.enter_context(Screen(context.stdout.fileno()))
        heard = stack.enter_context(
            _silent(context) if is_silent else hearing(context, guide, screen)
        )

        @contextmanager
        def aside() -> Iterator[None]:
            heard.cues.silence()
            with screen.left():
                yield

        keys = stack.enter_context(TerminalKeys(context.stdin.fileno(), aside))
        stack.enter_context(awake(context.environment))
        yield FloorDevices(screen, heard, keys)


def perform_with(
    devices: FloorDevices,
    context: Context,
    session: Session,
    show: Callable[[Session], None],
    *,
    keep: Keep = lambda _: None,
    pace: Speed = REAL_TIME,
) -> Performed:
    """Go through *session* with *devices*, each state of it drawn by *show*."""
    return perform(
        session,
        Devices(
            clock=context.clock,
            keys=devices.keys,
            loudspeaker=devices.heard.cues,
            show=show,
            repaint=devices.screen.repaint,
            keep=keep,
            speed=pace.speed,
        ),
    )


def display_trouble(context: Context) -> str:
    """Return what to tell the person beforehand if the display may go dark."""
    with awake(context.environment) as display:
        display.await_answer(AWAKE_ANSWER_SECONDS)
        is_troubled = bool(display.trouble)
    return STAY_ON if is_troubled else ""


def as_lines(context: Context, session: Session, keep: Keep, pace: Speed) -> Performed:
    """Go through *session* as plain lines, its keys typed as lines."""
    told = _Telling(context, pace)
    with LineKeys(context.stdin.fileno()) as keys:
        stage = Devices(
            clock=context.clock,
            keys=keys,
            loudspeaker=told,
            show=told.show,
            repaint=lambda: None,
            keep=keep,
            speed=pace.speed,
        )
        return perform(session, stage)


@contextmanager
def _silent(context: Context) -> Iterator[Hearing]:
    """Yield what a rehearsal is heard by: nothing, since no voice keeps up with it."""
    with Cues(Ladder((), ("a rehearsal is silent",)), context.clock) as cues:
        yield Hearing(cues, Flash(context.clock))


class _Drawing:
    """Draws a session on the screen."""

    def __init__(
        self,
        context: Context,
        devices: FloorDevices,
        *,
        picture: ScenePicture,
        pace: Speed,
    ) -> None:
        self._context = context
        self._screen = devices.screen
        self._heard = devices.heard
        self._picture = picture
        self._pace = pace
        self._look = StepLook(context.output.colour_system, context.output.writes_unicode)
        self._painter = RowPainter(self._look)
        self._pictured_in: PictureSpace | None = None

    def show(self, session: Session) -> None:
        """Draw *session* as it stands."""
        size = self._screen.size()
        seen = view(session)
        # A question or an answer to a key may not be covered: the loss is told afterwards too.
        is_free = session.status is Status.RUNNING and not session.notice
        if is_free and (loss := self._heard.cues.loss):
            seen = replace(seen, glance=_told_loss(loss))
        large_words = self._context.settings.large_words
        window = Window(size.columns, size.rows, self._look, large_words)
        space = picture_space(window)
        scene = picture_state(session)
        picture = self._picture.rows(scene, space) if space else ()
        if picture:
            self._pictured_in = space
        # With a picture before, its room is kept, so that the digits stay where they are.
        beside = picture if picture or (space and space == self._pictured_in) else None
        rows = screen_rows(seen, window, self._margins(seen, size.columns), beside)
        if self._heard.flash.is_lit:
            rows = [lit(row) for row in rows]
        origin = picture_origin(window, len(picture))
        over = self._picture.overlay(scene if picture else NOTHING, space, *origin)
        self._screen.show(self._painter.painted(rows), images=over.still, moved=over.moves)

    def _margins(self, seen: View, columns: int) -> Margins:
        sound = self._heard.cues.in_use
        keys = hints(columns - len(sound) - 6)
        left = timedelta(milliseconds=seen.left // self._pace.speed)
        return Margins(
            keys=(" " * HINT_SEPARATOR_COLUMNS).join(f"{key} {word}" for key, word in keys),
            sound=sound,
            ends_at=f"{self._context.clock.now() + left:%H:%M}",
            mark=self._pace.mark,
        )


def _told_loss(loss: Loss) -> str:
    """Return what was lost and what is heard now, short enough for large letters."""
    lost = f"{loss.kind.value.capitalize()} lost."
    if loss.now is loss.kind:
        return f"{lost} Now: another way"
    return f"{lost} Now: {loss.now.value}" if loss.now else f"{lost} No sound"


class _Telling:
    """The plain-lines display: prints what happens, and what would be spoken."""

    muted = False
    with_pacer = False
    is_speaking = False

    def __init__(self, context: Context, pace: Speed) -> None:
        self._context = context
        self._heard: list[Cue] = []
        self._before: Session | None = None
        if pace.is_rehearsal:
            self._print([pace.mark])
        if context.can_ask:
            self._print([hints_in_words()])

    def sound(self, cue: Cue) -> None:
        """Have *cue* printed with what it belongs to."""
        self._heard.append(cue)

    def say_last(self, cue: Cue) -> None:
        """Have *cue* printed, as any other: what is printed isn't muted."""
        self.sound(cue)

    def follow(self, strokes: Strokes | None) -> None:
        """Do nothing: nothing ticks in print."""

    def silence(self) -> None:
        """Do nothing: what is printed is over at once."""

    def poll(self) -> None:
        """Do nothing: what is printed needs no looking after."""

    def show(self, session: Session) -> None:
        """Print what has changed since the last time."""
        self._print(lines_between(self._before, session, self._heard))
        self._before, self._heard = session, []

    def _broken(self, line: str) -> str:
        """Return *line* broken at words where a terminal would break it inside them."""
        if not self._context.can_ask:
            return line
        inset = " " * (len(line) - len(line.lstrip()))
        return fill(
            line.strip(),
            self._context.output.columns,
            initial_indent=inset,
            subsequent_indent=inset,
        )

    def _print(self, lines: list[str]) -> None:
        for line in lines:
            readable = self._context.output.readable(line)
            self._context.stdout.write(self._broken(readable) + "\n")
        self._context.stdout.flush()
