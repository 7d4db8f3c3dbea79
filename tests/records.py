"""Builders of what is kept, with defaults."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

from plans import the_guide
from tpguide.session.plan import SideChoice
from tpguide.session.plan_from_protocol import rolling_seconds_of
from tpguide.session.record import (
    Beginning,
    KeptRating,
    KeptSoreSpot,
    Morning,
    Result,
    Rolled,
    SessionRecord,
    SideBeginning,
    SideRecord,
)
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


def a_record(
    *sides: SideRecord,
    number: int = 1,
    began: datetime = MORNING,
    ending: Ending = Ending.COMPLETED,
    rolled: Mapping[str, int] | None = None,
    ratings: tuple[KeptRating, ...] = (),
    sore_spots: tuple[KeptSoreSpot, ...] = (),
) -> SessionRecord:
    """A past session. Its sides were rolled as planned.

    Unless *rolled* gives the milliseconds that the left one was rolled at each intensity.
    """
    sides = sides or (a_side(),)
    if rolled is None:
        worked = tuple(
            Rolled(
                side=side.side,
                intensity=side.choice.intensity,
                milliseconds=rolling_seconds_of(the_guide().protocol, side.choice) * 1000,
            )
            for side in sides
        )
    else:
        worked = tuple(
            Rolled(side="left", intensity=intensity, milliseconds=milliseconds)
            for intensity, milliseconds in rolled.items()
        )
    return SessionRecord(
        number=number,
        token=f"{number:032}",
        guide="calf",
        guide_hash="0123456789abcdef",
        version="0.1.0",
        began=began,
        sides=sides,
        result=Result(
            ended=began + timedelta(minutes=5),
            ending=ending,
            rolled=worked,
            ratings=ratings,
            sore_spots=sore_spots,
        ),
    )


GOOD_MORNING = Morning(asked=MORNING, pain=3, new_bruise=False)


def a_side(
    side: str = "left",
    dose: str = "gentle",
    intensity: str = "uncrossed",
    *,
    pain_before: int = 4,
    pain_after: int | None = 3,
    morning: Morning | None = GOOD_MORNING,
) -> SideRecord:
    return SideRecord(
        choice=a_choice(side, dose, intensity),
        pain_before=pain_before,
        pain_after=pain_after,
        morning=morning,
    )
