"""The picture of a session on a real terminal: there while there is room for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.pseudo_terminal import PATIENCE_SECONDS, PseudoTerminal, job_on
from tpguide.errors import ExitCode

REHEARSES = Path(__file__).with_name("rehearses.py")

pytestmark = pytest.mark.pty


@pytest.fixture(name="terminal")
def a_large_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[PseudoTerminal]:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("TPGUIDE_PICTURES", "braille")
    terminal = PseudoTerminal(100, 30)
    yield terminal
    terminal.close()


def await_picture(terminal: PseudoTerminal, *, is_there: bool) -> None:
    while any("⠁" <= glyph <= "⣿" for row in terminal.rows() for glyph in row) is not is_there:
        assert terminal.take(PATIENCE_SECONDS), f"nothing changes any more: {terminal.rows()}"


def test_it_comes_and_goes_with_the_room_for_it(terminal: PseudoTerminal) -> None:
    with job_on(terminal, REHEARSES) as job:
        await_picture(terminal, is_there=True)
        terminal.resize(58, 24)
        await_picture(terminal, is_there=False)
        terminal.resize(100, 30)
        await_picture(terminal, is_there=True)
        terminal.press(b"\x03")
        assert job.await_end() == ExitCode.STOPPED_EARLY
