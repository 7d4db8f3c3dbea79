"""Drawings as rows of text: blocks in colour, dots or plain characters without.

Nothing is drawn where a drawing is transparent, so the terminal's own background shows through.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, groupby
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

#: Glyphs of the quarters of a cell by their bits: upper left, upper right, lower left, lower right.
QUADRANTS: Final = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
_BITS: Final = (1, 2, 4, 8)
#: The ways to part four quarters in two, each once.
_TWO_PARTS: Final = range(1, 8)

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

#: With fewer picture elements across, the fine parts of a drawing are nothing but noise.
FEW_ACROSS: Final = 72

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
    medium = _medium(mode)
    columns = drawing.columns_that_fit(columns, rows)
    return medium.rows(medium.grid(medium.suited(drawing, columns), columns, images))


class MovingPart:
    """A drawing with a part that moves along another: rasterised once, put together for each frame.

    *moving* is shown over all else, even if the file hides it; where there are colours, *along* is
    seen through it. Both are ids of parts. For another size, side or place, make another.
    """

    def __init__(
        self,
        drawing: Drawing,
        moving: str,
        along: str,
        *,
        columns: int,
        rows: int | None,
        mode: PictureMode,
        images: KeptImages = NOTHING_KEPT,
    ) -> None:
        self._images = images
        self._medium = _medium(mode)
        self._columns = drawing.columns_that_fit(columns, rows)
        drawing = self._medium.suited(drawing, self._columns)
        self._ground = self._grid(drawing.without_part(moving))
        self._still = self._medium.rows(self._ground)
        self._part = self._elements(drawing, moving)
        self._way = self._elements(drawing, along)
        self._frames: dict[int, list[Row]] = {}

    def at(self, share: float) -> list[Row]:
        """Return the drawing with the moving part at a *share* of its way down.

        At 0 the upper edges of the two parts meet, at 1 the lower ones. The rows are shared between
        frames: not to be changed.
        """
        part, way = _extent(self._part), _extent(self._way)
        down = way.start - part.start + round(share * (len(way) - len(part)))
        if down not in self._frames:
            self._frames[down] = self._composed(down)
        return self._frames[down]

    def _grid(self, drawing: Drawing) -> DotGrid:
        return self._medium.grid(drawing, self._columns, self._images)

    def _elements(self, drawing: Drawing, part: str) -> Elements:
        return {
            (x, y): element
            for y, line in enumerate(self._grid(drawing.with_part_alone(part)))
            for x, element in enumerate(line)
            if element != TRANSPARENT
        }

    def _composed(self, down: int) -> list[Row]:
        changed: dict[int, list[int]] = {}
        for (x, above_y), element in self._part.items():
            y = above_y + down
            if 0 <= y < len(self._ground):
                line = changed.setdefault(y, list(self._ground[y]))
                below = self._way.get((x, y))
                line[x] = element if below is None else self._medium.mixed(element, below)
        rows = list(self._still)
        high = self._medium.elements_down
        for row in {y // high for y in changed}:
            lines = range(row * high, (row + 1) * high)
            rows[row] = self._medium.row([changed.get(y, self._ground[y]) for y in lines])
        return rows


def _extent(elements: Elements) -> range:
    lines = {y for _, y in elements}
    return range(min(lines), max(lines) + 1) if lines else range(0)


class _Medium(ABC):
    """What a picture is made of in a cell."""

    elements_across: int
    elements_down: int

    def suited(self, drawing: Drawing, columns: int) -> Drawing:
        """Return *drawing* with as much detail as *columns* can show."""
        if columns * self.elements_across < FEW_ACROSS:
            return drawing.for_few_pixels()
        return drawing.for_many_pixels()

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


class _Coloured(_Medium):
    """Elements that are colours."""

    elements_down = 2

    def suited(self, drawing: Drawing, columns: int) -> Drawing:
        suited = super().suited(drawing, columns)
        is_coarse = columns * self.elements_across < FEW_ACROSS
        return suited.without_outlines() if is_coarse else suited

    def mixed(self, above: int, below: int) -> int:
        pairs = zip(above.to_bytes(3), below.to_bytes(3), strict=True)
        return int.from_bytes(bytes((one + 2 * other) // 3 for one, other in pairs))


class _HalfBlocks(_Coloured):
    """Two colours a cell, one above the other."""

    elements_across = 1

    def grid(self, drawing: Drawing, columns: int, images: KeptImages) -> DotGrid:
        return _filled_up(
            [list(line) for line in pixels(drawing, columns, images)], self.elements_down
        )

    def row(self, lines: DotGrid) -> Row:
        from rich.segment import Segment

        row = []
        for (upper, lower), run in groupby(zip(*lines, strict=True)):
            glyph, style = _half_block(upper, lower)
            row.append(Segment(glyph * sum(1 for _ in run), style))
        return tuple(row)


@lru_cache(maxsize=4096)
def _half_block(upper: int, lower: int) -> tuple[str, Style | None]:
    from rich.color import Color
    from rich.style import Style

    if upper == lower == TRANSPARENT:
        return " ", None
    if upper == TRANSPARENT:
        return "▄", Style(color=Color.from_rgb(*lower.to_bytes(3)))
    if lower == TRANSPARENT:
        return "▀", Style(color=Color.from_rgb(*upper.to_bytes(3)))
    return "▀", Style(
        color=Color.from_rgb(*upper.to_bytes(3)), bgcolor=Color.from_rgb(*lower.to_bytes(3))
    )


class _Quadrants(_Coloured):
    """Two colours a cell, laid out in its quarters as they come nearest to the drawing."""

    elements_across = 2

    def grid(self, drawing: Drawing, columns: int, images: KeptImages) -> DotGrid:
        # A quarter of a cell is twice as high as it is wide: two pixels, one above the other.
        lines = [list(line) for line in pixels(drawing, 2 * columns, images)]
        lines = _filled_up(lines, 2 * self.elements_down)
        return [
            [one if one == other else _mean((one, other)) for one, other in zip(*two, strict=True)]
            for two in zip(lines[::2], lines[1::2], strict=True)
        ]

    def row(self, lines: DotGrid) -> Row:
        from rich.segment import Segment

        upper, lower = lines
        quarters = zip(upper[::2], upper[1::2], lower[::2], lower[1::2], strict=True)
        row = []
        for cell, run in groupby(map(_quadrants, quarters)):
            glyph, style = cell
            row.append(Segment(glyph * sum(1 for _ in run), style))
        return tuple(row)


@lru_cache(maxsize=16384)
def _quadrants(quarters: tuple[int, ...]) -> tuple[str, Style | None]:
    """Return the quarters of a cell, and their colours, that look most like *quarters*."""
    from rich.color import Color
    from rich.style import Style

    there = [quarter for quarter in quarters if quarter != TRANSPARENT]
    if not there:
        return " ", None
    if len(there) < len(quarters):  # what isn't there has the colour of the ground
        pattern = sum(bit for bit, one in zip(_BITS, quarters, strict=True) if one != TRANSPARENT)
        return QUADRANTS[pattern], Style(color=Color.from_rgb(*_mean(there).to_bytes(3)))
    if len(set(quarters)) == 1:
        return "█", Style(color=Color.from_rgb(*quarters[0].to_bytes(3)))
    pattern = min(_TWO_PARTS, key=lambda pattern: _spread(quarters, pattern))
    front, back = (_mean(part) for part in _parted(quarters, pattern))
    return QUADRANTS[pattern], Style(
        color=Color.from_rgb(*front.to_bytes(3)), bgcolor=Color.from_rgb(*back.to_bytes(3))
    )


def _parted(quarters: Sequence[int], pattern: int) -> tuple[list[int], list[int]]:
    pairs = list(zip(_BITS, quarters, strict=True))
    return (
        [quarter for bit, quarter in pairs if pattern & bit],
        [quarter for bit, quarter in pairs if not pattern & bit],
    )


def _spread(quarters: Sequence[int], pattern: int) -> int:
    """Return how far the quarters are, in all, from the mean of their part."""
    return sum(
        (one - other) ** 2
        for part in _parted(quarters, pattern)
        for quarter in part
        for one, other in zip(quarter.to_bytes(3), _mean(part).to_bytes(3), strict=True)
    )


def _mean(colours: Sequence[int]) -> int:
    there = [colour.to_bytes(3) for colour in colours if colour != TRANSPARENT]
    if 2 * len(there) < len(colours):
        return TRANSPARENT
    return int.from_bytes(bytes(sum(channel) // len(there) for channel in zip(*there, strict=True)))


class _Dots(_Medium):
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


def _medium(mode: PictureMode) -> _Medium:
    match mode:
        case PictureMode.BRAILLE:
            return _Dots("".join(chr(BRAILLE_BLANK + pattern) for pattern in range(0x100)))
        case PictureMode.CHARACTERS:
            return _Dots(_nearest_characters())
        case PictureMode.HALF_BLOCKS:
            return _HalfBlocks()
        case _:  # terminals that take images have quadrants too
            return _Quadrants()


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
