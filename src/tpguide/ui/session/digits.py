"""Digits as large as a space can hold, with strokes that are equally thick everywhere.

They are made of dots that are as high as they are wide: a cell is two of them, one above the
other. Every digit is equally wide, so that a number stands still while it counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import hypot
from typing import Final

#: Below this height a digit has no room for its two holes.
FEWEST_DIGIT_ROWS: Final = 5
BLOCK: Final = "█"
#: How wide a digit may be for its height, in cells. The widest that fits is taken.
WIDEST_DIGIT: Final = 1.2
NARROWEST: Final = 0.9
#: How long the flag of a 1 is, in strokes.
FLAG: Final = 1.4
#: How far beyond its circle a dot of a corner may lie.
ROUGHNESS: Final = 0.2

_HALVES: Final = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): BLOCK}

#: Where each digit has strokes: across, and down in its upper and in its lower half.
_STROKES: Final = {
    "0": ("top bottom", "left right", "left right"),
    "2": ("top middle bottom", "right", "left"),
    "3": ("top middle bottom", "right", "right"),
    "4": ("middle", "left right", "right"),
    "5": ("top middle bottom", "left", "right"),
    "6": ("top middle bottom", "left", "left right"),
    "7": ("top", "right", "right"),
    "8": ("top middle bottom", "left right", "left right"),
    "9": ("top middle bottom", "left right", "right"),
}

_Dots = list[bytearray]


@dataclass(frozen=True, slots=True)
class _Face:
    """The measures of digits, in dots. *curve* is the radius of their corners, 0 for none."""

    width: int
    height: int
    stroke: int
    middle: int
    curve: int

    def width_of(self, text: str) -> int:
        """Return how wide *text* is."""
        gaps = self.stroke * (len(text) - 1)
        return gaps + sum(self.stroke if mark == ":" else self.width for mark in text)


def _round_face(width: int, rows: int) -> _Face:
    height = 2 * rows
    stroke = max(2, round(height / 6))
    middle = (height - stroke) // 2
    return _Face(width, height, stroke, _crisp(middle, stroke), round(1.5 * stroke))


def _crisp(row: int, stroke: int) -> int:
    """Return the row to begin a stroke at instead of *row*: at the edge of a cell it is crisp."""
    return row - row % 2 if stroke % 2 == 0 else row


def _square_face(width: int, rows: int) -> _Face:
    stroke = max(1, round(rows / 7))
    return _Face(width, 2 * rows, 2 * stroke, 2 * ((rows - stroke) // 2), 0)


@lru_cache(maxsize=64)
def digits(text: str, columns: int, rows: int) -> tuple[str, ...]:
    """Return *text*, of digits and colons, in the largest rows of blocks that fit.

    Where none do, the text itself is the one row.
    """
    return _drawn(text, columns, rows, _round_face)


@lru_cache(maxsize=64)
def ascii_digits(text: str, columns: int, rows: int) -> tuple[str, ...]:
    """Return the same in number signs, for a terminal without blocks."""
    return tuple(row.replace(BLOCK, "#") for row in _drawn(text, columns, rows, _square_face))


def _drawn(
    text: str, columns: int, rows: int, face_of: Callable[[int, int], _Face]
) -> tuple[str, ...]:
    for height in range(rows, FEWEST_DIGIT_ROWS - 1, -1):
        for width in range(round(WIDEST_DIGIT * height), round(NARROWEST * height) - 1, -1):
            face = face_of(width, height)
            has_centre = (width - face.stroke) % 2 == 0
            if has_centre and face.width_of(text) <= columns:
                glyphs = [_glyph(mark, face) for mark in text]
                gap = " " * face.stroke
                return tuple(gap.join(parts).rstrip() for parts in zip(*glyphs, strict=True))
    return (text,)


@lru_cache(maxsize=64)
def _glyph(mark: str, face: _Face) -> tuple[str, ...]:
    match mark:
        case ":":
            dots = _colon(face)
        case "1":
            dots = _one(face)
        case _:
            dots = _digit(mark, face)
    return tuple(
        "".join(_HALVES[pair] for pair in zip(dots[row], dots[row + 1], strict=True))
        for row in range(0, face.height, 2)
    )


def _colon(face: _Face) -> _Dots:
    dots = _blank(face.stroke, face.height)
    top = _crisp((face.height + 2) // 3 - face.stroke // 2, face.stroke)
    for row in (top, face.height - face.stroke - top):
        _fill(dots, 0, row, face.stroke, face.stroke)
    return dots


def _one(face: _Face) -> _Dots:
    """A stem in the middle, on a foot, with its flag falling to the left."""
    dots = _blank(face.width, face.height)
    stem = (face.width - face.stroke) // 2
    _fill(dots, stem, 0, face.stroke, face.height)
    _fill(dots, 0, face.height - face.stroke, face.width, face.stroke)
    for n in range(1, min(stem, round(FLAG * face.stroke)) + 1):
        fallen = n * 2 // 3
        _fill(dots, stem - n, fallen if face.curve else fallen // 2 * 2, 1, face.stroke)
    return dots


def _digit(mark: str, face: _Face) -> _Dots:
    dots = _blank(face.width, face.height)
    across, *halves = (set(names.split()) for names in _STROKES[mark])
    lines = {"top": 0, "middle": face.middle, "bottom": face.height - face.stroke}
    spans = ((0, face.middle + face.stroke), (face.middle, face.height))
    for line in across:
        _fill(dots, 0, lines[line], face.width, face.stroke)
    for names, (top, bottom) in zip(halves, spans, strict=True):
        for side in names:
            left = 0 if side == "left" else face.width - face.stroke
            _fill(dots, left, top, face.stroke, bottom - top)
    for side in ("left", "right"):
        upper, lower = (side in names for names in halves)
        if upper and "top" in across:
            _bend(dots, face, side, spans[0][0], +1)
        if upper and not lower and "middle" in across:
            _bend(dots, face, side, spans[0][1], -1)
        if lower and not upper and "middle" in across:
            _bend(dots, face, side, spans[1][0], +1)
        if lower and "bottom" in across:
            _bend(dots, face, side, spans[1][1], -1)
    return dots


def _bend(dots: _Dots, face: _Face, side: str, edge: int, inwards: int) -> None:
    """Round a corner: *edge* is the line that it lies on, *inwards* where the digit is from it."""
    for down in range(face.curve):
        for right in range(face.curve):
            distance = hypot(face.curve - right - 0.5, face.curve - down - 0.5)
            row = edge + down if inwards > 0 else edge - 1 - down
            column = right if side == "left" else face.width - 1 - right
            dots[row][column] = face.curve - face.stroke < distance < face.curve + ROUGHNESS


def _blank(width: int, height: int) -> _Dots:
    return [bytearray(width) for _ in range(height)]


def _fill(dots: _Dots, left: int, top: int, width: int, height: int) -> None:
    for row in dots[top : top + height]:
        row[left : left + width] = b"\1" * width
