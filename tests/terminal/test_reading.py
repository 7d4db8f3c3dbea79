"""The reader on a real terminal: found, left, come back to; resized, ended from outside."""

from __future__ import annotations

import signal
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from terminal.pseudo_terminal import ALTERNATE_SCREEN, CURSOR, WHEEL, PseudoTerminal, job_on
from tpguide.errors import ExitCode

READS = Path(__file__).with_name("reads.py")

pytestmark = pytest.mark.pty


@pytest.fixture(autouse=True)
def _a_terminal_as_people_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")


@contextmanager
def a_new_terminal() -> Iterator[PseudoTerminal]:
    terminal = PseudoTerminal(80, 24)
    yield terminal
    terminal.close()


@pytest.fixture(name="terminal")
def one_terminal() -> Iterator[PseudoTerminal]:
    with a_new_terminal() as terminal:
        yield terminal


def is_clean(terminal: PseudoTerminal, modes: list[object]) -> bool:
    return (
        not terminal.has(ALTERNATE_SCREEN)
        and not terminal.has(WHEEL)
        and terminal.has(CURSOR)
        and terminal.modes() == modes
    )


def test_a_line_that_was_left_is_come_back_to(terminal: PseudoTerminal) -> None:
    modes = terminal.modes()
    with job_on(terminal, READS) as job:
        terminal.await_text("Tibialis posterior: pain")
        terminal.press(b"/Achilles\rnn")
        terminal.await_text("3/")
        terminal.press(b":C.4\r")
        terminal.await_text("C.4  Doses", times=2)  # as a heading, and in the line below
        left_at = terminal.rows()[:20]
        terminal.press(b"q")
        assert job.await_end() == ExitCode.DONE
        assert is_clean(terminal, modes)

    with a_new_terminal() as again, job_on(again, READS) as job:
        again.await_text("? keys")
        assert again.rows()[:20] == [line.replace("▸", " ") for line in left_at]
        again.press(b"q")
        job.await_end()


def test_the_wheel_and_arrows_move(terminal: PseudoTerminal) -> None:
    with job_on(terminal, READS) as job:
        terminal.await_text("Tibialis posterior: pain")
        assert not terminal.has(WHEEL)  # so that text can be selected
        terminal.press(b"M")
        terminal.await_text("The mouse clicks")
        assert terminal.has(WHEEL)
        terminal.press(b"\x1b[<65;10;10M\x1b[B")  # the wheel down, then an arrow
        terminal.await_text("0  In short")
        terminal.press(b"\x1b[C\x1b[C")
        terminal.await_text("1  Where it hurts", times=2)
        terminal.press(b"q")
        job.await_end()


def test_a_resize_repaints_and_keeps_the_line(terminal: PseudoTerminal) -> None:
    with job_on(terminal, READS) as job:
        terminal.await_text("Tibialis posterior: pain")
        terminal.press(b"4\r")
        terminal.await_text("4  What sets it off", times=2)
        terminal.resize(120, 30)
        job.signal(signal.SIGWINCH)
        terminal.await_text("A  Who should not roll ›")  # the contents have room now
        assert "4  What sets it off" in terminal.rows()[0][30:]
        terminal.press(b"q")
        job.await_end()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGTERM, ExitCode.ENDED_BY_TERMINATE),
        (signal.SIGHUP, ExitCode.ENDED_BY_HANGUP),
        (signal.SIGINT, ExitCode.DONE),
    ],
)
def test_whatever_ends_it_leaves_a_clean_terminal(
    terminal: PseudoTerminal, number: signal.Signals, code: ExitCode
) -> None:
    modes = termios.tcgetattr(terminal.theirs)
    with job_on(terminal, READS) as job:
        terminal.await_text("Tibialis posterior: pain")
        job.signal(number)

        assert job.await_end() == code
        assert is_clean(terminal, list(modes))
