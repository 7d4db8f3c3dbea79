"""Have a folder for sounds for as long as they are needed, where there is any place for one.

A program that is killed leaves its folder behind. The next one clears it, once nobody holds it.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from tpguide.locks import is_locked_elsewhere

PREFIX: Final = "tpguide-"
#: The file by which a folder is held.
LOCK: Final = "in-use"
#: A folder without one may be about to get it, unless it is so old.
OLD_SECONDS: Final = 60 * 60


def is_there_room() -> bool:
    """Return whether anything temporary can be written anywhere: not if all disks are full."""
    try:
        with tempfile.TemporaryFile() as file:
            file.write(bytes(1024))
    except OSError:
        return False
    return True


@contextmanager
def temporary_folder() -> Iterator[Path | None]:
    """Yield a folder that is gone afterwards, or None where there is no place for one."""
    clear_left_folders()
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(
                tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
            )
            descriptor = os.open(Path(folder) / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            yield None
            return
        stack.callback(os.close, descriptor)
        is_locked_elsewhere(descriptor, keep=True)
        yield Path(folder)


def clear_left_folders() -> None:
    """Delete the folders of programs that have ended without doing so. Others' are left alone."""
    with suppress(OSError):  # there may be no place for anything temporary
        for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
            with suppress(OSError):  # gone meanwhile
                if _is_ours_alone(folder) and not _is_in_use(folder):
                    shutil.rmtree(folder, ignore_errors=True)


def _is_ours_alone(folder: Path) -> bool:
    seen = folder.lstat()
    if sys.platform == "win32":  # each user has a temporary folder of their own there
        return stat.S_ISDIR(seen.st_mode)
    owner_only = stat.S_IFDIR | stat.S_IRWXU
    return (seen.st_mode, seen.st_uid) == (owner_only, os.getuid())


def _is_in_use(folder: Path) -> bool:
    try:
        descriptor = os.open(folder / LOCK, os.O_RDWR)
    except FileNotFoundError:
        return time.time() - folder.stat().st_mtime < OLD_SECONDS
    except OSError:
        return True
    try:
        return is_locked_elsewhere(descriptor)
    finally:
        os.close(descriptor)
