"""Charts of pain, self-tests and weeks, and the same as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from math import ceil
from typing import Final

from rich.segment import Segment
from rich.style import Style

from tpguide.guide.protocol import Frequency, Side
from tpguide.guide.self_tests import SelfTest
from tpguide.guide.types import HIGHEST_RATING
from tpguide.progress.frequency import Week
from tpguide.progress.periods import Period
from tpguide.session.record import Measurement, SessionRecord, WeeklyRating
from tpguide.ui.pages.history import clock, day_and_time
from tpguide.ui.text import theme
from tpguide.ui.text.columns import Column, ColumnCell, column_lines
from tpguide.ui.text.lines import StyledLine, beside, flow, indented, stripped
from tpguide.ui.text.options import TextOptions

#: Room for the ratings at the left of a chart.
AXIS_COLUMNS: Final = 4
TICK_COLUMNS: Final = 12
BEFORE: Final = "●"
AFTER: Final = "○"
BOTH: Final = "◉"
#: Not the whole cell, so that bars of one week and the next stay apart.
BAR: Final = "▆"
WIDEST_BAR: Final = 40
#: With so many columns two charts stand side by side.
ROOM_FOR_TWO: Final = 100
FEWEST_ROWS, MOST_ROWS = 3, 9
BLANK_BRAILLE: Final = "\N{BRAILLE PATTERN BLANK}"

LINE_STYLE: Final = Style(color="cyan", bold=True)
BAR_STYLE: Final = Style(color="cyan")


def pain_chart(
    side: Side,
    records: Sequence[SessionRecord],
    ratings: Sequence[WeeklyRating],
    period: Period,
    look: TextOptions,
) -> list[StyledLine]:
    """Return the ratings of *side* over time: the weekly ones as a line, the others as dots."""
    columns = look.measure - AXIS_COLUMNS
    own = [one for one in ratings if one.side == side.key and period.holds(one.at)]
    points = [(period.share(one.at), float(one.rating)) for one in own]
    drawn = _braille(points, columns, range(HIGHEST_RATING + 1))
    grid = [[(cell, LINE_STYLE) for cell in row] for row in drawn]
    for record in sorted(records, key=lambda one: one.began):
        kept = record.side_named(side.key)
        if kept is None or not period.holds(record.began):
            continue
        column = round(period.share(record.began) * (columns - 1))
        if kept.pain_after is not None:
            grid[HIGHEST_RATING - kept.pain_after][column] = (AFTER, theme.PLAIN)
        same = kept.pain_after == kept.pain_before
        mark = BOTH if same else BEFORE
        grid[HIGHEST_RATING - kept.pain_before][column] = (mark, theme.PLAIN)
    lines: list[StyledLine] = [
        [Segment(f"Pain in the {side.name}, 0 to {HIGHEST_RATING}", theme.TERM)]
    ]
    lines += _with_axes(grid, range(HIGHEST_RATING + 1))
    lines.append(_ticks(period, columns))
    return indented(lines, look.margin)


def measured_chart(
    test: SelfTest,
    side: Side,
    measurements: Sequence[Measurement],
    period: Period,
    look: TextOptions,
) -> list[StyledLine]:
    """Return the results of *test* on *side* over time, or nothing if there are none."""
    own = [
        one
        for one in measurements
        if (one.test, one.side) == (test.key, side.key) and period.holds(one.at)
    ]
    if not own:
        return []
    values = _axis([one.value for one in own])
    columns = look.measure - AXIS_COLUMNS - max(len(str(values[-1])) - 2, 0)
    points = [(period.share(one.at), one.value) for one in own]
    grid = [[(cell, LINE_STYLE) for cell in row] for row in _braille(points, columns, values)]
    for share, value in points:
        row = round((values[-1] - value) / values.step)
        grid[row][round(share * (columns - 1))] = (BEFORE, theme.PLAIN)
    title = Segment(f"{test.name}, {side.name}, {test.unit}", theme.TERM)
    lines: list[StyledLine] = [[title], *_with_axes(grid, values), _ticks(period, columns)]
    return indented(lines, look.margin)


def _axis(values: Sequence[float]) -> range:
    """Return the values that are written beside a chart of *values*: round, and not too many."""
    low, high, step = int(min(values)), ceil(max(values)), 1
    steps = (unit * 10**power for power in range(9) for unit in (1, 2, 5))
    while (high - low) // step >= MOST_ROWS - 1:
        step = next(steps)
    low, high = low // step, max(ceil(high / step), low // step + FEWEST_ROWS - 1)
    return range(low * step, high * step + 1, step)


def _with_axes(grid: Sequence[Sequence[tuple[str, Style]]], values: range) -> list[StyledLine]:
    """Return the rows of a chart, the highest of *values* first, with their axes."""
    lines = []
    for value, row in zip(reversed(values), grid, strict=True):
        is_lowest = value == values[0]
        axis = Segment(f"{value:>2} {'┼' if is_lowest else '│'}", theme.QUIET)
        cells = [
            Segment("─", theme.QUIET)
            if is_lowest and cell == BLANK_BRAILLE
            else Segment(cell, style)
            for cell, style in row
        ]
        lines.append(stripped([axis, *_joined(cells)]))
    return lines


def two_by_two(blocks: Sequence[Sequence[StyledLine]], look: TextOptions) -> list[StyledLine]:
    """Return *blocks*, each of which was drawn in `half` of *look*, in pairs side by side.

    Where that is the whole width, they stand below each other.
    """
    drawn = [block for block in blocks if block]
    width = half(look).columns
    across = 2 if width < look.columns else 1
    lines: list[StyledLine] = []
    for number in range(0, len(drawn), across):
        row = beside([(block, width) for block in drawn[number : number + across]], 0)
        lines += [*row, []]
    return lines[:-1]


def half(look: TextOptions) -> TextOptions:
    """Return half of *look* where two charts have room beside each other, else all of it."""
    return look.in_columns(look.columns // 2) if look.columns >= ROOM_FOR_TWO else look


def pain_legend(question: str, look: TextOptions) -> list[StyledLine]:
    """Return what the marks of a pain chart mean."""
    return indented(
        flow(
            [
                ("━", LINE_STYLE),
                (f"{question}: asked weekly, and the one to judge by.", theme.PLAIN),
                (f"{BEFORE} before, {AFTER} after a session, {BOTH} the same.", theme.QUIET),
                ("Less pain right after a session is no sign of recovery.", theme.QUIET),
            ],
            look.measure,
        ),
        look.margin,
    )


def week_bars(weeks: Sequence[Week], frequency: Frequency, look: TextOptions) -> list[StyledLine]:
    """Return how long was rolled in each week, and on how many days."""
    longest = max((week.rolled_milliseconds for week in weeks), default=0) or 1
    room = min(look.measure - 32, WIDEST_BAR)
    lines: list[StyledLine] = [[Segment("Rolled a week, in minutes", theme.TERM)]]
    for week in weeks:
        share = week.rolled_milliseconds / longest
        days = "day" if week.days == 1 else "days"
        is_too_often = week.days > frequency.at_most_per_week
        told = f"{week.days} {days}" + (", too many" if is_too_often else "")
        lines.append(
            [
                Segment(f"{week.monday:%d %b}  ", theme.QUIET),
                Segment(f"{clock(week.rolled_milliseconds):>6}  "),
                Segment(f"{_bar(share, max(room, 1), look)} ".lstrip(), BAR_STYLE),
                Segment(told, theme.CAUTION if is_too_often else theme.PLAIN),
            ]
        )
    return indented([*lines, *_about_frequency(frequency, look)], look.margin)


def week_table(weeks: Sequence[Week], frequency: Frequency, look: TextOptions) -> list[StyledLine]:
    """Return the weeks as a table."""
    columns = (
        Column("week of"),
        Column("rolled", is_number=True),
        Column("sessions", is_number=True, rank=1),
        Column("days", is_number=True),
    )
    rows = [
        (
            f"{week.monday:%d %b %Y}",
            clock(week.rolled_milliseconds),
            str(week.sessions),
            str(week.days),
        )
        for week in weeks
    ]
    lines = column_lines(columns, rows, look)
    return [*lines, *indented(_about_frequency(frequency, look), look.margin)]


def pain_table(
    sides: Sequence[Side],
    records: Sequence[SessionRecord],
    ratings: Sequence[WeeklyRating],
    period: Period,
    look: TextOptions,
) -> list[StyledLine]:
    """Return the ratings over time as a table, the oldest first."""
    rows: list[tuple[datetime, Sequence[ColumnCell]]] = []
    for side in sides:
        for rating in ratings:
            if rating.side == side.key and period.holds(rating.at):
                weekly: Sequence[ColumnCell] = (
                    day_and_time(rating.at, period.last), side.key, str(rating.rating), "", ""
                )  # fmt: skip
                rows.append((rating.at, weekly))
        for record in records:
            kept = record.side_named(side.key)
            if kept and period.holds(record.began):
                after = "" if kept.pain_after is None else str(kept.pain_after)
                cells = (
                    day_and_time(record.began, period.last),
                    side.key,
                    "",
                    str(kept.pain_before),
                    after,
                )
                rows.append((record.began, cells))
    columns = (
        Column("when"),
        Column("side"),
        Column("over 24 hours", is_number=True),
        Column("before", is_number=True),
        Column("after", is_number=True),
    )
    return column_lines(columns, [row for _, row in sorted(rows, key=lambda one: one[0])], look)


def measured_table(
    tests: Sequence[SelfTest],
    sides: Sequence[Side],
    measurements: Sequence[Measurement],
    period: Period,
    look: TextOptions,
) -> list[StyledLine]:
    """Return the results of *tests* as a table, the oldest first; nothing if there are none."""
    known = {test.key: test for test in tests}
    rows = [
        (
            day_and_time(one.at, period.last),
            known[one.test].name,
            one.side,
            f"{one.value:.{known[one.test].decimals}f}",
            known[one.test].unit,
        )
        for one in sorted(measurements, key=lambda one: one.at)
        if one.test in known and one.side in {side.key for side in sides}
    ]
    columns = (
        Column("when"),
        Column("self-test"),
        Column("side"),
        Column("result", is_number=True),
        Column("", rank=1),
    )
    return column_lines(columns, rows, look) if rows else []


def _braille(points: Iterable[tuple[float, float]], columns: int, values: range) -> list[list[str]]:
    """Return a line through *points* in dots, a row for each of *values* from the highest."""
    from plotille import Canvas

    # A value is in the middle of its row.
    low, high = values[0] - values.step / 2, values[-1] + values.step / 2
    canvas = Canvas(columns, len(values), 0, low, 1, high)
    for (x, y), (next_x, next_y) in pairwise(sorted(points)):
        canvas.line(x, y, next_x, next_y)
    return [list(row) for row in canvas.plot().split("\n")]


def _joined(cells: Iterable[Segment]) -> Iterator[Segment]:
    """Yield *cells* with those of one style put together, and dots that are none as spaces."""
    text, style = "", theme.PLAIN
    for cell in cells:
        shown = " " if cell.text == BLANK_BRAILLE else cell.text
        if cell.style is style or shown == " ":
            text += shown
            continue
        if text:
            yield Segment(text, style)
        text, style = shown, cell.style or theme.PLAIN
    if text:
        yield Segment(text, style)


def _ticks(period: Period, columns: int) -> StyledLine:
    """Return the days below a chart."""
    text = ""
    for column in range(0, columns - TICK_COLUMNS // 2, TICK_COLUMNS):
        moment = period.first + (period.last - period.first) * (column / max(columns - 1, 1))
        text += f"{moment:%d %b}".ljust(TICK_COLUMNS)
    return [Segment(" " * AXIS_COLUMNS + text.rstrip(), theme.QUIET)]


def _bar(share: float, room: int, look: TextOptions) -> str:
    return ("#" if look.glyphs.ascii_only else BAR) * max(round(share * room), share > 0)


def _about_frequency(frequency: Frequency, look: TextOptions) -> list[StyledLine]:
    text = (
        f"To start with, {frequency.start_per_week} days a week; never more than"
        f" {frequency.at_most_per_week}. A day of rest is part of the dose."
    )
    return flow([(text, theme.QUIET)], look.measure)
