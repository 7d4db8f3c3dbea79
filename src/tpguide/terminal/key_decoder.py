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

from tpguide.keyboard_layouts import DIGIT_ROW

#: What is read besides keys; no key has a name like these.
RESIZED: Final = "(resized)"
RESUMED: Final = "(resumed)"
TERMINATED: Final = "(terminated)"
HUNG_UP: Final = "(hung up)"

#: Takes back the ways of sending keys that a program before us may have left on: kitty's protocol,
#: modifyOtherKeys, the application modes of cursor keys and number block, focus reports, mouse.
#: What follows the second one is for terminals that take it for an underline.
PLAIN_KEYS: Final = (
    "\x1b[=0u\x1b[>4;0m\x1b[m\x1b[?1l\x1b>\x1b[?1004l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l"
)

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
    "M": "enter", "I": "tab", "X": "=", "j": "*", "k": "+", "l": ",", "m": "-", "n": ".", "o": "/",
    **{chr(ord("p") + digit): str(digit) for digit in range(10)},
}  # fmt: skip
_NUMBERS: Final = {
    1: "home", 2: "insert", 3: "delete", 4: "end", 5: "page-up", 6: "page-down", 7: "home",
    8: "end", 11: "f1", 12: "f2", 13: "f3", 14: "f4", 15: "f5", 17: "f6", 18: "f7", 19: "f8",
    20: "f9", 21: "f10", 23: "f11", 24: "f12",
}  # fmt: skip
_SHIFT, _ALT, _CTRL = 1, 2, 4
_MODIFIERS: Final = ((_CTRL, "ctrl-"), (_ALT, "alt-"), (_SHIFT, "shift-"))
#: In kitty's protocol: the numbers of keys that type nothing, and of those of the number block.
_KITTY_KEYS: Final = {
    57359: None, 57358: None, 57360: None,  # the locks: pressing one is no key
    **dict.fromkeys(range(57441, 57455)),  # Shift, Ctrl and their like, by themselves
    **{57399 + digit: str(digit) for digit in range(10)},
    **dict(zip(range(57409, 57417), (".", "/", "*", "-", "+", "enter", "=", ","), strict=True)),
    **dict(zip(range(57417, 57427), (
        "left", "right", "up", "down", "page-up", "page-down", "home", "end", "insert", "delete",
    ), strict=True)),
}  # fmt: skip
_RELEASED: Final = 3
#: Begins the other form of a key with others held down, xterm's modifyOtherKeys.
_MODIFIED_KEY: Final = 27
#: Numbers between are no characters.
_FIRST_SURROGATE: Final = 0xD800
_BEYOND: Final = range(0xE000, 0x110000)
#: What Shift makes of keys, where a terminal names only the key: on every layout whose digits are
#: not shifted the first of them is "!". On the others the digits are.
_SHIFTED: Final = {"1": "!", **DIGIT_ROW}

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


def line_keys(line: str) -> tuple[str, ...]:
    """Return the keys that a typed line stands for: an empty one is the space bar."""
    return tuple(line.strip()) or ("space",)


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


def _unknown(_: re.Match[str]) -> tuple[str, ...]:
    return (UNKNOWN,)


def _console_function(found: re.Match[str]) -> tuple[str, ...]:
    return (f"f{ord(found[1]) - ord('A') + 1}",)


def _single_shift(found: re.Match[str]) -> tuple[str, ...]:
    named = _LETTERS.get(found[2]) or _NUMBER_BLOCK.get(found[2])
    return _named(named, _numbers(found[1])[1])


def _mouse(found: re.Match[str]) -> tuple[str, ...]:
    button = int(found[1]) & ~_HELD_WITH_MOUSE
    if found[4] != "M":  # let go of
        return ()
    if button == _LEFT_BUTTON:
        return (f"{CLICK}{found[3]}-{found[2]}",)
    wheel = _WHEEL.get(button)
    return (wheel,) if wheel else ()


def _sequence(found: re.Match[str]) -> tuple[str, ...]:
    parameters, final = _numbers(found[1]), found[2]
    if final == "u":
        return _typed_as_number(parameters[0], parameters[1], parameters[2])
    if final == "~" and parameters[0][:1] == [_MODIFIED_KEY]:
        key, held = parameters[2], parameters[1]
        is_other = key[:1] != [ord("1")]  # what Shift makes of others has been made of them
        return _typed_as_number([*key[:1], *key[:1] * is_other], held, [])
    if final == "~":
        return _named(_NUMBERS.get(_first_of(parameters[0])), parameters[1])
    return _named(_LETTERS.get(final), parameters[1])


def _typed_as_number(key: list[int], held: list[int], text: list[int]) -> tuple[str, ...]:
    """Return the name of a key that came as the number of its character.

    *key* may say as well what it is with Shift, and what stands there on an English layout.
    """
    number, with_shift, in_english = (*key, 0, 0, 0)[:3]
    if number in _KITTY_KEYS:
        named = _KITTY_KEYS[number]
        return _named(named, held) if named else ()
    bits = _first_of(held) - 1
    if text and not bits & (_CTRL | _ALT):
        return _named(_name(_character(text[0])), held[1:] and [1, *held[1:]])
    character = _character(number)
    if in_english and not character.isascii() and bits & _CTRL:
        character = _character(in_english)
    if bits & _CTRL:
        character = character.lower()
    elif bits & _SHIFT and character in " \r\x7f\x1b":  # as in terminals that can't tell them
        held = [_first_of(held) - _SHIFT, *held[1:]]
    elif bits & _SHIFT and character.isprintable():
        shifted = with_shift and _character(with_shift)
        shifted = shifted or _SHIFTED.get(character, "") or character.upper()
        # What came is perhaps what Shift has made of it already.
        if shifted != character or not character.isdigit():
            held, character = [_first_of(held) - _SHIFT, *held[1:]], shifted
    return _named(_name(character), held)


def _character(number: int) -> str:
    """Return the character of that number, or one that has no name."""
    return chr(number) if 0 < number < _FIRST_SURROGATE or number in _BEYOND else "\x80"


def _named(named: str | None, held: list[int]) -> tuple[str, ...]:
    """Return *named* with the keys that are *held* down with it; nothing where it is let go."""
    if held[1:2] == [_RELEASED]:
        return ()
    if named is None or named == UNKNOWN:
        return (UNKNOWN,)
    bits = _first_of(held) - 1
    return ("".join(word for bit, word in _MODIFIERS if bits & bit) + named,)


def _first_of(numbers: list[int]) -> int:
    """Return the first of *numbers*; one that is left out counts as 1."""
    return numbers[0] if numbers and numbers[0] else 1


def _numbers(parameters: str) -> tuple[list[int], list[int], list[int]]:
    """Return the first three parameters, each with its parts; what is left out is 0."""
    found = [
        [int(part) if part.isdecimal() else 0 for part in parameter.split(":")]
        for parameter in parameters.split(";")
    ]
    first, second, third = (*found, [], [], [])[:3]
    return first, second, third


#: What a key sends in a terminal that was asked for nothing else.
_SENT: Final = {
    **{name: f"\x1b[{letter}" for letter, name in _LETTERS.items() if not name.startswith("f")},
    **{name: f"\x1b[{number}~" for number, name in _NUMBERS.items() if number in range(2, 7)},
    "enter": "\r", "tab": "\t", "space": " ", "backspace": "\x7f", "escape": _ESCAPE,
}  # fmt: skip
#: The forms that only some programs understand; the number block's among them.
_NEWER_FORM: Final = re.compile(
    r"\x1b(?:\[[0-9;:]*u|\[27;[0-9;:]*~|\[[0-9;]*:.*|O[0-9;:]*[I-Zj-y])\Z"
)


def plain_keys(received: str) -> tuple[str, str]:
    """Return what a terminal in its usual modes would have sent for *received*, and the rest.

    For readers of keys that know only that. What is no key is left out; the rest is only begun.
    """
    sent = ""
    while received and (token := _first(received)):
        names, length = token
        sent += "".join(_sent(name, received[:length]) for name in names)
        received = received[length:]
    return sent, received


def _sent(name: str, came: str) -> str:
    if name in _WHEEL.values() or name.startswith(CLICK):
        return ""
    if name == UNKNOWN:
        return "" if came.startswith(_ESCAPE) else came
    if len(came) == 1 or name == PASTE or not _NEWER_FORM.match(came):
        return came
    if len(name) == 1:
        return name
    *held, key = name.rsplit("-", 1) if not name.endswith("-") else (name[:-2], "-")
    if held == ["ctrl"] and "a" <= key <= "z" and len(key) == 1:
        return chr(ord(key) & 0x1F)
    if held == ["alt"] and len(key) == 1:
        return _ESCAPE + key
    return _SENT.get(name, "")


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
    (re.compile(r"\x1bO([0-9;:]{0,40})([A-Za-z])"), _single_shift),
    # Whatever else is a sequence is one key, so that no digit in it is taken for a rating.
    (
        re.compile(r"\x1b(?:\[(?:[0-?]+[ -/]*|[ -/]+)[@-~]|\[(?!\[|M)[@-~]|O[0-9;:]+[@-~])"),
        _unknown,
    ),
)
_BEGUN: Final = re.compile(
    r"\x1b(?:|\[[0-?]*[ -/]*|\[M.{0,2}|\[\[|O[0-9;:]*|[]P_^X].*)\Z", re.DOTALL
)
