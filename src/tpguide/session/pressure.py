"""Ratings, and the pressure that follows from them: lighter, firmer, leaving a place, the end.

Pressure rises only where the person asks for it and rates it low enough; it is lowered at once.
Which numbers mean what is said by the guide.
"""

from __future__ import annotations

from dataclasses import replace

from tpguide.session.cues import Cue, Sound
from tpguide.session.events import SECOND
from tpguide.session.limits import may_go_up
from tpguide.session.outcome import Outcome, echo, hold, noticed, run_step, say
from tpguide.session.state import Ending, GivenRating, Recheck, Session, Status
from tpguide.session.steps import leave_place
from tpguide.session.waiting import rating_said


def rate(session: Session, rating: int) -> Outcome:
    """Record a rating and apply the guide's rules to it."""
    rules, phrases = session.plan.protocol.ratings, session.plan.protocol.phrases
    given = GivenRating(session.at, session.index, session.step.side, rating)
    session = replace(session, ratings=(*session.ratings, given))
    if rating >= rules.leave_at and _high_ratings(session) >= rules.ends_at_count:
        return hold(replace(session, ending=Ending.RATINGS), Status.LEAVING)
    if rating >= rules.lighten_at:
        return _too_much(session, rating)
    session = _recheck_answered(session)
    wanted = session.plan.intensity(min(session.side.notch + 1, _firmest(session)))
    match session.status:
        case Status.ASKING_FIRMER if may_go_up(wanted, rating):
            return _change_to(session, session.side.notch + 1)
        case Status.ASKING_FIRMER:
            session, _ = run_step(session)
            return say(session, phrases.not_firmer)
        case Status.RECHECKING:
            session, _ = run_step(session)
            return echo(session, rating)
        case _:
            return echo(session, rating)


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
        return leave_still_sore(session)
    recheck = Recheck(session.step.side, rules.recheck.seconds * SECOND)
    if not _is_at_a_place(session):
        lighter = replace(session, recheck=recheck)
        leaves = rating >= rules.leave_at and _is_within_a_place(session)
        return _leave_place_lighter(lighter) if leaves else lighten(lighter)
    asked_already = session.recheck is not None and session.recheck.side == session.step.side
    if rating >= rules.leave_at or asked_already or session.side.notch == 0:
        return leave_still_sore(session)
    return _change_to(replace(session, recheck=recheck), session.side.notch - 1)


def _is_at_a_place(session: Session) -> bool:
    rolls = session.status in {Status.RUNNING, Status.ASKING_FIRMER}
    return rolls and session.step.kind.is_rolling


def _is_within_a_place(session: Session) -> bool:
    """Whether a place was begun and not left yet, rolling or waiting."""
    is_begun = session.elapsed > 0 or session.detour is not None
    return _is_at_a_place(session) or (session.step.kind.is_rolling and is_begun)


def leave_still_sore(session: Session) -> Outcome:
    """Go one notch lighter, if there is one, and leave this place without another re-check."""
    return _leave_place_lighter(replace(session, recheck=None))


def _leave_place_lighter(session: Session) -> Outcome:
    side = session.side
    left = leave_place(session)
    phrase = session.plan.protocol.phrases.leave_this_place
    told = f"{rating_said(session, session.at)} {phrase.spoken}".strip()
    left = noticed(left, phrase)
    if side.notch > 0:
        left = left.with_side(replace(side, notch=side.notch - 1))
        told = f"{told} {left.plan.intensity(side.notch - 1).change_to.spoken}"
    if _waits_for_the_person(session):
        return left, (Cue(Sound.WORDS, told),)
    if side.notch > 0:
        return replace(left, status=Status.CHANGING, held=0), (Cue(Sound.CHANGE, told),)
    return hold(left, Status.MOVING_ON)


def lighten(session: Session) -> Outcome:
    """Go one notch lighter; at the lightest, leave the place."""
    side, phrases = session.side, session.plan.protocol.phrases
    if side.notch == 0 and _is_within_a_place(session):
        return _leave_place_lighter(session)
    if side.notch == 0:
        return say(session, phrases.lightest_already)
    lighter = session.with_side(replace(side, notch=side.notch - 1))
    if not _is_rolled_again(session):
        return say(lighter, phrases.noted)
    if _waits_for_the_person(session):
        return say(lighter, session.plan.intensity(side.notch - 1).change_to)
    return _change_to(session, side.notch - 1)


def _waits_for_the_person(session: Session) -> bool:
    """Whether the step waits for a key anyway, so a change of pressure needs no time of its own."""
    return session.status in {Status.PAUSED, Status.GETTING_DOWN}


def _is_rolled_again(session: Session) -> bool:
    later = session.plan.steps[session.index :]
    return any(step.kind.is_rolling and step.side == session.step.side for step in later)


def change_intensity(session: Session) -> Outcome:
    """Lighter from the firmest; firmer only after a question, and within the limits of the side."""
    side, phrases = session.side, session.plan.protocol.phrases
    if side.notch == _firmest(session) and side.notch > 0:
        return lighten(session)
    allowed = session.plan.notch(session.choice.ceiling)
    if side.notch + 1 > allowed or session.status is Status.PAUSED or not _is_rolled_again(session):
        return say(session, phrases.not_firmer)
    return hold(session, Status.ASKING_FIRMER)


def _firmest(session: Session) -> int:
    return len(session.plan.protocol.intensities) - 1


def _change_to(session: Session, notch: int) -> Outcome:
    """Set the intensity of the side; the step waits while the person changes it."""
    return hold(session.with_side(replace(session.side, notch=notch)), Status.CHANGING)
