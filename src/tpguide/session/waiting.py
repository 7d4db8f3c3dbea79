"""Length and spoken lines of each status in which the step waits."""

from __future__ import annotations

from typing import Final

from tpguide.session.announcements import COUNTDOWN_SECONDS, countdown
from tpguide.session.events import SECOND, Milliseconds
from tpguide.session.plan import ScriptLine, words_of_place
from tpguide.session.state import Session, Status
from tpguide.text import capital

#: Time for the second press of the stop key.
STOP_WAIT_SECONDS: Final = 3


def hold_length(session: Session) -> Milliseconds:
    """Return the length of the current waiting status. Raises ValueError in other statuses."""
    protocol, safety = session.plan.protocol, session.plan.safety
    timing = protocol.timing
    wrong = safety.something_wrong
    match session.status:
        case Status.PAUSED | Status.ADVISING:
            return timing.longest_pause.seconds * SECOND
        case Status.COUNTING_IN:
            return milliseconds_to_say(session, welcome_back(session)) + COUNTDOWN_SECONDS * SECOND
        case Status.MOVING_ON:
            said = milliseconds_to_say(session, hold_lines(session)[0].text)
            return said + COUNTDOWN_SECONDS * SECOND
        case Status.CHANGING:
            return timing.change_intensity.seconds * SECOND
        case Status.RECHECKING | Status.ASKING_FIRMER:  # silence begins after the question
            asked = milliseconds_to_say(session, hold_lines(session)[0].text)
            return asked + protocol.check_ins.seconds * SECOND
        case Status.ASKING_STOP:
            return STOP_WAIT_SECONDS * SECOND
        case Status.GETTING_DOWN:
            return timing.get_down.seconds * SECOND
        case Status.ASKING_KIND:
            asked = milliseconds_to_say(session, wrong.signs.spoken) + milliseconds_to_say(
                session, wrong.ask.spoken
            )
            return asked + wrong.ask_wait.seconds * SECOND
        case Status.LEAVING:
            said = milliseconds_to_say(session, hold_lines(session)[0].text)
            return said + timing.get_up.seconds * SECOND
        case Status.READY | Status.RUNNING | Status.OVER:
            raise ValueError(f"the step does not wait while {session.status.value}")


def hold_lines(session: Session) -> tuple[ScriptLine, ...]:
    """Return the spoken lines of the current waiting status; none if the step does not wait."""
    protocol, wrong = session.plan.protocol, session.plan.safety.something_wrong
    phrases = protocol.phrases
    match session.status:
        case Status.PAUSED:
            return (ScriptLine(phrases.paused.spoken),)
        case Status.COUNTING_IN:
            return (ScriptLine(welcome_back(session)), *countdown(protocol))
        case Status.MOVING_ON:
            return (ScriptLine(_echoing(session, _moving_on(session))), *countdown(protocol))
        case Status.CHANGING:
            intensity = protocol.intensities[session.side.notch]
            told = _echoing(session, intensity.change_to.spoken)
            return (ScriptLine(told), *countdown(protocol))
        case Status.RECHECKING:
            return (ScriptLine(phrases.recheck.spoken),)
        case Status.ASKING_FIRMER:
            return (ScriptLine(phrases.firmer_question.spoken),)
        case Status.ASKING_STOP:
            return (ScriptLine(phrases.stop_question.spoken),)
        case Status.GETTING_DOWN:
            return (ScriptLine(phrases.get_down.spoken),)
        case Status.ASKING_KIND:
            after = milliseconds_to_say(session, wrong.signs.spoken) / SECOND
            return (ScriptLine(wrong.signs.spoken), ScriptLine(wrong.ask.spoken, seconds=after))
        case Status.ADVISING:
            kind = next(kind for kind in wrong.kinds if kind.key == session.wrong)
            return (ScriptLine(kind.advice.spoken),)
        case Status.LEAVING:
            told = _echoing(session, phrases.ended_by_ratings.spoken)
            up = ScriptLine(
                phrases.get_up.spoken, seconds=milliseconds_to_say(session, told) / SECOND
            )
            return (ScriptLine(told), up)
        case Status.READY | Status.RUNNING | Status.OVER:
            return ()


def rating_said(session: Session, at: Milliseconds) -> str:
    """Return what is said of a rating that was given at that very moment, if one was."""
    given = session.ratings[-1] if session.ratings else None
    if given is None or given.at != at:
        return ""
    phrases = session.plan.protocol.phrases
    too_much = given.rating - session.plan.protocol.ratings.lighten_at
    if 0 <= too_much < len(phrases.numbers_too_much):
        return phrases.numbers_too_much[too_much]
    return phrases.numbers[given.rating]


def _echoing(session: Session, text: str) -> str:
    """Return *text* after the rating by which this waiting began, if one was given."""
    return f"{rating_said(session, session.at - session.held)} {text}".strip()


def milliseconds_to_say(session: Session, text: str) -> Milliseconds:
    """Return the time to speak *text* at the guide's rate."""
    return round(session.plan.seconds_to_say(text) * SECOND)


def welcome_back(session: Session) -> str:
    """Return what is said before the step resumes: side, intensity, zone and instruction."""
    protocol, step = session.plan.protocol, session.step
    where = [protocol.side(step.side).name] if len(protocol.sides.each) > 1 else []
    where.append(protocol.intensities[session.side.notch].name)
    told = capital(", ".join(where))
    place = words_of_place(protocol, step)
    return f"{protocol.phrases.going_on.spoken} {told}. {place}"


def _moving_on(session: Session) -> str:
    return f"{session.plan.protocol.phrases.leave_this_place.spoken} {session.step.opening}"
