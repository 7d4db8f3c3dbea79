"""Draw what was found out about a machine: what works, what is in use, how to mend the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Final

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style

from tpguide.text import NO_BREAK, plain_ascii, visible
from tpguide.ui.text import theme
from tpguide.ui.text.lines import Styled, StyledLine, flow, indented, width_of
from tpguide.ui.text.options import TextOptions

#: With fewer columns what was found stands below the name.
NARROWEST_TABLE: Final = 50
_GAP: Final = 2
_MARK_COLUMNS: Final = 2


class FindingStatus(Enum):
    """How it stands with something."""

    GOOD = "works"
    NOTE = "as it is"
    LESS = "could be better"
    BAD = "does not work"


class Finding(Struct, frozen=True):
    """What was found out about one thing.

    *why* it isn't better, what the *fix* is, and at which *place* in the file system it lies,
    where there is any of that. *in_use*: of several ways it is the one that is taken.
    """

    name: str
    verdict: FindingStatus
    found: str
    why: str = ""
    fix: str = ""
    place: str = ""
    in_use: bool = False


class FindingGroup(Struct, frozen=True):
    """Things that belong together."""

    title: str
    findings: tuple[Finding, ...]


_MARKS: Final = {
    FindingStatus.GOOD: ("✓", "+", Style(color="green", bold=True)),
    FindingStatus.NOTE: ("·", "-", theme.QUIET),
    FindingStatus.LESS: ("!", "!", Style(color="yellow", bold=True)),
    FindingStatus.BAD: ("✗", "x", theme.CAUTION_TITLE),
}


def doctor_lines(parts: Sequence[FindingGroup], about: str, look: TextOptions) -> list[StyledLine]:
    """Return the findings by their parts; *about* says what this was found out for."""
    names = max(len(finding.name) for part in parts for finding in part.findings) + _GAP
    head = [(about, theme.QUIET)], [_summary(parts)]
    lines = [line for runs in head for line in _flow(runs, look.measure, look)]
    for part in parts:
        lines += [[], [Segment(_text(part.title, look), theme.HEADING)]]
        for finding in part.findings:
            lines += _finding(finding, names, look)
    return indented(lines, look.margin)


def _summary(parts: Sequence[FindingGroup]) -> Styled:
    verdicts = [finding.verdict for part in parts for finding in part.findings]
    bad, less = verdicts.count(FindingStatus.BAD), verdicts.count(FindingStatus.LESS)
    if bad:
        more = f", and {less} could be better" if less else ""
        return f"{_things(bad, 'does', 'do')} not work{more}.", theme.TITLE
    if less:
        return f"{_things(less, 'could', 'could')} be better.", theme.TITLE
    return "All is well.", theme.TITLE


def _things(count: int, one: str, several: str) -> str:
    return f"1 thing {one}" if count == 1 else f"{count} things {several}"


def _finding(finding: Finding, names: int, look: TextOptions) -> list[StyledLine]:
    mark = Segment(*_mark(finding.verdict, look))
    space = Segment(" " * (_MARK_COLUMNS - 1))
    if look.columns < NARROWEST_TABLE:
        told = _told(finding, [(finding.name, theme.TERM)], look.measure - _MARK_COLUMNS, look)
        first, *rest = told
        return [[mark, space, *first], *indented(rest, _MARK_COLUMNS)]
    inset = _MARK_COLUMNS + names
    first, *rest = _told(finding, [], look.measure - inset, look)
    name = Segment(f"{finding.name:<{names}}", theme.TERM)
    return [[mark, space, name, *first], *indented(rest, inset)]


def _told(
    finding: Finding, name: Sequence[Styled], width: int, look: TextOptions
) -> list[StyledLine]:
    """Return *finding*; its path in one line however long it is, so that it can be copied."""
    lines = _flow([*name, *_said(finding)], width, look)
    if finding.place:
        place = Segment(_text(visible(finding.place), look), theme.QUIET)
        if width_of([*lines[-1], place]) + _GAP <= width:
            lines[-1] = [*lines[-1], Segment(" " * _GAP), place]
        else:
            lines.append([place])
    if finding.fix:
        lines += _flow([(f"→ {finding.fix}", theme.NOTE)], width, look)
    return lines


def _said(finding: Finding) -> Iterator[Styled]:
    told = f"{finding.found}:" if finding.why else finding.found
    yield told, theme.PLAIN
    if finding.why:
        yield finding.why, theme.QUIET
    if finding.in_use:
        yield f"(in{NO_BREAK}use)", theme.MARK


def _mark(verdict: FindingStatus, look: TextOptions) -> Styled:
    unicode, ascii_only, style = _MARKS[verdict]
    return (ascii_only if look.glyphs.ascii_only else unicode), style


def _flow(runs: Sequence[Styled], width: int, look: TextOptions) -> list[StyledLine]:
    return flow([(_text(text, look), style) for text, style in runs], width)


def _text(text: str, look: TextOptions) -> str:
    return plain_ascii(text) if look.glyphs.ascii_only else text
