"""The screen of a session: a picture of its view, row by row, for a glance from the floor.

A row is a tuple of styled segments as wide as the window. Rows that did not change are the very
same text, so that whoever writes them can leave them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from textwrap import wrap
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

from tpguide.session.view import Mood, Pace, View
from tpguide.text import plain_ascii
from tpguide.ui.session.digits import ascii_digits, digits
from tpguide.ui.session.letters import LARGE_ROWS, SMALL_ROWS, lettering

ScreenRow = tuple[Segment, ...]

SMALLEST_COLUMNS: Final = 30
SMALLEST_ROWS: Final = 10
#: With this many columns and rows there is room for a picture beside the digits.
PICTURE_FROM_COLUMNS: Final = 100
PICTURE_FROM_ROWS: Final = 20
PICTURE_SHARE: Final = 0.24
PICTURE_MARGIN: Final = 4

_PLAIN = Style.null()
_BOLD = Style(bold=True)
_QUIET = Style(dim=True)
#: Mid tones: three to one at least against a dark background, a light one, and black text on them.
_COLOURS: Final = {
    Mood.GET_DOWN: "#7a8aa0",
    Mood.SET_UP: "#7a8aa0",
    Mood.ROLL: "#1e9e57",
    Mood.SORE_SPOT: "#dd5a4f",
    Mood.CHECK_IN: "#b8860b",
    Mood.REST: "#3a8fd6",
    Mood.CHANGE_SIDES: "#9b6fd0",
    Mood.DONE: "#1e9e57",
    Mood.PAUSED: "#8a8f98",
    Mood.READY: "#2a9d98",
    Mood.CHANGE: "#d07a1b",
    Mood.AGAIN: "#b8860b",
    Mood.WRONG: "#dd3f33",
    Mood.STOP: "#dd3f33",
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
    parts = _parts(view, rows, has_picture=bool(picture))
    above = [_where(view, columns, look, margins)]
    above += _band(view.word, view.mood, columns, parts.band, look)
    foot = _foot(view, columns, look, margins, parts)
    body_rows = rows - len(above) - len(foot)
    if not picture:
        return [*above, *_body(view, columns, body_rows, look, parts), *foot]
    width = sum(cell_len(segment.text) for segment in picture[0])
    body = _body(view, columns - width - PICTURE_MARGIN, body_rows, look, parts)
    return [*above, *_beside(body, picture, width), *foot]


def picture_space(window: Window) -> tuple[int, int] | None:
    """Return the columns and rows there are for a picture, if there is room for one."""
    columns, rows = window.columns, window.rows
    if columns < PICTURE_FROM_COLUMNS or rows < PICTURE_FROM_ROWS:
        return None
    parts = _Parts.beside_picture(rows)
    return round(columns * PICTURE_SHARE), rows - 1 - parts.band - parts.foot - 1


@dataclass(frozen=True, slots=True)
class _Parts:
    """Which parts a window of so many rows has room for; what is left out goes in this order."""

    band: int
    is_roomy: bool
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
    def that_fit(cls, rows: int) -> _Parts:
        band = LARGE_ROWS + 2 if rows >= 28 else LARGE_ROWS + 1 if rows >= 20 else 1
        return cls(
            band=band,
            is_roomy=rows >= 24,
            pacer=2 if rows >= 26 else 1,
            glance=2 * SMALL_ROWS if rows >= 30 else LARGE_ROWS if rows >= 22 else 1,
            has_keys=rows >= 12,
            has_following=rows >= 11,
            has_progress=rows >= 10,
        )

    @classmethod
    def beside_picture(cls, rows: int) -> _Parts:
        """Give the few words a second line, since a line is shorter."""
        usual = cls.that_fit(rows)
        glance = 2 * SMALL_ROWS if usual.glance > 1 else usual.glance
        return replace(usual, glance=glance, is_roomy=rows >= 30)

    @classmethod
    def for_reading(cls, rows: int) -> _Parts:
        """Leave all the room there is to what has to be read."""
        usual = cls.that_fit(rows)
        return replace(
            usual, pacer=0, glance=1, has_keys=False, has_following=False, has_progress=False
        )


def _parts(view: View, rows: int, *, has_picture: bool) -> _Parts:
    if view.lines:
        return _Parts.for_reading(rows)
    return _Parts.beside_picture(rows) if has_picture else _Parts.that_fit(rows)


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


def _gap(is_there: bool, columns: int) -> list[ScreenRow]:
    return [_blank(columns)] if is_there else []


@lru_cache(maxsize=256)
def _band_rows(
    word: str, mood: Mood, columns: int, rows: int, look: StepLook
) -> tuple[ScreenRow, ...]:
    style = _on_colour(mood, look)
    letters = lettering(word, columns - 4, rows) if look.unicode else None
    letters = letters or (_text(" ".join(word.upper()), look),)
    room = rows - len(letters)
    lines = [*[""] * ((room + 1) // 2), *letters, *[""] * (room // 2)]
    return tuple(_row((f"  {line}", style), columns=columns, fill=style) for line in lines)


def _band(word: str, mood: Mood, columns: int, rows: int, look: StepLook) -> list[ScreenRow]:
    return list(_band_rows(word, mood, columns, rows, look))


def _middle(view: View, columns: int, rows: int, look: StepLook) -> list[ScreenRow]:
    if view.lines:
        return _reading(view, columns, rows, look)
    return list(_digit_rows(view.seconds, view.mood, columns, rows, look))


@lru_cache(maxsize=512)
def _digit_rows(
    seconds: int, mood: Mood, columns: int, rows: int, look: StepLook
) -> tuple[ScreenRow, ...]:
    text = str(seconds) if seconds < 60 else f"{seconds // 60}:{seconds % 60:02}"
    # A row of air above, and one below where there is enough.
    largest = digits if look.unicode else ascii_digits
    shape = largest(text, columns - 4, rows - 2 if rows > 8 else rows - 1 if rows > 5 else rows)
    style = _coloured(mood, look)
    left = max(0, (columns - max(map(cell_len, shape))) // 2)
    above = (rows - len(shape) + 1) // 2
    lines = [""] * above + [" " * left + line for line in shape]
    lines += [""] * (rows - len(lines))
    return tuple(_row((line, style), columns=columns) for line in lines)


def _reading(view: View, columns: int, rows: int, look: StepLook) -> list[ScreenRow]:
    """Something to read instead of the digits, for when the massage is over anyway."""
    paragraphs = [wrap(_text(text, look), columns - 4) for text in view.lines]
    *longer, last = [[*lines, ""] for lines in paragraphs]
    last = last[:-1]
    # The last is what can be done now: where room is short, the others are cut.
    lines = [*chain(*longer)][: max(0, rows - len(last))] + last
    bold = {*paragraphs[0], *last}
    styled = [(line, _BOLD if line in bold else _PLAIN) for line in lines]
    shown = [_row((f"  {line}", style), columns=columns) for line, style in styled][:rows]
    above = _gap(rows > len(shown), columns)
    return [*above, *shown, *[_blank(columns)] * (rows - len(shown) - len(above))]


def _body(view: View, columns: int, rows: int, look: StepLook, parts: _Parts) -> list[ScreenRow]:
    """The seconds, or what is to be read, and what belongs to them."""
    roomy = _gap(parts.is_roomy, columns)
    below = [*_pacer(view.pace, view.mood, columns, parts.pacer, look), *roomy]
    below += _glance(view.glance, columns, parts.glance, look)
    if parts.has_following:
        following = f"  → {view.following}" if view.following else ""
        below.append(_row((_text(following, look), _QUIET), columns=columns))
    below += roomy
    return [*_middle(view, columns, rows - len(below), look), *below]


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
    large = lettering(glance, columns - 4, rows) if look.unicode else None
    lines = large or (*[""] * (rows // 2), _text(glance, look))
    shown = [_row((f"  {line}", _BOLD), columns=columns) for line in lines]
    return (*shown, *[_blank(columns)] * (rows - len(shown)))


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
    style = _coloured(mood, look)
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
        Segment(done * full, _coloured(view.mood, look)),
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


@lru_cache(maxsize=64)
def _coloured(mood: Mood, look: StepLook) -> Style:
    return Style(color=_COLOURS[mood]) if look.colours else _PLAIN


@lru_cache(maxsize=64)
def _on_colour(mood: Mood, look: StepLook) -> Style:
    if look.colours:
        return Style(color="#101010", bgcolor=_COLOURS[mood], bold=True)
    return Style(reverse=True, bold=True)


@lru_cache(maxsize=4096)
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
