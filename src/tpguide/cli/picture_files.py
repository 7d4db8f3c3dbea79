"""The pictures of a guide: their files, and how they are drawn in this terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tpguide.cli.surroundings import Surroundings
from tpguide.errors import TpguideError

if TYPE_CHECKING:
    from tpguide.guide.article import Picture
    from tpguide.ui.lines import Line
    from tpguide.ui.pictures import Drawing, PictureMode

#: A picture leaves room for its title, and for a line of the text before it.
ROWS_BESIDES = 5
FEWEST_ROWS, MOST_ROWS = 8, 22


class PictureFiles:
    """The pictures in the folder of a guide. One that can't be read or drawn is left to words."""

    def __init__(self, around: Surroundings, folder: Path) -> None:
        self._around = around
        self._folder = folder

    def drawing(self, picture: Picture) -> Drawing | None:
        """Return *picture* as a checked drawing."""
        from tpguide.storage.guide_files import bytes_of
        from tpguide.ui.pictures import drawing

        try:
            return drawing(bytes_of(self._folder / picture.file))
        except TpguideError:
            return None

    def svg(self, picture: Picture) -> bytes | None:
        """Return *picture* as SVG."""
        found = self.drawing(picture)
        return found.svg if found else None

    def beside_text(self, picture: Picture, columns: int) -> list[Line] | None:
        """Return *picture* as lines of at most *columns*, not so many that the text is lost."""
        return self._drawn(picture, columns, min(self._around.rows - ROWS_BESIDES, MOST_ROWS))

    def alone(self, picture: Picture, columns: int) -> list[Line] | None:
        """Return *picture* as lines of at most *columns*, as many as are seen at once."""
        return self._drawn(picture, columns, self._around.rows - ROWS_BESIDES)

    def _drawn(self, picture: Picture, columns: int, rows: int) -> list[Line] | None:
        from tpguide.ui.picture_cells import cells

        found = self.drawing(picture)
        if found is None:
            return None
        drawn = cells(found, columns, max(rows, FEWEST_ROWS), self._mode())
        return [list(row) for row in drawn]

    def _mode(self) -> PictureMode:
        from tpguide.ui.pictures import PictureMode

        if not self._around.writes_unicode:
            return PictureMode.CHARACTERS
        if self._around.colour_system is None:
            return PictureMode.BRAILLE
        return PictureMode.HALF_BLOCKS
