"""Break styled text into lines of a terminal, and put lines inside, below and beside each other.

Rich's own Text, Panel and Table could do most of it, at four times the time for a whole guide,
and without telling which line holds what, which the reader has to know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from rich.style import Style

from tpguide.text import NO_BREAK

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

StyledLine = list[Segment]
#: A stretch of text that begins with it follows the one before without a space. No guide has it:
#: it is one of the characters that can't be seen.
GLUE = "\N{WORD JOINER}"
#: A stretch of text in one style.
Styled = tuple[str, Style]
#: Finds stretches of a text to be lit, as pairs of start and end.
Finder = Callable[[str], Sequence[tuple[int, int]]]

_WORD = re.compile(r"[^ \n\t]+")


class LineBreaker:
    """Lines that a Rich console prints as they stand."""

    def __init__(self, lines: Iterable[StyledLine]) -> None:
        self._lines = lines

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self._lines:
            yield from line
            yield Segment.line()


def text_of(line: StyledLine) -> str:
    """Return what *line* says, without its styles."""
    return "".join(segment.text for segment in line)


def width_of(line: StyledLine) -> int:
    """Return how many cells *line* takes."""
    return sum(cell_len(segment.text) for segment in line)


def flow(
    runs: Iterable[Styled], width: int, finder: Finder | None = None, lit: Style | None = None
) -> list[StyledLine]:
    """Break *runs*, joined by spaces, into lines of at most *width* cells.

    One that begins with a space that doesn't break gets no other. What *finder* finds is drawn in
    the style *lit*.
    """
    text, spans = _joined(runs)
    if finder and lit and (found := finder(text)):
        spans = _overlaid(spans, found, lit)
    return list(_cut(text, spans, _broken(text, max(width, 1))))


def padded(line: StyledLine, width: int) -> StyledLine:
    """Return *line* with as many spaces behind it as *width* wants."""
    missing = width - width_of(line)
    return [*line, Segment(" " * missing)] if missing > 0 else line


def led(lines: Sequence[StyledLine], first: Styled, rest: str = "") -> list[StyledLine]:
    """Return *lines* with *first* before the first of them and as many spaces before the rest."""
    space = rest or " " * cell_len(first[0])
    return [
        [Segment(*first), *line] if number == 0 else ([Segment(space), *line] if line else line)
        for number, line in enumerate(lines)
    ]


def indented(lines: Iterable[StyledLine], columns: int) -> list[StyledLine]:
    """Return *lines* moved to the right."""
    space = Segment(" " * columns)
    return [[space, *line] if line and columns else line for line in lines]


def beside(columns: Sequence[tuple[Sequence[StyledLine], int]], gap: int) -> list[StyledLine]:
    """Return blocks of lines side by side, each in its width."""
    height = max(len(lines) for lines, _ in columns)
    rows: list[StyledLine] = []
    for number in range(height):
        row: StyledLine = []
        for lines, width in columns:
            row = padded(row, width_of(row))
            cell = lines[number] if number < len(lines) else []
            row = [*row, *padded(cell, width), Segment(" " * gap)]
        rows.append(stripped(row))
    return rows


def stripped(line: StyledLine) -> StyledLine:
    """Return *line* without the spaces at its end."""
    while line and not line[-1].text.strip(" "):
        line = line[:-1]
    if line and line[-1].text.endswith(" "):
        line = [*line[:-1], Segment(line[-1].text.rstrip(" "), line[-1].style)]
    return line


Span = tuple[int, int, Style]


def _joined(runs: Iterable[Styled]) -> tuple[str, list[Span]]:
    texts: list[str] = []
    spans: list[Span] = []
    at = 0
    for text, style in runs:
        if not text:
            continue
        if texts and not text.startswith((GLUE, NO_BREAK)):
            texts.append(" ")
            at += 1
        said = text.removeprefix(GLUE)
        texts.append(said)
        spans.append((at, at + len(said), style))
        at += len(said)
    return "".join(texts), spans


def _overlaid(spans: Sequence[Span], found: Sequence[tuple[int, int]], lit: Style) -> list[Span]:
    """Return *spans* with those parts lit that lie in *found*, which is in order."""
    result: list[Span] = []
    for start, end, style in spans:
        at = start
        for hit_start, hit_end in found:
            low, high = max(hit_start, at), min(hit_end, end)
            if low < high:
                if at < low:
                    result.append((at, low, style))
                result.append((low, high, style + lit))
                at = high
        if at < end:
            result.append((at, end, style))
    return result


def _broken(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield where each line starts and ends."""
    measure = len if text.isascii() else cell_len
    start = end = used = 0
    for word in _WORD.finditer(text):
        word_start, word_end = word.span()
        length = measure(text[word_start:word_end])
        if end > start and used + measure(text[end:word_start]) + length <= width:
            used += measure(text[end:word_start]) + length
            end = word_end
            continue
        if end > start:
            yield start, end
        start, end, used = word_start, word_end, length
        if length > width:  # a word longer than a line, an address most often
            for part in chop_cells(text[word_start:word_end], width)[:-1]:
                yield start, start + len(part)
                start += len(part)
            used = measure(text[start:end])
    if end > start:
        yield start, end


def _cut(
    text: str, spans: Sequence[Span], ranges: Iterable[tuple[int, int]]
) -> Iterator[StyledLine]:
    first = 0
    for start, end in ranges:
        while spans[first][1] <= start:
            first += 1
        line: StyledLine = []
        at = start
        number = first
        while at < end:
            span_start, span_end, style = spans[number]
            if at < span_start:
                line.append(Segment(" "))
            low, high = max(at, span_start), min(end, span_end)
            if low < high:
                line.append(Segment(text[low:high].replace(NO_BREAK, " "), style))
            at = max(high, at)
            number += 1
        yield line
