"""Which session, and which side, of a history is meant by what was typed."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from tpguide.cli.completion import LAST_SESSION, session_numbers
from tpguide.cli.context import Context
from tpguide.errors import GuideFileError, NotDoneError, WrongUseError
from tpguide.text import visible

if TYPE_CHECKING:
    from tpguide.session.record import SessionRecord
    from tpguide.storage.journal import Journal

SessionNumber = Annotated[
    str,
    typer.Argument(
        metavar="N|last",
        help="Its number, or: last.",
        autocompletion=session_numbers,
    ),
]


def session_meant(journal: Journal, wanted: str) -> SessionRecord:
    """Return the session that is *wanted* by its number or as the last."""
    found = session_or_number(journal, wanted)
    if isinstance(found, int):
        raise NotDoneError(
            f"Session {found} can't be read.", f"tpguide history delete {found} deletes it."
        )
    return found


def session_or_number(journal: Journal, wanted: str) -> SessionRecord | int:
    """Return the session that is *wanted*, or its number if it is there and can't be read."""
    record, number = None, 0
    if wanted == LAST_SESSION:
        record = next(iter(journal.sessions(limit=1)), None)
    elif wanted.isascii() and wanted.isdecimal() and len(wanted) < 19:
        number = int(wanted)
        record = journal.session(number)
    if record is None and journal.has_session(number):
        return number
    if record is None:
        raise WrongUseError(
            f"There is no session {visible(wanted)}.", "tpguide history lists them."
        )
    return record


def side_meant(context: Context, journal: Journal, wanted: str | None) -> str | None:
    """Return the side that is *wanted*, of any guide or session. Raises UnknownNameError."""
    from tpguide.cli.session.options import known

    if wanted is None or journal.sessions(side=wanted, limit=1):
        return wanted
    names: dict[str, None] = {}
    for entry in context.library:
        with suppress(GuideFileError):
            names |= dict.fromkeys(side.key for side in entry.read().protocol.sides.each)
    return known("side", wanted, list(names))
