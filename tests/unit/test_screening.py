"""What the answers of the gate mean, which pages are due, and what stands on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from plans import the_guide
from tpguide.guide.safety import gate_fingerprint
from tpguide.session.record import Asked, Screening, ScreeningVerdict
from tpguide.session.screening import (
    Answers,
    Earlier,
    advice_on,
    left_after_yes,
    needing_agreement,
    pages_due,
    raises_risk,
    reasons_page,
    short_page,
    sign_named,
    sign_pages,
    standing_agreements,
    standing_blocks,
    tier_of,
    verdict_on,
)

SAFETY = the_guide().safety
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
EMERGENCY = [question.key for question in SAFETY.emergency.questions]
SAME_DAY = [question.key for question in SAFETY.same_day.questions]
BLOCK = [question.key for question in SAFETY.reasons.block]
AGREED = [question.key for question in SAFETY.reasons.agreed]
RELIABLE = Earlier(full=NOW - timedelta(days=3), gate=gate_fingerprint(SAFETY))


def some(keys: list[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(keys))


answers = st.builds(
    Answers,
    emergency=some(EMERGENCY),
    same_day=some(SAME_DAY),
    reasons=some(BLOCK + AGREED),
    agreed=some(AGREED),
    lifted=some(BLOCK),
    left=st.sampled_from(
        [None, ScreeningVerdict.BLOCK, ScreeningVerdict.SAME_DAY, ScreeningVerdict.EMERGENCY]
    ),
)


@given(answers)
def test_the_gravest_thing_that_applies_decides(given_answers: Answers) -> None:
    verdict = verdict_on(SAFETY, given_answers)

    if given_answers.emergency or given_answers.left is ScreeningVerdict.EMERGENCY:
        assert verdict is ScreeningVerdict.EMERGENCY
    elif given_answers.same_day or given_answers.left is ScreeningVerdict.SAME_DAY:
        assert verdict is ScreeningVerdict.SAME_DAY
    else:
        assert verdict not in {ScreeningVerdict.EMERGENCY, ScreeningVerdict.SAME_DAY}


@given(answers)
def test_no_agreement_lifts_a_reason_that_blocks(given_answers: Answers) -> None:
    if given_answers.reasons & set(BLOCK) - given_answers.lifted:
        verdict = verdict_on(SAFETY, given_answers)
        assert verdict in {
            ScreeningVerdict.EMERGENCY,
            ScreeningVerdict.SAME_DAY,
            ScreeningVerdict.BLOCK,
        }


@given(answers)
def test_nothing_that_applies_or_was_left_is_ever_clear(given_answers: Answers) -> None:
    applies = (
        given_answers.emergency,
        given_answers.same_day,
        given_answers.reasons - given_answers.lifted,
        given_answers.left,
    )
    if any(applies):
        assert verdict_on(SAFETY, given_answers) is not ScreeningVerdict.CLEAR


@pytest.mark.parametrize("item", AGREED)
def test_an_item_to_ask_about_needs_an_agreement(item: str) -> None:
    alone = Answers(reasons=frozenset({item}))

    assert verdict_on(SAFETY, alone) is ScreeningVerdict.NOT_AGREED
    assert verdict_on(SAFETY, replace(alone, agreed=frozenset({item}))) is ScreeningVerdict.AGREED


def test_an_agreement_to_one_item_says_nothing_of_another() -> None:
    one, other, *_ = AGREED
    given_answers = Answers(reasons=frozenset({one, other}), agreed=frozenset({one}))

    assert verdict_on(SAFETY, given_answers) is ScreeningVerdict.NOT_AGREED
    assert [question.key for question in needing_agreement(SAFETY, given_answers)] == [other]


def test_nothing_that_applies_is_clear() -> None:
    assert verdict_on(SAFETY, Answers()) is ScreeningVerdict.CLEAR


@pytest.mark.parametrize("sign", EMERGENCY + SAME_DAY)
def test_a_named_sign_means_its_tier(sign: str) -> None:
    verdict = verdict_on(SAFETY, sign_named(SAFETY, sign))

    assert verdict is (
        ScreeningVerdict.EMERGENCY if sign in EMERGENCY else ScreeningVerdict.SAME_DAY
    )


class TestPagesDue:
    def test_all_are_the_first_time(self) -> None:
        assert pages_due(SAFETY, Earlier(), NOW) is Asked.IN_FULL

    @pytest.mark.parametrize(
        ("days", "due"),
        [
            (0, Asked.WHETHER_CHANGED),
            (28, Asked.WHETHER_CHANGED),
            (28.01, Asked.IN_FULL),
            (-1, Asked.IN_FULL),
        ],
    )
    def test_full_answers_hold_for_28_days_and_not_from_the_future(
        self, days: float, due: Asked
    ) -> None:
        earlier = replace(RELIABLE, full=NOW - timedelta(days=days))

        assert pages_due(SAFETY, earlier, NOW) is due

    @pytest.mark.parametrize(
        ("days", "due"),
        [
            (2, Asked.IN_FULL),
            (3, Asked.IN_FULL),
            (4, Asked.WHETHER_CHANGED),
            (-9, Asked.WHETHER_CHANGED),
        ],
    )
    def test_a_yes_that_ended_it_has_all_asked_until_they_were(
        self, days: float, due: Asked
    ) -> None:
        earlier = replace(RELIABLE, yes=NOW - timedelta(days=days))

        assert pages_due(SAFETY, earlier, NOW) is due

    @pytest.mark.parametrize(
        ("days", "due"),
        [(14, Asked.WHETHER_CHANGED), (14.01, Asked.IN_FULL), (-9, Asked.WHETHER_CHANGED)],
    )
    def test_a_pause_of_more_than_14_days_has_all_asked(self, days: float, due: Asked) -> None:
        earlier = replace(RELIABLE, session=NOW - timedelta(days=days))

        assert pages_due(SAFETY, earlier, NOW) is due

    @pytest.mark.parametrize("gate", [None, "another"])
    def test_a_gate_that_has_changed_has_all_asked(self, gate: str | None) -> None:
        assert pages_due(SAFETY, replace(RELIABLE, gate=gate), NOW) is Asked.IN_FULL


class TestPages:
    def test_every_question_is_on_one_line_of_the_full_pages(self) -> None:
        pages = (*sign_pages(SAFETY), reasons_page(SAFETY))
        shown = [one.key for page in pages for line in page.lines for one in line.questions]

        assert sorted(shown) == sorted(EMERGENCY + SAME_DAY + BLOCK + AGREED)

    @given(st.integers(0, 1000))
    def test_every_sign_is_on_one_line_of_the_short_page_whatever_its_turn(self, turn: int) -> None:
        shown = [one.key for line in short_page(SAFETY, turn).lines for one in line.questions]

        assert sorted(shown) == sorted(EMERGENCY + SAME_DAY)

    def test_the_lines_of_the_short_page_turn_by_one(self) -> None:
        first, second = short_page(SAFETY, 0).lines, short_page(SAFETY, 1).lines

        assert second == (*first[1:], first[0])

    def test_the_gravest_tier_of_a_page_is_told(self) -> None:
        mixed = [one for line in short_page(SAFETY, 0).lines for one in line.questions]

        assert tier_of(SAFETY, mixed) is SAFETY.emergency
        assert tier_of(SAFETY, SAFETY.same_day.questions) is SAFETY.same_day

    def test_a_line_can_have_its_own_advice(self) -> None:
        assert "emergency department" in advice_on(SAFETY, "snap-or-injury")
        assert advice_on(SAFETY, "hot-painful-skin") == SAFETY.same_day.advice


@pytest.mark.parametrize(
    ("questions", "verdict"),
    [
        (SAFETY.emergency.questions, ScreeningVerdict.EMERGENCY),
        (SAFETY.same_day.questions, ScreeningVerdict.SAME_DAY),
        (SAFETY.reasons.agreed, ScreeningVerdict.BLOCK),
    ],
)
def test_leaving_after_a_yes_counts_as_yes(
    questions: tuple[object, ...], verdict: ScreeningVerdict
) -> None:
    assert verdict_on(SAFETY, left_after_yes(SAFETY, questions)) is verdict  # type: ignore[arg-type]


@pytest.mark.parametrize("key", BLOCK + AGREED)
def test_only_what_raises_the_risk_leads_to_its_question(key: str) -> None:
    is_risk = key in {"pregnancy", "surgery", "cancer", "vein-clot"}

    assert raises_risk(SAFETY, [key], risk_named=False) is is_risk
    assert raises_risk(SAFETY, [key], risk_named=True)


def test_blocks_of_the_last_answers_stand_until_they_are_over() -> None:
    last = Screening(
        guide="any",
        at=NOW,
        reasons=Asked.IN_FULL,
        verdict=ScreeningVerdict.BLOCK,
        items=(BLOCK[2], AGREED[0], "no-longer-asked"),
    )

    assert [block.key for block in standing_blocks(SAFETY, last)] == [BLOCK[2]]
    assert standing_blocks(SAFETY, None) == ()


def test_an_agreement_lasts_thirty_days() -> None:
    given_on = {
        "fresh": NOW - timedelta(days=29.9),
        "old": NOW - timedelta(days=30),
        "from-the-future": NOW + timedelta(days=1),
    }

    assert standing_agreements(SAFETY, given_on, NOW) == {"fresh"}
