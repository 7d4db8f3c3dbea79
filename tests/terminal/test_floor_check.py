"""The see-and-hear check on a real terminal: gone through without a key, or left at any moment."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from guides import fictitious_guide
from terminal.massages import await_glance
from terminal.pseudo_terminal import (
    ALTERNATE_SCREEN,
    CURSOR,
    WRAPPING,
    PseudoTerminal,
    job_on,
)

pytestmark = pytest.mark.pty

CHECKS_THE_FLOOR = Path(__file__).with_name("checks_the_floor.py")
PHRASES = fictitious_guide().protocol.phrases
GET_DOWN, SAMPLE = PHRASES.get_down.glance, PHRASES.sample.glance


@pytest.fixture(name="terminal")
def roomy_terminal() -> Iterator[PseudoTerminal]:
    terminal = PseudoTerminal(60, 14)
    yield terminal
    terminal.close()


def assert_clean(terminal: PseudoTerminal, modes: list[object]) -> None:
    assert terminal.modes() == modes
    assert not terminal.has(ALTERNATE_SCREEN)
    assert terminal.has(CURSOR)
    assert terminal.has(WRAPPING)


def test_goes_through_all_of_it_without_a_key_and_keeps_the_answers(
    terminal: PseudoTerminal,
) -> None:
    modes = terminal.modes()
    with job_on(terminal, CHECKS_THE_FLOOR) as job:
        await_glance(terminal, GET_DOWN)
        for size in ("large", "middle", "small"):
            terminal.await_text(size)
        await_glance(terminal, SAMPLE)
        await_glance(terminal, PHRASES.get_up.glance)
        terminal.await_text("kept: FloorAnswers(smallest=<DigitSize.SMALL")

        assert job.await_end() == 0
        assert_clean(terminal, modes)


def test_ctrl_c_leaves_it_and_nothing_is_kept(terminal: PseudoTerminal) -> None:
    modes = terminal.modes()
    with job_on(terminal, CHECKS_THE_FLOOR) as job:
        await_glance(terminal, GET_DOWN)
        terminal.press(b"\x03")

        assert job.await_end() == 0
        assert_clean(terminal, modes)
        assert any("kept: None" in row for row in terminal.rows())


@pytest.mark.parametrize(
    ("number", "exit_code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_it_and_leaves_a_clean_terminal(
    terminal: PseudoTerminal, number: signal.Signals, exit_code: int
) -> None:
    modes = terminal.modes()
    with job_on(terminal, CHECKS_THE_FLOOR) as job:
        await_glance(terminal, GET_DOWN)
        job.signal(number)

        assert job.await_end() == exit_code
        assert_clean(terminal, modes)


def test_a_window_that_changes_meanwhile_is_filled_anew(terminal: PseudoTerminal) -> None:
    with job_on(terminal, CHECKS_THE_FLOOR) as job:
        await_glance(terminal, GET_DOWN)
        terminal.resize(36, 11)
        job.signal(signal.SIGWINCH)

        terminal.await_text("q twice: leave")
        assert terminal.rows()[-1].strip() == "q twice: leave"
