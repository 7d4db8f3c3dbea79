"""Keys that are typed as lines: on a real terminal, and from a pipe."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from terminal.pseudo_terminal import PseudoTerminal, job_on
from tpguide.terminal.keys import LineKeys

READS_LINES = Path(__file__).with_name("reads_lines.py")


@pytest.mark.pty
def test_each_character_of_a_line_is_a_key_and_an_empty_line_the_space_bar(
    terminal: PseudoTerminal,
) -> None:
    with job_on(terminal, READS_LINES) as job:
        terminal.await_text("ready")
        terminal.press(b"6\n\nxs\n")
        terminal.await_text("read s")
        terminal.press(b"q\n")

        assert job.await_end() == 0
        assert [row for row in terminal.rows() if row.startswith("read")] == [
            *("read 6", "read space", "read x", "read s")
        ]


@pytest.mark.pty
def test_ctrl_z_suspends_and_coming_back_is_told(terminal: PseudoTerminal) -> None:
    with job_on(terminal, READS_LINES) as job:
        terminal.await_text("ready")
        for times in (1, 2):
            terminal.press(b"\x1a")
            job.await_stop()
            job.resume()
            terminal.await_text("read (resumed)", times=times)
        terminal.press(b"q\n")

        assert job.await_end() == 0


@pytest.mark.pty
def test_an_end_of_file_that_is_typed_is_a_key_and_ends_nothing(terminal: PseudoTerminal) -> None:
    with job_on(terminal, READS_LINES) as job:
        terminal.await_text("ready")
        terminal.press(b"\x04")
        terminal.await_text("read ctrl-d")
        terminal.press(b"q\n")

        assert job.await_end() == 0


@pytest.mark.pty
@pytest.mark.parametrize(
    ("number", "exit_code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_signals_are_read_like_keys(
    terminal: PseudoTerminal, number: signal.Signals, exit_code: int
) -> None:
    with job_on(terminal, READS_LINES) as job:
        terminal.await_text("ready")
        job.signal(number)

        assert job.await_end() == exit_code


@pytest.mark.pty
def test_a_terminal_that_goes_away_hangs_up() -> None:
    terminal = PseudoTerminal()
    with job_on(terminal, READS_LINES) as job:
        terminal.await_text("ready")
        terminal.close_window()

        assert job.await_end() == 129
    terminal.close()


def test_where_a_pipe_has_ended_there_is_only_time() -> None:
    ours, theirs = os.pipe()
    os.write(theirs, b"n\n")
    os.close(theirs)
    with LineKeys(ours) as keys:
        assert keys.read(0) == ("n",)
        assert keys.read(0) == ()
        assert keys.read(0) == ()
    os.close(ours)
