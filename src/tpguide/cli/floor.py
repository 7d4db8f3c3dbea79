"""A session on the floor: its devices taken in hand, and given back whatever happens."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

from tpguide.cli.surroundings import Surroundings
from tpguide.session.cues import Cue, Sound
from tpguide.session.events import AnyEvent
from tpguide.session.state import Session
from tpguide.session.view import View, view
from tpguide.terminal.bindings import HINT_SEPARATOR_COLUMNS, hints
from tpguide.terminal.keys import Keys
from tpguide.terminal.line_keys import LineKeys
from tpguide.terminal.runner import Performed, Stage, perform
from tpguide.terminal.screen import Screen
from tpguide.ui.plain import lines_between
from tpguide.ui.session_screen import Look, Margins, Window, painted, screen_rows


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


class Bell:
    """Cues as the terminal's bell: one ring for what matters, none for a count."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self.is_muted = False

    @property
    def in_use(self) -> str:
        """What is heard, in a word for the screen."""
        return "muted" if self.is_muted else "bell"

    def sound(self, cue: Cue) -> None:
        """Ring."""
        if not self.is_muted and cue.sound is not Sound.COUNT:
            self._ring()

    def silence(self) -> None:
        """Do nothing: a bell is over at once."""

    def poll(self) -> None:
        """Do nothing: a bell needs no looking after."""

    def toggle_mute(self) -> None:
        """Be quiet, or no longer."""
        self.is_muted = not self.is_muted


def on_screen(
    around: Surroundings, session: Session, keep: Callable[[AnyEvent], None], pace: Pace
) -> Performed:
    """Go through *session* on the whole screen."""
    with ExitStack() as stack:
        screen = stack.enter_context(Screen(around.stdout.fileno()))
        keys = stack.enter_context(Keys(around.stdin.fileno(), screen.left))
        bell = Bell(screen.ring)
        drawing = _Drawing(around, screen, bell, pace)
        stage = Stage(
            clock=around.clock,
            keys=keys,
            loudspeaker=bell,
            show=drawing.show,
            repaint=screen.repaint,
            keep=keep,
            speed=pace.speed,
        )
        return perform(session, stage)


class _Drawing:
    def __init__(self, around: Surroundings, screen: Screen, loudspeaker: Bell, pace: Pace) -> None:
        self._around = around
        self._screen = screen
        self._loudspeaker = loudspeaker
        self._pace = pace
        self._look = Look(around.colour_system, around.writes_unicode)

    def show(self, session: Session) -> None:
        """Draw *session* as it stands."""
        size = self._screen.size()
        seen = view(session)
        window = Window(size.columns, size.rows, self._look)
        rows = screen_rows(seen, window, self._margins(seen, size.columns))
        self._screen.show([painted(row, self._look) for row in rows])

    def _margins(self, seen: View, columns: int) -> Margins:
        sound = self._loudspeaker.in_use
        keys = hints(columns - len(sound) - 6)
        left = timedelta(milliseconds=seen.left // self._pace.speed)
        return Margins(
            keys=(" " * HINT_SEPARATOR_COLUMNS).join(f"{key} {word}" for key, word in keys),
            sound=sound,
            ends_at=f"{self._around.clock.now() + left:%H:%M}",
            mark=self._pace.mark,
        )


def as_lines(
    around: Surroundings, session: Session, keep: Callable[[AnyEvent], None], pace: Pace
) -> Performed:
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


class _Telling:
    """Prints what happens and what is said; a loudspeaker that is read."""

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

    def toggle_mute(self) -> None:
        """Do nothing: there is nothing to be heard."""

    def show(self, session: Session) -> None:
        """Print what has changed since the last time."""
        self._print(lines_between(self._before, session, self._heard))
        self._before, self._heard = session, []

    def _print(self, lines: list[str]) -> None:
        for line in lines:
            self._around.stdout.write(self._around.readable(line) + "\n")
        self._around.stdout.flush()
