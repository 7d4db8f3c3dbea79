"""Make cues heard, by the best means there is, beside whatever else goes on.

Nothing here waits. A means that fails gives way to the next one, which begins with the same cue,
and the reason is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

from tpguide.session.cues import Cue
from tpguide.terminal.audio.outputs import Ladder, Output, Rung
from tpguide.terminal.audio.process import Playing
from tpguide.terminal.clock import Clock

#: A program that takes so much longer than it should is stuck, and is not heard.
TIMES_AS_LONG: Final = 2
LONGER_BY_MILLISECONDS: Final = 3000
#: Time that passed at once, as in sleep, has passed for the program as well.
SILENT_AFTER_GAP_MILLISECONDS: Final = 1000
#: A wireless speaker that heard nothing for so long sleeps, and swallows what wakes it up.
QUIET_MILLISECONDS: Final = 3000
#: So it is woken by that much silence.
LEAD_MILLISECONDS: Final = 500


class Cues:
    """What makes cues heard: the best means of a ladder that hasn't failed yet.

    *troubles* are what is missing and what has failed, each in a line. Leaving it silences it.
    """

    def __init__(self, ladder: Ladder, clock: Clock) -> None:
        self.troubles = ladder.missing
        self._means = ladder.means
        self._clock = clock
        self._muted = False
        self._under_way: _UnderWay | None = None
        self._ending: list[Playing] = []
        self._heard_at: int | None = None

    def __enter__(self) -> Self:
        """Return itself, to be closed at the end."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Fall silent, and leave no program behind."""
        self.silence()
        for playing in self._ending:
            playing.await_end()

    @property
    def rung(self) -> Rung | None:
        """The step of the ladder that is in use, or None where there is none."""
        return self._means[0].rung if self._means else None

    @property
    def in_use(self) -> str:
        """What is in use, in a word for the screen."""
        if self._muted:
            return "muted"
        return self.rung.value if self.rung else "no sound"

    @property
    def muted(self) -> bool:
        """Whether nothing is to be heard; settable at any moment."""
        return self._muted

    @muted.setter
    def muted(self, muted: bool) -> None:
        self._muted = muted
        if muted:
            self.silence()

    @property
    def is_speaking(self) -> bool:
        """Whether something is still being said."""
        return self._under_way is not None and not self._under_way.playing.is_over

    def sound(self, cue: Cue) -> None:
        """Begin with *cue*, and cut off what is still being said."""
        if under_way := self._under_way:
            self._give_up_in_trouble(under_way)
            # New words interrupt the old ones by themselves, wherever a service speaks them.
            self._leave(under_way.playing.give_way if cue.spoken else under_way.playing.stop)
        if not self._muted:
            self._begin(cue)

    def silence(self) -> None:
        """Cut off what is being said."""
        if self._under_way:
            self._leave(self._under_way.playing.stop)

    def _leave(self, cut_off: Callable[[], None]) -> None:
        """Cut off what is under way, and look after it until nothing is left of it."""
        if self._under_way:
            cut_off()
            self._ending.append(self._under_way.playing)
            self._under_way = None

    def poll(self) -> None:
        """See to what is being said; to be called a few times a second.

        What has failed is said again by the next means.
        """
        self._ending = [playing for playing in self._ending if not playing.is_gone]
        if self.is_speaking:
            self._heard_at = self._clock.milliseconds()
        if (under_way := self._under_way) and self._give_up_in_trouble(under_way):
            self.silence()
            self._begin(under_way.cue)

    def _begin(self, cue: Cue) -> None:
        now = self._clock.milliseconds()
        lead = 0 if self._was_heard_lately(now) else LEAD_MILLISECONDS
        for means in self._means:
            if not means.carries(cue):
                continue
            try:
                playing = means.begin(cue, lead)
            except OSError as error:
                self._give_up(means, str(error))
                continue
            if playing:
                self._under_way = _UnderWay(means, cue, playing, now)
                self._heard_at = now
            return

    def _was_heard_lately(self, now: int) -> bool:
        return self._heard_at is not None and now - self._heard_at < QUIET_MILLISECONDS

    def _give_up_in_trouble(self, under_way: _UnderWay) -> bool:
        """Tell whether what is under way can't be heard, and if so never use its means again."""
        trouble = under_way.trouble(self._clock.milliseconds())
        if trouble:
            self._give_up(under_way.means, trouble)
        return bool(trouble)

    def _give_up(self, failed: Output, why: str) -> None:
        self._means = tuple(means for means in self._means if means is not failed)
        self._heard_at = None
        self.troubles += (f"{failed.name}: {why}",)


@dataclass(slots=True)
class _UnderWay:
    """A cue that is being said, and how long the program for it has had by now."""

    means: Output
    cue: Cue
    playing: Playing
    seen_at: int
    had_milliseconds: int = 0

    def trouble(self, at: int) -> str:
        """Return why it isn't heard, or nothing as long as there is nothing to be seen of that."""
        self.had_milliseconds += min(at - self.seen_at, SILENT_AFTER_GAP_MILLISECONDS)
        self.seen_at = at
        patience = TIMES_AS_LONG * self.means.milliseconds(self.cue) + LONGER_BY_MILLISECONDS
        if self.had_milliseconds > patience and not self.playing.is_over:
            return "it got stuck"
        return self.playing.trouble()
