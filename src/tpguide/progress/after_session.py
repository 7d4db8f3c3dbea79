"""What a person needs to know right after a session, and how much of it they know already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tpguide.guide.model import Guide
from tpguide.progress.frequency import DAYS_OF_A_WEEK, next_time
from tpguide.progress.moments import so_far
from tpguide.progress.trends import Trend, trend_of
from tpguide.session.limits import completed
from tpguide.session.record import SessionRecord, WeeklyRating

#: So many of the first sessions are followed by all that is to be watched.
SUMMARIES_IN_FULL: Final = 2


@dataclass(frozen=True, slots=True)
class AfterSession:
    """What follows from a session.

    *number* counts those that were completed, of *of* until it is time to look back; *next_at* is
    when the next is best begun, if one may follow.
    """

    is_told_in_full: bool = True
    number: int = 0
    of: int = 0
    next_at: datetime | None = None
    looks_back: bool = False
    trends: tuple[Trend, ...] = ()


def after_session(
    guide: Guide,
    records: Sequence[SessionRecord],
    ratings: Sequence[WeeklyRating],
    now: datetime,
    *,
    looked_back: bool,
) -> AfterSession:
    """Return what follows from the newest of *records*, which stand newest first.

    *looked_back* is whether it was looked back upon before, which is done once.
    """
    protocol = guide.protocol
    past = so_far(records, now)
    last = past[0]
    frequency = protocol.frequency
    review = timedelta(days=frequency.review_after_days)
    ratings = so_far(ratings, now)
    trends = (trend_of(guide.change, ratings, side.key) for side in protocol.sides.each)
    massaged_sides = {side.side for side in last.sides}
    return AfterSession(
        is_told_in_full=(
            len(past) <= SUMMARIES_IN_FULL
            or last.began - past[1].began > review
            or any(one.rating >= protocol.ratings.lighten_at for one in last.result.ratings)
        ),
        number=sum(completed(protocol, record) for record in past),
        of=frequency.start_per_week * frequency.review_after_days // DAYS_OF_A_WEEK,
        next_at=next_time(protocol, past, now),
        looks_back=not looked_back and now - past[-1].began >= review,
        trends=tuple(one for one in trends if one and one.side in massaged_sides),
    )
