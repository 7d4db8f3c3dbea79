"""The outcome of an event: the session as it is then, and what is heard.

The basic outcomes: run the step, wait in a status, be over, say something.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from tpguide.guide.types import Phrase
from tpguide.session.cues import Cue, Silence, Sound
from tpguide.session.events import SECOND, Milliseconds
from tpguide.session.plan import ScriptLine, StepKind
from tpguide.session.state import Notice, Session, Status
from tpguide.session.time_left import progress
from tpguide.session.waiting import hold_lines, rating_said

Heard = tuple[Cue | Silence, ...]
Outcome = tuple[Session, Heard]

#: How long the answer to a key is shown.
NOTICE_SECONDS: Final = 4

_SOUNDS: Final = {
    StepKind.GET_DOWN: Sound.START,
    StepKind.SET_UP: Sound.STEP,
    StepKind.ROLL: Sound.STEP,
    StepKind.SORE_SPOT: Sound.SORE_SPOT,
    StepKind.CHECK_IN: Sound.CHECK_IN,
    StepKind.REST: Sound.STEP,
    StepKind.CHANGE_SIDES: Sound.CHANGE_SIDES,
    StepKind.DONE: Sound.FINISH,
}
_HOLD_SOUNDS: Final = {
    Status.PAUSED: Sound.PAUSE,
    Status.CHANGING: Sound.CHANGE,
    Status.MOVING_ON: Sound.CHANGE,
    Status.RECHECKING: Sound.CHECK_IN,
    Status.ASKING_FIRMER: Sound.CHECK_IN,
    Status.ASKING_KIND: Sound.WARNING,
    Status.ADVISING: Sound.WARNING,
    Status.LEAVING: Sound.WARNING,
}


def hold(session: Session, status: Status) -> Outcome:
    """Enter a waiting *status* and say its first line."""
    session = replace(session, status=status, held=0, notice=None)
    return session, _opening(session, hold_lines(session), _HOLD_SOUNDS.get(status, Sound.WORDS))


def run_step(session: Session) -> Outcome:
    """Run the step; say its first line if it has not begun."""
    session = replace(session, status=Status.RUNNING, held=0)
    return session, () if session.elapsed else _opening_of_step(session)


def over(session: Session, said: Phrase | None) -> Outcome:
    """End the session, with *said* as the last words, or in silence."""
    session = replace(
        session, status=Status.OVER, held=0, interrupted=None, notice=None, detour=None
    )
    return session, (Cue(Sound.FINISH, said.spoken),) if said else (Silence(),)


def say(session: Session, phrase: Phrase) -> Outcome:
    """Answer a key: shown for NOTICE_SECONDS, and spoken; after a rating, with its number."""
    told = f"{rating_said(session, session.at)} {phrase.spoken}".strip()
    return noticed(session, phrase), (Cue(Sound.WORDS, told),)


def echo(session: Session, rating: int) -> Outcome:
    """Show and say the rating that was given."""
    return say(session, Phrase(glance=str(rating), spoken=""))


def noticed(session: Session, phrase: Phrase) -> Session:
    """Return *session* with the glance of *phrase* shown for NOTICE_SECONDS."""
    until = session.at + NOTICE_SECONDS * SECOND
    return replace(session, notice=Notice(phrase.glance, until))


def _opening_of_step(session: Session) -> Heard:
    return _opening(session, session.step.lines, _SOUNDS[session.step.kind])


def _opening(session: Session, lines: tuple[ScriptLine, ...], sound: Sound) -> Heard:
    """Return the cue at the start of an interval."""
    if not lines:
        return (Silence(),)
    return (Cue(sound, lines[0].text),)


def spoken_between(
    session: Session, lines: tuple[ScriptLine, ...], length: int, before: int, after: int
) -> Heard:
    """Return the cues of *lines* whose moment lies in (before, after]."""
    return tuple(
        Cue(Sound.COUNT if line.is_count else Sound.WORDS, text)
        for moment, line in moments_of(lines, length)
        if before < moment <= after
        and (text := progress(session) if line.tells_progress else line.text)
    )


def moments_of(
    lines: tuple[ScriptLine, ...], length: int
) -> Iterator[tuple[Milliseconds, ScriptLine]]:
    """Yield all lines but the first with their moments in an interval of that length."""
    for line in lines[1:]:
        yield round(line.moment(length / SECOND) * SECOND), line
