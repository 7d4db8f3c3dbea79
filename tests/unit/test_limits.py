"""How much may be chosen on a side, and which sessions count."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from msgspec import structs

from plans import a_plan, the_guide
from records import a_record, a_result, a_side
from tpguide.session.engine import handle
from tpguide.session.events import Begin, Next, Tick
from tpguide.session.limits import (
    Limits,
    completed,
    is_known,
    limits_of,
    massaged,
    may_go_up,
    refuses,
)
from tpguide.session.plan import SideChoice
from tpguide.session.record import KeptRating, Rolled, ScreeningVerdict, SessionRecord, result_of
from tpguide.session.state import Ending, fresh

GUIDE = the_guide()
SAFETY, PROTOCOL = GUIDE.safety, GUIDE.protocol
#: What the gentle dose plans to roll on a side.
PLANNED = 84_000


def limits(
    *records: SessionRecord, verdict: ScreeningVerdict = ScreeningVerdict.CLEAR, rating: int = 0
) -> Limits:
    return limits_of(SAFETY, PROTOCOL, verdict=verdict, records=records, rating=rating)


def rated(*ratings: int, side: str = "left") -> SessionRecord:
    """A session to its end in which so much was rated."""
    return a_record(ratings=tuple(KeptRating(at=9, side=side, rating=one) for one in ratings))


def most(found: Limits) -> tuple[str, str]:
    return found.dose, found.intensity


def test_the_first_session_is_gentle_and_uncrossed_and_stays_so() -> None:
    found = limits()

    assert most(found) == ("gentle", "uncrossed")
    assert found.ceiling == "uncrossed"
    assert found.why == PROTOCOL.first_time.text


def test_after_a_completed_session_everything_offered_may_be_chosen() -> None:
    found = limits(a_record())

    assert [dose.key for dose in found.doses] == ["gentle", "standard", "thorough"]
    assert [intensity.key for intensity in found.intensities] == ["uncrossed", "crossed"]
    assert found.ceiling == "crossed"
    assert found.why == ""


@pytest.mark.parametrize(
    "record",
    [
        a_record(rolled={"uncrossed": PLANNED * 3 // 4 - 1}),
        a_record(rolled={}),
        a_record(rolled={"uncrossed": PLANNED - 4_000, "supported": 4_000}),
        rated(6),
        *(a_record(ending=ending) for ending in Ending if ending is not Ending.COMPLETED),
        a_record(a_side(dose="no-longer-in-the-guide"), rolled={"uncrossed": PLANNED}),
    ],
)
def test_after_a_session_that_does_not_count_the_next_is_still_the_first(
    record: SessionRecord,
) -> None:
    assert not completed(PROTOCOL, record)
    assert most(limits(record)) == ("gentle", "uncrossed")


@pytest.mark.parametrize(
    "record", [a_record(rolled={"uncrossed": PLANNED * 3 // 4}), rated(5, 0), a_record()]
)
def test_three_quarters_rolled_and_nothing_lightened_counts(record: SessionRecord) -> None:
    assert completed(PROTOCOL, record)


def test_each_side_counts_by_its_own_rolling_and_ratings() -> None:
    sides = (a_side("left"), a_side("right"))
    left_only = a_record(*sides, rolled={"uncrossed": PLANNED})
    right_hurt = structs.replace(a_record(*sides), result=rated(6, side="right").result)

    assert completed(PROTOCOL, left_only, "left")
    assert not completed(PROTOCOL, left_only, "right")
    assert not completed(PROTOCOL, left_only)
    assert completed(PROTOCOL, right_hurt, "left")
    assert not completed(PROTOCOL, right_hurt, "right")


def test_a_side_that_was_rolled_lighter_leaves_the_other_one_its_own_count() -> None:
    both = a_record(a_side("left"), a_side("right"))
    lighter = Rolled(side="left", intensity="supported", milliseconds=4_000)
    record = structs.replace(
        both, result=structs.replace(both.result, rolled=(*both.result.rolled, lighter))
    )

    assert not completed(PROTOCOL, record, "left")
    assert completed(PROTOCOL, record, "right")


@pytest.mark.parametrize(
    ("choice", "known"),
    [
        (SideChoice("left", "gentle", "uncrossed", "crossed"), True),
        (SideChoice("third", "gentle", "uncrossed", "crossed"), False),
        (SideChoice("left", "huge", "uncrossed", "crossed"), False),
        (SideChoice("left", "gentle", "standing", "crossed"), False),
        (SideChoice("left", "gentle", "uncrossed", "standing"), False),
    ],
)
def test_a_choice_is_known_as_long_as_the_guide_has_all_of_it(
    choice: SideChoice, known: bool
) -> None:
    just_enough = structs.replace(PROTOCOL, intensities=PROTOCOL.intensities[-2:])

    assert is_known(just_enough, choice) is known


def test_pressing_next_through_a_first_session_leaves_the_next_one_the_first() -> None:
    session, _ = handle(fresh(a_plan(dose="gentle", intensity="uncrossed")), Begin(0))
    while not session.is_over:
        session, _ = handle(session, Next(session.at + 800))
    record = structs.replace(a_record(), result=result_of(session, began=a_record().began))

    assert record.result.ending is Ending.COMPLETED
    assert not completed(PROTOCOL, record)
    assert not massaged(PROTOCOL, record, "left")
    assert most(limits(record)) == ("gentle", "uncrossed")


def test_a_session_left_alone_counts() -> None:
    session, _ = handle(fresh(a_plan("left", "right")), Begin(0))
    session, _ = handle(session, Tick(3_600_000))
    record = structs.replace(
        a_record(a_side("left", "standard", "crossed"), a_side("right", "standard", "crossed")),
        result=result_of(session, began=a_record().began),
    )

    assert completed(PROTOCOL, record)
    assert massaged(PROTOCOL, record, "right")


@pytest.mark.parametrize(
    ("record", "needs_rest"),
    [
        (a_record(rolled={"uncrossed": PLANNED // 4}), True),
        (a_record(rolled={"uncrossed": PLANNED // 4 - 1}), False),
        (a_record(rolled={"uncrossed": 1}, ending=Ending.RATINGS), True),
        (a_record(rolled={"uncrossed": 1}, ending=Ending.SOMETHING_WRONG), True),
        (a_record(rolled={"supported": 1}), True),
        (a_record(rolled={}, ending=Ending.SOMETHING_WRONG), False),
        (a_record(a_side(dose="no-longer-in-the-guide"), rolled={"uncrossed": 1}), True),
    ],
)
def test_a_quarter_rolled_or_anything_that_hurt_needs_its_rest(
    record: SessionRecord, needs_rest: bool
) -> None:
    assert massaged(PROTOCOL, record, "left") is needs_rest


def test_care_that_was_agreed_to_or_a_six_before_the_floor_is_gentle_and_uncrossed() -> None:
    for found in (
        limits(a_record(), verdict=ScreeningVerdict.AGREED),
        limits(a_record(), rating=6),
    ):
        assert most(found) == ("gentle", "uncrossed")
        assert found.ceiling == "uncrossed"
        assert found.why == SAFETY.careful.text


def test_where_two_caps_hold_the_lower_one_does() -> None:
    looser = structs.replace(
        PROTOCOL,
        first_time=structs.replace(PROTOCOL.first_time, dose="thorough", intensity="crossed"),
    )
    found = limits_of(SAFETY, looser, verdict=ScreeningVerdict.AGREED, records=[], rating=0)

    assert most(found) == ("gentle", "uncrossed")


def test_a_guide_may_ask_for_a_lower_rating_before_firmer_is_chosen_than_before_care() -> None:
    *lighter, firmest = PROTOCOL.intensities
    stricter = structs.replace(
        PROTOCOL, intensities=(*lighter, structs.replace(firmest, rating_at_most=2))
    )
    found = limits_of(
        SAFETY, stricter, verdict=ScreeningVerdict.CLEAR, records=[a_record()], rating=3
    )

    assert most(found) == ("thorough", "uncrossed")
    assert found.ceiling == "crossed"


def test_an_intensity_that_care_allows_needs_no_low_rating() -> None:
    lightest, careful, firmest = PROTOCOL.intensities
    choosable = structs.replace(lightest, offered=True)
    strict = structs.replace(careful, rating_at_most=2)
    stricter = structs.replace(PROTOCOL, intensities=(choosable, strict, firmest))
    found = limits_of(
        SAFETY, stricter, verdict=ScreeningVerdict.CLEAR, records=[a_record()], rating=6
    )

    assert careful.key == SAFETY.careful.intensity == found.intensity


@given(
    st.integers(0, 6),
    st.sampled_from([ScreeningVerdict.CLEAR, ScreeningVerdict.AGREED]),
    st.booleans(),
)
def test_nothing_can_be_chosen_above_the_ceiling_and_something_always_can(
    rating: int, verdict: ScreeningVerdict, is_first: bool
) -> None:
    found = limits(*([] if is_first else [a_record()]), verdict=verdict, rating=rating)
    firmness = [intensity.key for intensity in PROTOCOL.intensities]

    assert found.doses
    assert found.intensities
    assert all(
        firmness.index(one.key) <= firmness.index(found.ceiling) for one in found.intensities
    )
    if rating > 5:
        assert found.intensity != "crossed"


@pytest.mark.parametrize(("rating", "allowed"), [(5, True), (6, False)])
def test_crossing_needs_a_rating_of_five_or_less(rating: int, allowed: bool) -> None:
    assert may_go_up(PROTOCOL.intensities[-1], rating) is allowed


@pytest.mark.parametrize(("ratings", "refused"), [((6, 0), False), ((0, 7), True), ((10,), True)])
def test_a_seven_before_the_floor_on_any_side_allows_no_massage(
    ratings: tuple[int, ...], refused: bool
) -> None:
    assert refuses(PROTOCOL, ratings) is refused


def test_no_limits_can_be_had_for_a_rating_that_allows_no_massage() -> None:
    with pytest.raises(ValueError, match="7"):
        limits(rating=7)


def test_only_the_end_makes_a_session_complete() -> None:
    stopped = structs.replace(a_record(), result=a_result(Ending.STOPPED))

    assert not completed(PROTOCOL, stopped)
