"""Whether a screen shows some words, written as they are or in large letters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from rich.cells import cell_len
from rich.color import ColorSystem

from tpguide.ui.session.layout import MARGINS
from tpguide.ui.session.letters import LETTER_ROWS
from tpguide.ui.session.styles import StepLook
from tpguide.ui.session.words import large_letters

LOOK = StepLook(ColorSystem.TRUECOLOR, unicode=True)


def is_shown(words: str, rows: Sequence[str], columns: int) -> bool:
    """Whether *rows* of a window of so many *columns*, without a picture, show *words*."""
    assert cell_len(max(rows, key=len)) <= columns
    if f"  {words}" in rows:
        return True
    return any(
        rows[at : at + len(drawn)] == drawn
        for drawn in _in_letters(words, columns, len(rows))
        for at in range(len(rows) - len(drawn) + 1)
    )


@cache
def _in_letters(words: str, columns: int, rows: int) -> Sequence[list[str]]:
    """Return *words* in letters of every size that fits."""
    sizes = (
        large_letters(words, columns - MARGINS, high, LOOK, is_low=True)
        for high in range(LETTER_ROWS, rows)
    )
    return [[f"  {row}".rstrip() for row in drawn] for drawn in filter(None, sizes)]
