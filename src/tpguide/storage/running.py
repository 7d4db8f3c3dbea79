"""Whether a session still runs: its program holds a lock.

A process number may belong to another program by now, or to another user. A lock is let go of by
the system when its program ends, whatever ended it.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from tpguide.session.record import RecordNumber


class RunningSessions:
    """The sessions that run, each known by a locked file in *folder*."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[RecordNumber, int] = {}

    def begin(self, number: RecordNumber) -> bool:
        """Hold that session *number* runs here. Return False if it runs elsewhere already.

        Where no lock can be had the session runs all the same: others may take it for broken off.
        """
        if number in self._held:
            return True
        try:
            descriptor = os.open(self._file(number), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return True
        if _is_locked_elsewhere(descriptor, keep=True):
            os.close(descriptor)
            return False
        self._held[number] = descriptor
        return True

    def run_elsewhere(self, number: RecordNumber) -> bool:
        """Return whether session *number* runs in another program."""
        if number in self._held:
            return False
        try:
            descriptor = os.open(self._file(number), os.O_RDONLY)
        except PermissionError:
            return True  # another user's, who can't be asked
        except OSError:
            return False
        try:
            return _is_locked_elsewhere(descriptor)
        finally:
            os.close(descriptor)

    def end(self, number: RecordNumber) -> None:
        """Let go of session *number*, which is over."""
        with suppress(OSError):
            self._file(number).unlink(missing_ok=True)
        if (descriptor := self._held.pop(number, None)) is not None:
            os.close(descriptor)

    def let_go(self) -> None:
        """Let go of all that is held: what is not over has broken off."""
        while self._held:
            os.close(self._held.popitem()[1])

    def _file(self, number: RecordNumber) -> Path:
        return self._folder / f"session-{number}.running"


if sys.platform == "win32":

    def _is_locked_elsewhere(descriptor: int, *, keep: bool = False) -> bool:
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return True
        if not keep:
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
        return False

else:

    def _is_locked_elsewhere(descriptor: int, *, keep: bool = False) -> bool:
        """Return whether another program holds the file; else it is held now, to *keep* or look."""
        import fcntl

        try:
            # Two that look at once don't take each other for one that runs.
            fcntl.flock(descriptor, (fcntl.LOCK_EX if keep else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False  # a folder, as some networks have, in which nothing can be locked
        return False
