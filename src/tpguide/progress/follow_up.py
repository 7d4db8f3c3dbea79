"""The morning after a session, and soreness that lasts: what to ask, and what the answers mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tpguide.guide.protocol import NextMorning, Protocol
from tpguide.progress.moments import is_morning_after, so_far
from tpguide.session.limits import massaged
from tpguide.session.record import RecordNumber, SessionRecord, SideRecord


@dataclass(frozen=True, slots=True)
class MorningDue:
    """What is to be asked about a side of session *number*."""

    number: RecordNumber
    side: str
    asks_morning: bool
    asks_soreness: bool


def mornings_due(
    protocol: Protocol, records: Sequence[SessionRecord], now: datetime
) -> tuple[MorningDue, ...]:
    """Return what is to be asked at *now* about the last session of each side.

    *records* stand newest first. After the time to look back, nobody remembers a morning.
    """
    due = []
    past = so_far(records, now)
    for side in protocol.sides.each:
        record = next((one for one in past if massaged(protocol, one, side.key)), None)
        if record is None or _is_forgotten(protocol, record, now):
            continue
        asked = _asked_about(protocol.next_morning, record, side.key, now)
        if asked.asks_morning or asked.asks_soreness:
            due.append(asked)
    return tuple(due)


def is_bad(rules: NextMorning, side: SideRecord) -> bool:
    """Return whether the morning after was a bad one."""
    morning = side.morning
    if morning is None:
        return False
    is_up = morning.pain is not None and morning.pain - side.pain_before >= rules.pain_up_by
    return is_up or bool(morning.new_bruise)


def is_good(rules: NextMorning, side: SideRecord) -> bool:
    """Return whether the morning after is known to have been good."""
    morning = side.morning
    if morning is None or morning.pain is None or morning.new_bruise is None:
        return False
    return not is_bad(rules, side) and not morning.lasting_soreness


def is_neutral(rules: NextMorning, side: SideRecord) -> bool:
    """Return whether too little is known of the morning after to call it good or bad."""
    is_sore = side.morning is not None and bool(side.morning.lasting_soreness)
    return not is_sore and not is_bad(rules, side) and not is_good(rules, side)


def rest_until(rules: NextMorning, record: SessionRecord) -> datetime:
    """Return until when a side rests after a bad morning that followed *record*."""
    return record.result.ended + timedelta(days=1, hours=rules.skip_hours)


def _asked_about(rules: NextMorning, record: SessionRecord, side: str, now: datetime) -> MorningDue:
    kept = record.side_named(side)
    morning = kept.morning if kept else None
    is_sore_long_enough = now - record.result.ended >= timedelta(hours=rules.soreness_hours)
    return MorningDue(
        number=record.number,
        side=side,
        # Asked once: whoever skips it is not asked again at every start.
        asks_morning=morning is None and is_morning_after(record.result.ended, now),
        # Asked again after a yes: lasting soreness would else bar the side for ever.
        asks_soreness=is_sore_long_enough
        and (morning is None or morning.lasting_soreness is not False),
    )


def _is_forgotten(protocol: Protocol, record: SessionRecord, now: datetime) -> bool:
    age = now - record.result.ended
    return age >= timedelta(days=protocol.frequency.review_after_days)
