"""What stands above a question on a page that grows with its answers: one margin, two columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from tpguide.guide.gate import ROOMY_COLUMNS
from tpguide.ui.prompts.gate_pages import ROOMY_ROWS, Row, keys_row, text_width, with_margin

_BETWEEN_COLUMNS: Final = 2
#: So wide that a page that grows rarely moves what stands on it.
_LEAST_COLUMN: Final = 12
#: What belongs to a line of a narrow window is inset under it.
_INSET: Final = "  "
_GAP: Final[list[Row]] = [[]]


@dataclass(frozen=True, slots=True)
class Told:
    """A *text* above a question, and what it is *about*, in a column of its own.

    One about the same as the one before stands under it. An empty text is a gap. What is *spare*
    is left out first where there is too little room, all that is about the same together.
    """

    text: str
    about: str = ""
    is_heading: bool = False
    is_spare: bool = False


@dataclass(frozen=True, slots=True)
class KeyLabel:
    """A key of a page: what it does, and in fewer words where there is little room."""

    key: str
    word: str
    brief: str = ""


def told_in_lines(above: Sequence[Told]) -> Iterator[str]:
    """Yield what is told as plain lines, what each is about said once."""
    before = ""
    for told in above:
        is_named = told.about and told.about != before
        if told.text:
            yield f"{told.about}: {told.text}" if is_named else told.text
        before = told.about


def page_under(
    above: Sequence[Told], question: str, keys: Sequence[Row], columns: int, rows: int
) -> list[Row]:
    """Return *question* and its *keys* under as much of *above* as there is room for.

    Where there is too little, what stands first is left out: it is answered already.
    """
    width = text_width(columns)
    asked: list[Row] = [[("class:ask", row)] for row in wrap(question, width)]
    room = rows - len(asked) - len(keys)
    is_roomy = columns >= ROOMY_COLUMNS
    blocks = _blocks(above, width, is_roomy=is_roomy)
    if rows >= ROOMY_ROWS and blocks and blocks[-1] is not _GAP:
        blocks.append(_GAP)
    if rows < ROOMY_ROWS or sum(map(len, blocks)) > room:
        blocks = [block for block in blocks if block is not _GAP]
    kept = [one for one in above if one.text]
    while sum(map(len, blocks)) > room and (spare := [one for one in kept if one.is_spare]):
        kept = [one for one in kept if not (one.is_spare and one.about == spare[0].about)]
        blocks = _blocks(kept, width, is_roomy=is_roomy)
    while len(blocks) > 1 and sum(map(len, blocks)) > room:
        blocks = blocks[1:]
    shown = [row for block in blocks for row in block][: max(room, 0)]
    return with_margin([*shown, *asked, *keys], columns)


def key_rows(keys: Sequence[KeyLabel], columns: int, refusal: str = "") -> list[Row]:
    """Return what the *keys* do: in a row, in fewer words, or each in a row of its own."""
    width = text_width(columns)
    refused: list[Row] = [[("class:refused", f" {said} ")] for said in wrap(refusal, width - 2)]
    briefly = [(one.key, one.brief or one.word) for one in keys]
    for pairs in ([(one.key, one.word) for one in keys], briefly):
        row = keys_row(pairs, columns)
        if sum(len(text) for _, text in row) <= width:
            return [row, *refused]
        if columns >= ROOMY_COLUMNS:
            break
    wide = max(len(one.key) for one in keys) + _BETWEEN_COLUMNS
    rows: list[Row] = []
    for one in keys:
        first, *others = wrap(one.word, width - wide) or [""]
        rows.append([("class:key", one.key.ljust(wide)), ("", first)])
        rows += [[("", " " * wide + row)] for row in others]
    return [*rows, *refused]


def _blocks(above: Sequence[Told], width: int, *, is_roomy: bool) -> list[list[Row]]:
    column = max(_LEAST_COLUMN, *(len(one.about) + _BETWEEN_COLUMNS for one in above), 0)
    blocks: list[list[Row]] = []
    before = ""
    for told in above:
        name = told.about if told.about != before else ""
        before = told.about
        if not told.text:
            blocks.append(_GAP)
        elif told.is_heading:
            blocks.append([[("class:heading", told.text)]])
        elif not told.about:
            blocks.append([[("", row)] for row in wrap(told.text, width)])
        elif is_roomy:
            first, *others = wrap(told.text, width - column) or [""]
            block: list[Row] = [[("class:name", name.ljust(column)), ("", first)]]
            blocks.append([*block, *([("", " " * column + row)] for row in others)])
        else:
            blocks.append(_narrow_block(name, told.text, width))
    return blocks


def _narrow_block(name: str, text: str, width: int) -> list[Row]:
    said = f"{name}: {text}" if name else text
    first, *others = wrap(
        said, width, initial_indent="" if name else _INSET, subsequent_indent=_INSET
    )
    named = f"{name}:" if name else ""
    start: Row = [("class:name", named), ("", first[len(named) :])]
    return [start, *([("", row)] for row in others)]
