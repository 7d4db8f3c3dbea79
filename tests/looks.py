"""Looks to draw in, and what drawn lines say."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from rich.console import Console

from tpguide.ui import theme
from tpguide.ui.lines import Line, Lines, text_of
from tpguide.ui.look import Look

WIDTHS = (40, 60, 80, 100)
GLYPHS = (theme.UNICODE, theme.ASCII, theme.PIPED, theme.PIPED_ASCII)


def piped(columns: int = 80) -> Look:
    """The look of a pipe, where nothing is drawn and all is said."""
    return Look(columns, theme.PIPED)


def said(lines: Iterable[Line]) -> str:
    """Return what *lines* say as if it were one line, however they were broken."""
    return " ".join(word for line in lines for word in text_of(line).split())


def printed(lines: Iterable[Line]) -> str:
    """Return what a console makes of *lines*."""
    console = Console(file=StringIO(), width=200, _environ={})
    with console.capture() as captured:
        console.print(Lines(lines), end="")
    return captured.get()
