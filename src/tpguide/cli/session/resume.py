"""An interrupted session: resumed if it is recent and wanted, else closed.

The program may have been killed, or its window closed. What had happened is in the journal; the
same engine that saw it happen replays it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from tpguide.cli.context import Context
from tpguide.cli.session.sound import speech_of
from tpguide.errors import TpguideError
from tpguide.guide.model import Guide, fingerprint
from tpguide.session.cues import Speech
from tpguide.session.engine import handle, replay
from tpguide.session.events import Stop
from tpguide.session.limits import is_known
from tpguide.session.plan import StepKind
from tpguide.session.plan_from_protocol import lay_out
from tpguide.session.record import (
    Beginning,
    RecordNumber,
    RedFlag,
    Result,
    UnfinishedSession,
    result_of,
)
from tpguide.session.state import Ending, Session, Status, fresh
from tpguide.session.view import view
from tpguide.storage.journal import Journal
from tpguide.text import minutes_and_seconds, quantity
from tpguide.ui.prompts.terminal import KeyOption, Prompts
from tpguide.ui.prompts.told import Told

#: A session can be resumed for so long after it was interrupted.
RESUMABLE_WITHIN: Final = timedelta(minutes=30)
#: Sessions in these statuses can't be resumed.
_FINAL = {Status.ASKING_KIND, Status.ADVISING, Status.LEAVING, Status.OVER, Status.READY}


class Wanted(Enum):
    """What is wanted with a session that broke off; *ASK* if the person has not said."""

    ASK = "ask"
    RESUME = "resume"
    FRESH = "fresh"


@dataclass(frozen=True, slots=True)
class TakenUp:
    """A session to go on with, as it stood when it broke off."""

    number: RecordNumber
    session: Session
    beginning: Beginning

    def session_at(self, now: datetime) -> Session:
        """Return the session as it stands *now*: nothing went on meanwhile."""
        passed = (now - self.beginning.began) // timedelta(milliseconds=1)
        return replace(self.session, at=max(self.session.at, passed))


def taken_up(context: Context, guide: Guide, journal: Journal, wanted: Wanted) -> TakenUp | None:
    """Return the session to go on with, if there is one and it is wanted; close all others.

    None is gone on with after a red flag: what comes then are all safety questions.
    """
    unfinished = journal.unfinished_sessions(guide.slug)
    taken = _if_wanted(context, guide, journal, unfinished[0], wanted) if unfinished else None
    for other in unfinished:
        if taken is None or other.number != taken.number:
            close(journal, guide, other)
    if taken is None and wanted is Wanted.RESUME:
        context.output.tell("There is no session to go on with, so a new one begins.")
    return taken


def close_what_is_over(context: Context, journal: Journal) -> None:
    """Close every session that can't be gone on with any more, so that it is listed."""
    for slug in journal.guides_of_unfinished_sessions():
        for unfinished in journal.unfinished_sessions(slug):
            if not _is_recent(unfinished, context.clock.now()):
                _close_of(context, journal, slug, unfinished)


def _close_of(context: Context, journal: Journal, slug: str, unfinished: UnfinishedSession) -> None:
    try:
        guide = context.library.find(slug)
    except TpguideError:  # what was done with a guide that is gone is still listed
        journal.close_as_stopped(unfinished)
    else:
        close(journal, guide, unfinished)


def _if_wanted(
    context: Context,
    guide: Guide,
    journal: Journal,
    unfinished: UnfinishedSession,
    wanted: Wanted,
) -> TakenUp | None:
    speech = speech_of(context, guide)
    session = _as_it_stood(guide, unfinished, speech) if unfinished.is_whole else None
    flag = journal.last_red_flag(guide.slug)
    if session is None or (flag and flag.at >= unfinished.beginning.began):
        return None
    if not _is_wanted(context.prompts, session, unfinished, context.clock.now(), wanted):
        return None
    return TakenUp(unfinished.number, session, unfinished.beginning)


def finish(journal: Journal, guide: Guide, number: RecordNumber, result: Result) -> bool:
    """Keep how a session ended, and for the next one whether by something wrong.

    Return whether the session is still there: it may have been deleted elsewhere.
    """
    is_there = journal.finish_session(number, result)
    if result.ending is Ending.SOMETHING_WRONG:
        flag = RedFlag(guide=guide.slug, at=result.ended, kind=result.wrong or "")
        journal.keep_red_flag(flag)
    return is_there


def close(journal: Journal, guide: Guide, unfinished: UnfinishedSession) -> None:
    """Keep a session that broke off as one that was stopped then, with what was done in it."""
    session = _as_it_stood(guide, unfinished)
    if session is None:
        journal.close_as_stopped(unfinished)
        return
    session, _ = handle(session, Stop(session.at))
    finish(journal, guide, unfinished.number, result_of(session, began=unfinished.beginning.began))


def _as_it_stood(
    guide: Guide, unfinished: UnfinishedSession, speech: Speech | None = None
) -> Session | None:
    """Return the session when it broke off, or None if its guide knows no such choices any more."""
    if unfinished.beginning.guide_hash != fingerprint(guide):
        return None
    choices = unfinished.beginning.choices
    if not choices or not all(is_known(guide.protocol, choice) for choice in choices):
        return None
    return replay(fresh(lay_out(guide, choices, speech)), unfinished.events)


def _is_recent(unfinished: UnfinishedSession, now: datetime) -> bool:
    """Return whether it broke off so lately that it can be resumed.

    One that broke off in the future was begun while the clock was wrong.
    """
    return abs(now - unfinished.broke_off) <= RESUMABLE_WITHIN


def _is_wanted(
    prompts: Prompts,
    session: Session,
    unfinished: UnfinishedSession,
    now: datetime,
    wanted: Wanted,
) -> bool:
    if session.status in _FINAL or session.sweep.kind is StepKind.DONE:
        return False
    if not _is_recent(unfinished, now) or wanted is Wanted.FRESH:
        return False
    if wanted is Wanted.RESUME:
        return True
    minutes = int((now - unfinished.broke_off).total_seconds() // 60)
    ago = "just now" if minutes < 1 else f"{quantity(minutes, 'minute')} ago"
    seen = view(session)
    seconds = seen.left // 1000
    # Before the first roll there is no step to name.
    place = (seen.where[0], f"step {seen.number} of {seen.of_side}")[: 1 + bool(seen.number)]
    told = (
        f"Your session was interrupted {ago}: {', '.join(place)},"
        f" {minutes_and_seconds(seconds)} to go."
    )
    options = [KeyOption("r", True, "resume"), KeyOption("s", False, "start over")]
    return prompts.pick("Resume?", options, [Told(told)])
