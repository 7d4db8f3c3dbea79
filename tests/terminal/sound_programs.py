"""Programs that stand in for those that speak and play: small, real, and found by their names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

#: Tells what it was called with and what it read, then ends well.
WORKS: Final = 'echo "$@" >> {told}; cat >> {told}; echo >> {told}'
#: The same, but goes on and on.
GOES_ON: Final = WORKS + "; exec sleep 1000"
#: The same, unless it is told to stop.
SERVES: Final = WORKS + '; [ "$1" = -S ] || exec sleep 1000'
#: Without a sound card, as espeak-ng does it.
COMPLAINS: Final = 'cat > /dev/null; echo "error: no such device" >&2; exit 0'
FAILS: Final = "cat > /dev/null; exit 3"


class Programs:
    """A folder of programs, and what was asked of each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.environment = {"PATH": str(folder)}

    def add(self, name: str, script: str) -> Path:
        path = self._folder / name
        path.write_text("#!/bin/sh\n" + script.format(told=self._told_by(name)) + "\n")
        path.chmod(0o755)
        return path

    def told(self, name: str) -> list[str]:
        """Return the lines that the program was called with and has read, in order."""
        told = self._told_by(name)
        return told.read_text().splitlines() if told.exists() else []

    def _told_by(self, name: str) -> Path:
        return self._folder / f"{name}.told"


def await_an_end() -> None:
    """Wait until some program has ended, which is still to be noticed by whoever started it."""
    os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
