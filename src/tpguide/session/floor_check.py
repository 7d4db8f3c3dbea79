"""The floor check: a small plan that shows and says what a session is made of.

Every key does in it what it does in a session, since the same engine and runner go through it.
"""

from __future__ import annotations

from enum import Enum
from math import ceil
from typing import Final

from tpguide.guide.model import Guide
from tpguide.session.cues import Speech
from tpguide.session.plan import Plan, ScriptLine, SideChoice, Step, StepKind
from tpguide.session.state import Session, Status

#: How long each size of digits is shown, and how long it is said that this was all.
SIZE_SECONDS: Final = 6
OVER_SECONDS: Final = 4
#: What a voice may take to begin.
VOICE_STARTS_SECONDS: Final = 2


class DigitSize(Enum):
    """The sizes of digits, in the order in which they are shown; the middle one is a session's."""

    LARGE = "large"
    MIDDLE = "middle"
    SMALL = "small"


def floor_check_plan(guide: Guide, speech: Speech) -> Plan:
    """Return the plan: getting down, three sizes of digits by their numbers, the sample, the end.

    *speech* tells how long the sample of *guide* takes to be heard out.
    """
    protocol, phrases = guide.protocol, guide.protocol.phrases
    side, lightest = protocol.sides.each[0].key, protocol.intensities[0].key

    def step(kind: StepKind, seconds: int, glance: str, spoken: str, number: int = 0) -> Step:
        return Step(
            kind=kind,
            side=side,
            seconds=seconds,
            glance=glance,
            lines=(ScriptLine(spoken),),
            number=number,
            of_side=len(DigitSize),
        )

    down, sample, up = phrases.get_down, phrases.sample, phrases.get_up
    sizes = (
        step(StepKind.SET_UP, SIZE_SECONDS, sample.glance, phrases.numbers[number], number)
        for number in range(1, len(DigitSize) + 1)
    )
    sample_seconds = ceil(speech.seconds(sample.spoken)) + VOICE_STARTS_SECONDS
    return Plan(
        guide=guide.slug,
        speech=speech,
        protocol=protocol,
        safety=guide.safety,
        choices=(SideChoice(side, protocol.doses[0].key, lightest, lightest),),
        steps=(
            step(StepKind.GET_DOWN, protocol.timing.get_down.seconds, down.glance, down.spoken),
            *sizes,
            step(StepKind.SET_UP, sample_seconds, sample.glance, sample.spoken),
            step(StepKind.DONE, OVER_SECONDS, up.glance, ""),
        ),
    )


def size_shown(session: Session) -> DigitSize | None:
    """Return the size of digits that is tried now, if one is."""
    is_tried = session.status is Status.RUNNING and session.step.number > 0
    return list(DigitSize)[session.step.number - 1] if is_tried else None
