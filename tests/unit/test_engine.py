"""How a session goes. The rules are those of the shipped guide."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given, strategies as st
from msgspec import structs

from plans import a_plan, a_session, play, rate, spoken, the_guide, wait, wait_for, wait_while
from records import a_record, a_side
from tpguide.session.cues import Cue, Sound
from tpguide.session.engine import handle, next_moment, replay
from tpguide.session.events import (
    AnyEvent,
    AskToStop,
    Back,
    Begin,
    ChangeIntensity,
    Less,
    Lighter,
    More,
    Next,
    Pause,
    Rate,
    SomethingWrong,
    SoreSpotHere,
    Stop,
    TakeUpAgain,
    Tick,
    TimeLost,
    TogglePause,
)
from tpguide.session.limits import completed
from tpguide.session.picture_state import picture_state
from tpguide.session.plan import SideChoice, StepKind, rolling_seconds, seconds_of_plan
from tpguide.session.plan_from_protocol import lay_out
from tpguide.session.record import result_of
from tpguide.session.state import Ending, Session, Status, fresh
from tpguide.session.view import view
from tpguide.session.waiting import hold_length, hold_lines

SUPPORTED, UNCROSSED, CROSSED = range(3)
TIMING = the_guide().protocol.timing
PHRASES = the_guide().protocol.phrases


def in_status(status: Status) -> Session:
    """A session that asks, in the middle of its second strip."""
    if status is Status.RECHECKING:
        rolling = wait(wait_for(a_session(), StepKind.ROLL, 2), 3)
        return wait(wait_while(rate(rolling, 6), Status.CHANGING), 10)
    assert status is Status.ASKING_FIRMER
    low = wait(wait_for(a_session(intensity="uncrossed"), StepKind.ROLL, 2), 3)
    return play(low, ChangeIntensity(low.at))[0]


# --- left alone ---------------------------------------------------------------------------------


@pytest.mark.parametrize("every", [0.05, 0.1, 0.7, 1.0, 4.9, 1000.0])
@pytest.mark.parametrize("dose", ["gentle", "standard", "thorough"])
def test_a_session_left_alone_takes_the_seconds_of_its_plan(dose: str, every: float) -> None:
    session = a_session("left", "right", dose=dose)
    outside = TIMING.get_down.seconds + TIMING.get_up.seconds
    session = wait(session, seconds_of_plan(session.plan) + outside - 0.001, every)

    assert not session.is_over

    session = wait(session, 0.001)

    assert session.ending is Ending.COMPLETED


@pytest.mark.parametrize("every", [0.07, 0.1, 0.7, 1.3, 4.9])
def test_what_is_heard_does_not_depend_on_how_often_time_is_told(every: float) -> None:
    def heard(step: float) -> list[object]:
        session = fresh(a_plan("left", dose="gentle"))
        cues: list[object] = []
        at = 0.0
        session, more = handle(session, Begin(0))
        cues += more
        while not session.is_over:
            at += step
            session, more = handle(session, Tick(round(at * 1000)))
            cues += more
        return cues

    assert heard(every) == heard(0.25)


def test_every_step_says_its_opening_when_it_begins() -> None:
    session = fresh(a_plan("left", "right"))
    heard: list[str] = []
    session, more = handle(session, Begin(0))
    heard += spoken(more)
    while not session.is_over:
        session, more = handle(session, Tick(session.at + 250))
        heard += spoken(more)

    openings = [step.opening for step in session.plan.steps]
    assert [text for text in heard if text in set(openings)] >= openings


def test_rolled_time_is_kept_at_its_intensity_and_side() -> None:
    session = wait(a_session("left", "right", dose="gentle"), 1000)

    for side in session.sides:
        assert side.rolled == (0, 0, 84_000)


def test_the_next_moment_is_never_later_than_anything_that_happens() -> None:
    session = a_session("left", dose="gentle")
    while not session.is_over:
        wait_for_it = next_moment(session)
        assert wait_for_it is not None
        before = (session.status, session.index)
        quiet, heard = handle(session, Tick(session.at + wait_for_it - 1))
        assert (quiet.status, quiet.index, heard) == (*before, ())
        session, _ = handle(session, Tick(session.at + wait_for_it))


def test_a_recheck_that_is_due_at_once_is_the_next_moment() -> None:
    session = in_status(Status.RECHECKING)

    session, _ = play(session, Back(session.at))

    assert (session.status, next_moment(session)) == (Status.RUNNING, 0)


def test_the_last_pass_is_announced_when_it_begins_however_many_there_are() -> None:
    last = the_guide().protocol.phrases.last_pass
    session = wait_for(a_session(dose="standard"), StepKind.ROLL)

    _, planned = play(session, Tick(session.at + 12_000))
    _, one_less = play(session, Less(session.at), Tick(session.at + 8_000))
    _, too_soon = play(session, Tick(session.at + 11_900))

    assert last in spoken(planned)
    assert last in spoken(one_less)
    assert last not in spoken(too_soon)


# --- pausing --------------------------------------------------------------------------------------


def test_pausing_stops_the_clock_until_a_count_of_three_after_going_on() -> None:
    session = wait(a_session(), 50)
    before = (session.index, session.elapsed)

    paused = wait(play(session, TogglePause(session.at))[0], 300)
    counting, _ = play(paused, TogglePause(paused.at))
    going_on, more = play(counting, Tick(counting.at + 60_000 - 1))

    assert (paused.index, paused.elapsed) == before
    assert counting.status is Status.COUNTING_IN
    assert spoken(more)[:3] == list(the_guide().protocol.phrases.countdown)
    assert going_on.status is not Status.COUNTING_IN


def test_a_heel_on_the_keyboard_pauses_and_never_goes_on() -> None:
    session = wait(a_session(), 50)

    session, _ = play(session, Pause(session.at), Pause(session.at), Pause(session.at))

    assert session.status is Status.PAUSED


def test_a_pause_of_ten_minutes_ends_the_session_kindly() -> None:
    session = wait(a_session(), 50)
    session, _ = play(session, TogglePause(session.at))
    session, heard = play(session, Tick(session.at + 600_000))

    assert session.ending is Ending.LONG_PAUSE
    assert spoken(heard) == [the_guide().protocol.phrases.ended_by_pause.spoken]


@pytest.mark.parametrize("key", [TogglePause, Pause])
def test_a_pause_that_was_nearly_stopped_goes_on_and_gets_no_longer(
    key: type[TogglePause | Pause],
) -> None:
    session, _ = play(a_session(), Pause(0), AskToStop(300_000), key(301_000))

    assert session.status is Status.PAUSED
    assert play(session, Tick(601_000))[0].ending is Ending.LONG_PAUSE


def test_the_answer_to_a_key_is_shown_for_four_seconds() -> None:
    session, _ = play(a_session(), Rate(1000, rating=2))

    assert wait(session, 3.9).notice is not None
    assert wait(session, 4.1).notice is None


def test_a_key_that_comes_when_a_long_pause_has_ended_the_session_does_nothing_more() -> None:
    session, _ = play(a_session(), Pause(0))
    ended, heard = handle(session, Rate(601_000, rating=8))

    assert (ended.ending, ended.ratings, ended.at) == (Ending.LONG_PAUSE, (), 600_000)
    assert spoken(heard) == [the_guide().protocol.phrases.ended_by_pause.spoken]


def test_a_long_pause_when_all_is_done_completes_the_session() -> None:
    session = wait_for(a_session(dose="gentle"), StepKind.DONE)
    session, _ = play(session, TogglePause(session.at))
    session, _ = play(session, Tick(session.at + 600_000))

    assert session.ending is Ending.COMPLETED


@pytest.mark.parametrize("moves", [Next(0), Back(0)])
def test_moving_while_it_is_counted_in_begins_the_count_anew(moves: AnyEvent) -> None:
    session = wait(a_session(), 50)
    session, _ = play(session, TogglePause(session.at), TogglePause(session.at))
    session = wait(session, 2)

    session, _ = play(session, structs.replace(moves, at=session.at))
    assert (session.status, session.held) == (Status.COUNTING_IN, 0)
    _, heard = play(session, Tick(session.at + 60_000))

    assert spoken(heard)[:3] == list(the_guide().protocol.phrases.countdown)


def test_lost_time_pauses_instead_of_counting_as_massage() -> None:
    session = wait(a_session(), 50)
    before = (session.index, session.elapsed, session.sides)

    session, _ = play(session, TimeLost(session.at + 120_000))

    assert session.status is Status.PAUSED
    assert (session.index, session.elapsed, session.sides) == before


def test_a_machine_that_slept_ten_minutes_ends_the_session() -> None:
    session = wait(a_session(), 50)

    session, _ = play(session, TimeLost(session.at + 600_000))

    assert session.ending is Ending.LONG_PAUSE


def test_the_question_whether_to_stop_makes_no_pause_longer() -> None:
    session = wait(a_session(), 50)
    session, _ = play(session, TogglePause(session.at))
    session, _ = play(session, Tick(session.at + 500_000))

    session, _ = play(session, AskToStop(session.at), TimeLost(session.at + 100_000))

    assert session.ending is Ending.LONG_PAUSE


# --- moving ---------------------------------------------------------------------------------------


@given(st.integers(1, 44))
def test_back_then_next_is_where_you_were(steps: int) -> None:
    session = a_session()
    for _ in range(steps):
        session, _ = play(session, Next(session.at))
    if session.is_over or session.index == 0:
        return
    before = session.index

    session, _ = play(session, Back(session.at), Next(session.at))

    assert session.index == before


def test_next_at_the_end_completes_the_session() -> None:
    session = a_session()
    while not session.is_over:
        session, _ = play(session, Next(session.at))

    assert session.ending is Ending.COMPLETED


def test_moving_while_paused_stays_paused() -> None:
    session = wait(a_session(), 50)
    session, _ = play(session, TogglePause(session.at), Next(session.at), Next(session.at))

    assert session.status is Status.PAUSED


@pytest.mark.parametrize("moves", [Next(0), Back(0)])
def test_moving_in_a_pause_does_not_make_it_longer(moves: AnyEvent) -> None:
    session = wait(a_session(), 50)
    session, _ = play(session, TogglePause(session.at))
    session = wait(session, 599, 1)
    session, _ = play(session, structs.replace(moves, at=session.at))

    session, _ = play(session, Tick(session.at + 1_000))

    assert session.ending is Ending.LONG_PAUSE


def test_more_and_less_are_a_pass_in_rolling() -> None:
    session = wait_for(a_session(), StepKind.ROLL)
    length = session.length

    longer, _ = play(session, More(session.at))
    same, _ = play(longer, Less(session.at))

    assert longer.length == length + 4_000
    assert same.length == length


def test_more_and_less_are_ten_seconds_in_a_rest() -> None:
    session = wait_for(a_session(), StepKind.REST)

    session, _ = play(session, More(session.at))

    assert session.length == 20_000


@pytest.mark.parametrize("dose", ["standard", "thorough"])
def test_a_sore_spot_is_never_longer_than_its_cap(dose: str) -> None:
    session = wait_for(a_session(dose=dose), StepKind.SORE_SPOT)

    session, _ = play(session, *[More(session.at)] * 5)

    assert session.length == TIMING.sore_spot_at_most.seconds * 1000


def test_what_is_shortened_by_all_that_is_left_of_it_is_over_at_once() -> None:
    session = wait_for(a_session(), StepKind.ROLL)
    place, last_pass = session.index, session.length // 1000 - session.step.unit_seconds

    session, _ = play(wait(session, last_pass - session.elapsed // 1000), Less(0))

    assert (session.status, session.index) == (Status.RUNNING, place + 1)


def test_repeating_never_rolls_a_side_for_as_long_as_its_cap() -> None:
    session = a_session(dose="thorough")
    while not session.is_over:
        session = wait(session, 20)
        if session.step.kind is StepKind.ROLL and session.side.rolled_in_all < 280_000:
            session, _ = play(session, Back(session.at))

    assert 276_000 < session.sides[0].rolled_in_all < 300_000


def rolled_with(notch: int, seconds: int, session: Session) -> Session:
    """The session after that much rolling more on its side."""
    rolled = list(session.side.rolled)
    rolled[notch] += seconds * 1000
    return session.with_side(replace(session.side, rolled=tuple(rolled)))


def test_more_never_rolls_a_side_for_as_long_as_its_cap() -> None:
    session = wait_for(a_session(dose="thorough"), StepKind.ROLL)
    planned = rolling_seconds(session.plan, "left")

    longer, _ = play(rolled_with(CROSSED, 292 - planned, session), More(session.at))
    refused, heard = play(rolled_with(CROSSED, 296 - planned, session), More(session.at))

    assert longer.length == session.length + 4_000
    assert refused.length == session.length
    assert spoken(heard) == [the_guide().protocol.phrases.no_more_time.spoken]


def test_no_pass_is_begun_that_would_reach_the_cap_of_its_side() -> None:
    session = wait_for(a_session(dose="thorough"), StepKind.ROLL)

    def next_after(seconds: int) -> Session:
        rolled = session.with_side(replace(session.side, rolled=(0, 0, seconds * 1000)))
        return play(rolled, Next(session.at))[0]

    below, at_the_cap = next_after(295), next_after(296)

    assert (below.step.kind, below.length) == (StepKind.ROLL, 4_000)
    assert at_the_cap.step.kind is not StepKind.ROLL


def test_leaving_a_sore_spot_near_the_cap_leaves_no_more_of_the_sweep_than_the_cap_allows() -> None:
    session = wait_for(a_session(dose="thorough"), StepKind.ROLL)
    session = wait(rolled_with(CROSSED, 270, session), 10)

    session, _ = play(session, SoreSpotHere(session.at))
    session = rate(wait(session, 17), 7)
    assert session.sides[0].rolled_in_all == 297_000
    session = wait(session, 100)

    assert session.sides[0].rolled_in_all < 300_000


def test_going_back_never_gives_a_sore_spot_more_than_its_cap() -> None:
    session = wait(wait_for(a_session(dose="thorough"), StepKind.SORE_SPOT), 14)
    session, _ = play(session, Back(session.at), Next(session.at))
    assert (session.step.kind, session.length) == (StepKind.SORE_SPOT, 6_000)

    session = wait(session, 6)
    assert session.step.kind is StepKind.CHECK_IN
    again, _ = play(session, Back(session.at))

    assert again.step.kind is StepKind.ROLL


def test_more_never_gives_a_sore_spot_gone_back_to_more_than_its_cap() -> None:
    session = wait(wait_for(a_session(dose="gentle"), StepKind.SORE_SPOT), 8)
    session, _ = play(session, Back(session.at), Next(session.at), *[More(session.at)] * 9)

    assert session.length == 12_000


# --- sore spots -----------------------------------------------------------------------------------


def test_a_sore_spot_of_ones_own_goes_back_to_where_the_sweep_was() -> None:
    session = wait(wait_for(a_session(), StepKind.ROLL), 5)
    left = (session.index, session.elapsed, session.length)

    session, heard = play(session, SoreSpotHere(session.at))
    assert session.step.kind is StepKind.SORE_SPOT
    assert any(isinstance(cue, Cue) and cue.sound is Sound.SORE_SPOT for cue in heard)

    session, heard = play(session, Tick(session.at + 16_000))

    assert (session.index, session.elapsed, session.length) == left
    assert spoken(heard) == [PHRASES.back_to_the_sweep.spoken]


def test_where_the_cap_leaves_no_pass_of_the_sweep_a_sore_spot_leads_on_to_the_next_step() -> None:
    session = wait(wait_for(a_session(dose="thorough"), StepKind.ROLL), 10)
    session, _ = play(rolled_with(CROSSED, 280, session), SoreSpotHere(session.at))

    after, heard = play(session, Tick(session.at + 16_000))

    assert after.index > session.index
    assert PHRASES.back_to_the_sweep.spoken not in spoken(heard)


def test_a_sore_spot_of_ones_own_spends_a_planned_one() -> None:
    session = wait(wait_for(a_session(dose="gentle"), StepKind.ROLL), 1)
    session, _ = play(session, SoreSpotHere(session.at))
    session = wait(session, 1000)

    assert session.ending is Ending.COMPLETED
    assert session.sides[0].rolled_in_all == 84_000
    assert [(spot.zone, spot.strip) for spot in session.sore_spots] == [("upper", "centre")]


def test_a_planned_sore_spot_that_was_worked_can_not_be_spent_again() -> None:
    session = wait_for(a_session(dose="gentle"), StepKind.CHECK_IN, 4)
    while session.step.kind is not StepKind.ROLL:
        session, _ = play(session, Back(session.at))

    session, heard = play(session, SoreSpotHere(session.at))

    assert session.step.kind is StepKind.ROLL
    assert spoken(heard) == [the_guide().protocol.phrases.no_sore_spot_left.spoken]


def test_with_no_sore_spot_left_it_says_so_and_goes_on() -> None:
    session = wait(wait_for(a_session(dose="gentle"), StepKind.ROLL), 1)
    session, _ = play(session, SoreSpotHere(session.at))
    session = wait(session, 13)
    before = session.step

    session, heard = play(session, SoreSpotHere(session.at))

    assert session.step == before
    assert spoken(heard) == [the_guide().protocol.phrases.no_sore_spot_left.spoken]


# --- ratings --------------------------------------------------------------------------------------


def test_a_six_lightens_at_once_and_the_clock_waits_for_it() -> None:
    session = wait(wait_for(a_session(), StepKind.ROLL), 2)
    place = (session.index, session.elapsed)

    session = rate(session, 6)
    assert session.status is Status.CHANGING
    assert session.side.notch == UNCROSSED

    session = wait(session, TIMING.change_intensity.seconds)

    assert session.status is Status.RUNNING
    assert (session.index, session.elapsed) == place


def test_after_a_six_it_is_asked_again_after_ten_seconds_of_rolling() -> None:
    session = wait_while(rate(wait_for(a_session(), StepKind.ROLL), 6), Status.CHANGING)

    session = wait(session, 9.9)
    assert session.status is Status.RUNNING

    session = wait(session, 0.1)
    assert session.status is Status.RECHECKING


def test_a_recheck_of_five_goes_on_where_it_was() -> None:
    session = wait_while(rate(wait_for(a_session(), StepKind.ROLL), 6), Status.CHANGING)
    session = wait(session, 10)
    place = session.index

    session = rate(session, 5)

    assert session.status is Status.RUNNING
    assert (session.index, session.side.notch) == (place, UNCROSSED)


@pytest.mark.parametrize("answer", [6, None])
def test_a_recheck_of_six_or_unanswered_lightens_and_leaves_the_place(answer: int | None) -> None:
    session = wait_while(rate(wait_for(a_session(), StepKind.ROLL), 6), Status.CHANGING)
    session = wait(session, 10)
    place = session.index

    silent = wait_while(session, Status.RECHECKING)
    session = silent if answer is None else rate(session, answer)

    assert session.status is Status.CHANGING
    assert (session.index, session.side.notch) == (place + 1, SUPPORTED)


@pytest.mark.parametrize(
    ("interrupted", "resumed"),
    [(Pause(0), TogglePause(0)), (TimeLost(0), TogglePause(0)), (TakeUpAgain(0), Next(0))],
)
def test_a_recheck_that_was_interrupted_is_asked_again_as_soon_as_rolling_resumes(
    interrupted: AnyEvent, resumed: AnyEvent
) -> None:
    session, _ = play(in_status(Status.RECHECKING), interrupted, resumed)

    assert session.status is Status.COUNTING_IN

    session = wait(wait_while(session, Status.COUNTING_IN), 0.1)

    assert session.status is Status.RECHECKING


@pytest.mark.parametrize("too_much", [Lighter(0), Next(0)])
def test_too_much_without_a_number_at_a_recheck_lightens_and_leaves_the_place(
    too_much: AnyEvent,
) -> None:
    session = in_status(Status.RECHECKING)

    after, _ = play(session, structs.replace(too_much, at=session.at))

    assert (after.index, after.side.notch) == (session.index + 1, SUPPORTED)


def test_a_second_six_before_it_is_asked_again_lightens_and_leaves_the_place() -> None:
    session = wait(wait_while(rate(wait_for(a_session(), StepKind.ROLL), 6), Status.CHANGING), 3)
    place = session.index

    session = rate(session, 6)

    assert (session.index, session.side.notch) == (place + 1, SUPPORTED)


def test_a_six_at_the_lightest_leaves_the_place_at_once() -> None:
    session = wait_for(a_session(intensity="supported"), StepKind.ROLL)
    place = session.index

    session = wait_while(rate(session, 6), Status.MOVING_ON)

    assert session.status is Status.RUNNING
    assert (session.index, session.side.notch) == (place + 1, SUPPORTED)


def test_a_seven_leaves_the_place_and_lightens() -> None:
    session = wait_for(a_session(), StepKind.ROLL)
    place = session.index

    session = rate(session, 7)

    assert (session.index, session.side.notch) == (place + 1, UNCROSSED)


def test_a_low_rating_before_any_rolling_is_not_the_recheck_after_a_six() -> None:
    session = rate(rate(wait_for(a_session(), StepKind.REST), 6), 2)

    session = wait(wait_for(session, StepKind.ROLL), 10)

    assert session.status is Status.RECHECKING


def test_a_low_rating_while_rolling_is_the_recheck_ahead_of_its_time() -> None:
    session = wait_while(rate(wait_for(a_session(), StepKind.ROLL), 6), Status.CHANGING)

    session = wait(rate(wait(session, 4), 3), 10)

    assert session.status is Status.RUNNING


def test_a_recheck_that_is_due_as_a_strip_ends_is_about_that_strip() -> None:
    session = rate(wait(wait_for(a_session(), StepKind.ROLL), 6), 6)
    place = session.index
    session = wait(wait_while(session, Status.CHANGING), 10)

    assert (session.status, session.index) == (Status.RECHECKING, place)

    left = wait_while(session, Status.RECHECKING)
    going_on = wait(rate(session, 2), 0.1)

    assert left.index == going_on.index == place + 1
    assert going_on.status is Status.RUNNING


def test_the_second_seven_of_a_session_ends_it_with_how_to_get_up() -> None:
    session = wait_for(a_session("left", "right"), StepKind.ROLL)
    session = wait_for(rate(session, 8), StepKind.CHANGE_SIDES)

    session, heard = play(session, Rate(session.at, 7))
    assert session.status is Status.LEAVING

    session, more = play(session, Tick(session.at + 60_000))

    assert session.ending is Ending.RATINGS
    assert the_guide().protocol.phrases.get_up.spoken in spoken(heard + more)


def test_a_six_in_a_rest_lightens_and_is_asked_again_in_the_next_rolling() -> None:
    session = rate(wait_for(a_session(), StepKind.REST), 6)
    assert session.side.notch == UNCROSSED

    session = wait(wait_for(session, StepKind.ROLL), 10)

    assert session.status is Status.RECHECKING


def test_a_six_while_paused_lightens_and_stays_paused_at_its_place() -> None:
    session = wait(wait_for(a_session(), StepKind.ROLL), 3)
    place = session.index
    session, _ = play(session, TogglePause(session.at))

    session = rate(session, 6)

    assert (session.status, session.index) == (Status.PAUSED, place)
    assert session.side.notch == UNCROSSED


def test_a_seven_in_a_pause_leaves_the_place_lightens_and_stays_paused() -> None:
    session = wait(wait_for(a_session(), StepKind.ROLL), 3)
    place = session.index
    session, _ = play(session, TogglePause(session.at))

    session = rate(session, 7)

    assert (session.status, session.index) == (Status.PAUSED, place + 1)
    assert session.side.notch == UNCROSSED


def test_a_seven_while_the_pressure_is_changed_leaves_the_place_as_well() -> None:
    session = rate(wait(wait_for(a_session(), StepKind.ROLL), 3), 6)
    place = session.index

    session = rate(session, 7)

    assert (session.status, session.index) == (Status.CHANGING, place + 1)
    assert session.side.notch == SUPPORTED


def test_a_six_before_a_place_is_begun_does_not_leave_it() -> None:
    session = rate(wait_for(a_session(intensity="supported"), StepKind.ROLL), 6)
    assert session.status is Status.MOVING_ON
    next_place = session.index

    session = rate(session, 6)

    assert session.index == next_place


@pytest.mark.parametrize("too_much", [Rate(0, 6), Lighter(0)])
def test_what_cant_be_made_lighter_in_a_pause_is_left(too_much: AnyEvent) -> None:
    session = wait(wait_for(a_session(intensity="supported"), StepKind.ROLL), 3)
    place = session.index
    session, _ = play(session, TogglePause(session.at))

    session, heard = play(session, structs.replace(too_much, at=session.at))

    assert (session.status, session.index) == (Status.PAUSED, place + 1)
    assert spoken(heard)[0].endswith(PHRASES.leave_this_place.spoken)


def test_what_was_lightened_stays_so_through_back_and_resume_but_on_that_side_alone() -> None:
    session = rate(wait_for(a_session("left", "right"), StepKind.ROLL, 2), 6)
    session = wait_while(session, Status.CHANGING)
    session, _ = play(session, Back(session.at), TogglePause(session.at), TogglePause(session.at))
    session = wait_while(session, Status.COUNTING_IN)

    assert session.side_named("left").notch == UNCROSSED
    assert session.side_named("right").notch == CROSSED


def test_a_set_up_gone_back_to_says_the_pressure_that_the_side_was_lightened_to() -> None:
    uncrossed = the_guide().protocol.intensities[UNCROSSED].set_up
    session = rate(wait_for(a_session(), StepKind.CHECK_IN), 6)
    assert uncrossed

    heard: list[str] = []
    while session.step.glance != uncrossed.glance and session.index > 1:
        session, more = play(session, Back(session.at))
        heard += spoken(more)

    assert heard[-1] == uncrossed.spoken


@pytest.mark.parametrize("status", [Status.RECHECKING, Status.ASKING_FIRMER])
def test_a_question_of_its_own_leaves_the_seconds_of_a_check_in_after_it_was_asked(
    status: Status,
) -> None:
    session = in_status(status)
    [asked] = hold_lines(session)
    said = session.plan.seconds_to_say(asked.text)

    session = wait(session, said + the_guide().protocol.check_ins.seconds - 0.1)

    assert session.status is status


def test_silence_at_a_check_in_records_and_costs_nothing() -> None:
    session = wait_for(a_session(), StepKind.CHECK_IN)
    index = session.index

    session = wait(session, 5)

    assert session.ratings == ()
    assert (session.index, session.status) == (index + 1, Status.RUNNING)


# --- pressure -------------------------------------------------------------------------------------


def test_firmer_asks_for_a_rating_of_five_or_less_first() -> None:
    session = wait_for(a_session(intensity="uncrossed"), StepKind.ROLL)

    session, _ = play(session, ChangeIntensity(session.at))
    assert session.status is Status.ASKING_FIRMER
    session = rate(session, 5)

    assert (session.status, session.side.notch) == (Status.CHANGING, CROSSED)


def test_firmer_without_an_answer_stays_as_it_was() -> None:
    session = wait_for(a_session(intensity="uncrossed"), StepKind.ROLL)
    session, _ = play(session, ChangeIntensity(session.at))

    session = wait_while(session, Status.ASKING_FIRMER)

    assert (session.status, session.side.notch) == (Status.RUNNING, UNCROSSED)


def test_firmer_never_passes_what_the_safety_questions_allow() -> None:
    session = a_session(intensity="uncrossed", ceiling="uncrossed")
    session = wait_for(session, StepKind.ROLL)

    session, heard = play(session, ChangeIntensity(session.at), Rate(session.at, 0))

    assert session.side.notch == UNCROSSED
    assert the_guide().protocol.phrases.not_firmer.spoken in spoken(heard)


def test_firmer_is_not_asked_for_in_a_pause() -> None:
    session = wait_for(a_session(intensity="uncrossed"), StepKind.ROLL)

    session, _ = play(session, Pause(session.at))
    session, heard = play(session, ChangeIntensity(session.at))

    assert session.status is Status.PAUSED
    assert spoken(heard) == [the_guide().protocol.phrases.not_firmer.spoken]


def test_the_lever_goes_from_crossed_to_uncrossed_and_from_supported_to_uncrossed() -> None:
    crossed = wait_for(a_session(), StepKind.ROLL)
    supported = wait_for(a_session(intensity="supported"), StepKind.ROLL)

    lighter, _ = play(crossed, ChangeIntensity(crossed.at))
    firmer, _ = play(supported, ChangeIntensity(supported.at), Rate(supported.at, 3))

    assert lighter.side.notch == UNCROSSED
    assert firmer.side.notch == UNCROSSED


def test_where_there_is_one_pressure_alone_the_lever_changes_nothing() -> None:
    protocol = structs.replace(
        the_guide().protocol, intensities=the_guide().protocol.intensities[:1]
    )
    guide = structs.replace(the_guide(), protocol=protocol)
    only = protocol.intensities[0].key
    plan = lay_out(guide, (SideChoice("left", "standard", only, only),))
    session = wait(wait_for(handle(fresh(plan), Begin(0))[0], StepKind.ROLL), 3)

    pulled, heard = play(session, ChangeIntensity(session.at))

    assert (pulled.status, pulled.index) == (Status.RUNNING, session.index)
    assert spoken(heard) == [PHRASES.not_firmer.spoken]


def test_lighter_after_all_rolling_of_a_side_is_noted_and_changes_nothing_on_the_floor() -> None:
    session = a_session()
    while any(step.kind.is_rolling for step in session.plan.steps[session.index :]):
        session = wait(session, 1)

    session, heard = play(session, Lighter(session.at))

    assert (session.status, session.side.notch) == (Status.RUNNING, UNCROSSED)
    assert spoken(heard) == [PHRASES.noted.spoken]


def test_lighter_needs_no_number() -> None:
    session = wait_for(a_session(), StepKind.ROLL)

    session, heard = play(session, Lighter(session.at))

    assert session.side.notch == UNCROSSED
    assert spoken(heard) == [the_guide().protocol.intensities[UNCROSSED].change_to.spoken]


def test_lighter_at_the_lightest_leaves_the_place() -> None:
    session = wait(wait_for(a_session(intensity="supported"), StepKind.ROLL), 3)
    place = session.index

    session, _ = play(session, Lighter(session.at))

    assert (session.status, session.index) == (Status.MOVING_ON, place + 1)


# --- endings --------------------------------------------------------------------------------------


def test_stopping_takes_the_key_twice_within_three_seconds() -> None:
    session = wait(a_session(), 50)

    once, _ = play(session, AskToStop(session.at))
    later = wait(once, 3)
    twice, _ = play(once, AskToStop(once.at + 2_900))

    assert later.status is Status.RUNNING
    assert twice.ending is Ending.STOPPED


def test_what_is_seen_in_the_end_is_why_it_ended_and_not_the_step_that_was_left() -> None:
    phrases = the_guide().protocol.phrases
    rolling = wait(a_session(), 50)

    stopped, _ = play(rolling, Stop(rolling.at))
    left = wait(play(rolling, Pause(rolling.at))[0], TIMING.longest_pause.seconds, every=10)

    assert view(stopped).glance == phrases.stopped.glance
    assert view(left).glance == phrases.ended_by_pause.glance


def test_something_wrong_says_the_emergency_signs_before_it_asks_for_the_kind() -> None:
    wrong = the_guide().safety.something_wrong
    session = wait(a_session(), 50)

    session, first = play(session, SomethingWrong(session.at))
    session, second = play(session, Tick(session.at + 30_000))

    assert spoken(first) == [wrong.signs.spoken]
    assert spoken(second) == [wrong.ask.spoken]


@pytest.mark.parametrize(("number", "kind"), [(1, "sharp"), (3, "numb"), (6, "other")])
def test_the_kind_is_told_by_its_number_and_ends_the_session(number: int, kind: str) -> None:
    session = wait(a_session(), 50)
    session, _ = play(session, SomethingWrong(session.at), Rate(session.at, number))
    assert session.status is Status.ADVISING

    session, _ = play(session, TogglePause(session.at))

    assert (session.ending, session.wrong) == (Ending.SOMETHING_WRONG, kind)


@pytest.mark.parametrize("number", [0, 7, 10])
def test_a_number_that_is_no_kind_is_asked_again(number: int) -> None:
    session = wait(a_session(), 50)
    session, _ = play(session, SomethingWrong(session.at), Rate(session.at, number))

    assert (session.status, session.wrong) == (Status.ASKING_KIND, None)


def test_an_unanswered_kind_is_other() -> None:
    session = wait(a_session(), 50)
    session, _ = play(session, SomethingWrong(session.at))

    session = wait_while(session, Status.ASKING_KIND)

    assert (session.status, session.wrong) == (Status.ADVISING, "other")


def test_something_wrong_after_too_much_pain_still_says_the_signs() -> None:
    session = wait_for(a_session(), StepKind.ROLL)
    session, _ = play(session, Rate(session.at, 7), Rate(session.at, 7))

    session, heard = play(session, SomethingWrong(session.at))
    assert spoken(heard) == [the_guide().safety.something_wrong.signs.spoken]
    session, _ = play(session, Rate(session.at, 2), TogglePause(session.at))

    assert (session.ending, session.wrong) == (Ending.SOMETHING_WRONG, "burning")


def test_the_answer_to_a_key_never_hides_what_is_asked_next() -> None:
    asked = the_guide().safety.something_wrong.ask.glance
    session = rate(wait_for(a_session(), StepKind.ROLL), 3)
    assert view(session).glance == "3"

    session, _ = play(session, SomethingWrong(session.at))

    assert view(session).glance == asked


def test_no_key_leads_back_from_something_wrong_into_the_massage() -> None:
    for event in EVENTS:
        session = wait(a_session(), 50)
        session, _ = play(session, SomethingWrong(session.at))
        session, _ = play(session, structs.replace(event, at=session.at))

        assert session.status in {Status.ASKING_KIND, Status.ADVISING, Status.OVER}


def test_a_session_taken_up_again_gets_down_and_counts_in_before_it_goes_on() -> None:
    session = wait(wait_for(a_session(), StepKind.ROLL, 2), 3)
    place = (session.index, session.elapsed)

    session, _ = play(session, TakeUpAgain(session.at))
    assert session.status is Status.GETTING_DOWN
    assert view(session).following == session.step.glance
    session = wait(session, TIMING.get_down.seconds)
    assert session.status is Status.COUNTING_IN
    session = wait_while(session, Status.COUNTING_IN)

    assert (session.index, session.elapsed) == place


def test_the_time_until_a_session_is_taken_up_again_is_credited_to_nobody() -> None:
    session = wait(wait_for(a_session(), StepKind.ROLL, 2), 3)
    place, rolled = (session.index, session.elapsed), session.sides

    session, _ = play(session, TakeUpAgain(session.at + 1_500_000))
    assert session.status is Status.GETTING_DOWN
    session = wait_while(wait_while(session, Status.GETTING_DOWN), Status.COUNTING_IN)

    assert (session.index, session.elapsed) == place
    assert session.sides == rolled


# --- laws -----------------------------------------------------------------------------------------

NOW = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)
EVENTS: tuple[AnyEvent, ...] = (
    Begin(0),
    Tick(0),
    TogglePause(0),
    Pause(0),
    Next(0),
    Back(0),
    More(0),
    Less(0),
    SoreSpotHere(0),
    ChangeIntensity(0),
    Lighter(0),
    Rate(0, 3),
    Rate(0, 6),
    Rate(0, 9),
    SomethingWrong(0),
    AskToStop(0),
    Stop(0),
    TimeLost(0),
    TakeUpAgain(0),
)

gaps = st.sampled_from([0, 1, 90, 100, 700, 1000, 2_999, 4_900, 17_000, 70_000])
histories = st.lists(st.tuples(st.sampled_from(EVENTS), gaps), max_size=60)


def stamped(history: list[tuple[AnyEvent, int]]) -> list[AnyEvent]:
    at = 0
    events: list[AnyEvent] = []
    for event, gap in history:
        at += gap
        events.append(structs.replace(event, at=at))
    return events


@given(histories, st.sampled_from(["gentle", "standard", "thorough"]))
def test_whatever_happens_leaves_a_session_that_can_be_drawn_and_kept(
    history: list[tuple[AnyEvent, int]], dose: str
) -> None:
    session = a_session("left", "right", dose=dose)
    for event in stamped(history):
        session, _ = handle(session, event)
        seen = view(session)
        assert 0 <= seen.progress <= 1
        assert seen.seconds >= 0
        assert seen.left >= 0
        assert 0 <= session.elapsed <= session.length
        assert 0 <= picture_state(session).position <= 1
    result_of(session, began=NOW)


@given(histories, st.integers(0, 599))
def test_pausing_never_changes_what_remains(
    history: list[tuple[AnyEvent, int]], seconds: int
) -> None:
    session = replay(a_session("left", "right"), stamped(history))
    paused, _ = play(session, Pause(session.at))
    assume(paused.status is Status.PAUSED and paused.held == 0)
    left, place = view(paused).left, (session.index, session.elapsed, session.length, session.sides)

    going_on, _ = play(
        paused, Tick(paused.at + seconds * 1000), TogglePause(paused.at + seconds * 1000)
    )
    counted_in = going_on.at + hold_length(going_on)
    going_on, _ = play(going_on, Tick(counted_in))

    assert going_on.status is not Status.COUNTING_IN
    assert place == (going_on.index, going_on.elapsed, going_on.length, going_on.sides)
    assert view(going_on).left == left


#: Some steps passed by at one pace, and the others left alone: nothing that hurts.
impatient = st.builds(
    lambda event, gap, times: [(event, gap)] * times,
    st.sampled_from([Next(0), Less(0)]),
    gaps,
    st.integers(0, 100),
)


@given(histories | impatient)
def test_a_session_in_which_too_little_was_rolled_counts_as_nothing(
    history: list[tuple[AnyEvent, int]],
) -> None:
    session = replay(a_session("left", "right"), stamped(history))
    session = wait(session, 3_600, 30)
    planned = sum(step.seconds for step in session.plan.steps if step.kind.is_rolling) * 1000
    rolled = sum(side.rolled_in_all for side in session.sides)
    hurt = any(one.rating >= 6 for one in session.ratings)
    record = structs.replace(
        a_record(*(a_side(one.side, one.dose, one.intensity) for one in session.plan.choices)),
        result=result_of(session, began=NOW),
    )

    counts = completed(session.plan.protocol, record)

    if counts:
        assert session.ending is Ending.COMPLETED
        assert rolled >= planned * 3 / 4
        assert not hurt
    elif session.ending is Ending.COMPLETED and rolled >= planned * 3 / 4 and not hurt:
        assert any(side.notch < CROSSED or sum(side.rolled[:CROSSED]) for side in session.sides)


@given(histories)
def test_a_replay_from_heartbeats_gives_the_same_session(
    history: list[tuple[AnyEvent, int]],
) -> None:
    events = stamped(history)
    with_beats: list[AnyEvent] = []
    before = 0
    for event in events:
        if not isinstance(event, TimeLost | TakeUpAgain):  # nothing beats while nothing runs
            with_beats += [Tick(at) for at in range(before, event.at, 1000)]
        with_beats.append(event)
        before = event.at

    assert replay(a_session(), with_beats) == replay(a_session(), events)


@given(histories)
def test_pressure_never_rises_on_a_side_but_by_the_lever_and_a_low_rating(
    history: list[tuple[AnyEvent, int]],
) -> None:
    session = a_session("left", "right", intensity="uncrossed")
    for event in stamped(history):
        before = session
        session, _ = handle(session, event)
        for was, now in zip(before.sides, session.sides, strict=True):
            if now.notch > was.notch:
                # A rating also takes back the question whether to stop.
                asked = before.interrupted.status if before.interrupted else before.status
                assert asked is Status.ASKING_FIRMER
                assert isinstance(event, Rate)
                assert event.rating <= 5


@given(histories)
def test_no_side_is_ever_rolled_for_as_long_as_its_cap_nor_a_spot_for_longer(
    history: list[tuple[AnyEvent, int]],
) -> None:
    session = replay(a_session(dose="thorough"), stamped(history))
    session = wait(session, 1000, 5)

    assert session.sides[0].rolled_in_all < 300_000
    assert max(session.on_spots) <= 20_000


@given(histories)
def test_nothing_after_the_end_changes_anything(history: list[tuple[AnyEvent, int]]) -> None:
    session, _ = play(a_session(), Stop(0))

    for event in stamped(history):
        assert handle(session, event) == (session, ())


@given(histories, st.integers(7, 10), st.integers(7, 10))
def test_two_ratings_at_the_ceiling_always_end_it(
    history: list[tuple[AnyEvent, int]], first: int, second: int
) -> None:
    session = replay(a_session("left", "right"), stamped(history))
    session, _ = play(session, Rate(session.at, first), Rate(session.at, second))

    assert session.status in {Status.LEAVING, Status.ASKING_KIND, Status.ADVISING, Status.OVER}


# --- what is said of ratings and of the time left ------------------------------------------------


def said_of(session: Session, rating: int) -> str:
    [cue] = spoken(play(session, Rate(session.at, rating))[1])
    return cue


@pytest.mark.parametrize("rating", range(11))
def test_every_rating_is_said_by_its_number_and_that_it_is_too_much(rating: int) -> None:
    session = wait(wait_for(a_session(intensity="uncrossed"), StepKind.ROLL, 2), 3)
    lighten_at = the_guide().protocol.ratings.lighten_at
    numbers = (*PHRASES.numbers[:lighten_at], *PHRASES.numbers_too_much)

    assert said_of(session, rating).startswith(numbers[rating])


def test_too_much_is_answered_by_what_to_do() -> None:
    session = wait(wait_for(a_session(intensity="uncrossed"), StepKind.ROLL, 2), 3)
    lighter = the_guide().protocol.intensities[SUPPORTED].change_to.spoken

    assert said_of(session, 6) == f"{PHRASES.numbers_too_much[0]} {lighter}"


def test_the_second_high_rating_is_said_before_the_session_ends() -> None:
    session = wait_while(rate(wait_for(a_session(), StepKind.ROLL), 7), Status.CHANGING)

    assert said_of(session, 8) == (
        f"{PHRASES.numbers_too_much[2]} {PHRASES.ended_by_ratings.spoken}"
    )


def test_what_is_answered_without_a_rating_tells_none() -> None:
    session = wait(wait_for(rate(a_session(), 3), StepKind.ROLL), 3)
    lighter = the_guide().protocol.intensities[UNCROSSED].change_to.spoken

    assert spoken(play(session, Lighter(session.at))[1]) == [lighter]


def told_of_progress(session: Session) -> list[str]:
    """What is said of half of the side and of the minutes left, until its end."""
    told: list[str] = []
    while not session.is_over:
        session, heard = handle(session, Tick(session.at + 500))
        told += (each for each in spoken(heard) if each.endswith(PHRASES.minutes_left))
    return told


@pytest.mark.parametrize("dose", ["gentle", "standard", "thorough"])
def test_what_is_told_of_a_session_left_alone_is_what_was_planned(dose: str) -> None:
    session = a_session("left", dose=dose)
    planned = [
        line.text for step in session.plan.steps for line in step.lines if line.tells_progress
    ]

    assert told_of_progress(session) == planned
    assert planned[0].startswith(PHRASES.half_of_side)


def test_minutes_left_hold_what_was_made_longer() -> None:
    session = wait_for(a_session("left", dose="standard"), StepKind.ROLL, 6)
    # The strip in which the minutes are told: fifteen passes of four seconds are a minute.
    for _ in range(15):
        session, _ = play(session, More(session.at))

    [told] = told_of_progress(session)

    assert told == PHRASES.minutes_left[2]


def test_half_is_not_said_where_most_was_passed_by() -> None:
    session = a_session("left", dose="standard")
    while session.step.number < 6:
        session, _ = play(session, Next(session.at))

    [told] = told_of_progress(session)

    assert told in PHRASES.minutes_left
