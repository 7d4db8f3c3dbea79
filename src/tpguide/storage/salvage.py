"""Read what can be read of a database that is damaged, or that a newer tpguide has written."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tpguide.storage.migrations import migrate, transaction

if TYPE_CHECKING:
    from sqlite3 import Connection


class Salvage:
    """What can be read of a database at the first of *addresses* that can be opened."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._addresses = addresses
        self.could_be_opened = False
        self._is_whole = True
        self.rows = 0
        self._lost = 0
        self._missing: list[str] = []

    @property
    def told(self) -> str:
        """What became of it, in words."""
        if not self.rows:
            return "with nothing in it"
        if not self._is_whole:
            return f"with the {self.rows} entries that could be read of it"
        told = f"with the {self.rows} entries that were in it"
        if self._lost:
            told = f"with {self.rows} of its entries; {self._lost} could not be taken over"
        return f"{told}; all of {', '.join(self._missing)} is gone" if self._missing else told

    def into(self, connection: Connection) -> None:
        """Copy it into *connection*, a database that is up to date."""
        import sqlite3

        for address in self._addresses:
            with (
                suppress(sqlite3.Error),
                closing(sqlite3.connect(address, uri=True, timeout=0, isolation_level=None)) as old,
            ):
                # So damage in the schema hides no more than the table that it concerns.
                old.execute("PRAGMA writable_schema = ON")
                # Fails for a database that is locked; a damaged one can be read in part.
                old.execute("BEGIN")
                with suppress(sqlite3.DatabaseError):
                    old.execute("SELECT count(*) FROM sqlite_master").fetchone()
                    self.could_be_opened = True
                if self.could_be_opened:
                    with transaction(connection):
                        self._copy(old, connection)
                    return

    def _copy(self, old: Connection, new: Connection) -> None:
        old.text_factory = text_or_bytes
        for (table,) in new.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall():
            kept = {name for name, _ in _columns(old, table)}
            columns = [column for column in _columns(new, table) if column[0] in kept]
            keys = [name for name, is_key in columns if is_key]
            if not keys:
                self._missing.append(table.replace("_", " "))
                continue
            names = ", ".join(name for name, _ in columns)
            values = ", ".join("?" * len(columns))
            into = f"INSERT INTO {table} ({names}) VALUES ({values}) ON CONFLICT DO NOTHING"
            # From both ends up to a damaged page: what is behind it may be sound.
            for direction in ("ASC", "DESC"):
                order = ", ".join(f"{key} {direction}" for key in keys)
                if self._copy_rows(old, f"SELECT {names} FROM {table} ORDER BY {order}", new, into):
                    break

    def _copy_rows(self, old: Connection, query: str, new: Connection, into: str) -> bool:
        """Return whether there was no damage on the way."""
        import sqlite3

        try:
            for row in old.execute(query):
                try:
                    self.rows += new.execute(into, row).rowcount
                except sqlite3.IntegrityError:
                    self._lost += 1
        except sqlite3.Error:
            self._is_whole = False
        return self._is_whole


def _columns(connection: Connection, table: str) -> list[tuple[str, bool]]:
    """Return the columns of *table*, and whether each is part of its key; none if it is missing."""
    import sqlite3

    try:
        found = connection.execute(f"PRAGMA table_info({table})").fetchall()
    except sqlite3.Error:
        return []
    return [(name, bool(key)) for _, name, _, _, _, key in found]


def read_only_addresses(path: Path) -> list[str]:
    """Return the addresses at which the database at *path* can be read without a change to it."""
    address, log = path.absolute().as_uri(), path.with_name(path.name + "-wal")
    reading, still = f"{address}?mode=ro", f"{address}?immutable=1"
    return [reading, still] if log.exists() and log.stat().st_size else [still]


def has_its_tables(connection: Connection) -> bool:
    """Return whether everything is there that the migrations make, and nothing that interferes."""
    [(triggers,)] = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
    return not triggers and _tables() <= _tables_in(connection)


@cache
def _tables() -> frozenset[tuple[str, str]]:
    import sqlite3

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        migrate(memory, Path(":memory:"))
        return _tables_in(memory)


def _tables_in(connection: Connection) -> frozenset[tuple[str, str]]:
    """Return the tables and indices of *connection*, with the statements that made them."""
    made = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return frozenset((name, " ".join(sql.split())) for name, sql in made)


def text_or_bytes(content: bytes) -> str | bytes:
    """Return *content* as the text that it is, or as it is if it is none."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content
