"""Draw the problems of guide files as a good compiler does: place, excerpt, caret, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from tpguide.guide.problems import MOST_PROBLEMS, Problem, Severity
from tpguide.text import plain_ascii, quantity, visible
from tpguide.ui.text import theme
from tpguide.ui.text.article import TextOptions
from tpguide.ui.text.lines import StyledLine, flow, indented, led

#: How much of a long line stands before the caret, and what stands for the rest.
BEFORE_THE_CARET = 30
LEFT_OUT = "…"
LONGEST_LINE = 10_000
#: Unless all is asked for: so many problems are told, and no more lines than these.
PROBLEMS_IN_FULL = 20
MOST_LINES_OF_PROBLEMS = 200
#: Of a problem that repeats, so many of the other lines are named.
NAMED_LINES = 5
NOTE_INDENT = 2
NOTE_WIDTH = 10


class ProblemFile(Struct, frozen=True):
    """A guide file, what stands in it, and what is wrong with it."""

    file: str
    text: str
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        """How many problems keep it from being used."""
        return sum(each.severity is Severity.ERROR for each in self.problems)

    @property
    def warnings(self) -> int:
        """How many problems are only poor."""
        return len(self.problems) - self.errors


def problem_report(
    examinations: Sequence[ProblemFile], look: TextOptions, *, tells_all: bool = False
) -> list[StyledLine]:
    """Return the problems of every file, and of each file how many there are.

    What repeats is told once, and no more is told than can be read, unless it *tells all*.
    """
    lines: list[StyledLine] = []
    told = 0
    repeated = [
        (examination, same)
        for examination in examinations
        for same in (
            ((each,) for each in examination.problems)
            if tells_all
            else _repeated(examination.problems)
        )
    ]
    sources = {each.file: each.text.split("\n") for each in examinations}
    summaries = [_summary(each, look, tells_all=tells_all) for each in examinations]
    for examination, (first, *others) in repeated:
        block = _problem(examination.file, first, sources[examination.file], look)
        block += [*_note("also", _lines_of(others), look), []]
        too_long = len(lines) + len(block) + 1 + len(summaries) > MOST_LINES_OF_PROBLEMS
        if not tells_all and (told == PROBLEMS_IN_FULL or (told and too_long)):
            break
        lines += block
        told += 1
    if left := len(repeated) - told:
        more = f"{left} more of other kinds. --all shows every one."
        lines += [[Segment(_text(more, look), theme.NOTE_TITLE)], []]
    return indented([*lines, *summaries], look.margin)


def _repeated(problems: Sequence[Problem]) -> Iterator[tuple[Problem, ...]]:
    """Yield the *problems* in their order, those that say the same together."""
    alike: dict[tuple[str, str, str, Severity], list[Problem]] = {}
    for each in problems:
        said = (each.sentence, each.expected, each.hint, each.severity)
        alike.setdefault(said, []).append(each)
    yield from map(tuple, alike.values())


def _lines_of(others: Sequence[Problem]) -> str:
    if not others:
        return ""
    lines = list(dict.fromkeys(str(each.line) for each in others))
    named = ", ".join(lines[:NAMED_LINES]) + (", …" if len(lines) > NAMED_LINES else "")
    times = "once" if len(others) == 1 else f"{len(others)} times"
    return f"{times} more, in {'line' if len(lines) == 1 else 'lines'} {named}"


def _problem(
    file: str, problem: Problem, source: Sequence[str], look: TextOptions
) -> list[StyledLine]:
    poor = problem.severity is Severity.WARNING
    place = f"{visible(file)}:{problem.line}:{problem.column}:"
    # Where other programs read, in one line however long it is.
    width = look.measure if look.glyphs.note else LONGEST_LINE
    heading = flow(
        [
            (_text(place, look), theme.TERM),
            ("warning:" if poor else "", theme.NOTE_TITLE),
            (_text(problem.sentence, look), theme.PLAIN if poor else theme.CAUTION),
        ],
        width,
    )
    excerpt = source[problem.line - 1] if problem.line <= len(source) else ""
    return [
        *heading,
        *(_excerpt(excerpt, problem, look) if excerpt.strip() else []),
        *_note("in", problem.path, look),
        *_note("expected", problem.expected, look),
        *_note("to do", problem.hint, look, theme.NOTE),
    ]


def _note(word: str, text: str, look: TextOptions, style: Style = theme.PLAIN) -> list[StyledLine]:
    if not text:
        return []
    lines = flow([(_text(text, look), style)], look.measure - NOTE_INDENT - NOTE_WIDTH)
    return indented(led(lines, (f"{word:<{NOTE_WIDTH}}", theme.QUIET)), NOTE_INDENT)


def _excerpt(source: str, problem: Problem, look: TextOptions) -> list[StyledLine]:
    """Return the line of the problem, or as much of it as there is room for, and a caret."""
    bar = "|" if look.glyphs.ascii_only else "│"
    gutter = f"  {problem.line} {bar} "
    room = max(look.measure - len(gutter), 2 * BEFORE_THE_CARET)
    # Cut first: a file can be a single line, which every excerpt would measure as a whole.
    at = problem.column - 1
    before, after = (
        _text(visible(part.replace("\t", " ")), look)
        for part in (source[max(0, at - room - 1) : at], source[at : at + room + 1])
    )
    if cell_len(before + after) > room and cell_len(before) > BEFORE_THE_CARET:
        before = _text(LEFT_OUT, look) + before[-BEFORE_THE_CARET:]
    shown = before + after
    if cell_len(shown) > room:
        shown = set_cell_size(shown, room - len(LEFT_OUT)) + _text(LEFT_OUT, look)
    return [
        [Segment(gutter, theme.QUIET), Segment(shown)],
        [
            Segment(f"{bar:>{len(gutter) - 1}} ", theme.QUIET),
            Segment(" " * cell_len(before) + "^", theme.CAUTION_TITLE),
        ],
    ]


def _summary(examination: ProblemFile, look: TextOptions, *, tells_all: bool) -> StyledLine:
    counts = [
        quantity(count, noun)
        for count, noun in ((examination.errors, "problem"), (examination.warnings, "warning"))
        if count
    ]
    if len(examination.problems) >= MOST_PROBLEMS and not tells_all:
        counts.append("perhaps more")
    return [
        Segment(_text(f"{visible(examination.file)}: ", look), theme.TITLE),
        Segment(" and ".join(counts) or "nothing wrong", theme.TITLE),
    ]


def _text(text: str, look: TextOptions) -> str:
    return plain_ascii(text) if look.glyphs.ascii_only else text
