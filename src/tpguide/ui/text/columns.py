"""Tables, by Rich; short values leave out the least important columns where it is narrow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct
from rich.cells import cell_len
from rich.style import Style
from rich.table import Table
from rich.text import Text

from tpguide.text import visible
from tpguide.ui.text import theme
from tpguide.ui.text.lines import StyledLine, indented, joined, lines_of
from tpguide.ui.text.options import COLUMN_GAP, TextOptions

#: Short values stand closer together than what is read.
VALUE_GAP = 2

#: A value, or a value in a style of its own.
ColumnCell = str | tuple[str, Style]


class Column(Struct, frozen=True):
    """A column of values; *rank* 0 is always shown, the others go from the highest down."""

    title: str
    rank: int = 0
    is_number: bool = False


def table_lines(
    titles: Sequence[Text],
    rows: Iterable[Sequence[Text]],
    numeric: Collection[int],
    look: TextOptions,
    *,
    width: int,
    gap: int = COLUMN_GAP,
) -> list[StyledLine]:
    """Return *rows* below their *titles*, parted if there is no room for each on a line."""
    rows = list(rows)
    widths = (max(cell.cell_len for cell in column) for column in zip(titles, *rows, strict=True))
    natural = sum(widths) + gap * (len(titles) - 1)
    table = Table(
        box=look.glyphs.table,
        show_edge=False,
        pad_edge=False,
        padding=(0, gap - 1, 0, 0),  # between columns the box has a space of its own
        header_style=theme.TERM,
        border_style=theme.QUIET,
        leading=int(natural > width),
    )
    for number, title in enumerate(titles):
        is_number = number in numeric
        # Numbers stay whole; a title above them need not be as wide.
        is_broken = is_number and natural > width
        table.add_column(
            Text("\n").join(title.split(" ")) if is_broken else title,
            justify="right" if is_number else "left",
            no_wrap=is_number,
        )
    for row in rows:
        table.add_row(*row)
    return lines_of(table, width)


def column_lines(
    columns: Sequence[Column], rows: Sequence[Sequence[ColumnCell]], look: TextOptions
) -> list[StyledLine]:
    """Return *rows* below the titles of *columns*."""
    written = [[_written(cell, look) for cell in row] for row in rows]
    titles = [_written(column.title, look) for column in columns]
    widths = [
        max(cell_len(text.plain) for text in (title, *(row[n] for row in written)))
        for n, title in enumerate(titles)
    ]
    shown = _shown(columns, widths, look)
    lines = table_lines(
        [titles[n] for n in shown],
        [[row[n] for n in shown] for row in written],
        [place for place, n in enumerate(shown) if columns[n].is_number],
        look,
        width=look.columns - 2 * look.margin,
        gap=VALUE_GAP,
    )
    return indented(lines, look.margin)


def _written(cell: ColumnCell, look: TextOptions) -> Text:
    text, style = (cell, theme.PLAIN) if isinstance(cell, str) else cell
    return joined([(look.readable(visible(text)), style)])


def _shown(columns: Sequence[Column], widths: Sequence[int], look: TextOptions) -> list[int]:
    """Return the places of the columns that fit."""
    shown = list(range(len(columns)))
    room = look.columns - 2 * look.margin
    while sum(widths[n] for n in shown) + VALUE_GAP * (len(shown) - 1) > room:
        least = max(shown, key=lambda n: columns[n].rank)
        if not columns[least].rank:
            break
        shown.remove(least)
    return shown
