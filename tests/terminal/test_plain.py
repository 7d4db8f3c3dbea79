"""The guided session as plain lines: on a real terminal with numbers typed, and into a pipe."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from terminal.massages import (
    ALL_QUESTIONS,
    ATTEMPTS,
    GUIDE,
    GUIDED,
    MASSAGE,
    NUMBER,
    PHRASES,
    PLAN,
    await_that,
    home,
    kept_in,
)
from terminal.pseudo_terminal import Job, PseudoTerminal, job_on
from tpguide.errors import ExitCode
from tpguide.session.events import Begin, TakeUpAgain
from tpguide.session.state import Ending
from tpguide.session.transcript import script
from tpguide.terminal.bindings import hints_in_words
from tpguide.ui.prompts.key_pages import DEAF_SECONDS

pytestmark = pytest.mark.usefixtures("home")

__all__ = ["home"]

PLAIN = (*GUIDED, "--plain")
REHEARSAL = (
    *("--rehearse", "--plain", "--speed", "100"),
    *("--side", "left", "--dose", "gentle", "--intensity", "uncrossed"),
)
SAFETY = GUIDE.safety
DOWN = f"[{PHRASES.words.get_down}]"
#: What is written to a terminal beside text and its colours.
MOVES = re.compile(rb"\x1b(?!\[[\d;]*m)")


@pytest.fixture(name="terminal")
def a_high_terminal() -> Iterator[PseudoTerminal]:
    terminal = PseudoTerminal(*ALL_QUESTIONS)
    yield terminal
    terminal.close()


def answer(terminal: PseudoTerminal, asked: str, typed: object) -> None:
    """Wait until something is asked in the last line, and type a line."""
    await_that(lambda: asked in _last_line(terminal), terminal)
    terminal.press(f"{typed}\n".encode())


def _last_line(terminal: PseudoTerminal) -> str:
    return next((row for row in reversed(terminal.rows()) if row), "")


def answer_page(terminal: PseudoTerminal, ask: str) -> None:
    """Answer a page of the gate with none; it is deaf in its first moment."""
    asked = f"{ask} y yes"
    await_that(lambda: asked in _last_line(terminal), terminal)
    for _ in range(ATTEMPTS):
        while asked in _last_line(terminal):
            if not terminal.take(DEAF_SECONDS):
                break
        else:
            return
        terminal.press(b"n\n")


def answer_no_emergency(terminal: PseudoTerminal) -> None:
    answer_page(terminal, SAFETY.emergency.ask)


def answer_until_the_floor(terminal: PseudoTerminal) -> None:
    """Type everything for a first session, and get down."""
    for page in (SAFETY.emergency, SAFETY.same_day, SAFETY.reasons):
        answer_page(terminal, page.ask)
    answer(terminal, "Ready?", "")
    terminal.await_text(DOWN)


def quit_by_lines(terminal: PseudoTerminal, _: Job) -> None:
    terminal.press(b"q\n")
    terminal.await_text(PHRASES.stop_question.spoken)
    terminal.press(b"q\n")
    answer(terminal, "Left leg, pain now", 2)
    answer(terminal, "A note, if you like:", "")


def press_ctrl_c(terminal: PseudoTerminal, _: Job) -> None:
    terminal.press(b"\x03")
    answer(terminal, "Left leg, pain now", 2)
    answer(terminal, "A note, if you like:", "")


def terminate(_: PseudoTerminal, job: Job) -> None:
    job.signal(signal.SIGTERM)


@pytest.mark.pty
@pytest.mark.parametrize(
    ("leave", "code"),
    [
        (quit_by_lines, ExitCode.STOPPED_EARLY),
        (press_ctrl_c, ExitCode.STOPPED_EARLY),
        (terminate, ExitCode.ENDED_BY_TERMINATE),
    ],
)
def test_all_of_it_is_lines_and_typed_and_whatever_ends_it_keeps_it(
    terminal: PseudoTerminal,
    home: Path,
    leave: Callable[[PseudoTerminal, Job], None],
    code: ExitCode,
) -> None:
    modes = terminal.modes()
    with job_on(terminal, *PLAIN) as job:
        answer_until_the_floor(terminal)
        assert hints_in_words() in " ".join(terminal.written.decode().split())
        terminal.press(b"\n")
        terminal.await_text(PHRASES.paused.spoken)
        leave(terminal, job)

        assert job.await_end() == code
        assert terminal.is_clean(modes)
        assert not MOVES.search(terminal.written)
    with kept_in(home) as journal:
        [session] = journal.sessions()
        assert session.result.ending is Ending.STOPPED


@pytest.mark.pty
def test_a_terminal_that_can_only_print_needs_no_option(
    terminal: PseudoTerminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    with job_on(terminal, *GUIDED) as job:
        answer_until_the_floor(terminal)
        job.signal(signal.SIGTERM)

        assert job.await_end() == ExitCode.ENDED_BY_TERMINATE
        assert b"\x1b" not in terminal.written


@pytest.mark.pty
def test_a_session_that_was_killed_is_gone_on_with(terminal: PseudoTerminal, home: Path) -> None:
    with job_on(terminal, *PLAIN) as job:
        answer_until_the_floor(terminal)
        job.signal(signal.SIGKILL)
        job.await_end()
    with job_on(terminal, *PLAIN, "--resume") as job:
        answer_no_emergency(terminal)
        terminal.await_text(DOWN, times=2)
        job.signal(signal.SIGTERM)
        assert job.await_end() == ExitCode.ENDED_BY_TERMINATE

    with kept_in(home) as journal:
        [session] = journal.sessions()
        kinds = [type(event) for event in journal.events(NUMBER)]
        assert session.number == NUMBER
        assert (kinds.count(Begin), kinds.count(TakeUpAgain)) == (1, 1)


def test_into_a_pipe_a_rehearsal_says_all_that_is_said_in_its_order() -> None:
    rehearsed = subprocess.run(
        [sys.executable, *MASSAGE, *REHEARSAL],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (rehearsed.returncode, rehearsed.stderr) == (ExitCode.DONE, "")
    spoken = [heard.cue.spoken for heard in script(PLAN, PLAN.speech).heard]
    begun = spoken.index(PHRASES.get_down.spoken)
    lines = [line.strip() for line in rehearsed.stdout.splitlines() if line.startswith("  ")]
    assert lines[: len(spoken) - begun] == spoken[begun:]
