"""The screen of a session: a picture of its view, row by row, for a glance from the floor.

A row is a tuple of styled segments as wide as the window. Rows that did not change are the very
same text, so that whoever writes them can leave them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from tpguide.session.view import Mood, Pace, View
from tpguide.text import minutes_and_seconds
from tpguide.ui.session.digits import FEWEST_DIGIT_ROWS, ascii_digits, digits
from tpguide.ui.session.layout import (
    MARGINS,
    PICTURE_MARGIN,
    ROWS_OF_DIGITS,
    SMALLEST_COLUMNS,
    SMALLEST_ROWS,
    Parts,
    Window,
    picture_space,
)
from tpguide.ui.session.letters import LETTER_ROWS, lettering
from tpguide.ui.session.styles import ScreenRow, StepLook, style_of_digits
from tpguide.ui.session.urgent import urgent_rows
from tpguide.ui.session.words import BandText, band_rows, largest_words, screen_row, shown_text

_BOLD = Style(bold=True)
_QUIET = Style(dim=True)


@dataclass(frozen=True, slots=True)
class Margins:
    """What stands around the session: the keys, how it sounds, when it ends, a rehearsal's mark."""

    keys: str
    sound: str
    ends_at: str
    mark: str = ""


def screen_rows(
    view: View, window: Window, margins: Margins, picture: Sequence[ScreenRow] | None = None
) -> list[ScreenRow]:
    """Return the rows of the screen, each as wide as the window.

    *picture* stands to the right of all but the band and the foot, or of the digits alone where it
    is low; it fits into `picture_space`. Where it is empty, its session has pictures at other
    moments: the digits stand where they stand beside those, and the words get its room.
    """
    columns, rows, look = window.columns, window.rows, window.look
    if columns < SMALLEST_COLUMNS or rows < SMALLEST_ROWS:
        return _too_small(view, columns, rows, look)
    space = None if picture is None else picture_space(window)
    width = space.columns + PICTURE_MARGIN if space else 0
    beside = 0 if space and space.is_low else width
    parts = Parts.that_fit(window, beside=beside)
    where = _where(view, columns, look, margins)
    if view.urgent:  # where one is on the body has no meaning any more
        above = [where] if margins.mark else []
        return [*above, *urgent_rows(view, columns, rows - len(above), parts.band, look)]
    above = [where, *band_rows(BandText(view.word, view.mood), columns, parts.band, look)]
    foot = _foot(view, columns, look, margins, parts)
    has_words_beside = bool(picture) and beside
    below = _below_digits(view, columns - (beside if has_words_beside else 0), look, parts)
    room = rows - len(above) - len(below) - len(foot)
    shown = _digit_rows(view.seconds, view.mood, columns - width, room, look)
    if space and has_words_beside:
        return [*above, *_beside([*shown, *below], picture or (), width), *foot]
    return [*above, *(_beside(shown, picture or (), width) if space else shown), *below, *foot]


def _where(view: View, columns: int, look: StepLook, margins: Margins) -> ScreenRow:
    place = f"{view.number}/{view.of_side}" if view.number else ""
    right = "  ".join(filter(None, (place, shown_text(margins.mark, look))))
    room = columns - cell_len(right) - 3
    where = list(view.where)
    while len(where) > 1 and cell_len(" · ".join(where)) > room:
        del where[1]  # the side stays to the last
    left = " · ".join(where)
    left = shown_text(f" {left}", look)
    return screen_row((left, _BOLD), (right + " ", _BOLD), columns=columns)


@lru_cache(maxsize=512)
def _digit_rows(
    seconds: int, mood: Mood, columns: int, rows: int, look: StepLook
) -> tuple[ScreenRow, ...]:
    text = str(seconds) if seconds < 60 else minutes_and_seconds(seconds)
    high = rows - _rows_of_air(rows, look)
    shape = _digits(text, columns - MARGINS, high, look)
    width = max(map(cell_len, shape))
    # The last digit stands where it stood, whether there is one before it or not.
    widest = max(width, *map(cell_len, _digits("00", columns - MARGINS, high, look)))
    left = max(0, (columns - widest) // 2 + widest - width)
    above = (rows - len(shape) + 1) // 2
    lines = [""] * above + [" " * left + line for line in shape]
    lines += [""] * (rows - len(lines))
    return tuple(screen_row((line, style_of_digits(mood, look)), columns=columns) for line in lines)


def _digits(text: str, columns: int, rows: int, look: StepLook) -> tuple[str, ...]:
    if rows < FEWEST_DIGIT_ROWS and look.unicode:
        return lettering(text, columns, rows, lines=1, is_low=True) or (text,)
    return (digits if look.unicode else ascii_digits)(text, columns, rows)


def _rows_of_air(rows: int, look: StepLook) -> int:
    """Return how many of the *rows* of digits are left free, above them first."""
    if rows >= ROWS_OF_DIGITS:
        return 2
    return 1 if rows > (LETTER_ROWS if look.unicode else FEWEST_DIGIT_ROWS) else 0


def _below_digits(view: View, columns: int, look: StepLook, parts: Parts) -> list[ScreenRow]:
    """What belongs to the seconds: the pacer, what to do now, and what comes next."""
    below = _pacer(view.pace, view.mood, columns, parts, look)
    below += _glance(view.glance, columns, parts.glance, look)
    if parts.has_following:
        following = f"  → {view.following}" if view.following else ""
        below.append(screen_row((shown_text(following, look), _QUIET), columns=columns))
    return below


def _foot(
    view: View, columns: int, look: StepLook, margins: Margins, parts: Parts
) -> list[ScreenRow]:
    rows = []
    if parts.has_progress:
        rows.append(_progress(view, columns, look, margins))
    if parts.has_keys:
        keys, sound = shown_text(f"  {margins.keys}", look), shown_text(f"{margins.sound} ", look)
        rows.append(screen_row((keys, _QUIET), (sound, _QUIET), columns=columns))
    return rows


@lru_cache(maxsize=256)
def _glance(glance: str, columns: int, rows: int, look: StepLook) -> tuple[ScreenRow, ...]:
    """The few words that say what to do, as large as they fit."""
    lines = largest_words(glance, columns - MARGINS, rows, look)
    above = (rows - len(lines) + 1) // 2
    shown = [screen_row((f"  {line}", _BOLD), columns=columns) for line in lines]
    air = [_blank(columns)]
    return (*air * above, *shown, *air * (rows - len(shown) - above))


def _pacer(
    pace: Pace | None, mood: Mood, columns: int, parts: Parts, look: StepLook
) -> list[ScreenRow]:
    """The marker that travels the zone and back at the speed of the guide."""
    if pace is None:
        return [_blank(columns)] * parts.pacer
    arrow = "→" if pace.is_outward else "←"
    count = shown_text(f" {arrow} {pace.number}/{pace.count} ", look)
    track = columns - cell_len(count) - 4
    marker, rail = ("███", "░") if look.unicode else ("[#]", "-")
    if look.unicode and parts.digits <= LETTER_ROWS:  # digits stand on the row above
        marker, rail = "▄▄▄", "─"
    style = style_of_digits(mood, look)
    at = round(pace.position * (track - len(marker)))
    return [
        (
            Segment("  "),
            Segment(rail * at, _QUIET),
            Segment(marker, style + _BOLD),
            Segment(rail * (track - at - len(marker)), _QUIET),
            Segment("  "),
            Segment(" " * cell_len(count) if number else count, _BOLD),
        )
        for number in range(parts.pacer)
    ]


def _progress(view: View, columns: int, look: StepLook, margins: Margins) -> ScreenRow:
    seconds = -(-view.left // 1000)
    told = f" {minutes_and_seconds(seconds)} left"
    if margins.ends_at:
        told += f" · done at {margins.ends_at}"
    told = shown_text(told, look) + "  "
    track = columns - cell_len(told) - 2
    if track < 4:
        return screen_row((told, _QUIET), columns=columns)
    full = round(view.progress * track)
    done, ahead = ("━", "─") if look.unicode else ("=", "-")
    return (
        Segment("  "),
        Segment(done * full, style_of_digits(view.mood, look)),
        Segment(ahead * (track - full), _QUIET),
        Segment(told, _QUIET),
    )


def _beside(body: Sequence[ScreenRow], picture: Sequence[ScreenRow], width: int) -> list[ScreenRow]:
    """Set *picture*, *width* wide with its margins, to the right of *body*."""
    blank = _blank(width - PICTURE_MARGIN)
    above = (len(body) - len(picture) + 1) // 2
    below = len(body) - len(picture) - above
    column = [*[blank] * above, *picture, *[blank] * below]
    space = Segment(" " * (PICTURE_MARGIN // 2))
    return [(*row, space, *drawn, space) for row, drawn in zip(body, column, strict=True)]


def _too_small(view: View, columns: int, rows: int, look: StepLook) -> list[ScreenRow]:
    """Below the smallest window: what matters most, and that it goes on by ear."""
    said = (f"{view.word} {view.seconds}", view.glance, "Window too small: listen.")
    lines = [shown_text(line, look) for line in said][:rows]
    lines += [""] * (rows - len(lines))
    return [screen_row((line, _BOLD), columns=columns) for line in lines]


def _blank(columns: int) -> ScreenRow:
    return (Segment(" " * columns),)
