"""How a page is drawn in a terminal: how wide, with which glyphs, with which pictures."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from tpguide.guide.article import Picture
from tpguide.text import plain_ascii
from tpguide.ui.text import theme
from tpguide.ui.text.lines import Finder, StyledLine
from tpguide.ui.text.theme import Glyphs

#: Longer lines are hard to read, however wide the terminal is.
LONGEST_MEASURE = 88
#: With so many columns a picture stands beside its text.
ROOM_FOR_PICTURES = 100
#: Below this there is no room for a margin or for boxes.
NARROW_COLUMNS = 50
MARGIN = 2
COLUMN_GAP = 3
#: A column of a table narrower than this is not worth reading; the rows are stacked then.
NARROWEST_COLUMN = 12

WIDEST_PICTURE, HIGHEST_PICTURE = 44, 22
#: Beside the text: higher ones would drift far below the passages that they belong to.
HIGHEST_BESIDE = 16

#: Draws a picture in at most so many columns and rows, or returns None where it can't.
DrawPicture = Callable[[Picture, int, int], list[StyledLine] | None]


class TextOptions(Struct, frozen=True):
    """How wide a page is drawn, with which glyphs, and what is lit in it.

    *spells_marks*: each mark with its word and its sources, in place of the quiet sign.
    *is_centred*: in the middle of a wide window, with the pictures beside it.
    *gathers_pictures*: where there is no room beside the text, at its end.
    *page_lines*: how many lines a pager shows at once, so that it splits no picture; 0 if none.
    """

    columns: int
    glyphs: Glyphs = theme.UNICODE
    finder: Finder | None = None
    draw: DrawPicture | None = None
    spells_marks: bool = False
    is_centred: bool = False
    gathers_pictures: bool = False
    page_lines: int = 0

    @property
    def margin(self) -> int:
        """How far the text stands from the left."""
        if self.columns < NARROW_COLUMNS or not self.glyphs.note:
            return 0
        if not self.is_centred:
            return MARGIN
        return max((self.columns - LONGEST_MEASURE - self._beside) // 2, MARGIN)

    @property
    def _beside(self) -> int:
        """How many columns pictures take beside the text."""
        return COLUMN_GAP + WIDEST_PICTURE if self.draws_beside else 0

    @property
    def draws_beside(self) -> bool:
        """Whether there is room for a picture beside its text."""
        return self.draw is not None and self.columns >= ROOM_FOR_PICTURES

    @property
    def measure(self) -> int:
        """How many columns the text takes at most."""
        return max(min(self.columns - 2 * self.margin, LONGEST_MEASURE), 1)

    def readable(self, text: str) -> str:
        """Return *text* in the characters that there are."""
        return plain_ascii(text) if self.glyphs.ascii_only else text

    def in_columns(self, columns: int) -> TextOptions:
        """Return this look in another width."""
        return replace(self, columns=columns)

    def centred(self) -> TextOptions:
        """Return this look with the text in the middle of a wide window."""
        return replace(self, is_centred=True)

    def paged(self, lines: int) -> TextOptions:
        """Return this look for a pager that shows so many lines at once, or for none."""
        return replace(self, page_lines=lines)

    def gathering_pictures(self) -> TextOptions:
        """Return this look with the pictures at the end where none stands beside its text."""
        return replace(self, gathers_pictures=True)

    def lighting(self, finder: Finder | None) -> TextOptions:
        """Return this look with what *finder* finds lit."""
        return replace(self, finder=finder)

    def spelling_marks(self) -> TextOptions:
        """Return this look with every mark spelled out."""
        return replace(self, spells_marks=True)

    def drawing(self, draw: DrawPicture) -> TextOptions:
        """Return this look with pictures drawn."""
        return replace(self, draw=draw)
