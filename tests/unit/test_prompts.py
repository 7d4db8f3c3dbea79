"""Questions that are chosen or typed, by the keys that a terminal sends."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from tpguide.ui.prompts.terminal import CancelledError, Option, TerminalPrompts

CTRL_D = "\x04"


def chosen(prompts: TerminalPrompts) -> str:
    return prompts.choose("Forget all of it?", [Option("no", "No"), Option("yes", "Yes")])


def typed(prompts: TerminalPrompts) -> str:
    return prompts.line("Note:")


def answered(ask: Callable[[TerminalPrompts], str], keys: str) -> str:
    with (
        create_pipe_input() as terminal,
        create_app_session(input=terminal, output=DummyOutput()),
    ):
        terminal.send_text(keys)
        return ask(TerminalPrompts())


@pytest.mark.parametrize("ask", [chosen, typed])
def test_an_end_of_file_that_is_typed_leaves_a_question(
    ask: Callable[[TerminalPrompts], str],
) -> None:
    with pytest.raises(CancelledError):
        answered(ask, CTRL_D)


def test_in_a_line_that_was_begun_it_deletes_as_in_a_shell() -> None:
    assert answered(typed, f"sorre\x1b[D{CTRL_D}\r") == "sorr"
