"""Use tpguide at a terminal by way of wine's console: read, answer the questions, be led.

`python -m terminal.visits_windows PROGRAM ...` makes each visit below to that program, each as the
first. It looks at what is asked and how it ends, not at full screens: wine's console cuts lines up,
since it counts escape sequences. Those screens are looked at in the unit tests. Where it has cut up
what was waited for as well, the visit is made once more.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from typing import Final

from terminal.pseudo_terminal import PseudoTerminal

#: Far more than a visit takes; whatever is waited for ends a wait as soon as it is there.
VISIT_SECONDS: Final = 45
ATTEMPTS: Final = 2
#: How long a page that has come is deaf, and a little more.
DEAF_SECONDS: Final = 0.6

COLUMNS: Final = 100
ROWS: Final = 40


def main(*program: str) -> None:
    for arguments, visit, wanted in (
        (("read", "tibialis-posterior"), read, 0),
        (("check",), check, 0),
        (("massage", "--guided", "--side", "left", "--pain", "left=3"), be_led, 3),
    ):
        for attempt in range(ATTEMPTS):
            home = f"C:\\{arguments[0]}-{attempt}"
            status, shown = ended((*program, *arguments), visit, home)
            if status == wanted:
                break
            sys.stdout.write(f"tpguide {' '.join(arguments)} ended with {status}:\n{shown}\n")
        else:
            sys.exit("That is not what it does at a console.")


def ended(
    program: Sequence[str], visit: Callable[[Visit], None], home: str
) -> tuple[int | None, str]:
    """Return the exit status of *program* after a *visit*, None if it goes on, and its screen."""
    terminal = PseudoTerminal(COLUMNS, ROWS)
    begun = subprocess.Popen(
        program,
        stdin=terminal.theirs,
        stdout=terminal.theirs,
        stderr=terminal.theirs,
        env={**os.environ, "TPGUIDE_HOME": home},
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
    )
    try:
        visit(Visit(terminal, begun))
        status: int | None = begun.wait(10)
    except (AssertionError, subprocess.TimeoutExpired) as error:
        status = None
        sys.stdout.write(f"{error}\n")
    finally:
        begun.kill()
    return status, "\n".join(row for row in terminal.rows() if row)


class Visit:
    """A person before a terminal, who waits for what is to come and presses keys."""

    def __init__(self, terminal: PseudoTerminal, program: subprocess.Popen[bytes]) -> None:
        self._terminal = terminal
        self._program = program
        self._until = time.monotonic() + VISIT_SECONDS

    def await_text(self, text: str) -> None:
        while not self._is_there(text):
            assert time.monotonic() < self._until, f"{text!r} never came"
            self._terminal.take(0.2)

    def press(self, key: bytes) -> None:
        """Press *key* when no page is deaf any more."""
        listens = time.monotonic() + DEAF_SECONDS
        while (left := listens - time.monotonic()) > 0:
            self._terminal.take(left)
        self._terminal.press(key)

    def press_until_ended(self, key: bytes) -> None:
        """Press *key* for every question that comes."""
        while self._program.poll() is None:
            assert time.monotonic() < self._until, f"{key!r} doesn't end it"
            self.press(key)

    def _is_there(self, text: str) -> bool:
        """Tell whether *text* is to be seen, be it cut up at the end of a row."""
        return text in "".join(row.ljust(COLUMNS) for row in self._terminal.rows())


def read(visit: Visit) -> None:
    visit.await_text("? keys")
    visit.press(b"\x1b[B")
    visit.press_until_ended(b"q")


def check(visit: Visit) -> None:
    answer_gate(visit)
    visit.await_text("Nothing you answered speaks against")


def answer_gate(visit: Visit) -> None:
    for question in ("any of these now?", "any of these?", "any of these true?"):
        visit.await_text(question)
        visit.press(b"n")


def be_led(visit: Visit) -> None:
    answer_gate(visit)
    visit.await_text("Ready?")
    visit.press(b"\r")
    visit.await_text("done at")
    for key in (b" ", b" ", b"n", b"\x03"):
        visit.press(key)
    visit.await_text("skip")  # of the question for the pain now
    visit.press(b"\r")
    visit.press(b"\r")
    visit.press_until_ended(b"y")


if __name__ == "__main__":
    main(*sys.argv[1:])
