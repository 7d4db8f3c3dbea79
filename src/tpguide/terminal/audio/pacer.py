"""Tick by the clock of the session in what is counted in frames."""

from __future__ import annotations

from collections import deque

from tpguide.session.strokes import Strokes
from tpguide.terminal.audio.mixer import Mixer
from tpguide.terminal.audio.samples import RATE_HERTZ

#: Ticks are handed on so long before they are heard.
AHEAD_MILLISECONDS = 700
#: So many of the last times that a device asked tell when it plays.
TIMES_THAT_COUNT = 20


class FrameClock:
    """At which moment which frame is heard, learnt from when a device asks for frames.

    It asks late as often as not, but never early: of the last times, the earliest counts. Older
    ones don't: where it ran dry, all that follows is heard later.
    """

    def __init__(self, latency_milliseconds: float) -> None:
        self._latency = latency_milliseconds
        self._offsets: deque[float] = deque(maxlen=TIMES_THAT_COUNT)

    def asked(self, frame: int, at_milliseconds: float) -> None:
        """Tell that *frame* was asked for just now."""
        self._offsets.append(at_milliseconds - frame * 1000 / RATE_HERTZ)

    def frame_at(self, milliseconds: float) -> int:
        """Return the frame that is heard at that moment."""
        heard = milliseconds - self._latency - min(self._offsets, default=0)
        return round(heard * RATE_HERTZ / 1000)


class Pacer:
    """Hands ticks to a mixer, a little ahead of the time."""

    def __init__(self) -> None:
        self._strokes: Strokes | None = None
        self._handed_on_until = 0

    def follow(self, strokes: Strokes | None, now: int) -> None:
        """Tick for *strokes*, whose *began* is by the same clock as *now*, or not at all."""
        self._strokes = strokes
        self._handed_on_until = now

    def hand_on(self, mixer: Mixer, now: int, frames: FrameClock) -> None:
        """Hand on the ticks that come soon; to be called several times a second."""
        if self._strokes is None:
            return
        until = now + AHEAD_MILLISECONDS
        for beat in self._strokes.beats(self._handed_on_until - 1, until, with_end=True):
            mixer.tick(frames.frame_at(beat.at), turns=beat.turns)
        self._handed_on_until = max(self._handed_on_until, until + 1)
