"""A drawing in plain characters whose parts carry numbers: for paper, a pipe, or ASCII.

It is rasterised once with each part in a colour of its own; where two parts meet is a line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

from tpguide.ui.pictures.pixels import Pixels, pixels
from tpguide.ui.pictures.svg import Drawing

#: Pixels of a cell, which is twice as high as wide.
ACROSS: Final = 2
DOWN: Final = 4
OUTSIDE: Final = -1
#: So wide a drawing is first taken, to see how large its parts are.
ROUGH_COLUMNS: Final = 60
#: Cells that a line within the drawing takes at most.
WIDEST_LINE: Final = 5
#: Rows of the drawing above and below the parts that are numbered.
ROWS_AROUND: Final = 2
#: Steps between the colours of parts, so far apart that a blend of two is none of them.
COLOUR_STEP: Final = 0x2B57A9
#: Where never to press; it needs no legend of its own beside the words.
FORBIDDEN: Final = "x"

Regions = list[list[int]]


class OutlineCharacters(Struct, frozen=True):
    """What lines are drawn with."""

    across: str
    down: str


BOX_OUTLINE: Final = OutlineCharacters("─", "│")
ASCII_OUTLINE: Final = OutlineCharacters("-", "|")


def numbered_rows(
    drawing: Drawing,
    numbers: Mapping[str, int],
    forbidden: Sequence[str],
    *,
    columns: int,
    rows: int,
    outline: OutlineCharacters,
) -> list[str]:
    """Return *drawing* in at most *columns* by *rows*, *numbers* in its parts.

    What is *forbidden* is filled. Raises PictureError if it can't be rasterised or has no such
    part.
    """
    parts = [*numbers, *forbidden]
    if not numbers:
        return []
    # First how large the numbered parts are in the drawing, then the drawing that fits them.
    left, top, right, bottom = _box(_regions(drawing, parts, ROUGH_COLUMNS), len(numbers))
    scale = min(columns / (right - left), (rows - 2 * ROWS_AROUND) / (bottom - top))
    regions = _regions(drawing, parts, max(int(ROUGH_COLUMNS * scale), 1))
    _, top, _, bottom = _box(regions, len(numbers))
    regions = regions[max(top - ROWS_AROUND, 0) : bottom + ROWS_AROUND]
    first_forbidden = len(numbers)
    canvas = [
        list(_outlined(regions, row, first_forbidden, outline)) for row in range(len(regions))
    ]
    for index, number in enumerate(numbers.values()):
        if place := _middle(regions, index):
            column, row = place
            text = str(number)
            start = max(column - (len(text) - 1) // 2, 0)
            canvas[row][start : start + len(text)] = text
    lines = ["".join(row).rstrip() for row in canvas]
    margin = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    return [line[margin:] for line in lines]


def _regions(drawing: Drawing, parts: Sequence[str], columns: int) -> Regions:
    """Return for each cell the index of the part that most of it shows."""
    colours = {}
    for index, part in enumerate(parts):
        colour = (index + 1) * COLOUR_STEP % 0x1000000
        colours[colour] = index
        drawing = drawing.with_part_lit(part, f"#{colour:06x}")
    image = pixels(drawing, columns * ACROSS)
    return [
        _closed([_region(image, row, at, colours) for at in range(0, columns * ACROSS, ACROSS)])
        for row in range(0, len(image), DOWN)
    ]


def _closed(row: list[int]) -> list[int]:
    """Return *row* with each gap between two parts, a line of the drawing, given to them."""
    inside = [at for at, region in enumerate(row) if region != OUTSIDE]
    for before, after in pairwise(inside):
        if after - before <= WIDEST_LINE:
            middle = (before + after + 1) // 2
            row[before:middle] = [row[before]] * (middle - before)
            row[middle:after] = [row[after]] * (after - middle)
    return row


def _region(image: Pixels, row: int, column: int, colours: Mapping[int, int]) -> int:
    seen = Counter(
        colours.get(pixel, OUTSIDE)
        for line in image[row : row + DOWN]
        for pixel in line[column : column + ACROSS]
    )
    # The lines between parts are drawn here, so theirs in the file belong to either.
    return next((region for region, _ in seen.most_common() if region != OUTSIDE), OUTSIDE)


def _outlined(
    regions: Regions, row: int, forbidden: int, outline: OutlineCharacters
) -> Iterator[str]:
    above = regions[row - 1] if row else [OUTSIDE] * len(regions[row])
    for column, region in enumerate(regions[row]):
        left = regions[row][column - 1] if column else OUTSIDE
        if region >= forbidden:
            yield FORBIDDEN
        elif left != region and left < forbidden:
            yield outline.down
        elif above[column] != region and above[column] < forbidden:
            yield outline.across
        else:
            yield " "


def _box(regions: Regions, parts: int) -> tuple[int, int, int, int]:
    """Return the columns and the rows between which the first *parts* are shown."""
    cells = [
        (column, row)
        for row, line in enumerate(regions)
        for column, region in enumerate(line)
        if 0 <= region < parts
    ]
    if not cells:
        return 0, 0, len(regions[0]), len(regions)
    columns, rows = zip(*cells, strict=True)
    return min(columns), min(rows), max(columns) + 1, max(rows) + 1


def _middle(regions: Regions, index: int) -> tuple[int, int] | None:
    """Return the cell in the middle of that part, if there is any of it."""
    cells = [
        (column, row)
        for row, line in enumerate(regions)
        for column, region in enumerate(line)
        if region == index
    ]
    if not cells:
        return None
    return (
        round(sum(column for column, _ in cells) / len(cells)),
        round(sum(row for _, row in cells) / len(cells)),
    )
