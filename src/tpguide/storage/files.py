"""Atomic writes, and owner-only permissions: health data is private.

The one home of both, for the journal, settings, guides, caches and exports.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

OWNER_ONLY: Final = 0o700
_OTHERS: Final = 0o077


def make_private_folder(folder: Path) -> None:
    """Make *folder* for its owner alone, or close it to others if it is there. Raises OSError."""
    folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    close_to_others(folder)


def close_to_others(path: Path) -> None:
    """Take the rights of all but its owner from *path*, whoever gave them, if it is ours."""
    with suppress(OSError):
        found = path.stat()
        if is_ours(found) and found.st_mode & _OTHERS:
            path.chmod(stat.S_IMODE(found.st_mode) & OWNER_ONLY)


def is_ours(found: os.stat_result) -> bool:
    """Return whether the file that was *found* belongs to the user; on Windows always."""
    return not hasattr(os, "geteuid") or found.st_uid == os.geteuid()


def write_whole(
    path: Path, content: bytes, *, replace: bool = True, is_lasting: bool = True
) -> None:
    """Write *content* to *path* whole or not at all, and if it is to last, safe once this returns.

    A link is kept: what it points to is written. What is no file, like a pipe, is written to.
    Raises OSError, and FileExistsError for what is there already unless it may be *replaced*.
    """
    import tempfile

    target = Path(os.path.realpath(path))
    if os.path.lexists(target):
        if not stat.S_ISREG(target.stat().st_mode) and not target.is_dir():
            target.write_bytes(content)
            return
        if not replace:
            raise FileExistsError(None, "it is there already", str(path))
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".tpguide-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            if is_lasting:
                os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
