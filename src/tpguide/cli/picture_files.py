"""The pictures of a guide: their files, and how they are drawn in this terminal."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tpguide.cli.context import Context
from tpguide.errors import TpguideError

if TYPE_CHECKING:
    from tpguide.guide.article import Picture
    from tpguide.guide.model import Guide
    from tpguide.modes import PictureMode
    from tpguide.ui.pictures.pixels import KeptImages
    from tpguide.ui.pictures.svg import Drawing
    from tpguide.ui.session.picture import ScenePicture
    from tpguide.ui.text.lines import StyledLine

#: A picture leaves room for its title, and for a line of the text before it.
ROWS_BESIDES = 5
FEWEST_PICTURE_ROWS = 8
#: Within a text.
FEWEST_PICTURE_COLUMNS = 10
#: The width and the height of a cell where the terminal doesn't tell: small, so that it fits.
USUAL_CELL_PIXELS = (8, 16)


class PictureFiles:
    """The pictures in the folder of a guide. One that can't be read or drawn is left to words."""

    def __init__(self, context: Context, folder: Path) -> None:
        self._context = context
        self._folder = folder

    def drawing(self, picture: Picture) -> Drawing | None:
        """Return *picture* as a checked drawing."""
        try:
            return self._drawing(picture)
        except TpguideError:
            return None

    def svg(self, picture: Picture) -> bytes | None:
        """Return *picture* as SVG."""
        found = self.drawing(picture)
        return found.svg if found else None

    def animated(self, picture: Picture, guide: Guide) -> bytes | None:
        """Return *picture* as SVG, with the tool of *guide* moving if it has one."""
        from tpguide.ui.pictures.animation import animated

        found, protocol = self.drawing(picture), guide.protocol
        if not found:
            return None
        if not protocol.moving_part:
            return found.svg
        return animated(found, protocol.moving_part, protocol.timing.one_pass.seconds)

    def within_text(self, picture: Picture, columns: int, rows: int) -> list[StyledLine] | None:
        """Return *picture* as lines, with room on the screen for what stands around it."""
        from tpguide.ui.text.lines import width_of

        drawn = self.drawn(picture, columns, min(self._context.output.rows - ROWS_BESIDES, rows))
        # What is narrower shows nothing: its caption alone says more.
        return drawn if drawn and max(map(width_of, drawn)) >= FEWEST_PICTURE_COLUMNS else None

    def drawn(self, picture: Picture, columns: int, rows: int) -> list[StyledLine] | None:
        """Return *picture* as lines, as large as fits into *columns* by *rows*."""
        from tpguide.ui.pictures.cells import cells

        mode, rows = self._mode, max(rows, FEWEST_PICTURE_ROWS)
        try:
            drawn = cells(self._drawing(picture), columns, rows, mode, images=self._images)
        except TpguideError:
            return None
        return [list(row) for row in drawn] or None

    def image(self, picture: Picture, columns: int, rows: int) -> str | None:
        """Return what shows *picture* at the cursor of a terminal that takes images."""
        from tpguide.cli.picture_mode import picture_choice
        from tpguide.modes import PictureMode
        from tpguide.ui.pictures.pixels import kitty, sixel

        mode = picture_choice(self._context).mode
        if mode not in (PictureMode.KITTY, PictureMode.SIXEL):
            return None
        rows = max(rows, FEWEST_PICTURE_ROWS)
        try:
            drawing = self._drawing(picture)
            if mode is PictureMode.KITTY:
                return kitty(drawing, columns, rows, self._images)
            wide, high = self._cell_pixels()
            width = min(columns * wide, int(rows * high * drawing.width / drawing.height))
            return sixel(drawing, width, self._images)
        except TpguideError:
            return None

    def numbered(self, guide: Guide) -> list[str]:
        """Return the places of the protocol of *guide* drawn with their numbers, if they can be."""
        from tpguide.ui.pages.card import DRAWING_COLUMNS, DRAWING_ROWS, card_of
        from tpguide.ui.pictures.numbered import ASCII_OUTLINE, BOX_OUTLINE, numbered_rows

        card = card_of(guide)
        shown = [one for one in guide.pictures if one.key == guide.protocol.picture]
        for drawing in filter(None, map(self.drawing, shown)):
            parts = drawing.parts
            with suppress(TpguideError):
                return numbered_rows(
                    drawing,
                    card.numbers,
                    [part for part in card.forbidden if part in parts],
                    columns=DRAWING_COLUMNS,
                    rows=DRAWING_ROWS,
                    outline=BOX_OUTLINE if self._context.output.writes_unicode else ASCII_OUTLINE,
                )
        return []

    def of_session(self, guide: Guide) -> ScenePicture:
        """Return what draws the scenes of a session of *guide*, as images if they can be moved.

        The terminal may be asked what it can draw.
        """
        from tpguide.cli.picture_mode import picture_choice
        from tpguide.modes import PictureMode
        from tpguide.ui.session.picture import SessionPicture

        pictures = {picture.key: picture for picture in guide.pictures}

        def drawing_of(key: str) -> Drawing | None:
            return self.drawing(pictures[key])

        # A sixel can't be moved: it would have to be sent anew, and the rows below it too.
        if picture_choice(self._context).mode is PictureMode.KITTY:
            from tpguide.ui.session.images import SessionImages

            return SessionImages(drawing_of, self._images)
        return SessionPicture(drawing_of, self._mode, images=self._images)

    def _drawing(self, picture: Picture) -> Drawing:
        from tpguide.storage.guide_files import bytes_of
        from tpguide.ui.pictures.svg import drawing

        return drawing(bytes_of(self._folder / picture.file))

    @cached_property
    def _mode(self) -> PictureMode:
        from tpguide.cli.picture_mode import mode_among_text

        return mode_among_text(self._context)

    @cached_property
    def _images(self) -> KeptImages:
        from tpguide.storage.cache import image_folder

        return image_folder(self._context.environment)

    def _cell_pixels(self) -> tuple[int, int]:
        from tpguide.terminal.graphics import cell_pixels

        try:
            told = cell_pixels(self._context.stdout.fileno())
        except (OSError, ValueError):  # a stream without a file descriptor
            told = None
        return told or USUAL_CELL_PIXELS
