"""Lay a protocol out in time for a person's choices: from `Protocol` to `Plan`.

All repetition, resting, asking and changing of sides is unrolled here.
"""

from __future__ import annotations

from dataclasses import replace

from tpguide.guide.model import Guide
from tpguide.guide.protocol import Dose, Protocol, SetUpStep, Strip, Zone
from tpguide.guide.types import Instruction, Phrase
from tpguide.session.announcements import announced
from tpguide.session.cues import Speech
from tpguide.session.plan import (
    Plan,
    ScriptLine,
    SideChoice,
    Step,
    StepKind,
    dose_named,
    instruction_at,
    notch,
    set_up_for,
)
from tpguide.text import capital


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
        steps=tuple(announced(_steps(guide.protocol, choices), guide, choices, speech)),
    )


def rolling_seconds_of(protocol: Protocol, choice: SideChoice) -> int:
    """Return the seconds with weight on the tool that are planned for a side by its choice."""
    steps = _steps_of_side(protocol, choice)
    return sum(step.seconds for step in steps if step.kind.is_rolling)


def _steps(protocol: Protocol, choices: tuple[SideChoice, ...]) -> list[Step]:
    phrases, timing = protocol.phrases, protocol.timing
    steps = [
        _spoken_step(StepKind.GET_DOWN, choices[0].side, timing.get_down.seconds, phrases.get_down)
    ]
    for index, choice in enumerate(choices):
        if index:
            steps.append(_change_of_sides(protocol, choices[index - 1].side, choice.side))
            steps += _steps_of_side(protocol, choice)
        else:
            set_up, *others = _steps_of_side(protocol, choice)
            steps += [_naming_the_side(protocol, set_up), *others]
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
    for item in protocol.set_up:
        steps.append(_set_up(protocol, choice, item))
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


def _naming_the_side(protocol: Protocol, step: Step) -> Step:
    """Say which side comes first, where there is more than one: the next is told at the change."""
    if len(protocol.sides.each) == 1:
        return step
    name = protocol.side(step.side).name
    return replace(step, lines=(ScriptLine(f"{capital(name)}. {step.opening}"),))


def _check_in(protocol: Protocol, side: str) -> Step:
    asked = protocol.check_ins
    return _spoken_step(StepKind.CHECK_IN, side, asked.seconds, asked)


def _roll(
    protocol: Protocol, choice: SideChoice, zone: Zone, strip: Strip, *, row: int, column: int
) -> Step:
    dose = dose_named(protocol, choice.dose)
    said = instruction_at(protocol, zone, strip)
    opening, glance = said.spoken, said.glance
    if column == 0:
        opening, glance = f"{zone.spoken} {opening}", f"{zone.name}, {glance}"
    opening = capital(opening)
    if row and column == 0:  # after a rest that counted down to it
        opening = f"{protocol.phrases.go} {opening}"
    unit = protocol.timing.one_pass.seconds
    return Step(
        kind=StepKind.ROLL,
        side=choice.side,
        seconds=dose.passes_per_strip * unit,
        glance=capital(glance),
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


def _spoken_step(kind: StepKind, side: str, seconds: int, said: Phrase | Instruction) -> Step:
    return Step(
        kind=kind, side=side, seconds=seconds, glance=said.glance, lines=(ScriptLine(said.spoken),)
    )
