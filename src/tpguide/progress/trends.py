"""Judge pain ratings over weeks.

A trend rests on one question asked week after week. What changes within a session is no trend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from tpguide.guide.self_tests import MeaningfulChange
from tpguide.progress.moments import so_far
from tpguide.session.record import WeeklyRating


class Change(Enum):
    """What the difference between two ratings means."""

    BETTER = "better"
    WORSE = "worse"
    NONE = "no change"
    SMALL = "too small to tell from chance"
    TOO_LOW = "too low to judge"


@dataclass(frozen=True, slots=True)
class Trend:
    """First and last rating of a side, and what the change means."""

    side: str
    first: WeeklyRating
    last: WeeklyRating
    change: Change

    @property
    def days(self) -> int:
        """How far apart the two ratings are."""
        return (self.last.at.date() - self.first.at.date()).days


def change_of(rule: MeaningfulChange, before: int, after: int) -> Change:
    """Return what *rule* says of a rating of *after*, weeks after one of *before*."""
    if after - before >= rule.worse_by or (before, after) == rule.worse_at_top:
        return Change.WORSE
    if after == before:
        return Change.NONE
    better_by = _better_by(rule, before)
    if better_by is None:
        return Change.TOO_LOW
    return Change.BETTER if before - after >= better_by else Change.SMALL


def trend_of(rule: MeaningfulChange, ratings: Sequence[WeeklyRating], side: str) -> Trend | None:
    """Return the trend of *side*, or None as long as there are no two ratings to compare."""
    own = _of_side(ratings, side)
    if len(own) <= 1:
        return None
    return Trend(side, own[0], own[-1], change_of(rule, own[0].rating, own[-1].rating))


def stuck_trend(
    rule: MeaningfulChange, ratings: Sequence[WeeklyRating], side: str, review_after_days: int
) -> Trend | None:
    """Return the trend of *side* if it asks for a professional: worse, or too long no better.

    Better counts since the first rating, and since the last that is *review_after_days* old.
    """
    own = _of_side(ratings, side)
    old = [one for one in own if (own[-1].at.date() - one.at.date()).days >= review_after_days]
    if not old:
        return None
    last = own[-1]
    lately = change_of(rule, old[-1].rating, last.rating)
    if lately is Change.WORSE:
        return Trend(side, old[-1], last, lately)
    since_first = change_of(rule, old[0].rating, last.rating)
    if Change.BETTER in {since_first, lately} or _better_by(rule, last.rating) is None:
        return None
    return Trend(side, old[0], last, since_first)


def is_due(
    rule: MeaningfulChange, ratings: Sequence[WeeklyRating], side: str, now: datetime
) -> bool:
    """Return whether the question of *rule* is to be asked about *side* at *now*."""
    own = _of_side(so_far(ratings, now), side)
    return not own or (now.date() - own[-1].at.date()).days >= rule.every_days


def _better_by(rule: MeaningfulChange, before: int) -> int | None:
    return next(band.better_by for band in rule.bands if band.low <= before <= band.high)


def _of_side(ratings: Sequence[WeeklyRating], side: str) -> list[WeeklyRating]:
    """Return the ratings of *side*, the oldest first."""
    return sorted((one for one in ratings if one.side == side), key=lambda one: one.at)
