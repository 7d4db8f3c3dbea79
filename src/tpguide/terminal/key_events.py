"""Make of keys what the person wants of the session, and of a heel on the keyboard one pause.

Pure: the time comes as an argument, in milliseconds. They are real ones, in a rehearsal too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from tpguide.session.events import (
    AnyEvent,
    AskToStop,
    Back,
    ChangeIntensity,
    Less,
    Lighter,
    Milliseconds,
    More,
    Next,
    Pause,
    Rate,
    SomethingWrong,
    SoreSpotHere,
    Stop,
    TogglePause,
)
from tpguide.terminal.bindings import Action, action_of

#: What a key that was typed wants: an event of the session, or sound or its pacer on or off.
KeyMeaning = AnyEvent | Literal[Action.MUTE, Action.PACER]

#: Keys nearer to each other than this belong together; none acts before they are over.
BURST_MILLISECONDS: Final = 100
#: As many together are no wish.
HEEL_KEYS: Final = 3
#: A heel is off the keyboard when it has been quiet for so long.
HEEL_MILLISECONDS: Final = 300
#: Longer than the time between two repeats of a held key, so that holding never stops a session.
HELD_MILLISECONDS: Final = 150
#: How long a 1 waits for a 0.
TEN_MILLISECONDS: Final = 1000

_EVENTS: Final[dict[Action, Callable[[Milliseconds], AnyEvent]]] = {
    Action.TOGGLE_PAUSE: TogglePause,
    Action.SORE_SPOT: SoreSpotHere,
    Action.LIGHTER: Lighter,
    Action.NEXT: Next,
    Action.BACK: Back,
    Action.CHANGE_INTENSITY: ChangeIntensity,
    Action.MORE: More,
    Action.LESS: Less,
    Action.SOMETHING_WRONG: SomethingWrong,
    Action.ASK_TO_STOP: AskToStop,
    Action.STOP: Stop,
}


@dataclass(frozen=True, slots=True)
class Typing:
    """The keys that have been typed and have not acted yet.

    *burst* are those that belong together so far, the last of them typed at *last*. *one* is when
    a 1 was typed that may become a 10.
    """

    burst: tuple[str, ...] = ()
    last: Milliseconds = 0
    one: Milliseconds | None = None

    @property
    def deadline(self) -> Milliseconds | None:
        """When something will be due although no key is typed."""
        if self.burst:
            return self.last + self._quiet
        return None if self.one is None else self.one + TEN_MILLISECONDS

    def after(self, keys: Sequence[str], at: Milliseconds) -> tuple[Typing, tuple[KeyMeaning, ...]]:
        """Return the typing after *keys*, perhaps none, came at *at*, and what is wanted now."""
        typing, wishes = self._over(at)
        for key in keys:
            typing, more = typing._pressed(key, at)
            wishes += more
        return typing, wishes

    @property
    def _quiet(self) -> Milliseconds:
        if len(self.burst) >= HEEL_KEYS:
            return HEEL_MILLISECONDS
        if action_of(self.burst[-1]) is Action.ASK_TO_STOP:
            return HELD_MILLISECONDS
        return BURST_MILLISECONDS

    def _pressed(self, key: str, at: Milliseconds) -> tuple[Typing, tuple[KeyMeaning, ...]]:
        if action_of(key) is Action.STOP:
            return Typing(), (Stop(at),)
        is_heel = len(self.burst) >= HEEL_KEYS
        typing = replace(self, burst=self.burst if is_heel else (*self.burst, key), last=at)
        becomes_heel = not is_heel and len(typing.burst) == HEEL_KEYS
        return typing, (Pause(at),) if becomes_heel else ()

    def _over(self, at: Milliseconds) -> tuple[Typing, tuple[KeyMeaning, ...]]:
        """Let act what has waited long enough by *at*."""
        if self.deadline is None or at < self.deadline:
            return self, ()
        if not self.burst:
            return Typing(), (Rate(at, 1),)
        acting = self.burst if len(self.burst) < HEEL_KEYS else ()
        typing, wishes = replace(self, burst=()), tuple[KeyMeaning, ...]()
        for key in acting:
            typing, more = typing._acted(key, at)
            wishes += more
        typing, more = typing._over(at)
        return typing, wishes + more

    def _acted(self, key: str, at: Milliseconds) -> tuple[Typing, tuple[KeyMeaning, ...]]:
        if self.one is not None and key == "0":
            return Typing(), (Rate(at, 10),)
        before = () if self.one is None else (Rate(at, 1),)
        if key == "1":
            return Typing(one=self.last), before
        return Typing(), (*before, _wish(key, at))


def _wish(key: str, at: Milliseconds) -> KeyMeaning:
    match action_of(key):
        case (Action.MUTE | Action.PACER) as action:
            return action
        case Action.RATE:
            return Rate(at, int(key))
        case action:
            return _EVENTS[action](at)
