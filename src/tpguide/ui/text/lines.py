"""Lines of styled text as Rich breaks and draws them, put inside and beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from io import StringIO
from itertools import chain, zip_longest

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.segment import Segment, SegmentLines
from rich.style import Style
from rich.text import Span, Text

from tpguide.text import NO_BREAK
from tpguide.ui.text import theme

StyledLine = list[Segment]
#: A stretch of text that begins with it follows the one before without a space. No guide has it:
#: it is one of the characters that can't be seen.
GLUE = "\N{WORD JOINER}"
#: A stretch of text in one style.
Styled = tuple[str, Style]
#: Finds stretches of a text to be lit, as pairs of start and end, in order.
Finder = Callable[[str], Sequence[tuple[int, int]]]

#: Rich breaks lines at every space, at those too that don't break. To it, this is no space.
_HELD = "\N{BRAILLE PATTERN BLANK}"
_AS_DRAWN = str.maketrans({NO_BREAK: _HELD, "\n": " ", "\t": " "})
#: A character can take two columns.
_NARROWEST = 2


@cache
def _console() -> Console:
    """Return a console that prints nothing: it only breaks lines."""
    return Console(
        file=StringIO(), width=80, height=25, color_system=None, markup=False, emoji=False,
        highlight=False, legacy_windows=False, _environ={},
    )  # fmt: skip


def text_of(line: StyledLine) -> str:
    """Return what *line* says, without its styles."""
    return "".join(segment.text for segment in line)


def width_of(line: StyledLine) -> int:
    """Return how many cells *line* takes."""
    return Segment.get_line_length(line)


def as_printed(lines: Iterable[StyledLine]) -> SegmentLines:
    """Return *lines* as what a Rich console prints as it stands."""
    return SegmentLines(lines, new_lines=True)


def lines_of(drawn: RenderableType, width: int) -> list[StyledLine]:
    """Return what Rich makes of *drawn* in *width* columns."""
    options = _console().options.update_width(max(width, _NARROWEST))
    return [stripped(line) for line in _console().render_lines(drawn, options, pad=False)]


def joined(runs: Iterable[Styled]) -> Text:
    """Return *runs*, joined by spaces, as a text; what begins with a held space gets no other."""
    texts: list[str] = []
    spans: list[Span] = []
    at = 0
    for text, style in runs:
        if not text:
            continue
        if texts and not text.startswith((GLUE, NO_BREAK)):
            texts.append(" ")
            at += 1
        said = text.removeprefix(GLUE).translate(_AS_DRAWN)
        texts.append(said)
        if style:
            spans.append(Span(at, at + len(said), style))
        at += len(said)
    return Text("".join(texts), overflow="fold", end="", spans=spans)


def flow(runs: Iterable[Styled], width: int) -> list[StyledLine]:
    """Break *runs*, joined by spaces, into lines of at most *width* cells."""
    text = joined(runs)
    if not text:
        return []
    broken = text.wrap(_console(), max(width, _NARROWEST))
    return [stripped(list(line.render(_console()))) for line in broken]


def finds_lit(lines: Sequence[StyledLine], finder: Finder | None) -> list[StyledLine]:
    """Return *lines* with what *finder* finds in them as a whole lit."""
    texts = [text_of(line) for line in lines]
    found = finder(" ".join(texts)) if finder else ()
    if not found:
        return list(lines)
    shown: list[StyledLine] = []
    start = 0
    for line, text in zip(lines, texts, strict=True):
        cuts = [0]
        for low, high in found:
            first, end = max(low - start, cuts[-1]), min(high - start, len(text))
            if first < end:
                cuts += (first, end)
        shown.append(_lit_between(line, text, cuts[1:]) if len(cuts) > 1 else line)
        start += len(text) + 1
    return shown


def _lit_between(line: StyledLine, text: str, cuts: Sequence[int]) -> StyledLine:
    """Return *line* cut at these places of its *text*, with every second part lit."""
    parts = Segment.divide(line, [cell_len(text[:at]) for at in (*cuts, len(text))])
    return [
        segment
        for number, part in enumerate(parts)
        for segment in (Segment.apply_style(part, None, theme.HIT) if number % 2 else part)
    ]


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
    widths = [width for _, width in columns]
    between = Segment(" " * gap)
    rows = zip_longest(*(lines for lines, _ in columns), fillvalue=())
    return [
        stripped(
            list(
                chain.from_iterable(
                    [*padded(list(cell), width), between]
                    for cell, width in zip(row, widths, strict=True)
                )
            )
        )
        for row in rows
    ]


def stripped(line: StyledLine) -> StyledLine:
    """Return *line* without the spaces at its end, its held spaces as spaces."""
    line = [
        Segment(each.text.replace(_HELD, " "), each.style) if _HELD in each.text else each
        for each in line
    ]
    while line and not line[-1].text.strip(" "):
        line.pop()
    if line and line[-1].text.endswith(" "):
        line[-1] = Segment(line[-1].text.rstrip(" "), line[-1].style)
    return line
