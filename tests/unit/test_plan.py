"""A protocol laid out in time, as the shipped guide prescribes it."""

from __future__ import annotations

from itertools import groupby, pairwise

import msgspec
import pytest

from guides import fictitious_guide
from plans import a_plan, the_guide
from tpguide.session.announcements import minutes_left
from tpguide.session.cues import seconds_to_say
from tpguide.session.plan import (
    Plan,
    SideChoice,
    StepKind,
    rolling_seconds,
    seconds_of_plan,
    seconds_of_side,
)
from tpguide.session.plan_from_protocol import lay_out
from tpguide.session.timing_check import misfits

DOSES = ("gentle", "standard", "thorough")


def minutes(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


@pytest.mark.parametrize(
    ("dose", "one_side", "both_sides"),
    [("gentle", "2:24", "4:58"), ("standard", "3:56", "8:02"), ("thorough", "5:36", "11:22")],
)
def test_doses_take_the_minutes_they_promise(dose: str, one_side: str, both_sides: str) -> None:
    plan = a_plan("left", "right", dose=dose)

    assert minutes(seconds_of_side(plan, "left")) == one_side
    assert minutes(seconds_of_plan(plan)) == both_sides


@pytest.mark.parametrize(("seconds", "index"), [(20, 0), (80, 0), (100, 1), (160, 2)])
def test_the_minutes_left_are_the_nearest_of_those_that_have_words(
    seconds: int, index: int
) -> None:
    protocol = the_guide().protocol

    assert minutes_left(protocol, seconds) == protocol.phrases.minutes_left[index]


@pytest.mark.parametrize(("dose", "rolled"), [("gentle", 84), ("standard", 176), ("thorough", 276)])
def test_sweeps_and_sore_spots_add_up_to_the_rolling_of_a_dose(dose: str, rolled: int) -> None:
    assert rolling_seconds(a_plan("left", dose=dose), "left") == rolled


def kinds(plan: Plan) -> list[str]:
    return [kind.value for kind, _ in groupby(step.kind for step in plan.steps)]


def test_a_gentle_side_has_its_sore_spot_after_the_whole_sweep() -> None:
    assert kinds(a_plan("left", dose="gentle")) == [
        *("get_down", "set_up", "check_in", "set_up"),
        *("roll", "check_in", "rest", "roll", "check_in", "rest"),
        *("roll", "sore_spot", "check_in", "done"),
    ]


def test_a_thorough_side_has_a_sore_spot_after_each_zone_before_the_check_in() -> None:
    assert kinds(a_plan("left", dose="thorough")) == [
        *("get_down", "set_up", "check_in", "set_up"),
        *("roll", "sore_spot", "check_in", "rest"),
        *("roll", "sore_spot", "check_in", "rest"),
        *("roll", "sore_spot", "check_in", "done"),
    ]


def test_sides_come_in_the_order_of_the_choices_with_a_change_between() -> None:
    plan = a_plan("right", "left")

    sides = [side for side, _ in groupby(step.side for step in plan.steps)]
    change = next(step for step in plan.steps if step.kind is StepKind.CHANGE_SIDES)
    assert sides == ["right", "left"]
    assert change.opening == the_guide().protocol.sides.each[0].change_to.spoken


def test_sides_may_differ_in_dose_and_intensity() -> None:
    choices = (
        SideChoice("left", "thorough", "crossed", "crossed"),
        SideChoice("right", "gentle", "uncrossed", "uncrossed"),
    )
    plan = lay_out(the_guide(), choices)

    assert seconds_of_side(plan, "left") == 336
    assert seconds_of_side(plan, "right") == 144


def test_every_zone_and_strip_is_rolled_once_from_the_upper_to_the_lower() -> None:
    rolls = [step for step in a_plan("left").steps if step.kind is StepKind.ROLL]

    assert [(step.zone, step.strip) for step in rolls] == [
        (zone.key, strip.key)
        for zone in the_guide().protocol.zones
        for strip in the_guide().protocol.strips
    ]
    assert [step.number for step in rolls] == list(range(1, 10))


def test_a_place_with_words_of_its_own_says_them() -> None:
    place = next(place for place in the_guide().protocol.places if place.instruction)
    rolls = [step for step in a_plan("left").steps if step.kind is StepKind.ROLL]
    there = next(step for step in rolls if (step.zone, step.strip) == (place.zone, place.strip))

    assert place.instruction is not None
    assert place.instruction.spoken in there.opening
    assert place.instruction.glance in there.glance


def test_which_side_it_is_is_said_before_anything_else_of_it_and_once() -> None:
    steps = a_plan("right", "left").steps
    right, left = (the_guide().protocol.side(side).name for side in ("right", "left"))
    change = next(one for one in steps if one.kind is StepKind.CHANGE_SIDES)
    set_up = [one.opening for one in steps if one.kind is StepKind.SET_UP]

    assert set_up[0].startswith(f"{right.capitalize()}. ")
    assert left in change.opening
    assert sum(left in opening.lower() for opening in set_up) == 0


def test_the_set_up_says_the_intensity_that_was_chosen() -> None:
    def set_up(intensity: str) -> str:
        steps = a_plan("left", intensity=intensity).steps
        return " ".join(step.opening for step in steps if step.kind is StepKind.SET_UP)

    for intensity in the_guide().protocol.intensities:
        assert intensity.set_up is not None
        assert intensity.set_up.spoken in set_up(intensity.key)


@pytest.mark.parametrize("dose", DOSES)
def test_a_rest_says_where_rolling_goes_on_and_counts_down_to_it(dose: str) -> None:
    protocol = the_guide().protocol
    for step, following in pairwise(a_plan("left", "right", dose=dose).steps):
        if step.kind is StepKind.REST and following.zone:
            zone, strip = protocol.zone(following.zone), protocol.strips[0]
            assert [line.text for line in step.lines[1:]] == [
                f"{protocol.phrases.next_roll} {zone.spoken} {strip.spoken}",
                *protocol.phrases.countdown,
            ]
            assert following.opening.startswith(protocol.phrases.go)


@pytest.mark.parametrize("dose", DOSES)
def test_nothing_is_counted_down_to_but_rolling_after_something_else(dose: str) -> None:
    for step, following in pairwise(a_plan("left", dose=dose).steps):
        counts = [line for line in step.lines if line.is_count]
        if counts:
            assert following.kind is StepKind.ROLL
            assert not step.kind.is_rolling
        elif step.kind is StepKind.REST:
            raise AssertionError("a rest without its count")


@pytest.mark.parametrize("dose", DOSES)
def test_half_of_a_side_is_said_once_a_side_with_the_minutes_left(dose: str) -> None:
    phrases = the_guide().protocol.phrases
    plan = a_plan("left", "right", dose=dose)

    halves = [
        (step.side, line.text)
        for step in plan.steps
        for line in step.lines
        if line.text.startswith(phrases.half_of_side)
    ]

    assert [side for side, _ in halves] == ["left", "right"]
    assert all(text.endswith(phrases.minutes_left) for _, text in halves)


@pytest.mark.parametrize("dose", DOSES)
def test_the_last_pass_is_announced_where_there_is_time_for_it(dose: str) -> None:
    last = the_guide().protocol.phrases.last_pass
    rolls = [step for step in a_plan("left", dose=dose).steps if step.kind is StepKind.ROLL]
    moments = [
        (line.moment(step.seconds), step.seconds - step.unit_seconds)
        for step in rolls
        for line in step.lines
        if line.text == last
    ]

    assert len(moments) >= len(rolls) // 2
    assert all(said == begins for said, begins in moments)


def test_the_first_check_in_of_a_session_says_that_nobody_need_answer() -> None:
    asked = the_guide().protocol.check_ins
    said = [
        step.opening for step in a_plan("left", "right").steps if step.kind is StepKind.CHECK_IN
    ]

    assert asked.first
    assert said == [asked.first.spoken, *[asked.spoken] * (len(said) - 1)]


@pytest.mark.parametrize("guide", [the_guide(), fictitious_guide()], ids=lambda guide: guide.slug)
def test_nothing_said_in_the_guides_is_cut_off_by_what_follows(guide: object) -> None:
    assert misfits(guide) == ()  # type: ignore[arg-type]


def test_a_text_too_long_for_its_seconds_is_named() -> None:
    guide = the_guide()
    check_ins = msgspec.structs.replace(guide.protocol.check_ins, spoken="Pain " * 20)
    protocol = msgspec.structs.replace(guide.protocol, check_ins=check_ins)

    found = misfits(msgspec.structs.replace(guide, protocol=protocol))

    assert any("check in" in misfit.sentence for misfit in found)


def test_totals_that_the_steps_do_not_add_up_to_are_named() -> None:
    guide = the_guide()
    gentle, *others = guide.protocol.doses
    totals = msgspec.structs.replace(gentle.totals, one_side_seconds=145)
    doses = (msgspec.structs.replace(gentle, totals=totals), *others)
    protocol = msgspec.structs.replace(guide.protocol, doses=doses)

    found = misfits(msgspec.structs.replace(guide, protocol=protocol))

    assert [misfit.path[-1] for misfit in found] == ["one_side_seconds"]


def test_more_rolling_than_a_side_may_have_is_named() -> None:
    guide = the_guide()
    *others, thorough = guide.protocol.doses
    doses = (*others, msgspec.structs.replace(thorough, passes_per_strip=7))
    protocol = msgspec.structs.replace(guide.protocol, doses=doses)

    found = misfits(msgspec.structs.replace(guide, protocol=protocol))

    assert any("less than 300 are allowed" in misfit.sentence for misfit in found)


def test_a_text_takes_as_long_as_its_words() -> None:
    assert seconds_to_say("one two three four five", 150) == 2.0
