"""Whether a session still runs: its program holds a lock."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from tpguide.locks import is_locked_elsewhere
from tpguide.session.record import RecordNumber


class RunningSessions:
    """The sessions that run, each known by a locked file in *folder*."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[RecordNumber, int] = {}

    def begin(self, number: RecordNumber) -> bool:
        """Lock session *number* as running here. Return False if it runs elsewhere already.

        Where no lock can be had the session runs all the same: others may take it for broken off.
        """
        if number in self._held:
            return True
        try:
            descriptor = os.open(self._file(number), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return True
        if is_locked_elsewhere(descriptor, keep=True):
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
            return is_locked_elsewhere(descriptor)
        finally:
            os.close(descriptor)

    def end(self, number: RecordNumber) -> None:
        """Unlock session *number*, which is over."""
        if (descriptor := self._held.pop(number, None)) is not None:
            os.close(descriptor)  # first: Windows removes no file that is open
        with suppress(OSError):
            self._file(number).unlink(missing_ok=True)

    def let_go(self) -> None:
        """Unlock all: what is not over has broken off."""
        while self._held:
            os.close(self._held.popitem()[1])

    def _file(self, number: RecordNumber) -> Path:
        return self._folder / f"session-{number}.running"
