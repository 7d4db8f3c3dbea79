"""The screen that matters most: what is wrong, whom to call, and what to press.

The call is in the largest letters, then what to press. What there is to read besides gives way to
them: it is left out where something is to be pressed, and else cut with a mark at worst.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rich.style import Style

from tpguide.session.view import View
from tpguide.ui.session.layout import COLUMNS_OF_A_GLANCE
from tpguide.ui.session.letters import LETTER_ROWS, MOST_LINES, small_lettering
from tpguide.ui.session.styles import ScreenRow, StepLook, style_of_band
from tpguide.ui.session.words import (
    BandText,
    band_rows,
    cut_lines,
    large_letters,
    screen_row,
    wrapped_lines,
)

#: What comes before a colon or a question mark leads to what has to be done: “numb: CALL 112”.
_CALL: Final = re.compile(r"(?<=[:?]) (?!.*[:?] )")
#: A call of this height is larger than all else, and seen from any distance; in high windows it
#: takes this part of the height.
LEAST_CALL_ROWS: Final = 5
_PART_OF_CALL: Final = 5
#: The parts of the height for a line of the other letters, where that is more than they need.
_PART_OF_LEAD: Final = 10
_PART_OF_KEYS: Final = 12

#: Rows of air, without which what there is to read makes the rest hard to find.
_FEWEST_AIR: Final = 2

_PLAIN = Style.null()
_BOLD = Style(bold=True)

#: None where it can't be in letters.
_Lines = Sequence[str] | None


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to show all that there is: how high the *band*, and the lines of each part.

    Without a band the call stands on the band's colour. *aside* stands on a band of one row.
    """

    band: int
    lead: _Lines
    call: _Lines
    read: _Lines = ()
    keys: _Lines = ()
    asked: _Lines = ()
    aside: str = ""

    @property
    def parts(self) -> tuple[_Lines, ...]:
        """All that stands below the band."""
        return self.lead, self.call, self.read, self.keys, self.asked

    @property
    def rows(self) -> int:
        """How many rows it takes."""
        return self.band + sum(len(part or ()) for part in self.parts)

    def fits(self, rows: int) -> bool:
        """Whether it fits into *rows*, with air where there is something to read as well."""
        return self.rows + (_FEWEST_AIR if self.read and self.keys else 0) <= rows


def urgent_rows(view: View, columns: int, rows: int, band: int, look: StepLook) -> list[ScreenRow]:
    """Return the rows of *view*, with a band of *band* rows where there is room for it."""
    margin = " " if columns < COLUMNS_OF_A_GLANCE else "  "
    width = columns - 2 * len(margin)
    ways = [way for way in _ways(view, width, rows, band, look) if None not in way.parts]
    way = next((way for way in ways if way.fits(rows)), ways[-1])
    spare = max(0, rows - way.rows)
    call = _CALL.split(view.urgent)[-1]
    high = min(rows // 2, len(way.call or ()) + spare)
    large = large_letters(call, width, high, look, is_low=True) or ()
    if len(large) > len(way.call or ()):
        spare -= len(large) - len(way.call or ())
        way = replace(way, call=large)
    above = BandText(view.word, view.mood, way.aside)
    shown = band_rows(above, columns, way.band, look) if way.band else ()
    on_band = style_of_band(view.mood, look)
    below = [
        screen_row(
            (f"{margin}{line}", style),
            columns=columns,
            fill=on_band if style == on_band else _PLAIN,
        )
        for line, style in _lines_with_air(way, spare, on_band)
    ]
    return [*shown, *below][:rows]


def _ways(view: View, width: int, rows: int, band: int, look: StepLook) -> list[_Way]:
    """Return the ways to show *view*, the best first, all in text last.

    A part that can't be in letters is None there.
    """
    *leads, call = _CALL.split(view.urgent)
    lead = " ".join(leads)
    lead_letters = _lead(lead, width, rows // _PART_OF_LEAD, look) if lead else ()
    lead_text, call_text = wrapped_lines(lead, width, look), wrapped_lines(call, width, look)
    call_letters = _least_call(call, width, rows, look)
    texts, items = (view.lines[:-1], view.lines[-1]) if view.glance else (view.lines, "")
    letters = _paragraphs([small_lettering(text, width) for text in texts] if look.unicode else [])
    text = _paragraphs([wrapped_lines(text, width, look) for text in texts]) or ()
    one = _Way(1, lead_letters, call_letters)
    if not view.glance:  # nothing has to be pressed
        room = rows - 1 - len(lead_text)
        return [
            *[replace(one, band=band, read=read) for read in (letters, text)],
            replace(one, read=text),
            one,
            replace(one, band=0),
            *[
                _Way(1, lead_text, called, cut_lines(text, room - len(called or ()), look))
                for called in (call_letters, call_text)
            ],
        ]
    keys = _large_items(items, width, rows, look)
    asked = _in_letters(view.glance, width, rows // _PART_OF_LEAD, look)
    keys_text, asked_text = (wrapped_lines(part, width, look) for part in (items, view.glance))
    large, small = replace(one, keys=keys, asked=asked), replace(one, keys=keys_text, asked=asked)
    return [
        *[replace(large, band=band, read=read) for read in (letters, text, ())],
        large,
        replace(large, asked=(), aside=view.glance),
        *[replace(small, band=band, read=read) for read in (text, ())],
        small,
        replace(small, asked=asked_text),
        *[
            _Way(1, lead_text, called, (), keys_text, asked_text)
            for called in (call_letters, call_text)
        ],
        _Way(
            1,
            (),
            call_text,
            keys=cut_lines(keys_text, rows - 1 - len(call_text) - len(asked_text), look),
            asked=asked_text,
        ),
    ]


def _lines_with_air(way: _Way, spare: int, on_band: Style) -> list[tuple[str, Style]]:
    """Return the lines below the band in their styles, with *spare* empty ones among them."""
    lead, call, read, keys, asked = (part or () for part in way.parts)
    gaps = [
        [""] * (spare > place and bool(part)) for place, part in enumerate((call, way.band, lead))
    ]
    parts = [
        (gaps[1], _PLAIN),
        (lead, _BOLD),
        (gaps[2], _PLAIN),
        (call, _BOLD if way.band else on_band),
        (gaps[0], _PLAIN),
        (read, _PLAIN),
    ]
    below = [(line, _BOLD) for line in (*keys, *asked)]
    above = [(line, style) for lines, style in parts for line in lines]
    left = way.rows - way.band + spare - len(above) - len(below)
    return [*above, *[("", _PLAIN)] * left, *below]


def _least_call(call: str, width: int, rows: int, look: StepLook) -> _Lines:
    """Return *call* in the fewest rows that make it larger than all else."""
    least = max(LEAST_CALL_ROWS, rows // _PART_OF_CALL)
    large = large_letters(call, width, least, look, lines=1)
    return large or (look.unicode and small_lettering(call, width)) or None


def _in_letters(text: str, width: int, each: int, look: StepLook, most: int = MOST_LINES) -> _Lines:
    """Return *text* in letters, on few lines of *each* rows, or of more where letters need them.

    Half a row at least is free above them.
    """
    each = max(each, LETTER_ROWS if look.unicode else 2 * LETTER_ROWS)
    drawn = (
        large_letters(text, width, count * each, look, lines=count, is_low=True)
        for count in range(1, most + 1)
    )
    return next(filter(None, drawn), None)


def _lead(lead: str, width: int, each: int, look: StepLook) -> _Lines:
    """Return the same for *lead*, with half a row free below it: the call may fill its rows."""
    letters = _in_letters(lead, width, each, look)
    return letters and large_letters(lead, width, len(letters), look)


def _paragraphs(parts: Sequence[Sequence[str]]) -> _Lines:
    """Return *parts* below each other, with air between them; None if one is missing."""
    return [line for part in parts for line in (*part, "")][:-1] if parts and all(parts) else None


def _large_items(text: str, width: int, rows: int, look: StepLook) -> _Lines:
    """Return in letters what two spaces set apart, on few lines; None if one is too wide."""
    each = -(-rows // _PART_OF_KEYS)
    lines: list[str] = []
    for item in text.split("  "):
        longer = f"{lines[-1]}  {item}" if lines else item
        if lines and _in_letters(longer, width, each, look, 1):
            lines[-1] = longer
        else:
            lines.append(item)
    least = min(len(_in_letters(line, width, each, look, 1) or ()) for line in lines)
    drawn = [_in_letters(line, width, least, look, 1) for line in lines]  # all of one size
    return [row for part in drawn for row in part or ()] if all(drawn) else None
