"""Drive a session: keys and time in, pictures, cues and kept events out.

The only loop there is. It waits in one place, for keys, and no longer than until the next moment
at which anything happens, is said or moves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Protocol

import msgspec

from tpguide.keyboard_layouts import digit_meant
from tpguide.session.cues import Cue, Sound
from tpguide.session.engine import handle, next_moment
from tpguide.session.events import (
    AnyEvent,
    AskToStop,
    Begin,
    Milliseconds,
    Stop,
    TakeUpAgain,
    Tick,
    TimeLost,
)
from tpguide.session.state import Session, Status
from tpguide.session.strokes import Strokes, strokes
from tpguide.session.view import is_moving
from tpguide.terminal.bindings import Action
from tpguide.terminal.clock import Clock
from tpguide.terminal.key_events import Typing
from tpguide.terminal.keys import HUNG_UP, RESIZED, RESUMED, TERMINATED

#: Ten pictures a second while something moves between two seconds.
FRAME_MILLISECONDS: Final = 100
#: What happened is kept this often even when nothing did, so that a replay needs no clock.
HEARTBEAT_MILLISECONDS: Final = 1000
#: Waking up so much later than wanted means that the machine slept, not that it was busy.
SLEPT_AFTER_MILLISECONDS: Final = 5000

#: How long the last words may take before the screen is given back.
LAST_WORDS_MILLISECONDS: Final = 6000
#: What is read besides keys.
_NO_KEYS: Final = {RESIZED, RESUMED, TERMINATED, HUNG_UP}


class KeySource(Protocol):
    """Where keys come from."""

    def read(self, timeout_seconds: float | None) -> tuple[str, ...]:
        """Return the keys that came, after waiting at most that long for the first."""


class Loudspeaker(Protocol):
    """What makes cues heard, beside the loop and never in its way."""

    def sound(self, cue: Cue) -> None:
        """Begin *cue*, and cut off what is still being said."""

    def silence(self) -> None:
        """Cut off what is still being said."""

    def poll(self) -> None:
        """Look after what is being said; called a few times a second."""

    def say_last(self, cue: Cue) -> None:
        """Begin *cue*, and be mute after it."""

    def follow(self, strokes: Strokes | None) -> None:
        """Tick for *strokes*, whose *began* is by the clock, or for none."""

    @property
    def is_speaking(self) -> bool:
        """Whether something is still being said."""

    @property
    def with_pacer(self) -> bool:
        """Whether the pacer ticks while something is rolled."""

    @with_pacer.setter
    def with_pacer(self, with_pacer: bool) -> None: ...

    @property
    def muted(self) -> bool:
        """Whether nothing is to be heard."""

    @muted.setter
    def muted(self, muted: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class Devices:
    """What a session is performed with.

    *show* draws it; *keep* is given every event that a replay needs, as it happens; *speed* is 1,
    or more for a rehearsal.
    """

    clock: Clock
    keys: KeySource
    loudspeaker: Loudspeaker
    show: Callable[[Session], None]
    repaint: Callable[[], None]
    keep: Callable[[AnyEvent], None]
    speed: int = 1


@dataclass(frozen=True, slots=True)
class Performed:
    """A session as it was left: not over if the terminal went away, so that it can be taken up.

    *was_terminated* and *was_left* tell that the program has to end as well, and ask no more.
    """

    session: Session
    was_terminated: bool = False
    was_left: bool = False


def perform(session: Session, stage: Devices) -> Performed:
    """Go through *session* from where it stands to its end."""
    return _Performance(session, stage).run()


class _Performance:
    def __init__(self, session: Session, stage: Devices) -> None:
        self._session = session
        self._stage = stage
        self._typing = Typing()
        self._was_terminated = False
        self._was_left = False
        self._began = stage.clock.milliseconds() - session.at // stage.speed
        self._kept_at = session.at
        self._strokes: Strokes | None = None

    def run(self) -> Performed:
        is_new = self._session.status is Status.READY
        self._happen(Begin(self._session.at) if is_new else TakeUpAgain(self._session.at))
        self._pace()
        self._stage.show(self._session)
        while not self._session.is_over and not self._was_left:
            # From when the session was last told the time: drawing makes nothing late.
            due = self._session.at + self._wait_milliseconds()
            left = max(0, due - self._now())
            keys = self._stage.keys.read(left / 1000 / self._stage.speed)
            self._wake(keys, self._now(), due)
            self._pace()
            self._stage.loudspeaker.poll()
            self._stage.show(self._session)
        self._stage.loudspeaker.follow(None)
        self._let_finish_speaking()
        return Performed(self._session, self._was_terminated, self._was_left)

    def _let_finish_speaking(self) -> None:
        """Leave the last words the time they need, unless a key is pressed or it has to end."""
        clock, loudspeaker = self._stage.clock, self._stage.loudspeaker
        until = clock.milliseconds() + LAST_WORDS_MILLISECONDS
        while loudspeaker.is_speaking and clock.milliseconds() < until:
            if self._was_terminated or self._was_left:
                return
            keys = self._stage.keys.read(FRAME_MILLISECONDS / 1000)
            if self._typed(keys):
                return
            loudspeaker.poll()
            self._stage.show(self._session)

    def _wake(self, keys: tuple[str, ...], at: Milliseconds, due: Milliseconds) -> None:
        """Let happen what the time and the keys bring."""
        if at - due > SLEPT_AFTER_MILLISECONDS * self._stage.speed or RESUMED in keys:
            self._happen(TimeLost(at))
        typed = self._typed(keys)
        if self._session.asks_number:
            typed = list(map(digit_meant, typed))
        # Fingers are no faster in a rehearsal: what they want is told apart in real time.
        self._typing, wishes = self._typing.after(typed, at // self._stage.speed)
        for wish in wishes:
            if wish is Action.MUTE:
                self._mute_or_unmute()
            elif wish is Action.PACER:
                loudspeaker = self._stage.loudspeaker
                loudspeaker.with_pacer = not loudspeaker.with_pacer
            elif isinstance(wish, AskToStop) and self._stage.speed > 1:
                self._happen(Stop(at))  # in a rehearsal the time to confirm it would be no time
            else:
                self._happen(msgspec.structs.replace(wish, at=at))
        self._happen(Stop(at) if self._was_terminated else Tick(at))

    def _typed(self, keys: tuple[str, ...]) -> list[str]:
        """Return the keys that were pressed; heed what was read besides."""
        if RESIZED in keys or RESUMED in keys:
            self._stage.repaint()
        self._was_left |= HUNG_UP in keys
        self._was_terminated |= TERMINATED in keys
        return [key for key in keys if key not in _NO_KEYS]

    def _happen(self, event: AnyEvent) -> None:
        self._session, heard = handle(self._session, event)
        if not isinstance(event, Tick) or event.at - self._kept_at >= HEARTBEAT_MILLISECONDS:
            self._stage.keep(event)
            self._kept_at = event.at
        for cue in heard:
            if isinstance(cue, Cue):
                self._stage.loudspeaker.sound(cue)
            else:
                self._stage.loudspeaker.silence()

    def _pace(self) -> None:
        """Have the pacer follow what is rolled, as soon as that changes."""
        now = strokes(self._session)
        if now == self._strokes:
            return
        self._strokes = now
        if now:  # by the clock instead of by the session's time
            now = replace(now, began=self._began + now.began // self._stage.speed)
        self._stage.loudspeaker.follow(now)

    def _mute_or_unmute(self) -> None:
        loudspeaker, phrases = self._stage.loudspeaker, self._session.plan.protocol.phrases
        if loudspeaker.muted:
            loudspeaker.muted = False
            loudspeaker.sound(Cue(Sound.WORDS, phrases.unmuted.spoken))
        else:
            loudspeaker.say_last(Cue(Sound.WORDS, phrases.muted.spoken))

    def _now(self) -> Milliseconds:
        return (self._stage.clock.milliseconds() - self._began) * self._stage.speed

    def _wait_milliseconds(self) -> Milliseconds:
        """Return how long nothing happens, in the session's time."""
        waits = [HEARTBEAT_MILLISECONDS * self._stage.speed]
        if self._session.status is not Status.PAUSED:
            waits.append(self._until_seconds_change())
        if is_moving(self._session):
            waits.append(FRAME_MILLISECONDS * self._stage.speed)
        waits.append(next_moment(self._session))
        if self._typing.deadline is not None:
            waits.append(self._typing.deadline * self._stage.speed - self._session.at)
        return max(1, min(waits))

    def _until_seconds_change(self) -> Milliseconds:
        session = self._session
        if session.status is Status.RUNNING:
            left = session.length - session.elapsed
        else:
            left = -session.held
        return left % 1000 or 1000
