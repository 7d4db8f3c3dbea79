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
from rich.segment import Segment
from rich.style import Style

from tpguide.session.view import Mood, Pace, View
from tpguide.text import minutes_and_seconds, plain_ascii
from tpguide.ui.session.digits import FEWEST_DIGIT_ROWS, ascii_digits, digits
from tpguide.ui.session.layout import (
    BAND_WITH_LETTERS,
    BIG_FROM_COLUMNS,
    BIG_FROM_ROWS,
    COLUMNS_OF_A_GLANCE,
    MARGINS,
    PICTURE_MARGIN,
    ROWS_OF_DIGITS,
    SMALLEST_COLUMNS,
    SMALLEST_ROWS,
    Parts,
    Window,
    picture_space,
)
from tpguide.ui.session.letters import LETTER_ROWS, MOST_LINES, lettering, small_lettering
from tpguide.ui.session.styles import ScreenRow, StepLook, style_of_band, style_of_digits

#: What comes before a colon or a question mark leads to what has to be done: “numb: CALL 112”.
_CALL: Final = re.compile(r"(?<=[:?]) (?!.*[:?] )")

#: A call of this height is seen from any distance.
LEAST_CALL_ROWS: Final = 6

_PLAIN = Style.null()
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
    view: View, window: Window, margins: Margins, picture: Sequence[ScreenRow] = ()
) -> list[ScreenRow]:
    """Return the rows of the screen, each as wide as the window.

    *picture* stands to the right of all but the band and the foot, or of the digits alone where it
    is low; it fits into `picture_space`.
    """
    columns, rows, look = window.columns, window.rows, window.look
    if columns < SMALLEST_COLUMNS or rows < SMALLEST_ROWS:
        return _too_small(view, columns, rows, look)
    space = picture_space(window) if picture else None
    width = space.columns + PICTURE_MARGIN if space else 0
    beside = 0 if space and space.is_low else width
    parts = Parts.that_fit(window, beside=beside)
    band = _band_rows(view.word, view.mood, columns, parts.band, look)
    if view.urgent:  # where one is on the body has no meaning any more
        above = [*([_where(view, columns, look, margins)] if margins.mark else []), *band]
        return [*above, *_urgent(view, columns, rows - len(above), look)]
    above = [_where(view, columns, look, margins), *band]
    foot = _foot(view, columns, look, margins, parts)
    below = _below_digits(view, columns - beside, look, parts)
    room = rows - len(above) - len(below) - len(foot)
    shown = _digit_rows(view.seconds, view.mood, columns - width, room, look)
    if space and space.is_low:
        body = [*_beside(shown, picture, width), *below]
    else:
        body = [*shown, *below]
        body = _beside(body, picture, width) if space else body
    return [*above, *body, *foot]


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
    air = 1 if rows <= BAND_WITH_LETTERS else 2
    letters = _lettering(word, columns - MARGINS, rows - air, look, lines=1)
    letters = letters or (_text(" ".join(word.upper()), look),)
    room = rows - len(letters)
    lines = [*[""] * ((room + 1) // 2), *letters, *[""] * (room // 2)]
    return tuple(_row((f"  {line}", style), columns=columns, fill=style) for line in lines)


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
    text = str(seconds) if seconds < 60 else minutes_and_seconds(seconds)
    high = rows - 2 if rows >= ROWS_OF_DIGITS else rows - 1
    shape = _digits(text, columns - MARGINS, high, look)
    width = max(map(cell_len, shape))
    # The last digit stands where it stood, whether there is one before it or not.
    widest = max(width, *map(cell_len, _digits("00", columns - MARGINS, high, look)))
    left = max(0, (columns - widest) // 2 + widest - width)
    above = (rows - len(shape) + 1) // 2
    lines = [""] * above + [" " * left + line for line in shape]
    lines += [""] * (rows - len(lines))
    return tuple(_row((line, style_of_digits(mood, look)), columns=columns) for line in lines)


def _digits(text: str, columns: int, rows: int, look: StepLook) -> tuple[str, ...]:
    if rows < FEWEST_DIGIT_ROWS and look.unicode:
        return lettering(text, columns, rows, lines=1) or (text,)
    return (digits if look.unicode else ascii_digits)(text, columns, rows)


def _urgent(view: View, columns: int, rows: int, look: StepLook) -> list[ScreenRow]:
    """What has to be seen first, as large as it fits, what to read, and then what to press.

    What to press, and then what to read, is in letters too where they leave room for all.
    """
    margin = " " if columns < COLUMNS_OF_A_GLANCE else "  "
    width = columns - 2 * len(margin)
    is_big = columns >= BIG_FROM_COLUMNS and rows >= BIG_FROM_ROWS - BAND_WITH_LETTERS
    air = [""] if is_big else []
    *texts, last = view.lines
    if view.glance:  # the last of the lines is what can be pressed
        asked = _words(
            view.glance, width, max(LETTER_ROWS, rows // 8) if is_big else 1, look, lines=1
        )
    else:
        texts, last, asked = [*texts, last], "", ()
    keys = _wrapped(last, width, look)
    room = rows - len(keys) - len(asked)
    *lead, call = _CALL.split(view.urgent)
    first = _words(" ".join(lead), width, min(room // 2, 2 * LETTER_ROWS) if is_big else 1, look)
    read = _paragraphs([_wrapped(text, width, look) for text in texts])
    # At most half of it is for the call, and less where all that is to be read fits then.
    spare = room - len(first) - 3 * len(air)
    least = LEAST_CALL_ROWS if is_big else LETTER_ROWS
    high = min(spare, max(min(room // 2, spare - len(read)), least))
    urgent = [*air, *first, *(air if first else []), *_words(call, width, high, look), *air]
    if is_big:
        room = rows - len(urgent) - len(asked)
        large_keys = _large_items(last, width, room - len(read) - 2, look)
        keys = [*large_keys, ""] if large_keys else keys
        large = [small_lettering(text, width) for text in texts] if look.unicode else []
        if large and all(large) and len(_paragraphs(large)) <= room - len(keys):
            read = _paragraphs(large)
    below = [*keys, *asked]
    room = rows - len(below) - len(urgent)
    if room <= 0 < len(read):  # nothing of it is shown
        urgent = [*_cut([*first, "", ""], len(first), look), *urgent[len(first) :]]
    styled = [(line, _BOLD) for line in urgent]
    styled += [(line, _PLAIN) for line in _cut(read, room, look)]
    styled += [("", _PLAIN)] * (rows - len(below) - len(styled))
    styled += [(line, _BOLD) for line in below]
    return [_row((f"{margin}{line}", style), columns=columns) for line, style in styled[:rows]]


def _paragraphs(parts: Sequence[Sequence[str]]) -> list[str]:
    return [line for part in parts for line in (*part, "")][:-1]


def _large_items(text: str, columns: int, rows: int, look: StepLook) -> list[str]:
    """Return in letters what two spaces set apart, as few lines as it takes; none if too many."""
    items = text.split("  ")
    for count in range(len(items), 0, -1):
        parts = ["  ".join(items[at : at + count]) for at in range(0, len(items), count)]
        lines = [
            _lettering(part, columns, LETTER_ROWS, look, lines=1, is_low=True) for part in parts
        ]
        if all(lines) and sum(map(len, filter(None, lines))) <= rows:
            return [row for line in lines if line for row in line]
    return []


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
    if rows >= LETTER_ROWS:
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


def _below_digits(view: View, columns: int, look: StepLook, parts: Parts) -> list[ScreenRow]:
    """What belongs to the seconds: the pacer, what to do now, and what comes next."""
    below = _pacer(view.pace, view.mood, columns, parts.pacer, look)
    below += _glance(view.glance, columns, parts.glance, look)
    if parts.has_following:
        following = f"  → {view.following}" if view.following else ""
        below.append(_row((_text(following, look), _QUIET), columns=columns))
    return below


def _foot(
    view: View, columns: int, look: StepLook, margins: Margins, parts: Parts
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
    lines = _words(glance, columns - MARGINS, rows, look)
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
    told = f" {minutes_and_seconds(seconds)} left"
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
