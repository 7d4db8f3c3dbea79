"""Draw ratings and measurements over time as SVG, to be printed as well as seen.

Every mark has a shape of its own, so that no meaning is lost without colour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from itertools import pairwise
from typing import Final

from tpguide.guide.self_tests import SelfTest
from tpguide.guide.types import HIGHEST_RATING
from tpguide.progress.periods import Period
from tpguide.session.record import Measurement, SessionRecord, WeeklyRating

WIDTH: Final = 360
HEIGHT: Final = 170
LEFT: Final = 30
RIGHT: Final = 8
TOP: Final = 8
BOTTOM: Final = 24
MOST_DAYS_BELOW: Final = 5


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


def pain_svg(
    side: str,
    records: Sequence[SessionRecord],
    ratings: Sequence[WeeklyRating],
    period: Period,
    label: str,
) -> str:
    """Return the ratings of *side*: the weekly ones as a line, before and after a session small."""
    frame = _Frame(period, 0, HIGHEST_RATING)
    weekly = [one for one in ratings if one.side == side and period.holds(one.at)]
    parts = [*_grid(frame, range(0, HIGHEST_RATING + 1, 2), str)]
    for record in records:
        kept = record.side_named(side)
        if kept and period.holds(record.began):
            x, before = frame.x(record.began), frame.y(kept.pain_before)
            if kept.pain_after is not None:
                after = frame.y(kept.pain_after)
                parts.append(
                    f'<path d="M{x} {before}V{after}" stroke="#aaa"/>'
                    f'<circle cx="{x}" cy="{after}" r="2" fill="#fff" stroke="#888"/>'
                )
            parts.append(f'<circle cx="{x}" cy="{before}" r="2" fill="#888"/>')
    points = [(frame.x(one.at), frame.y(one.rating)) for one in weekly]
    parts += _line(points, '<rect x="{0}" y="{1}" width="6" height="6" fill="#0b5c6b"/>', 3)
    told = ", ".join(f"{one.rating} on {one.at:%d %b %Y}" for one in weekly)
    return _svg(f"{label}: {told or 'no weekly rating'}", parts)


def measurement_svg(
    test: SelfTest, measurements: Sequence[Measurement], period: Period, label: str
) -> str:
    """Return one side's results of *test*, with what differs from the first by chance shaded."""
    own = [one for one in measurements if period.holds(one.at)]
    values = [one.value for one in own] or [0.0]
    error = max((verdict.at_least for verdict in test.verdicts), default=0.0)
    low, high = min(*values, values[0] - error), max(*values, values[0] + error)
    room = max((high - low) * 0.1, 1)
    frame = _Frame(period, max(low - room, 0), high + room)
    parts: list[str] = []
    if own and error:
        top, bottom = frame.y(values[0] + error), frame.y(max(values[0] - error, frame.low))
        parts.append(
            f'<rect x="{LEFT}" y="{top}" width="{WIDTH - LEFT - RIGHT}"'
            f' height="{round(bottom - top, 1)}" fill="#e3e9ee"/>'
        )
    parts += _grid(frame, _steps(frame.low, frame.high), lambda value: f"{value:g}")
    points = [(frame.x(one.at), frame.y(one.value)) for one in own]
    parts += _line(points, '<circle cx="{0}" cy="{1}" r="3" fill="#0b5c6b"/>', 0)
    told = ", ".join(f"{one.value:.{test.decimals}f} on {one.at:%d %b %Y}" for one in own)
    return _svg(f"{label}, {test.unit}: {told or 'not measured'}", parts)


def _svg(label: str, parts: Iterable[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}"'
        f' xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )


def _line(points: Sequence[tuple[float, float]], mark: str, offset: float) -> Iterator[str]:
    for (x, y), (next_x, next_y) in pairwise(points):
        yield f'<path d="M{x} {y}L{next_x} {next_y}" stroke="#0b5c6b" stroke-width="2"/>'
    for x, y in points:
        yield mark.format(round(x - offset, 1), round(y - offset, 1))


def _grid(frame: _Frame, values: Iterable[float], written: Callable[[float], str]) -> Iterator[str]:
    for value in values:
        y = frame.y(value)
        yield f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="#ccc" stroke-width="0.5"/>'
        yield _text(LEFT - 5, round(y + 3.5, 1), "end", written(value))
    for moment in _days(frame.period):
        x = frame.x(moment)
        bottom = HEIGHT - BOTTOM
        yield f'<path d="M{x} {bottom}V{bottom + 4}" stroke="#666"/>'
        yield _text(x, bottom + 15, "middle", f"{moment:%d %b}")


def _text(x: float, y: float, anchor: str, text: str) -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-family="system-ui, sans-serif"'
        f' font-size="10" fill="#333">{text}</text>'
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
