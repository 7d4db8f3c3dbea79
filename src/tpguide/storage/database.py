"""Hold the journal's database open, whatever becomes of it.

What goes wrong with a disk must never stop a massage. A damaged database is set aside and a new
one begun; one that can't be written goes on in memory, with all that can still be read of it.
Either is told in `trouble`. Knows nothing of what is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from tpguide.storage.migrations import migrate, transaction

if TYPE_CHECKING:
    import sqlite3
    from sqlite3 import Connection

T = TypeVar("T")
Row = dict[str, Any]

#: How long another program's writing is waited for. A session's loop waits as long.
BUSY_SECONDS: Final = 2.0
NOT_KEPT: Final = "What happens from here on is not being kept."
#: What the disk's faults are to a person, by SQLite's primary result codes.
_REASONS: Final = {
    3: "The journal {path} may not be opened.",  # SQLITE_PERM
    5: "Another program holds the journal {path}.",  # SQLITE_BUSY
    6: "Another program holds the journal {path}.",  # SQLITE_LOCKED
    8: "The journal {path} can't be written.",  # SQLITE_READONLY
    10: "The disk of the journal {path} can't be read or written.",  # SQLITE_IOERR
    13: "The disk of the journal {path} is full.",  # SQLITE_FULL
    14: "The journal {path} can't be opened.",  # SQLITE_CANTOPEN
    15: "Another program holds the journal {path}.",  # SQLITE_PROTOCOL
}
_HELD: Final = {5, 6, 15}
_DAMAGE: Final = {11, 26}  # SQLITE_CORRUPT, SQLITE_NOTADB


class Database:
    """A SQLite database at *path*, or in memory if there is none.

    *now* names what is set aside; *wait_seconds* is how long another program is waited for.
    """

    def __init__(
        self, path: Path | None, now: Callable[[], datetime], wait_seconds: float = BUSY_SECONDS
    ) -> None:
        self._path = path
        self._now = now
        self._wait_seconds = wait_seconds
        self._troubles: list[str] = []
        self._was_damaged = False
        self._connection = self._open()

    @property
    def trouble(self) -> str | None:
        """What a person has to know about the keeping of what is kept, if anything."""
        troubles = list(self._troubles)
        if self._path and self._file != _identity(self._path):
            troubles.append(f"The journal {self._path} was deleted while it was open. {NOT_KEPT}")
        return " ".join(troubles) or None

    @property
    def is_kept(self) -> bool:
        """Whether what is written now outlives the program."""
        return self._path is not None

    def read(self, query: str, *values: object) -> list[Row]:
        """Return the rows of *query*, each by the names of its columns."""
        return self._work(lambda connection: _rows(connection, query, values))

    def write(self, statement: str, *values: object) -> int:
        """Carry *statement* out, and return how many rows it changed."""
        return self._work(lambda connection: connection.execute(statement, values).rowcount)

    def write_all(self, work: Callable[[Connection], T]) -> T:
        """Do *work* in one transaction: all of it is kept, or nothing."""

        def in_one_transaction(connection: Connection) -> T:
            with transaction(connection):
                return work(connection)

        return self._work(in_one_transaction)

    def write_all_surely(self, work: Callable[[Connection], T]) -> T:
        """Do *work* in one transaction that outlasts even a power cut."""
        self.write("PRAGMA synchronous = FULL")
        try:
            return self.write_all(work)
        finally:
            self.write("PRAGMA synchronous = NORMAL")

    def wipe(self) -> None:
        """Delete every row, so that none can be found in the file, and what was set aside."""
        tables = self.read(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'"
        )

        def empty(connection: Connection) -> None:
            for table in tables:
                connection.execute(f"DELETE FROM {table['name']}")

        self.write_all_surely(empty)
        self.write("VACUUM")
        self.write("PRAGMA wal_checkpoint(TRUNCATE)")
        if self._path:
            for aside in self._path.parent.glob(f"{self._path.stem}-damaged-*"):
                aside.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file. Nothing can be read or written any more."""
        import sqlite3

        with suppress(sqlite3.Error):
            self._connection.close()

    def _work(self, work: Callable[[Connection], T]) -> T:
        import sqlite3

        while True:
            try:
                return work(self._connection)
            except sqlite3.Error as error:
                if not self._is_fault_of_the_disk(error):
                    raise
                self.close()
                self._connection = self._instead(error)

    def _is_fault_of_the_disk(self, error: sqlite3.Error) -> bool:
        # Of what is in memory, only the copy of something damaged can be at fault.
        return _code(error) in (_REASONS.keys() | _DAMAGE if self._path else _DAMAGE)

    def _open(self) -> Connection:
        import sqlite3

        if self._path is None:
            return _in_memory()
        try:
            # What is kept of a body is nobody else's business.
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            return self._begin(self._path)
        except OSError:
            return self._go_on_in_memory(f"The folder {self._path.parent} can't be used.")
        except sqlite3.Error as error:
            return self._instead(error)

    def _begin(self, path: Path) -> Connection:
        self._file = _identity(path)
        connection = _on_disk(path, self._wait_seconds)
        self._file = _identity(path)
        return connection

    def _instead(self, error: sqlite3.Error) -> Connection:
        """Return the connection to go on with after *error*, a fault of the disk."""
        code, path = _code(error), self._path
        if path is None:
            return _in_memory()
        if code in _DAMAGE:
            return self._begin_anew(path)
        if code not in _REASONS:
            raise error
        # A folder that can't be written keeps even its readers from a journal, unless they take
        # it for one that never changes. One that is being written does.
        address = path.absolute().as_uri()
        writing = [f"{address}?mode=ro"]
        still = [*writing, f"{address}?immutable=1"]
        return self._go_on_in_memory(
            _REASONS[code].format(path=path), writing if code in _HELD else still
        )

    def _begin_anew(self, path: Path) -> Connection:
        import sqlite3

        if self._was_damaged:
            return self._go_on_in_memory(f"The journal {path} is damaged again and again.")
        self._was_damaged = True
        try:
            # Another program may have found the damage first: leave its new journal alone.
            if self._file == _identity(path):
                aside = _set_aside(path, self._now())
                self._troubles.append(
                    f"The journal was damaged. It is kept as {aside}, and a new one has been begun."
                )
            return self._begin(path)
        except OSError:
            return self._go_on_in_memory(f"The journal {path} is damaged.")
        except sqlite3.Error as error:
            return self._instead(error)

    def _go_on_in_memory(self, reason: str, readable: Sequence[str] = ()) -> Connection:
        self._path = None
        self._troubles.append(f"{reason} {NOT_KEPT}")
        return _in_memory(readable)


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code, or 0 if the error comes from elsewhere."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def _identity(path: Path) -> int | None:
    """Return what tells the file at *path* from another of that name."""
    return path.stat().st_ino if path.exists() else None


def _rows(connection: Connection, query: str, values: tuple[object, ...]) -> list[Row]:
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _on_disk(path: Path, wait_seconds: float) -> Connection:
    import sqlite3

    connection = sqlite3.connect(path, timeout=wait_seconds, isolation_level=None)
    try:
        # Two programs that begin a journal at once can't both turn it into one with a
        # write-ahead log, and the one that comes too late isn't made to wait.
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        migrate(connection, path)
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _in_memory(addresses: Sequence[str] = ()) -> Connection:
    """Return a database in memory, with what can be read from the first of *addresses*."""
    import sqlite3

    memory = sqlite3.connect(":memory:", isolation_level=None)
    any(_copied(address, memory) for address in addresses)
    migrate(memory, Path(":memory:"))
    memory.execute("PRAGMA foreign_keys = ON")
    return memory


def _copied(address: str, memory: Connection) -> bool:
    import sqlite3

    try:
        with closing(sqlite3.connect(address, uri=True, timeout=0, isolation_level=None)) as source:
            # A backup waits for ever for a file that is locked: hold the right to read first.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(memory)
            source.execute("ROLLBACK")
    except sqlite3.Error:
        return False
    return True


def _set_aside(path: Path, now: datetime) -> Path:
    aside = next(name for name in _names_aside(path, now) if not name.exists())
    for suffix in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    return aside


def _names_aside(path: Path, now: datetime) -> Iterator[Path]:
    stem = f"{path.stem}-damaged-{now:%Y-%m-%d-%H%M%S}"
    yield path.with_name(stem + path.suffix)
    yield from (path.with_name(f"{stem}-{n}{path.suffix}") for n in count(2))
