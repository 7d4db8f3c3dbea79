"""How far a session is, as it is told on the floor, whatever was longer, shorter or skipped."""

from __future__ import annotations

from typing import Final

from tpguide.session.announcements import minutes_left
from tpguide.session.events import SECOND
from tpguide.session.plan import counted
from tpguide.session.state import Session

#: What is called a half: this share of a side's rolling, or so much less or more.
HALF: Final = 0.5
ABOUT: Final = 0.1


def progress(session: Session) -> str:
    """Return that half of the side is done, if it is, and the minutes that it takes from this step.

    Nothing is returned where neither can be said.
    """
    phrases = session.plan.protocol.phrases
    ahead = tuple(
        step
        for index, step in enumerate(session.plan.steps)
        if index > session.index and index not in session.spent
    )
    left = session.length + SECOND * sum(step.seconds for step in counted(ahead, session.step.side))
    rolling = session.length - session.elapsed
    rolling += SECOND * sum(
        step.seconds for step in counted(ahead, session.step.side) if step.kind.is_rolling
    )
    rolled = session.side.rolled_in_all
    is_half = abs(rolled / max(1, rolled + rolling) - HALF) <= ABOUT
    told = (
        phrases.half_of_side if is_half else "",
        minutes_left(session.plan.protocol, left / SECOND),
    )
    return " ".join(filter(None, told))
