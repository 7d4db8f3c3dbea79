"""A drawing in plain characters whose parts carry numbers: for paper, a pipe, or ASCII.

It is rasterised once with each part in a colour of its own; where two parts meet is a line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from tpguide.ui.pictures.pixels import Pixels, pixels
from tpguide.ui.pictures.svg import Drawing

#: Pixels of a cell, which is twice as high as wide.
ACROSS: Final = 2
DOWN: Final = 4
OUTSIDE: Final = -1
#: Steps between the colours of parts, so far apart that a blend of two is none of them.
COLOUR_STEP: Final = 0x2B57A9
#: Where never to press; it needs no legend of its own beside the words.
CROSSED_OUT: Final = "x"

Regions = list[list[int]]


class Strokes(Struct, frozen=True):
    """What lines are drawn with."""

    across: str
    down: str


DRAWN: Final = Strokes("─", "│")
ASCII: Final = Strokes("-", "|")


def numbered_rows(
    drawing: Drawing,
    numbers: Mapping[str, int],
    crossed_out: Sequence[str],
    *,
    columns: int,
    rows: int,
    strokes: Strokes,
) -> list[str]:
    """Return *drawing* in at most *columns* by *rows*, *numbers* in its parts.

    What is *crossed out* is filled. Raises PictureError if it can't be rasterised or has no such
    part.
    """
    parts = [*numbers, *crossed_out]
    regions = _regions(drawing, parts, drawing.columns_that_fit(columns, rows))
    first_crossed = len(numbers)
    canvas = [list(_outlined(regions, row, first_crossed, strokes)) for row in range(len(regions))]
    for index, number in enumerate(numbers.values()):
        if place := _middle(regions, index):
            column, row = place
            text = str(number)
            start = max(column - (len(text) - 1) // 2, 0)
            canvas[row][start : start + len(text)] = text
    lines = ["".join(row).rstrip() for row in canvas]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def middles(
    drawing: Drawing, parts: Sequence[str], columns: int = 60
) -> dict[str, tuple[float, float]]:
    """Return where the middle of each of *parts* is, as shares of the width and the height."""
    regions = _regions(drawing, parts, columns)
    found = {}
    for index, part in enumerate(parts):
        if place := _middle(regions, index):
            column, row = place
            found[part] = ((column + 0.5) / len(regions[0]), (row + 0.5) / len(regions))
    return found


def _regions(drawing: Drawing, parts: Sequence[str], columns: int) -> Regions:
    """Return for each cell the index of the part that most of it shows."""
    colours = {}
    for index, part in enumerate(parts):
        colour = (index + 1) * COLOUR_STEP % 0x1000000
        colours[colour] = index
        drawing = drawing.with_part_lit(part, f"#{colour:06x}")
    image = pixels(drawing, columns * ACROSS)
    return [
        [_region(image, row, column, colours) for column in range(0, columns * ACROSS, ACROSS)]
        for row in range(0, len(image), DOWN)
    ]


def _region(image: Pixels, row: int, column: int, colours: Mapping[int, int]) -> int:
    seen = Counter(
        colours.get(pixel, OUTSIDE)
        for line in image[row : row + DOWN]
        for pixel in line[column : column + ACROSS]
    )
    # The lines between parts are drawn here, so theirs in the file belong to either.
    return next((region for region, _ in seen.most_common() if region != OUTSIDE), OUTSIDE)


def _outlined(regions: Regions, row: int, crossed: int, strokes: Strokes) -> Iterator[str]:
    above = regions[row - 1] if row else [OUTSIDE] * len(regions[row])
    for column, region in enumerate(regions[row]):
        left = regions[row][column - 1] if column else OUTSIDE
        if region >= crossed:
            yield CROSSED_OUT
        elif left != region and left < crossed:
            yield strokes.down
        elif above[column] != region and above[column] < crossed:
            yield strokes.across
        else:
            yield " "


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
