"""A drawing on which a part moves, as rows of text: the tool on its way along the muscle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tpguide.modes import PictureMode
from tpguide.ui.pictures.cells import DotGrid, Elements, medium_of
from tpguide.ui.pictures.pixels import NOTHING_KEPT, TRANSPARENT, KeptImages
from tpguide.ui.pictures.svg import Drawing

if TYPE_CHECKING:
    from tpguide.ui.pictures.cells import Row


class MovingPart:
    """A drawing with a part that moves along another: rasterised once, put together for each frame.

    *moving* is shown over all else, even if the file hides it; where there are colours, *along* is
    seen through it. Both are ids of parts. For another size, side or place, make another. Where
    the drawing *lies*, it is turned so that the way down is one to the right.
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
        lies: bool = False,
        images: KeptImages = NOTHING_KEPT,
    ) -> None:
        self._images = images
        self._medium = medium_of(mode)
        self._lies = lies
        drawing = drawing.turned() if lies else drawing
        self._columns = drawing.columns_that_fit(columns, rows)
        drawing = self._medium.suited(drawing, self._columns)
        self._ground = self._grid(drawing.without_part(moving))
        self._still = self._medium.rows(self._ground)
        self._part = self._elements(drawing, moving)
        self._way = self._elements(drawing, along)
        self._frames: dict[int, list[Row]] = {}

    def at(self, share: float) -> list[Row]:
        """Return the drawing with the moving part at a *share* of its way.

        At 0 the upper edges of the two parts meet, at 1 the lower ones; the left and the right ones
        where it lies. The rows are shared between frames: not to be changed.
        """
        part, way = self._extent(self._part), self._extent(self._way)
        moved = way.start - part.start + round(share * (len(way) - len(part)))
        if moved not in self._frames:
            self._frames[moved] = self._composed(moved)
        return self._frames[moved]

    def _extent(self, elements: Elements) -> range:
        """Return the lines that *elements* take, or the columns where the drawing lies."""
        taken = {x if self._lies else y for x, y in elements}
        return range(min(taken), max(taken) + 1) if taken else range(0)

    def _grid(self, drawing: Drawing) -> DotGrid:
        return self._medium.grid(drawing, self._columns, self._images)

    def _elements(self, drawing: Drawing, part: str) -> Elements:
        return {
            (x, y): element
            for y, line in enumerate(self._grid(drawing.with_part_alone(part)))
            for x, element in enumerate(line)
            if element != TRANSPARENT
        }

    def _composed(self, moved: int) -> list[Row]:
        changed: dict[int, list[int]] = {}
        right, down = (moved, 0) if self._lies else (0, moved)
        for (from_x, from_y), element in self._part.items():
            x, y = from_x + right, from_y + down
            if 0 <= y < len(self._ground) and 0 <= x < len(self._ground[y]):
                line = changed.setdefault(y, list(self._ground[y]))
                below = self._way.get((x, y))
                line[x] = element if below is None else self._medium.mixed(element, below)
        rows = list(self._still)
        high = self._medium.elements_down
        for row in {y // high for y in changed}:
            lines = range(row * high, (row + 1) * high)
            rows[row] = self._medium.row([changed.get(y, self._ground[y]) for y in lines])
        return rows
