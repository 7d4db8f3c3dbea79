"""The journal's database, kept usable whatever happens to its file.

What goes wrong with a disk, or with what is on it, must never stop a massage. A damaged database
is set aside and a new one begun with all that could be read of it; one that can't be written, or
that a newer tpguide has written, goes on in memory, with all that can be read of it. Either is
told in `troubles`. Knows nothing of what is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from tpguide.storage.database_files import (
    file_identity,
    files_of_database,
    is_no_file,
    put_in_place,
    set_aside_beside,
    version_in_header,
)
from tpguide.storage.files import close_to_others, make_private_folder
from tpguide.storage.migrations import MIGRATIONS, NewerJournalError, migrate, transaction
from tpguide.storage.salvage import (
    Salvage,
    has_its_tables,
    read_only_addresses,
    text_or_bytes,
)
from tpguide.text import visible

if TYPE_CHECKING:
    import sqlite3
    from sqlite3 import Connection

T = TypeVar("T")
DatabaseRow = dict[str, Any]

#: How long another program's writing is waited for. A session's loop waits as long.
BUSY_SECONDS: Final = 2.0
NOT_KEPT: Final = "What happens from here on is not being kept."
#: Disk errors in plain words, by SQLite's primary result codes.
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
    One that *only reads* changes nothing on the disk, and keeps nothing.
    """

    def __init__(
        self,
        path: Path | None,
        now: Callable[[], datetime],
        wait_seconds: float = BUSY_SECONDS,
        *,
        only_reads: bool = False,
    ) -> None:
        self._path = path
        self._now = now
        self._wait_seconds = wait_seconds
        self._only_reads = only_reads
        self._troubles: list[str] = []
        self._was_damaged = False
        #: Whether anything could be read where something is, or was.
        self.could_be_read = True
        self._connection = self._open()

    @property
    def troubles(self) -> tuple[str, ...]:
        """Problems with keeping, for the person. More may be added."""
        if self._path and self._is_gone():
            deleted = f"The journal {_name(self._path)} was deleted while it was open. {NOT_KEPT}"
            return (*self._troubles, deleted)
        return tuple(self._troubles)

    def _is_gone(self) -> bool:
        try:
            return self._path is not None and self._file != file_identity(self._path)
        except OSError:
            return True

    @property
    def is_kept(self) -> bool:
        """Whether what is written now outlives the program."""
        return self._path is not None and not self._is_gone()

    def read(self, query: str, *values: object) -> list[DatabaseRow]:
        """Return the rows of *query*, each by the names of its columns.

        Text that is no UTF-8 is returned as bytes.
        """
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
        """Delete every row, so that none can be found in the file, and what was set aside.

        Raises OSError for what was set aside and can't be deleted.
        """
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
            for aside in set_aside_beside(self._path):
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
                if not (self._is_fault_of_the_disk(error) or self._is_damaged()):
                    raise
                self.close()
                self._connection = self._instead(error)

    def _is_fault_of_the_disk(self, error: sqlite3.Error) -> bool:
        # A database in memory can only be damaged, by what was copied into it.
        return _code(error) in (_REASONS.keys() | _DAMAGE if self._path else _DAMAGE)

    def _is_damaged(self) -> bool:
        """Return whether the file is damaged, which SQLite may report as another error."""
        import sqlite3

        try:
            checked = self._connection.execute("PRAGMA integrity_check(1)").fetchone()
            return checked != ("ok",) or not has_its_tables(self._connection)
        except sqlite3.Error:
            return True

    def _open(self) -> Connection:
        import sqlite3

        if self._path is None:
            return _in_memory()
        if self._only_reads:
            can_be_read = self._path.exists() and not any(
                map(is_no_file, files_of_database(self._path))
            )
            return self._go_on_in_memory("", read_only_addresses(self._path) * can_be_read)
        try:
            make_private_folder(self._path.parent)
            return self._begin(self._path)
        except OSError:
            self.could_be_read = False
            return self._go_on_in_memory(f"The folder {_name(self._path.parent)} can't be used.")
        except sqlite3.Error as error:
            return self._instead(error)

    def _begin(self, path: Path) -> Connection:
        self._file = file_identity(path)
        if strange := next(filter(is_no_file, files_of_database(path)), None):
            self.could_be_read = False
            return self._go_on_in_memory(f"{_name(strange)} isn't a file.")
        for file in files_of_database(path):
            close_to_others(file)
        if self._file is None:
            put_in_place(path, lambda connection: None)
        elif not path.stat().st_size:
            return self._begin_anew(path, f"The journal {_name(path)} was a file of 0 bytes.")
        elif version_in_header(path) > len(MIGRATIONS):
            return self._leave_to_the_newer(path)
        try:
            connection = _on_disk(path, self._wait_seconds)
        except NewerJournalError:
            return self._leave_to_the_newer(path)
        self._file = file_identity(path)
        return connection

    def _leave_to_the_newer(self, path: Path) -> Connection:
        error = NewerJournalError(path)
        return self._go_on_in_memory(f"{error.sentence} {error.hint}", read_only_addresses(path))

    def _instead(self, error: sqlite3.Error) -> Connection:
        """Return another connection after *error*, a fault of the disk or damage."""
        code, path = _code(error), self._path
        if path is None:
            return _in_memory()
        if code not in _REASONS:
            return self._begin_anew(path, "The journal was damaged.")
        # In a read-only folder SQLite can't create -shm;
        # open with immutable=1, unless another program is writing.
        address = path.absolute().as_uri()
        writing = [f"{address}?mode=ro"]
        still = [*writing, f"{address}?immutable=1"]
        return self._go_on_in_memory(
            _REASONS[code].format(path=_name(path)), writing if code in _HELD else still
        )

    def _begin_anew(self, path: Path, reason: str) -> Connection:
        """Set the file at *path* aside, and begin a new one with what can be read of it."""
        import sqlite3

        if self._was_damaged:
            return self._go_on_in_memory(f"The journal {_name(path)} is damaged again and again.")
        self._was_damaged = True
        try:
            # Another program may have found the damage first: leave its new journal alone.
            if self._file == file_identity(path):
                salvage = Salvage(read_only_addresses(path))
                aside = put_in_place(path, salvage.into, self._now())
                self.could_be_read = bool(salvage.rows)
                self._troubles.append(
                    f"{reason} It is kept as {_name(aside)}, and a new one has been begun"
                    f" {salvage.told}."
                )
            return self._begin(path)
        except OSError:
            return self._go_on_in_memory(reason, read_only_addresses(path))
        except sqlite3.Error as error:
            return self._instead(error)

    def _go_on_in_memory(self, reason: str, addresses: Sequence[str] = ()) -> Connection:
        self._path = None
        self._troubles.append(f"{reason} {NOT_KEPT}")
        salvage = Salvage(addresses)
        connection = _in_memory(salvage)
        self.could_be_read &= salvage.could_be_opened or not addresses
        return connection


def _name(path: Path | None) -> str:
    """Return *path* as it can be told."""
    return visible(str(path))


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code, or 0 if the error comes from elsewhere."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def _rows(connection: Connection, query: str, values: tuple[object, ...]) -> list[DatabaseRow]:
    import sqlite3

    try:
        cursor = connection.execute(query, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
    except sqlite3.OperationalError as error:
        if _code(error) or connection.text_factory is text_or_bytes:
            raise
    # Text that isn't UTF-8, for which Python itself raises: read it again, row by row, as bytes.
    connection.text_factory = text_or_bytes
    return _rows(connection, query, values)


def _on_disk(path: Path, wait_seconds: float) -> Connection:
    import sqlite3

    connection = sqlite3.connect(path, timeout=wait_seconds, isolation_level=None)
    try:
        # If two programs begin a journal at once, SQLite refuses the second without waiting.
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        migrate(connection, path)
        if not has_its_tables(connection):
            raise sqlite3.DatabaseError("tables are missing")
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _in_memory(salvage: Salvage | None = None) -> Connection:
    """Return a database in memory, with what *salvage* can read."""
    import sqlite3

    memory = sqlite3.connect(":memory:", isolation_level=None)
    migrate(memory, Path(":memory:"))
    memory.execute("PRAGMA foreign_keys = ON")
    if salvage:
        salvage.into(memory)
    return memory
