"""What the safety questions mean, and when they are due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from plans import the_guide
from tpguide.session.record import Asked, Verdict
from tpguide.session.screening import (
    Answers,
    needing_agreement,
    reasons_due,
    standing_agreements,
    verdict_on,
)

SAFETY = the_guide().safety
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
EMERGENCY = [question.key for question in SAFETY.emergency.questions]
SAME_DAY = [question.key for question in SAFETY.same_day.questions]
BLOCK = [question.key for question in SAFETY.reasons.block]
AGREED = [question.key for question in SAFETY.reasons.agreed]


def some(keys: list[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(keys))


answers = st.builds(
    Answers,
    emergency=some(EMERGENCY),
    same_day=some(SAME_DAY),
    reasons=some(BLOCK + AGREED),
    agreed=some(AGREED),
)


@given(answers)
def test_any_sign_of_the_first_two_tiers_rules_a_massage_out(given_answers: Answers) -> None:
    verdict = verdict_on(SAFETY, given_answers)

    if given_answers.emergency:
        assert verdict is Verdict.EMERGENCY
    elif given_answers.same_day:
        assert verdict is Verdict.SAME_DAY
    else:
        assert verdict not in {Verdict.EMERGENCY, Verdict.SAME_DAY}


@given(answers)
def test_no_agreement_lifts_a_reason_that_blocks(given_answers: Answers) -> None:
    if given_answers.reasons & set(BLOCK):
        verdict = verdict_on(SAFETY, given_answers)
        assert verdict in {Verdict.EMERGENCY, Verdict.SAME_DAY, Verdict.BLOCK}


@pytest.mark.parametrize("item", AGREED)
def test_an_item_to_ask_about_needs_an_agreement(item: str) -> None:
    alone = Answers(reasons=frozenset({item}))
    agreed = Answers(reasons=frozenset({item}), agreed=frozenset({item}))

    assert verdict_on(SAFETY, alone) is Verdict.NOT_AGREED
    assert verdict_on(SAFETY, agreed) is Verdict.AGREED


def test_an_agreement_to_one_item_says_nothing_of_another() -> None:
    one, other, *_ = AGREED
    given_answers = Answers(reasons=frozenset({one, other}), agreed=frozenset({one}))

    assert verdict_on(SAFETY, given_answers) is Verdict.NOT_AGREED
    assert [question.key for question in needing_agreement(SAFETY, given_answers)] == [other]


def test_nothing_that_applies_is_clear() -> None:
    assert verdict_on(SAFETY, Answers()) is Verdict.CLEAR


@pytest.mark.parametrize(
    ("asked_days_ago", "flag_days_ago", "due"),
    [
        (None, None, Asked.IN_FULL),
        (0, None, Asked.WHETHER_CHANGED),
        (6.9, None, Asked.WHETHER_CHANGED),
        (7, None, Asked.IN_FULL),
        (2, 1, Asked.IN_FULL),
        (1, 2, Asked.WHETHER_CHANGED),
        (-1, None, Asked.IN_FULL),
    ],
)
def test_the_remaining_reasons_are_asked_in_full_at_first_after_a_week_and_after_a_red_flag(
    asked_days_ago: float | None, flag_days_ago: float | None, due: Asked
) -> None:
    asked = None if asked_days_ago is None else NOW - timedelta(days=asked_days_ago)
    flag = None if flag_days_ago is None else NOW - timedelta(days=flag_days_ago)

    assert reasons_due(SAFETY, asked, flag, NOW) is due


def test_an_agreement_lasts_thirty_days() -> None:
    given_on = {
        "fresh": NOW - timedelta(days=29.9),
        "old": NOW - timedelta(days=30),
        "from-the-future": NOW + timedelta(days=1),
    }

    assert standing_agreements(SAFETY, given_on, NOW) == {"fresh"}
