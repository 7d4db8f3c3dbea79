"""A session on the floor: its devices taken in hand, and given back whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rich.segment import Segment
from rich.style import Style

from tpguide.cli.surroundings import Surroundings
from tpguide.guide.model import Guide
from tpguide.session.cues import Cue, Sound
from tpguide.session.events import AnyEvent
from tpguide.session.scene import scene
from tpguide.session.state import Session
from tpguide.session.view import View, view
from tpguide.terminal.bindings import HINT_SEPARATOR_COLUMNS, hints
from tpguide.terminal.clock import Clock
from tpguide.terminal.cues import Cues
from tpguide.terminal.keys import Keys
from tpguide.terminal.line_keys import LineKeys
from tpguide.terminal.means import Ladder, ladder
from tpguide.terminal.runner import Performed, Stage, perform
from tpguide.terminal.screen import Screen
from tpguide.terminal.voice import VoiceSettings
from tpguide.ui.plain import lines_between
from tpguide.ui.session_picture import SessionPicture
from tpguide.ui.session_screen import (
    Look,
    Margins,
    Row,
    Window,
    painted,
    picture_space,
    screen_rows,
)

#: How long the whole screen is lit up where nothing can be heard.
FLASH_MILLISECONDS: Final = 400

Keep = Callable[[AnyEvent], None]


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a session goes: *speed* is 1, or more for a rehearsal, which says so."""

    speed: int = 1

    @property
    def mark(self) -> str:
        """What stands on every screen of a rehearsal."""
        return f"REHEARSAL ×{self.speed}" if self.is_rehearsal else ""

    @property
    def is_rehearsal(self) -> bool:
        """Whether this is only for looking at."""
        return self.speed > 1


def on_screen(
    around: Surroundings,
    guide: Guide,
    session: Session,
    keep: Keep,
    pace: Pace,
    *,
    picture: SessionPicture,
) -> Performed:
    """Go through *session* on the whole screen, with all that can be heard."""
    with ExitStack() as stack:
        screen = stack.enter_context(Screen(around.stdout.fileno()))
        flash = _Flash(around.clock)
        folder = Path(stack.enter_context(_temporary_folder()))
        heard_by = (
            _nothing() if pace.is_rehearsal else _ladder(around, guide, screen, flash, folder)
        )
        cues = stack.enter_context(Cues(heard_by, around.clock))

        @contextmanager
        def aside() -> Iterator[None]:
            cues.silence()
            with screen.left():
                yield

        keys = stack.enter_context(Keys(around.stdin.fileno(), aside))
        drawing = _Drawing(around, screen, cues, flash, picture=picture, pace=pace)
        stage = Stage(
            clock=around.clock,
            keys=keys,
            loudspeaker=cues,
            show=drawing.show,
            repaint=screen.repaint,
            keep=keep,
            speed=pace.speed,
        )
        return perform(session, stage)


def as_lines(around: Surroundings, session: Session, keep: Keep, pace: Pace) -> Performed:
    """Go through *session* as plain lines, its keys typed as lines."""
    told = _Telling(around, pace)
    with LineKeys(around.stdin.fileno()) as keys:
        stage = Stage(
            clock=around.clock,
            keys=keys,
            loudspeaker=told,
            show=told.show,
            repaint=lambda: None,
            keep=keep,
            speed=pace.speed,
        )
        return perform(session, stage)


def _temporary_folder() -> TemporaryDirectory[str]:
    """Return a folder for the tones, which goes when the session is over."""
    return TemporaryDirectory(prefix="tpguide-", ignore_cleanup_errors=True)


def _ladder(
    around: Surroundings, guide: Guide, screen: Screen, flash: _Flash, folder: Path
) -> Ladder:
    return ladder(
        voice=VoiceSettings(guide.language, guide.voice.words_per_minute),
        ring=screen.ring,
        flash=flash.light_up,
        tone_folder=folder,
        environment=around.environment,
    )


def _nothing() -> Ladder:
    """Return what a rehearsal is heard by: no voice keeps up with it."""
    return Ladder((), ("a rehearsal is silent",))


class _Flash:
    """The screen lit up for a moment, as the last way of being noticed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until = 0

    def light_up(self, _: Sound) -> None:
        """Begin to be lit."""
        self._until = self._clock.milliseconds() + FLASH_MILLISECONDS

    @property
    def is_lit(self) -> bool:
        """Whether the screen is lit now."""
        return self._clock.milliseconds() < self._until


class _Drawing:
    """Draws a session on the screen."""

    def __init__(
        self,
        around: Surroundings,
        screen: Screen,
        cues: Cues,
        flash: _Flash,
        *,
        picture: SessionPicture,
        pace: Pace,
    ) -> None:
        self._around = around
        self._screen = screen
        self._cues = cues
        self._flash = flash
        self._picture = picture
        self._pace = pace
        self._look = Look(around.colour_system, around.writes_unicode)

    def show(self, session: Session) -> None:
        """Draw *session* as it stands."""
        size = self._screen.size()
        seen = view(session)
        window = Window(size.columns, size.rows, self._look)
        space = picture_space(window)
        picture = self._picture.rows(scene(session), *space) if space else ()
        rows = screen_rows(seen, window, self._margins(seen, size.columns), picture)
        if self._flash.is_lit:
            rows = [_lit(row) for row in rows]
        self._screen.show([painted(row, self._look) for row in rows])

    def _margins(self, seen: View, columns: int) -> Margins:
        sound = self._cues.in_use
        keys = hints(columns - len(sound) - 6)
        left = timedelta(milliseconds=seen.left // self._pace.speed)
        return Margins(
            keys=(" " * HINT_SEPARATOR_COLUMNS).join(f"{key} {word}" for key, word in keys),
            sound=sound,
            ends_at=f"{self._around.clock.now() + left:%H:%M}",
            mark=self._pace.mark,
        )


def _lit(row: Row) -> Row:
    reverse = Style(reverse=True)
    return tuple(Segment(part.text, (part.style or Style.null()) + reverse) for part in row)


class _Telling:
    """Prints what happens and what is said; a loudspeaker that is read."""

    muted = False

    def __init__(self, around: Surroundings, pace: Pace) -> None:
        self._around = around
        self._heard: list[Cue] = []
        self._before: Session | None = None
        if pace.is_rehearsal:
            self._print([pace.mark])

    def sound(self, cue: Cue) -> None:
        """Have *cue* printed with what it belongs to."""
        self._heard.append(cue)

    def silence(self) -> None:
        """Do nothing: what is printed is over at once."""

    def poll(self) -> None:
        """Do nothing: what is printed needs no looking after."""

    def show(self, session: Session) -> None:
        """Print what has changed since the last time."""
        self._print(lines_between(self._before, session, self._heard))
        self._before, self._heard = session, []

    def _print(self, lines: list[str]) -> None:
        for line in lines:
            self._around.stdout.write(self._around.readable(line) + "\n")
        self._around.stdout.flush()
