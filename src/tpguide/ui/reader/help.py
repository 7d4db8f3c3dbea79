"""The list of the reader's keys, as it tells them itself."""

from __future__ import annotations

from typing import Final

from tpguide.ui.text import theme
from tpguide.ui.text.lines import StyledLine, flow, indented, led
from tpguide.ui.text.options import TextOptions

#: What is told of the keys, the most needed first.
KEYS: Final = (
    ("Space  b", "a page on, a page back"),
    ("↓ ↑  j k", "a line on, a line back"),
    ("→ ←  ] [", "to the next section, to the one before"),
    ("6.1 A Enter", "to a section by its number or letter; after : by its title too"),
    ("c", "contents; → opens an appendix there"),
    ("/  n  N", "find words, then the next, the one before; Esc puts the lights out"),
    ("s", "follow a source by its number"),
    ("Backspace", "back to where you were before a jump"),
    ("d  u", "half a page on, half a page back"),
    ("g  G", "to the beginning, to the end"),
    ("m", "straight to the massage"),
    ("M", "the mouse clicks and scrolls; again: it selects text, as at first"),
    ("q", "leave; the next time goes on at this line"),
)

_KEY_COLUMNS: Final = 12
_WIDEST: Final = 80


def key_lines(look: TextOptions, columns: int) -> list[StyledLine]:
    """Return the keys and what they do, in so many columns."""
    room = min(columns, _WIDEST) - 2
    lines = [*indented(flow([("Keys of the reader", theme.TITLE)], room), 2), []]
    for key, meaning in KEYS:
        name = f"  {look.readable(key):<{_KEY_COLUMNS}}"
        room = min(columns, _WIDEST) - len(name) - 1
        lines += led(flow([(look.readable(meaning), theme.PLAIN)], room), (name, theme.TERM))
    way_out = look.readable("Any other key goes back to the text.")
    return [*lines, [], *indented(flow([(way_out, theme.QUIET)], min(columns, _WIDEST) - 2), 2)]
