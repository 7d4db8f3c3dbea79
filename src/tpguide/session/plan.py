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
from tpguide.guide.types import Instruction, Phrase
from tpguide.session.cues import SENTENCE_BREAK_SECONDS, Speech

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
    END = "end"


@dataclass(frozen=True, slots=True)
class ScriptLine:
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


def lay_out(guide: Guide, choices: tuple[SideChoice, ...], speech: Speech | None = None) -> Plan:
    """Return the plan of *guide* for *choices*, one a side, in the order of the sides.

    What is announced begins as long before its end as *speech* takes for it: without one, as long
    as the guide's pace lets expect.
    """
    speech = speech or Speech(guide.voice.words_per_minute)
    return Plan(
        guide=guide.slug,
        speech=speech,
        protocol=guide.protocol,
        safety=guide.safety,
        choices=choices,
        steps=tuple(_announced(_steps(guide.protocol, choices), guide, choices, speech)),
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
    """Return the place where *zone* and *strip* meet, if the guide describes it."""
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
    done = _spoken_step(StepKind.DONE, choices[-1].side, timing.get_up.seconds, phrases.get_up)
    steps.append(replace(done, lines=(ScriptLine(f"{phrases.done} {done.opening}"),)))
    first = next((n for n, step in enumerate(steps) if step.kind is StepKind.CHECK_IN), None)
    if first is not None and (asked := protocol.check_ins.first):
        lines = (ScriptLine(asked.spoken),)
        steps[first] = replace(steps[first], glance=asked.glance, lines=lines)
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
    return replace(step, glance=said.glance, lines=(ScriptLine(said.spoken), *step.lines[1:]))


def _naming_the_side(protocol: Protocol, step: Step) -> Step:
    """Say which side it is, where there is more than one: the sorer one comes first."""
    if len(protocol.sides.each) == 1:
        return step
    name = protocol.side(step.side).name
    return replace(step, lines=(ScriptLine(f"{name[:1].upper()}{name[1:]}. {step.opening}"),))


def _spoken_step(kind: StepKind, side: str, seconds: int, said: Phrase | Instruction) -> Step:
    return Step(
        kind=kind, side=side, seconds=seconds, glance=said.glance, lines=(ScriptLine(said.spoken),)
    )


def _check_in(protocol: Protocol, side: str) -> Step:
    asked = protocol.check_ins
    return _spoken_step(StepKind.CHECK_IN, side, asked.seconds, asked)


def _roll(
    protocol: Protocol, choice: SideChoice, zone: Zone, strip: Strip, *, row: int, column: int
) -> Step:
    dose = dose_named(protocol, choice.dose)
    said = _instruction(protocol, zone, strip)
    opening, glance = said.spoken, said.glance
    if column == 0:
        opening, glance = f"{zone.spoken} {opening}", f"{zone.name}, {glance}"
    opening = _sentence(opening)
    if row and column == 0:  # after a rest that counted down to it
        opening = f"{protocol.phrases.go} {opening}"
    unit = protocol.timing.one_pass.seconds
    return Step(
        kind=StepKind.ROLL,
        side=choice.side,
        seconds=dose.passes_per_strip * unit,
        glance=_sentence(glance),
        lines=(ScriptLine(opening),),
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
        lines=(ScriptLine(protocol.phrases.sore_spot.spoken),),
        zone=zone.key,
        count=dose.strokes_per_sore_spot,
        unit_seconds=unit,
    )


def _instruction(protocol: Protocol, zone: Zone, strip: Strip) -> Instruction:
    place = place_of(protocol, zone.key, strip.key)
    return place.instruction if place and place.instruction else strip


def words_of_place(protocol: Protocol, step: Step) -> str:
    """Return where a step rolls and with which instruction; for other steps, their opening."""
    if step.zone is None:
        return step.opening
    zone = protocol.zone(step.zone)
    if step.strip is None:
        return f"{zone.name}. {step.opening}"
    strip = next(strip for strip in protocol.strips if strip.key == step.strip)
    return _sentence(f"{zone.spoken} {_instruction(protocol, zone, strip).spoken}")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _announced(
    steps: Sequence[Step], guide: Guide, choices: tuple[SideChoice, ...], speech: Speech
) -> Iterator[Step]:
    """Add to each step what is said in it besides its opening.

    Whether they fit is checked by `session/timing_check.py`.
    """
    halves = {_half_of_side(steps, choice.side) for choice in choices}
    for index, (step, following) in enumerate(zip(steps, (*steps[1:], None), strict=True)):
        lines = [*step.lines]
        if index in halves:
            told = guide.protocol.phrases.half_of_side
            left = _time_left(steps, index, step.side, guide.protocol)
            lines.append(_after_opening(f"{told} {left}".strip(), step, speech))
        if step.kind is StepKind.CHANGE_SIDES and following:
            left = _time_left(steps, index + 1, following.side, guide.protocol)
            lines += [_after_opening(left, step, speech)] if left else []
        yield replace(step, lines=(*lines, *_closing(step, lines, following, guide, speech)))


def _half_of_side(steps: Sequence[Step], side: str) -> int | None:
    """Return the place of the step that begins nearest to the middle of a side's rolling."""
    rolling = [(n, one) for n, one in enumerate(steps) if one.side == side and one.kind.is_rolling]
    whole = sum(step.seconds for _, step in rolling)
    nearest, place, begins = float(whole), None, 0
    for index, step in rolling:
        off = abs(begins - whole / 2)
        if step.kind is StepKind.ROLL and begins and off < nearest:
            nearest, place = off, index
        begins += step.seconds
    return place


def _time_left(steps: Sequence[Step], start: int, side: str, protocol: Protocol) -> str:
    """Return how many minutes *side* takes from the step at *start* on, if it can be said."""
    left = sum(step.seconds for step in steps[start:] if step.side == side and _is_counted(step))
    minutes = max(1, round(left / 60))
    words = protocol.phrases.minutes_left
    return words[minutes - 1] if minutes <= len(words) else ""


def _after_opening(text: str, step: Step, speech: Speech) -> ScriptLine:
    said = speech.seconds(step.opening)
    return ScriptLine(text, seconds=said + SENTENCE_BREAK_SECONDS)


def _closing(
    step: Step,
    lines: Sequence[ScriptLine],
    following: Step | None,
    guide: Guide,
    speech: Speech,
) -> tuple[ScriptLine, ...]:
    """Return what is said towards the end of a step that says *lines* before."""
    said = max(line.seconds + speech.seconds(line.text) for line in lines)
    if step.kind is StepKind.ROLL:
        last = ScriptLine(guide.protocol.phrases.last_pass, Anchor.END, step.unit_seconds)
        return (last,) if step.count > 1 and said <= last.moment(step.seconds) else ()
    if following is None or following.kind is not StepKind.ROLL or step.kind.is_rolling:
        return ()
    announcement = _announcement(step, following, guide.protocol)
    to_announce = speech.seconds(announcement)
    counted = COUNTDOWN_SECONDS if said + to_announce + COUNTDOWN_SECONDS <= step.seconds else 0
    counts = countdown(guide.protocol) if counted else ()
    if not announcement:
        return counts
    return (ScriptLine(announcement, Anchor.END, to_announce + counted), *counts)


def countdown(protocol: Protocol) -> tuple[ScriptLine, ...]:
    """Return the spoken 3-2-1 at the end of an interval."""
    counts = protocol.phrases.countdown
    return tuple(
        ScriptLine(word, Anchor.END, seconds, is_count=True)
        for word, seconds in zip(counts, (3.0, 2.0, 1.0), strict=True)
    )


def _announcement(step: Step, following: Step, protocol: Protocol) -> str:
    """Return where rolling goes on after a rest."""
    if step.kind is not StepKind.REST or following.zone is None:
        return ""
    strip = next(strip for strip in protocol.strips if strip.key == following.strip)
    zone = protocol.zone(following.zone)
    return f"{protocol.phrases.next_roll} {zone.spoken} {strip.spoken}"
