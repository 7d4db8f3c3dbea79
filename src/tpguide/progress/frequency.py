"""Count days and weeks, and say when it is too much, and when the next time is.

Weeks, never streaks of days: a day of rest is part of the dose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tpguide.guide.protocol import Frequency, Protocol
from tpguide.progress.mornings import is_bad, rest_until
from tpguide.session.limits import rolled_milliseconds
from tpguide.session.record import SessionRecord

DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Week:
    """What was done in the week that begins on *monday*."""

    monday: date
    records: Sequence[SessionRecord]
    days: int
    rolled_milliseconds: int

    @property
    def sessions(self) -> int:
        """How many sessions there were."""
        return len(self.records)


def weeks(records: Sequence[SessionRecord], until: date, sides: Sequence[str]) -> tuple[Week, ...]:
    """Return every week from the first of *records* to the one of *until*, empty ones too.

    Only *sides* count.
    """
    by_monday: dict[date, list[SessionRecord]] = defaultdict(list)
    for record in records:
        if any(record.side_named(side) for side in sides):
            by_monday[_monday(record.began.date())].append(record)
    if not by_monday:
        return ()
    mondays = _mondays(min(by_monday), max(*by_monday, _monday(until)))
    return tuple(_week(monday, by_monday.get(monday, ()), sides) for monday in mondays)


def sessions_on(records: Sequence[SessionRecord], side: str, day: date) -> int:
    """Return in how many sessions *side* was rolled on *day*."""
    return sum(1 for record in records if record.began.date() == day and _rolls(record, side))


def days_before(records: Sequence[SessionRecord], side: str, day: date, days: int) -> int:
    """Return on how many of the *days* before *day* that *side* was rolled."""
    done = {record.began.date() for record in records if _rolls(record, side)}
    return sum(1 for back in range(1, days + 1) if day - timedelta(days=back) in done)


def needs_rest(
    frequency: Frequency, records: Sequence[SessionRecord], side: str, day: date
) -> bool:
    """Return whether rolling *side* on *day* would be more than a week should have."""
    done = days_before(records, side, day, DAYS_OF_A_WEEK - 1)
    return done >= frequency.at_most_per_week


def next_time(protocol: Protocol, records: Sequence[SessionRecord]) -> datetime | None:
    """Return when the next session is best begun; *records* stand newest first."""
    last = next((record for record in records if rolled_milliseconds(record)), None)
    if last is None:
        return None
    best = last.began + timedelta(hours=protocol.frequency.hours_between)
    if any(is_bad(protocol.next_morning, side) for side in last.sides):
        best = max(best, rest_until(protocol.next_morning, last))
    return best


def _rolls(record: SessionRecord, side: str) -> bool:
    return rolled_milliseconds(record, side) > 0


def _week(monday: date, records: Sequence[SessionRecord], sides: Sequence[str]) -> Week:
    rolled = [
        (record, sum(rolled_milliseconds(record, side) for side in sides)) for record in records
    ]
    return Week(
        monday=monday,
        records=records,
        days=len({record.began.date() for record, milliseconds in rolled if milliseconds}),
        rolled_milliseconds=sum(milliseconds for _, milliseconds in rolled),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _mondays(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=DAYS_OF_A_WEEK)
