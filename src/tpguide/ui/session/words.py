"""The words of a session's screen: the band, what is as large as it fits, and what is wrapped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from textwrap import wrap
from typing import Final, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from tpguide.session.view import Mood
from tpguide.text import plain_ascii
from tpguide.ui.session.layout import BAND_WITH_LETTERS, MARGINS
from tpguide.ui.session.letters import LETTER_ROWS, MOST_LINES, lettering
from tpguide.ui.session.styles import ScreenRow, StepLook, style_of_band

_PLAIN: Final = Style.null()


class BandText(NamedTuple):
    """What stands on the band; *aside* at its right end, if it is one row high."""

    word: str
    mood: Mood
    aside: str = ""


@lru_cache(maxsize=256)
def band_rows(band: BandText, columns: int, rows: int, look: StepLook) -> tuple[ScreenRow, ...]:
    """Return *rows* rows with *band* on the colour of its mood."""
    style = style_of_band(band.mood, look)
    air = 1 if rows <= BAND_WITH_LETTERS else 2
    letters = large_letters(band.word, columns - MARGINS, rows - air, look, lines=1)
    letters = letters or (shown_text(" ".join(band.word.upper()), look),)
    room = rows - len(letters)
    lines = [*[""] * ((room + 1) // 2), *letters, *[""] * (room // 2)]
    right = (f"{shown_text(band.aside, look)}  " if band.aside else "", style)
    return tuple(
        screen_row((f"  {line}", style), right, columns=columns, fill=style) for line in lines
    )


def large_letters(
    text: str,
    columns: int,
    rows: int,
    look: StepLook,
    *,
    lines: int = MOST_LINES,
    is_low: bool = False,
) -> tuple[str, ...] | None:
    """Return `lettering` in what *look* can show."""
    return lettering(text, columns, rows, lines=lines, has_blocks=look.unicode, is_low=is_low)


def largest_words(text: str, columns: int, rows: int, look: StepLook) -> tuple[str, ...]:
    """Return *text* as large as it fits, in ordinary letters where large ones don't."""
    large = large_letters(text, columns, rows, look, is_low=True) if rows >= LETTER_ROWS else None
    return large or tuple(cut_lines(wrap(shown_text(text, look), columns), rows, look))


def wrapped_lines(text: str, columns: int, look: StepLook) -> list[str]:
    """Return *text* in lines; what two spaces set apart isn't broken, if there are any."""
    parts = shown_text(text, look).split("  ")
    if len(parts) > 1:
        parts = [part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts]
    lines = wrap("  ".join(parts), columns)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def cut_lines(lines: Sequence[str], rows: int, look: StepLook) -> list[str]:
    """Return so many of *lines* as there are rows, with a mark where some are missing."""
    if len(lines) <= rows:
        return list(lines)
    kept = list(lines[: max(0, rows)])
    if kept:
        kept[-1] = f"{kept[-1].rstrip('.,;:')}{shown_text('…', look)}"
    return kept


def shown_text(text: str, look: StepLook) -> str:
    """Return *text* in the characters that *look* can show."""
    return text if look.unicode else plain_ascii(text)


def screen_row(
    left: tuple[str, Style],
    right: tuple[str, Style] = ("", _PLAIN),
    *,
    columns: int,
    fill: Style = _PLAIN,
) -> ScreenRow:
    """Return a row with *left* and *right* at its ends, and *fill* between them."""
    room = columns - cell_len(right[0])
    text = left[0] if cell_len(left[0]) <= room else set_cell_size(left[0], room)
    between = " " * (room - cell_len(text))
    segments = (Segment(text, left[1]), Segment(between, fill), Segment(*right))
    return tuple(segment for segment in segments if segment.text)
