from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec import structs

from plans import the_guide
from records import GOOD_MORNING, MORNING, a_record, a_side
from tpguide.progress.cautions import AdviceKind, advice_for, warning_of_last
from tpguide.progress.follow_up import MorningDue, mornings_due
from tpguide.progress.frequency import next_time, weeks
from tpguide.progress.moments import day_said
from tpguide.progress.self_tests import compare, days_until_due, measurement_verdict, sides_differ
from tpguide.progress.sore_spots import sore_places
from tpguide.progress.trends import is_due
from tpguide.session.record import (
    KeptSoreSpot,
    Measurement,
    Morning,
    SessionRecord,
    SideRecord,
    WeeklyRating,
)
from tpguide.session.state import Ending

GUIDE = the_guide()
WALL, HEEL = GUIDE.self_tests
BAD_MORNING = Morning(asked=MORNING, pain=6, new_bruise=False)
JANUARY_27 = MORNING + timedelta(days=22)
NOT_ASKED = a_side(morning=None)


def days_later(days: float) -> datetime:
    return MORNING + timedelta(days=days)


def daily(*days: int, side: SideRecord | None = None) -> list[SessionRecord]:
    """A session on each of these days after MORNING, the newest first."""
    sides = () if side is None else (side,)
    return [a_record(*sides, number=day + 1, began=days_later(day)) for day in sorted(days)[::-1]]


# Mornings


def at(text: str) -> datetime:
    """A moment by its date, time and offset: 2026-01-05T23:59+01:00."""
    return datetime.fromisoformat(text)


def ended(moment: str, side: SideRecord = NOT_ASKED) -> list[SessionRecord]:
    """The records of a session of five minutes that ended then."""
    return [a_record(side, began=at(moment) - timedelta(minutes=5))]


def is_asked(past: list[SessionRecord], now: str) -> bool:
    return any(one.asks_morning for one in mornings_due(GUIDE.protocol, past, at(now)))


@pytest.mark.parametrize(
    ("end", "too_early", "due"),
    [
        ("2026-01-05T07:35+01:00", "2026-01-05T23:59+01:00", "2026-01-06T04:00+01:00"),
        ("2026-01-06T00:03+01:00", "2026-01-06T00:10+01:00", "2026-01-06T07:00+01:00"),
        ("2026-01-06T00:03+01:00", "2026-01-06T05:02+01:00", "2026-01-06T05:03+01:00"),
        ("2026-01-05T20:00+01:00", "2026-01-06T01:30+01:00", "2026-01-06T06:00+01:00"),
        ("2026-03-29T00:00+01:00", "2026-03-29T05:59+02:00", "2026-03-29T06:00+02:00"),
        ("2026-01-06T10:00+09:00", "2026-01-05T21:00-08:00", "2026-01-06T07:00-08:00"),
        ("2026-01-05T18:00-08:00", "2026-01-06T23:00+09:00", "2026-01-07T06:00+09:00"),
    ],
    ids=["a day", "midnight", "five hours", "a night", "summer time", "flying west", "flying east"],
)
def test_the_morning_after_is_a_new_morning_at_least_five_hours_later(
    end: str, too_early: str, due: str
) -> None:
    assert not is_asked(ended(end), too_early)
    assert is_asked(ended(end), due)


def test_soreness_is_asked_about_after_two_days_and_nothing_after_two_weeks() -> None:
    past = daily(0, side=NOT_ASKED)
    end = past[0].result.ended

    def due(now: datetime) -> list[tuple[bool, bool]]:
        found = mornings_due(GUIDE.protocol, past, now)
        return [(one.asks_morning, one.asks_soreness) for one in found]

    assert due(end + timedelta(hours=47)) == [(True, False)]
    assert due(end + timedelta(hours=48)) == [(True, True)]
    assert due(end + timedelta(days=14)) == []


def test_soreness_that_lasts_is_asked_about_again_until_it_is_gone() -> None:
    def asks_again(lasting: bool | None) -> bool:
        morning = structs.replace(GOOD_MORNING, lasting_soreness=lasting)
        found = mornings_due(GUIDE.protocol, daily(0, side=a_side(morning=morning)), days_later(5))
        return any(one.asks_soreness for one in found)

    assert asks_again(True)
    assert asks_again(None)
    assert not asks_again(False)


def test_a_session_that_was_passed_through_has_no_morning_after() -> None:
    nothing = a_record(NOT_ASKED, number=2, began=days_later(1), rolled={"uncrossed": 9_000})

    assert mornings_due(GUIDE.protocol, [nothing], days_later(2)) == ()
    due = mornings_due(GUIDE.protocol, [nothing, *daily(0, side=NOT_ASKED)], days_later(2))
    assert [one.number for one in due] == [1]


def test_what_was_answered_is_not_asked_again() -> None:
    answered = daily(0, side=a_side(morning=GOOD_MORNING))

    assert mornings_due(GUIDE.protocol, answered, days_later(1)) == ()
    assert mornings_due(GUIDE.protocol, answered, days_later(3)) == (
        MorningDue(number=1, side="left", asks_morning=False, asks_soreness=True),
    )


def test_a_morning_that_was_skipped_is_not_asked_about_again() -> None:
    skipped = daily(0, side=a_side(morning=Morning(asked=days_later(1))))

    assert mornings_due(GUIDE.protocol, skipped, days_later(1.1)) == ()


def test_only_the_last_session_of_a_side_is_asked_about() -> None:
    past = daily(0, 2, side=NOT_ASKED)

    assert [due.number for due in mornings_due(GUIDE.protocol, past, days_later(3))] == [3]


# Advice


def kinds(
    past: list[SessionRecord], now: datetime, *ratings: int, side: str = "left"
) -> set[AdviceKind]:
    weekly = [
        WeeklyRating(guide="calf", side="left", at=days_later(7 * week), rating=rating)
        for week, rating in enumerate(ratings)
    ]
    return {advice.kind for advice in advice_for(GUIDE, side, past, weekly, now)}


def test_nothing_speaks_against_a_side_that_was_done_two_days_ago() -> None:
    assert kinds(daily(0), days_later(2)) == set()


@pytest.mark.parametrize(
    ("end", "today", "no_longer"),
    [
        ("2026-01-05T07:35+01:00", "2026-01-05T23:59+01:00", "2026-01-06T00:00+01:00"),
        ("2026-01-06T00:03+01:00", "2026-01-06T00:10+01:00", "2026-01-07T00:00+01:00"),
        ("2026-01-05T23:55+01:00", "2026-01-06T11:54+01:00", "2026-01-06T11:55+01:00"),
        ("2026-01-06T09:00+09:00", "2026-01-05T20:00-08:00", "2026-01-07T00:00-08:00"),
        ("2026-03-28T23:00+01:00", "2026-03-29T11:59+02:00", "2026-03-29T12:00+02:00"),
    ],
    ids=["to midnight", "over midnight", "twelve hours", "a flight", "summer time"],
)
def test_today_is_the_same_date_or_less_than_twelve_hours_ago(
    end: str, today: str, no_longer: str
) -> None:
    past = ended(end, side=a_side())

    assert AdviceKind.DONE_TODAY in kinds(past, at(today))
    assert AdviceKind.DONE_TODAY not in kinds(past, at(no_longer))
    assert AdviceKind.DONE_TODAY not in kinds(past, at(today), side="right")


# A clock that was once wrong


def test_what_a_wrong_clock_dated_years_ahead_is_left_out_of_account() -> None:
    wrong, now = daily(3_650, side=a_side(morning=BAD_MORNING)), days_later(1)
    sore = daily(3_650, side=a_side(morning=Morning(asked=MORNING, lasting_soreness=True)))
    rated = [
        WeeklyRating(guide="calf", side="left", at=days_later(day), rating=rating)
        for day, rating in ((0, 5), (14, 5), (3_650, 0))
    ]
    measured_once = [
        Measurement(guide="calf", test=WALL.key, side="left", at=days_later(3_650), value=8)
    ]

    assert mornings_due(GUIDE.protocol, wrong, days_later(3)) == ()
    assert kinds(wrong, now) == kinds(sore, now) == set()
    assert AdviceKind.PROFESSIONAL in {
        one.kind for one in advice_for(GUIDE, "left", [], rated, days_later(15))
    }
    assert next_time(GUIDE.protocol, wrong, now) is None
    assert weeks(GUIDE.protocol, wrong, now, ["left"]) == ()
    assert is_due(GUIDE.change, rated[2:], "left", now)
    assert days_until_due(WALL, measured_once, "left", now) == 0


def test_a_clock_that_was_hours_ahead_changes_nothing() -> None:
    assert kinds(daily(0), MORNING - timedelta(hours=3)) == {AdviceKind.DONE_TODAY}


def test_a_day_of_another_year_is_said_with_its_year() -> None:
    assert day_said(at("2026-11-24T07:00+01:00"), days_later(300)) == "Tuesday 24 November"
    assert day_said(at("2026-11-24T07:00+01:00"), days_later(400)) == "Tuesday 24 November 2026"


def test_what_felt_wrong_in_the_last_session_is_said_with_its_day() -> None:
    wrong = [a_record(ending=Ending.SOMETHING_WRONG)]

    assert "(Monday 5 January)" in (warning_of_last(GUIDE, wrong, days_later(1)) or "")
    assert "(Monday 5 January 2026)" in (warning_of_last(GUIDE, wrong, days_later(400)) or "")
    assert warning_of_last(GUIDE, wrong, days_later(-10)) is None
    assert warning_of_last(GUIDE, daily(0), days_later(1)) is None


def test_a_session_without_rolling_is_not_a_massage_today() -> None:
    assert kinds([a_record(rolled={})], MORNING + timedelta(hours=1)) == set()


@pytest.mark.parametrize(
    ("days", "needs_rest"), [(range(6), True), ([0, 1, 2, 3, 5], False), (range(1, 6), False)]
)
def test_a_seventh_day_in_a_week_is_advised_against(days: list[int], needs_rest: bool) -> None:
    assert (AdviceKind.REST in kinds(daily(*days), days_later(6))) == needs_rest


def test_a_second_session_on_a_day_is_no_day_more() -> None:
    assert kinds(daily(1, 2, 3, 4, 5, 6), days_later(6.1)) == {AdviceKind.DONE_TODAY}


def test_after_a_bad_morning_two_days_of_rest_are_advised() -> None:
    past = daily(0, side=a_side(morning=BAD_MORNING))
    ended = past[0].result.ended

    assert kinds(past, ended + timedelta(days=3, minutes=-1)) == {AdviceKind.BAD_MORNING}
    assert kinds(past, ended + timedelta(days=3)) == set()


def test_soreness_that_lasts_asks_for_a_professional() -> None:
    sore = a_side(morning=Morning(asked=MORNING, lasting_soreness=True))

    assert kinds(daily(0, side=sore), days_later(5)) == {AdviceKind.LASTING_SORENESS}


def test_two_weeks_without_change_ask_for_a_professional() -> None:
    past = daily(0)

    assert kinds(past, days_later(14), 5, 5, 5) == {AdviceKind.PROFESSIONAL}
    assert kinds(past, days_later(14), 5, 4, 3) == set()


# Weeks and the next time


def test_every_week_is_counted_the_empty_ones_too() -> None:
    nothing = a_record(number=8, began=days_later(3), rolled={"uncrossed": 0})
    past = [nothing, a_record(number=9, began=days_later(0.2)), *daily(0, 2, 14)]

    found = weeks(GUIDE.protocol, past, JANUARY_27, ["left"])

    assert [(week.monday.day, week.sessions, week.days) for week in found] == [
        (5, 3, 2),
        (12, 0, 0),
        (19, 1, 1),
        (26, 0, 0),
    ]
    assert found[0].rolled_milliseconds == 3 * 84_000


def test_there_are_no_weeks_before_the_first_session() -> None:
    assert weeks(GUIDE.protocol, [], JANUARY_27, ["left"]) == ()
    assert weeks(GUIDE.protocol, daily(0), JANUARY_27, ["right"]) == ()


def test_the_next_time_is_two_days_later_or_after_the_rest_that_a_bad_morning_needs() -> None:
    good, bad = daily(0), daily(0, side=a_side(morning=BAD_MORNING))

    assert next_time(GUIDE.protocol, [], JANUARY_27) is None
    assert next_time(GUIDE.protocol, good, JANUARY_27) == days_later(2)
    assert next_time(GUIDE.protocol, bad, JANUARY_27) == bad[0].result.ended + timedelta(days=3)


# Measurements


def measured(*values: float, side: str = "left", test: str = WALL.key) -> list[Measurement]:
    return [
        Measurement(guide="calf", test=test, side=side, at=days_later(7 * week), value=value)
        for week, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (8.0, 8.9, "no clear change"),
        (8.0, 9.0, "possible"),
        (8.2, 10.1, "larger than the usual measuring error"),
        (10.1, 8.2, "larger than the usual measuring error"),
        (8.2, 10.0, "possible"),
    ],
)
def test_a_change_is_called_what_the_guide_calls_one_of_that_size(
    before: float, after: float, verdict: str
) -> None:
    found = compare(WALL, measured(before, after), "left")

    assert found is not None
    assert found.verdict_before == verdict


def test_a_measurement_is_compared_with_the_one_before_and_with_the_first() -> None:
    found = compare(HEEL, measured(20, 24, 28, test=HEEL.key), "left")

    assert found is not None
    assert (found.since_before, found.since_first) == (4, 8)
    assert found.verdict_before == measurement_verdict(HEEL, 4)
    assert found.verdict_first == "larger than the usual measuring error"


def test_a_first_measurement_is_compared_with_nothing() -> None:
    found = compare(WALL, measured(8.0), "left")

    assert found is not None
    assert (found.since_before, found.verdict_before) == (None, None)
    assert compare(WALL, measured(8.0), "right") is None


def test_two_sides_differ_only_by_more_than_chance() -> None:
    def apart(left: float, right: float) -> float | None:
        both = [*measured(left), *measured(right, side="right")]
        return sides_differ(WALL, both, ["left", "right"])

    assert apart(8.0, 9.5) is None
    assert apart(8.0, 9.6) == 1.6
    assert apart(9.6, 8.0) == 1.6


def test_sides_that_were_measured_on_different_days_are_not_compared() -> None:
    both = [*measured(2.0, 2.0), *measured(9.0, side="right")]

    assert sides_differ(WALL, both, ["left", "right"]) is None


def test_a_test_is_due_once_a_week() -> None:
    past = measured(8.0)

    def due_in(days: float, side: str = "left") -> int:
        return days_until_due(WALL, past, side, days_later(days))

    assert [due_in(days) for days in (0, 1, 6, 7, 30)] == [7, 6, 1, 0, 0]
    assert due_in(0, "right") == 0


# Sore spots


def sore(zone: str, strip: str, rating: int | None = None) -> KeptSoreSpot:
    return KeptSoreSpot(
        at=0, side="left", zone=zone, strip=strip, intensity="uncrossed", rating=rating
    )


def test_places_that_keep_hurting_come_first_each_counted_once_a_session() -> None:
    first = a_record(number=1, sore_spots=(sore("middle", "inner", 5), sore("upper", "centre")))
    second = a_record(
        number=2,
        began=days_later(2),
        sore_spots=(sore("middle", "inner", 4), sore("middle", "inner")),
    )
    most, other = sore_places([second, first])

    assert (most.spot, most.sessions, most.last) == (("left", "middle", "inner"), 2, days_later(2))
    assert other.spot == ("left", "upper", "centre")
    assert (most.last_rating, other.last_rating) == (4, None)
