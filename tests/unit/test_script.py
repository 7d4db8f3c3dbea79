"""What a sound file of a session says."""

from __future__ import annotations

from plans import a_plan, the_guide
from tpguide.session.plan import seconds_of_plan
from tpguide.session.transcript import script

SAFETY = the_guide().safety


def test_it_opens_with_what_rules_a_massage_out() -> None:
    (at, opening), *_ = script(a_plan("left"))

    assert (at, opening) == (0, SAFETY.gate.opening)


def test_the_session_follows_with_its_pauses() -> None:
    plan = a_plan("left", "right")
    said = script(plan)
    begins = next(at for at, text in said if text == plan.steps[0].opening)
    ends = next(at for at, text in said if text == plan.steps[-1].opening)

    assert ends - begins == 1000 * (plan.steps[0].seconds + seconds_of_plan(plan))


def test_moments_never_go_back() -> None:
    moments = [at for at, _ in script(a_plan("left", "right", dose="thorough"))]

    assert moments == sorted(moments)
