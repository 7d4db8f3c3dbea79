"""The gate on a real terminal: few keys pass it, and no stray key answers it."""

from __future__ import annotations

from pathlib import Path

import pytest

from terminal.massages import GUIDE, home, kept_in
from terminal.pseudo_terminal import PseudoTerminal, job_on
from tpguide.errors import ExitCode
from tpguide.ui.prompts.gate_pages import PRESS_Y_OR_N
from tpguide.ui.prompts.key_pages import DEAF_SECONDS, TOGETHER_SECONDS

pytestmark = [pytest.mark.pty, pytest.mark.usefixtures("home")]

__all__ = ["home"]

CHECK = ("-m", "tpguide", "check")
SAFETY = GUIDE.safety
SHORT = SAFETY.gate.short
PAGES = (SAFETY.emergency.title, SAFETY.same_day.title, SAFETY.reasons.title)
#: Keys, a paste, and a paste of a terminal that doesn't mark it as one.
STRAY = (
    b"\r",
    b"\n",
    b" ",
    b"\x1b[A",
    b"\x1b[B",
    b"\t",
    b"q",
    b"1",
    b"\x1b[200~nnn\x1b[201~",
    b"nnn",
)


def when_quiet(terminal: PseudoTerminal, shown: str) -> None:
    """Wait until something is *shown* and the page listens."""
    terminal.await_text(shown)
    while terminal.take(2 * DEAF_SECONDS):
        pass


def press_for(terminal: PseudoTerminal, shown: str, key: bytes) -> None:
    """Press *key* once, when the page that is *shown* listens."""
    when_quiet(terminal, shown)
    terminal.press(key)


def check(columns: int, rows: int, *answers: tuple[str, bytes]) -> int:
    terminal = PseudoTerminal(columns, rows)
    try:
        with job_on(terminal, *CHECK) as job:
            for shown, key in answers:
                press_for(terminal, shown, key)
            return job.await_end()
    finally:
        terminal.close()


def test_three_keys_pass_it_the_first_time_and_two_later(home: Path) -> None:
    first = [(title.upper(), b"n") for title in PAGES]
    later = [(SHORT.ask, b"n"), ("New since", b"n")]

    assert check(80, 24, *first) == ExitCode.DONE
    assert check(80, 24, *later) == ExitCode.DONE
    with kept_in(home) as journal:
        assert len(journal.archive().screenings) == 2


def test_no_stray_key_answers_it_or_leaves_a_flag(home: Path) -> None:
    terminal = PseudoTerminal(80, 24)
    with job_on(terminal, *CHECK) as job:
        terminal.press(b"\r\r  nnnyyy")  # before it is up
        when_quiet(terminal, SAFETY.emergency.title.upper())
        for keys in STRAY:
            terminal.press(keys)
            if keys != b"nnn":
                terminal.await_text(PRESS_Y_OR_N)
            terminal.take(2 * TOGETHER_SECONDS)
        while terminal.take(2 * DEAF_SECONDS):
            pass
        assert SAFETY.emergency.title.upper() in terminal.rows()[0]
        for title in PAGES:
            press_for(terminal, title.upper(), b"n")

        assert job.await_end() == ExitCode.DONE
    terminal.close()
    with kept_in(home) as journal:
        assert journal.last_red_flag(GUIDE.slug) is None
        assert len(journal.archive().screenings) == 1


def test_a_sign_is_named_before_it_is_a_red_flag(home: Path) -> None:
    answers = ((PAGES[0].upper(), b"y"), ("Which is it?", b"3"))

    assert check(100, 40, *answers) == ExitCode.NO_MASSAGE
    with kept_in(home) as journal:
        flag = journal.last_red_flag(GUIDE.slug)
    assert flag is not None
    assert flag.kind == SAFETY.emergency.questions[2].key


def test_ctrl_c_after_a_yes_counts_as_yes(home: Path) -> None:
    answers = ((PAGES[0].upper(), b"y"), ("Which is it?", b"\x03"))

    assert check(100, 40, *answers) == ExitCode.NO_MASSAGE
    with kept_in(home) as journal:
        assert journal.last_red_flag(GUIDE.slug) is None


def test_a_terminal_is_left_as_it_was() -> None:
    terminal = PseudoTerminal(80, 24)
    modes = terminal.modes()
    with job_on(terminal, *CHECK) as job:
        press_for(terminal, PAGES[0].upper(), b"\x03")

        assert job.await_end() == ExitCode.ENDED_BY_CTRL_C
        assert terminal.is_clean(modes)
    terminal.close()
