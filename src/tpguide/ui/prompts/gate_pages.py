"""The looks of pages that are answered by one key: their rows, and where they split.

A page never scrolls. Where a window is too small for all of its lines, it is asked in parts, each
with its own answer, and lists are leafed through.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from textwrap import wrap
from typing import Final

from rich.text import Text

from tpguide.guide.gate import ROOMY_COLUMNS, split, wrapped_line

WIDEST_PAGE: Final = 88
#: From here on there is room for empty rows.
ROOMY_ROWS: Final = 20
_LABELS: Final = "123456789"
PRESS_Y_OR_N: Final = "Press y or n"
_NUMBER: Final = re.compile(r"\d{3,}")

#: A row of a page: its pieces, each with the name of its style.
Row = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen by a key: what it is called, and its signs in full."""

    title: str
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of one question, answered with y or n. *more* is what `?` shows.

    *narrow* are its *lines* for a window without room for them.
    *number* says which page of how many it is, *remark* stands beside the title, *standing* is
    what has to be known before answering. *unsure*: a yes is also for those who don't know.
    """

    title: str
    ask: str
    lines: tuple[str, ...] = ()
    narrow: tuple[str, ...] = ()
    number: str = ""
    remark: str = ""
    standing: tuple[str, ...] = ()
    more: tuple[Choice, ...] = ()
    unsure: bool = True


def paragraph(text: str, columns: int) -> Text:
    """Return a text for people, broken at words."""
    return Text("\n".join(wrap(text, min(columns, WIDEST_PAGE))))


def heading(title: str) -> Text:
    """Return a title over what is printed."""
    return Text(title, style="bold")


def labels(count: int) -> str:
    """Return a key for each of *count* choices: digits while they suffice, else letters."""
    return (_LABELS if count <= len(_LABELS) else ascii_lowercase)[:count]


def parts(sheet: Sheet, columns: int, rows: int) -> tuple[range, ...]:
    """Return which lines of *sheet* are asked together in a window: as few parts as fit."""
    return _parts(sheet, columns, rows, title_rows=_has_title(sheet, columns, rows))


def _parts(sheet: Sheet, columns: int, rows: int, *, title_rows: int) -> tuple[range, ...]:
    room = rows - _below_title(sheet, columns, rows) - title_rows
    return split(_heights(sheet, columns), room)


def _heights(sheet: Sheet, columns: int) -> list[int]:
    return [len(wrapped_line(line, text_width(columns))) for line in _lines_in(sheet, columns)]


def _lines_in(sheet: Sheet, columns: int) -> tuple[str, ...]:
    return sheet.lines if columns >= ROOMY_COLUMNS else sheet.narrow or sheet.lines


def sheet_rows(
    sheet: Sheet, part: range, columns: int, rows: int, *, is_refused: bool = False
) -> list[Row]:
    """Return the rows of a part of *sheet*; *is_refused*: a key was pressed that means nothing."""
    width = text_width(columns)
    all_parts = parts(sheet, columns, rows)
    letter = ascii_lowercase[all_parts.index(part)] if len(all_parts) > 1 else ""
    gap: list[Row] = [[]] if rows >= ROOMY_ROWS else []
    shown: list[Row] = []
    has_title = _has_title(sheet, columns, rows)
    if has_title:
        shown.append(_title_row(sheet, letter, width))
    shown += [[("class:note", row)] for row in _standing_rows(sheet, width, rows)]
    shown += _ask_rows(sheet, letter, width, is_numbered=not has_title)
    shown += gap
    lines = _lines_in(sheet, columns)
    for line in (lines[index] for index in part):
        shown += [[("", row)] for row in wrapped_line(line, width)]
    shown += gap if part else []
    shown.append(_keys_row(sheet, columns, is_refused=is_refused))
    return with_margin(shown, columns)


def choice_rows(choice: Choice, label: str, columns: int) -> list[Row]:
    """Return a choice with its key, and its signs in full."""
    width = text_width(columns)
    inset = "   " if label else ""
    title = wrap(choice.title, width - len(inset)) or [""]
    first: Row = [("class:key", label.ljust(len(inset))), ("class:name", title[0])]
    found = [first, *([("class:name", inset + row)] for row in title[1:])]
    for sign in choice.signs:
        signed = wrapped_line(sign, width - len(inset))
        found += [[("", inset + row)] for row in signed]
    return found


def box_rows(advice: str, columns: int) -> list[Row]:
    """Return *advice* in a box that can't be overlooked; numbers to call stand out in it."""
    width = text_width(columns) - 4
    edge = "━" * (width + 2)
    inside = [_numbers_out(row.ljust(width)) for row in wrap(advice, width)]
    bar = ("class:danger", "┃")
    return [
        [("class:danger", f"┏{edge}┓")],
        *([bar, ("", " "), *row, ("", " "), bar] for row in inside),
        [("class:danger", f"┗{edge}┛")],
    ]


def leaves(blocks: Sequence[list[Row]], room: int) -> list[list[Row]]:
    """Return *blocks* of rows leaf by leaf; only one that is higher than a leaf is broken."""
    room = max(room, 1)
    found: list[list[Row]] = [[]]
    for block in blocks:
        if found[-1] and len(found[-1]) + len(block) > room:
            found.append([])
        for row in block:
            if len(found[-1]) == room:
                found.append([])
            found[-1].append(row)
    return found


def more_leaves(sheet: Sheet, columns: int, rows: int) -> list[list[Row]]:
    """Return what `?` shows: every sign in full."""
    blocks = [choice_rows(choice, "", columns) for choice in sheet.more]
    return [with_margin(leaf, columns) for leaf in leaves(blocks, rows - 1)]


def text_width(columns: int) -> int:
    """Return how wide text is in a window of so many columns."""
    return min(columns - 2 * _margin(columns), WIDEST_PAGE)


def _margin(columns: int) -> int:
    return 1 if columns >= ROOMY_COLUMNS else 0


def with_margin(rows: Sequence[Row], columns: int) -> list[Row]:
    """Return *rows* with the one margin that text, questions and answers have."""
    inset = " " * _margin(columns)
    return [[("", inset), *row] if row else [] for row in rows]


def _has_title(sheet: Sheet, columns: int, rows: int) -> bool:
    """Return whether there is room for a title: it may cost no line, and no further part."""
    if not sheet.title:
        return False
    highest = max(_heights(sheet, columns), default=0)
    few, with_title = (_parts(sheet, columns, rows, title_rows=count) for count in (0, 1))
    return _below_title(sheet, columns, rows) + highest < rows and len(with_title) == len(few)


def _below_title(sheet: Sheet, columns: int, rows: int) -> int:
    """Return how many rows a part takes without its title and its lines."""
    width = text_width(columns)
    gaps = 2 if rows >= ROOMY_ROWS else 0
    return len(_standing_rows(sheet, width, rows)) + len(wrap(sheet.ask, width)) + gaps + 1


def _standing_rows(sheet: Sheet, width: int, rows: int) -> list[str]:
    """Return what lasts: in full where there is room, else one row of it."""
    found = [row for text in sheet.standing for row in wrap(text, width)]
    if rows >= ROOMY_ROWS or len(found) < 2:
        return found[: rows // 4]
    return [f"{found[0][: width - 2]} …"]


def _ask_rows(sheet: Sheet, letter: str, width: int, *, is_numbered: bool) -> list[Row]:
    """Return what is asked; *is_numbered*: no title tells which page it is, so this does."""
    asked = wrap(sheet.ask, width)
    number = f"{sheet.number}{letter}  " if sheet.number else ""
    rows: list[Row] = [[("class:ask", row)] for row in asked]
    if is_numbered and number and len(number) + len(asked[0]) <= width:
        rows[0] = [("class:heading", number), *rows[0]]
    return rows


def _title_row(sheet: Sheet, letter: str, width: int) -> Row:
    number = f"{sheet.number}{letter}  " if sheet.number or letter else ""
    title = f"{number}{sheet.title.upper()}"
    free = width - len(title) - len(sheet.remark)
    if free < 2:
        return [("class:heading", title[:width])]
    return [("class:heading", title), ("class:note", " " * free + sheet.remark)]


def _keys_row(sheet: Sheet, columns: int, *, is_refused: bool) -> Row:
    yes = "yes, or unsure" if sheet.unsure else "yes"
    keys = [("y", yes), ("n", "none" if sheet.lines else "no")]
    if sheet.more:
        keys.append(("?", "more"))
    return keys_row(keys, columns, PRESS_Y_OR_N if is_refused else "")


def keys_row(keys: Sequence[tuple[str, str]], columns: int, refusal: str = "") -> Row:
    """Return the row that says which keys do what; *refusal* answers a key that does nothing."""
    is_roomy = columns >= ROOMY_COLUMNS
    row: Row = []
    for key, word in keys:
        said = f"  {word}     " if is_roomy else f" {word.replace(', or ', '/')}  "
        row += [("class:key", key), ("", said)]
    if not refusal:
        return row
    refused = ("class:refused", f" {refusal} ")
    used = sum(len(text) for _, text in row)
    return [*row, refused] if used + len(refused[1]) < columns else [refused]


def _numbers_out(row: str) -> Row:
    found: Row = []
    at = 0
    for number in _NUMBER.finditer(row):
        found += [("class:advice", row[at : number.start()]), ("class:number", number.group())]
        at = number.end()
    return [*found, ("class:advice", row[at:])]
