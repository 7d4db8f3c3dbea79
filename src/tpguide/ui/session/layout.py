"""How a session's screen is divided: which parts there is room for, and how high each is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tpguide.ui.session.digits import FEWEST_DIGIT_ROWS
from tpguide.ui.session.letters import LETTER_ROWS
from tpguide.ui.session.styles import StepLook

SMALLEST_COLUMNS: Final = 30
SMALLEST_ROWS: Final = 10
#: With this many columns and rows there is room for a picture beside the digits.
PICTURE_FROM_COLUMNS: Final = 100
PICTURE_FROM_ROWS: Final = 24
PICTURE_SHARE: Final = 0.24
#: In a lower window an upright picture is laid on its side, in the room that the digits leave.
LOW_PICTURE_SHARE: Final = 0.36
MOST_LOW_COLUMNS: Final = 30
PICTURE_MARGIN: Final = 4

#: From this size on the instruction is always in big letters; in smaller windows if it fits.
BIG_FROM_COLUMNS: Final = 60
BIG_FROM_ROWS: Final = 20

_WHERE: Final = 1
MARGINS: Final = 4
#: Instructions for a glance are seldom longer.
COLUMNS_OF_A_GLANCE: Final = 36
_COLUMNS_FOR_TWO_LINES: Final = 64
_FEWEST_ROWS_WITH_AIR: Final = 12
_FEWEST_ROOMY_ROWS: Final = 28
#: The lowest digits are as high as the letters, plus a row of air, or half a row.
_ROWS_OF_LOW_DIGITS: Final = 5
_FEWEST_ROWS_OF_DIGITS: Final = LETTER_ROWS


@dataclass(frozen=True, slots=True)
class Window:
    """How large the terminal is, in cells, and what it can show.

    *has_large_words*: the few words get all the room that there is, and there is no picture.
    """

    columns: int
    rows: int
    look: StepLook
    has_large_words: bool = False


@dataclass(frozen=True, slots=True)
class PictureSpace:
    """The cells that there are for a picture; where they are *low*, what is upright lies down."""

    columns: int
    rows: int
    is_low: bool = False


def picture_space(window: Window) -> PictureSpace | None:
    """Return the room for a picture: beside all but band and foot, or low, beside the digits."""
    columns, rows = window.columns, window.rows
    if columns < BIG_FROM_COLUMNS or rows < BIG_FROM_ROWS or window.has_large_words:
        return None
    if columns < PICTURE_FROM_COLUMNS or rows < PICTURE_FROM_ROWS:
        width = min(round(columns * LOW_PICTURE_SHARE), MOST_LOW_COLUMNS)
        return PictureSpace(width, Parts.that_fit(window).digits - 1, is_low=True)  # air above
    width = round(columns * PICTURE_SHARE)
    parts = Parts.that_fit(window, beside=width + PICTURE_MARGIN)
    return PictureSpace(width, rows - _WHERE - parts.band - parts.foot - 1)


def picture_origin(window: Window, rows: int) -> tuple[int, int]:
    """Return the row and the column where a picture begins that takes so many *rows*."""
    space = picture_space(window)
    width = space.columns + PICTURE_MARGIN if space else 0
    parts = Parts.that_fit(window, beside=0 if space and space.is_low else width)
    above = _WHERE + parts.band
    room = parts.digits if space and space.is_low else window.rows - above - parts.foot
    return above + (room - rows + 1) // 2, window.columns - width + PICTURE_MARGIN // 2


#: Digits of this height, and a row of air above and below them, are seen from any distance.
ROWS_OF_DIGITS: Final = FEWEST_DIGIT_ROWS + 2
#: The share of the height that the instruction gets where there is room to spare.
_SHARE_OF_WORDS: Final = 0.4
_SHARE_OF_BAND: Final = 0.14
#: A band of this height holds letters, with air above them.
BAND_WITH_LETTERS: Final = LETTER_ROWS + 1


@dataclass(frozen=True, slots=True)
class Parts:
    """How high each part is in a window of that size; the digits get all that is left.

    It follows from the window alone, so that nothing jumps from one step to the next.
    """

    band: int
    digits: int
    pacer: int
    glance: int
    has_keys: bool
    has_following: bool
    has_progress: bool

    @property
    def foot(self) -> int:
        """The rows at the bottom, as wide as the window."""
        return self.has_progress + self.has_keys

    @classmethod
    @lru_cache(maxsize=8)
    def that_fit(cls, window: Window, *, beside: int = 0) -> Parts:
        """Return what there is room for, with *beside* columns taken by a picture.

        The words come first, then digits that are seen, then the rest. What is left out goes in
        this order: keys, what comes next, progress, the height of the band.
        """
        rows = window.rows
        glance = _rows_of_words(window, beside)
        digits_rows = ROWS_OF_DIGITS if rows >= _FEWEST_ROWS_WITH_AIR else _ROWS_OF_LOW_DIGITS
        spare = rows - _WHERE - 1 - digits_rows - 1 - glance
        band = BAND_WITH_LETTERS if spare >= BAND_WITH_LETTERS - 1 else 1
        spare -= band - 1
        if window.has_large_words:
            band, spare = 1, 0
            glance = max(glance, rows - _WHERE - 1 - 1 - _ROWS_OF_LOW_DIGITS)
        has = [spare > number for number in range(3)]
        spare -= sum(has)
        is_roomy = spare >= 2 and rows >= _FEWEST_ROOMY_ROWS
        if is_roomy:
            band = max(band, round(rows * _SHARE_OF_BAND))
            glance = max(glance, round(rows * _SHARE_OF_WORDS))
        pacer = 2 if is_roomy else 1
        return cls(
            band=band,
            digits=rows - _WHERE - band - pacer - glance - sum(has),
            pacer=pacer,
            glance=glance,
            has_progress=has[0],
            has_following=has[1],
            has_keys=has[2],
        )


def _rows_of_words(window: Window, beside: int) -> int:
    """Return how many rows the few words need: letters before digits that are higher than letters.

    Letters of number signs are too high for a small window: there the words are ordinary text.
    """
    columns, rows = window.columns - beside - MARGINS, window.rows
    is_small = columns < BIG_FROM_COLUMNS - MARGINS or rows < BIG_FROM_ROWS
    if is_small and not window.look.unicode:
        return 1 if columns >= COLUMNS_OF_A_GLANCE else 2
    wanted = 3 * LETTER_ROWS if columns < _COLUMNS_FOR_TWO_LINES else 2 * (LETTER_ROWS + 1)
    return min(wanted, rows - _WHERE - 1 - 1 - _FEWEST_ROWS_OF_DIGITS)
