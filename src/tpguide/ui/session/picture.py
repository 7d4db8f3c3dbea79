"""The picture beside the seconds of a session: the place with the tool on it, and the person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, Protocol

from rich.segment import Segment

from tpguide.modes import PictureMode
from tpguide.session.picture_state import LitPlace, PictureState
from tpguide.ui.pictures.cells import cells
from tpguide.ui.pictures.moving_part import MovingPart
from tpguide.ui.pictures.pixels import NOTHING_KEPT, KeptImages
from tpguide.ui.pictures.svg import Drawing
from tpguide.ui.pictures.svg_check import PictureError
from tpguide.ui.session.layout import PictureSpace

#: The place that is worked: unlike skin, tool and what is left alone.
LIT: Final = "#1e9e57"
#: How much of the height shows the person where the place is shown as well.
SHARE_OF_PERSON: Final = 0.35
#: With fewer rows for it the place is shown alone.
FEWEST_ROWS_OF_PLACE: Final = 20
#: With fewer rows one posture can't be told from another; plain characters are coarser still.
FEWEST_ROWS_OF_PERSON: Final = 6
FEWEST_ROWS_IN_CHARACTERS: Final = 12

PictureRow = tuple[Segment, ...]


class Overlay(NamedTuple):
    """Escape sequences that show images over the rows: what stands *still*, what *moves*."""

    still: str = ""
    moves: str = ""


NO_OVERLAY: Final = Overlay()


class ScenePicture(Protocol):
    """Shows one scene after another: as rows of cells, or as images over blank ones."""

    def rows(self, scene: PictureState, space: PictureSpace) -> Sequence[PictureRow]:
        """Return *scene* as wide as *space*, and at most as high; no rows if it shows nothing."""

    def overlay(
        self, scene: PictureState, space: PictureSpace | None, row: int, column: int
    ) -> Overlay:
        """Return what shows *scene* as images, its upper left corner at *row* and *column*."""


def persons_share(space: PictureSpace) -> int:
    """Return how many rows show the person below the place; none where the place needs them."""
    share = int(space.rows * SHARE_OF_PERSON)
    return share if space.rows - share - 1 >= FEWEST_ROWS_OF_PLACE else 0


#: Finds a drawing by its key; nothing where there is none that can be shown.
DrawingOf = Callable[[str], Drawing | None]
#: Draws a place for a position of the tool, 0 to 1.
RowsAt = Callable[[float], Sequence[PictureRow]]


class SessionPicture:
    """Draws one scene after another; whatever stands still in a scene is drawn once."""

    def __init__(
        self, drawing_of: DrawingOf, mode: PictureMode, images: KeptImages = NOTHING_KEPT
    ) -> None:
        self._drawing_of = drawing_of
        self._mode = mode
        self._images = images
        self._drawn: tuple[tuple[PictureState, PictureSpace], _Drawn] | None = None
        self._centred: dict[int, list[PictureRow]] = {}

    def rows(self, scene: PictureState, space: PictureSpace) -> list[PictureRow]:
        """Return *scene* as wide as *space*, and at most as high; no rows if it shows nothing."""
        is_too_coarse = space.is_low and self._mode is PictureMode.CHARACTERS
        if self._mode is PictureMode.NONE or is_too_coarse:
            return []
        columns = space.columns
        still = replace(scene, position=0.0), space
        if self._drawn is None or self._drawn[0] != still:
            self._drawn, self._centred = (still, self._draw(*still)), {}
        drawn = self._drawn[1]
        place = drawn.place(scene.position)
        # The same place is the same object again, for as long as the scene lasts.
        if id(place) not in self._centred:
            self._centred[id(place)] = [_centred(row, columns) for row in drawn.with_person(place)]
        return self._centred[id(place)]

    def overlay(
        self, scene: PictureState, space: PictureSpace | None, row: int, column: int
    ) -> Overlay:
        """Return nothing: the rows have all of it."""
        return NO_OVERLAY

    def _draw(self, scene: PictureState, space: PictureSpace) -> _Drawn:
        columns, rows = space.columns, space.rows
        if scene.spot is None:
            return _Drawn(_still(()), self._person(scene, columns, rows))
        share = persons_share(space)
        person = self._person(scene, columns, share) if share else ()
        rows_left = rows - len(person) - 1 if person else rows
        return _Drawn(self._place(scene.spot, scene, replace(space, rows=rows_left)), person)

    def _person(self, scene: PictureState, columns: int, rows: int) -> Sequence[PictureRow]:
        person = self._cells(self._drawing(scene.posture, scene), columns, rows)
        is_coarse = self._mode is PictureMode.CHARACTERS
        fewest = FEWEST_ROWS_IN_CHARACTERS if is_coarse else FEWEST_ROWS_OF_PERSON
        return person if len(person) >= fewest else ()

    def _place(self, spot: LitPlace, scene: PictureState, space: PictureSpace) -> RowsAt:
        found = self._drawing(spot.picture, scene)
        if found is None:
            return _still(())
        columns, rows = space.columns, space.rows
        still = found.turned() if space.is_low else found
        try:
            lit = found.with_part_lit(spot.part, LIT)
            if spot.tool is None:
                lit = lit.turned() if space.is_low else lit
                return _still(self._cells(lit, columns, rows))
            return MovingPart(
                lit,
                moving=spot.tool,
                along=spot.part,
                columns=columns,
                rows=rows,
                mode=self._mode,
                lies=space.is_low,
                images=self._images,
            ).at
        except PictureError:  # the drawing has no such parts
            return _still(self._cells(still, columns, rows))

    def _drawing(self, key: str | None, scene: PictureState) -> Drawing | None:
        found = self._drawing_of(key) if key else None
        return found.mirrored() if found and scene.is_mirrored else found

    def _cells(self, drawing: Drawing | None, columns: int, rows: int) -> Sequence[PictureRow]:
        if drawing is None:
            return ()
        try:
            return cells(drawing, columns, rows, self._mode, images=self._images)
        except PictureError:
            return ()


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The place above the person, or one of them."""

    place: RowsAt
    person: Sequence[PictureRow]

    def with_person(self, place: Sequence[PictureRow]) -> list[PictureRow]:
        """Return *place* above the person."""
        gap: list[PictureRow] = [()] if place and self.person else []
        return [*place, *gap, *self.person]


def _still(rows: Sequence[PictureRow]) -> RowsAt:
    return lambda position: rows


def _centred(row: PictureRow, columns: int) -> PictureRow:
    missing = columns - sum(len(segment.text) for segment in row)
    left = missing // 2
    return (Segment(" " * left), *row, Segment(" " * (missing - left)))
