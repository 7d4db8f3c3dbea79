"""Letters drawn in blocks, for the few words that have to be read from across the room.

They are made of square dots, as the digits are: a cell is two of them, one above the other. Two
alphabets of capitals, five and seven dots high, are enlarged until a text fills its space.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from textwrap import wrap
from typing import Final

#: The fewest rows that a line of letters takes.
SMALL_ROWS: Final = 3
#: More lines than these are no glance any more.
MOST_LINES: Final = 3
LARGEST_LETTER_SCALE: Final = 6

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
    "/": "....# ...#. ...#. ..#.. .#... .#... #....",
    "(": ".# #. #. #. #. #. .#",
    ")": "#. .# .# .# .# .# #.",
    "+": "..... ..#.. ..#.. ##### ..#.. ..#.. .....",
    ";": ".. .. .# .. .. .# #.",
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
    "/": "..# ..# .#. #.. #..",
    "(": ".# #. #. #. .#",
    ")": "#. .# .# .# #.",
    "+": "... .#. ### .#. ...",
    ";": ".. .# .. .# #.",
}
_SHAPES: Final = {5: _SMALL, 7: _LARGE}
#: What is drawn as something plainer.
_PLAINER: Final = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "…": "."})
_HALVES: Final = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}

_Dots = list[list[bool]]


@lru_cache(maxsize=256)
def lettering(
    text: str,
    columns: int,
    rows: int,
    *,
    lines: int = MOST_LINES,
    has_blocks: bool = True,
    is_low: bool = False,
) -> tuple[str, ...] | None:
    """Return *text* in the largest capitals that fit so many columns and rows, on few *lines*.

    None where none do, or where a letter has no shape here, as in scripts whose letters join: then
    it has to be shown as it is. Without blocks a dot is a number sign, and a whole cell. Letters
    that are *low* have any half row that is left above them instead of below.
    """
    letters = _plain_capitals(text)
    for scale, height in _sizes():
        shapes = _SHAPES[height]
        if not letters or any(letter not in shapes for letter in letters if letter != " "):
            return None
        parts = _broken(letters, height, scale, columns, lines)
        if parts is None or len(parts) * height * scale > rows * (2 if has_blocks else 1):
            continue
        dots = _below_each_other([_line(part, height, scale) for part in parts], scale)
        drawn = _in_blocks(dots, is_low=is_low) if has_blocks else _in_signs(dots)
        if len(drawn) <= rows:
            return drawn
    return None


def _sizes() -> Iterator[tuple[int, int]]:
    """Yield scales with heights of alphabets, the largest letters first."""
    every = [(scale, height) for scale in range(1, LARGEST_LETTER_SCALE + 1) for height in _SHAPES]
    yield from sorted(every, key=lambda size: (size[0] * size[1], size[1]), reverse=True)


def _broken(letters: str, height: int, scale: int, columns: int, lines: int) -> list[str] | None:
    """Return *letters* on the fewest lines that they fit on, evenly long; words stay whole."""
    for count in range(1, lines + 1):
        # The narrowest measure that needs no more lines leaves them evenly long.
        for measure in range(-(-len(letters) // count), len(letters) + 1):
            parts = wrap(letters, measure, break_long_words=False, break_on_hyphens=False)
            if len(parts) <= count:
                if all(_width(part, height, scale) <= columns for part in parts):
                    return parts
                break
    return None


def _width(letters: str, height: int, scale: int) -> int:
    widths = (
        _SPACE_DOTS if letter == " " else _SHAPES[height][letter].index(" ") for letter in letters
    )
    return scale * (sum(widths) + len(letters) - 1)


def _line(letters: str, height: int, scale: int) -> _Dots:
    blank = ["." * _SPACE_DOTS] * height
    shapes = _SHAPES[height]
    glyphs = [blank if letter == " " else shapes[letter].split() for letter in letters]
    rows = [".".join(glyph[row] for glyph in glyphs) for row in range(height)]
    return _enlarged([[dot == _MARKED for dot in row] for row in rows], scale)


def _enlarged(dots: _Dots, scale: int) -> _Dots:
    """Return *dots* so many times as large, with slants drawn as slants instead of stairs."""
    if scale == 1:
        return dots
    high, wide = len(dots), len(dots[0])

    def dot(row: int, column: int) -> bool:
        return 0 <= row < high and 0 <= column < wide and dots[row][column]

    large = [[False] * (wide * scale) for _ in range(high * scale)]
    for row in range(high):
        for column in range(wide):
            above, below = dot(row - 1, column), dot(row + 1, column)
            left, right = dot(row, column - 1), dot(row, column + 1)
            for down in range(scale):
                for along in range(scale):
                    near_top, near_left = 2 * down < scale - 1, 2 * along < scale - 1
                    vertical, other = (above, below) if near_top else (below, above)
                    side, far_side = (left, right) if near_left else (right, left)
                    from_edge = min(down, scale - 1 - down) + min(along, scale - 1 - along)
                    is_corner = 2 * from_edge < scale - 1
                    is_slant = vertical == side and vertical != other and side != far_side
                    own = dots[row][column]
                    large[row * scale + down][column * scale + along] = (
                        side if is_corner and is_slant else own
                    )
    return large


def _below_each_other(lines: list[_Dots], scale: int) -> _Dots:
    wide = max(len(line[0]) for line in lines)
    dots: _Dots = []
    for line in lines:
        gap = scale + (len(dots) + scale) % 2 if dots else 0  # a line begins with a whole cell
        dots += [[False] * wide] * gap
        dots += [row + [False] * (wide - len(row)) for row in line]
    return dots


def _in_blocks(dots: _Dots, *, is_low: bool) -> tuple[str, ...]:
    half = [[False] * len(dots[0])] * (len(dots) % 2)
    even = [*half, *dots] if is_low else [*dots, *half]
    return tuple(
        "".join(_HALVES[pair] for pair in zip(even[row], even[row + 1], strict=True))
        for row in range(0, len(even), 2)
    )


def _in_signs(dots: _Dots) -> tuple[str, ...]:
    return tuple("".join("#" if dot else " " for dot in row) for row in dots)


def _plain_capitals(text: str) -> str:
    """Return *text* in capitals without accents; a letter with them is one letter, not two."""
    letters = unicodedata.normalize("NFD", text.translate(_PLAINER).upper())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip()
