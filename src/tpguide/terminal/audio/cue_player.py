"""Make cues heard, by the best output there is, beside whatever else goes on.

Nothing here waits. An output that fails gives way to the next one, which begins with the same cue,
and the reason is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

from tpguide.modes import OutputKind
from tpguide.session.cues import Cue
from tpguide.session.events import Milliseconds
from tpguide.session.strokes import Strokes
from tpguide.terminal.audio.outputs import Ladder, Output
from tpguide.terminal.audio.process import Sounding
from tpguide.terminal.audio.samples import LEAD_MILLISECONDS
from tpguide.terminal.clock import Clock

#: A cue that should have been over so long ago counts against its output when the next one comes,
#: and so does one of some length that was over in a fraction of it.
LATE_MILLISECONDS: Final = 500
TOO_SHORT_FROM_MILLISECONDS: Final = 2000
TOO_SHORT_SHARE: Final = 0.2
#: An output that so many cues in a row count against is given up.
CUES_BEFORE_GIVEN_UP: Final = 2
#: How long the screen says that an output was lost.
LOSS_MILLISECONDS: Final = 4000
#: Time that passed at once, as in sleep, has passed for the program as well.
SILENT_AFTER_GAP_MILLISECONDS: Final = 1000
#: A wireless speaker that heard nothing for so long sleeps, and swallows what wakes it up.
QUIET_MILLISECONDS: Final = 3000


@dataclass(frozen=True, slots=True)
class Loss:
    """An output that was given up: its name and kind, why, and the kind that takes over."""

    name: str
    kind: OutputKind
    why: str
    now: OutputKind | None


class Cues:
    """What makes cues heard: the best output of a ladder that hasn't failed yet.

    *missing* is why there aren't more, *losses* is what has failed. Leaving it silences it.
    """

    def __init__(self, ladder: Ladder, clock: Clock, *, with_pacer: bool = True) -> None:
        self.missing = ladder.missing
        self.losses: tuple[Loss, ...] = ()
        self._ladder = ladder
        self._outputs = ladder.outputs
        self._clock = clock
        self._muted = False
        self._with_pacer = with_pacer
        self._strokes: Strokes | None = None
        self._under_way: _UnderWay | None = None
        self._ending: list[Sounding] = []
        self._heard_at: int | None = None
        self._against: tuple[Output | None, int] = (None, 0)
        self._lost_at: Milliseconds | None = None

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
        self._ladder.close()

    @property
    def kind(self) -> OutputKind | None:
        """The kind of output that is in use, or None where there is none."""
        return self._outputs[0].kind if self._outputs else None

    @property
    def in_use(self) -> str:
        """What is in use, in a word for the screen."""
        if self._muted:
            return "muted"
        return self.kind.value if self.kind else "no sound"

    @property
    def muted(self) -> bool:
        """Whether nothing is to be heard; settable at any moment."""
        return self._muted

    @muted.setter
    def muted(self, muted: bool) -> None:
        self._muted = muted
        if muted:
            self.silence()
        self._pace()

    def say_last(self, cue: Cue) -> None:
        """Begin *cue*, and be mute after it."""
        self.sound(cue)
        self._muted = True
        self._pace()

    @property
    def loss(self) -> Loss | None:
        """What was lost just now, as long as the screen is to say so."""
        now = self._clock.milliseconds()
        if self._lost_at is None or now - self._lost_at >= LOSS_MILLISECONDS:
            return None
        return self.losses[-1]

    @property
    def with_pacer(self) -> bool:
        """Whether the pacer ticks while something is rolled; settable at any moment."""
        return self._with_pacer

    @with_pacer.setter
    def with_pacer(self, with_pacer: bool) -> None:
        self._with_pacer = with_pacer
        self._pace()

    def follow(self, strokes: Strokes | None) -> None:
        """Tick for *strokes*, whose *began* is by the clock, or for none."""
        self._strokes = strokes
        self._pace()

    def _pace(self) -> None:
        if self._ladder.player:
            ticks = self._with_pacer and not self._muted
            self._ladder.player.follow(self._strokes if ticks else None)

    @property
    def is_speaking(self) -> bool:
        """Whether something is still being said."""
        return self._under_way is not None and not self._under_way.playing.is_over

    def sound(self, cue: Cue) -> None:
        """Begin with *cue*, and cut off what is still being said."""
        if under_way := self._under_way:
            if not self._give_up_in_trouble(under_way):
                self._count_against(under_way)
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

        What has failed is said again by the next output.
        """
        self._ending = [playing for playing in self._ending if not playing.is_gone]
        if self.is_speaking:
            self._heard_at = self._clock.milliseconds()
        if not (under_way := self._under_way):
            return
        if self._give_up_in_trouble(under_way) or (
            under_way.playing.is_over and self._count_against(under_way)
        ):
            self.silence()
            self._begin(under_way.cue)

    def _begin(self, cue: Cue) -> None:
        now = self._clock.milliseconds()
        lead = 0 if self._was_heard_lately(now) else LEAD_MILLISECONDS
        for output in self._outputs:
            if not output.carries(cue):
                continue
            try:
                playing = output.begin(cue, lead)
            except OSError as error:
                self._give_up(output, str(error))
                continue
            if playing:
                self._under_way = _UnderWay(output, cue, playing, now)
                self._heard_at = now
            return

    def _was_heard_lately(self, now: int) -> bool:
        return self._heard_at is not None and now - self._heard_at < QUIET_MILLISECONDS

    def _give_up_in_trouble(self, under_way: _UnderWay) -> bool:
        """Tell whether what is under way can't be heard, and if so never use its output again."""
        trouble = under_way.trouble(self._clock.milliseconds())
        if trouble:
            self._give_up(under_way.output, trouble)
        return bool(trouble)

    def _count_against(self, under_way: _UnderWay) -> bool:
        """Judge a cue that is over, or has to make way; return whether its output is given up."""
        doubt = under_way.doubt()
        if doubt is None:
            return False
        if not doubt:
            self._against = (under_way.output, 0)
        elif not under_way.is_judged:
            output, times = self._against
            times = times + 1 if output is under_way.output else 1
            self._against = (under_way.output, times)
            if times >= CUES_BEFORE_GIVEN_UP:
                self._give_up(under_way.output, doubt)
                return True
        under_way.is_judged = True
        return False

    def _give_up(self, failed: Output, why: str) -> None:
        self._outputs = tuple(output for output in self._outputs if output is not failed)
        self._heard_at = None
        self.losses += (Loss(failed.name, failed.kind, why, self.kind),)
        self._lost_at = self._clock.milliseconds()


@dataclass(slots=True)
class _UnderWay:
    """A cue that is being said, and how long the program for it has had by now."""

    output: Output
    cue: Cue
    playing: Sounding
    seen_at: int
    had_milliseconds: int = 0
    is_judged: bool = False

    def trouble(self, at: int) -> str:
        """Return why it isn't heard, or nothing as long as there is nothing to be seen of that."""
        if not self.playing.is_over:
            self.had_milliseconds += min(at - self.seen_at, SILENT_AFTER_GAP_MILLISECONDS)
            self.seen_at = at
            if self.had_milliseconds > self.playing.patience(self.output.milliseconds(self.cue)):
                return "it got stuck"
        return self.playing.trouble()

    def doubt(self) -> str | None:
        """Return why it may not have been heard, "" if it was, None if that can't be told yet."""
        thought = self.output.milliseconds(self.cue)
        if self.playing.is_over:
            is_short = self.had_milliseconds < TOO_SHORT_SHARE * thought
            return "it was silent" if is_short and thought >= TOO_SHORT_FROM_MILLISECONDS else ""
        late = self.playing.milliseconds(thought) + LATE_MILLISECONDS
        return "it got stuck" if self.had_milliseconds > late else None
