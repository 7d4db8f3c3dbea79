"""Everything that is said in a session that is left alone, each with its moment.

For a sound file, which has no screen: so it opens with what rules a massage out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tpguide.session.cues import Cue
from tpguide.session.engine import handle, next_moment
from tpguide.session.events import Begin, Milliseconds, Tick
from tpguide.session.plan import Plan
from tpguide.session.state import fresh

SECOND_MILLISECONDS: Final = 1000

Said = tuple[Milliseconds, str]


def script(plan: Plan) -> tuple[Said, ...]:
    """Return all that is said, from the opening to the last step."""
    opening, begins = _opening(plan)
    return (*opening, *((at + begins, text) for at, text in _session(plan)))


def _opening(plan: Plan) -> tuple[list[Said], Milliseconds]:
    """Return what the file opens with, and when the session begins after it."""
    text = plan.safety.gate.opening
    return [(0, text)], round(plan.seconds_to_say(text) * SECOND_MILLISECONDS) + SECOND_MILLISECONDS


def _session(plan: Plan) -> Iterator[Said]:
    session, heard = handle(fresh(plan), Begin(0))
    while True:
        yield from ((session.at, cue.spoken) for cue in heard if isinstance(cue, Cue))
        if session.is_over:
            return
        session, heard = handle(
            session, Tick(session.at + (next_moment(session) or SECOND_MILLISECONDS))
        )
