"""The visible state of a session as plain values, shared by every display.

Knows no terminal, colour or width.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tpguide.guide.protocol import BandWords
from tpguide.session.events import SECOND, Milliseconds
from tpguide.session.plan import Step, StepKind
from tpguide.session.state import Ending, Session, Status
from tpguide.session.waiting import hold_length
from tpguide.text import read_not_heard


class Mood(Enum):
    """What kind of moment it is: the band of the screen has a word and a colour for each."""

    GET_DOWN = "get_down"
    SET_UP = "set_up"
    ROLL = "roll"
    SORE_SPOT = "sore_spot"
    CHECK_IN = "check_in"
    REST = "rest"
    CHANGE_SIDES = "change_sides"
    DONE = "done"
    PAUSED = "paused"
    READY = "ready"
    CHANGE = "change"
    AGAIN = "again"
    WRONG = "wrong"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Pace:
    """Where the marker of the pacer is: *position* 0 to 1, from the start of the zone to its end.

    It is on pass (or stroke) *number* of *count*.
    """

    position: float
    number: int
    count: int

    @property
    def is_outward(self) -> bool:
        """Whether it travels from the start to the end."""
        return self.number % 2 == 1


@dataclass(frozen=True, slots=True)
class View:
    """Everything a screen shows of a session.

    *where* names side, intensity, zone and strip. Where the massage is over, *urgent* is what has
    to be seen first, and *lines* what there is to read. *left* is what remains of the session.
    """

    mood: Mood
    word: str
    where: tuple[str, ...]
    number: int
    of_side: int
    seconds: int
    glance: str
    following: str
    pace: Pace | None
    urgent: str
    lines: tuple[str, ...]
    progress: float
    left: Milliseconds


_MOODS = {
    Status.READY: Mood.READY,
    Status.PAUSED: Mood.PAUSED,
    Status.COUNTING_IN: Mood.READY,
    Status.CHANGING: Mood.CHANGE,
    Status.MOVING_ON: Mood.CHANGE,
    Status.RECHECKING: Mood.AGAIN,
    Status.ASKING_FIRMER: Mood.CHECK_IN,
    Status.ASKING_STOP: Mood.STOP,
    Status.GETTING_DOWN: Mood.GET_DOWN,
    Status.ASKING_KIND: Mood.WRONG,
    Status.ADVISING: Mood.WRONG,
    Status.LEAVING: Mood.STOP,
    Status.OVER: Mood.DONE,
}


def view(session: Session) -> View:
    """Return the visible state of *session*."""
    mood = _MOODS.get(session.status) or Mood(session.step.kind.value)
    done, left = _done_and_left(session)
    return View(
        mood=mood,
        word=_word(session.plan.protocol.phrases.words, mood),
        where=_where(session),
        number=session.step.number,
        of_side=session.step.of_side,
        seconds=-(-_milliseconds_left(session) // SECOND),
        glance=_glance(session),
        following=_following(session),
        pace=_pace(session),
        urgent=_urgent(session),
        lines=_lines(session),
        progress=done / (done + left) if done + left else 1.0,
        left=left,
    )


def _word(words: BandWords, mood: Mood) -> str:
    word: str = getattr(words, mood.value)
    return word


def _where(session: Session) -> tuple[str, ...]:
    protocol, step = session.plan.protocol, session.step
    names = [side.name for side in protocol.sides.each if side.key == step.side]
    names.append(protocol.intensities[session.side.notch].name)
    names += [zone.name for zone in protocol.zones if zone.key == step.zone]
    names += [strip.name for strip in protocol.strips if strip.key == step.strip]
    return tuple(names)


def _milliseconds_left(session: Session) -> Milliseconds:
    match session.status:
        case Status.RUNNING | Status.READY | Status.PAUSED | Status.ASKING_STOP:
            return session.length - session.elapsed
        case Status.OVER:
            return 0
        case _:
            return hold_length(session) - session.held


def _glance(session: Session) -> str:
    phrases, wrong = session.plan.protocol.phrases, session.plan.safety.something_wrong
    if session.notice and session.status is not Status.ASKING_STOP:
        return session.notice.glance
    match session.status:
        case Status.PAUSED:
            return phrases.paused.glance
        case Status.CHANGING:
            return session.plan.intensity(session.side.notch).change_to.glance
        case Status.MOVING_ON:
            return phrases.leave_this_place.glance
        case Status.RECHECKING:
            return phrases.recheck.glance
        case Status.ASKING_FIRMER:
            return phrases.firmer_question.glance
        case Status.ASKING_STOP:
            return phrases.stop_question.glance
        case Status.GETTING_DOWN:
            return phrases.get_down.glance
        case Status.ASKING_KIND:
            return wrong.ask.glance
        case Status.ADVISING | Status.LEAVING:
            return ""
        case Status.OVER if session.ending is Ending.STOPPED:
            return phrases.stopped.glance
        case Status.OVER if session.ending is Ending.LONG_PAUSE:
            return phrases.ended_by_pause.glance
        case _:
            return session.step.glance


def _following(session: Session) -> str:
    if session.status in {Status.ASKING_KIND, Status.ADVISING, Status.LEAVING, Status.OVER}:
        return ""
    if session.status is Status.GETTING_DOWN:
        return session.step.glance
    step = next_step(session)
    return step.glance if step else ""


def next_step(session: Session) -> Step | None:
    """Return the step after the one it is in, if there is one."""
    if session.detour:
        return session.sweep
    for index in range(session.index + 1, len(session.plan.steps)):
        if index not in session.spent:
            return session.plan.steps[index]
    return None


def _pace(session: Session) -> Pace | None:
    shown = {Status.RUNNING, Status.PAUSED, Status.ASKING_STOP}
    return pace_of_step(session) if session.status in shown else None


def pace_of_step(session: Session) -> Pace | None:
    """Return the pacer of a rolling step, running or waiting; None for other steps."""
    step = session.step
    if not step.kind.is_rolling:
        return None
    unit = step.unit_seconds * SECOND
    count = max(1, session.length // unit)
    number = min(count, session.elapsed // unit + 1)
    done = min(1.0, (session.elapsed - (number - 1) * unit) / unit)
    return Pace(done if number % 2 else 1.0 - done, number, count)


def _urgent(session: Session) -> str:
    wrong = session.plan.safety.something_wrong
    match session.status:
        case Status.ASKING_KIND:
            return wrong.signs.glance
        case Status.ADVISING:
            return next(kind.advice.glance for kind in wrong.kinds if kind.key == session.wrong)
        case Status.LEAVING:
            return session.plan.protocol.phrases.ended_by_ratings.glance
        case _:
            return ""


def _lines(session: Session) -> tuple[str, ...]:
    safety = session.plan.safety
    wrong = safety.something_wrong
    match session.status:
        case Status.ASKING_KIND:
            kinds = "  ".join(f"{number} {kind.name}" for number, kind in enumerate(wrong.kinds, 1))
            return (read_not_heard(wrong.signs.spoken), kinds)
        case Status.ADVISING:
            kind = next(kind for kind in wrong.kinds if kind.key == session.wrong)
            return (read_not_heard(kind.advice.spoken),)
        case Status.LEAVING:
            phrases = session.plan.protocol.phrases
            return (
                read_not_heard(phrases.ended_by_ratings.spoken),
                read_not_heard(phrases.get_up.spoken),
            )
        case _:
            return ()


def _done_and_left(session: Session) -> tuple[Milliseconds, Milliseconds]:
    if session.status is Status.OVER:
        return 1, 0
    steps = session.plan.steps
    done = sum(step.seconds for step in steps[: session.index]) * SECOND + session.elapsed
    ahead = sum(
        step.seconds
        for index, step in enumerate(steps)
        if index > session.index and index not in session.spent
    )
    sweep = session.detour.length - session.detour.elapsed if session.detour else 0
    return done, ahead * SECOND + max(0, session.length - session.elapsed) + sweep


def is_moving(session: Session) -> bool:
    """Whether something on the screen moves between two seconds."""
    return session.is_rolling and session.step.kind in {StepKind.ROLL, StepKind.SORE_SPOT}
