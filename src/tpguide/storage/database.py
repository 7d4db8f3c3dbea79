"""The journal's database, kept usable whatever happens to its file.

What goes wrong with a disk, or with what is on it, must never stop a massage. A damaged database
is set aside and a new one begun with all that could be read of it; one that can't be written, or
that a newer tpguide has written, goes on in memory, with all that can be read of it. Either is
told in `troubles`. Knows nothing of what is kept.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

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
#: The files of a database, by what their names end with.
_SUFFIXES: Final = ("", "-wal", "-shm")
#: Where the number of migrations stands in the file.
_VERSION_AT: Final = 60


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
            return self._path is not None and self._file != _identity(self._path)
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
        # Of what is in memory, only the copy of something damaged can be at fault.
        return _code(error) in (_REASONS.keys() | _DAMAGE if self._path else _DAMAGE)

    def _is_damaged(self) -> bool:
        """Return whether an error that SQLite reports as misuse is caused by a damaged file."""
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
        try:
            make_private_folder(self._path.parent)
            return self._begin(self._path)
        except OSError:
            self.could_be_read = False
            return self._go_on_in_memory(f"The folder {_name(self._path.parent)} can't be used.")
        except sqlite3.Error as error:
            return self._instead(error)

    def _begin(self, path: Path) -> Connection:
        self._file = _identity(path)
        if strange := next(filter(_is_no_file, _with_suffixes(path)), None):
            self.could_be_read = False
            return self._go_on_in_memory(f"{_name(strange)} isn't a file.")
        for file in _with_suffixes(path):
            close_to_others(file)
        if self._file is None:
            _put_in_place(path, lambda connection: None)
        elif not path.stat().st_size:
            return self._begin_anew(path, f"The journal {_name(path)} was a file of 0 bytes.")
        elif _version_in(path) > len(MIGRATIONS):
            return self._leave_to_the_newer(path)
        try:
            connection = _on_disk(path, self._wait_seconds)
        except NewerJournalError:
            return self._leave_to_the_newer(path)
        self._file = _identity(path)
        return connection

    def _leave_to_the_newer(self, path: Path) -> Connection:
        error = NewerJournalError(path)
        return self._go_on_in_memory(f"{error.sentence} {error.hint}", read_only_addresses(path))

    def _instead(self, error: sqlite3.Error) -> Connection:
        """Return the connection to go on with after *error*, a fault of the disk or damage."""
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
            if self._file == _identity(path):
                salvage = Salvage(read_only_addresses(path))
                aside = _put_in_place(path, salvage.into, self._now())
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


def set_aside_beside(path: Path) -> list[Path]:
    """Return what was set aside as damaged of the database at *path*."""
    return sorted(path.parent.glob(f"{path.stem}-damaged-*"))


def _name(path: Path | None) -> str:
    """Return *path* as it can be told."""
    return visible(str(path))


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code, or 0 if the error comes from elsewhere."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def _identity(path: Path) -> int | None:
    """Return the identity of the file at *path*: another file of that name has another one."""
    try:
        return path.stat().st_ino
    except (FileNotFoundError, NotADirectoryError):
        return None


def _with_suffixes(path: Path) -> list[Path]:
    return [path.with_name(path.name + suffix) for suffix in _SUFFIXES]


def _is_no_file(path: Path) -> bool:
    """Return whether a pipe, a folder or a device is at *path*: opening one may never end."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _version_in(path: Path) -> int:
    """Return how many migrations the file says that it has seen, without opening it as one."""
    try:
        with path.open("rb") as file:
            header = file.read(_VERSION_AT + 4)
    except OSError:
        return 0  # opening it tells why
    return int.from_bytes(header[_VERSION_AT:]) if header.startswith(b"SQLite format 3\0") else 0


def _rows(connection: Connection, query: str, values: tuple[object, ...]) -> list[DatabaseRow]:
    import sqlite3

    try:
        cursor = connection.execute(query, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
    except sqlite3.OperationalError as error:
        if _code(error) or connection.text_factory is text_or_bytes:
            raise
    # Raised by Python itself for text that isn't UTF-8; checking each row is only slower.
    connection.text_factory = text_or_bytes
    return _rows(connection, query, values)


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


def _put_in_place(
    path: Path, fill: Callable[[Connection], None], instead_of_one_damaged: datetime | None = None
) -> Path | None:
    """Put a new database at *path* that was filled with *fill*, whole from the first moment.

    If it is *instead of one damaged*, that is set aside under the name of this moment; return
    its name then. If another program was faster, its database stays. Raises OSError.
    """
    import sqlite3
    import tempfile

    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-")
    os.close(descriptor)
    new, aside = Path(name), None
    try:
        with closing(sqlite3.connect(new, isolation_level=None)) as connection:
            migrate(connection, path)
            connection.execute("PRAGMA foreign_keys = ON")
            fill(connection)
        if instead_of_one_damaged:
            aside = _set_aside(path, instead_of_one_damaged)
        with suppress(FileExistsError):
            _link(new, path)
    finally:
        new.unlink(missing_ok=True)
    return aside


def _link(new: Path, path: Path) -> None:
    """Call *new* by the name *path* as well. Raises FileExistsError if there is one."""
    try:
        path.hardlink_to(new)
    except FileExistsError:
        raise
    except OSError:  # a file system that knows no second names
        if path.exists():
            raise FileExistsError from None
        new.rename(path)


def _set_aside(path: Path, now: datetime) -> Path:
    aside = next(name for name in _names_aside(path, now) if not name.exists())
    for suffix in _SUFFIXES:
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    return aside


def _names_aside(path: Path, now: datetime) -> Iterator[Path]:
    stem = f"{path.stem}-damaged-{now:%Y-%m-%d-%H%M%S}"
    yield path.with_name(stem + path.suffix)
    yield from (path.with_name(f"{stem}-{n}{path.suffix}") for n in count(2))
