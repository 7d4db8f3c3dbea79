"""What a command meets outside itself: the environment, the terminal, the guides.

Wired here once. A test passes surroundings of its own as the context's object and patches nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

    from tpguide.guide.library import Library
    from tpguide.ui.article import Look
    from tpguide.ui.lines import Line

COLUMNS_WITHOUT_TERMINAL = 80


@dataclass
class Surroundings:
    """What commands get through Typer's context; each part is made when it is first used."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    stdin: TextIO = field(default_factory=lambda: sys.stdin)
    stdout: TextIO = field(default_factory=lambda: sys.stdout)
    stderr: TextIO = field(default_factory=lambda: sys.stderr)

    @cached_property
    def library(self) -> Library:
        """The guides there are."""
        from tpguide.storage.guide_files import library

        return library(self.environment)

    @property
    def shows_on_terminal(self) -> bool:
        """Whether what is printed is seen on a terminal, or has to look as if it were."""
        return self.stdout.isatty() or bool(self.environment.get("FORCE_COLOR"))

    @property
    def can_ask(self) -> bool:
        """Whether there is a person at a terminal who can be asked."""
        return self.stdin.isatty() and self.stdout.isatty()

    @cached_property
    def writes_unicode(self) -> bool:
        """Whether the terminal has more characters than those of ASCII."""
        names = ("LC_ALL", "LC_CTYPE", "LANG")  # the first that is set holds
        locale = next(filter(None, (self.environment.get(name) for name in names)), "")
        if locale in ("C", "POSIX"):
            return False
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        return encoding.lower().replace("-", "").startswith("utf")

    def readable(self, text: str) -> str:
        """Return *text* in the characters that the terminal has."""
        if self.writes_unicode:
            return text
        from tpguide.ui.ascii import plain_ascii

        return plain_ascii(text)

    @property
    def columns(self) -> int:
        """How wide what is printed may be."""
        told = self.environment.get("COLUMNS", "")
        if told.isdigit() and int(told) > 0:
            return int(told)
        try:
            return os.get_terminal_size(self.stdout.fileno()).columns or COLUMNS_WITHOUT_TERMINAL
        except OSError:  # a pipe, a file, or nothing that has a number
            return COLUMNS_WITHOUT_TERMINAL

    def look(self, columns: int | None = None) -> Look:
        """Return how text is laid out for standard output, in its own width or in *columns*."""
        from tpguide.ui import theme
        from tpguide.ui.article import Look

        if self.shows_on_terminal:
            glyphs = theme.UNICODE if self.writes_unicode else theme.ASCII
        else:
            glyphs = theme.PIPED if self.writes_unicode else theme.PIPED_ASCII
        return Look(columns or self.columns, glyphs)

    def print_lines(self, lines: Sequence[Line]) -> None:
        """Print *lines* to standard output; into a pipe, only what they say."""
        from tpguide.ui.lines import Lines, text_of

        if self.shows_on_terminal:
            self.console().print(Lines(lines), end="")
        else:
            self.stdout.writelines(f"{text_of(line)}\n" for line in lines)

    def console(self) -> Console:
        """Return a Rich console for standard output that takes nothing as markup."""
        from rich.console import Console

        return Console(
            file=self.stdout,
            width=self.columns,
            markup=False,
            emoji=False,
            highlight=False,
            soft_wrap=True,
            _environ=self.environment,
        )

    def forget_stdout(self) -> None:
        """Let go of standard output whose reader is gone, so that leaving is silent."""
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, self.stdout.fileno())
        os.close(silent)
