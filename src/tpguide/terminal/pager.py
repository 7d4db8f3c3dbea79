"""Show a long text in the pager that a person has chosen, found the way git finds it."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import PurePath

#: The first that is set holds, even if it is empty, which means none.
VARIABLES = ("TPGUIDE_PAGER", "PAGER")
USUAL_PAGER = "less"
#: Quit if it is one screen, show colours, leave the text on the screen.
USUAL_LESS_OPTIONS = "FRX"
#: Older ones print the escape sequences of a link as they are.
FIRST_LESS_WITH_LINKS = 566


class Pager:
    """A program that shows a text page by page."""

    def __init__(self, words: list[str], environment: Mapping[str, str]) -> None:
        self._words = words
        self._environment = dict(environment)
        self._is_less = PurePath(words[0]).name == "less"
        if self._is_less:
            self._environment.setdefault("LESS", USUAL_LESS_OPTIONS)

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
            with contextlib.suppress(BrokenPipeError):
                process.communicate(text.encode(errors="replace"))
            process.wait()
        finally:
            signal.signal(signal.SIGINT, before)
        return True


def pager_of(environment: Mapping[str, str]) -> Pager | None:
    """Return the person's pager; None if they want none or it isn't there."""
    chosen = next((environment[name] for name in VARIABLES if name in environment), USUAL_PAGER)
    try:
        words = shlex.split(chosen)
    except ValueError:
        return None
    if not words or words == ["cat"] or not shutil.which(words[0], path=environment.get("PATH")):
        return None
    return Pager(words, environment)
