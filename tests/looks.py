"""Looks to draw in, and what drawn lines say."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from rich.console import Console

from tpguide.ui.text import theme
from tpguide.ui.text.lines import StyledLine, as_printed, text_of
from tpguide.ui.text.options import TextOptions

WIDTHS = (40, 60, 80, 100)
GLYPHS = (theme.UNICODE, theme.ASCII, theme.PIPED, theme.PIPED_ASCII)


def piped(columns: int = 80) -> TextOptions:
    """The look of a pipe, where nothing is drawn and all is said."""
    return TextOptions(columns, theme.PIPED)


def said(lines: Iterable[StyledLine]) -> str:
    """Return what *lines* say as if it were one line, however they were broken."""
    return " ".join(word for line in lines for word in text_of(line).split())


def printed(lines: Iterable[StyledLine]) -> str:
    """Return what a console makes of *lines*."""
    console = Console(file=StringIO(), width=200, _environ={})
    with console.capture() as captured:
        console.print(as_printed(lines), end="")
    return captured.get()
