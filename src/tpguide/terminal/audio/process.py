"""Run a speech program or player in the background; it can be cut off at any moment."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final, Protocol

#: How long a program that was killed is waited for at the very end.
KILLED_SECONDS: Final = 0.5
#: How long a service may take to fall silent.
SILENCED_SECONDS: Final = 0.3
#: A program that takes so much longer than it was thought to is stuck, and is not heard.
TIMES_AS_LONG: Final = 1.25
LONGER_BY_MILLISECONDS: Final = 3000
_MOST_BYTES_OF_TROUBLE: Final = 65536
_PR_SET_PDEATHSIG: Final = 1


class Sounding(Protocol):
    """Something that is being heard, or has been, beside whatever else goes on."""

    @property
    def is_over(self) -> bool:
        """Whether it has come to its end."""

    @property
    def is_gone(self) -> bool:
        """Whether its process, and the one that silences it, have ended."""

    def trouble(self) -> str:
        """Return why nothing can have been heard of it, or nothing if it is or was well."""

    def milliseconds(self, thought: float) -> float:
        """Return how long it takes: what was *thought*, until it is known better."""

    def patience(self, thought: float) -> float:
        """Return after how many milliseconds it is stuck."""

    def give_way(self) -> None:
        """Cut it off for new words. It may take a moment until it is over."""

    def stop(self) -> None:
        """Cut it off; nothing is waited for."""

    def await_end(self) -> None:
        """Wait until it is over after it has been stopped; what can't be ended is left behind."""


class Playing:
    """A program that is speaking or playing, or has been.

    It gets *text* by its standard input, so that nothing in a text can be an option, and a
    process group of its own, so that signals meant for us don't reach it. *silenced_by* is the
    command that ends what goes on without it: a service may be what speaks.
    """

    def __init__(
        self, command: Sequence[str], text: str = "", silenced_by: Sequence[str] = ()
    ) -> None:
        """Start it. Raises OSError if it can't be started."""
        self._silenced_by = silenced_by
        self._silencing: subprocess.Popen[bytes] | None = None
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            process_group=0,
            # Safe: no thread of ours is ever about.
            preexec_fn=_die_with_parent,  # noqa: PLW1509
        )
        assert self._process.stdin
        # A broken pipe: it has ended already; why, is asked later.
        with suppress(BrokenPipeError), self._process.stdin as stdin:
            stdin.write(text.encode())

    @property
    def is_over(self) -> bool:
        """Whether it has come to its end."""
        return self._process.poll() is not None

    @property
    def is_gone(self) -> bool:
        """Whether its process, and the one that silences it, have ended."""
        return self.is_over and (self._silencing is None or self._silencing.poll() is not None)

    def milliseconds(self, thought: float) -> float:
        """Return how long it takes, which is what was *thought*."""
        return thought

    def patience(self, thought: float) -> float:
        """Return after how many milliseconds it is stuck."""
        return TIMES_AS_LONG * thought + LONGER_BY_MILLISECONDS

    def trouble(self) -> str:
        """Return why nothing can have been heard of it, or nothing if it is or was well."""
        if not self.is_over:
            return ""
        complaint = self._complaint()
        # The exit code alone says nothing: without a sound card espeak-ng fails with a 0.
        if self._process.returncode == 0 and "error" not in complaint.lower():
            return ""
        last_line = complaint.strip().rpartition("\n")[2]
        return last_line or f"it ended with {self._process.returncode}"

    def give_way(self) -> None:
        """Cut it off for new words. It may take a moment until it is over."""
        self._process.kill()
        self._complaint()

    def stop(self) -> None:
        """Cut it off, and the service that goes on without it as well; nothing is waited for."""
        self.give_way()
        if self._silenced_by:
            with suppress(OSError):
                self._silencing = subprocess.Popen(
                    self._silenced_by,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    process_group=0,
                )

    def await_end(self) -> None:
        """Wait until it is over after it has been stopped; what can't be killed is left behind."""
        if self._silencing:
            with suppress(subprocess.TimeoutExpired):
                self._silencing.wait(SILENCED_SECONDS)
            self._silencing.kill()
            self._silencing.wait(KILLED_SECONDS)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(KILLED_SECONDS)

    def _complaint(self) -> str:
        """Read what it wrote to its standard error, once."""
        stderr = self._process.stderr
        if stderr is None or stderr.closed:
            return ""
        with stderr:
            os.set_blocking(stderr.fileno(), False)  # a child of its own may hold the other end
            return (stderr.read(_MOST_BYTES_OF_TROUBLE) or b"").decode("utf-8", "replace")


def _dying_with_parent() -> Callable[[], None] | None:
    """Return what has a new program killed when we are, so that it doesn't speak on alone."""
    if sys.platform != "linux":
        return None
    try:
        set_option = ctypes.CDLL(None).prctl
    except (OSError, AttributeError):
        return None
    return lambda: set_option(_PR_SET_PDEATHSIG, signal.SIGKILL)


_die_with_parent: Final = _dying_with_parent()
