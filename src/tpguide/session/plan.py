"""A plan: the flat list of a session's steps, and what is said in each of them.

Nothing in it repeats or branches, so the engine needs an index and a number of milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from tpguide.guide.protocol import Dose, Intensity, Place, Protocol, Strip, Zone
from tpguide.guide.safety import Safety
from tpguide.guide.types import Instruction
from tpguide.session.cues import Speech
from tpguide.text import capital


class StepKind(Enum):
    """The one thing that happens in a step."""

    GET_DOWN = "get_down"
    SET_UP = "set_up"
    ROLL = "roll"
    SORE_SPOT = "sore_spot"
    CHECK_IN = "check_in"
    REST = "rest"
    CHANGE_SIDES = "change_sides"
    DONE = "done"

    @property
    def is_rolling(self) -> bool:
        """Whether there is weight on the tool."""
        return self in {StepKind.ROLL, StepKind.SORE_SPOT}


class Anchor(Enum):
    """What the moment of a line is measured from."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """Something said in a step, *seconds* after its start or before its end.

    *tells_progress*: the text holds for a plan left alone, so it is made anew when it is said.
    """

    text: str
    anchor: Anchor = Anchor.START
    seconds: float = 0.0
    is_count: bool = False
    tells_progress: bool = False

    def moment(self, length_seconds: float) -> float:
        """Return when it is said, in seconds from the start of a step of that length."""
        match self.anchor:
            case Anchor.START:
                return self.seconds
            case Anchor.END:
                return length_seconds - self.seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stretch of a plan in which one thing happens.

    *count* passes or strokes of *unit_seconds* each make a rolling step; others have none.
    *number* of *of_side* counts the places of a side, for the screen. What is said may be what
    the intensity says (*says_intensity*), which can change on the way.
    """

    kind: StepKind
    side: str
    seconds: int
    glance: str
    lines: tuple[ScriptLine, ...]
    zone: str | None = None
    strip: str | None = None
    count: int = 0
    unit_seconds: int = 0
    number: int = 0
    of_side: int = 0
    says_intensity: bool = False

    @property
    def opening(self) -> str:
        """What is said when it begins."""
        return self.lines[0].text if self.lines else ""


@dataclass(frozen=True, slots=True)
class SideChoice:
    """What was chosen for a side, and the firmest intensity that it may ever go up to."""

    side: str
    dose: str
    intensity: str
    ceiling: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a session, and the rules that hold while they are gone through."""

    guide: str
    speech: Speech
    protocol: Protocol
    safety: Safety
    choices: tuple[SideChoice, ...]
    steps: tuple[Step, ...]

    def choice(self, side: str) -> SideChoice:
        """Return what was chosen for *side*."""
        return next(choice for choice in self.choices if choice.side == side)

    def dose(self, side: str) -> Dose:
        """Return the dose of *side*."""
        return dose_named(self.protocol, self.choice(side).dose)

    def notch(self, intensity: str) -> int:
        """Return the index of *intensity*: 0 is the lightest."""
        return notch(self.protocol, intensity)

    def intensity(self, notch: int) -> Intensity:
        """Return the intensity of that notch."""
        return self.protocol.intensities[notch]

    def seconds_to_say(self, text: str) -> float:
        """Return how long *text* takes to say."""
        return self.speech.seconds(text)


def seconds_of_side(plan: Plan, side: str) -> int:
    """Return the seconds of one side: set-up, rolling, check-ins and rests."""
    return sum(step.seconds for step in counted(plan.steps, side))


def seconds_of_plan(plan: Plan) -> int:
    """Return the seconds of all sides and of the changes between them.

    Getting down, getting up, pauses and changes of pressure are not included.
    """
    changes = (step.seconds for step in plan.steps if step.kind is StepKind.CHANGE_SIDES)
    return sum(changes) + sum(seconds_of_side(plan, choice.side) for choice in plan.choices)


def rolling_seconds(plan: Plan, side: str) -> int:
    """Return the seconds with weight on the tool that are planned for *side*."""
    return sum(step.seconds for step in plan.steps if step.side == side and step.kind.is_rolling)


def dose_named(protocol: Protocol, key: str) -> Dose:
    """Return the dose with that key."""
    return next(dose for dose in protocol.doses if dose.key == key)


def notch(protocol: Protocol, key: str) -> int:
    """Return the index of an intensity: 0 is the lightest."""
    return next(n for n, intensity in enumerate(protocol.intensities) if intensity.key == key)


def place_of(protocol: Protocol, zone: str, strip: str) -> Place | None:
    """Return the place where *zone* and *strip* meet, if the guide describes it."""
    return next((p for p in protocol.places if (p.zone, p.strip) == (zone, strip)), None)


def set_up_for(step: Step, intensity: Intensity) -> Step:
    """Return a step of the set-up that says *intensity*, if that has words for it."""
    if intensity.set_up is None:
        return step
    said = intensity.set_up
    return replace(step, glance=said.glance, lines=(ScriptLine(said.spoken), *step.lines[1:]))


def words_of_place(protocol: Protocol, step: Step) -> str:
    """Return where a step rolls and with which instruction; for other steps, their opening."""
    if step.zone is None:
        return step.opening
    zone = protocol.zone(step.zone)
    if step.strip is None:
        return f"{zone.name}. {step.opening}"
    strip = next(strip for strip in protocol.strips if strip.key == step.strip)
    return capital(f"{zone.spoken} {instruction_at(protocol, zone, strip).spoken}")


def instruction_at(protocol: Protocol, zone: Zone, strip: Strip) -> Instruction:
    """Return the instruction for *strip* of *zone*: that of the place, or else of the strip."""
    place = place_of(protocol, zone.key, strip.key)
    return place.instruction if place and place.instruction else strip


def counted(steps: Iterable[Step], side: str) -> Iterator[Step]:
    """Yield the steps that belong to the time of *side*."""
    return (step for step in steps if step.side == side and _is_counted(step))


def _is_counted(step: Step) -> bool:
    return step.kind not in {StepKind.GET_DOWN, StepKind.CHANGE_SIDES, StepKind.DONE}
