"""Put what an archive holds into a journal's tables, each thing on its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tpguide.session.record import Screening
from tpguide.storage.archive import Archive, WrongArchiveError, beside_sessions
from tpguide.storage.database import DatabaseRow
from tpguide.storage.session_rows import as_kept, insert_archived, insert_new_row

if TYPE_CHECKING:
    from sqlite3 import Connection


class Added(NamedTuple):
    """How many of a kind were taken in, and how many were here already."""

    new: int = 0
    known: int = 0

    def and_one(self, *, is_new: bool) -> Added:
        """Return the same with one more."""
        return Added(self.new + is_new, self.known + (not is_new))


Insertion = Callable[[], bool]


def insertions(
    connection: Connection, archive: Archive
) -> Iterator[tuple[str, int | str, Insertion]]:
    """Yield everything in *archive*: its kind, which of them it is, and what inserts it."""
    for number, session in enumerate(archive.sessions, 1):
        yield "session", number, partial(insert_archived, connection, session)
    for kind, values in beside_sessions(archive):
        table = kind.replace(" ", "_")
        for number, one in enumerate(values, 1):
            row = screening_row(one) if isinstance(one, Screening) else as_kept(one)
            yield kind, number, partial(insert_new_row, connection, table, row)
    for guide, place in archive.reading_places.items():
        row = {"guide": guide, **as_kept(place)}
        yield (
            "reading place",
            f"of {guide}",
            partial(insert_new_row, connection, "reading_place", row),
        )
    for name, text in archive.remembered.items():
        row = {"name": name, "value": text}
        yield "remembered fact", name, partial(insert_new_row, connection, "remembered", row)


def inserted(insert: Insertion, which: str) -> bool:
    """Carry *insert* out, and return whether it was not there yet.

    Raises WrongArchiveError, which names *which* it is, for what no journal can hold.
    """
    import sqlite3

    try:
        return insert()
    except (sqlite3.IntegrityError, sqlite3.DataError, OverflowError, UnicodeError) as error:
        raise WrongArchiveError(f"{which} holds what can't be ({error})") from error


def screening_row(screening: Screening) -> DatabaseRow:
    """Return the columns of a row for *screening*."""
    return {**as_kept(screening), "items": json.dumps(screening.items)}
