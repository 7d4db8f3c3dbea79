"""Find out how well a terminal shows pictures: by what it is known for, and at need by asking it.

The terminal is never asked where an answer could go
astray, and never takes away a key that was typed before.
"""

from __future__ import annotations

import os
import re
import struct
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tpguide.errors import WrongUseError
from tpguide.modes import PictureMode
from tpguide.terminal.environment import is_over_ssh, multiplexer

PICTURES_VARIABLE: Final = "TPGUIDE_PICTURES"

#: How long the terminal has for its first answer, and for each further piece of it. Every one
#: answers; what came later than this would be typed into the shell.
ANSWER_SECONDS: Final = (1.0, 0.1, 0.1)
#: Can a picture of one pixel be shown, and then, since every terminal answers that: what are you?
_QUESTION_KITTY: Final = b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
_QUESTION: Final = b"\x1b[c"
_ATTRIBUTES: Final = re.compile(rb"\x1b\[\?([0-9;]*)c")
_KITTY_CAN: Final = b"\x1b_Gi=31;OK\x1b\\"
_SIXEL: Final = b"4"

_KITTY_TERMS: Final = frozenset({"xterm-kitty", "xterm-ghostty"})
_KITTY_PROGRAMS: Final = frozenset({"ghostty", "WezTerm"})
#: Its fonts have no dots, and its colours are too few for blocks.
_LINUX_CONSOLE: Final = "linux"


@dataclass(frozen=True, slots=True)
class Graphics:
    """What a terminal says that it can draw."""

    kitty: bool = False
    sixel: bool = False


NO_GRAPHICS: Final = Graphics()


def pictures_wished(environment: Mapping[str, str]) -> PictureMode | None:
    """Return how the person has said that pictures are to be shown, if they have.

    Raises WrongUseError for a way that there isn't.
    """
    wish = environment.get(PICTURES_VARIABLE, "")
    if not wish:
        return None
    ways = [way.value for way in PictureMode]
    if wish not in ways:
        raise WrongUseError(
            f"{PICTURES_VARIABLE} is “{wish}”, which is no way to show pictures.",
            f"There are: {', '.join(ways)}.",
        )
    return PictureMode(wish)


def best_pictures(
    environment: Mapping[str, str],
    *,
    has_colours: bool,
    has_unicode: bool,
    ask: Callable[[bool], Graphics],
) -> PictureMode:
    """Return the best way to show pictures on this terminal.

    *ask* asks the terminal what it can draw, for kitty's way as well if told so; it isn't called
    where that leads to nothing.
    """
    if not has_unicode or environment.get("TERM") == _LINUX_CONSOLE:
        return PictureMode.CHARACTERS
    if not has_colours:
        return PictureMode.BRAILLE
    if multiplexer(environment):
        return PictureMode.QUADRANTS
    known_for_kitty = environment.get("TERM") in _KITTY_TERMS
    if is_over_ssh(environment):
        return PictureMode.KITTY if known_for_kitty else PictureMode.QUADRANTS
    may_be_kitty = (
        known_for_kitty
        or environment.get("TERM_PROGRAM") in _KITTY_PROGRAMS
        or "KONSOLE_VERSION" in environment
    )
    can = ask(may_be_kitty)
    if can.kitty:
        return PictureMode.KITTY
    return PictureMode.SIXEL if can.sixel else PictureMode.QUADRANTS


def graphics_of(
    terminal: int, *, kitty: bool, answer_seconds: Sequence[float] = ANSWER_SECONDS
) -> Graphics:
    """Ask the terminal behind a descriptor that can be read and written what it can draw.

    *kitty* asks for kitty's way too, which some other terminals would print on the screen.
    Keys that are waiting to be read come first: then nothing is asked.
    """
    if sys.platform == "win32":
        return NO_GRAPHICS
    import termios

    from tpguide.terminal.posix_keys import single_keys

    try:
        if os.tcgetpgrp(terminal) != os.getpgrp():
            return NO_GRAPHICS
        with single_keys(terminal):
            if _is_readable(terminal, 0):
                return NO_GRAPHICS
            os.write(terminal, (_QUESTION_KITTY if kitty else b"") + _QUESTION)
            answer = _answer(terminal, answer_seconds)
    except (OSError, termios.error):
        return NO_GRAPHICS
    attributes = _ATTRIBUTES.search(answer)
    extensions = attributes[1].split(b";")[1:] if attributes else []
    return Graphics(kitty=_KITTY_CAN in answer, sixel=_SIXEL in extensions)


def cell_pixels(terminal: int) -> tuple[int, int] | None:
    """Return the width and the height of a cell in pixels, where the terminal tells."""
    if sys.platform == "win32":
        return None
    import fcntl
    import termios

    try:
        told = fcntl.ioctl(terminal, termios.TIOCGWINSZ, bytes(8))
    except OSError:
        return None
    rows, columns, width, height = struct.unpack("4H", told)
    return (width // columns, height // rows) if all((rows, columns, width, height)) else None


def _answer(terminal: int, answer_seconds: Sequence[float]) -> bytes:
    answer = b""
    for seconds in answer_seconds:
        if not _is_readable(terminal, seconds):
            break
        answer += os.read(terminal, 1024)
        if _ATTRIBUTES.search(answer):
            break
    return answer


def _is_readable(terminal: int, seconds: float) -> bool:
    import select

    return bool(select.select((terminal,), (), (), seconds)[0])
