"""Check every plan of a guide: spoken text fits its seconds, and doses add up to their totals.

Texts that do not fit would cut each other off on the floor, where nothing can be read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tpguide.guide.model import Guide
from tpguide.guide.problems import Severity
from tpguide.guide.protocol import Dose
from tpguide.session.announcements import COUNTDOWN_SECONDS
from tpguide.session.cues import Speech
from tpguide.session.plan import (
    Plan,
    SideChoice,
    Step,
    rolling_seconds,
    seconds_of_plan,
    seconds_of_side,
)
from tpguide.session.plan_from_protocol import lay_out


@dataclass(frozen=True, slots=True)
class Misfit:
    """Text too long for its seconds, or a wrong total: where in the guide, and by how much.

    A guide that breaks its own limits or totals can't be used: an error.
    """

    path: tuple[str | int, ...]
    sentence: str
    severity: Severity = Severity.WARNING


def misfits(guide: Guide, speech: Speech | None = None) -> tuple[Misfit, ...]:
    """Return everything of *guide* that does not fit the time it has, as *speech* takes it."""
    speech = speech or Speech(guide.voice.words_per_minute)
    found = dict.fromkeys(broken_limits(guide))
    for index, dose in enumerate(guide.protocol.doses):
        for intensity in guide.protocol.intensities:
            plan = _plan_of_all_sides(guide, dose, intensity.key, speech)
            found |= dict.fromkeys(_steps(plan, index))
    for misfit in _changes_of_intensity(guide, speech):
        found[misfit] = None
    return tuple(found)


def broken_limits(guide: Guide) -> Iterator[Misfit]:
    """Yield the limits and totals that *guide* gives and breaks itself: nobody is led by it."""
    for index, dose in enumerate(guide.protocol.doses):
        plan = _plan_of_all_sides(guide, dose, dose.intensity, Speech(guide.voice.words_per_minute))
        yield from _totals(plan, dose, index)


def _plan_of_all_sides(guide: Guide, dose: Dose, intensity: str, speech: Speech) -> Plan:
    return lay_out(
        guide,
        tuple(
            SideChoice(side.key, dose.key, intensity, intensity)
            for side in guide.protocol.sides.each
        ),
        speech,
    )


def _totals(plan: Plan, dose: Dose, index: int) -> Iterator[Misfit]:
    path = ("protocol", "doses", index, "totals")
    timing = plan.protocol.timing
    side = plan.choices[0].side
    sums = (
        ("one_side_seconds", dose.totals.one_side_seconds, seconds_of_side(plan, side)),
        ("all_sides_seconds", dose.totals.all_sides_seconds, seconds_of_plan(plan)),
    )
    for name, said, is_so in sums:
        if said != is_so:
            yield Misfit(
                (*path, name),
                f"The steps add up to {is_so} seconds, not {said}.",
                Severity.ERROR,
            )
    rolled = rolling_seconds(plan, side)
    if rolled >= timing.side_rolling_below.seconds:
        yield Misfit(
            ("protocol", "doses", index),
            f"{rolled} seconds of rolling on a side; "
            f"less than {timing.side_rolling_below.seconds} are allowed.",
            Severity.ERROR,
        )
    spot = dose.strokes_per_sore_spot * timing.one_stroke.seconds
    if spot > timing.sore_spot_at_most.seconds:
        yield Misfit(
            ("protocol", "doses", index, "strokes_per_sore_spot"),
            f"{spot} seconds on a sore spot; "
            f"{timing.sore_spot_at_most.seconds} at most are allowed.",
            Severity.ERROR,
        )


def _steps(plan: Plan, dose: int) -> Iterator[Misfit]:
    for step in plan.steps:
        yield from _lines(plan, step, dose)


def _lines(plan: Plan, step: Step, dose: int) -> Iterator[Misfit]:
    spans = [
        (line.moment(step.seconds), line.moment(step.seconds) + plan.seconds_to_say(line.text))
        for line in step.lines
    ]
    where = ("protocol", "doses", dose)
    name = " ".join(filter(None, (step.kind.value.replace("_", " "), step.zone, step.strip)))
    for (_, ends), (begins, _), line in zip(spans, spans[1:], step.lines[1:], strict=False):
        if ends > begins + 1e-6:
            yield Misfit(
                where,
                f"In the step “{name}” of {step.seconds} seconds, “{line.text}” begins "
                f"{ends - begins:.1f} seconds before the text ahead of it has ended. "
                "Shorten one of them, or give the step more seconds.",
            )
    if spans and (spans[-1][1] > step.seconds + 1e-6 or spans[0][1] > step.seconds):
        yield Misfit(
            where,
            f"In the step “{name}”, what is said takes "
            f"{max(end for _, end in spans):.1f} of {step.seconds} seconds.",
        )


def _changes_of_intensity(guide: Guide, speech: Speech) -> Iterator[Misfit]:
    """A change is told before it is counted down to, and so are the rating and leaving a place."""
    protocol = guide.protocol
    phrases = protocol.phrases
    rated = max((*phrases.numbers, *phrases.numbers_too_much), key=speech.seconds)
    seconds = protocol.timing.change_intensity.seconds - COUNTDOWN_SECONDS
    for index, intensity in enumerate(protocol.intensities):
        told = f"{rated} {phrases.leave_this_place.spoken} {intensity.change_to.spoken}"
        said = speech.seconds(told)
        if said > seconds:
            yield Misfit(
                ("protocol", "intensities", index, "change_to", "spoken"),
                f"With a rating and what is said on leaving a place, it takes {said:.1f} seconds; "
                f"timing.change_intensity leaves {seconds} before the count of three.",
            )
