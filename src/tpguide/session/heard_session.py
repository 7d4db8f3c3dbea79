"""A session that was heard from a sound file: what it was, as the engine would have led it.

Nothing was pressed in it, so it follows from its plan and the moment at which it was stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from tpguide.session.engine import handle
from tpguide.session.events import Begin, Milliseconds, Stop, Tick
from tpguide.session.plan import Plan
from tpguide.session.record import KeptRating, Result, result_of
from tpguide.session.state import Session, fresh

#: Longer than any session.
_TO_THE_END = 24 * 60 * 60 * 1000


def heard(plan: Plan, stopped_at: Milliseconds | None = None) -> Session:
    """Return the session of *plan*, heard to its end or until it was stopped."""
    session, _ = handle(fresh(plan), Begin(0))
    session, _ = handle(session, Tick(_TO_THE_END if stopped_at is None else stopped_at))
    return session if stopped_at is None else handle(session, Stop(stopped_at))[0]


def result_heard(session: Session, began: datetime, highest: Mapping[str, int]) -> Result:
    """Return what is kept of a *heard* session, and the *highest* pain on the way in each side."""
    result = result_of(session, began=began)
    ratings = tuple(
        KeptRating(at=session.at, side=side, rating=rating) for side, rating in highest.items()
    )
    return msgspec.structs.replace(result, ratings=ratings)
