"""The files of a SQLite database: put in place whole, set aside, looked at without being opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tpguide.storage.migrations import migrate

if TYPE_CHECKING:
    from sqlite3 import Connection

#: The files of a database, by what their names end with.
_SUFFIXES: Final = ("", "-wal", "-shm")
#: Where the number of migrations stands in the file.
_VERSION_AT: Final = 60


def set_aside_beside(path: Path) -> list[Path]:
    """Return what was set aside as damaged of the database at *path*."""
    return sorted(path.parent.glob(f"{path.stem}-damaged-*"))


def file_identity(path: Path) -> int | None:
    """Return the identity of the file at *path*: another file of that name has another one."""
    try:
        return path.stat().st_ino
    except (FileNotFoundError, NotADirectoryError):
        return None


def files_of_database(path: Path) -> list[Path]:
    """Return the files that the database at *path* may have."""
    return [path.with_name(path.name + suffix) for suffix in _SUFFIXES]


def is_no_file(path: Path) -> bool:
    """Return whether a pipe, a folder or a device is at *path*: opening one may never end."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def version_in_header(path: Path) -> int:
    """Return how many migrations the file says that it has seen, without opening it as one."""
    try:
        with path.open("rb") as file:
            header = file.read(_VERSION_AT + 4)
    except OSError:
        return 0  # opening it tells why
    return int.from_bytes(header[_VERSION_AT:]) if header.startswith(b"SQLite format 3\0") else 0


def put_in_place(
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
    """Make *path* a hard link to *new*. Raises FileExistsError if there is such a file."""
    try:
        path.hardlink_to(new)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
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
