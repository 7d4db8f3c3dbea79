"""Digits as large as a space can hold, drawn in blocks of one stroke."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

#: Below this height a digit has no room for its two holes.
FEWEST_ROWS: Final = 5
BLOCK: Final = "█"

#: The strokes of a digit: top, middle, bottom, and left and right in both halves.
_STROKES: Final = {
    "0": "top bottom upper-left upper-right lower-left lower-right",
    "1": "upper-right lower-right",
    "2": "top middle bottom upper-right lower-left",
    "3": "top middle bottom upper-right lower-right",
    "4": "middle upper-left upper-right lower-right",
    "5": "top middle bottom upper-left lower-right",
    "6": "top middle bottom upper-left lower-left lower-right",
    "7": "top upper-right lower-right",
    "8": "top middle bottom upper-left upper-right lower-left lower-right",
    "9": "top middle bottom upper-left upper-right lower-right",
}
#: A cell is twice as high as it is wide.
_WIDE: Final = 2


@lru_cache(maxsize=512)
def digits(text: str, columns: int, rows: int) -> tuple[str, ...]:
    """Return *text*, of digits and colons, as the largest rows of blocks that fit.

    Where no digit would fit, the text itself is the one row.
    """
    for height in range(rows, FEWEST_ROWS - 1, -1):
        stroke = max(1, round(height / 7))
        for width in range(round(height * 1.3), _WIDE * stroke * 2, -1):
            if _width(text, width, stroke) <= columns:
                if width < height:  # narrower than a digit looks good: rather less high
                    break
                return _drawn(text, width, height, stroke)
    return (text,)


def _width(text: str, width: int, stroke: int) -> int:
    gap = _gap(stroke)
    glyphs = sum(_WIDE * stroke if mark == ":" else width for mark in text)
    return glyphs + gap * (len(text) - 1)


def _gap(stroke: int) -> int:
    return _WIDE * stroke


def _drawn(text: str, width: int, height: int, stroke: int) -> tuple[str, ...]:
    glyphs = [
        _colon(height, stroke) if mark == ":" else _digit(mark, width, height, stroke)
        for mark in text
    ]
    gap = " " * _gap(stroke)
    return tuple(gap.join(glyph[row] for glyph in glyphs).rstrip() for row in range(height))


def _digit(mark: str, width: int, height: int, stroke: int) -> list[str]:
    middle = (height - stroke) // 2
    across = {"top": 0, "middle": middle, "bottom": height - stroke}
    halves = {"upper": (0, middle + stroke), "lower": (middle, height)}
    filled = [[False] * width for _ in range(height)]
    for name in _STROKES[mark].split():
        if name in across:
            top, bottom, left, right = across[name], across[name] + stroke, 0, width
        else:
            half, side = name.split("-")
            top, bottom = halves[half]
            left = 0 if side == "left" else width - _WIDE * stroke
            right = left + _WIDE * stroke
        for row in range(top, bottom):
            filled[row][left:right] = [True] * (right - left)
    return ["".join(BLOCK if cell else " " for cell in row) for row in filled]


def _colon(height: int, stroke: int) -> list[str]:
    dots = {
        row + offset
        for row in (height // 3 - stroke // 2, height - height // 3 - (stroke + 1) // 2)
        for offset in range(stroke)
    }
    return [(BLOCK if row in dots else " ") * _WIDE * stroke for row in range(height)]
