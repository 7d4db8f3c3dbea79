"""Read and write the tables of the journal as values, and count the rows that can't be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TypeVar

import msgspec

from tpguide.session.record import Agreement, Measurement, RedFlag, WeeklyRating
from tpguide.storage.database import Database, DatabaseRow
from tpguide.storage.session_rows import Unreadable, as_kept, insert_row, moment_text

T = TypeVar("T")


class JournalTables:
    """What every part of the journal does with its tables."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._unreadable = Unreadable()

    def _keep(self, table: str, kept: Agreement | RedFlag | WeeklyRating | Measurement) -> None:
        self._database.write_all(lambda connection: insert_row(connection, table, as_kept(kept)))

    def _since(
        self, kind: type[T], table: str, guide: str, since: datetime | None
    ) -> tuple[T, ...]:
        condition = "guide = ? AND coalesce(julianday(at) >= julianday(?), 1)"
        return self._all(kind, table, condition, guide, since and moment_text(since))

    def _all(
        self, kind: type[T], table: str, condition: str = "1", *values: object
    ) -> tuple[T, ...]:
        rows = self._database.read(
            f"SELECT * FROM {table} WHERE {condition} ORDER BY julianday(at)", *values
        )
        return tuple(self._readable(table, rows, lambda row: msgspec.convert(row, kind)))

    def _readable(
        self, table: str, rows: Iterable[DatabaseRow], make: Callable[[DatabaseRow], T]
    ) -> Iterator[T]:
        """Yield what *make* makes of *rows*, and count those it fails on."""
        for row in rows:
            made = self._unreadable.read(table, row, make)
            if made is not None:
                yield made
