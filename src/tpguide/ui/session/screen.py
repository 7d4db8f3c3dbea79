"""The screen of a session: a picture of its view, row by row, for a glance from the floor.

A row is a tuple of styled segments as wide as the window. Rows that did not change are the very
same text, so that whoever writes them can leave them out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import wrap
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

from tpguide.session.view import Mood, Pace, View
from tpguide.text import plain_ascii
from tpguide.ui.session.digits import FEWEST_ROWS, ascii_digits, digits
from tpguide.ui.session.letters import MOST_LINES, SMALL_ROWS, lettering

ScreenRow = tuple[Segment, ...]

SMALLEST_COLUMNS: Final = 30
SMALLEST_ROWS: Final = 10
#: With this many columns and rows there is room for a picture beside the digits.
PICTURE_FROM_COLUMNS: Final = 100
PICTURE_FROM_ROWS: Final = 24
PICTURE_SHARE: Final = 0.24
PICTURE_MARGIN: Final = 4

#: From this size on the few words are in big letters.
BIG_FROM_COLUMNS: Final = 60
BIG_FROM_ROWS: Final = 20

_WHERE: Final = 1
_MARGINS: Final = 4
#: The few words of a guide are seldom longer, as they are read at a glance.
_COLUMNS_OF_A_GLANCE: Final = 36
_COLUMNS_FOR_TWO_LINES: Final = 64
_FEWEST_ROWS_WITH_AIR: Final = 12
_FEWEST_ROOMY_ROWS: Final = 28
#: The lowest digits are those of the letters, with a row above them.
_ROWS_OF_LOW_DIGITS: Final = 5

#: What comes before a colon or a question mark leads to what has to be done: “numb: CALL 112”.
_CALL: Final = re.compile(r"(?<=[:?]) (?!.*[:?] )")

_PLAIN = Style.null()
_BOLD = Style(bold=True)
_QUIET = Style(dim=True)
#: Mid tones of the cube of 256 colours: three to one at least against black, white, both grounds of
#: Solarized, and the text on them.
_COLOURS: Final = {
    Mood.GET_DOWN: "#5f87af",
    Mood.SET_UP: "#5f87af",
    Mood.ROLL: "#00875f",
    Mood.SORE_SPOT: "#d75f5f",
    Mood.CHECK_IN: "#af8700",
    Mood.REST: "#0087d7",
    Mood.CHANGE_SIDES: "#875fd7",
    Mood.DONE: "#00875f",
    Mood.PAUSED: "#878787",
    Mood.READY: "#008787",
    Mood.CHANGE: "#d75f00",
    Mood.AGAIN: "#af8700",
    Mood.WRONG: "#ff0000",
    Mood.STOP: "#ff0000",
}
#: Of sixteen colours nobody knows how they look on which ground: they are only for the band, the
#: text on it first. What else is read has the terminal's own colour.
_OF_SIXTEEN: Final = {
    Mood.GET_DOWN: ("black", "cyan"),
    Mood.SET_UP: ("black", "cyan"),
    Mood.ROLL: ("black", "green"),
    Mood.SORE_SPOT: ("bright_white", "magenta"),
    Mood.CHECK_IN: ("black", "yellow"),
    Mood.REST: ("bright_white", "blue"),
    Mood.CHANGE_SIDES: ("bright_white", "magenta"),
    Mood.DONE: ("black", "green"),
    Mood.PAUSED: ("black", "cyan"),
    Mood.READY: ("black", "cyan"),
    Mood.CHANGE: ("black", "yellow"),
    Mood.AGAIN: ("black", "yellow"),
    Mood.WRONG: ("bright_white", "red"),
    Mood.STOP: ("bright_white", "red"),
}


@dataclass(frozen=True, slots=True)
class StepLook:
    """What the terminal can show: its colours, if any, and characters beyond ASCII."""

    colours: ColorSystem | None
    unicode: bool


@dataclass(frozen=True, slots=True)
class Window:
    """How large the terminal is, in cells, and what it can show."""

    columns: int
    rows: int
    look: StepLook


@dataclass(frozen=True, slots=True)
class Margins:
    """What stands around the session: the keys, how it sounds, when it ends, a rehearsal's mark."""

    keys: str
    sound: str
    ends_at: str
    mark: str = ""


def screen_rows(
    view: View, window: Window, margins: Margins, picture: Sequence[ScreenRow] = ()
) -> list[ScreenRow]:
    """Return the rows of the screen, each as wide as the window.

    *picture* stands to the right of all but the band and the foot; it fits into `picture_space`.
    """
    columns, rows, look = window.columns, window.rows, window.look
    if columns < SMALLEST_COLUMNS or rows < SMALLEST_ROWS:
        return _too_small(view, columns, rows, look)
    width = sum(cell_len(segment.text) for segment in picture[0]) if picture else 0
    beside = width + PICTURE_MARGIN if picture else 0
    parts = _Parts.that_fit(window, beside=beside)
    above = [_where(view, columns, look, margins), *_band(view, columns, parts.band, look)]
    if view.urgent:
        return [*above, *_urgent(view, columns, rows - len(above), look)]
    foot = _foot(view, columns, look, margins, parts)
    body = _body(view, columns - beside, rows - len(above) - len(foot), look, parts)
    return [*above, *(_beside(body, picture, width) if picture else body), *foot]


def picture_space(window: Window) -> tuple[int, int] | None:
    """Return the columns and rows there are for a picture, if there is room for one."""
    columns, rows = window.columns, window.rows
    if columns < PICTURE_FROM_COLUMNS or rows < PICTURE_FROM_ROWS:
        return None
    width = round(columns * PICTURE_SHARE)
    parts = _Parts.that_fit(window, beside=width + PICTURE_MARGIN)
    return width, rows - _WHERE - parts.band - parts.foot - 1


#: Digits of this height, and a row of air above and below them, are seen from any distance.
_ROWS_OF_DIGITS: Final = FEWEST_ROWS + 2
#: As much of the height is for the few words, where there is more than they need.
_SHARE_OF_WORDS: Final = 0.4
_SHARE_OF_BAND: Final = 0.14
#: A band of this height holds letters, with air above them.
_BAND_WITH_LETTERS: Final = SMALL_ROWS + 1


@dataclass(frozen=True, slots=True)
class _Parts:
    """How high each part is in a window of that size; the digits get all that is left.

    It follows from the window alone, so that nothing jumps from one step to the next.
    """

    band: int
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
    def that_fit(cls, window: Window, *, beside: int = 0) -> _Parts:
        """Return what there is room for, with *beside* columns taken by a picture.

        The words come first, then digits that are seen, then the rest. What is left out goes in
        this order: keys, what comes next, progress, the height of the band.
        """
        rows = window.rows
        glance = _rows_of_words(window.columns - beside - _MARGINS, rows)
        digits_rows = _ROWS_OF_DIGITS if rows >= _FEWEST_ROWS_WITH_AIR else _ROWS_OF_LOW_DIGITS
        spare = rows - _WHERE - 1 - digits_rows - 1 - glance
        band = _BAND_WITH_LETTERS if spare >= _BAND_WITH_LETTERS - 1 else 1
        spare -= band - 1
        has = [spare > number for number in range(3)]
        spare -= sum(has)
        is_roomy = spare >= 2 and rows >= _FEWEST_ROOMY_ROWS
        if is_roomy:
            band = max(band, round(rows * _SHARE_OF_BAND))
            glance = max(glance, round(rows * _SHARE_OF_WORDS))
        return cls(
            band=band,
            pacer=2 if is_roomy else 1,
            glance=glance,
            has_progress=has[0],
            has_following=has[1],
            has_keys=has[2],
        )


def _rows_of_words(columns: int, rows: int) -> int:
    """Return how many rows the few words need, in letters from `BIG_FROM_COLUMNS` on."""
    if columns < BIG_FROM_COLUMNS - _MARGINS or rows < BIG_FROM_ROWS:
        return 1 if columns >= _COLUMNS_OF_A_GLANCE else 2
    return 3 * SMALL_ROWS if columns < _COLUMNS_FOR_TWO_LINES else 2 * (SMALL_ROWS + 1)


def _where(view: View, columns: int, look: StepLook, margins: Margins) -> ScreenRow:
    place = f"{view.number}/{view.of_side}" if view.number else ""
    right = "  ".join(filter(None, (place, margins.mark)))
    room = columns - cell_len(right) - 3
    where = list(view.where)
    while len(where) > 1 and cell_len(" · ".join(where)) > room:
        del where[1]  # the side stays to the last
    left = " · ".join(where)
    left = _text(f" {left}", look)
    return _row((left, _BOLD), (right + " ", _BOLD), columns=columns)


@lru_cache(maxsize=256)
def _band_rows(
    word: str, mood: Mood, columns: int, rows: int, look: StepLook
) -> tuple[ScreenRow, ...]:
    style = style_of_band(mood, look)
    air = 1 if rows <= _BAND_WITH_LETTERS else 2
    letters = _lettering(word, columns - _MARGINS, rows - air, look, lines=1)
    letters = letters or (_text(" ".join(word.upper()), look),)
    room = rows - len(letters)
    lines = [*[""] * ((room + 1) // 2), *letters, *[""] * (room // 2)]
    return tuple(_row((f"  {line}", style), columns=columns, fill=style) for line in lines)


def _band(view: View, columns: int, rows: int, look: StepLook) -> list[ScreenRow]:
    return list(_band_rows(view.word, view.mood, columns, rows, look))


def _lettering(
    text: str,
    columns: int,
    rows: int,
    look: StepLook,
    *,
    lines: int = MOST_LINES,
    is_low: bool = False,
) -> tuple[str, ...] | None:
    return lettering(text, columns, rows, lines=lines, has_blocks=look.unicode, is_low=is_low)


@lru_cache(maxsize=512)
def _digit_rows(
    seconds: int, mood: Mood, columns: int, rows: int, look: StepLook
) -> tuple[ScreenRow, ...]:
    text = str(seconds) if seconds < 60 else f"{seconds // 60}:{seconds % 60:02}"
    high = rows - 2 if rows >= _ROWS_OF_DIGITS else rows - 1
    shape = _digits(text, columns - _MARGINS, high, look)
    width = max(map(cell_len, shape))
    # The last digit stands where it stood, whether there is one before it or not.
    widest = max(width, *map(cell_len, _digits("00", columns - _MARGINS, high, look)))
    left = max(0, (columns - widest) // 2 + widest - width)
    above = (rows - len(shape) + 1) // 2
    lines = [""] * above + [" " * left + line for line in shape]
    lines += [""] * (rows - len(lines))
    return tuple(_row((line, style_of_digits(mood, look)), columns=columns) for line in lines)


def _digits(text: str, columns: int, rows: int, look: StepLook) -> tuple[str, ...]:
    if rows < FEWEST_ROWS and look.unicode:
        return lettering(text, columns, rows, lines=1) or (text,)
    return (digits if look.unicode else ascii_digits)(text, columns, rows)


def _urgent(view: View, columns: int, rows: int, look: StepLook) -> list[ScreenRow]:
    """What has to be seen first, as large as it fits, what to read, and then what to press."""
    margin = " " if columns < _COLUMNS_OF_A_GLANCE else "  "
    width = columns - 2 * len(margin)
    is_big = columns >= BIG_FROM_COLUMNS and rows >= BIG_FROM_ROWS - _BAND_WITH_LETTERS
    *read, last = [_wrapped(text, width, look) for text in view.lines]
    if view.glance:  # the last of the lines is what can be pressed
        asked = _words(view.glance, width, SMALL_ROWS if is_big else 1, look, lines=1)
        below = [*last, *asked]
    else:
        read, below = [*read, last], []
    room = rows - len(below)
    *lead, call = _CALL.split(view.urgent)
    first = _words(" ".join(lead), width, min(room // 2, 2 * SMALL_ROWS) if is_big else 1, look)
    air = [""] if is_big else []
    urgent = [*air, *first, *(air if first else []), *_words(call, width, room // 2, look), *air]
    text = _cut([line for part in read for line in (*part, "")][:-1], room - len(urgent), look)
    styled = [(line, _BOLD) for line in urgent]
    styled += [(line, _PLAIN) for line in text]
    styled += [("", _PLAIN)] * (room - len(styled)) + [(line, _BOLD) for line in below]
    return [_row((f"{margin}{line}", style), columns=columns) for line, style in styled[:rows]]


def _wrapped(text: str, columns: int, look: StepLook) -> list[str]:
    """Return *text* in lines; what two spaces set apart isn't broken, if there are any."""
    parts = _text(text, look).split("  ")
    if len(parts) > 1:
        parts = [part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts]
    lines = wrap("  ".join(parts), columns)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def _words(
    text: str, columns: int, rows: int, look: StepLook, *, lines: int = MOST_LINES
) -> tuple[str, ...]:
    """Return *text* as large as it fits, in ordinary letters where large ones don't."""
    large = None
    if rows >= SMALL_ROWS:
        large = _lettering(text, columns, rows, look, lines=lines, is_low=True)
    return large or tuple(_cut(wrap(_text(text, look), columns), rows, look))


def _cut(lines: Sequence[str], rows: int, look: StepLook) -> list[str]:
    """Return so many of *lines* as there are rows, with a mark where some are missing."""
    if len(lines) <= rows:
        return list(lines)
    kept = list(lines[: max(0, rows)])
    if kept:
        kept[-1] = f"{kept[-1].rstrip('.,;:')}{_text('…', look)}"
    return kept


def _body(view: View, columns: int, rows: int, look: StepLook, parts: _Parts) -> list[ScreenRow]:
    """The seconds, or what is to be read, and what belongs to them."""
    below = _pacer(view.pace, view.mood, columns, parts.pacer, look)
    below += _glance(view.glance, columns, parts.glance, look)
    if parts.has_following:
        following = f"  → {view.following}" if view.following else ""
        below.append(_row((_text(following, look), _QUIET), columns=columns))
    return [*_digit_rows(view.seconds, view.mood, columns, rows - len(below), look), *below]


def _foot(
    view: View, columns: int, look: StepLook, margins: Margins, parts: _Parts
) -> list[ScreenRow]:
    rows = []
    if parts.has_progress:
        rows.append(_progress(view, columns, look, margins))
    if parts.has_keys:
        keys, sound = _text(f"  {margins.keys}", look), _text(f"{margins.sound} ", look)
        rows.append(_row((keys, _QUIET), (sound, _QUIET), columns=columns))
    return rows


@lru_cache(maxsize=256)
def _glance(glance: str, columns: int, rows: int, look: StepLook) -> tuple[ScreenRow, ...]:
    """The few words that say what to do, as large as they fit."""
    lines = _words(glance, columns - _MARGINS, rows, look)
    above = (rows - len(lines) + 1) // 2
    shown = [_row((f"  {line}", _BOLD), columns=columns) for line in lines]
    air = [_blank(columns)]
    return (*air * above, *shown, *air * (rows - len(shown) - above))


def _pacer(
    pace: Pace | None, mood: Mood, columns: int, rows: int, look: StepLook
) -> list[ScreenRow]:
    """The marker that travels the zone and back at the speed of the guide."""
    if pace is None:
        return [_blank(columns)] * rows
    arrow = "→" if pace.is_outward else "←"
    count = _text(f" {arrow} {pace.number}/{pace.count} ", look)
    track = columns - cell_len(count) - 4
    return [
        _pacer_row(round(pace.position * (track - 3)), track, count if not n else "", mood, look)
        + ((Segment(" " * cell_len(count)),) if n else ())
        for n in range(rows)
    ]


@lru_cache(maxsize=2048)
def _pacer_row(at: int, track: int, count: str, mood: Mood, look: StepLook) -> ScreenRow:
    marker, rail = ("███", "░") if look.unicode else ("[#]", "-")
    style = style_of_digits(mood, look)
    return (
        Segment("  "),
        Segment(rail * at, _QUIET),
        Segment(marker, style + _BOLD),
        Segment(rail * (track - at - 3), _QUIET),
        Segment("  "),
        Segment(count, _BOLD),
    )


def _progress(view: View, columns: int, look: StepLook, margins: Margins) -> ScreenRow:
    seconds = -(-view.left // 1000)
    told = f" {seconds // 60}:{seconds % 60:02} left"
    if margins.ends_at:
        told += f" · done at {margins.ends_at}"
    told = _text(told, look) + "  "
    track = columns - cell_len(told) - 2
    if track < 4:
        return _row((told, _QUIET), columns=columns)
    full = round(view.progress * track)
    done, ahead = ("━", "─") if look.unicode else ("=", "-")
    return (
        Segment("  "),
        Segment(done * full, style_of_digits(view.mood, look)),
        Segment(ahead * (track - full), _QUIET),
        Segment(told, _QUIET),
    )


def _beside(body: Sequence[ScreenRow], picture: Sequence[ScreenRow], width: int) -> list[ScreenRow]:
    blank = _blank(width)
    above = (len(body) - len(picture) + 1) // 2
    below = len(body) - len(picture) - above
    column = [*[blank] * above, *picture, *[blank] * below]
    space = Segment(" " * (PICTURE_MARGIN // 2))
    return [(*row, space, *drawn, space) for row, drawn in zip(body, column, strict=True)]


def _too_small(view: View, columns: int, rows: int, look: StepLook) -> list[ScreenRow]:
    """Below the smallest window: what matters most, and that it goes on by ear."""
    said = (f"{view.word} {view.seconds}", view.glance, "Window too small: listen.")
    lines = [_text(line, look) for line in said][:rows]
    lines += [""] * (rows - len(lines))
    return [_row((line, _BOLD), columns=columns) for line in lines]


def _row(
    left: tuple[str, Style],
    right: tuple[str, Style] = ("", _PLAIN),
    *,
    columns: int,
    fill: Style = _PLAIN,
) -> ScreenRow:
    room = columns - cell_len(right[0])
    text = left[0] if cell_len(left[0]) <= room else set_cell_size(left[0], room)
    between = " " * (room - cell_len(text))
    segments = (Segment(text, left[1]), Segment(between, fill), Segment(*right))
    return tuple(segment for segment in segments if segment.text)


def _blank(columns: int) -> ScreenRow:
    return (Segment(" " * columns),)


def _text(text: str, look: StepLook) -> str:
    return text if look.unicode else plain_ascii(text)


def _has_many_colours(look: StepLook) -> bool:
    return look.colours in (ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR)


@lru_cache(maxsize=64)
def style_of_digits(mood: Mood, look: StepLook) -> Style:
    """Return how what has the colour of *mood* is drawn on the ground of the terminal."""
    return Style(color=_COLOURS[mood]) if _has_many_colours(look) else _PLAIN


@lru_cache(maxsize=64)
def style_of_band(mood: Mood, look: StepLook) -> Style:
    """Return how the band of *mood*, and the word on it, is drawn."""
    if look.colours is None:
        return Style(reverse=True, bold=True)
    text, ground = ("#000000", _COLOURS[mood])
    if not _has_many_colours(look):
        text, ground = _OF_SIXTEEN[mood]
    return Style(color=text, bgcolor=ground, bold=True)


@lru_cache(maxsize=4096)
def lit(row: ScreenRow) -> ScreenRow:
    """Return *row* lit up, as a flash in the place of a sound."""
    reverse = Style(reverse=True)
    return tuple(Segment(part.text, (part.style or Style.null()) + reverse) for part in row)


def painted(row: ScreenRow, look: StepLook) -> str:
    """Return *row* as it is written to a terminal of that look; without colours, still bold."""
    return "".join(
        (segment.style if look.colours else segment.style.without_color).render(
            segment.text, color_system=look.colours or ColorSystem.STANDARD
        )
        if segment.style
        else segment.text
        for segment in row
    )
