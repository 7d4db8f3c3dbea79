"""Count repetitions aloud at an even pace, until a key is pressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tpguide.session.cues import Cue, Sound
from tpguide.terminal.clock import Clock
from tpguide.terminal.keys import RESIZED, RESUMED
from tpguide.terminal.runner import KeySource, Loudspeaker

#: What is counted down before the first repetition, a second each.
LEAD_IN: Final = (3, 2, 1)
#: The loudspeaker is looked after so often.
LONGEST_WAIT_MILLISECONDS: Final = 250


def count_aloud(
    beat_seconds: int,
    highest: int,
    *,
    clock: Clock,
    keys: KeySource,
    loudspeaker: Loudspeaker,
    show: Callable[[int], None],
) -> int:
    """Return how many repetitions of *beat_seconds* were over when a key came, or *highest*.

    Each is said and shown when it is over. What was late stays even: nothing is added up.
    """
    began = clock.milliseconds()
    for second, count in enumerate(LEAD_IN):
        loudspeaker.sound(Cue(Sound.COUNT, str(count)))
        if not _wait_until(began + 1000 * (second + 1), clock, keys, loudspeaker):
            return 0
    began += 1000 * len(LEAD_IN)
    loudspeaker.sound(Cue(Sound.START))
    show(0)
    for count in range(1, highest + 1):
        if not _wait_until(began + 1000 * beat_seconds * count, clock, keys, loudspeaker):
            return count - 1
        loudspeaker.sound(Cue(Sound.COUNT, str(count)))
        show(count)
    return highest


def _wait_until(moment: int, clock: Clock, keys: KeySource, loudspeaker: Loudspeaker) -> bool:
    """Wait until *moment*; return whether no key came meanwhile."""
    while (left := moment - clock.milliseconds()) > 0:
        pressed = keys.read(min(left, LONGEST_WAIT_MILLISECONDS) / 1000)
        loudspeaker.poll()
        if any(key not in {RESIZED, RESUMED} for key in pressed):
            return False
    return True
