from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from plans import the_guide
from records import MORNING
from tpguide.progress.trends import Change, change_of, is_due, stuck_trend, trend_of
from tpguide.session.record import WeeklyRating

RULE = the_guide().change
scores = st.integers(0, 10)


def weekly(*ratings: int, side: str = "left") -> list[WeeklyRating]:
    """One rating a week, the first on MORNING."""
    return [
        WeeklyRating(guide="calf", side=side, at=MORNING + timedelta(days=7 * week), rating=rating)
        for week, rating in enumerate(ratings)
    ]


@pytest.mark.parametrize(
    ("before", "after", "means"),
    [
        (1, 0, Change.TOO_LOW),
        (1, 2, Change.TOO_LOW),
        (0, 2, Change.WORSE),
        (2, 0, Change.BETTER),
        (2, 1, Change.SMALL),
        (4, 3, Change.SMALL),
        (4, 5, Change.SMALL),
        (4, 6, Change.WORSE),
        (5, 5, Change.NONE),
        (7, 5, Change.BETTER),
        (8, 6, Change.SMALL),
        (8, 5, Change.BETTER),
        (8, 9, Change.SMALL),
        (9, 10, Change.WORSE),
        (10, 7, Change.BETTER),
    ],
)
def test_a_change_means_what_the_guide_says_of_it(before: int, after: int, means: Change) -> None:
    assert change_of(RULE, before, after) is means


@given(scores, scores)
def test_one_point_less_is_never_called_better(before: int, after: int) -> None:
    if before - after == 1:
        assert change_of(RULE, before, after) in {Change.SMALL, Change.TOO_LOW}


@given(scores, scores)
def test_two_points_more_are_worse_from_any_base(before: int, after: int) -> None:
    assert (change_of(RULE, before, after) is Change.WORSE) == (
        after - before >= 2 or (before, after) == (9, 10)
    )


def test_there_is_no_trend_of_a_single_rating() -> None:
    assert trend_of(RULE, weekly(6), "left") is None
    assert trend_of(RULE, [], "left") is None


def test_a_trend_compares_the_last_rating_of_a_side_with_its_first() -> None:
    trend = trend_of(RULE, [*weekly(6, 3, 4), *weekly(1, 9, side="right")], "left")

    assert trend is not None
    assert (trend.first.rating, trend.last.rating, trend.change) == (6, 4, Change.BETTER)
    assert trend.days == 14


@pytest.mark.parametrize(
    ("ratings", "is_stuck"),
    [
        ((5, 5), False),  # a week only
        ((5, 5, 5), True),
        ((5, 4, 4), True),
        ((5, 4, 3), False),
        ((7, 5, 4, 4, 4), False),  # better than at first, though not lately
        ((7, 4, 4, 4, 6), True),  # better than at first no more, and lately worse
        ((3, 5, 5), True),
        ((1, 1, 1), False),  # too low to become better
        ((0, 0, 2), True),
        ((8, 7, 6), True),
        ((8, 7, 5), False),
    ],
)
def test_two_weeks_without_meaningful_change_ask_for_a_professional(
    ratings: tuple[int, ...], is_stuck: bool
) -> None:
    found = stuck_trend(RULE, weekly(*ratings), "left", review_after_days=14)

    assert (found is not None) == is_stuck


def test_the_weekly_question_is_due_at_first_and_then_once_a_week() -> None:
    asked = weekly(4)

    assert is_due(RULE, [], "left", MORNING)
    assert is_due(RULE, asked, "right", MORNING)
    assert not is_due(RULE, asked, "left", MORNING + timedelta(days=6, hours=16))
    assert is_due(RULE, asked, "left", MORNING + timedelta(days=7))
