"""What a picture shows of a session, moment by moment."""

from __future__ import annotations

import pytest

from guides import fictitious_guide
from plans import a_session, play, rate, the_guide, wait, wait_for, wait_while
from tpguide.session.engine import handle
from tpguide.session.events import (
    Begin,
    ChangeIntensity,
    Next,
    SomethingWrong,
    SoreSpotHere,
    Stop,
    TakeUpAgain,
    TogglePause,
)
from tpguide.session.picture_state import NOTHING, LitPlace, PictureState, picture_state
from tpguide.session.plan import SideChoice, StepKind
from tpguide.session.plan_from_protocol import lay_out
from tpguide.session.state import Session, Status, fresh

ZONES = the_guide().protocol.zones
PLACES = {(place.zone, place.strip): place.part for place in the_guide().protocol.places}


def rolling(number: int = 1, **choices: str) -> Session:
    """The session in the *number*-th place of its only side."""
    return wait_for(a_session(**choices), StepKind.ROLL, number)


def in_french(strip: str) -> Session:
    """The fictitious guide's session in the first place of that strip."""
    plan = lay_out(fictitious_guide(), (SideChoice("ce-bras", "courte", "leger", "leger"),))
    session = handle(fresh(plan), Begin(0))[0]
    while session.step.strip != strip:
        session = handle(session, Next(session.at))[0]
    return session


class TestWhileRolling:
    @pytest.mark.parametrize("number", range(1, 10))
    def test_the_place_is_lit_that_is_rolled(self, number: int) -> None:
        session = rolling(number)
        part = PLACES[session.step.zone or "", session.step.strip or ""]

        assert part
        assert picture_state(session).spot == LitPlace("calf-zones", part, "roller")

    def test_the_tool_is_where_the_pacer_is(self) -> None:
        session = rolling()

        positions = [picture_state(wait(session, seconds)).position for seconds in range(9)]

        assert positions == [0, 0.25, 0.5, 0.75, 1, 0.75, 0.5, 0.25, 0]

    def test_in_a_pause_it_stays_where_it_is(self) -> None:
        session = wait(rolling(), 3)
        paused = play(session, TogglePause(session.at))[0]
        counting_in = play(wait(paused, 5), TogglePause(paused.at + 5000))[0]

        assert counting_in.status is Status.COUNTING_IN
        assert (
            picture_state(session) == picture_state(wait(paused, 5)) == picture_state(counting_in)
        )

    def test_the_posture_is_that_of_the_intensity_as_it_is_now(self) -> None:
        session = rolling()
        lighter = rate(session, 6)

        assert picture_state(session).posture == "roller-crossed"
        assert picture_state(wait_while(lighter, Status.CHANGING)).posture == "roller-uncrossed"

    def test_the_drawings_are_mirrored_for_the_side_that_they_do_not_show(self) -> None:
        both = a_session("left", "right")

        assert not picture_state(wait_for(both, StepKind.ROLL, 9)).is_mirrored
        assert picture_state(wait_for(both, StepKind.ROLL, 10)).is_mirrored

    def test_a_place_without_a_part_of_its_own_lights_the_zone(self) -> None:
        assert picture_state(in_french("dedans")).spot == LitPlace("bras", "dessus-dedans", "balle")
        assert picture_state(in_french("dehors")).spot == LitPlace("bras", "dessus", "balle")


class TestAtASoreSpot:
    def test_the_zone_is_lit_since_only_the_person_knows_where_it_is(self) -> None:
        session = wait_for(a_session(), StepKind.SORE_SPOT)

        assert picture_state(session).spot == LitPlace("calf-zones", ZONES[1].part or "", "roller")

    def test_the_strokes_are_short(self) -> None:
        session = wait_for(a_session(), StepKind.SORE_SPOT)
        positions = [picture_state(wait(session, tenths / 10)).position for tenths in range(40)]

        assert min(positions) == pytest.approx(0.35)
        assert max(positions) == pytest.approx(0.65)

    def test_one_that_is_found_while_rolling_lights_the_place(self) -> None:
        session = wait(rolling(5), 2)
        found = play(session, SoreSpotHere(session.at))[0]

        assert found.step.kind is StepKind.SORE_SPOT
        assert picture_state(found).spot == picture_state(session).spot


class TestBetween:
    @pytest.mark.parametrize("kind", [StepKind.GET_DOWN, StepKind.SET_UP])
    def test_getting_ready_shows_how_to_sit(self, kind: StepKind) -> None:
        session = a_session(intensity="uncrossed")
        while session.step.kind is not kind:
            session = handle(session, Next(session.at))[0]

        assert picture_state(session) == PictureState("roller-uncrossed")

    def test_a_change_of_intensity_shows_the_new_posture_alone(self) -> None:
        session = rolling(intensity="uncrossed")
        asked = play(session, ChangeIntensity(session.at))[0]
        changing = rate(asked, 2)

        assert changing.status is Status.CHANGING
        assert picture_state(changing) == PictureState("roller-crossed")

    def test_a_rest_shows_the_place_that_comes_next_with_the_tool_at_its_start(self) -> None:
        session = wait(wait_for(a_session(), StepKind.REST), 2)

        assert picture_state(session) == PictureState(
            "roller-crossed", LitPlace("calf-zones", PLACES["middle", "centre"] or "", "roller")
        )

    def test_a_check_in_before_another_kind_of_step_shows_the_posture_alone(self) -> None:
        assert picture_state(wait_for(a_session(), StepKind.CHECK_IN)) == PictureState(
            "roller-crossed"
        )

    def test_a_change_of_sides_shows_the_side_that_comes_next(self) -> None:
        session = wait_for(a_session("left", "right"), StepKind.CHANGE_SIDES)

        assert picture_state(session) == PictureState("roller-crossed", is_mirrored=True)

    def test_getting_down_again_shows_how_to_sit(self) -> None:
        session = rolling()
        again = play(session, TakeUpAgain(session.at))[0]

        assert again.status is Status.GETTING_DOWN
        assert picture_state(again) == PictureState("roller-crossed")


class TestNothing:
    def test_is_shown_where_there_is_something_to_read(self) -> None:
        session = rolling()

        assert picture_state(play(session, SomethingWrong(session.at))[0]) == NOTHING

    def test_is_shown_while_getting_up_and_after_it(self) -> None:
        session = wait_for(a_session(), StepKind.DONE)

        assert picture_state(session) == NOTHING
        assert picture_state(play(session, Stop(session.at))[0]) == NOTHING

    def test_of_an_intensity_is_shown_that_has_no_picture(self) -> None:
        plan = lay_out(fictitious_guide(), (SideChoice("ce-bras", "courte", "moyen", "moyen"),))

        assert picture_state(handle(fresh(plan), Begin(0))[0]) == NOTHING
