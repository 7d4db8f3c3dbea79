from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, strategies as st
from msgspec import structs

from plans import the_guide
from records import GOOD_MORNING, MORNING, a_record, a_side
from tpguide.progress.dose_proposal import Proposal, propose
from tpguide.session.limits import Limits, limits_of
from tpguide.session.plan import notch
from tpguide.session.record import KeptRating, Morning, ScreeningVerdict, SessionRecord, SideRecord
from tpguide.session.state import Ending

GUIDE = the_guide()


def limits(verdict: ScreeningVerdict = ScreeningVerdict.CLEAR, rating: int = 3) -> Limits:
    """The limits of somebody who has completed a session."""
    return limits_of(
        GUIDE.safety, GUIDE.protocol, verdict=verdict, records=[a_record()], rating=rating
    )


NO_LIMITS, CAREFUL = limits(), limits(ScreeningVerdict.AGREED)
BAD_MORNING = Morning(asked=MORNING, pain=6, new_bruise=False)


def proposed(*records: SessionRecord, limits: Limits = NO_LIMITS, side: str = "left") -> Proposal:
    """What is proposed after *records*, which stand newest first."""
    return propose(GUIDE, side, records, limits)


def setting(proposal: Proposal) -> tuple[str, str]:
    return proposal.dose, proposal.intensity


def in_a_row(
    count: int, side: SideRecord, ending: Ending = Ending.COMPLETED
) -> list[SessionRecord]:
    """So many sessions, one every other day, the newest first."""
    return [
        a_record(side, number=n, began=MORNING + timedelta(days=2 * n), ending=ending)
        for n in range(count, 0, -1)
    ]


def test_a_side_that_was_never_rolled_begins_gentle_and_uncrossed() -> None:
    proposal = proposed(a_record(a_side("right", "thorough", "crossed")))

    assert setting(proposal) == ("gentle", "uncrossed")
    assert proposal.reason == GUIDE.protocol.first_time.text


def test_a_session_in_which_nothing_was_rolled_says_nothing() -> None:
    assert setting(proposed(a_record(a_side(dose="thorough"), rolled={}))) == (
        "gentle",
        "uncrossed",
    )


def test_less_than_three_good_sessions_are_followed_by_the_same() -> None:
    proposal = proposed(*in_a_row(2, a_side()))

    assert setting(proposal) == ("gentle", "uncrossed")
    assert (
        proposal.reason == "Same as last time. After 1 more good session I will suggest a step up."
    )


@pytest.mark.parametrize(
    ("now", "more"),
    [
        (("gentle", "uncrossed"), ("standard", "uncrossed")),
        (("standard", "uncrossed"), ("standard", "crossed")),
        (("standard", "crossed"), ("thorough", "crossed")),
        (("gentle", "crossed"), ("standard", "crossed")),
        (("thorough", "crossed"), ("thorough", "crossed")),
    ],
)
def test_three_good_sessions_are_followed_by_one_notch_more(
    now: tuple[str, str], more: tuple[str, str]
) -> None:
    assert setting(proposed(*in_a_row(3, a_side("left", *now)))) == more


def test_counting_begins_again_after_a_notch_more() -> None:
    records = [
        a_record(a_side(dose="standard"), number=9, began=MORNING + timedelta(days=20)),
        *in_a_row(5, a_side()),
    ]

    assert setting(proposed(*records)) == ("standard", "uncrossed")


UNANSWERED = [None, Morning(asked=MORNING, pain=3), Morning(asked=MORNING, new_bruise=False)]
LIGHTENED = a_record(a_side(), rolled={"uncrossed": 80_000, "supported": 4_000})
RATED_SIX = a_record(a_side(), ratings=(KeptRating(at=9, side="left", rating=6),))
TOO_LITTLE = a_record(a_side(), rolled={"uncrossed": 62_000})
NOT_WELL = [
    a_record(a_side(pain_after=6)),
    a_record(a_side(morning=structs.replace(GOOD_MORNING, lasting_soreness=True))),
    LIGHTENED,
    RATED_SIX,
    TOO_LITTLE,
]


@pytest.mark.parametrize(
    "spoiled", NOT_WELL, ids=["rated 6 after", "lasting soreness", "lightened", "a 6", "too little"]
)
def test_a_session_that_did_not_go_well_ends_the_row(spoiled: SessionRecord) -> None:
    good = in_a_row(5, a_side())

    for place in range(3):
        assert setting(proposed(*good[:place], spoiled, *good[place:])) == ("gentle", "uncrossed")


@pytest.mark.parametrize("morning", UNANSWERED, ids=["nothing", "no bruise named", "no pain named"])
def test_a_morning_that_was_not_answered_neither_counts_nor_ends_the_row(
    morning: Morning | None,
) -> None:
    good, unanswered = in_a_row(3, a_side()), a_record(a_side(morning=morning))

    for place in range(4):
        assert setting(proposed(*good[:place], unanswered, *good[place:])) == (
            "standard",
            "uncrossed",
        )
        two = good[:2]
        assert setting(proposed(*two[:place], unanswered, *two[place:])) == ("gentle", "uncrossed")


def test_a_session_that_was_passed_through_neither_counts_nor_ends_the_row() -> None:
    good, nothing = in_a_row(3, a_side()), a_record(a_side(), rolled={"uncrossed": 9_000})

    assert setting(proposed(nothing, *good)) == ("standard", "uncrossed")
    assert setting(proposed(nothing, *good[1:])) == ("gentle", "uncrossed")


@pytest.mark.parametrize("ending", [Ending.STOPPED, Ending.LONG_PAUSE])
def test_sessions_that_were_not_completed_lead_to_no_more(ending: Ending) -> None:
    assert setting(proposed(*in_a_row(3, a_side(), ending=ending))) == ("gentle", "uncrossed")


def test_without_pain_after_the_last_rating_on_the_floor_counts() -> None:
    def rated(rating: int) -> list[SessionRecord]:
        given = (
            KeptRating(at=0, side="left", rating=2),
            KeptRating(at=9, side="left", rating=rating),
        )
        return [
            structs.replace(record, result=structs.replace(record.result, ratings=given))
            for record in in_a_row(3, a_side(pain_after=None))
        ]

    assert setting(proposed(*rated(5))) == ("standard", "uncrossed")
    assert setting(proposed(*rated(6))) == ("gentle", "uncrossed")
    assert setting(proposed(*in_a_row(3, a_side(pain_after=None)))) == ("gentle", "uncrossed")


@pytest.mark.parametrize(
    "morning",
    [BAD_MORNING, Morning(asked=MORNING, pain=2, new_bruise=True), Morning(asked=MORNING, pain=10)],
)
def test_a_bad_morning_is_followed_by_one_dose_less(morning: Morning) -> None:
    proposal = proposed(a_record(a_side(dose="thorough", intensity="crossed", morning=morning)))

    assert setting(proposal) == ("standard", "crossed")
    assert "morning" in proposal.reason


def test_a_bad_morning_after_the_smallest_dose_is_followed_by_the_lightest_intensity() -> None:
    proposal = proposed(a_record(a_side(intensity="crossed", morning=BAD_MORNING)))

    assert setting(proposal) == ("gentle", "uncrossed")


@pytest.mark.parametrize("ending", [Ending.RATINGS, Ending.SOMETHING_WRONG])
def test_a_session_that_pain_ended_is_followed_by_one_dose_less(ending: Ending) -> None:
    assert setting(proposed(a_record(a_side(dose="standard"), ending=ending))) == (
        "gentle",
        "uncrossed",
    )


def test_what_was_lightened_is_proposed_as_light_as_it_ended() -> None:
    record = a_record(
        a_side(dose="standard", intensity="crossed"),
        rolled={"crossed": 9_000, "uncrossed": 100_000},
    )

    assert setting(proposed(record)) == ("standard", "uncrossed")


def test_what_can_not_be_chosen_is_not_proposed() -> None:
    record = a_record(a_side(), rolled={"uncrossed": 9_000, "supported": 80_000})

    assert setting(proposed(record)) == ("gentle", "uncrossed")


def test_a_proposal_stays_within_the_limits_and_says_why() -> None:
    proposal = proposed(a_record(a_side("left", "thorough", "crossed")), limits=CAREFUL)

    assert setting(proposal) == ("gentle", "uncrossed")
    assert proposal.reason == GUIDE.safety.careful.text


def test_what_limits_today_is_said_even_where_no_more_would_be_proposed() -> None:
    proposal = proposed(a_record(a_side("left", "gentle", "uncrossed")), limits=CAREFUL)

    assert proposal.reason == GUIDE.safety.careful.text


def test_what_needs_a_low_rating_is_not_proposed_with_a_high_one() -> None:
    record = a_record(a_side("left", "thorough", "crossed"))

    assert setting(proposed(record, limits=limits(rating=5))) == ("thorough", "crossed")
    assert setting(proposed(record, limits=limits(rating=6))) == ("gentle", "uncrossed")


doses = st.sampled_from([dose.key for dose in GUIDE.protocol.doses])
intensities = st.sampled_from(["uncrossed", "crossed"])
scores = st.integers(0, 10)
sides = st.builds(
    a_side,
    st.sampled_from(["left", "right"]),
    doses,
    intensities,
    pain_before=scores,
    pain_after=st.none() | scores,
    morning=st.none()
    | st.builds(
        Morning,
        asked=st.just(MORNING),
        pain=st.none() | scores,
        new_bruise=st.none() | st.booleans(),
        lasting_soreness=st.none() | st.booleans(),
    ),
)
records = st.lists(st.builds(a_record, sides, ending=st.sampled_from(Ending)), max_size=5)


@given(records, st.sampled_from([NO_LIMITS, CAREFUL]))
def test_no_past_leads_out_of_the_limits_or_more_than_one_notch_up(
    past: list[SessionRecord], limits: Limits
) -> None:
    protocol = GUIDE.protocol
    proposal = proposed(*past, limits=limits)
    keys = [dose.key for dose in protocol.doses]
    last = next((side for one in past if (side := one.side_named("left"))), None)

    assert next(i for i in protocol.intensities if i.key == proposal.intensity).offered
    assert proposal.reason
    if limits is CAREFUL:
        assert setting(proposal) == ("gentle", "uncrossed")
    if last is not None:
        dose_up = keys.index(proposal.dose) - keys.index(last.choice.dose)
        firmer = notch(protocol, proposal.intensity) - notch(protocol, last.choice.intensity)
        assert max(dose_up, 0) + max(firmer, 0) <= 1
