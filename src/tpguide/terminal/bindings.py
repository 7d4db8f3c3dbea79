"""Which keys do what in a session: the one table that the help line and the README come from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

HINT_SEPARATOR_COLUMNS: Final = 3


class Action(Enum):
    """What a key can do."""

    TOGGLE_PAUSE = auto()
    SORE_SPOT = auto()
    LIGHTER = auto()
    RATE = auto()
    NEXT = auto()
    BACK = auto()
    CHANGE_INTENSITY = auto()
    MORE = auto()
    LESS = auto()
    SOMETHING_WRONG = auto()
    MUTE = auto()
    PACER = auto()
    ASK_TO_STOP = auto()
    STOP = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """The keys of an action, and their words in help line and README.

    *hint* and *word* stand on the help line, where there is room for few: none for what everybody
    tries anyhow. *on_screen* is a hint that holds on every keyboard, Cyrillic ones too, but can't
    be typed as a line. *keys_in_words* is for keys that are told more shortly together.
    """

    action: Action
    keys: tuple[str, ...]
    does: str
    hint: str = ""
    on_screen: str = ""
    word: str = ""
    keys_in_words: str = ""


#: The most important first, since a narrow help line ends earlier.
BINDINGS: Final = (
    Binding(
        action=Action.TOGGLE_PAUSE,
        keys=("space", "enter", "b", "."),
        does="Pause, go on. So does any key that has no other meaning. Three or more keys within "
        "a tenth of a second, or one held down, are a heel on the keyboard: one pause, no more.",
        hint="space",
        word="pause",
    ),
    Binding(
        action=Action.ASK_TO_STOP,
        keys=("q",),
        does="Pressed twice within three seconds: stop. What was done is kept. "
        "Holding it down doesn't stop.",
        hint="q q",
        on_screen="qq/Ctrl-C",
        word="stop",
    ),
    Binding(
        action=Action.SORE_SPOT,
        keys=("s",),
        does="It is sore here: work this spot now, then go back to where you were.",
        hint="s",
        word="sore spot",
    ),
    Binding(
        action=Action.LIGHTER,
        keys=("down", "l"),
        does="Too much: lighter at once.",
        hint="l",
        on_screen="↓",
        word="lighter",
    ),
    Binding(
        action=Action.RATE,
        keys=tuple("0123456789"),
        does="Your pain now, 0 to 10. After a 1, a second is left for typing the 0 of 10.",
        hint="0-9",
        word="pain",
        keys_in_words="`0` to `9`",
    ),
    Binding(
        action=Action.NEXT,
        keys=("right", "page-down", "n"),
        does="Next step.",
        hint="n",
        on_screen="→",
        word="next",
    ),
    Binding(
        action=Action.BACK,
        keys=("left", "page-up", "p"),
        does="Back to the step before.",
        hint="p",
        on_screen="←",
        word="back",
    ),
    Binding(
        action=Action.SOMETHING_WRONG,
        keys=("!",),
        does="Something feels wrong: the session ends, and you are told whom to call and when.",
        hint="!",
        word="wrong",
    ),
    Binding(
        action=Action.CHANGE_INTENSITY,
        keys=("x",),
        does="Change the pressure: firmer, or from the firmest lighter. "
        "The clock waits for the change.",
        hint="x",
        word="pressure",
    ),
    Binding(
        action=Action.MUTE,
        keys=("m",),
        does="Mute, unmute.",
        hint="m",
        word="mute",
    ),
    Binding(
        action=Action.PACER,
        keys=("t",),
        does="The ticks of the pacer off, or on again.",
        hint="t",
        word="ticks",
    ),
    Binding(
        action=Action.MORE,
        keys=("+",),
        does="A pass or stroke more; ten seconds more where nothing is rolled.",
        hint="+",
        word="more",
    ),
    Binding(
        action=Action.LESS,
        keys=("-",),
        does="A pass or stroke fewer; ten seconds less where nothing is rolled.",
        hint="-",
        word="less",
    ),
    Binding(
        action=Action.STOP,
        keys=("ctrl-c",),
        does="Stop at once. What was done is kept.",
    ),
)
_ACTIONS: Final = {key: binding.action for binding in BINDINGS for key in binding.keys}
_WRITTEN: Final = {
    "space": "Space",
    "enter": "Enter",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "page-up": "PageUp",
    "page-down": "PageDown",
    "ctrl-c": "Ctrl-C",
}


def action_of(key: str) -> Action:
    """Return what *key* does, Caps Lock or not. A key without a meaning pauses."""
    return _ACTIONS.get(key.lower(), Action.TOGGLE_PAUSE)


def hints(columns: int) -> tuple[tuple[str, str], ...]:
    """Return keys and words for a help line of that width, HINT_SEPARATOR_COLUMNS between them."""
    shown: list[tuple[str, str]] = []
    room = columns + HINT_SEPARATOR_COLUMNS
    told = [(each.on_screen or each.hint, each.word) for each in BINDINGS if each.hint]
    for hint, word in told:
        room -= len(f"{hint} {word}") + HINT_SEPARATOR_COLUMNS
        if room < 0:
            break
        shown.append((hint, word))
    return tuple(shown)


def hints_in_words() -> str:
    """Return all keys and words in a line, for where keys are typed as lines."""
    words = (f"{binding.hint} {binding.word}" for binding in BINDINGS if binding.hint)
    return f"Keys, each with enter: {', '.join(words)}. Enter alone pauses, and goes on."


def table() -> str:
    """Return all bindings as a Markdown table."""
    rows = [f"| {_keys_in_words(binding)} | {binding.does} |" for binding in BINDINGS]
    return "\n".join(("| Key | What it does |", "|---|---|", *rows))


def _keys_in_words(binding: Binding) -> str:
    return binding.keys_in_words or ", ".join(f"`{_WRITTEN.get(key, key)}`" for key in binding.keys)
