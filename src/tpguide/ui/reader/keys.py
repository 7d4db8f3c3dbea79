"""What follows from each key of the reader, in each of its modes.

Keys come in as names; who reads them and owns the terminal is elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from tpguide.document.nodes import Heading
from tpguide.ui.reader import actions
from tpguide.ui.reader.help import key_lines
from tpguide.ui.reader.state import Leaving, Mode, Reader, appendices

WHEEL_LINES: Final = 3
DIGITS: Final = tuple("0123456789")
_WITH_ALT: Final = "alt-"
_CLICK: Final = re.compile(r"click-([0-9]+)-([0-9]+)")


def pressed(reader: Reader, key: str) -> Reader:
    """Return what follows from *key*."""
    if key.startswith(_WITH_ALT) and key not in _KEYS:
        # On a busy machine an Escape and the key after it come together, and look like this.
        return pressed(pressed(reader, "escape"), key.removeprefix(_WITH_ALT))
    reader = replace(reader, message="")
    if key == "ctrl-c":
        return replace(reader, leaving=Leaving.QUIT)
    if click := _CLICK.fullmatch(key):
        return _clicked(reader, int(click[1]), int(click[2]))
    match reader.mode:
        case Mode.READING:
            return _reading(reader, key)
        case Mode.CONTENTS:
            return _choosing(reader, key)
        case Mode.KEYS:
            return _reading_keys(reader, key)
        case Mode.FINDING | Mode.JUMPING | Mode.FOLLOWING:
            return _typing(reader, key)


def _reading(reader: Reader, key: str) -> Reader:
    if key in DIGITS:
        return replace(reader, mode=Mode.JUMPING, typed=key)
    act = _KEYS.get(key)
    if act is None and key.isupper() and key in {one.number[0] for one in _headings(reader)}:
        return replace(reader, mode=Mode.JUMPING, typed=key)
    return act(reader) if act else reader


def _headings(reader: Reader) -> Iterator[Heading]:
    return (section.heading for section in reader.page.sections)


def _turn_to(mode: Mode) -> Callable[[Reader], Reader]:
    return lambda reader: replace(reader, mode=mode, typed="", chosen=0)


def _show_contents(reader: Reader) -> Reader:
    return replace(reader, mode=Mode.CONTENTS, chosen=max(reader.section, 0))


def _clicked(reader: Reader, row: int, column: int) -> Reader:
    """Go where a click in the contents leads; *row* and *column* are counted from 1."""
    listed = reader.contents_on_screen
    if column > reader.contents_columns or not 1 <= row <= len(listed):
        return reader
    key = reader.page.sections[listed[row - 1]].heading.key
    return actions.jump(replace(reader, mode=Mode.READING), key)


def _choosing(reader: Reader, key: str) -> Reader:
    heading = reader.page.sections[reader.chosen].heading
    if key in ("right", "l") and heading.number in appendices(reader.page):
        return replace(reader, opened=heading.number)
    if key in ("enter", "right", "l"):
        return actions.jump(replace(reader, mode=Mode.READING), heading.key)
    if key in _CLOSING:
        return replace(reader, mode=Mode.READING, opened="")
    listed = reader.contents
    at = max(bisect_right(listed, reader.chosen) - 1, 0)
    moved = _choose(replace(reader, chosen=at), key, len(listed) - 1)
    return replace(moved, chosen=listed[moved.chosen])


def _reading_keys(reader: Reader, key: str) -> Reader:
    if key in _CHOOSING:
        return _choose(
            reader, key, max(len(key_lines(reader.look, reader.columns)) - reader.height, 0)
        )
    return replace(reader, mode=Mode.READING)


def _choose(reader: Reader, key: str, last: int) -> Reader:
    steps = {"page": reader.height - 1, "end": last, "line": 1}
    by, direction = _CHOOSING.get(key, ("line", 0))
    return replace(reader, chosen=min(max(reader.chosen + direction * steps[by], 0), last))


def _typing(reader: Reader, key: str) -> Reader:
    match key:
        case "enter":
            done = replace(reader, mode=Mode.READING, typed="")
            return _ANSWERS[reader.mode](done, reader.typed.strip())
        case "escape":
            return replace(reader, mode=Mode.READING, typed="")
        case "backspace" if not reader.typed:
            return replace(reader, mode=Mode.READING)
        case "backspace":
            return replace(reader, typed=reader.typed[:-1])
        case "ctrl-u":
            return replace(reader, typed="")
        case "space":
            return replace(reader, typed=f"{reader.typed} ")
        case _ if len(key) == 1:
            return replace(reader, typed=reader.typed + key)
        case _:
            return reader


_ANSWERS: Final[dict[Mode, Callable[[Reader, str], Reader]]] = {
    Mode.FINDING: actions.find,
    Mode.JUMPING: actions.jump_to_typed,
    Mode.FOLLOWING: actions.follow,
}

_CLOSING: Final = ("escape", "q", "c", "t", "tab", "left", "h")
#: What moves in the contents and in the list of keys: how far, and in which direction.
_CHOOSING: Final = {
    **dict.fromkeys(("down", "j", "wheel-down", "ctrl-n"), ("line", 1)),
    **dict.fromkeys(("up", "k", "wheel-up", "ctrl-p"), ("line", -1)),
    **dict.fromkeys(("page-down", "space", "ctrl-f", "f"), ("page", 1)),
    **dict.fromkeys(("page-up", "ctrl-b", "b"), ("page", -1)),
    **dict.fromkeys(("end", "G"), ("end", 1)),
    **dict.fromkeys(("home", "g"), ("end", -1)),
}

_ACTS: Final[tuple[tuple[tuple[str, ...], Callable[[Reader], Reader]], ...]] = (
    (("down", "j", "e", "enter", "ctrl-e", "ctrl-n", "ctrl-j"), actions.down(1)),
    (("up", "k", "y", "ctrl-y", "ctrl-p", "ctrl-k"), actions.down(-1)),
    (("wheel-down",), actions.down(WHEEL_LINES)),
    (("wheel-up",), actions.down(-WHEEL_LINES)),
    (("space", "f", "page-down", "ctrl-f", "ctrl-v"), actions.pages(1)),
    (("b", "page-up", "ctrl-b", "alt-v", "shift-space"), actions.pages(-1)),
    (("d", "ctrl-d"), actions.pages(0.5)),
    (("u", "ctrl-u"), actions.pages(-0.5)),
    (("g", "home", "<", "ctrl-home"), actions.to_the_top),
    (("G", "end", ">", "ctrl-end"), actions.to_the_end),
    (("right", "l", "]", ")", "}"), actions.to_next_section),
    (("left", "[", "(", "{"), actions.to_previous_section),
    (("c", "t", "tab"), _show_contents),
    ((":",), _turn_to(Mode.JUMPING)),
    (("/",), _turn_to(Mode.FINDING)),
    (("n",), actions.to_next_hit),
    (("N", "p"), actions.to_previous_hit),
    (("escape",), actions.put_lights_out),
    (("s", "ctrl-]"), _turn_to(Mode.FOLLOWING)),
    (("backspace", "ctrl-o", "ctrl-t"), actions.come_back),
    (("M",), actions.switch_mouse),
    (("m",), actions.leave(Leaving.MASSAGE)),
    (("?", "h", "H", "f1"), _turn_to(Mode.KEYS)),
    (("q", "Q", "Z"), actions.leave(Leaving.QUIT)),
)
_KEYS: Final = {key: act for keys, act in _ACTS for key in keys}
