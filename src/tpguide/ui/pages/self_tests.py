"""Draw self-tests: how each is done, and what came of it, against what differs by chance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from tpguide.guide.protocol import Side
from tpguide.guide.self_tests import SelfTest
from tpguide.guide.types import Statement
from tpguide.progress.self_tests import Comparison, compare, sides_differ
from tpguide.session.record import Measurement
from tpguide.text import plain_ascii, visible
from tpguide.ui.pages.history import day_and_time
from tpguide.ui.text import theme
from tpguide.ui.text.columns import Column, column_lines
from tpguide.ui.text.lines import Styled, StyledLine, flow, indented, led
from tpguide.ui.text.options import TextOptions

_COLUMNS = (
    Column("side"),
    Column("when", rank=2),
    Column("result", is_number=True),
    Column("change", is_number=True),
    Column("which is", rank=1),
    Column("since the first", is_number=True, rank=3),
    Column("which is", rank=4),
)


def how_lines(test: SelfTest, look: TextOptions) -> list[StyledLine]:
    """Return how *test* is done, and when it is left out."""
    return [
        *_flow([(test.name, theme.TITLE)], look),
        *_list(test.how, look),
        *_flow([("Left out:", theme.TERM)], look),
        *_list(test.skip, look),
    ]


def measured_lines(
    test: SelfTest,
    measurements: Sequence[Measurement],
    sides: Sequence[Side],
    today: datetime,
    look: TextOptions,
) -> list[StyledLine]:
    """Return the last results of *test*, compared with those before and with the other side."""
    compared = [found for side in sides if (found := compare(test, measurements, side.key))]
    lines = _flow([(f"{test.name}, {test.unit}", theme.TERM)], look)
    lines += column_lines(_COLUMNS, [_row(test, one, today) for one in compared], look)
    apart = sides_differ(test, measurements, [side.key for side in sides])
    if apart is not None:
        text = f"The sides are {number(test, apart)} {test.unit} apart, more than by chance."
        lines += _flow([(text, theme.PLAIN)], look)
    return lines


def meaning_lines(test: SelfTest, look: TextOptions) -> list[StyledLine]:
    """Return what the results of *test* mean."""
    return _list(test.meaning, look)


def next_lines(day: str, look: TextOptions) -> list[StyledLine]:
    """Return when the next measurement is due."""
    return _flow([("Next:", theme.TERM), (f"{day}, before a massage.", theme.PLAIN)], look)


def number(test: SelfTest, value: float) -> str:
    """Return *value* with as many decimals as the test has."""
    return f"{value:.{test.decimals}f}"


def _row(test: SelfTest, found: Comparison, today: datetime) -> Sequence[str]:
    return (
        found.side,
        day_and_time(found.last.at, today),
        number(test, found.last.value),
        _signed(test, found.since_before),
        found.verdict_before or "",
        _signed(test, found.since_first),
        found.verdict_first or "",
    )


def _signed(test: SelfTest, change: float | None) -> str:
    return "" if change is None else f"{change:+.{test.decimals}f}".replace("-", "−")


def _list(statements: Iterable[Statement], look: TextOptions) -> list[StyledLine]:
    lines: list[StyledLine] = []
    for statement in statements:
        text = _flow([(statement.text, theme.PLAIN)], look, 2)
        bullet = f"{' ' * look.margin}{look.glyphs.bullet} "
        lines += led([line[1:] for line in text], (bullet, theme.QUIET))
    return lines


def _flow(runs: Iterable[Styled], look: TextOptions, inset: int = 0) -> list[StyledLine]:
    written = [
        (plain_ascii(visible(text)) if look.glyphs.ascii_only else visible(text), style)
        for text, style in runs
    ]
    return indented(flow(written, look.measure - inset), look.margin + inset)
