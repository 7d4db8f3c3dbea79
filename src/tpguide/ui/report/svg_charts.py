"""Lay ratings and measurements out over time, to be drawn as SVG: seen, and printed.

Every mark has a shape of its own, so that no meaning is lost without colour. What is laid out here
is drawn by the template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from tpguide.guide.self_tests import SelfTest
from tpguide.guide.types import HIGHEST_RATING
from tpguide.progress.periods import Period
from tpguide.session.record import Measurement, SessionRecord, WeeklyRating

WIDTH: Final = 360
HEIGHT: Final = 190
LEFT: Final = 34
RIGHT: Final = 12
TOP: Final = 24
BOTTOM: Final = 26
MOST_DAYS_BELOW: Final = 5

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What is drawn, in units of the drawing, and *label*, which says it.

    *lines* and *days* are the grid: a place and what is written beside it. *shaded* is the top and
    the height of what differs by chance. *pairs* are the ends of what belongs together.
    """

    label: str
    unit: str
    lines: Sequence[tuple[float, str]]
    days: Sequence[tuple[float, str]]
    curve: Sequence[Point]
    before: Sequence[Point] = ()
    after: Sequence[Point] = ()
    pairs: Sequence[tuple[Point, Point]] = ()
    shaded: tuple[float, float] | None = None
    width: int = field(default=WIDTH, init=False)
    height: int = field(default=HEIGHT, init=False)
    left: int = field(default=LEFT, init=False)
    right: int = field(default=WIDTH - RIGHT, init=False)
    bottom: int = field(default=HEIGHT - BOTTOM, init=False)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where moments and values lie in a chart."""

    period: Period
    low: float
    high: float

    def x(self, moment: datetime) -> float:
        """Return how far to the right *moment* is."""
        return round(LEFT + self.period.share(moment) * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        """Return how far down *value* is."""
        share = (value - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    def lines(
        self, values: Iterable[float], written: Callable[[float], str]
    ) -> list[tuple[float, str]]:
        """Return where *values* lie, each with how it is written."""
        return [(self.y(value), written(value)) for value in values]

    @property
    def days(self) -> list[tuple[float, str]]:
        """The days that are written below a chart."""
        return [(self.x(day), f"{day:%d %b}") for day in _days(self.period)]


def pain_svg(
    side: str,
    records: Sequence[SessionRecord],
    ratings: Sequence[WeeklyRating],
    period: Period,
    label: str,
) -> Chart:
    """Return the ratings of *side*: the weekly ones as a line, before and after a session small."""
    frame = _Frame(period, 0, HIGHEST_RATING)
    weekly = [one for one in ratings if one.side == side and period.holds(one.at)]
    before: list[Point] = []
    after: list[Point] = []
    pairs: list[tuple[Point, Point]] = []
    for record in records:
        kept = record.side_named(side)
        if kept and period.holds(record.began):
            x = frame.x(record.began)
            before.append((x, frame.y(kept.pain_before)))
            if kept.pain_after is not None:
                after.append((x, frame.y(kept.pain_after)))
                pairs.append((before[-1], after[-1]))
    told = ", ".join(f"{one.rating} on {one.at:%d %b %Y}" for one in weekly)
    return Chart(
        label=f"{label}: {told or 'no weekly rating'}",
        unit=f"pain, 0 to {HIGHEST_RATING}",
        lines=frame.lines(range(0, HIGHEST_RATING + 1, 2), str),
        days=frame.days,
        curve=[(frame.x(one.at), frame.y(one.rating)) for one in weekly],
        before=before,
        after=after,
        pairs=pairs,
    )


def measurement_chart(
    test: SelfTest, measurements: Sequence[Measurement], period: Period, label: str
) -> Chart:
    """Return one side's results of *test*, with what differs from the first by chance shaded."""
    own = [one for one in measurements if period.holds(one.at)]
    values = [one.value for one in own] or [0.0]
    error = max((verdict.at_least for verdict in test.verdicts), default=0.0)
    low, high = min(*values, values[0] - error), max(*values, values[0] + error)
    room = max((high - low) * 0.1, 1)
    frame = _Frame(period, max(low - room, 0), high + room)
    shaded = None
    if own and error:
        top, bottom = frame.y(values[0] + error), frame.y(max(values[0] - error, frame.low))
        shaded = (top, round(bottom - top, 1))
    told = ", ".join(f"{one.value:.{test.decimals}f} on {one.at:%d %b %Y}" for one in own)
    return Chart(
        label=f"{label}, {test.unit}: {told or 'not measured'}",
        unit=test.unit,
        lines=frame.lines(_steps(frame.low, frame.high), lambda value: f"{value:g}"),
        days=frame.days,
        curve=[(frame.x(one.at), frame.y(one.value)) for one in own],
        shaded=shaded,
    )


def _days(period: Period) -> Iterator[datetime]:
    """Yield the days that are written below a chart, evenly apart and away from its edges."""
    count = MOST_DAYS_BELOW
    step = max((period.last - period.first) / count, timedelta(days=1))
    moment = period.first + step / 2
    while moment <= period.last:
        yield moment
        moment += step


def _steps(low: float, high: float) -> Iterator[float]:
    """Yield round values from *low* to *high*, about five of them."""
    rough = (high - low) / 5
    round_ones = (unit * 10**power for power in range(7) for unit in (1, 2, 5))
    step = next(step for step in (0.5, *round_ones) if step >= rough)
    value = -(-low // step) * step
    while value <= high:
        yield value
        value += step
