"""Asking a terminal what it can draw, on a real one that answers as it is told to."""

from __future__ import annotations

import struct
import termios
from fcntl import ioctl
from pathlib import Path

import pytest

from terminal.pseudo_terminal import PATIENCE_SECONDS, PseudoTerminal, job_on
from tpguide.terminal.graphics import NO_GRAPHICS, Graphics, cell_pixels, graphics_of

ASKS_GRAPHICS = Path(__file__).with_name("asks_graphics.py")
QUESTION = b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[c"


@pytest.fixture
def terminal() -> PseudoTerminal:
    return PseudoTerminal(columns=80, is_mute=True)


def await_question(terminal: PseudoTerminal) -> None:
    written = b""
    while QUESTION not in written:
        piece = terminal.take(PATIENCE_SECONDS)
        assert piece, f"nothing was asked; there is {written!r}"
        written += piece


@pytest.mark.pty
@pytest.mark.parametrize(
    ("answer", "graphics"),
    [
        (b"\x1b_Gi=31;OK\x1b\\\x1b[?62;c", Graphics(kitty=True)),
        (b"\x1b[?62;4;22c", Graphics(sixel=True)),
        (b"\x1b[?4;22c", NO_GRAPHICS),  # the first number is what kind of terminal it is
        (b"\x1b_Gi=31;ENOTSUPPORTED\x1b\\\x1b[?65;1;9c", NO_GRAPHICS),
    ],
)
def test_a_terminal_is_believed_and_its_answer_leaves_no_trace(
    terminal: PseudoTerminal, answer: bytes, graphics: Graphics
) -> None:
    with job_on(terminal, ASKS_GRAPHICS) as job:
        modes = terminal.modes()
        terminal.press(b"patiently\n")
        await_question(terminal)
        terminal.press(answer)
        terminal.await_text(str(graphics))
        assert terminal.modes() == modes

        terminal.press(b"a line\n")
        assert job.await_end() == 0
        assert "then came a line" in terminal.rows()
    terminal.close()


@pytest.mark.pty
def test_a_terminal_that_doesnt_answer_is_not_waited_for(terminal: PseudoTerminal) -> None:
    with job_on(terminal, ASKS_GRAPHICS):
        terminal.press(b"\n")
        await_question(terminal)

        terminal.await_text(str(NO_GRAPHICS))
    terminal.close()


@pytest.mark.pty
@pytest.mark.parametrize("ahead", [b"typed ahead\n", b"typed ahead"])
def test_keys_that_were_typed_before_are_left_alone_and_nothing_is_asked(
    terminal: PseudoTerminal, ahead: bytes
) -> None:
    with job_on(terminal, ASKS_GRAPHICS) as job:
        terminal.press(b"\n" + ahead)
        terminal.await_text(str(NO_GRAPHICS))
        terminal.press(b"\n")

        assert job.await_end() == 0
        assert "then came typed ahead" in terminal.rows()
    terminal.close()


def test_what_is_no_terminal_of_ours_is_not_asked(terminal: PseudoTerminal) -> None:
    assert graphics_of(terminal.theirs, kitty=True) == NO_GRAPHICS
    assert terminal.take() == b""
    terminal.close()


def test_a_cell_is_as_large_as_the_terminal_says(terminal: PseudoTerminal) -> None:
    ioctl(terminal.theirs, termios.TIOCSWINSZ, struct.pack("4H", 24, 80, 800, 480))

    assert cell_pixels(terminal.theirs) == (10, 20)
    terminal.close()


def test_a_terminal_may_not_say_how_large_a_cell_is(
    terminal: PseudoTerminal, tmp_path: Path
) -> None:
    assert cell_pixels(terminal.theirs) is None
    with (tmp_path / "a file").open("w") as file:
        assert cell_pixels(file.fileno()) is None
    terminal.close()
