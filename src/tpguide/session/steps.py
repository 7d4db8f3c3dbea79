"""From step to step: forward, back, aside to a sore spot and back, longer and shorter.

No step gets longer than the guide's caps on rolling leave it; one that would have no time at all
is passed over.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tpguide.session.cues import Cue, Sound
from tpguide.session.events import SECOND, Milliseconds
from tpguide.session.outcome import Outcome, hold, over, run_step, say
from tpguide.session.plan import StepKind
from tpguide.session.state import Detour, Ending, Session, SoreSpot, Status

#: What More and Less change where nothing is rolled.
EXTRA_SECONDS: Final = 10


def index_after(session: Session) -> int:
    """Return the index of the next step; from a detour, that of the sweep it left."""
    return session.index if session.detour else session.index + 1


def index_before(session: Session) -> int:
    """Return the index of the step before that can be done; from a detour, that of its sweep."""
    if session.detour:
        return session.index
    before = session.index - 1
    while before > 0 and not _may_be_done(session, before):
        before -= 1
    return max(0, before)


def move_to(session: Session, index: int) -> Outcome:
    """Go to the step at *index*: paused stays paused, and a count-in restarts."""
    before = session
    session, heard = enter(session, index)
    if session.is_over:
        return session, heard
    match before.status:
        case Status.PAUSED:
            return replace(session, status=Status.PAUSED, held=before.held), heard
        case Status.COUNTING_IN:
            return hold(session, Status.COUNTING_IN)
        case _:
            return session, heard


def enter(session: Session, index: int) -> Outcome:
    """Begin the step at *index*, or the first after it that is not spent or capped."""
    if session.detour and index == session.index:
        return _back_to_sweep(session)
    session = _stand_before(replace(session, detour=None, interrupted=None), index)
    if session.index == len(session.plan.steps):
        session = replace(session, index=len(session.plan.steps) - 1)
        return over(replace(session, ending=Ending.COMPLETED), None)
    return run_step(session)


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
    session, heard = run_step(replace(leave_place(session), interrupted=None))
    if session.index != left_at:
        return session, heard
    return say(session, session.plan.protocol.phrases.back_to_the_sweep)


def leave_place(session: Session) -> Session:
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


def work_sore_spot(session: Session) -> Outcome:
    """Spend one of the sore spots planned for this side here and now, as a detour."""
    phrases = session.plan.protocol.phrases
    if session.step.kind is not StepKind.ROLL:
        return session, ()
    spot = _next_planned_spot(session)
    if spot is None:
        return say(session, phrases.no_sore_spot_left)
    length = _length_allowed(session, spot)
    if length == 0:
        return say(session, phrases.no_more_time)
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
    session, _ = say(session, phrases.sore_spot_here)
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


def lengthen(session: Session) -> Outcome:
    """Make the step longer by a pass or stroke, or by EXTRA_SECONDS, within the guide's caps."""
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
        return say(session, session.plan.protocol.phrases.no_more_time)
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


def shorten(session: Session) -> Outcome:
    """Make the step shorter by as much; if nothing is left of it, go on."""
    step = session.step
    less = step.unit_seconds * SECOND if step.kind.is_rolling else EXTRA_SECONDS * SECOND
    length = session.length - less
    if length > session.elapsed:
        return replace(session, length=length), ()
    return move_to(session, index_after(session))
