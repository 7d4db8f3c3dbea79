"""A session begun on a real terminal by people who differ: stopped, limited or let through.

One person of each kind; tests/cli/test_guided.py has everybody with every sign and reason.
"""

from __future__ import annotations

import pytest

from terminal.massages import GUIDE, MASSAGE, await_that, home, press_until, whole_page
from terminal.pseudo_terminal import PseudoTerminal, job_on
from tpguide.errors import ExitCode

pytestmark = [pytest.mark.pty, pytest.mark.usefixtures("home")]

__all__ = ["home"]

SAFETY = GUIDE.safety
REASONS = SAFETY.reasons
#: So high that every sign and every reason stands on one page.
WINDOW = (100, 60)
GUIDED = (*MASSAGE, "--guided", "--side", "left")
SIGNS = {one.key: one for one in (*SAFETY.emergency.questions, *SAFETY.same_day.questions)}
BLOCKS = {one.key: one for one in REASONS.block}
ASKS = {one.key: one for one in REASONS.agreed}
READY = "Ready?"


class Person:
    """Reads a page when it is whole, and presses keys."""

    def __init__(self, terminal: PseudoTerminal) -> None:
        self._terminal = terminal
        self._answered: list[str] = []

    def reads(self) -> str:
        """Return what stands there now, another page than was answered last."""
        whole_page(self._terminal, self._answered)
        return self.sees()

    def sees(self) -> str:
        return " ".join(" ".join(self._terminal.rows()).split())

    def presses(self, keys: str) -> None:
        page = self._answered = self._terminal.rows()
        press_until(lambda: self._terminal.rows() != page, self._terminal, keys.encode())

    def names(self, title: str) -> None:
        """Press the key that stands beside *title*."""
        self.reads()
        row = next(row for row in self._terminal.rows() if title in row)
        self.presses(row.split()[0])

    def answers(self, *keys: str) -> None:
        for key in keys:
            self.reads()
            self.presses(key)


def exit_code_of(*person: str, told: str) -> int:
    """Be the person with the sign or reason *person* names, and what they answer after it.

    They leave when they are told that they can begin.
    """
    terminal = PseudoTerminal(*WINDOW)
    try:
        with job_on(terminal, *GUIDED) as job:
            someone = Person(terminal)
            terminal.await_text("yes, or unsure")
            key, *after = person
            if key in SIGNS:
                someone.answers(*("n" * (key not in str(SAFETY.emergency.questions))), "y")
                someone.names(SIGNS[key].title)
            elif key in {**BLOCKS, **ASKS}:
                someone.answers("n", "n", "y")
                someone.names({**BLOCKS, **ASKS}[key].title)
                someone.answers("\r")
            someone.answers(*after)
            await_that(lambda: told in someone.sees(), terminal)
            if READY in someone.sees():
                terminal.press(b"\x03")
            return job.await_end()
    finally:
        terminal.close()


@pytest.mark.parametrize("key", ["snap-or-injury", "calf-pain-and-clot-risk"])
def test_whoever_has_a_sign_is_told_whom_to_call_or_see(key: str) -> None:
    advice = next(
        line.advice or tier.advice
        for tier in (SAFETY.emergency, SAFETY.same_day)
        for line in tier.lines
        if key in line.covers
    )
    assert exit_code_of(key, told=advice) == ExitCode.NO_MASSAGE


def test_whoever_has_to_wait_is_told_so() -> None:
    assert exit_code_of("fracture", told=REASONS.block_advice) == ExitCode.NO_MASSAGE


def test_a_child_rolls_with_an_adult() -> None:
    assert exit_code_of("under-16", "y", "3", told=READY) == ExitCode.ENDED_BY_CTRL_C


def test_whoever_has_to_ask_first_is_stopped_until_someone_agreed() -> None:
    assert exit_code_of("numbness", "n", told=REASONS.agreed_advice) == ExitCode.NO_MASSAGE


def test_whoever_asked_first_is_led_gently_and_uncrossed() -> None:
    led = "gentle 2:24, legs uncrossed"
    assert exit_code_of("bleeding", "y", "3", told=led) == ExitCode.ENDED_BY_CTRL_C


def test_whoever_hurts_too_much_is_sent_to_someone() -> None:
    advice = GUIDE.protocol.ratings.refused_advice
    assert exit_code_of("nothing", "n", "n", "n", "7", told=advice) == ExitCode.NO_MASSAGE


def test_whoever_hears_a_screen_reader_is_let_through_and_stopped_alike() -> None:
    terminal = PseudoTerminal(80, 120)
    try:
        with job_on(terminal, *GUIDED, "--plain") as job:
            listener = Person(terminal)
            terminal.await_text("yes, or unsure")
            assert f"{len(SAFETY.emergency.lines)} lines." in listener.reads()
            listener.answers("n\r", "n\r", "n\r", "3\r")
            assert READY in listener.reads()
            listener.presses("\x03")
            assert job.await_end() == ExitCode.ENDED_BY_CTRL_C
        with job_on(terminal, *GUIDED, "--plain") as job:
            terminal.await_text(SAFETY.gate.short.title.upper())
            listener.answers("y\r", "1\r")
            assert job.await_end() == ExitCode.NO_MASSAGE
    finally:
        terminal.close()
