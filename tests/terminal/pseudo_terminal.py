"""A terminal of our own: what is written to it can be looked at, keys can be pressed on it."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import pyte

ALTERNATE_SCREEN: Final = 1049
CURSOR: Final = 25
WRAPPING: Final = 7
WHEEL: Final = 1000

ONE_JOB: Final = Path(__file__).with_name("one_job.py")

#: Long enough for a busy machine; a test that waits so long has failed.
PATIENCE_SECONDS: Final = 20.0


class Answering(pyte.Screen):
    """A screen that answers what it is asked, as real ones do at once, by *device*, if any."""

    def __init__(self, columns: int, rows: int, device: int | None) -> None:
        self._device = device
        super().__init__(columns, rows)

    def write_process_input(self, data: str) -> None:
        if self._device is not None:
            os.write(self._device, data.encode())


class PseudoTerminal:
    """A terminal in memory, behind a real device. *written* is all that came to it."""

    def __init__(self, columns: int = 40, rows: int = 6, *, is_mute: bool = False) -> None:
        self.ours, self.theirs = pty.openpty()
        self.is_open = True
        self.written = b""
        self._screen = (
            pyte.Screen(columns, rows) if is_mute else Answering(columns, rows, self.ours)
        )
        self._stream = pyte.ByteStream(self._screen)
        self.resize(columns, rows)

    def resize(self, columns: int, rows: int) -> None:
        termios.tcsetwinsize(self.theirs, (rows, columns))
        self._screen.resize(rows, columns)

    def press(self, keys: bytes) -> None:
        os.write(self.ours, keys)

    def take(self, timeout_seconds: float = 0) -> bytes:
        """Return what was written since, and draw it."""
        written = b""
        while select.select((self.ours,), (), (), 0 if written else timeout_seconds)[0]:
            try:
                piece = os.read(self.ours, 65536)
            except OSError:  # nobody has the other end any more
                break
            if not piece:
                break
            written += piece
        self._stream.feed(written)
        self.written += written
        return written

    def is_clean(self, modes: list[object]) -> bool:
        """Tell whether everything is as a shell wants it, and *modes* as they were."""
        return (
            self.modes() == modes
            and not self.has(ALTERNATE_SCREEN)
            and self.has(CURSOR)
            and self.has(WRAPPING)
        )

    @property
    def columns(self) -> int:
        return int(self._screen.columns)

    def rows(self) -> list[str]:
        self.take()
        return [row.rstrip() for row in self._screen.display]

    def has(self, private_mode: int) -> bool:
        self.take()
        return private_mode << 5 in self._screen.mode

    def modes(self) -> list[object]:
        return list(termios.tcgetattr(self.theirs))

    def await_text(self, text: str, *, times: int = 1) -> None:
        """Wait until so many rows have *text*."""
        while sum(text in row for row in self.rows()) < times:
            assert self.take(PATIENCE_SECONDS), f"{text!r} never came; there is {self.rows()}"

    def close_window(self) -> None:
        """Go away as a window does that is closed."""
        os.close(self.ours)
        self.is_open = False

    def close(self) -> None:
        if self.is_open:
            os.close(self.ours)
        os.close(self.theirs)


class Job:
    """A program that runs on a terminal, as a job of a shell."""

    def __init__(self, shell: subprocess.Popen[str], terminal: PseudoTerminal) -> None:
        self._shell = shell
        self._terminal = terminal
        self.pid = int(self._told())

    def _told(self) -> str:
        """Return what the shell tells, and meanwhile take what the program writes."""
        assert self._shell.stdout
        while True:
            window = (self._terminal.ours,) if self._terminal.is_open else ()
            sources = (self._shell.stdout, *window)
            ready, _, _ = select.select(sources, (), (), PATIENCE_SECONDS)
            assert ready, "it goes on"
            if self._shell.stdout in ready:
                return self._shell.stdout.readline().strip()
            self._terminal.take()

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def await_stop(self) -> None:
        assert self._told() == "stopped"

    def resume(self) -> None:
        assert self._shell.stdin
        self._shell.stdin.write("\n")
        self._shell.stdin.flush()

    def await_end(self) -> int:
        """Return its exit code."""
        return int(self._told())


@contextmanager
def job_on(terminal: PseudoTerminal, *program: str | Path) -> Iterator[Job]:
    """Run Python on *terminal* with a program and its arguments."""
    shell = subprocess.Popen(
        [sys.executable, ONE_JOB, os.ttyname(terminal.theirs), *program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    job = Job(shell, terminal)
    try:
        yield job
    finally:
        with suppress(ProcessLookupError):
            job.signal(signal.SIGKILL)
        shell.communicate()
