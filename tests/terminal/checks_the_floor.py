"""Asks what is seen and heard from the floor, in a fifth of the time; then tells what is kept."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

sys.path.insert(0, str(Path(__file__).parents[1]))

from fakes import ScriptedPrompts
from guides import fictitious_guide
from tpguide.cli.context import Context
from tpguide.cli.session.floor_check import ask_see_and_hear, floor_answers
from tpguide.errors import TpguideError
from tpguide.terminal import runner
from tpguide.terminal.clock import SystemClock

TIMES_AS_FAST = 5


class FastClock(SystemClock):
    def milliseconds(self) -> int:
        return TIMES_AS_FAST * super().milliseconds()


def main() -> int:
    # On a busy machine so fast a clock looks as if it had slept, and the check would pause.
    runner.SLEPT_AFTER_MILLISECONDS = 3_600_000  # type: ignore[misc]
    with TemporaryDirectory() as home:
        # Over ssh and without programs, what is heard is the terminal's own bell.
        environment = {"TPGUIDE_HOME": home, "PATH": "", "TERM": "xterm", "SSH_TTY": "/dev/tty"}
        prompts = ScriptedPrompts("Begin", "All three", "Yes")
        context = Context(environment, clock=FastClock(), prompts_for=lambda _: prompts)
        try:
            with context.journal() as journal:
                ask_see_and_hear(context, fictitious_guide(), journal)
                print(f"kept: {floor_answers(journal)}")  # noqa: T201
        except typer.Exit as ended:
            return ended.exit_code
        except TpguideError as error:
            return error.exit_code
        return 0


if __name__ == "__main__":
    sys.exit(main())
