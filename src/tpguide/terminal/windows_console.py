"""A Windows console: its keys, one by one or by lines, and the modes in which it is drawn on.

There is no job control and no hang-up; Ctrl-Break asks the program to end.
"""

from __future__ import annotations

import ctypes
import msvcrt
import os
import queue
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from ctypes import wintypes
from threading import Thread
from types import TracebackType
from typing import Final, Self

from tpguide.terminal.key_decoder import RESIZED, TERMINATED, UNKNOWN, last_keys, line_keys, tokens

assert sys.platform == "win32"  # elsewhere nothing here is imported, nor its types checked

#: How often a console is looked at: waiting for its input wakes up for every movement of a mouse.
LOOK_SECONDS: Final = 0.02

_STANDARD_INPUT: Final = -10
_STANDARD_OUTPUT: Final = -11
_VIRTUAL_TERMINAL: Final = 0x0004
_UTF_8: Final = 65001

#: What begins the code of a key that types nothing, and those codes.
_NO_CHARACTER: Final = ("\x00", "\xe0")
_CODES: Final = {
    "H": "up", "P": "down", "K": "left", "M": "right", "G": "home", "O": "end", "I": "page-up",
    "Q": "page-down", "R": "insert", "S": "delete",
    **{chr(ord(";") + number): f"f{number + 1}" for number in range(10)},
}  # fmt: skip


class TerminalKeys:
    """The keys of a console while it is in hand, and what the system tells between them.

    What was typed before is dropped. Used by the main thread alone.
    """

    def __init__(
        self,
        descriptor: int | None = None,
        aside: Callable[[], AbstractContextManager[object]] = nullcontext,
        *,
        takes_clicks: bool = False,
    ) -> None:
        self._stack = ExitStack()
        self._told: list[str] = []
        self._size: object = None

    def __enter__(self) -> Self:
        """Take the console in hand."""
        self._told = self._stack.enter_context(_signals_told())
        self._size = _window_size()
        _drop_typed()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Give it back, without what nobody has read."""
        _drop_typed()
        self._stack.close()

    def read(self, timeout_seconds: float | None) -> tuple[str, ...]:
        """Return all keys that have come, waiting for the first at most that long."""
        for _ in _looks(timeout_seconds):
            if keys := (*_taken(self._told), *self._resized(), *_typed()):
                return keys
        return ()

    def _resized(self) -> tuple[str, ...]:
        before, self._size = self._size, _window_size()
        return (RESIZED,) if before != self._size else ()


class LineKeys:
    """The keys of standard input, line by line. A pipe that has ended leaves only time."""

    def __init__(self, descriptor: int | None = None) -> None:
        self._descriptor = sys.stdin.fileno() if descriptor is None else descriptor
        self._stack = ExitStack()
        self._told: list[str] = []
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        """Begin to read, beside everything else: here nothing but reading can wait for a line."""
        self._told = self._stack.enter_context(_signals_told())
        Thread(target=self._read_lines, name="lines", daemon=True).start()
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
        for _ in _looks(timeout_seconds):
            keys = _taken(self._told)
            while not self._lines.empty():
                keys += line_keys(self._lines.get())
            if keys:
                return keys
        return ()

    def _read_lines(self) -> None:
        rest = b""
        while received := os.read(self._descriptor, 4096):
            *lines, rest = (rest + received).split(b"\n")
            for line in lines:
                self._lines.put(line.decode("utf-8", "replace"))


@contextmanager
def drawing_console() -> Iterator[None]:
    """Have the console understand escape sequences in UTF-8, and leave it as it was."""
    kernel = ctypes.WinDLL("kernel32")
    output, before = kernel.GetStdHandle(_STANDARD_OUTPUT), wintypes.DWORD()
    is_console = kernel.GetConsoleMode(output, ctypes.byref(before))
    code_page = kernel.GetConsoleOutputCP()
    if is_console:
        kernel.SetConsoleMode(output, before.value | _VIRTUAL_TERMINAL)
        kernel.SetConsoleOutputCP(_UTF_8)
    try:
        yield
    finally:
        if is_console:
            kernel.SetConsoleMode(output, before)
            kernel.SetConsoleOutputCP(code_page)


def _typed() -> tuple[str, ...]:
    """Return the keys that wait to be read."""
    kernel = ctypes.WinDLL("kernel32")
    # Wine takes keys from a Unix terminal only once somebody waits for them.
    kernel.WaitForSingleObject(kernel.GetStdHandle(_STANDARD_INPUT), 0)
    keys: tuple[str, ...] = ()
    rest = b""
    while msvcrt.kbhit():
        character = msvcrt.getwch()
        if character in _NO_CHARACTER and msvcrt.kbhit():
            keys += (_CODES.get(msvcrt.getwch(), UNKNOWN),)
            continue
        found = tokens(rest + character.encode("utf-8", "surrogatepass"))
        keys, rest = keys + found.keys, found.rest
    return keys + (last_keys(rest) if rest else ())


def _drop_typed() -> None:
    while msvcrt.kbhit():
        msvcrt.getwch()


def _taken(told: list[str]) -> tuple[str, ...]:
    taken = tuple(told)
    del told[: len(taken)]
    return taken


def _looks(timeout_seconds: float | None) -> Iterator[None]:
    """Yield at once and then every LOOK_SECONDS, until the time is over; None is for ever."""
    yield
    left = timeout_seconds
    while left is None or left > 0:
        pause = LOOK_SECONDS if left is None else min(left, LOOK_SECONDS)
        time.sleep(pause)
        left = None if left is None else left - pause
        yield


def _window_size() -> object:
    try:
        return os.get_terminal_size(1)
    except OSError:
        return None


@contextmanager
def _signals_told() -> Iterator[list[str]]:
    """Yield a list to which Ctrl-C and Ctrl-Break are added when they come."""
    told: list[str] = []
    names = {signal.SIGINT: "ctrl-c", signal.SIGBREAK: TERMINATED, signal.SIGTERM: TERMINATED}
    before = {number: signal.getsignal(number) for number in names}
    for number, name in names.items():
        signal.signal(number, lambda *_, name=name: told.append(name))
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
