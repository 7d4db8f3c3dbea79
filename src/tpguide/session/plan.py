"""A protocol laid out in time for a person's choices: the flat list of steps.

All repetition, resting, asking and changing of sides is unrolled here, and so is all that is
said, so that the engine needs an index and a number of milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from tpguide.guide.model import Guide
from tpguide.guide.protocol import Dose, Intensity, Place, Protocol, SetUpStep, Strip, Zone
from tpguide.guide.safety import Safety
from tpguide.guide.values import Instruction, Phrase
from tpguide.session.cues import seconds_to_say

#: Rolling steps of at least this length have a half-way line.
HALF_WAY_FROM_SECONDS: Final = 20
COUNTDOWN_SECONDS: Final = 3


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
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Line:
    """Something said in a step, *seconds* after its start or before its end."""

    text: str
    anchor: Anchor = Anchor.START
    seconds: float = 0.0
    is_count: bool = False

    def moment(self, length_seconds: float) -> float:
        """Return when it is said, in seconds from the start of a step of that length."""
        match self.anchor:
            case Anchor.START:
                return self.seconds
            case Anchor.MIDDLE:
                return length_seconds / 2
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
    lines: tuple[Line, ...]
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
    words_per_minute: int
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
        return seconds_to_say(text, self.words_per_minute)


def lay_out(guide: Guide, choices: tuple[SideChoice, ...]) -> Plan:
    """Return the plan of *guide* for *choices*, one a side, in the order of the sides."""
    return Plan(
        guide=guide.slug,
        words_per_minute=guide.voice.words_per_minute,
        protocol=guide.protocol,
        safety=guide.safety,
        choices=choices,
        steps=tuple(_announced(_steps(guide.protocol, choices), guide)),
    )


def seconds_of_side(plan: Plan, side: str) -> int:
    """Return the seconds of one side: set-up, rolling, check-ins and rests."""
    return sum(step.seconds for step in plan.steps if step.side == side and _is_counted(step))


def seconds_of_plan(plan: Plan) -> int:
    """Return the seconds of all sides and of the changes between them.

    Getting down, getting up, pauses and changes of pressure are not included.
    """
    changes = (step.seconds for step in plan.steps if step.kind is StepKind.CHANGE_SIDES)
    return sum(changes) + sum(seconds_of_side(plan, choice.side) for choice in plan.choices)


def rolling_seconds(plan: Plan, side: str) -> int:
    """Return the seconds with weight on the tool that are planned for *side*."""
    return rolling_seconds_of(plan.protocol, plan.choice(side))


def rolling_seconds_of(protocol: Protocol, choice: SideChoice) -> int:
    """Return the seconds with weight on the tool that are planned for a side by its choice."""
    steps = _steps_of_side(protocol, choice)
    return sum(step.seconds for step in steps if step.kind.is_rolling)


def dose_named(protocol: Protocol, key: str) -> Dose:
    """Return the dose with that key."""
    return next(dose for dose in protocol.doses if dose.key == key)


def notch(protocol: Protocol, key: str) -> int:
    """Return the index of an intensity: 0 is the lightest."""
    return next(n for n, intensity in enumerate(protocol.intensities) if intensity.key == key)


def place_of(protocol: Protocol, zone: str, strip: str) -> Place | None:
    """Return what the guide says of the place where *zone* and *strip* meet, if anything."""
    return next((p for p in protocol.places if (p.zone, p.strip) == (zone, strip)), None)


def _is_counted(step: Step) -> bool:
    return step.kind not in {StepKind.GET_DOWN, StepKind.CHANGE_SIDES, StepKind.DONE}


def _steps(protocol: Protocol, choices: tuple[SideChoice, ...]) -> list[Step]:
    phrases, timing = protocol.phrases, protocol.timing
    steps = [
        _spoken_step(StepKind.GET_DOWN, choices[0].side, timing.get_down.seconds, phrases.get_down)
    ]
    for index, choice in enumerate(choices):
        if index:
            steps.append(_change_of_sides(protocol, choices[index - 1].side, choice.side))
        steps += _steps_of_side(protocol, choice)
    steps.append(
        _spoken_step(StepKind.DONE, choices[-1].side, timing.get_up.seconds, phrases.get_up)
    )
    return steps


def _change_of_sides(protocol: Protocol, before: str, after: str) -> Step:
    side = next(side for side in protocol.sides.each if side.key == after)
    seconds = protocol.timing.change_sides.seconds
    return _spoken_step(StepKind.CHANGE_SIDES, before, seconds, side.change_to)


def _steps_of_side(protocol: Protocol, choice: SideChoice) -> list[Step]:
    dose = dose_named(protocol, choice.dose)
    asked_after = protocol.check_ins.after
    steps: list[Step] = []
    for number, item in enumerate(protocol.set_up):
        step = _set_up(protocol, choice, item)
        steps.append(_naming_the_side(protocol, step) if number == 0 else step)
        if item.key in asked_after:
            steps.append(_check_in(protocol, choice.side))
    for index, zone in enumerate(protocol.zones):
        if index:
            rest = protocol.phrases.rest
            steps.append(
                _spoken_step(StepKind.REST, choice.side, protocol.timing.rest.seconds, rest)
            )
        steps += [
            _roll(protocol, choice, zone, strip, row=index, column=n)
            for n, strip in enumerate(protocol.strips)
        ]
        if zone.key in dose.sore_spots_after:
            steps.append(_sore_spot(protocol, choice.side, dose, zone))
        if zone.key in asked_after:
            steps.append(_check_in(protocol, choice.side))
    return steps


def _set_up(protocol: Protocol, choice: SideChoice, item: SetUpStep) -> Step:
    step = _spoken_step(StepKind.SET_UP, choice.side, item.seconds, item)
    if not item.by_intensity:
        return step
    return set_up_for(
        replace(step, says_intensity=True),
        protocol.intensities[notch(protocol, choice.intensity)],
    )


def set_up_for(step: Step, intensity: Intensity) -> Step:
    """Return a step of the set-up that says *intensity*, if that has words for it."""
    if intensity.set_up is None:
        return step
    said = intensity.set_up
    return replace(step, glance=said.glance, lines=(Line(said.spoken), *step.lines[1:]))


def _naming_the_side(protocol: Protocol, step: Step) -> Step:
    """Say which side it is, where there is more than one: the sorer one comes first."""
    if len(protocol.sides.each) == 1:
        return step
    name = protocol.side(step.side).name
    return replace(step, lines=(Line(f"{name[:1].upper()}{name[1:]}. {step.opening}"),))


def _spoken_step(kind: StepKind, side: str, seconds: int, said: Phrase | Instruction) -> Step:
    return Step(
        kind=kind, side=side, seconds=seconds, glance=said.glance, lines=(Line(said.spoken),)
    )


def _check_in(protocol: Protocol, side: str) -> Step:
    asked = protocol.check_ins
    return _spoken_step(StepKind.CHECK_IN, side, asked.seconds, asked)


def _roll(
    protocol: Protocol, choice: SideChoice, zone: Zone, strip: Strip, *, row: int, column: int
) -> Step:
    dose = dose_named(protocol, choice.dose)
    said = _instruction(protocol, zone, strip)
    names_the_zone = column == 0
    opening = f"{zone.spoken} {said.spoken}" if names_the_zone else said.spoken
    unit = protocol.timing.one_pass.seconds
    return Step(
        kind=StepKind.ROLL,
        side=choice.side,
        seconds=dose.passes_per_strip * unit,
        glance=said.glance,
        lines=(Line(opening),),
        zone=zone.key,
        strip=strip.key,
        count=dose.passes_per_strip,
        unit_seconds=unit,
        number=row * len(protocol.strips) + column + 1,
        of_side=len(protocol.zones) * len(protocol.strips),
    )


def _sore_spot(protocol: Protocol, side: str, dose: Dose, zone: Zone) -> Step:
    unit = protocol.timing.one_stroke.seconds
    return Step(
        kind=StepKind.SORE_SPOT,
        side=side,
        seconds=dose.strokes_per_sore_spot * unit,
        glance=protocol.phrases.sore_spot.glance,
        lines=(Line(protocol.phrases.sore_spot.spoken),),
        zone=zone.key,
        count=dose.strokes_per_sore_spot,
        unit_seconds=unit,
    )


def _instruction(protocol: Protocol, zone: Zone, strip: Strip) -> Instruction:
    place = place_of(protocol, zone.key, strip.key)
    return place.instruction if place and place.instruction else strip


def _announced(steps: Sequence[Step], guide: Guide) -> Iterator[Step]:
    """Add half-way lines and announcements of the next step.

    Whether they fit is checked by `session/fitting.py`.
    """
    for step, following in zip(steps, (*steps[1:], None), strict=True):
        lines = (*step.lines, *_closing(step, following, guide))
        yield replace(step, lines=_with_half_way(step, lines, guide))


def _closing(step: Step, following: Step | None, guide: Guide) -> tuple[Line, ...]:
    if following is None or not _moves_the_body(step, following):
        return ()
    speed = guide.voice.words_per_minute
    announcement = _announcement(step, following, guide.protocol)
    said = seconds_to_say(step.opening, speed) + seconds_to_say(announcement, speed)
    counted = COUNTDOWN_SECONDS if said + COUNTDOWN_SECONDS <= step.seconds else 0
    lines = countdown(guide.protocol) if counted else ()
    if announcement:
        before_end = seconds_to_say(announcement, speed) + counted
        lines = (Line(announcement, Anchor.END, before_end), *lines)
    return lines


def countdown(protocol: Protocol) -> tuple[Line, ...]:
    """Return the spoken 3-2-1 at the end of an interval."""
    counts = protocol.phrases.countdown
    return tuple(
        Line(word, Anchor.END, seconds, is_count=True)
        for word, seconds in zip(counts, (3.0, 2.0, 1.0), strict=True)
    )


def _moves_the_body(step: Step, following: Step) -> bool:
    match following.kind:
        case StepKind.ROLL:
            return step.kind is not StepKind.ROLL or step.zone != following.zone
        case StepKind.SORE_SPOT | StepKind.REST | StepKind.CHANGE_SIDES | StepKind.DONE:
            return True
        case StepKind.GET_DOWN | StepKind.SET_UP | StepKind.CHECK_IN:
            return False


def _announcement(step: Step, following: Step, protocol: Protocol) -> str:
    phrases = protocol.phrases
    match following.kind:
        case StepKind.ROLL if step.kind is not StepKind.SET_UP:
            return f"{phrases.next_roll} {following.opening}"
        case StepKind.SORE_SPOT:
            return phrases.next_sore_spot
        case StepKind.REST:
            return phrases.next_rest
        case StepKind.CHANGE_SIDES:
            return phrases.next_change_sides
        case StepKind.DONE:
            return phrases.next_get_up
        case _:
            return ""


def _with_half_way(step: Step, lines: tuple[Line, ...], guide: Guide) -> tuple[Line, ...]:
    if not step.kind.is_rolling or step.seconds < HALF_WAY_FROM_SECONDS:
        return lines
    half_way = Line(guide.protocol.phrases.half_way, Anchor.MIDDLE)
    return (lines[0], half_way, *lines[1:])
