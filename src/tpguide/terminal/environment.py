"""What the environment tells of the terminal's colours, made complete for whoever asks it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NO_COLOUR: Final = "NO_COLOR"
FORCE_COLOUR: Final = "FORCE_COLOR"
_COLOUR_VARIABLES: Final = (NO_COLOUR, FORCE_COLOUR)

#: Names of terminals with all colours; over ssh their names are passed on, COLORTERM isn't.
_ALL_COLOURS: Final = ("alacritty", "foot", "ghostty", "kitty", "wezterm", "contour", "rio")
_DIRECT: Final = "-direct"
_256_COLOURS: Final = "-256color"


def colour_environment(environment: Mapping[str, str]) -> Mapping[str, str]:
    """Return *environment* as Rich reads it: variables that are empty aren't set.

    Where COLORTERM is missing, the terminal's name or terminfo says how many colours there are.
    """
    told = {
        name: value
        for name, value in environment.items()
        if value or name not in (*_COLOUR_VARIABLES, "COLORTERM")
    }
    term = told.get("TERM", "").lower()
    if not term or "COLORTERM" in told:
        return told
    if term.removeprefix("xterm-").startswith(_ALL_COLOURS) or term.endswith(_DIRECT):
        return told | {"COLORTERM": "truecolor"}
    if not term.endswith(_256_COLOURS) and _colours_of_terminfo(term) >= 256:
        return told | {"TERM": f"{term}{_256_COLOURS}"}
    return told


def says_of_colours(environment: Mapping[str, str]) -> bool:
    """Whether the environment says if there are to be colours."""
    return any(environment.get(name) for name in _COLOUR_VARIABLES)


def _colours_of_terminfo(term: str) -> int:
    """Return how many colours terminfo knows the terminal to have; 0 where it doesn't know it."""
    import os

    try:
        import curses
    except ImportError:  # on Windows
        return 0
    try:
        # Needs a descriptor only for the size of the window, which isn't asked for.
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            curses.setupterm(term, nowhere.fileno())
        return curses.tigetnum("colors")
    except (OSError, curses.error):
        return 0
