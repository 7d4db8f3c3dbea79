"""Count repetitions aloud on this terminal, by the outputs and settings of a session."""

from __future__ import annotations

from contextlib import ExitStack

from tpguide.cli.sound import wished_ladder
from tpguide.cli.surroundings import Surroundings
from tpguide.guide.measuring import SelfTest
from tpguide.guide.model import Guide
from tpguide.terminal.cues import Cues
from tpguide.terminal.keys import Keys
from tpguide.terminal.metronome import count_aloud
from tpguide.terminal.temporary import temporary_folder


def count_at_pace(around: Surroundings, guide: Guide, test: SelfTest) -> int:
    """Return how many repetitions of *test* were over when a key was pressed."""
    with ExitStack() as stack:
        folder = stack.enter_context(temporary_folder())
        heard_by = wished_ladder(
            around, guide, lambda: _write(around, "\a"), lambda _: None, folder
        )
        loudspeaker = stack.enter_context(Cues(heard_by, around.clock))
        keys = stack.enter_context(Keys(around.stdin.fileno()))
        counted = count_aloud(
            test.beat_seconds or 1,
            int(test.highest),
            clock=around.clock,
            keys=keys,
            loudspeaker=loudspeaker,
            show=lambda count: _write(around, f"\r{count}  "),
        )
    _write(around, "\n")
    return counted


def _write(around: Surroundings, text: str) -> None:
    around.stdout.write(text)
    around.stdout.flush()
