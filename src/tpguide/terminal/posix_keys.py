"""Read a terminal's keys as Unix has them, one by one or by lines, and the signals between them."""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from types import TracebackType
from typing import Final, Self

from tpguide.terminal.key_decoder import (
    CLICK,
    HUNG_UP,
    RESIZED,
    RESUMED,
    TERMINATED,
    last_keys,
    line_keys,
    tokens,
)

SUSPENDING_KEY: Final = "ctrl-z"
#: How long the rest of a key may be on its way; only then is an Escape known to be one.
REST_OF_KEY_SECONDS: Final = 0.05
#: The same where more than one byte has come: mostly a late answer of the terminal, or a paste.
REST_OF_ANSWER_SECONDS: Final = 0.5

assert sys.platform != "win32"  # there it is the console's keys that are read

_TOLD_AS: Final = {
    signal.SIGINT: "ctrl-c",
    signal.SIGTSTP: SUSPENDING_KEY,
    signal.SIGCONT: RESUMED,
    signal.SIGWINCH: RESIZED,
    signal.SIGTERM: TERMINATED,
    signal.SIGQUIT: TERMINATED,
    signal.SIGHUP: HUNG_UP,
}
_MOST_BYTES_AT_ONCE: Final = 4096
_INPUT_MODES, _LOCAL_MODES, _CONTROL_CHARACTERS = 0, 3, 6


class TerminalKeys:
    """The keys of a terminal while it is in hand. It gets back the modes that it had.

    Nothing is echoed, every key is one, Ctrl-C and Ctrl-S as well. Signals are read like keys,
    so that they come in order and never in the middle of something; those that were ignored stay
    so. Ctrl-Z suspends the program: *aside* is entered before and left after, so that whoever
    draws and whoever speaks can give way. Clicks of a mouse, which a program before this one may
    have asked for, are read where they are *taken*. Used by the main thread alone.
    """

    def __init__(
        self,
        descriptor: int | None = None,
        aside: Callable[[], AbstractContextManager[object]] = nullcontext,
        *,
        takes_clicks: bool = False,
    ) -> None:
        self._descriptor = sys.stdin.fileno() if descriptor is None else descriptor
        self._aside = aside
        self._takes_clicks = takes_clicks
        self._signals = -1
        self._rest = b""
        self._modes = ExitStack()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Take the terminal in hand. What was typed before was not meant for us: it is dropped.

        Raises termios.error if it is none.
        """
        with ExitStack() as stack:
            self._signals = stack.enter_context(signals_told())
            stack.enter_context(self._modes)
            self._modes.enter_context(_in_hand(self._descriptor))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Give the terminal back as it was, unless it is gone; drop what nobody has read."""
        self._stack.close()

    def read(self, timeout_seconds: float | None) -> tuple[str, ...]:
        """Return all keys that have come, waiting for the first at most that long.

        None waits for ever. What comes in pieces may take REST_OF_ANSWER_SECONDS longer.
        """
        keys = self._received(timeout_seconds) or ()
        while self._rest:
            may_be_all = len(self._rest) == 1
            more = self._received(REST_OF_KEY_SECONDS if may_be_all else REST_OF_ANSWER_SECONDS)
            if more is None:
                more, self._rest = last_keys(self._rest), b""
            keys += more
        return tuple(map(self._obeyed, keys))

    def _received(self, timeout_seconds: float | None) -> tuple[str, ...] | None:
        """Return the keys that are whole by now, or None if nothing has come."""
        sources = (self._signals, self._descriptor)
        ready, _, _ = select.select(sources, (), (), timeout_seconds)
        if not ready:
            return None
        # What is typed waits for the signals to be obeyed, which may drop it.
        return self._told() if self._signals in ready else self._typed()

    def _told(self) -> tuple[str, ...]:
        return told_by(self._signals)

    def _typed(self) -> tuple[str, ...]:
        try:
            received = os.read(self._descriptor, _MOST_BYTES_AT_ONCE)
        except OSError:
            received = b""
        if not received:
            self._rest = b""
            return (HUNG_UP,)
        found = tokens(self._rest + received)
        self._rest = found.rest
        return tuple(key for key in found.keys if self._takes_clicks or not key.startswith(CLICK))

    def _obeyed(self, key: str) -> str:
        if key == SUSPENDING_KEY and signal.getsignal(signal.SIGTSTP) is not signal.SIG_IGN:
            with self._aside():
                self._modes.close()
                stop_the_program()
                self._take_in_hand_again()
            return RESUMED
        if key == RESUMED:  # after a stop that nobody is told of
            with self._aside():
                self._modes.close()
                self._take_in_hand_again()
        return key

    def _take_in_hand_again(self) -> None:
        with suppress(termios.error):  # a terminal that is gone meanwhile is told when it is read
            self._modes.enter_context(_in_hand(self._descriptor))


@contextmanager
def single_keys(descriptor: int) -> Iterator[None]:
    """Let each key through as it is typed, by itself and unseen."""
    before = termios.tcgetattr(descriptor)
    modes = termios.tcgetattr(descriptor)
    # Flow control off, so that a heel on Ctrl-S doesn't freeze the picture; Enter is its own key.
    modes[_INPUT_MODES] &= ~(termios.IXON | termios.ICRNL | termios.INLCR | termios.ISTRIP)
    modes[_LOCAL_MODES] &= ~(termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN)
    modes[_CONTROL_CHARACTERS][termios.VMIN] = 1
    modes[_CONTROL_CHARACTERS][termios.VTIME] = 0
    # Not TCSAFLUSH, which waits for what is still to be drawn: a stalled terminal never ends it.
    termios.tcsetattr(descriptor, termios.TCSANOW, modes)
    try:
        yield
    finally:
        with suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSANOW, before)


@contextmanager
def _in_hand(descriptor: int) -> Iterator[None]:
    """Have single keys, without those that were typed before, and leave none behind."""
    with single_keys(descriptor):
        termios.tcflush(descriptor, termios.TCIFLUSH)
        try:
            yield
        finally:
            with suppress(termios.error):
                termios.tcflush(descriptor, termios.TCIFLUSH)


@contextmanager
def signals_told() -> Iterator[int]:
    """Yield a descriptor from which the numbers of signals are read, one a byte."""
    told, teller = os.pipe()
    os.set_blocking(teller, False)
    others = signal.set_wakeup_fd(teller, warn_on_full_buffer=False)
    before = {number: signal.getsignal(number) for number in _TOLD_AS}
    ours = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
    for number in ours:
        signal.signal(number, _be_told)
    try:
        yield told
    finally:
        for number in ours:
            signal.signal(number, before[number])
        signal.set_wakeup_fd(others)
        os.close(told)
        os.close(teller)


def told_by(descriptor: int) -> tuple[str, ...]:
    """Return what the signals that came are told as; *descriptor* is that of `signals_told`."""
    numbers = os.read(descriptor, _MOST_BYTES_AT_ONCE)
    return tuple(_TOLD_AS[signal.Signals(number)] for number in numbers if number in _TOLD_AS)


def _be_told(*_: object) -> None:
    """Do nothing: that there is a handler writes the signal's number to the wakeup descriptor."""


def stop_the_program() -> None:
    """Stop all that the terminal would have stopped, us last, and return when we go on."""
    signals = (signal.SIGTSTP, signal.SIGCONT)
    before = [signal.signal(signals[0], signal.SIG_IGN), signal.signal(signals[1], signal.SIG_DFL)]
    os.killpg(0, signal.SIGTSTP)
    signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    signal.raise_signal(signal.SIGTSTP)  # to this very thread, so that it stops here
    for number, handler in zip(signals, before, strict=True):
        signal.signal(number, handler)


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
        return tuple(key for line in lines for key in line_keys(line.decode("utf-8", "replace")))


def _obeyed(told: str) -> str:
    if told != SUSPENDING_KEY:
        return told
    stop_the_program()
    return RESUMED
