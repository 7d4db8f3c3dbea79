"""What is said in a step besides its opening: how far one is, what comes next, the count to it.

Whether it all fits is checked by `session/timing_check`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tpguide.guide.model import Guide
from tpguide.guide.protocol import Protocol
from tpguide.session.cues import SENTENCE_BREAK_SECONDS, Speech
from tpguide.session.plan import Anchor, ScriptLine, SideChoice, Step, StepKind, counted

COUNTDOWN_SECONDS: Final = 3


def announced(
    steps: Sequence[Step], guide: Guide, choices: tuple[SideChoice, ...], speech: Speech
) -> Iterator[Step]:
    """Yield *steps*, each with what is said in it besides its opening."""
    halves = {_half_of_side(steps, choice.side) for choice in choices}
    for index, (step, following) in enumerate(zip(steps, (*steps[1:], None), strict=True)):
        lines = [*step.lines]
        if index in halves:
            told = guide.protocol.phrases.half_of_side
            left = _time_left(steps, index, step.side, guide.protocol)
            line = _after_opening(f"{told} {left}".strip(), step, speech)
            lines.append(replace(line, tells_progress=True))
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
    return minutes_left(protocol, sum(step.seconds for step in counted(steps[start:], side)))


def minutes_left(protocol: Protocol, seconds: float) -> str:
    """Return what is said of so many seconds that a side takes yet, or nothing without words."""
    minutes = max(1, round(seconds / 60))
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
    fits = said + to_announce + COUNTDOWN_SECONDS <= step.seconds
    counts = countdown(guide.protocol) if fits else ()
    if not announcement:
        return counts
    return (ScriptLine(announcement, Anchor.END, to_announce + len(counts)), *counts)


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
