"""What "today", "a new morning" and "the future" mean across time zones and wrong clocks.

A moment keeps its UTC offset, so its date is the one the person read on their clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from tpguide.session.record import Measurement, SessionRecord, WeeklyRating

#: Less than this long ago is today, over midnight and over time zones.
TODAY_HOURS: Final = 12
#: Less time than this after a session isn't a night.
MORNING_AFTER_HOURS: Final = 5
#: When a new morning begins, on the clock of the place.
DAWN_HOUR: Final = 4

T = TypeVar("T", SessionRecord, WeeklyRating, Measurement)


def is_today(moment: datetime, now: datetime) -> bool:
    """Return whether *moment* has the same date as *now*, or was less than twelve hours ago."""
    return moment.date() == now.date() or timedelta(0) <= now - moment < timedelta(
        hours=TODAY_HOURS
    )


def is_morning_after(ended: datetime, now: datetime) -> bool:
    """Return whether a new morning has come since *ended*, at least five hours later."""
    dawn = now.replace(hour=DAWN_HOUR, minute=0, second=0, microsecond=0)
    if dawn > now:
        dawn -= timedelta(days=1)
    return ended < dawn and now - ended >= timedelta(hours=MORNING_AFTER_HOURS)


def so_far(kept: Iterable[T], now: datetime) -> list[T]:
    """Return *kept* in its order without entries of the future, made while a clock was wrong.

    A clock that was wrong by less than half a day leaves its entries in.
    """
    latest = now + timedelta(hours=TODAY_HOURS)
    return [one for one in kept if _moment(one) < latest]


def day_said(day: date, now: datetime) -> str:
    """Return a day as it is said, with its year if that isn't this one: Tuesday 24 November."""
    year = "" if day.year == now.year else f" {day.year}"
    return f"{day:%A} {day.day} {day:%B}{year}"


def _moment(kept: SessionRecord | WeeklyRating | Measurement) -> datetime:
    return kept.began if isinstance(kept, SessionRecord) else kept.at
