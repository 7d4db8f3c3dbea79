"""A program that has a terminal's keys and screen, on a real one, to the end and beyond."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from terminal.pseudo_terminal import (
    ALTERNATE_SCREEN,
    Job,
    PseudoTerminal,
    job_on,
)

pytestmark = pytest.mark.pty

SHOWS_KEYS = Path(__file__).with_name("shows_keys.py")


@pytest.mark.parametrize(("key", "exit_code"), [(b"q", 0), (b"\x03", 0), (b"!", 1)])
def test_a_key_or_a_fault_that_ends_the_program_leaves_a_clean_terminal(
    terminal: PseudoTerminal, key: bytes, exit_code: int
) -> None:
    modes = terminal.modes()
    with job_on(terminal, SHOWS_KEYS) as job:
        terminal.await_text("ready")
        terminal.press(key)

        assert job.await_end() == exit_code
        assert terminal.is_clean(modes)


@pytest.mark.parametrize(
    ("number", "exit_code"),
    [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGQUIT, 143), (signal.SIGHUP, 129)],
)
def test_a_signal_that_ends_the_program_leaves_a_clean_terminal(
    terminal: PseudoTerminal, number: signal.Signals, exit_code: int
) -> None:
    modes = terminal.modes()
    with job_on(terminal, SHOWS_KEYS) as job:
        terminal.await_text("ready")
        job.signal(number)

        assert job.await_end() == exit_code
        assert terminal.is_clean(modes)


def test_ways_of_sending_keys_that_others_left_on_are_taken_back(
    terminal: PseudoTerminal,
) -> None:
    private = (1, 1000, 1002, 1003, 1004, 1006)
    os.write(terminal.theirs, b"".join(b"\x1b[?%dh" % mode for mode in private))
    assert all(map(terminal.has, private))

    with job_on(terminal, SHOWS_KEYS) as job:
        terminal.await_text("ready")
        terminal.press(b"q")
        job.await_end()

    assert not any(map(terminal.has, private))
    assert all(protocol in terminal.written for protocol in (b"\x1b[=0u", b"\x1b[>4;0m", b"\x1b>"))


def suspend_by_key(terminal: PseudoTerminal, _: Job) -> None:
    terminal.press(b"\x1a")


def suspend_by_signal(_: PseudoTerminal, job: Job) -> None:
    job.signal(signal.SIGTSTP)


@pytest.mark.parametrize("suspend", [suspend_by_key, suspend_by_signal])
def test_a_suspended_program_gives_the_terminal_back_and_takes_it_again(
    terminal: PseudoTerminal, suspend: Callable[[PseudoTerminal, Job], None]
) -> None:
    modes = terminal.modes()
    with job_on(terminal, SHOWS_KEYS) as job:
        terminal.await_text("ready")
        for times in (1, 2):
            suspend(terminal, job)
            job.await_stop()
            assert terminal.is_clean(modes)

            job.resume()
            terminal.await_text("(resumed)", times=times)
            assert terminal.has(ALTERNATE_SCREEN)
        terminal.press(b"n")
        terminal.await_text("n")
        assert terminal.rows() == ["ready", "(resumed)", "(resumed)", "n", "", ""]
        terminal.press(b"q")
        assert job.await_end() == 0
        assert terminal.is_clean(modes)


def test_a_program_stopped_without_being_told_takes_the_terminal_again(
    terminal: PseudoTerminal,
) -> None:
    with job_on(terminal, SHOWS_KEYS) as job:
        terminal.await_text("ready")
        job.signal(signal.SIGSTOP)
        job.await_stop()
        terminal.press(b"typed while it was stopped\n")
        job.resume()
        terminal.await_text("(resumed)")

        assert terminal.rows() == ["ready", "(resumed)", "", "", "", ""]


def test_a_program_whose_terminal_is_closed_ends() -> None:
    terminal = PseudoTerminal()
    with job_on(terminal, SHOWS_KEYS) as job:
        terminal.await_text("ready")
        terminal.close_window()

        assert job.await_end() == 129
    terminal.close()
