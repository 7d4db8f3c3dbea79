"""Bring a journal up to date: the tables it has had, step by step.

Append only. A journal is someone's only copy, and it has been through the steps that stand here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tpguide.errors import TpguideError
from tpguide.text import visible

if TYPE_CHECKING:
    from sqlite3 import Connection

#: What one version changes: its statements, in order.
Migration = tuple[str, ...]

# Moments are ISO text with an offset, sorted by julianday(). Times in a session are milliseconds.
_FIRST: Migration = (
    """
    CREATE TABLE session (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        token TEXT NOT NULL UNIQUE CHECK (length(token) BETWEEN 1 AND 64),
        guide TEXT NOT NULL CHECK (guide <> ''),
        guide_hash TEXT NOT NULL,
        version TEXT NOT NULL,
        began TEXT NOT NULL CHECK (
            coalesce(julianday(began), 0) > 0 AND (began GLOB '*Z' OR began GLOB '*[+-]??:??')
        ),
        process INTEGER NOT NULL,
        ended TEXT CHECK (
            ended IS NULL OR
            coalesce(julianday(ended), 0) > 0 AND (ended GLOB '*Z' OR ended GLOB '*[+-]??:??')
        ),
        ending TEXT
            CHECK (ending IN ('completed', 'stopped', 'long pause', 'ratings', 'something wrong')),
        wrong TEXT,
        note TEXT NOT NULL DEFAULT '' CHECK (length(note) <= 10000),
        CHECK ((ended IS NULL) = (ending IS NULL))
    )
    """,
    "CREATE INDEX session_by_moment ON session (julianday(began), number)",
    "CREATE INDEX session_by_guide ON session (guide, julianday(began), number)",
    "CREATE INDEX session_unfinished ON session (guide) WHERE ending IS NULL",
    """
    CREATE TABLE session_side (
        session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        side TEXT NOT NULL CHECK (side <> ''),
        position INTEGER NOT NULL CHECK (position >= 0),
        dose TEXT NOT NULL CHECK (dose <> ''),
        intensity TEXT NOT NULL CHECK (intensity <> ''),
        ceiling TEXT NOT NULL CHECK (ceiling <> ''),
        pain_before INTEGER NOT NULL CHECK (pain_before IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
        pain_after INTEGER CHECK (pain_after IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
        morning TEXT CHECK (
            morning IS NULL OR
            coalesce(julianday(morning), 0) > 0 AND (morning GLOB '*Z' OR morning GLOB '*[+-]??:??')
        ),
        morning_pain INTEGER CHECK (morning_pain IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
        new_bruise INTEGER CHECK (new_bruise IN (0, 1)),
        lasting_soreness INTEGER CHECK (lasting_soreness IN (0, 1)),
        PRIMARY KEY (session, side)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE event (
        session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        sequence INTEGER NOT NULL CHECK (sequence >= 0),
        at INTEGER NOT NULL CHECK (at >= 0),
        kind TEXT NOT NULL CHECK (kind <> ''),
        event TEXT NOT NULL,
        PRIMARY KEY (session, sequence)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE rolled (
        session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        sequence INTEGER NOT NULL CHECK (sequence >= 0),
        side TEXT NOT NULL CHECK (side <> ''),
        intensity TEXT NOT NULL CHECK (intensity <> ''),
        milliseconds INTEGER NOT NULL CHECK (milliseconds >= 0),
        PRIMARY KEY (session, sequence),
        UNIQUE (session, side, intensity)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE rating (
        session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        sequence INTEGER NOT NULL CHECK (sequence >= 0),
        at INTEGER NOT NULL CHECK (at >= 0),
        side TEXT NOT NULL CHECK (side <> ''),
        rating INTEGER NOT NULL CHECK (rating IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
        zone TEXT,
        strip TEXT,
        PRIMARY KEY (session, sequence)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE sore_spot (
        session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        sequence INTEGER NOT NULL CHECK (sequence >= 0),
        at INTEGER NOT NULL CHECK (at >= 0),
        side TEXT NOT NULL CHECK (side <> ''),
        zone TEXT NOT NULL CHECK (zone <> ''),
        strip TEXT NOT NULL CHECK (strip <> ''),
        intensity TEXT NOT NULL CHECK (intensity <> ''),
        rating INTEGER CHECK (rating IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
        PRIMARY KEY (session, sequence)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE screening (
        number INTEGER PRIMARY KEY,
        guide TEXT NOT NULL CHECK (guide <> ''),
        at TEXT NOT NULL CHECK (
            coalesce(julianday(at), 0) > 0 AND (at GLOB '*Z' OR at GLOB '*[+-]??:??')
        ),
        reasons TEXT NOT NULL CHECK (reasons IN ('not', 'whether changed', 'in full')),
        verdict TEXT NOT NULL CHECK (
            verdict IN ('clear', 'agreed', 'not agreed', 'block', 'same day', 'emergency')
        ),
        items TEXT NOT NULL,
        UNIQUE (guide, at)
    )
    """,
    "CREATE INDEX screening_by_moment ON screening (guide, julianday(at))",
    """
    CREATE TABLE agreement (
        guide TEXT NOT NULL CHECK (guide <> ''),
        item TEXT NOT NULL CHECK (item <> ''),
        at TEXT NOT NULL CHECK (
            coalesce(julianday(at), 0) > 0 AND (at GLOB '*Z' OR at GLOB '*[+-]??:??')
        ),
        PRIMARY KEY (guide, item, at)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE red_flag (
        guide TEXT NOT NULL CHECK (guide <> ''),
        at TEXT NOT NULL CHECK (
            coalesce(julianday(at), 0) > 0 AND (at GLOB '*Z' OR at GLOB '*[+-]??:??')
        ),
        kind TEXT NOT NULL CHECK (kind <> ''),
        PRIMARY KEY (guide, at)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE weekly_rating (
        guide TEXT NOT NULL CHECK (guide <> ''),
        side TEXT NOT NULL CHECK (side <> ''),
        at TEXT NOT NULL CHECK (
            coalesce(julianday(at), 0) > 0 AND (at GLOB '*Z' OR at GLOB '*[+-]??:??')
        ),
        rating INTEGER NOT NULL CHECK (rating IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
        PRIMARY KEY (guide, side, at)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE measurement (
        guide TEXT NOT NULL CHECK (guide <> ''),
        test TEXT NOT NULL CHECK (test <> ''),
        side TEXT NOT NULL CHECK (side <> ''),
        at TEXT NOT NULL CHECK (
            coalesce(julianday(at), 0) > 0 AND (at GLOB '*Z' OR at GLOB '*[+-]??:??')
        ),
        value REAL NOT NULL CHECK (typeof(value) = 'real' AND value >= 0),
        PRIMARY KEY (guide, test, side, at)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE reading_place (
        guide TEXT PRIMARY KEY CHECK (guide <> ''),
        section TEXT NOT NULL,
        line INTEGER NOT NULL CHECK (line >= 0)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE remembered (
        name TEXT PRIMARY KEY CHECK (name <> ''),
        value TEXT NOT NULL
    ) WITHOUT ROWID
    """,
)

MIGRATIONS: tuple[Migration, ...] = (_FIRST,)


class NewerJournalError(TpguideError):
    """A journal that a newer tpguide has written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The journal {visible(str(path))} was written by a newer tpguide than this one.",
            "Update tpguide; this one leaves the journal as it is.",
        )


def migrate(
    connection: Connection, path: Path, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Take *connection* through the versions it has not seen yet, each in one transaction.

    Asks for the right to write even if there is nothing to do, so that a journal that can't be
    written is found out now. Raises NewerJournalError if it has seen more than there are.
    """
    while True:
        with transaction(connection):
            version = version_of(connection)
            if version > len(migrations):
                raise NewerJournalError(path)
            if version == len(migrations):
                return
            for statement in migrations[version]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version + 1}")


def version_of(connection: Connection) -> int:
    """Return how many migrations *connection* has seen."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Keep everything that is done inside, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # SQLite has rolled some failures back by itself, a full disk among them.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
