"""Say what speaks against massaging a side now. A person may confirm each of these away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from tpguide.guide.model import Guide
from tpguide.guide.protocol import Side
from tpguide.progress.frequency import DAYS_OF_A_WEEK, days_before, needs_rest, sessions_on
from tpguide.progress.mornings import is_bad, rest_until
from tpguide.progress.trends import Change, stuck_trend
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
    """Something to consider before *side* is massaged, in a line."""

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


def warning_of_last(guide: Guide, records: Sequence[SessionRecord]) -> str | None:
    """Return what felt wrong in the last session, and what was advised then, if anything did.

    *records* stand newest first.
    """
    last = next(iter(records), None)
    if last is None or last.result.ending is not Ending.SOMETHING_WRONG:
        return None
    wrong = guide.safety.something_wrong
    kinds = {kind.key: kind for kind in wrong.kinds}
    kind = kinds.get(last.result.wrong or "", kinds[wrong.unanswered])
    return (
        f"In the last session, on {last.began:%A %d %B}, something felt wrong: {kind.name}."
        f" You were told then: {kind.advice.spoken}"
    )


def _found(
    guide: Guide,
    side: Side,
    records: Sequence[SessionRecord],
    ratings: Sequence[WeeklyRating],
    now: datetime,
) -> Iterator[tuple[AdviceKind, str]]:
    yield from _about_last(guide, side, records, now)
    yield from _about_frequency(guide, side, records, now)
    stuck = stuck_trend(guide.change, ratings, side.key, guide.protocol.frequency.review_after_days)
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
    last = next((record for record in records if record.side_named(side.key)), None)
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
    frequency, today = guide.protocol.frequency, now.date()
    if sessions_on(records, side.key, today) >= frequency.per_side_per_day:
        yield (
            AdviceKind.DONE_TODAY,
            f"The {side.name} was massaged today already. More in one day is not advised.",
        )
    if needs_rest(frequency, records, side.key, today):
        days = days_before(records, side.key, today, DAYS_OF_A_WEEK - 1)
        yield (
            AdviceKind.REST,
            f"The {side.name} was massaged on {days} of the last {DAYS_OF_A_WEEK - 1} days."
            f" At most {frequency.at_most_per_week} days a week: a day of rest is part of the"
            " dose.",
        )
