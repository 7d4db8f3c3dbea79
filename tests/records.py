"""Builders of what is kept, with defaults."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from tpguide.session.plan import SideChoice
from tpguide.session.record import Beginning, Result, SideBeginning
from tpguide.session.state import Ending

#: A winter morning, an hour ahead of UTC.
MORNING = datetime(2026, 1, 5, 7, 30, tzinfo=timezone(timedelta(hours=1)))
NOON_UTC = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


def a_choice(side: str = "left", dose: str = "gentle", intensity: str = "uncrossed") -> SideChoice:
    return SideChoice(side=side, dose=dose, intensity=intensity, ceiling=intensity)


def a_beginning(*sides: SideBeginning, began: datetime = MORNING, guide: str = "calf") -> Beginning:
    return Beginning(
        guide=guide,
        guide_hash="0123456789abcdef",
        version="0.1.0",
        began=began,
        sides=sides or (SideBeginning(choice=a_choice(), pain_before=4),),
    )


def a_result(ending: Ending = Ending.COMPLETED, ended: datetime = MORNING) -> Result:
    return Result(ended=ended, ending=ending)
