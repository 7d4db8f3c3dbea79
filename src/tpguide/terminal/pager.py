"""Show a long text in the pager that a person has chosen, found the way git finds it."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import PurePath

#: The first that is set holds, even if it is empty, which means none.
VARIABLES = ("TPGUIDE_PAGER", "PAGER")
USUAL_PAGER = "less"
#: As git has it, for whatever program calls them in the end. For less: quit if it is one screen,
#: show colours, leave the text on the screen. For lv: show colours.
USUAL_OPTIONS = {"LESS": "FRX", "LV": "-c"}
#: What only a shell understands.
SHELL_SIGNS = frozenset("|&;<>()$`\\*?#~=%")
#: The exit status of a shell that could not run the program.
NOT_RUN = (126, 127)
#: What ends this program, where the system has it; the pager would live on and take the keys.
ENDING = ("SIGTERM", "SIGHUP", "SIGQUIT")
#: Older ones print the escape sequences of a link as they are.
FIRST_LESS_WITH_LINKS = 566


class Pager:
    """A program that shows a text page by page."""

    def __init__(self, words: list[str], environment: Mapping[str, str]) -> None:
        self._words = words
        self._environment = {**USUAL_OPTIONS, **environment}
        self._is_less = PurePath(words[0]).name == "less"

    @property
    def shows_links(self) -> bool:
        """Whether it lets links through to the terminal."""
        if not self._is_less:
            return False
        told = subprocess.run(
            [self._words[0], "--version"], capture_output=True, text=True, check=False
        )
        version = told.stdout.partition("less ")[2].partition(" ")[0].partition(".")[0]
        return version.isdigit() and int(version) >= FIRST_LESS_WITH_LINKS

    def show(self, text: str) -> bool:
        """Show *text* until the person has seen enough; tell whether that could be done."""
        colours = ["-R"] if self._is_less else []
        try:
            process = subprocess.Popen(
                [*self._words, *colours], stdin=subprocess.PIPE, env=self._environment
            )
        except OSError:
            return False
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the pager's business
        try:
            with self._ended_with_us(process), contextlib.suppress(OSError):  # closed by the reader
                process.communicate(text.encode(errors="replace"))
        finally:
            signal.signal(signal.SIGINT, before)
        return process.returncode not in NOT_RUN

    @contextlib.contextmanager
    def _ended_with_us(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        """Wait for *process* whatever tells this program to end, and end only then.

        less is ended. Any other may have begun programs of its own that would live on, so the
        person ends it.
        """
        told: list[int] = []

        def be_told(number: int, _: object) -> None:
            told.append(number)
            if self._is_less:
                process.terminate()

        numbers = [getattr(signal, name) for name in ENDING if hasattr(signal, name)]
        heeded = {
            number: handler
            for number in numbers
            if (handler := signal.getsignal(number)) is not signal.SIG_IGN
        }
        for number in heeded:
            signal.signal(number, be_told)
        try:
            yield
        finally:
            process.wait()
            for number, handler in heeded.items():
                signal.signal(number, handler)
        for number in told[:1]:
            signal.raise_signal(number)


def pager_of(environment: Mapping[str, str]) -> Pager | None:
    """Return the person's pager; None if they want none or it isn't there."""
    chosen = next((environment[name] for name in VARIABLES if name in environment), USUAL_PAGER)
    if environment.get("TERM") == "dumb":  # there a pager can only warn
        return None
    if not SHELL_SIGNS.isdisjoint(chosen) and shutil.which("sh", path=environment.get("PATH")):
        return Pager(["sh", "-c", chosen], environment)
    try:
        words = shlex.split(chosen)
    except ValueError:
        return None
    if not words or words == ["cat"] or not shutil.which(words[0], path=environment.get("PATH")):
        return None
    return Pager(words, environment)
