"""Have a folder for sounds for as long as they are needed, where there is any place for one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path


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
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(
                tempfile.TemporaryDirectory(prefix="tpguide-", ignore_cleanup_errors=True)
            )
        except OSError:
            yield None
            return
        yield Path(folder)
