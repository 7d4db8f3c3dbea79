"""Have standard streams that can be used, however whoever started the program left them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_INPUT, _OUTPUT, _ERROR = 0, 1, 2


@contextmanager
def usable_streams() -> Iterator[None]:
    """Have all three streams open, and none that gives up where it should wait.

    A closed one would be the next file that is opened, and what is printed would go into it.
    Input that was closed is at its end; output that was closed can't be written to, which is told
    like a full disk; what is told goes nowhere then.
    """
    for number in (_INPUT, _OUTPUT, _ERROR):
        _open_if_closed(number)
    # Not to wait is a property that others share, so they get it back.
    impatient = [number for number in (_INPUT, _OUTPUT, _ERROR) if _is_impatient(number)]
    for number in impatient:
        os.set_blocking(number, True)
    try:
        yield
    finally:
        for number in impatient:
            with suppress(OSError):
                os.set_blocking(number, False)
        _drop_what_cant_be_told()


def _drop_what_cant_be_told() -> None:
    """Let standard error take what it can: of the rest Python would make another exit status."""
    try:
        sys.stderr.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _ERROR)
        os.close(nowhere)


def _open_if_closed(number: int) -> None:
    try:
        os.fstat(number)
    except OSError:
        # The lowest number that is free, so this very one.
        os.open(os.devnull, os.O_WRONLY if number == _ERROR else os.O_RDONLY)
    if number == _INPUT and sys.stdin is None:
        sys.stdin = os.fdopen(number, encoding="utf-8", closefd=False)
    if number == _OUTPUT and sys.stdout is None:
        sys.stdout = os.fdopen(number, "w", encoding="utf-8", closefd=False)
    if number == _ERROR and sys.stderr is None:
        sys.stderr = os.fdopen(number, "w", encoding="utf-8", closefd=False)


def _is_impatient(number: int) -> bool:
    if sys.platform == "win32":
        return False
    try:
        return not os.get_blocking(number)
    except OSError:
        return False
