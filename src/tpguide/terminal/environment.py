"""Know where the program runs: which system, multiplexer, machine, and with which colours.

The one home of these questions. What a system has no counterpart for (job control, hang-ups) is
missing there, and nothing else.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Final

#: Whether this is Windows. Where types depend on it, mypy needs the comparison itself.
IS_WINDOWS: Final = sys.platform == "win32"

#: Programs between us and the terminal, as TERM begins in them, and the variable that each sets.
_MULTIPLEXERS: Final = {"tmux": "TMUX", "screen": "STY"}
_SSH_VARIABLES: Final = ("SSH_CONNECTION", "SSH_TTY")
#: The one of them that tmux sets anew whenever a client is attached.
_SSH_IN_TMUX: Final = "SSH_CONNECTION"
_TMUX_SECONDS: Final = 1.0

NO_COLOUR: Final = "NO_COLOR"
FORCE_COLOUR: Final = "FORCE_COLOR"
_COLOUR_VARIABLES: Final = (NO_COLOUR, FORCE_COLOUR)

#: Names of terminals with all colours; over ssh their names are passed on, COLORTERM isn't.
_ALL_COLOURS: Final = ("alacritty", "foot", "ghostty", "kitty", "wezterm", "contour", "rio")
_DIRECT: Final = "-direct"
_256_COLOURS: Final = "-256color"


def is_macos(platform: str = sys.platform) -> bool:
    """Return whether this is macOS."""
    return platform == "darwin"


def multiplexer(environment: Mapping[str, str]) -> str:
    """Return the program that lies between us and the terminal, or nothing."""
    for name, variable in _MULTIPLEXERS.items():
        if environment.get(variable):
            return name
    # Over ssh only TERM is handed on.
    kind = environment.get("TERM", "")
    return next((name for name in _MULTIPLEXERS if kind.startswith(name)), "")


def is_over_ssh(
    environment: Mapping[str, str],
    ask_tmux: Callable[[Mapping[str, str]], str] | None = None,
) -> bool:
    """Return whether the person sits at another machine.

    In tmux the client that is attached now counts, not the one that this shell was begun from.
    """
    if environment.get("TMUX"):
        told = (ask_tmux or _ssh_of_tmux_client)(environment).strip()
        if told == f"-{_SSH_IN_TMUX}":
            return False
        if told.startswith(f"{_SSH_IN_TMUX}="):
            return True
    return any(environment.get(name) for name in _SSH_VARIABLES)


def _ssh_of_tmux_client(environment: Mapping[str, str]) -> str:
    """Return what tmux noted of its client: a variable, or its name after a "-"; else nothing."""
    try:
        told = subprocess.run(
            ("tmux", "show-environment", _SSH_IN_TMUX),
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TMUX_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError, ValueError):
        return ""
    return told.stdout


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
