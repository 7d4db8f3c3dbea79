"""Questions that are typed or chosen on a real terminal."""

from __future__ import annotations

import pytest

from terminal.massages import home
from terminal.pseudo_terminal import PseudoTerminal, job_on

pytestmark = [pytest.mark.pty, pytest.mark.usefixtures("home")]

__all__ = ["home"]


def test_a_long_question_is_broken_at_words_in_a_narrow_window() -> None:
    terminal = PseudoTerminal(36, 24)
    with job_on(terminal, "-m", "tpguide", "measure", "--test", "knee-to-wall"):
        terminal.await_text("Leave it out today")

        asked, rest = "Knee to wall: do any of these", " apply?"
        at = next(n for n, row in enumerate(terminal.rows()) if row.endswith(asked))
        assert terminal.rows()[at + 1] == rest
    terminal.close()
