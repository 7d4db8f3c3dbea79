"""Count sessions by day and week; tell when it is too often, and when the next one is best.

Weeks, never streaks of days: a day of rest is part of the dose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tpguide.guide.protocol import Protocol
from tpguide.progress.follow_up import is_bad, rest_until
from tpguide.progress.moments import is_today, so_far
from tpguide.session.limits import completed, massaged, rolled_milliseconds
from tpguide.session.record import SessionRecord

DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Week:
    """What was done in the week that begins on *monday*; *sessions* are those that count."""

    monday: date
    records: Sequence[SessionRecord]
    sessions: int
    days: int
    rolled_milliseconds: int


def weeks(
    protocol: Protocol, records: Sequence[SessionRecord], now: datetime, sides: Sequence[str]
) -> tuple[Week, ...]:
    """Return every week from the first of *records* to the one of *now*, empty ones too.

    Only *sides* count.
    """
    by_monday: dict[date, list[SessionRecord]] = defaultdict(list)
    for record in so_far(records, now):
        if any(record.side_named(side) for side in sides):
            by_monday[_monday(record.began.date())].append(record)
    if not by_monday:
        return ()
    mondays = _mondays(min(by_monday), max(*by_monday, _monday(now.date())))
    return tuple(_week(protocol, monday, by_monday.get(monday, ()), sides) for monday in mondays)


def sessions_today(
    protocol: Protocol, records: Sequence[SessionRecord], side: str, now: datetime
) -> int:
    """Return in how many sessions *side* was massaged today."""
    return sum(
        is_today(record.result.ended, now) or is_today(record.began, now)
        for record in records
        if massaged(protocol, record, side)
    )


def days_before(
    protocol: Protocol, records: Sequence[SessionRecord], side: str, day: date, days: int
) -> int:
    """Return on how many of the *days* before *day* that *side* was massaged."""
    done = {record.began.date() for record in records if massaged(protocol, record, side)}
    return sum(1 for back in range(1, days + 1) if day - timedelta(days=back) in done)


def needs_rest(protocol: Protocol, records: Sequence[SessionRecord], side: str, day: date) -> bool:
    """Return whether massaging *side* on *day* would be more than a week should have."""
    done = days_before(protocol, records, side, day, DAYS_OF_A_WEEK - 1)
    return done >= protocol.frequency.at_most_per_week


def next_time(
    protocol: Protocol, records: Sequence[SessionRecord], now: datetime
) -> datetime | None:
    """Return when the next session is best begun; *records* stand newest first."""
    last = next(
        (
            record
            for record in so_far(records, now)
            if any(massaged(protocol, record, side.side) for side in record.sides)
        ),
        None,
    )
    if last is None:
        return None
    best = last.began + timedelta(hours=protocol.frequency.hours_between)
    if any(is_bad(protocol.next_morning, side) for side in last.sides):
        best = max(best, rest_until(protocol.next_morning, last))
    return best


def _week(
    protocol: Protocol, monday: date, records: Sequence[SessionRecord], sides: Sequence[str]
) -> Week:
    return Week(
        monday=monday,
        records=records,
        sessions=sum(completed(protocol, record) for record in records),
        days=len(
            {
                record.began.date()
                for record in records
                if any(massaged(protocol, record, side) for side in sides)
            }
        ),
        rolled_milliseconds=sum(
            rolled_milliseconds(record, side) for record in records for side in sides
        ),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _mondays(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=DAYS_OF_A_WEEK)
