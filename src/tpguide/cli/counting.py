"""Count repetitions aloud on this terminal, by the outputs and settings of a session."""

from __future__ import annotations

from contextlib import ExitStack

from tpguide.cli.context import Context
from tpguide.cli.session.sound import wished_ladder
from tpguide.guide.model import Guide
from tpguide.guide.self_tests import SelfTest
from tpguide.terminal.audio.counting import count_aloud
from tpguide.terminal.audio.cue_player import Cues
from tpguide.terminal.keys import TerminalKeys
from tpguide.terminal.temporary import temporary_folder


def count_at_pace(context: Context, guide: Guide, test: SelfTest) -> int:
    """Return how many repetitions of *test* were over when a key was pressed."""
    with ExitStack() as stack:
        folder = stack.enter_context(temporary_folder())
        heard_by = wished_ladder(
            context, guide, lambda: _write(context, "\a"), lambda _: None, folder
        )
        loudspeaker = stack.enter_context(Cues(heard_by, context.clock))
        keys = stack.enter_context(TerminalKeys(context.stdin.fileno()))
        counted = count_aloud(
            test.beat_seconds or 1,
            int(test.highest),
            clock=context.clock,
            keys=keys,
            loudspeaker=loudspeaker,
            show=lambda count: _write(context, f"\r{count}  "),
        )
    _write(context, "\n")
    return counted


def _write(context: Context, text: str) -> None:
    context.stdout.write(text)
    context.stdout.flush()
