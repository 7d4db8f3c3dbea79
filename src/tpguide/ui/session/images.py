"""The picture of a session as images, by the graphics protocol of kitty.

The screen holds blank rows where they lie. The terminal keeps each image; for the tool to move,
another part of its image is shown at another cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from rich.segment import Segment

from tpguide.session.picture_state import LitPlace, PictureState
from tpguide.ui.pictures.pixels import (
    KITTY_FORGET,
    KITTY_PIXELS_PER_COLUMN,
    NOTHING_KEPT,
    TRANSPARENT,
    KeptImages,
    kitty_kept,
    kitty_shown,
    pixels,
)
from tpguide.ui.pictures.svg import Drawing
from tpguide.ui.pictures.svg_check import PictureError
from tpguide.ui.session.layout import PictureSpace
from tpguide.ui.session.picture import (
    LIT,
    DrawingOf,
    Overlay,
    PictureRow,
    persons_share,
)

GROUND, TOOL, PERSON = 1, 2, 3
ROW_PIXELS: Final = 2 * KITTY_PIXELS_PER_COLUMN
#: Pixels for a column where only the extent of a part is looked for.
EXTENT_PIXELS: Final = 4
SCALE: Final = KITTY_PIXELS_PER_COLUMN // EXTENT_PIXELS


@dataclass(frozen=True, slots=True)
class _Image:
    """An image and the cells that it takes, from *top* rows below the upper edge."""

    drawing: Drawing
    number: int
    columns: int
    rows: int
    top: int = 0

    @property
    def stretch(self) -> float:
        """How much higher than its pixels it is shown, since it fills whole rows."""
        high = self.columns * KITTY_PIXELS_PER_COLUMN * self.drawing.height / self.drawing.width
        return self.rows * ROW_PIXELS / high


@dataclass(frozen=True, slots=True)
class _Way:
    """Where the tool is in its image, and how far it goes from there, in pixels along its way."""

    tool: range
    way: range

    def at(self, share: float) -> float:
        """Return where the tool begins at a *share* of its way."""
        return self.way.start + share * (len(self.way) - len(self.tool))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What stands still in a scene, and the tool on it."""

    images: tuple[_Image, ...] = ()
    tool: _Image | None = None
    way: _Way | None = None

    @property
    def rows(self) -> int:
        """How many rows it takes."""
        return max((image.top + image.rows for image in self.images), default=0)


class SessionImages:
    """Shows one scene after another as images; what stands still is sent once."""

    def __init__(self, drawing_of: DrawingOf, images: KeptImages = NOTHING_KEPT) -> None:
        self._drawing_of = drawing_of
        self._images = images
        self._of: tuple[object, ...] = ()
        self._shown = _Shown()
        self._kept = ""

    def rows(self, scene: PictureState, space: PictureSpace) -> Sequence[PictureRow]:
        """Return blank rows for *scene*, as many as its images take."""
        self._look_at(scene, space)
        return [(Segment(" " * space.columns),)] * self._shown.rows

    def overlay(
        self, scene: PictureState, space: PictureSpace | None, row: int, column: int
    ) -> Overlay:
        """Return what shows *scene*, its upper left corner at *row* and *column*, from 0."""
        if space is None:
            return Overlay(KITTY_FORGET)
        self._look_at(scene, space)
        still = KITTY_FORGET + self._kept
        for image in self._shown.images:
            left = column + (space.columns - image.columns) // 2
            still += _at(row + image.top, left) + kitty_shown(
                image.number, left=0, top=0, columns=image.columns, rows=image.rows
            )
        tool, way = self._shown.tool, self._shown.way
        if tool is None or way is None:
            return Overlay(still)
        left = column + (space.columns - tool.columns) // 2
        return Overlay(still, _moved(tool, way, scene.position, row, left, lies=space.is_low))

    def _look_at(self, scene: PictureState, space: PictureSpace) -> None:
        of = scene.posture, scene.spot, scene.is_mirrored, space
        if of == self._of:
            return
        try:
            self._shown = self._scene(scene, space)
            sent = (*self._shown.images, *filter(None, [self._shown.tool]))
            self._kept = "".join(
                kitty_kept(image.drawing, image.columns, image.number, self._images)
                for image in sent
            )
        except PictureError:
            self._shown, self._kept = _Shown(), ""
        self._of = of

    def _scene(self, scene: PictureState, space: PictureSpace) -> _Shown:
        person = self._drawing(scene.posture, scene)
        if scene.spot is None:
            return _Shown(
                (self._fitted(person, PERSON, space.columns, space.rows),) if person else ()
            )
        share = persons_share(space)
        below = self._fitted(person, PERSON, space.columns, share) if person and share else None
        rows = space.rows - below.rows - 1 if below else space.rows
        shown = self._place(scene.spot, scene, space, rows)
        if below is None:
            return shown
        below = self._fitted(below.drawing, PERSON, space.columns, share, top=shown.rows + 1)
        return _Shown((*shown.images, below), shown.tool, shown.way)

    def _place(self, spot: LitPlace, scene: PictureState, space: PictureSpace, rows: int) -> _Shown:
        found = self._drawing(spot.picture, scene)
        if found is None:
            return _Shown()
        found = found.turned() if space.is_low else found
        lit = found.with_part_lit(spot.part, LIT)
        if spot.tool is None:
            return _Shown((self._fitted(lit, GROUND, space.columns, rows),))
        ground = self._fitted(lit.without_part(spot.tool), GROUND, space.columns, rows)
        alone = found.seen_through(spot.tool).with_part_alone(spot.tool)
        tool = self._fitted(alone, TOOL, space.columns, rows)
        way = _Way(
            self._extent(alone, tool.columns, lies=space.is_low),
            self._extent(found.with_part_alone(spot.part), tool.columns, lies=space.is_low),
        )
        return _Shown((ground,), tool, way)

    def _drawing(self, key: str | None, scene: PictureState) -> Drawing | None:
        found = self._drawing_of(key) if key else None
        found = found.mirrored() if found and scene.is_mirrored else found
        return found.for_many_pixels() if found else None

    def _fitted(
        self, drawing: Drawing, number: int, columns: int, rows: int, *, top: int = 0
    ) -> _Image:
        columns = drawing.columns_that_fit(columns, rows)
        return _Image(drawing, number, columns, min(rows, drawing.rows_taken(columns)), top)

    def _extent(self, drawing: Drawing, columns: int, *, lies: bool) -> range:
        """Return the pixels of the image that a part takes along its way."""
        image = pixels(drawing, columns * EXTENT_PIXELS, self._images)
        lines = zip(*image, strict=True) if lies else image
        taken = [n for n, line in enumerate(lines) if any(one != TRANSPARENT for one in line)]
        return range(SCALE * taken[0], SCALE * (taken[-1] + 1)) if taken else range(0)


def _moved(tool: _Image, way: _Way, share: float, row: int, column: int, *, lies: bool) -> str:
    """Return what shows the *tool* at a *share* of its way, to the pixel of its image."""
    cell = KITTY_PIXELS_PER_COLUMN if lies else ROW_PIXELS
    cells = ceil(len(way.tool) / cell) + 1
    at = way.at(share) * (1 if lies else tool.stretch)
    first = max(0, int(at // cell))
    start = max(0, round(way.tool.start - (at - first * cell)))
    if lies:
        shown = kitty_shown(TOOL, left=start, top=0, columns=cells, rows=tool.rows)
        return _at(row + tool.top, column + first) + shown
    shown = kitty_shown(TOOL, left=0, top=start, columns=tool.columns, rows=cells)
    return _at(row + tool.top + first, column) + shown


def _at(row: int, column: int) -> str:
    return f"\x1b[{row + 1};{column + 1}H"
