"""Everything that is heard in a session that is left alone, each with its moment.

For a sound file, which can ask nothing: so it opens with what rules a massage out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from tpguide.guide.safety import Safety
from tpguide.session.cues import Cue, Sound, Speech
from tpguide.session.engine import handle, next_moment
from tpguide.session.events import SECOND, Begin, Milliseconds, Tick
from tpguide.session.plan import Plan
from tpguide.session.state import fresh
from tpguide.session.strokes import Beat, strokes

#: The breath between what the opening says.
OPENING_BREATH: Final = 500


@dataclass(frozen=True, slots=True)
class TimedCue:
    """A cue and its moment."""

    at: Milliseconds
    cue: Cue


@dataclass(frozen=True, slots=True)
class Script:
    """All that is heard, from the opening to the last words; *begins* is when the session does."""

    heard: tuple[TimedCue, ...]
    beats: tuple[Beat, ...]
    begins: Milliseconds
    ends: Milliseconds


def script(plan: Plan, speech: Speech) -> Script:
    """Return all that is heard, from the signs to the last step."""
    opening, begins = _opening(plan, speech)
    heard, beats, ends = _session(plan)
    return Script(
        heard=(*opening, *(replace(each, at=each.at + begins) for each in heard)),
        beats=tuple(Beat(beat.at + begins, beat.turns) for beat in beats),
        begins=begins,
        ends=ends + begins,
    )


def opening_texts(safety: Safety) -> tuple[str, ...]:
    """Return what a sound file says first, since it can't ask."""
    return (safety.gate.opening,)


def _opening(plan: Plan, speech: Speech) -> tuple[list[TimedCue], Milliseconds]:
    """Return the signs, and when the session begins after them."""
    said: list[TimedCue] = []
    at = 0
    for text in opening_texts(plan.safety):
        said.append(TimedCue(at, Cue(Sound.WORDS, text)))
        at += round(speech.seconds(text) * SECOND) + OPENING_BREATH
    return said, at


def _session(plan: Plan) -> tuple[list[TimedCue], list[Beat], Milliseconds]:
    heard: list[TimedCue] = []
    beats: list[Beat] = []
    session, cues = handle(fresh(plan), Begin(0))
    while True:
        heard += (TimedCue(session.at, cue) for cue in cues if isinstance(cue, Cue))
        if session.is_over:
            return heard, beats, session.at
        until = session.at + (next_moment(session) or SECOND)
        if going_on := strokes(session):
            beats += going_on.beats(session.at - 1 if not session.elapsed else session.at, until)
        session, cues = handle(session, Tick(until))
