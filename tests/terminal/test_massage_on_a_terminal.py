"""The guided session on a real terminal: led to its end, left in every way, and gone on with."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from terminal.massages import (
    ALL_QUESTIONS,
    ENTER,
    FLOOR,
    GUIDE,
    GUIDED,
    MASSAGE,
    NUMBER,
    PHRASES,
    WHOLE_SECONDS,
    answer,
    answer_no_emergency,
    answer_until_the_floor,
    await_change,
    await_glance,
    await_step,
    await_that,
    go_on_until_rolling,
    home,
    kept_in,
)
from terminal.pseudo_terminal import (
    ALTERNATE_SCREEN,
    CURSOR,
    PATIENCE_SECONDS,
    Job,
    PseudoTerminal,
    job_on,
)
from terminal.sound_programs import Programs
from tpguide.errors import ExitCode
from tpguide.session.events import Begin, TakeUpAgain
from tpguide.session.plan import StepKind
from tpguide.session.state import Ending
from tpguide.storage.journal import Journal
from tpguide.terminal.audio.player import can_play_here

pytestmark = [pytest.mark.pty, pytest.mark.usefixtures("home")]

__all__ = ["home"]

#: What the row at the bottom begins with in a window that has room for it.
KEYS = "space pause"
LOCAL_MODES = 3  # of what a terminal says of itself: those that echo, and wait for whole lines


@contextmanager
def a_terminal(columns: int, rows: int) -> Iterator[PseudoTerminal]:
    terminal = PseudoTerminal(columns, rows)
    try:
        yield terminal
    finally:
        terminal.close()


@pytest.fixture(name="terminal")
def a_high_terminal() -> Iterator[PseudoTerminal]:
    with a_terminal(*ALL_QUESTIONS) as terminal:
        yield terminal


def skip_what_is_asked_afterwards(terminal: PseudoTerminal) -> None:
    terminal.await_text("Left leg, pain now")
    terminal.press(ENTER)
    terminal.await_text("A note, if you like:")
    terminal.press(ENTER)
    terminal.await_text("Could you read and hear it?")
    terminal.press(b"y")


@pytest.mark.parametrize(("columns", "rows"), [(100, 30), (40, 12)])
def test_a_rehearsal_comes_to_its_summary_and_leaves_a_clean_terminal(
    columns: int, rows: int
) -> None:
    with a_terminal(columns, rows) as terminal:
        modes = terminal.modes()
        rehearsal = ("--rehearse", "--speed", "100", "--side", "left", "--dose", "gentle")
        with job_on(terminal, *MASSAGE, *rehearsal) as job:
            terminal.await_text("REHEARSAL")

            assert job.await_end() == ExitCode.DONE
            assert terminal.is_clean(modes)
            assert any(GUIDE.safety.afterwards.watch in row for row in terminal.rows()) or rows < 30


def test_what_is_shown_fills_another_window_at_once(terminal: PseudoTerminal) -> None:
    with job_on(terminal, *GUIDED) as job:
        answer_until_the_floor(terminal)
        terminal.press(b" ")
        await_glance(terminal, PHRASES.paused.glance)
        terminal.resize(80, 24)

        await_that(lambda: KEYS in terminal.rows()[-1], terminal)
        job.signal(signal.SIGTERM)
        job.await_end()


def press_ctrl_c(terminal: PseudoTerminal, _: Job) -> None:
    terminal.press(b"\x03")
    skip_what_is_asked_afterwards(terminal)


def press_q_twice(terminal: PseudoTerminal, _: Job) -> None:
    terminal.press(b"q")
    await_glance(terminal, PHRASES.stop_question.glance)
    terminal.press(b"q")
    skip_what_is_asked_afterwards(terminal)


def terminate(_: PseudoTerminal, job: Job) -> None:
    job.signal(signal.SIGTERM)


@pytest.mark.parametrize(
    ("leave", "code"),
    [
        (press_ctrl_c, ExitCode.STOPPED_EARLY),
        (press_q_twice, ExitCode.STOPPED_EARLY),
        (terminate, ExitCode.ENDED_BY_TERMINATE),
    ],
)
def test_what_ends_a_session_leaves_a_clean_terminal_and_keeps_it(
    terminal: PseudoTerminal,
    home: Path,
    leave: Callable[[PseudoTerminal, Job], None],
    code: ExitCode,
) -> None:
    modes = terminal.modes()
    with job_on(terminal, *GUIDED) as job:
        answer_until_the_floor(terminal)
        leave(terminal, job)

        assert job.await_end() == code
        assert terminal.is_clean(modes)
    with kept_in(home) as journal:
        [session] = journal.sessions()
        assert session.result.ending is Ending.STOPPED


def hang_up(_: PseudoTerminal, job: Job) -> None:
    job.signal(signal.SIGHUP)


def close_the_window(terminal: PseudoTerminal, _: Job) -> None:
    terminal.close_window()


@pytest.mark.parametrize("leave", [hang_up, close_the_window])
def test_a_window_that_goes_away_leaves_a_session_to_go_on_with(
    terminal: PseudoTerminal, home: Path, leave: Callable[[PseudoTerminal, Job], None]
) -> None:
    with job_on(terminal, *GUIDED) as job:
        answer_until_the_floor(terminal)
        leave(terminal, job)

        assert job.await_end() == ExitCode.ENDED_BY_HANGUP
    with kept_in(home) as journal:
        [session] = journal.unfinished_sessions(GUIDE.slug)
        assert session.events[0] == Begin(0)


@pytest.mark.parametrize("leave", [terminate, close_the_window])
def test_what_is_being_said_ends_with_the_session_and_nothing_is_left_behind(
    terminal: PseudoTerminal,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    leave: Callable[[PseudoTerminal, Job], None],
) -> None:
    folder, temporary = tmp_path / "programs", tmp_path / "temporary"
    folder.mkdir()
    temporary.mkdir()
    programs = Programs(folder)
    programs.add("espeak-ng", "cat > /dev/null; echo $$ >> {told}; exec sleep 1000")
    monkeypatch.setenv("PATH", f"{folder}:{os.defpath}")
    monkeypatch.delenv("SSH_TTY")
    monkeypatch.setenv("TMPDIR", str(temporary))
    with job_on(terminal, *GUIDED) as job:
        answer_until_the_floor(terminal)
        await_that(lambda: bool(programs.told("espeak-ng")), terminal)
        terminal.press(b"n")
        await_that(lambda: len(programs.told("espeak-ng")) > 1, terminal)
        leave(terminal, job)
        job.await_end()

    for process in programs.told("espeak-ng"):
        with pytest.raises(ProcessLookupError):
            os.kill(int(process), 0)
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells the children of a program")
def test_what_plays_ends_with_a_session_that_is_killed(
    terminal: PseudoTerminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_UNIX) as hanging_sound_server:
        hanging_sound_server.bind(str(tmp_path / "server"))
        hanging_sound_server.listen()
        monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/server")
        monkeypatch.setenv("ALSA_CONFIG_PATH", os.devnull)
        monkeypatch.delenv("SSH_TTY")
        with job_on(terminal, *GUIDED) as job:
            answer_until_the_floor(terminal)
            players = children_of(job.pid)
            assert players or not can_play_here()
            job.signal(signal.SIGKILL)
            job.await_end()

            until = time.monotonic() + PATIENCE_SECONDS
            while any(map(is_running, players)) and time.monotonic() < until:
                time.sleep(0.02)
            assert not any(map(is_running, players))


def children_of(pid: int) -> list[int]:
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGINT, ExitCode.ENDED_BY_CTRL_C),
        (signal.SIGTERM, ExitCode.ENDED_BY_TERMINATE),
        (signal.SIGHUP, ExitCode.ENDED_BY_HANGUP),
    ],
)
def test_a_signal_at_a_question_leaves_a_clean_terminal(
    terminal: PseudoTerminal, number: signal.Signals, code: ExitCode
) -> None:
    modes = terminal.modes()
    with job_on(terminal, *GUIDED) as job:
        terminal.await_text(GUIDE.safety.emergency.title.upper())
        job.signal(number)

        assert job.await_end() == code
        assert terminal.is_clean(modes)


def test_a_question_can_be_suspended_and_is_asked_again(terminal: PseudoTerminal) -> None:
    modes = terminal.modes()
    with job_on(terminal, *GUIDED) as job:
        terminal.await_text(GUIDE.safety.emergency.title.upper())
        while terminal.take(WHOLE_SECONDS):
            pass  # what is typed before it listens is thrown away
        terminal.press(b"\x1a")
        job.await_stop()
        assert terminal.modes()[LOCAL_MODES] == modes[LOCAL_MODES]
        assert terminal.has(CURSOR)

        job.resume()
        answer_until_the_floor(terminal)
        job.signal(signal.SIGTERM)
        job.await_end()


def test_a_session_that_was_suspended_comes_back_paused(terminal: PseudoTerminal) -> None:
    modes = terminal.modes()
    with job_on(terminal, *GUIDED) as job:
        answer_until_the_floor(terminal)
        terminal.press(b"\x1a")
        job.await_stop()
        assert terminal.is_clean(modes)

        job.resume()
        await_glance(terminal, PHRASES.paused.glance)
        assert terminal.has(ALTERNATE_SCREEN)
        job.signal(signal.SIGTERM)
        job.await_end()


def test_a_session_that_was_killed_is_gone_on_with_and_is_one(home: Path) -> None:
    with (
        a_terminal(*ALL_QUESTIONS) as terminal,
        job_on(terminal, *GUIDED) as job,
        kept_in(home) as journal,
    ):
        answer_until_the_floor(terminal)
        go_on_until_rolling(terminal)
        await_so_much_more(terminal, journal)
        job.signal(signal.SIGKILL)
        assert job.await_end() == -signal.SIGKILL

    with (
        a_terminal(*ALL_QUESTIONS) as terminal,
        job_on(terminal, *GUIDED) as job,
        kept_in(home) as journal,
    ):
        terminal.await_text("Your session was interrupted just now")
        terminal.press(b"r")
        answer_no_emergency(terminal)
        terminal.resize(*FLOOR)
        await_glance(terminal, PHRASES.get_down.glance)
        terminal.press(b"n")  # down already
        while (step := await_step(terminal)).kind is StepKind.GET_DOWN:
            await_change(terminal)
        assert step.kind is StepKind.ROLL
        terminal.press(b"\x03")
        skip_what_is_asked_afterwards(terminal)
        assert job.await_end() == ExitCode.STOPPED_EARLY

        [session] = journal.sessions()
        assert session.result.ending is Ending.STOPPED
        assert sum(rolled.milliseconds for rolled in session.result.rolled) >= 1000
        kinds = [type(event) for event in journal.events(NUMBER)]
        assert (kinds.count(Begin), kinds.count(TakeUpAgain)) == (1, 1)


def test_a_session_that_broke_off_on_the_way_down_is_offered_without_a_step(
    terminal: PseudoTerminal,
) -> None:
    with job_on(terminal, *GUIDED) as job:
        answer_until_the_floor(terminal)
        job.signal(signal.SIGHUP)
        job.await_end()

    with a_terminal(*ALL_QUESTIONS) as another, job_on(another, *GUIDED):
        another.await_text("was interrupted just now: left leg, 2:")


def await_so_much_more(
    terminal: PseudoTerminal, journal: Journal, milliseconds: int = 1000
) -> None:
    """Wait until so much more of the session has been kept."""
    begun = journal.events(NUMBER)[-1].at
    await_that(lambda: journal.events(NUMBER)[-1].at >= begun + milliseconds, terminal)


def test_an_emergency_sign_sends_nobody_to_the_floor(terminal: PseudoTerminal, home: Path) -> None:
    modes = terminal.modes()
    with job_on(terminal, *GUIDED) as job:
        answer(terminal, GUIDE.safety.emergency.title.upper(), b"y")
        answer(terminal, "Which is it?", b"1")

        assert job.await_end() == ExitCode.NO_MASSAGE
        assert terminal.is_clean(modes)
        assert GUIDE.safety.emergency.advice[:40] in " ".join(terminal.rows())
    with kept_in(home) as journal:
        assert journal.last_red_flag(GUIDE.slug) is not None
        assert not journal.sessions()
        assert not journal.unfinished_sessions(GUIDE.slug)


def test_newlines_from_a_pipe_answer_nothing(home: Path) -> None:
    begun = subprocess.run(
        [sys.executable, *GUIDED], input="\n" * 50, capture_output=True, text=True, check=False
    )

    assert begun.returncode == ExitCode.WRONG_USE
    assert begun.stdout == ""
    assert "needs a terminal" in begun.stderr
    with kept_in(home) as journal:
        assert journal.archive().screenings == ()
