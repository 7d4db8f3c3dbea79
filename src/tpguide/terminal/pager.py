"""Show a long text in the pager that a person has chosen, found the way git finds it."""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from tpguide.terminal.environment import IS_WINDOWS

#: The first that is set holds, even if it is empty, which means none.
VARIABLES: Final = ("TPGUIDE_PAGER", "PAGER")
USUAL_PAGER: Final = "less"
#: For every pager, since less may hide in a script. Quit if it is one screen, show colours, leave
#: the text on the screen, and say in the prompt how to leave.
USUAL_OPTIONS: Final = {
    "LESS": r"FRXPs?pB%pB\%.  space goes on, / finds, q leaves $",
    "LV": "-c",
}
#: Older ones print the escape sequences of a link as they are.
FIRST_LESS_WITH_LINKS: Final = 566
#: With one of these in it, a command is a shell's to understand; git takes the same.
_SHELL_SIGNS: Final = frozenset("|&;<>()$`\\\"' \t\n*?[#~=%")
#: With one of these in it, a command may be several programs.
_SHELL_JOINTS: Final = frozenset("|&;<>")
#: How a shell says that it could not start a program.
_NOT_STARTED: Final = (126, 127)
_LINK: Final = re.compile(r"\x1b\]8;[^\x1b]*\x1b\\")


@dataclass(frozen=True, slots=True)
class PagerEnd:
    """Whether the text was shown, and what is to be told of how that ended."""

    was_shown: bool
    trouble: str = ""


class Pager:
    """A program that shows a text page by page."""

    def __init__(self, command: str, environment: Mapping[str, str]) -> None:
        self._command = command
        self._environment = {**USUAL_OPTIONS, **environment}

    @property
    def shows_links(self) -> bool:
        """Whether it lets links through to the terminal."""
        program = self._program
        if program is None:
            return False
        told = subprocess.run(
            [program, "--version"],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        version = told.stdout.partition("less ")[2].partition(" ")[0].partition(".")[0]
        return version.isdigit() and int(version) >= FIRST_LESS_WITH_LINKS

    def show(self, text: str) -> PagerEnd:
        """Show *text* until the person has seen enough."""
        try:
            if not self.shows_links:
                text = _LINK.sub("", text)
            process = subprocess.Popen(self._words, stdin=subprocess.PIPE, env=self._environment)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            return PagerEnd(was_shown=False, trouble=self._trouble(str(reason)))
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the pager's business
        try:
            with contextlib.suppress(BrokenPipeError):
                process.communicate(text.encode(errors="replace"))
            status = process.wait()
        except BaseException:  # told to end: it must not live on and take the shell's keys
            if not _SHELL_JOINTS & set(self._command):  # else only the shell would end
                process.terminate()
            process.wait()
            raise
        finally:
            signal.signal(signal.SIGINT, before)
        if status > 0:
            told = self._trouble(f"it ended with {status}")
            return PagerEnd(status not in _NOT_STARTED, told)
        return PagerEnd(was_shown=True)

    @property
    def _program(self) -> str | None:
        """Return less, if that is the pager and no script around it."""
        try:
            program = shlex.split(self._command, posix=not IS_WINDOWS)[0].strip('"')
        except (ValueError, IndexError):
            return None
        return program if PurePath(program).name in {"less", "less.exe"} else None

    @property
    def _words(self) -> list[str] | str:
        # Whoever has options of their own for less has seldom thought of colours.
        colours = " -R" if self._program and not _SHELL_JOINTS & set(self._command) else ""
        command = self._command + colours
        if IS_WINDOWS:  # each program takes its line apart itself there
            return command
        if _SHELL_SIGNS & set(self._command):
            return ["sh", "-c", command]
        return shlex.split(command)

    def _trouble(self, reason: str) -> str:
        return f"The pager “{self._command}” failed: {reason}. --no-pager does without one."


def pager_of(environment: Mapping[str, str]) -> Pager | None:
    """Return the person's pager; None if they want none, or have chosen none and less isn't there.

    A dumb terminal has none: it only adds lines.
    """
    if environment.get("TERM") == "dumb":
        return None
    chosen = next((environment[name] for name in VARIABLES if name in environment), None)
    if chosen is None:
        has_less = shutil.which(USUAL_PAGER, path=environment.get("PATH"))
        return Pager(USUAL_PAGER, environment) if has_less else None
    return None if chosen.strip() in ("", "cat") else Pager(chosen, environment)
