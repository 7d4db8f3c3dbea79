"""Everything that is said in a session that is left alone, each with its moment.

For a sound file, which has no screen: so it opens with the signs that rule a massage out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tpguide.guide.safety import Safety, Tier
from tpguide.session.cues import Cue
from tpguide.session.engine import handle, next_moment
from tpguide.session.events import Begin, Milliseconds, Tick
from tpguide.session.plan import Plan
from tpguide.session.state import fresh

#: Nobody looks at the screen while a file is heard: what it opens with may take its time.
OPENING_SLOWER: Final = 1.3
SECOND: Final = 1000

Said = tuple[Milliseconds, str]


def script(plan: Plan) -> tuple[Said, ...]:
    """Return all that is said, from the signs to the last step."""
    opening, begins = _opening(plan)
    return (*opening, *((at + begins, text) for at, text in _session(plan)))


def _opening(plan: Plan) -> tuple[list[Said], Milliseconds]:
    """Return the signs, and when the session begins after them."""
    said: list[Said] = []
    at = 0
    for text in _signs(plan.safety):
        said.append((at, text))
        at += round(plan.seconds_to_say(text) * OPENING_SLOWER * SECOND) + SECOND
    return said, at


def _signs(safety: Safety) -> Iterator[str]:
    for tier in (safety.emergency, safety.same_day):
        yield from _signs_of(tier)


def _signs_of(tier: Tier) -> Iterator[str]:
    yield f"{tier.title}. {tier.ask}"
    for question in tier.questions:
        yield f"{question.title}: {'; '.join(question.signs)}."
    yield tier.spoken


def _session(plan: Plan) -> Iterator[Said]:
    session, heard = handle(fresh(plan), Begin(0))
    while True:
        yield from ((session.at, cue.spoken) for cue in heard if isinstance(cue, Cue))
        if session.is_over:
            return
        session, heard = handle(session, Tick(session.at + (next_moment(session) or SECOND)))
