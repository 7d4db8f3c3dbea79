"""The list of the reader's keys, as it tells them itself."""

from __future__ import annotations

from typing import Final

from tpguide.ui.text import theme
from tpguide.ui.text.lines import StyledLine, flow, led
from tpguide.ui.text.options import TextOptions

#: What is told of the keys, the most needed first.
KEYS: Final = (
    ("Space  b", "a page on, a page back"),
    ("↓ ↑  j k", "a line on, a line back; the mouse wheel does it too"),
    ("→ ←  ] [", "to the next section, to the one before"),
    ("6.1 Enter", "to a section by its number; after : by its title too"),
    ("c", "contents"),
    ("/  n  N", "find, and from one to the next; Esc puts the lights out"),
    ("s", "follow a source by its number"),
    ("Backspace", "back to where you were before a jump"),
    ("d  u", "half a page on, half a page back"),
    ("g  G", "to the beginning, to the end"),
    ("m", "straight to the massage"),
    ("q", "leave; the next time goes on at this line"),
)

_KEY_COLUMNS: Final = 12
_WIDEST: Final = 80


def key_lines(look: TextOptions, columns: int) -> list[StyledLine]:
    """Return the keys and what they do, in so many columns."""
    lines: list[StyledLine] = []
    for key, meaning in KEYS:
        name = f"  {look.readable(key):<{_KEY_COLUMNS}}"
        room = min(columns, _WIDEST) - len(name) - 1
        lines += led(flow([(look.readable(meaning), theme.PLAIN)], room), (name, theme.TERM))
    return lines
