"""Keep the display awake while a session runs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from threading import Event, Thread
from types import TracebackType
from typing import Final, Self

from tpguide.terminal.environment import is_macos, is_over_ssh

#: How long telling the desktop that the display may sleep again may take. It is not held up by
#: more than that: our end tells it as well.
RELEASE_SECONDS: Final = 0.5

#: Asks to keep the display awake, until it is left. Yields why that can't be had, or nothing.
Asking = Callable[[], AbstractContextManager[str]]


class Awake:
    """Keeps the display awake from `__enter__` to `__exit__`, as far as that can be had.

    The desktop is asked beside everything else, because it may take its time, or never answer.
    """

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._answered = Event()
        self._over = Event()
        self._thread = Thread(target=self._ask, name="awake", daemon=True)
        self._trouble = ""

    def __enter__(self) -> Self:
        """Begin to ask."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Let the display sleep again."""
        self._over.set()
        self._thread.join(RELEASE_SECONDS)

    @property
    def trouble(self) -> str:
        """Why the display may go dark, once that is known."""
        return self._trouble if self._answered.is_set() else ""

    def await_answer(self, timeout_seconds: float) -> bool:
        """Wait for what the desktop says, and tell if it said anything."""
        return self._answered.wait(timeout_seconds)

    def _ask(self) -> None:
        try:
            with self._asking() as self._trouble:
                self._answered.set()
                self._over.wait()
        except Exception as error:  # no error of a desktop's bus may end a session
            self._trouble = str(error)
            self._answered.set()


def awake(environment: Mapping[str, str], platform: str = sys.platform) -> Awake:
    """Return what keeps the display that the person looks at awake."""
    if is_over_ssh(environment):
        return Awake(_over_ssh)
    return Awake(_caffeinate if is_macos(platform) else _desktop)


@contextmanager
def _over_ssh() -> Iterator[str]:
    yield "over ssh, the display in front of you can't be kept awake"


@contextmanager
def _caffeinate() -> Iterator[str]:
    """Use macOS's own program, told to end with us, so that not even a kill leaves it behind."""
    command = ("caffeinate", "-d", "-w", str(os.getpid()))
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except OSError:
        yield "caffeinate, a part of macOS, is missing"
        return
    try:
        yield ""
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _desktop() -> Iterator[str]:
    """Ask the desktop over its bus; it lets go of the display when we are gone from there."""
    from wakepy import keep

    with keep.presenting(on_fail="pass") as mode:
        yield "" if mode.active else "no desktop here keeps the display awake when asked"
