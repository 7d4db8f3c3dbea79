"""Read keys that are typed as lines, for screen readers and terminals that can only print.

An empty line is the space bar; of any other, each character is a key. Where nobody can type,
because input is a pipe that has ended, there is only time.
"""

from __future__ import annotations

import os
import select
import sys
from contextlib import ExitStack
from types import TracebackType
from typing import Final, Self

from tpguide.terminal.keys import (
    HUNG_UP,
    RESUMED,
    SUSPENDING_KEY,
    signals_told,
    stop_the_program,
    told_by,
)

_MOST_BYTES_AT_ONCE: Final = 4096


class LineKeys:
    """The keys of standard input, line by line; signals are read like keys.

    Ctrl-Z suspends the program. A terminal that goes away hangs up, a pipe just ends.
    """

    def __init__(self, descriptor: int | None = None) -> None:
        self._descriptor = sys.stdin.fileno() if descriptor is None else descriptor
        self._stack = ExitStack()
        self._is_terminal = os.isatty(self._descriptor)
        self._signals = -1
        self._rest = b""
        self._ended = False

    def __enter__(self) -> Self:
        """Begin to be told of signals."""
        self._signals = self._stack.enter_context(signals_told())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Give the signals back."""
        self._stack.close()

    def read(self, timeout_seconds: float | None) -> tuple[str, ...]:
        """Return the keys of the lines that came, after waiting at most that long for one."""
        sources = [self._signals] if self._ended else [self._signals, self._descriptor]
        ready, _, _ = select.select(sources, (), (), timeout_seconds)
        told = told_by(self._signals) if self._signals in ready else ()
        typed = self._typed() if self._descriptor in ready else ()
        return tuple(map(_obeyed, told)) + typed

    def _typed(self) -> tuple[str, ...]:
        try:
            received = os.read(self._descriptor, _MOST_BYTES_AT_ONCE)
        except OSError:
            received = b""
        if not received and os.isatty(self._descriptor):
            return ("ctrl-d",)  # an end of file that was typed; more may come
        if not received:
            self._ended = True
            return (HUNG_UP,) if self._is_terminal else ()
        *lines, self._rest = (self._rest + received).split(b"\n")
        return tuple(key for line in lines for key in keys_of(line.decode("utf-8", "replace")))


def _obeyed(told: str) -> str:
    if told != SUSPENDING_KEY:
        return told
    stop_the_program()
    return RESUMED


def keys_of(line: str) -> tuple[str, ...]:
    """Return the keys that a line stands for."""
    return tuple(line.strip()) or ("space",)
