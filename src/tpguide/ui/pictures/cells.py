"""Drawings as rows of text: blocks in colour, dots or plain characters without.

Nothing is drawn where a drawing is transparent, so the terminal's own background shows through.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, groupby
from math import gcd
from typing import TYPE_CHECKING, Final

from tpguide.modes import PictureMode
from tpguide.ui.pictures.pixels import NOTHING_KEPT, TRANSPARENT, KeptImages, pixels
from tpguide.ui.pictures.svg import Drawing

if TYPE_CHECKING:
    from rich.segment import Segment
    from rich.style import Style

    Row = tuple[Segment, ...]
    """A row of cells, all of a picture equally wide."""

#: Darker than this is drawn solid without colours: outlines, lit parts, painful places.
INK_BELOW: Final = 125
#: Darker than this, but lighter than ink, is stippled; what is lighter stays empty.
STIPPLE_BELOW: Final = 160
#: Pixels rasterised for each dot, in each direction, so that thin lines stay whole.
PIXELS_PER_DOT: Final = 2
#: Brighter than any colour, so that it is never among the darkest.
NOTHING_THERE: Final = 0x100
DOT: Final = 1
NO_DOT: Final = 0

#: Bits of the dots of a braille cell, row by row, left and right, as Unicode numbers them.
BRAILLE_BITS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
BRAILLE_BLANK: Final = 0x2800

#: Glyphs by the parts of a cell that they fill, a bit each: row by row, left and right.
HALVES: Final = " ▀▄█"
QUADRANTS: Final = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
#: Unicode has the halves, which are sextants too, elsewhere: they are left out of its sequence.
SEXTANTS: Final = "".join(
    {0: " ", 21: "▌", 42: "▐", 63: "█"}.get(bits)
    or chr(0x1FB00 + bits - 1 - (bits > 21) - (bits > 42))
    for bits in range(64)
)

#: How plain characters look as four rows of two dots.
CHARACTER_DOTS: Final = {
    " ": "..|..|..|..",
    "'": ".#|.#|..|..",
    "`": "#.|.#|..|..",
    '"': "##|##|..|..",
    ".": "..|..|..|.#",
    ",": "..|..|.#|#.",
    "_": "..|..|..|##",
    "-": "..|##|..|..",
    "~": "..|#.|##|..",
    "=": "..|##|##|..",
    ":": "..|#.|..|#.",
    "|": "#.|#.|#.|#.",
    "!": ".#|.#|.#|.#",
    "/": ".#|.#|#.|#.",
    "\\": "#.|#.|.#|.#",
    "(": ".#|#.|#.|.#",
    ")": "#.|.#|.#|#.",
    "o": "..|..|##|##",
    "^": "##|..|..|..",
    "L": "#.|#.|#.|##",
    "J": ".#|.#|.#|##",
    "7": "##|.#|.#|.#",
    "r": "##|#.|#.|#.",
    "x": "#.|.#|#.|.#",
    "%": ".#|#.|.#|#.",
    "#": "##|##|##|##",
}

#: With fewer picture elements along its shorter side, the fine parts of a drawing are noise.
FEW_ELEMENTS: Final = 52
#: With fewer than these, so is what has no fill.
FEWEST_ELEMENTS_WITH_LINES: Final = 36

DotGrid = list[list[int]]
"""Rows of picture elements: colours or dots, or `TRANSPARENT`."""
Elements = dict[tuple[int, int], int]
"""Those of a part, by column and line."""


def cells(
    drawing: Drawing,
    columns: int,
    rows: int | None,
    mode: PictureMode,
    *,
    images: KeptImages = NOTHING_KEPT,
) -> list[Row]:
    """Return *drawing* as rows of cells, as large as fits into *columns* by *rows* cells.

    A terminal that takes images gets quadrants, which it has too; `PictureMode.NONE` no rows.
    All rows are equally wide.
    """
    if mode is PictureMode.NONE:
        return []
    medium = medium_of(mode)
    columns = drawing.columns_that_fit(columns, rows)
    return medium.rows(medium.grid(medium.suited(drawing, columns), columns, images))


class Medium(ABC):
    """What a picture is made of in a cell."""

    elements_across: int
    elements_down: int

    def elements(self, drawing: Drawing, columns: int) -> float:
        """Return how many elements there are along the shorter side of *drawing*."""
        return columns * self.elements_across * min(1, drawing.height / drawing.width)

    def suited(self, drawing: Drawing, columns: int) -> Drawing:
        """Return *drawing* with as much detail as *columns* can show."""
        elements = self.elements(drawing, columns)
        if elements >= FEW_ELEMENTS:
            return drawing.for_many_pixels()
        few = drawing.for_few_pixels()
        return few if elements >= FEWEST_ELEMENTS_WITH_LINES else few.without_lines()

    @abstractmethod
    def grid(self, drawing: Drawing, columns: int, images: KeptImages) -> DotGrid:
        """Return the elements of *drawing*, in lines that fill whole rows of cells."""

    @abstractmethod
    def mixed(self, above: int, below: int) -> int:
        """Return how *below* is seen through *above*."""

    @abstractmethod
    def row(self, lines: DotGrid) -> Row:
        """Return one row of cells."""

    def rows(self, grid: DotGrid) -> list[Row]:
        """Return all rows of cells."""
        high = self.elements_down
        return [self.row(grid[at : at + high]) for at in range(0, len(grid), high)]


class _Blocks(Medium):
    """Parts of cells in two colours each, laid out as they come nearest to the drawing."""

    def __init__(self, across: int, down: int, glyphs: str) -> None:
        self.elements_across = across
        self.elements_down = down
        self._glyphs = glyphs

    def suited(self, drawing: Drawing, columns: int) -> Drawing:
        suited, elements = super().suited(drawing, columns), self.elements(drawing, columns)
        return suited if elements >= FEW_ELEMENTS else suited.without_outlines()

    def grid(self, drawing: Drawing, columns: int, images: KeptImages) -> DotGrid:
        # A cell is twice as high as wide: as many pixels as make whole parts of it both ways.
        wide = self.elements_down // gcd(2 * self.elements_across, self.elements_down)
        high = 2 * wide * self.elements_across // self.elements_down
        across = wide * self.elements_across * columns
        lines = [list(line) for line in pixels(drawing, across, images)]
        lines = _filled_up(lines, high * self.elements_down)
        strips = (lines[y : y + high] for y in range(0, len(lines), high))
        return [
            [*map(_mean, zip(*(line[x::wide] for line in strip for x in range(wide)), strict=True))]
            for strip in strips
        ]

    def mixed(self, above: int, below: int) -> int:
        pairs = zip(above.to_bytes(3), below.to_bytes(3), strict=True)
        return int.from_bytes(bytes((one + 2 * other) // 3 for one, other in pairs))

    def row(self, lines: DotGrid) -> Row:
        from rich.segment import Segment

        wide = self.elements_across
        parts = (line[start::wide] for line in lines for start in range(wide))
        row = []
        for cell, run in groupby(zip(*parts, strict=True)):
            glyph, *colours = _block(cell, self._glyphs)
            # Each style is new: one keeps the codes of the colours that it was first written in.
            row.append(Segment(glyph * sum(1 for _ in run), _style(*colours)))
        return tuple(row)


@lru_cache(maxsize=16384)
def _block(parts: tuple[int, ...], glyphs: str) -> tuple[str, int, int]:
    """Return the glyph, its colour and its ground that look most like the *parts* of a cell."""
    there = [part for part in parts if part != TRANSPARENT]
    if not there:
        return " ", TRANSPARENT, TRANSPARENT
    if len(there) < len(parts):  # what isn't there has the colour of the ground
        pattern = _bits(part != TRANSPARENT for part in parts)
        return glyphs[pattern], _mean(tuple(there)), TRANSPARENT
    if len(set(parts)) == 1:
        return glyphs[-1], parts[0], TRANSPARENT
    # Two groups of colours are told apart by one channel at least.
    channels = list(zip(*(part.to_bytes(3) for part in parts), strict=True))
    patterns = {
        _bits(value > bound for value in channel)
        for channel in channels
        for bound in sorted(set(channel))[:-1]
    }
    pattern = min(sorted(patterns), key=lambda pattern: _spread(parts, pattern))
    front, back = (_mean(part) for part in _parted(parts, pattern))
    return glyphs[pattern], front, back


def _bits(are_set: Iterable[bool]) -> int:
    return sum(is_set << bit for bit, is_set in enumerate(are_set))


def _style(front: int, back: int) -> Style | None:
    from rich.color import Color
    from rich.style import Style

    if front == TRANSPARENT:
        return None
    ground = None if back == TRANSPARENT else Color.from_rgb(*back.to_bytes(3))
    return Style(color=Color.from_rgb(*front.to_bytes(3)), bgcolor=ground)


def _parted(parts: tuple[int, ...], pattern: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    numbered = list(enumerate(parts))
    return (
        tuple(part for bit, part in numbered if pattern >> bit & 1),
        tuple(part for bit, part in numbered if not pattern >> bit & 1),
    )


def _spread(parts: tuple[int, ...], pattern: int) -> int:
    """Return how far the parts are, in all, from the mean of their group."""
    return sum(
        (one - other) ** 2
        for group in _parted(parts, pattern)
        for part in group
        for one, other in zip(part.to_bytes(3), _mean(group).to_bytes(3), strict=True)
    )


@lru_cache(maxsize=4096)
def _mean(colours: tuple[int, ...]) -> int:
    if len(set(colours)) == 1:
        return colours[0]
    there = [colour.to_bytes(3) for colour in colours if colour != TRANSPARENT]
    if 2 * len(there) < len(colours):
        return TRANSPARENT
    return int.from_bytes(bytes(sum(channel) // len(there) for channel in zip(*there, strict=True)))


class _Dots(Medium):
    """Eight dots a cell, there or not: lines, solid where it is dark or lit, stippled between."""

    elements_across = len(BRAILLE_BITS[0])
    elements_down = len(BRAILLE_BITS)

    def __init__(self, glyphs: str) -> None:
        self._glyphs = glyphs

    def grid(self, drawing: Drawing, columns: int, images: KeptImages) -> DotGrid:
        across = columns * self.elements_across
        image = pixels(drawing.in_ink(), across * PIXELS_PER_DOT, images)
        brightness = {colour: _brightness(colour) for colour in set(chain.from_iterable(image))}
        bright = [[brightness[colour] for colour in line] for line in image]
        if len(bright) % PIXELS_PER_DOT:
            bright.append([NOTHING_THERE] * len(bright[0]))
        dots = [
            [
                _dot(sorted(four)[1], x + y)
                for x, four in enumerate(zip(one[::2], one[1::2], two[::2], two[1::2], strict=True))
            ]
            for y, (one, two) in enumerate(zip(bright[::2], bright[1::2], strict=True))
        ]
        return _filled_up(dots, self.elements_down)

    def mixed(self, above: int, below: int) -> int:
        return above

    def row(self, lines: DotGrid) -> Row:
        from rich.segment import Segment

        patterns = [0] * (len(lines[0]) // 2)
        for line, (left, right) in zip(lines, BRAILLE_BITS, strict=True):
            for column in range(len(patterns)):
                patterns[column] |= left * (line[2 * column] == DOT)
                patterns[column] |= right * (line[2 * column + 1] == DOT)
        return (Segment("".join(map(self._glyphs.__getitem__, patterns))),)


def _brightness(colour: int) -> int:
    if colour == TRANSPARENT:
        return NOTHING_THERE
    red, green, blue = colour.to_bytes(3)
    return (299 * red + 587 * green + 114 * blue) // 1000


def _dot(brightness: int, diagonal: int) -> int:
    if brightness == NOTHING_THERE:
        return TRANSPARENT
    if brightness < INK_BELOW:
        return DOT
    return DOT if brightness < STIPPLE_BELOW and diagonal % 2 == 0 else NO_DOT


def _filled_up(grid: DotGrid, multiple: int) -> DotGrid:
    missing = -len(grid) % multiple
    return grid + [[TRANSPARENT] * len(grid[0]) for _ in range(missing)]


def medium_of(mode: PictureMode) -> Medium:
    """Return what pictures are made of in that mode."""
    match mode:
        case PictureMode.BRAILLE:
            # Some fonts draw the pattern without dots as a box, or as hollow ones.
            dotted = (chr(BRAILLE_BLANK + pattern) for pattern in range(1, 0x100))
            return _Dots("".join((" ", *dotted)))
        case PictureMode.CHARACTERS:
            return _Dots(_nearest_characters())
        case PictureMode.HALF_BLOCKS:
            return _Blocks(1, 2, HALVES)
        case PictureMode.SEXTANTS:
            return _Blocks(2, 3, SEXTANTS)
        case _:  # terminals that take images have quadrants too
            return _Blocks(2, 2, QUADRANTS)


@lru_cache(maxsize=1)
def _nearest_characters() -> str:
    """Return, for each pattern of eight dots, the plain character that looks most like it."""
    looks = {
        character: sum(
            bit
            for line, bits in zip(rows.split("|"), BRAILLE_BITS, strict=True)
            for dot, bit in zip(line, bits, strict=True)
            if dot == "#"
        )
        for character, rows in CHARACTER_DOTS.items()
    }
    return "".join(
        min(looks, key=lambda character: (looks[character] ^ pattern).bit_count())
        for pattern in range(0x100)
    )
