"""What a sound file of a session says."""

from __future__ import annotations

from plans import a_plan, the_guide
from tpguide.session.plan import Plan, seconds_of_plan
from tpguide.session.transcript import script

SAFETY = the_guide().safety


def said_in(plan: Plan) -> list[tuple[int, str]]:
    return [(each.at, each.cue.spoken) for each in script(plan, plan.speech).heard]


def test_it_opens_with_what_rules_a_massage_out() -> None:
    (at, opening), *_ = said_in(a_plan("left"))

    assert (at, opening) == (0, SAFETY.gate.opening)


def test_the_session_follows_with_its_pauses() -> None:
    plan = a_plan("left", "right")
    said = said_in(plan)
    begins = next(at for at, text in said if text == plan.steps[0].opening)
    ends = next(at for at, text in said if text == plan.steps[-1].opening)

    assert ends - begins == 1000 * (plan.steps[0].seconds + seconds_of_plan(plan))


def test_moments_never_go_back() -> None:
    moments = [at for at, _ in said_in(a_plan("left", "right", dose="thorough"))]

    assert moments == sorted(moments)


def test_the_pacer_ticks_once_a_second_of_rolling_and_tells_where_the_stroke_turns() -> None:
    plan = a_plan("left")
    told = script(plan, plan.speech)
    rolled = sum(step.seconds for step in plan.steps if step.kind.is_rolling)
    turns = sum(step.count for step in plan.steps)

    assert len(told.beats) == len({beat.at for beat in told.beats}) == rolled
    assert sum(beat.turns for beat in told.beats) == turns
