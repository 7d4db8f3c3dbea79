from __future__ import annotations

import os
import signal
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from terminal.pseudo_terminal import PATIENCE_SECONDS, PseudoTerminal
from tpguide.terminal import posix_keys
from tpguide.terminal.keys import HUNG_UP, RESIZED, TERMINATED, TerminalKeys


def test_all_keys_of_one_reading_are_read_in_their_order(terminal: PseudoTerminal) -> None:
    with TerminalKeys(terminal.theirs) as keys:
        terminal.press(b"nn\x1b[C\r")

        assert keys.read(PATIENCE_SECONDS) == ("n", "n", "right", "enter")


def test_reading_without_a_key_returns_none_when_its_time_is_over(
    terminal: PseudoTerminal,
) -> None:
    with TerminalKeys(terminal.theirs) as keys:
        assert keys.read(0) == ()


def test_an_escape_by_itself_is_a_key(terminal: PseudoTerminal) -> None:
    with TerminalKeys(terminal.theirs) as keys:
        terminal.press(b"n\x1b")

        assert keys.read(PATIENCE_SECONDS) == ("n", "escape")


def test_an_answer_of_the_terminal_that_comes_late_and_in_pieces_is_no_key(
    terminal: PseudoTerminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posix_keys, "REST_OF_ANSWER_SECONDS", PATIENCE_SECONDS)
    answer = b"\x1b[?62;4c"
    with TerminalKeys(terminal.theirs) as keys:
        for at in (2, 5, 7):
            terminal.press(answer[:at])
            later = 2 * posix_keys.REST_OF_KEY_SECONDS
            threading.Timer(later, terminal.press, [answer[at:] + b"n"]).start()

            assert keys.read(PATIENCE_SECONDS) == ("n",)


@pytest.mark.parametrize(
    ("typed", "key"), [(b"-", "-"), ("è".encode(), "è"), ("й".encode(), "й"), (b"\xe8", "unknown")]
)
def test_a_key_is_named_by_what_it_types_whatever_the_layout(
    terminal: PseudoTerminal, typed: bytes, key: str
) -> None:
    with TerminalKeys(terminal.theirs) as keys:
        terminal.press(typed)

        assert keys.read(PATIENCE_SECONDS) == (key,)


@pytest.mark.parametrize("key", [b"\x03", b"\x13", b"\x11", b"\x16", b"\x1c"])
def test_the_terminal_keeps_no_key_for_itself(terminal: PseudoTerminal, key: bytes) -> None:
    with TerminalKeys(terminal.theirs) as keys:
        terminal.press(key)

        assert [name.startswith("ctrl-") for name in keys.read(PATIENCE_SECONDS)] == [True]


def test_nothing_is_echoed(terminal: PseudoTerminal) -> None:
    with TerminalKeys(terminal.theirs) as keys:
        terminal.press(b"abc")
        keys.read(PATIENCE_SECONDS)

        assert terminal.take() == b""


def test_the_terminal_gets_its_modes_back(terminal: PseudoTerminal) -> None:
    before = terminal.modes()

    def use_it_wrongly() -> None:
        with TerminalKeys(terminal.theirs):
            assert terminal.modes() != before
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        use_it_wrongly()
    assert terminal.modes() == before


def test_what_was_typed_before_and_what_nobody_read_is_dropped(terminal: PseudoTerminal) -> None:
    terminal.press(b"before\n")
    with TerminalKeys(terminal.theirs) as keys:
        assert keys.read(0) == ()
        terminal.press(b"after\r")

    with TerminalKeys(terminal.theirs) as keys:
        assert keys.read(0) == ()


def test_a_terminal_that_is_gone_is_told_and_can_be_given_back() -> None:
    terminal = PseudoTerminal()
    with TerminalKeys(terminal.theirs) as keys:
        os.close(terminal.ours)

        assert HUNG_UP in keys.read(PATIENCE_SECONDS)
        assert HUNG_UP in keys.read(PATIENCE_SECONDS)
    os.close(terminal.theirs)


def test_what_is_no_terminal_is_refused(tmp_path: Path) -> None:
    with (
        (tmp_path / "a file").open("w") as file,
        pytest.raises(termios.error),
        TerminalKeys(file.fileno()),
    ):
        pass


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (signal.SIGWINCH, RESIZED),
        (signal.SIGTERM, TERMINATED),
        (signal.SIGHUP, HUNG_UP),
        (signal.SIGINT, "ctrl-c"),
    ],
)
def test_a_signal_is_read_like_a_key(
    terminal: PseudoTerminal, number: signal.Signals, told: str
) -> None:
    with TerminalKeys(terminal.theirs) as keys:
        os.kill(os.getpid(), number)

        assert keys.read(PATIENCE_SECONDS) == (told,)


@contextmanager
def ignoring(number: signal.Signals) -> Iterator[None]:
    before = signal.signal(number, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(number, before)


def test_a_signal_that_was_ignored_stays_so(terminal: PseudoTerminal) -> None:
    with ignoring(signal.SIGHUP), TerminalKeys(terminal.theirs) as keys:
        os.kill(os.getpid(), signal.SIGHUP)

        assert keys.read(0) == ()


def test_where_nobody_could_resume_the_program_ctrl_z_is_a_key_like_others(
    terminal: PseudoTerminal,
) -> None:
    with ignoring(signal.SIGTSTP), TerminalKeys(terminal.theirs) as keys:
        terminal.press(b"\x1a")

        assert keys.read(PATIENCE_SECONDS) == ("ctrl-z",)


def test_signals_are_again_what_they_were() -> None:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP, signal.SIGCONT)
    before = [signal.getsignal(number) for number in numbers]
    terminal = PseudoTerminal()

    with TerminalKeys(terminal.theirs):
        assert [signal.getsignal(number) for number in numbers] != before
    terminal.close()

    assert [signal.getsignal(number) for number in numbers] == before
