"""Asks what is seen and heard from the floor, in a tenth of the time; then tells what is kept."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

sys.path.insert(0, str(Path(__file__).parents[1]))

from fakes import ScriptedPrompts
from guides import fictitious_guide
from tpguide.cli.context import Context
from tpguide.cli.session.visibility_check import ask_see_and_hear
from tpguide.errors import TpguideError
from tpguide.storage.settings import read_settings, settings_file
from tpguide.terminal.clock import SystemClock
from tpguide.ui.prompts.terminal import Prompts

TIMES_AS_FAST = 10


class FastClock(SystemClock):
    def milliseconds(self) -> int:
        return TIMES_AS_FAST * super().milliseconds()

    def now(self) -> datetime:
        raise AssertionError("the check doesn't ask for the date")


class Answered(Context):
    clock = FastClock()
    prompts: Prompts = ScriptedPrompts("Begin", "All three", "Yes")


def main() -> int:
    with TemporaryDirectory() as home:
        # Over ssh and without programs, what is heard is the terminal's own bell.
        environment = {"TPGUIDE_HOME": home, "PATH": "", "TERM": "xterm", "SSH_TTY": "/dev/tty"}
        context = Answered(environment)
        try:
            ask_see_and_hear(context, fictitious_guide())
        except typer.Exit as ended:
            return ended.exit_code
        except TpguideError as error:
            return error.exit_code
        kept = read_settings(settings_file(environment)).settings
        print(f"kept: {kept.floor_digits} {kept.floor_sound}")  # noqa: T201
        return 0


if __name__ == "__main__":
    sys.exit(main())
