"""The session state machine.

Rule 1: every transition of a session is in this file.
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

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from tpguide.guide.types import Phrase
from tpguide.session.cues import Cue, Silence, Sound
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
from tpguide.session.limits import may_go_up
from tpguide.session.plan import ScriptLine, StepKind
from tpguide.session.state import (
    Detour,
    Ending,
    GivenRating,
    Interrupted,
    Notice,
    Recheck,
    Session,
    SoreSpot,
    Status,
)
from tpguide.session.time_left import progress
from tpguide.session.waiting import SECOND, echo, hold_length, hold_lines

Heard = tuple[Cue | Silence, ...]
Outcome = tuple[Session, Heard]

#: What More and Less change where nothing is rolled.
EXTRA_SECONDS: Final = 10
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


def next_moment(session: Session) -> Milliseconds | None:
    """Return the time until the next transition or spoken line; None if there is none."""
    if session.status in {Status.READY, Status.OVER}:
        return None
    if session.status is Status.RUNNING:
        lines, length, now = session.step.lines, session.length, session.elapsed
    else:
        lines, length, now = hold_lines(session), hold_length(session), session.held
    ahead = (moment - now for moment, _ in _moments(lines, length) if moment > now)
    return min((_until_something(session), *ahead))


def replay(session: Session, events: Iterable[AnyEvent]) -> Session:
    """Return the session after all *events*."""
    for event in events:
        session, _ = handle(session, event)
    return session


# --- what an event does -------------------------------------------------------------------------


def _react(session: Session, event: AnyEvent) -> Outcome:
    if session.is_over:
        return session, ()
    match session.status, event:
        case _, Tick():
            return session, ()
        case _, Stop():
            return _end(session)
        case Status.LEAVING, SomethingWrong():
            return _hold(replace(session, ending=None), Status.ASKING_KIND)
        case Status.ADVISING | Status.LEAVING, _:
            return _end(session)
        case Status.ASKING_KIND, Rate(rating=number):
            return _name_kind(session, number)
        case Status.ASKING_KIND, _:
            return session, ()
        case _, SomethingWrong():
            return _hold(session, Status.ASKING_KIND)
        case Status.READY, Begin():
            return _enter(session, 0)
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
            return _hold(asked, Status.ASKING_STOP)
        case _, TakeUpAgain():
            return _take_up_again(session)
        case Status.PAUSED, TogglePause():
            return _hold(session, Status.COUNTING_IN)
        case Status.PAUSED, Pause():
            return session, ()
        case _, TogglePause() | Pause():
            return _pause(session)
        case _, Rate(rating=rating):
            return _rate(session, rating)
        case Status.RECHECKING, Next() | Lighter():
            return _too_much_still(session)
        case Status.GETTING_DOWN, Next() | Back():
            return _hold(session, Status.COUNTING_IN)
        case _, Next():
            return _move(session, _after(session))
        case _, Back():
            return _move(session, _before(session))
        case _, Lighter():
            return _lighten(session)
        case Status.RUNNING | Status.PAUSED, ChangeIntensity():
            return _pull_lever(session)
        case Status.RUNNING | Status.PAUSED, More():
            return _lengthen(session)
        case Status.RUNNING | Status.PAUSED, Less():
            return _shorten(session)
        case Status.RUNNING, SoreSpotHere():
            return _work_sore_spot(session)
        case _:
            return session, ()


# --- time ---------------------------------------------------------------------------------------


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
        heard = _said(session, hold_lines(session), hold_length(session), before, after)
        session = replace(session, held=after)
        if after < hold_length(session):
            return session, heard
        session, more = _finish_hold(session)
        return session, heard + more
    before, after = session.elapsed, session.elapsed + spent
    heard = _said(session, session.step.lines, session.length, before, after)
    session = _credit(replace(session, elapsed=after), spent)
    recheck = session.recheck
    # Checked before the step ends, so the question is about this place, not the next.
    if recheck and _is_due_on(session, recheck) and recheck.left <= 0:
        session, more = _hold(session, Status.RECHECKING)
    elif after >= session.length:
        session, more = _move(session, _after(session))
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
    heard: Heard = ()
    session = _undo_stop_question(session)
    if session.status is not Status.PAUSED:
        session, heard = _pause(session)
    session, more = _pass_time(session, at)
    return session, heard + more


# --- states in which the step waits -----------------------------------------------------------


def _hold(session: Session, status: Status) -> Outcome:
    """Enter a waiting *status* and say its first line."""
    session = replace(session, status=status, held=0, notice=None)
    return session, _opening(session, hold_lines(session), _HOLD_SOUNDS.get(status, Sound.WORDS))


def _finish_hold(session: Session) -> Outcome:
    """Transition at the end of a waiting status."""
    match session.status:
        case Status.PAUSED if session.sweep.kind is StepKind.DONE:
            return _end(session)
        case Status.PAUSED:
            ended = replace(session, ending=Ending.LONG_PAUSE)
            return _over(ended, session.plan.protocol.phrases.ended_by_pause)
        case Status.COUNTING_IN | Status.CHANGING | Status.MOVING_ON:
            return _run(session)
        case Status.RECHECKING:
            return _too_much_still(session)
        case Status.ASKING_FIRMER:
            session, heard = _run(session)
            session, more = _say(session, session.plan.protocol.phrases.not_firmer)
            return session, heard + more
        case Status.ASKING_STOP:
            return _undo_stop_question(session), ()
        case Status.GETTING_DOWN:
            return _hold(session, Status.COUNTING_IN)
        case Status.ASKING_KIND:
            return _name_kind(session, None)
        case Status.ADVISING | Status.LEAVING:
            return _end(session)
        case Status.READY | Status.RUNNING | Status.OVER:
            return session, ()


def _run(session: Session) -> Outcome:
    """Run the step; say its first line if it has not begun."""
    session = replace(session, status=Status.RUNNING, held=0)
    return session, () if session.elapsed else _opening_of_step(session)


def _pause(session: Session) -> Outcome:
    """Pause. An unanswered re-check is asked again as soon as rolling resumes."""
    if session.status is Status.RECHECKING:
        session = replace(session, recheck=Recheck(session.step.side, 0))
    return _hold(session, Status.PAUSED)


def _undo_stop_question(session: Session) -> Session:
    """Return to the status before the question whether to stop."""
    if session.interrupted is None:
        return session
    before = session.interrupted
    return replace(session, status=before.status, held=before.held, interrupted=None)


def _take_up_again(session: Session) -> Outcome:
    if session.step.kind is StepKind.GET_DOWN:
        return _enter(session, session.index)
    if session.status is Status.RECHECKING:
        session = replace(session, recheck=Recheck(session.step.side, 0))
    return _hold(session, Status.GETTING_DOWN)


# --- steps --------------------------------------------------------------------------------------


def _after(session: Session) -> int:
    """Return the index of the next step; from a detour, that of the sweep it left."""
    return session.index if session.detour else session.index + 1


def _before(session: Session) -> int:
    if session.detour:
        return session.index
    before = session.index - 1
    while before > 0 and not _may_be_done(session, before):
        before -= 1
    return max(0, before)


def _move(session: Session, index: int) -> Outcome:
    """Go to the step at *index*: paused stays paused, and a count-in restarts."""
    before = session
    session, heard = _enter(session, index)
    if session.is_over:
        return session, heard
    match before.status:
        case Status.PAUSED:
            return replace(session, status=Status.PAUSED, held=before.held), heard
        case Status.COUNTING_IN:
            return _hold(session, Status.COUNTING_IN)
        case _:
            return session, heard


def _enter(session: Session, index: int) -> Outcome:
    """Begin the step at *index*, or the first after it that is not spent or capped."""
    if session.detour and index == session.index:
        return _back_to_sweep(session)
    session = _stand_before(replace(session, detour=None, interrupted=None), index)
    if session.index == len(session.plan.steps):
        session = replace(session, index=len(session.plan.steps) - 1)
        return _over(replace(session, ending=Ending.COMPLETED), None)
    return _run(session)


def _stand_before(session: Session, index: int) -> Session:
    """Set the position to the start of that step, or of the first after it not spent or capped."""
    while index < len(session.plan.steps) and not _may_be_done(session, index):
        index += 1
    is_over = index == len(session.plan.steps)
    length = 0 if is_over else _length_allowed(session, index)
    return replace(session, index=index, elapsed=0, length=length)


def _may_be_done(session: Session, index: int) -> bool:
    return index not in session.spent and _length_allowed(session, index) > 0


def _length_allowed(session: Session, index: int) -> Milliseconds:
    """Return the length of a step, cut to whole passes or strokes where a cap would be exceeded."""
    step = session.plan.steps[index]
    planned = step.seconds * SECOND
    if not step.kind.is_rolling:
        return planned
    return min(planned, _whole_units(session, index))


def _whole_units(session: Session, index: int) -> Milliseconds:
    """Return the time left under the caps, rounded down to whole passes or strokes."""
    step, timing = session.plan.steps[index], session.plan.protocol.timing
    below = timing.side_rolling_below.seconds * SECOND
    left = below - 1 - session.side_named(step.side).rolled_in_all
    if step.kind is StepKind.SORE_SPOT:
        left = min(left, timing.sore_spot_at_most.seconds * SECOND - session.on_spots[index])
    unit = step.unit_seconds * SECOND
    return max(0, left // unit) * unit


def _back_to_sweep(session: Session) -> Outcome:
    """End a detour and resume the sweep."""
    left_at = session.index
    session, heard = _run(replace(_leave_place(session), interrupted=None))
    if session.index != left_at:
        return session, heard
    return _say(session, session.plan.protocol.phrases.back_to_the_sweep)


def _leave_place(session: Session) -> Session:
    """Set the position to what follows this place: after a detour, the rest of the sweep."""
    detour = session.detour
    if detour is None:
        return _stand_before(session, session.index + 1)
    session = replace(session, detour=None, elapsed=detour.elapsed)
    allowed = detour.elapsed + _whole_units(session, session.index)
    session = replace(session, length=min(detour.length, allowed))
    if session.length > session.elapsed:
        return session
    return _stand_before(session, session.index + 1)


def _work_sore_spot(session: Session) -> Outcome:
    phrases = session.plan.protocol.phrases
    if session.step.kind is not StepKind.ROLL:
        return session, ()
    spot = _next_planned_spot(session)
    if spot is None:
        return _say(session, phrases.no_sore_spot_left)
    length = _length_allowed(session, spot)
    if length == 0:
        return _say(session, phrases.no_more_time)
    step = session.step
    found = SoreSpot(session.at, step.side, step.zone or "", step.strip or "", session.side.notch)
    session = replace(
        session,
        detour=Detour(spot, session.elapsed, session.length),
        spent=session.spent | {spot},
        sore_spots=(*session.sore_spots, found),
        elapsed=0,
        length=length,
    )
    session, _ = _say(session, phrases.sore_spot_here)
    return session, (Cue(Sound.SORE_SPOT, phrases.sore_spot_here.spoken),)


def _next_planned_spot(session: Session) -> int | None:
    for index in range(session.index + 1, len(session.plan.steps)):
        step = session.plan.steps[index]
        if step.side != session.step.side:
            return None
        is_unused = index not in session.spent and not session.on_spots[index]
        if step.kind is StepKind.SORE_SPOT and is_unused:
            return index
    return None


def _lengthen(session: Session) -> Outcome:
    step, timing = session.step, session.plan.protocol.timing
    if not step.kind.is_rolling:
        most = timing.longest_pause.seconds * SECOND
        return replace(session, length=min(most, session.length + EXTRA_SECONDS * SECOND)), ()
    unit = step.unit_seconds * SECOND
    too_long = _rolling_ahead(session) + unit >= timing.side_rolling_below.seconds * SECOND
    if step.kind is StepKind.SORE_SPOT:
        ahead = session.on_spots[session.spot] + session.length - session.elapsed
        too_long |= ahead + unit > timing.sore_spot_at_most.seconds * SECOND
    if too_long:
        return _say(session, session.plan.protocol.phrases.no_more_time)
    return replace(session, length=session.length + unit), ()


def _rolling_ahead(session: Session) -> Milliseconds:
    """Return the total rolling of the side if the plan is followed from here."""
    ahead = sum(
        step.seconds * SECOND
        for index, step in enumerate(session.plan.steps)
        if index > session.index
        and index not in session.spent
        and step.side == session.step.side
        and step.kind.is_rolling
    )
    sweep = session.detour.length - session.detour.elapsed if session.detour else 0
    return session.side.rolled_in_all + session.length - session.elapsed + sweep + ahead


def _shorten(session: Session) -> Outcome:
    step = session.step
    less = step.unit_seconds * SECOND if step.kind.is_rolling else EXTRA_SECONDS * SECOND
    length = session.length - less
    if length > session.elapsed:
        return replace(session, length=length), ()
    return _move(session, _after(session))


# --- ratings and pressure -------------------------------------------------------------------------


def _rate(session: Session, rating: int) -> Outcome:
    """Record a rating and apply the guide's rules to it."""
    rules, phrases = session.plan.protocol.ratings, session.plan.protocol.phrases
    given = GivenRating(session.at, session.index, session.step.side, rating)
    session = replace(session, ratings=(*session.ratings, given))
    if rating >= rules.leave_at and _high_ratings(session) >= rules.ends_at_count:
        return _hold(replace(session, ending=Ending.RATINGS), Status.LEAVING)
    if rating >= rules.lighten_at:
        return _too_much(session, rating)
    session = _recheck_answered(session)
    wanted = session.plan.intensity(min(session.side.notch + 1, _firmest(session)))
    match session.status:
        case Status.ASKING_FIRMER if may_go_up(wanted, rating):
            return _change_to(session, session.side.notch + 1)
        case Status.ASKING_FIRMER:
            session, _ = _run(session)
            return _say(session, phrases.not_firmer)
        case Status.RECHECKING:
            session, _ = _run(session)
            return _echo(session, rating)
        case _:
            return _echo(session, rating)


def _recheck_answered(session: Session) -> Session:
    """Clear the pending re-check of this side, if it was rolled since the re-check was set."""
    recheck, whole = session.recheck, session.plan.protocol.ratings.recheck.seconds * SECOND
    if recheck and recheck.side == session.step.side and recheck.left < whole:
        return replace(session, recheck=None)
    return session


def _high_ratings(session: Session) -> int:
    leave_at = session.plan.protocol.ratings.leave_at
    return sum(given.rating >= leave_at for given in session.ratings)


def _too_much(session: Session, rating: int) -> Outcome:
    """Rating >= lighten_at: one notch lighter; on a repeat also leave the place."""
    rules = session.plan.protocol.ratings
    if session.status is Status.RECHECKING:
        return _too_much_still(session)
    recheck = Recheck(session.step.side, rules.recheck.seconds * SECOND)
    if not _is_at_a_place(session):
        lighter = replace(session, recheck=recheck)
        leaves = rating >= rules.leave_at and _is_within_a_place(session)
        return _leave_place_lighter(lighter) if leaves else _lighten(lighter)
    asked_already = session.recheck is not None and session.recheck.side == session.step.side
    if rating >= rules.leave_at or asked_already or session.side.notch == 0:
        return _too_much_still(session)
    return _change_to(replace(session, recheck=recheck), session.side.notch - 1)


def _is_at_a_place(session: Session) -> bool:
    rolls = session.status in {Status.RUNNING, Status.ASKING_FIRMER}
    return rolls and session.step.kind.is_rolling


def _is_within_a_place(session: Session) -> bool:
    """Whether a place was begun and not left yet, rolling or waiting."""
    is_begun = session.elapsed > 0 or session.detour is not None
    return _is_at_a_place(session) or (session.step.kind.is_rolling and is_begun)


def _too_much_still(session: Session) -> Outcome:
    """Go one notch lighter, if there is one, and leave this place without another re-check."""
    return _leave_place_lighter(replace(session, recheck=None))


def _leave_place_lighter(session: Session) -> Outcome:
    side = session.side
    left = _leave_place(session)
    phrase = session.plan.protocol.phrases.leave_this_place
    left, told = _noticed(left, phrase), f"{echo(session, session.at)} {phrase.spoken}".strip()
    if side.notch > 0:
        left = left.with_side(replace(side, notch=side.notch - 1))
        told = f"{told} {left.plan.intensity(side.notch - 1).change_to.spoken}"
    if _waits_for_the_person(session):
        return left, (Cue(Sound.WORDS, told),)
    if side.notch > 0:
        return replace(left, status=Status.CHANGING, held=0), (Cue(Sound.CHANGE, told),)
    return _hold(left, Status.MOVING_ON)


def _lighten(session: Session) -> Outcome:
    side, phrases = session.side, session.plan.protocol.phrases
    if side.notch == 0 and _is_within_a_place(session):
        return _leave_place_lighter(session)
    if side.notch == 0:
        return _say(session, phrases.lightest_already)
    lighter = session.with_side(replace(side, notch=side.notch - 1))
    if not _is_rolled_again(session):
        return _say(lighter, phrases.noted)
    if _waits_for_the_person(session):
        return _say(lighter, session.plan.intensity(side.notch - 1).change_to)
    return _change_to(session, side.notch - 1)


def _waits_for_the_person(session: Session) -> bool:
    """Whether the step waits for a key anyway, so a change of pressure needs no time of its own."""
    return session.status in {Status.PAUSED, Status.GETTING_DOWN}


def _is_rolled_again(session: Session) -> bool:
    later = session.plan.steps[session.index :]
    return any(step.kind.is_rolling and step.side == session.step.side for step in later)


def _pull_lever(session: Session) -> Outcome:
    side, phrases = session.side, session.plan.protocol.phrases
    if side.notch == _firmest(session) and side.notch > 0:
        return _lighten(session)
    allowed = session.plan.notch(session.choice.ceiling)
    if side.notch + 1 > allowed or session.status is Status.PAUSED or not _is_rolled_again(session):
        return _say(session, phrases.not_firmer)
    return _hold(session, Status.ASKING_FIRMER)


def _firmest(session: Session) -> int:
    return len(session.plan.protocol.intensities) - 1


def _change_to(session: Session, notch: int) -> Outcome:
    """Set the intensity of the side; the step waits while the person changes it."""
    return _hold(session.with_side(replace(session.side, notch=notch)), Status.CHANGING)


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
    return _hold(replace(session, wrong=kind), Status.ADVISING)


def _end(session: Session) -> Outcome:
    """End the session: with the ending already set, else as stopped by the person."""
    phrases = session.plan.protocol.phrases
    if session.ending is not None:
        return _over(session, None)
    if session.status in {Status.ASKING_KIND, Status.ADVISING}:
        kind = session.wrong or session.plan.safety.something_wrong.unanswered
        return _over(replace(session, wrong=kind, ending=Ending.SOMETHING_WRONG), None)
    if session.sweep.kind is StepKind.DONE:
        return _over(replace(session, ending=Ending.COMPLETED), None)
    return _over(replace(session, ending=Ending.STOPPED), phrases.stopped)


def _over(session: Session, said: Phrase | None) -> Outcome:
    session = replace(
        session, status=Status.OVER, held=0, interrupted=None, notice=None, detour=None
    )
    return session, (Cue(Sound.FINISH, said.spoken),) if said else (Silence(),)


# --- what is said ---------------------------------------------------------------------------------


def _say(session: Session, phrase: Phrase) -> Outcome:
    """Answer a key: shown for NOTICE_SECONDS, and spoken; after a rating, with its number."""
    told = f"{echo(session, session.at)} {phrase.spoken}".strip()
    return _noticed(session, phrase), (Cue(Sound.WORDS, told),)


def _echo(session: Session, rating: int) -> Outcome:
    """Show and say the rating that was given."""
    return _say(session, Phrase(glance=str(rating), spoken=""))


def _noticed(session: Session, phrase: Phrase) -> Session:
    until = session.at + NOTICE_SECONDS * SECOND
    return replace(session, notice=Notice(phrase.glance, until))


def _opening_of_step(session: Session) -> Heard:
    return _opening(session, session.step.lines, _SOUNDS[session.step.kind])


def _opening(session: Session, lines: tuple[ScriptLine, ...], sound: Sound) -> Heard:
    """Return the cue at the start of an interval."""
    if not lines:
        return (Silence(),)
    return (Cue(sound, lines[0].text),)


def _said(
    session: Session, lines: tuple[ScriptLine, ...], length: int, before: int, after: int
) -> Heard:
    """Return the cues of *lines* whose moment lies in (before, after]."""
    return tuple(
        Cue(Sound.COUNT if line.is_count else Sound.WORDS, text)
        for moment, line in _moments(lines, length)
        if before < moment <= after
        and (text := progress(session) if line.tells_progress else line.text)
    )


def _moments(
    lines: tuple[ScriptLine, ...], length: int
) -> Iterator[tuple[Milliseconds, ScriptLine]]:
    """Yield all lines but the first with their moments in an interval of that length."""
    for line in lines[1:]:
        yield round(line.moment(length / SECOND) * SECOND), line
