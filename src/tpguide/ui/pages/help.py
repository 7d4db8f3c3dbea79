"""The help of a command: what can be typed, a line each where it fits."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from rich.cells import cell_len
from rich.segment import Segment

from tpguide.ui.text import theme
from tpguide.ui.text.lines import Styled, StyledLine, flow, indented, padded
from tpguide.ui.text.options import TextOptions

#: Below this what a name means stands beneath it.
ROOM_FOR_TWO_COLUMNS = 56
INDENT, GAP, INDENT_BENEATH = 2, 2, 6
#: So much of the width names may take at most; the few that are longer stand alone.
WIDEST_NAME, WIDEST_EXAMPLE = 0.4, 0.6


class HelpGroup(Struct, frozen=True):
    """Names under a title, each with what it means."""

    title: str
    rows: Sequence[tuple[str, str]]
    are_examples: bool = False


class HelpPage(Struct, frozen=True):
    """What is said of a command."""

    usage: str
    meaning: str
    groups: Sequence[HelpGroup]


def help_lines(page: HelpPage, look: TextOptions) -> list[StyledLine]:
    """Return *page* in the width of *look*, nothing cut."""
    columns = look.columns
    usage = flow([("Usage:", theme.TERM), (look.readable(page.usage), theme.PLAIN)], columns)
    lines = [*usage, [], *flow([(look.readable(page.meaning), theme.PLAIN)], columns)]
    for group in page.groups:
        lines += [[], [Segment(look.readable(group.title), theme.HEADING)], *_rows(group, look)]
    return lines


def _rows(group: HelpGroup, look: TextOptions) -> list[StyledLine]:
    share = WIDEST_EXAMPLE if group.are_examples else WIDEST_NAME
    widest = int(look.columns * share)
    widths = [cell_len(name) for name, _ in group.rows if cell_len(name) <= widest]
    first = max(widths, default=0)
    return [line for row in group.rows for line in _row(*row, first, look)]


def _row(name: str, meaning: str, first: int, look: TextOptions) -> list[StyledLine]:
    said = [(look.readable(meaning), theme.PLAIN)]
    is_narrow = look.columns < ROOM_FOR_TWO_COLUMNS
    if is_narrow or cell_len(name) > first:
        style = [(look.readable(name.strip() if is_narrow else name), theme.TERM)]
        indent = INDENT + (0 if is_narrow else len(name) - len(name.lstrip()))
        names = indented(_hanging(style, look.columns - indent), indent)
        room = look.columns - INDENT_BENEATH
        return [*names, *indented(flow(said, room), INDENT_BENEATH)]
    beside = INDENT + first + GAP
    start = padded([Segment(" " * INDENT), Segment(look.readable(name), theme.TERM)], beside)
    top, *others = flow(said, look.columns - beside) or [[]]
    return [[*start, *top], *indented(others, beside)]


def _hanging(name: list[Styled], width: int) -> list[StyledLine]:
    """Return a name that is longer than the window, its other lines set in."""
    first, *others = flow(name, width)
    return [first, *indented(others, INDENT)]
