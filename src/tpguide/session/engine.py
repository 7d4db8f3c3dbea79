"""The session state machine.

Rule 1: what an event does in which status is decided in this file, by `handle`. How it is done is
here for time and waiting, in `session/steps` for the steps, in `session/pressure` for ratings.
Rule 2: time enters only as `at` on an event. Nothing here reads a clock, waits, draws, plays or
keeps; `handle` says what should be heard, as cues.

    READY --Begin--> RUNNING --last step over--> OVER
    RUNNING <--TogglePause, over COUNTING_IN--> PAUSED --ten minutes--> OVER
    RUNNING --lighter, firmer--> CHANGING --its seconds--> RUNNING
    RUNNING --a rating that lightens, then some rolling--> RECHECKING --a low one--> RUNNING
    RECHECKING --a high one, silence--> CHANGING or MOVING_ON --> RUNNING, at the next place
    RUNNING --firmer wanted--> ASKING_FIRMER --low rating--> CHANGING
    any --AskToStop--> ASKING_STOP --again--> OVER, or after its seconds back to what it was
    any --SomethingWrong--> ASKING_KIND --a kind, silence--> ADVISING --any key--> OVER
    any --too many high ratings--> LEAVING --its seconds, any key--> OVER
    any --TakeUpAgain--> GETTING_DOWN --> COUNTING_IN --> RUNNING

A step, and every status in which it waits, is an interval with a length and with spoken lines.
A line is spoken if its moment lies in (before, after], so the tick rate can neither skip nor repeat
one; the remainder of a tick is spent in the next interval.
A sore spot the person asks for is a detour: `Session.detour` holds the sweep to return to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from tpguide.session.events import (
    AnyEvent,
    AskToStop,
    Back,
    Begin,
    ChangeIntensity,
    Less,
    Lighter,
    Milliseconds,
    More,
    Next,
    Pause,
    Rate,
    SomethingWrong,
    SoreSpotHere,
    Stop,
    TakeUpAgain,
    Tick,
    TimeLost,
    TogglePause,
)
from tpguide.session.outcome import (
    Heard,
    Outcome,
    hold,
    moments_of,
    over,
    run_step,
    say,
    spoken_between,
)
from tpguide.session.plan import StepKind
from tpguide.session.pressure import change_intensity, leave_still_sore, lighten, rate
from tpguide.session.state import Ending, Interrupted, Recheck, Session, Status
from tpguide.session.steps import (
    enter,
    index_after,
    index_before,
    lengthen,
    move_to,
    shorten,
    work_sore_spot,
)
from tpguide.session.waiting import hold_length, hold_lines

#: From these no key leads back into the massage.
_WRONG: Final = {Status.ASKING_KIND, Status.ADVISING, Status.LEAVING}


def handle(session: Session, event: AnyEvent) -> Outcome:
    """Return the session after *event*, and its cues in order."""
    if session.is_over:
        return session, ()
    if isinstance(event, TimeLost):
        return _lose_time(session, event.at)
    if isinstance(event, TakeUpAgain):  # resumed after a crash: the time between is not spent
        return _react(replace(session, at=max(event.at, session.at)), event)
    session, heard = _pass_time(session, event.at)
    session, more = _react(session, event)
    return session, heard + more


def next_moment(session: Session) -> Milliseconds:
    """Return the time until the next transition or spoken line of a session that is going on.

    Raises ValueError before its beginning and after its end.
    """
    if session.status is Status.RUNNING:
        lines, length, now = session.step.lines, session.length, session.elapsed
    else:
        lines, length, now = hold_lines(session), hold_length(session), session.held
    ahead = (moment - now for moment, _ in moments_of(lines, length) if moment > now)
    return min((_until_something(session), *ahead))


def replay(session: Session, events: Iterable[AnyEvent]) -> Session:
    """Return the session after all *events*."""
    for event in events:
        session, _ = handle(session, event)
    return session


# --- what an event does ---------------------------------------------------------------------------


def _react(session: Session, event: AnyEvent) -> Outcome:
    if session.is_over:
        return session, ()
    match session.status, event:
        case _, Tick():
            return session, ()
        case _, Stop():
            return _end(session)
        case Status.LEAVING, SomethingWrong():
            return hold(replace(session, ending=None), Status.ASKING_KIND)
        case Status.ADVISING | Status.LEAVING, _:
            return _end(session)
        case Status.ASKING_KIND, Rate(rating=number):
            return _name_kind(session, number)
        case Status.ASKING_KIND, _:
            return session, ()
        case _, SomethingWrong():
            return hold(session, Status.ASKING_KIND)
        case Status.READY, Begin():
            return enter(session, 0)
        case Status.READY, AskToStop():
            return _end(session)
        case Status.READY, _:
            return session, ()
        case Status.ASKING_STOP, AskToStop():
            return _end(session)
        case Status.ASKING_STOP, TogglePause() | Pause():
            return _pause(_undo_stop_question(session))
        case Status.ASKING_STOP, _:
            return _react(_undo_stop_question(session), event)
        case _, AskToStop():
            asked = replace(session, interrupted=Interrupted(session.status, session.held))
            return hold(asked, Status.ASKING_STOP)
        case _, TakeUpAgain():
            return _take_up_again(session)
        case Status.PAUSED, TogglePause():
            return hold(session, Status.COUNTING_IN)
        case _, TogglePause() | Pause():
            return _pause(session)
        case _, Rate(rating=rating):
            return rate(session, rating)
        case Status.RECHECKING, Next() | Lighter():
            return leave_still_sore(session)
        case Status.GETTING_DOWN, Next() | Back():
            return hold(session, Status.COUNTING_IN)
        case _, Next():
            return move_to(session, index_after(session))
        case _, Back():
            return move_to(session, index_before(session))
        case _, Lighter():
            return lighten(session)
        case Status.RUNNING | Status.PAUSED, ChangeIntensity():
            return change_intensity(session)
        case Status.RUNNING | Status.PAUSED, More():
            return lengthen(session)
        case Status.RUNNING | Status.PAUSED, Less():
            return shorten(session)
        case Status.RUNNING, SoreSpotHere():
            return work_sore_spot(session)
        case _:
            return session, ()


# --- time -----------------------------------------------------------------------------------------


def _pass_time(session: Session, at: Milliseconds) -> Outcome:
    """Advance to *at*, interval by interval."""
    heard: Heard = ()
    while session.at < at and session.status not in {Status.READY, Status.OVER}:
        spent = min(at - session.at, _until_something(session))
        session, more = _advance(replace(session, at=session.at + spent), spent)
        heard += more
    if session.is_over:  # its end time, even if the tick came later
        return session, heard
    session = replace(session, at=max(at, session.at))
    if session.notice and session.notice.until <= session.at:
        session = replace(session, notice=None)
    return session, heard


def _until_something(session: Session) -> Milliseconds:
    """Return the time until the current interval ends or a re-check is due."""
    if session.status is not Status.RUNNING:
        return hold_length(session) - session.held
    left = session.length - session.elapsed
    if session.recheck and _is_due_on(session, session.recheck):
        return min(left, session.recheck.left)
    return left


def _advance(session: Session, spent: Milliseconds) -> Outcome:
    if session.status is not Status.RUNNING:
        before, after = session.held, session.held + spent
        heard = spoken_between(session, hold_lines(session), hold_length(session), before, after)
        session = replace(session, held=after)
        if after < hold_length(session):
            return session, heard
        session, more = _finish_hold(session)
        return session, heard + more
    before, after = session.elapsed, session.elapsed + spent
    heard = spoken_between(session, session.step.lines, session.length, before, after)
    session = _credit(replace(session, elapsed=after), spent)
    recheck = session.recheck
    # Checked before the step ends, so the question is about this place, not the next.
    if recheck and _is_due_on(session, recheck) and recheck.left <= 0:
        session, more = hold(session, Status.RECHECKING)
    elif after >= session.length:
        session, more = move_to(session, index_after(session))
    else:
        return session, heard
    return session, heard + more


def _credit(session: Session, spent: Milliseconds) -> Session:
    """Add *spent* to the rolled time and, if a re-check is pending, count it down."""
    if not session.is_rolling:
        return session
    side = session.side
    rolled = tuple(
        have + spent if notch == side.notch else have for notch, have in enumerate(side.rolled)
    )
    recheck = session.recheck
    if recheck and _is_due_on(session, recheck):
        session = replace(session, recheck=replace(recheck, left=recheck.left - spent))
    if session.step.kind is StepKind.SORE_SPOT:
        on_spots = list(session.on_spots)
        on_spots[session.spot] += spent
        session = replace(session, on_spots=tuple(on_spots))
    return session.with_side(replace(side, rolled=rolled))


def _is_due_on(session: Session, recheck: Recheck) -> bool:
    return session.is_rolling and recheck.side == session.step.side


def _lose_time(session: Session, at: Milliseconds) -> Outcome:
    """The machine slept: pause; the lost time counts as pause, not as rolling."""
    if session.status in _WRONG | {Status.READY}:
        return replace(session, at=max(at, session.at)), ()
    session, heard = _pause(_undo_stop_question(session))
    session, more = _pass_time(session, at)
    return session, heard + more


# --- statuses in which the step waits -------------------------------------------------------------


def _finish_hold(session: Session) -> Outcome:
    """Transition at the end of a waiting status."""
    match session.status:
        case Status.PAUSED if session.sweep.kind is StepKind.DONE:
            return _end(session)
        case Status.PAUSED:
            ended = replace(session, ending=Ending.LONG_PAUSE)
            return over(ended, session.plan.protocol.phrases.ended_by_pause)
        case Status.COUNTING_IN | Status.CHANGING | Status.MOVING_ON:
            return run_step(session)
        case Status.RECHECKING:
            return leave_still_sore(session)
        case Status.ASKING_FIRMER:
            session, heard = run_step(session)
            session, more = say(session, session.plan.protocol.phrases.not_firmer)
            return session, heard + more
        case Status.ASKING_STOP:
            return _undo_stop_question(session), ()
        case Status.GETTING_DOWN:
            return hold(session, Status.COUNTING_IN)
        case Status.ASKING_KIND:
            return _name_kind(session, None)
        case Status.ADVISING | Status.LEAVING:
            return _end(session)
        case Status.READY | Status.RUNNING | Status.OVER:
            return session, ()


def _pause(session: Session) -> Outcome:
    """Pause; a pause that goes on keeps its time.

    An unanswered re-check is still due, so it is asked again as soon as rolling resumes.
    """
    if session.status is Status.PAUSED:
        return session, ()
    return hold(session, Status.PAUSED)


def _undo_stop_question(session: Session) -> Session:
    """Return to the status before the question whether to stop."""
    if session.interrupted is None:
        return session
    before = session.interrupted
    return replace(session, status=before.status, held=before.held, interrupted=None)


def _take_up_again(session: Session) -> Outcome:
    if session.step.kind is StepKind.GET_DOWN:
        return enter(session, session.index)
    return hold(session, Status.GETTING_DOWN)


# --- endings --------------------------------------------------------------------------------------


def _name_kind(session: Session, number: int | None) -> Outcome:
    """Set what feels wrong by its number; None stands for silence."""
    wrong = session.plan.safety.something_wrong
    if number is None:
        kind = wrong.unanswered
    elif 1 <= number <= len(wrong.kinds):
        kind = wrong.kinds[number - 1].key
    else:
        return session, ()
    return hold(replace(session, wrong=kind), Status.ADVISING)


def _end(session: Session) -> Outcome:
    """End the session: with the ending already set, else as stopped by the person."""
    phrases = session.plan.protocol.phrases
    if session.ending is not None:
        return over(session, None)
    if session.status in {Status.ASKING_KIND, Status.ADVISING}:
        kind = session.wrong or session.plan.safety.something_wrong.unanswered
        return over(replace(session, wrong=kind, ending=Ending.SOMETHING_WRONG), None)
    if session.sweep.kind is StepKind.DONE:
        return over(replace(session, ending=Ending.COMPLETED), None)
    return over(replace(session, ending=Ending.STOPPED), phrases.stopped)
