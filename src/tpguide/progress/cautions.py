"""Cautions against massaging a side today; the person may go on despite each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from tpguide.guide.model import Guide
from tpguide.guide.protocol import Side
from tpguide.progress.follow_up import is_bad, rest_until
from tpguide.progress.frequency import DAYS_OF_A_WEEK, days_before, needs_rest, sessions_today
from tpguide.progress.moments import day_said, so_far
from tpguide.progress.trends import Change, stuck_trend
from tpguide.session.limits import massaged
from tpguide.session.record import SessionRecord, WeeklyRating
from tpguide.session.state import Ending


class AdviceKind(Enum):
    """What an advice is about."""

    DONE_TODAY = "done today"
    BAD_MORNING = "bad morning"
    LASTING_SORENESS = "lasting soreness"
    REST = "rest"
    PROFESSIONAL = "professional"


@dataclass(frozen=True, slots=True)
class Advice:
    """A caution about massaging *side* today, in a line."""

    kind: AdviceKind
    side: str
    text: str


def advice_for(
    guide: Guide,
    side: str,
    records: Sequence[SessionRecord],
    ratings: Sequence[WeeklyRating],
    now: datetime,
) -> tuple[Advice, ...]:
    """Return what speaks against massaging *side* at *now*; *records* stand newest first."""
    named = next(one for one in guide.protocol.sides.each if one.key == side)
    return tuple(
        Advice(kind, side, text) for kind, text in _found(guide, named, records, ratings, now)
    )


def warning_of_last(guide: Guide, records: Sequence[SessionRecord], now: datetime) -> str | None:
    """Return what felt wrong in the last session, and what was advised then, if anything did.

    *records* stand newest first.
    """
    last = next(iter(so_far(records, now)), None)
    if last is None or last.result.ending is not Ending.SOMETHING_WRONG:
        return None
    wrong = guide.safety.something_wrong
    kinds = {kind.key: kind for kind in wrong.kinds}
    kind = kinds.get(last.result.wrong or "", kinds[wrong.unanswered])
    return (
        f"Last time ({day_said(last.began, now)}) you stopped because of this: {kind.name}."
        f" The advice was: {kind.advice.spoken}"
    )


def _found(
    guide: Guide,
    side: Side,
    records: Sequence[SessionRecord],
    ratings: Sequence[WeeklyRating],
    now: datetime,
) -> Iterator[tuple[AdviceKind, str]]:
    past = so_far(records, now)
    yield from _about_last(guide, side, past, now)
    yield from _about_frequency(guide, side, past, now)
    review_after_days = guide.protocol.frequency.review_after_days
    stuck = stuck_trend(guide.change, so_far(ratings, now), side.key, review_after_days)
    if stuck:
        what = "worse" if stuck.change is Change.WORSE else "no better"
        yield (
            AdviceKind.PROFESSIONAL,
            f"The {side.name} is {what} than {stuck.days} days ago: {stuck.first.rating} then,"
            f" {stuck.last.rating} now. Time to ask a professional.",
        )


def _about_last(
    guide: Guide, side: Side, records: Sequence[SessionRecord], now: datetime
) -> Iterator[tuple[AdviceKind, str]]:
    rules = guide.protocol.next_morning
    last = next((one for one in records if massaged(guide.protocol, one, side.key)), None)
    kept = last.side_named(side.key) if last else None
    if last is None or kept is None:
        return
    if kept.morning and kept.morning.lasting_soreness:
        yield (
            AdviceKind.LASTING_SORENESS,
            f"The {side.name} has been sore for more than {rules.soreness_hours} hours."
            " Leave it alone, and ask a professional.",
        )
    until = rest_until(rules, last)
    if is_bad(rules, kept) and now < until:
        yield (
            AdviceKind.BAD_MORNING,
            f"The {side.name} had a bad morning after the last session. Let it rest until"
            f" {until.astimezone(now.tzinfo):%A %H:%M}.",
        )


def _about_frequency(
    guide: Guide, side: Side, records: Sequence[SessionRecord], now: datetime
) -> Iterator[tuple[AdviceKind, str]]:
    protocol, today = guide.protocol, now.date()
    if sessions_today(protocol, records, side.key, now) >= protocol.frequency.per_side_per_day:
        yield (
            AdviceKind.DONE_TODAY,
            f"You have already done the {side.name} today. Once a day is enough.",
        )
    if needs_rest(protocol, records, side.key, today):
        days = days_before(protocol, records, side.key, today, DAYS_OF_A_WEEK - 1)
        yield (
            AdviceKind.REST,
            f"The {side.name} was massaged on {days} of the last {DAYS_OF_A_WEEK - 1} days."
            f" At most {protocol.frequency.at_most_per_week} days a week: a day of rest is part of"
            " the dose.",
        )
