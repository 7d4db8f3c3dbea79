"""Split what a terminal sends into the names of keys.

Pure: bytes in, names out. Knows nothing of descriptors, and of time only what it is told: that
nothing more has come.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

#: A key without a name here, or bytes that are no text. Still a key: something was pressed.
UNKNOWN: Final = "unknown"
#: Text from the clipboard, however long: one key, so that nothing in it acts.
PASTE: Final = "paste"
WHEEL_UP: Final = "wheel-up"
WHEEL_DOWN: Final = "wheel-down"
#: Begins the name of a click, which goes on with its row and its column, from 1: click-3-10.
CLICK: Final = "click-"

_ESCAPE: Final = "\x1b"
_PASTE_BEGINS: Final = "\x1b[200~"
_PASTE_ENDS: Final = "\x1b[201~"

_CHARACTERS: Final = {
    "\r": "enter", "\n": "enter", "\t": "tab", " ": "space", "\x7f": "backspace",
    "\x08": "backspace", "\x00": "ctrl-space", _ESCAPE: "escape",
    "\x1c": "ctrl-\\", "\x1d": "ctrl-]", "\x1e": "ctrl-^", "\x1f": "ctrl-_",
}  # fmt: skip
_LETTERS: Final = {
    "A": "up", "B": "down", "C": "right", "D": "left", "H": "home", "F": "end",
    "P": "f1", "Q": "f2", "R": "f3", "S": "f4", "Z": "shift-tab",
}  # fmt: skip
#: The number block, where a program before this one left it in its application mode.
_NUMBER_BLOCK: Final = {
    "M": "enter", "j": "*", "k": "+", "l": ",", "m": "-", "n": ".", "o": "/",
    **{chr(ord("p") + digit): str(digit) for digit in range(10)},
}  # fmt: skip
_NUMBERS: Final = {
    1: "home", 2: "insert", 3: "delete", 4: "end", 5: "page-up", 6: "page-down", 7: "home",
    8: "end", 11: "f1", 12: "f2", 13: "f3", 14: "f4", 15: "f5", 17: "f6", 18: "f7", 19: "f8",
    20: "f9", 21: "f10", 23: "f11", 24: "f12",
}  # fmt: skip
_MODIFIERS: Final = ((4, "ctrl-"), (2, "alt-"), (1, "shift-"))

_WHEEL: Final = {64: WHEEL_UP, 65: WHEEL_DOWN}
_LEFT_BUTTON: Final = 0
#: Shift, Alt and Ctrl in the number of a mouse button.
_HELD_WITH_MOUSE: Final = 4 | 8 | 16


@dataclass(frozen=True, slots=True)
class Tokens:
    """The keys that have come, and what may be the beginning of another."""

    keys: tuple[str, ...] = ()
    rest: bytes = b""


def tokens(received: bytes) -> Tokens:
    """Return the keys in *received*, in order. What is only begun stays for the next time."""
    text, consumed = codecs.utf_8_decode(received, "surrogateescape", False)
    keys: list[str] = []
    while text and (token := _first(text)):
        names, length = token
        keys += names
        text = text[length:]
    begun = text.encode("utf-8", "surrogateescape")
    return Tokens(tuple(keys), begun + received[consumed:])


def last_keys(rest: bytes) -> tuple[str, ...]:
    """Return the keys of a beginning that nothing has followed."""
    text = rest.decode("utf-8", "replace")
    if text.startswith(_PASTE_BEGINS):
        return (PASTE,)
    match tuple(text):
        case ("\x1b",):
            return ("escape",)
        case ("\x1b", letter):
            return (f"alt-{_name(letter)}",)
        case _:
            return (UNKNOWN,)


def _first(text: str) -> tuple[tuple[str, ...], int] | None:
    """Return the names that *text* begins with and their length, or None if only begun."""
    if text[0] != _ESCAPE:
        return (_name(text[0]),), 1
    if text.startswith(_PASTE_BEGINS):
        end = text.find(_PASTE_ENDS)
        return ((PASTE,), end + len(_PASTE_ENDS)) if end >= 0 else None
    for form, names in _FORMS:
        if found := form.match(text):
            return names(found), found.end()
    if _BEGUN.match(text):
        return None
    if text[1] == _ESCAPE:
        return ("escape",), 1
    return (f"alt-{_name(text[1])}",), 2


def _name(character: str) -> str:
    if named := _CHARACTERS.get(character):
        return named
    if character < " ":
        return f"ctrl-{chr(ord(character) + 0x60)}"
    return character if character.isprintable() else UNKNOWN


def _nothing(_: re.Match[str]) -> tuple[str, ...]:
    return ()


def _console_function(found: re.Match[str]) -> tuple[str, ...]:
    return (f"f{ord(found[1]) - ord('A') + 1}",)


def _single_shift(found: re.Match[str]) -> tuple[str, ...]:
    named = _LETTERS.get(found[2]) or _NUMBER_BLOCK.get(found[2])
    return (_modified(named, found[1]),)


def _mouse(found: re.Match[str]) -> tuple[str, ...]:
    button = int(found[1]) & ~_HELD_WITH_MOUSE
    if found[4] != "M":  # let go of
        return ()
    if button == _LEFT_BUTTON:
        return (f"{CLICK}{found[3]}-{found[2]}",)
    wheel = _WHEEL.get(button)
    return (wheel,) if wheel else ()


def _sequence(found: re.Match[str]) -> tuple[str, ...]:
    parameters, final = found[1], found[2]
    if final == "~":
        number = _numbers(parameters)[0]
        return (_modified(_NUMBERS.get(number), parameters),)
    return (_modified(_LETTERS.get(final), parameters),)


def _modified(named: str | None, parameters: str) -> str:
    """Return *named* with the keys held down with it, which are the second parameter."""
    if named is None:
        return UNKNOWN
    held = (*_numbers(parameters), 1)[1] - 1
    return "".join(word for bit, word in _MODIFIERS if held & bit) + named


def _numbers(parameters: str) -> tuple[int, ...]:
    """Return the numbers between semicolons; one that is left out, or is several, counts as 1."""
    return tuple(int(part) if part.isdigit() else 1 for part in parameters.split(";"))


#: Every form of sequence, the special ones first, and what names it.
_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str, ...]]], ...]] = (
    (re.compile(r"\x1b\[<([0-9]{1,4});([0-9]{1,5});([0-9]{1,5})([Mm])"), _mouse),
    (re.compile(r"\x1b\[M...", re.DOTALL), _nothing),  # an older form of mouse
    (re.compile(r"\x1b\[[0-9]+;[0-9]+;[0-9]+M"), _nothing),  # and another
    (re.compile(r"\x1b\[\[([A-E])"), _console_function),
    (re.compile(r"\x1b\[[IO]"), _nothing),  # the window got or lost the focus
    # What a terminal answers when it is asked, perhaps by a program before this one.
    (re.compile(r"\x1b[]P_^X].*?(?:\x07|\x1b\\)", re.DOTALL), _nothing),
    (re.compile(r"\x1b\[[<=>?][0-9;:]*[ -/]*[@-~]"), _nothing),
    (re.compile(r"\x1b\[[0-9]+;[0-9]+R"), _nothing),
    (re.compile(r"\x1b\[[0-9;]*[nt]"), _nothing),
    (re.compile(r"\x1b\[([0-9;:]{0,40})[ -/]*((?!\[|M)[@-~])"), _sequence),
    (re.compile(r"\x1bO([0-9;]{0,40})([A-Za-z])"), _single_shift),
)
_BEGUN: Final = re.compile(
    r"\x1b(?:|\[[0-?]*[ -/]*|\[M.{0,2}|\[\[|O[0-9;]*|[]P_^X].*)\Z", re.DOTALL
)
