"""Lay short values out in columns, leaving out the least important ones where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from tpguide.text import plain_ascii, visible
from tpguide.ui.text import theme
from tpguide.ui.text.lines import StyledLine, indented, stripped
from tpguide.ui.text.options import TextOptions

TABLE_GAP = 2

#: A value, or a value in a style of its own.
ColumnCell = str | tuple[str, Style]


class Column(Struct, frozen=True):
    """A column of values; *rank* 0 is always shown, the others go from the highest down."""

    title: str
    rank: int = 0
    is_number: bool = False


def column_lines(
    columns: Sequence[Column], rows: Sequence[Sequence[ColumnCell]], look: TextOptions
) -> list[StyledLine]:
    """Return *rows* below the titles of *columns*."""
    written = [[_written(cell, look) for cell in row] for row in rows]
    titles = [_written(column.title, look)[0] for column in columns]
    widths = [
        max(cell_len(text) for text in (title, *(row[n][0] for row in written)))
        for n, title in enumerate(titles)
    ]
    shown = _shown(columns, widths, look)
    heading = [(title, theme.TERM) for title in titles]
    rule = [(look.glyphs.rule * width, theme.QUIET) for width in widths]
    return indented(
        [_line(row, columns, widths, shown) for row in (heading, rule, *written)], look.margin
    )


def _written(cell: ColumnCell, look: TextOptions) -> tuple[str, Style]:
    text, style = (cell, theme.PLAIN) if isinstance(cell, str) else cell
    text = visible(text)
    return (plain_ascii(text) if look.glyphs.ascii_only else text), style


def _shown(columns: Sequence[Column], widths: Sequence[int], look: TextOptions) -> list[int]:
    """Return the places of the columns that fit."""
    shown = list(range(len(columns)))
    room = look.columns - 2 * look.margin
    while sum(widths[n] for n in shown) + TABLE_GAP * (len(shown) - 1) > room:
        least = max(shown, key=lambda n: columns[n].rank)
        if not columns[least].rank:
            break
        shown.remove(least)
    return shown


def _line(
    row: Sequence[tuple[str, Style]],
    columns: Sequence[Column],
    widths: Sequence[int],
    shown: Sequence[int],
) -> StyledLine:
    line: StyledLine = []
    for n in shown:
        text, style = row[n]
        space = Segment(" " * (widths[n] - cell_len(text)))
        cell = (
            [space, Segment(text, style)] if columns[n].is_number else [Segment(text, style), space]
        )
        line += [*cell, Segment(" " * TABLE_GAP)]
    while line and not line[-1].text.strip():
        line.pop()
    return stripped(line)
