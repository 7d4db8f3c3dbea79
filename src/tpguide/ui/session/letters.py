"""Letters drawn in half-blocks, for the few words that have to be read from across the room."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

#: How high each of the two alphabets is, in rows.
LARGE_ROWS: Final = 4
SMALL_ROWS: Final = 3

_MARKED: Final = "#"
_SPACE_DOTS: Final = 2

# Seven dots high, each letter a word of seven rows.
_LARGE: Final = {
    "A": ".###. #...# #...# ##### #...# #...# #...#",
    "B": "####. #...# #...# ####. #...# #...# ####.",
    "C": ".#### #.... #.... #.... #.... #.... .####",
    "D": "####. #...# #...# #...# #...# #...# ####.",
    "E": "##### #.... #.... ####. #.... #.... #####",
    "F": "##### #.... #.... ####. #.... #.... #....",
    "G": ".#### #.... #.... #..## #...# #...# .####",
    "H": "#...# #...# #...# ##### #...# #...# #...#",
    "I": "### .#. .#. .#. .#. .#. ###",
    "J": "..### ...#. ...#. ...#. ...#. #..#. .##..",
    "K": "#...# #..#. #.#.. ##... #.#.. #..#. #...#",
    "L": "#.... #.... #.... #.... #.... #.... #####",
    "M": "#...# ##.## #.#.# #.#.# #...# #...# #...#",
    "N": "#...# ##..# #.#.# #..## #...# #...# #...#",
    "O": ".###. #...# #...# #...# #...# #...# .###.",
    "P": "####. #...# #...# ####. #.... #.... #....",
    "Q": ".###. #...# #...# #...# #.#.# #..#. .##.#",
    "R": "####. #...# #...# ####. #.#.. #..#. #...#",
    "S": ".#### #.... #.... .###. ....# ....# ####.",
    "T": "##### ..#.. ..#.. ..#.. ..#.. ..#.. ..#..",
    "U": "#...# #...# #...# #...# #...# #...# .###.",
    "V": "#...# #...# #...# #...# #...# .#.#. ..#..",
    "W": "#...# #...# #...# #.#.# #.#.# ##.## #...#",
    "X": "#...# #...# .#.#. ..#.. .#.#. #...# #...#",
    "Y": "#...# #...# .#.#. ..#.. ..#.. ..#.. ..#..",
    "Z": "##### ....# ...#. ..#.. .#... #.... #####",
    "0": ".###. #...# #...# #...# #...# #...# .###.",
    "1": ".#. ##. .#. .#. .#. .#. ###",
    "2": ".###. #...# ....# ...#. ..#.. .#... #####",
    "3": "####. ....# ....# .###. ....# ....# ####.",
    "4": "#..#. #..#. #..#. ##### ...#. ...#. ...#.",
    "5": "##### #.... ####. ....# ....# #...# .###.",
    "6": ".###. #.... #.... ####. #...# #...# .###.",
    "7": "##### ....# ...#. ..#.. ..#.. ..#.. ..#..",
    "8": ".###. #...# #...# .###. #...# #...# .###.",
    "9": ".###. #...# #...# .#### ....# ....# .###.",
    "?": ".###. #...# ....# ...#. ..#.. ..... ..#..",
    "!": "# # # # # . #",
    ",": ".. .. .. .. .. .# #.",
    ".": ". . . . . . #",
    ":": ". . # . . # .",
    "-": "... ... ... ### ... ... ...",
    "'": "# # . . . . .",
}
# Five dots high.
_SMALL: Final = {
    "A": ".#. #.# ### #.# #.#",
    "B": "##. #.# ##. #.# ##.",
    "C": ".## #.. #.. #.. .##",
    "D": "##. #.# #.# #.# ##.",
    "E": "### #.. ##. #.. ###",
    "F": "### #.. ##. #.. #..",
    "G": ".### #... #.## #..# .###",
    "H": "#.# #.# ### #.# #.#",
    "I": "# # # # #",
    "J": "..# ..# ..# #.# .#.",
    "K": "#.# #.# ##. #.# #.#",
    "L": "#.. #.. #.. #.. ###",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#..# ##.# #.## #..# #..#",
    "O": "### #.# #.# #.# ###",
    "P": "### #.# ### #.. #..",
    "Q": "### #.# #.# ### ..#",
    "R": "##. #.# ##. #.# #.#",
    "S": "### #.. ### ..# ###",
    "T": "### .#. .#. .#. .#.",
    "U": "#.# #.# #.# #.# ###",
    "V": "#.# #.# #.# #.# .#.",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#.# #.# .#. #.# #.#",
    "Y": "#.# #.# .#. .#. .#.",
    "Z": "### ..# .#. #.. ###",
    "0": "### #.# #.# #.# ###",
    "1": ".# ## .# .# .#",
    "2": "### ..# ### #.. ###",
    "3": "### ..# .## ..# ###",
    "4": "#.# #.# ### ..# ..#",
    "5": "### #.. ### ..# ###",
    "6": "### #.. ### #.# ###",
    "7": "### ..# ..# .#. .#.",
    "8": "### #.# ### #.# ###",
    "9": "### #.# ### ..# ###",
    "?": "### ..# .#. ... .#.",
    "!": "# # # . #",
    ",": ".. .. .. .# #.",
    ".": ". . . . #",
    ":": ". # . # .",
    "-": "... ... ### ... ...",
    "'": "# # . . .",
}
_HALVES: Final = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def lettering(text: str, columns: int, rows: int) -> tuple[str, ...] | None:
    """Return *text* in the largest capitals that fit so many columns and rows.

    None where none do, or where a letter has no shape here: then it has to be shown as it is.
    """
    large = _drawn(text, LARGE_ROWS) if rows >= LARGE_ROWS else None
    if large and len(large[0]) <= columns:
        return large
    small = _drawn(text, SMALL_ROWS) if rows >= SMALL_ROWS else None
    if small is None or len(small[0]) <= columns:
        return small
    return _on_two_lines(text, columns) if rows >= 2 * SMALL_ROWS else None


def _on_two_lines(text: str, columns: int) -> tuple[str, ...] | None:
    words = text.split(" ")
    for first in range(len(words) - 1, 0, -1):
        upper = _drawn(" ".join(words[:first]), SMALL_ROWS)
        lower = _drawn(" ".join(words[first:]), SMALL_ROWS)
        if upper and lower and len(upper[0]) <= columns:
            return (*upper, *lower) if len(lower[0]) <= columns else None
    return None


@lru_cache(maxsize=256)
def _drawn(text: str, rows: int) -> tuple[str, ...] | None:
    shapes, dots = (_LARGE, 7) if rows == LARGE_ROWS else (_SMALL, 5)
    letters = _plain_capitals(text)
    if not letters.strip() or any(letter not in shapes for letter in letters if letter != " "):
        return None
    blank = [" " * _SPACE_DOTS] * dots
    glyphs = [blank if letter == " " else shapes[letter].split() for letter in letters]
    lines = [" ".join(glyph[row] for glyph in glyphs) for row in range(dots)]
    lines.append(" " * len(lines[0]))
    return tuple(
        "".join(
            _HALVES[upper == _MARKED, lower == _MARKED]
            for upper, lower in zip(lines[row], lines[row + 1], strict=True)
        )
        for row in range(0, dots, 2)
    )


def _plain_capitals(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.upper().replace("’", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
