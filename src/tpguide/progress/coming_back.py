"""What a person who comes back should see at a glance: where they are, and what was advised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tpguide.guide.model import Guide
from tpguide.progress.cautions import AdviceKind, advice_for, warning_of_last
from tpguide.progress.dose_proposal import propose
from tpguide.progress.frequency import next_time
from tpguide.progress.moments import so_far
from tpguide.session.limits import limits_of
from tpguide.session.record import ScreeningVerdict, SessionRecord, WeeklyRating
from tpguide.text import capital


@dataclass(frozen=True, slots=True)
class ComingBack:
    """Where a person is between two sessions.

    *weekly* are the weekly ratings of each side that has any, by its name, the oldest first.
    *next_at* is None where what was *advised* says when, if at all. Where *may_massage* isn't
    true, someone should be seen before the next massage.
    """

    last: SessionRecord
    weekly: dict[str, tuple[int, ...]]
    advised: tuple[str, ...]
    next_at: datetime | None
    may_massage: bool


def coming_back(
    guide: Guide,
    records: Sequence[SessionRecord],
    ratings: Sequence[WeeklyRating],
    now: datetime,
    *,
    verdict: ScreeningVerdict,
) -> ComingBack | None:
    """Return where a person is, or None before their first session with *guide*.

    *records* stand newest first; *verdict* is that of the last safety questions.
    """
    past = so_far(records, now)
    if not past:
        return None
    last = past[0]
    sides = [side for side in guide.protocol.sides.each if last.side_named(side.key)]
    rated = sorted(so_far(ratings, now), key=lambda one: one.at)
    weekly = {
        side.name: tuple(one.rating for one in rated if one.side == side.key)
        for side in guide.protocol.sides.each
    }
    warning = warning_of_last(guide, past, now)
    cautions = [one for side in sides for one in advice_for(guide, side.key, past, ratings, now)]
    kinds = {one.kind for one in cautions}
    advised = [text for text in (warning, *(one.text for one in cautions)) if text]
    if not advised:
        limits = limits_of(guide.safety, guide.protocol, verdict=verdict, records=past, rating=0)
        reasons = {side.name: propose(guide, side.key, past, limits).reason for side in sides}
        alike = len(set(reasons.values())) == 1
        told = (
            reason if alike else f"{capital(name)}: {reason}" for name, reason in reasons.items()
        )
        advised = list(dict.fromkeys(told))
    may_massage = warning is None and AdviceKind.LASTING_SORENESS not in kinds
    says_when = may_massage and AdviceKind.REST not in kinds
    return ComingBack(
        last=last,
        weekly={name: given for name, given in weekly.items() if given},
        advised=tuple(advised),
        next_at=next_time(guide.protocol, past, now) if says_when else None,
        may_massage=may_massage,
    )
