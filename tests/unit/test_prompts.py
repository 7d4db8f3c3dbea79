"""Questions that are chosen or typed, by the keys that a terminal sends."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from systems import unix_only
from tpguide.terminal.prompt_keys import read_all_keys
from tpguide.ui.prompts.terminal import CancelledError, Option, TerminalPrompts

pytestmark = unix_only  # a console of Windows sends no sequences

CTRL_D = "\x04"
#: Enter in kitty's protocol, pressed and let go of.
KITTY_ENTER = "\x1b[13;1:1u\x1b[13;1:3u"


class Written(DummyOutput):
    """Keeps what was written to the terminal as it is."""

    def __init__(self) -> None:
        self.raw = ""

    def write_raw(self, data: str) -> None:
        self.raw += data


def chosen(prompts: TerminalPrompts) -> str:
    return prompts.choose("Forget all of it?", [Option("no", "No"), Option("yes", "Yes")])


def typed(prompts: TerminalPrompts) -> str:
    return prompts.line("Note:")


def pain(prompts: TerminalPrompts) -> str:
    return str(prompts.pain("Pain now?"))


def answered(
    ask: Callable[[TerminalPrompts], str], keys: str, output: DummyOutput | None = None
) -> str:
    with (
        create_pipe_input() as terminal,
        create_app_session(input=terminal, output=output or DummyOutput()),
    ):
        terminal.send_text(keys)
        return ask(TerminalPrompts(prepare=read_all_keys))


@pytest.mark.parametrize("ask", [chosen, typed])
def test_an_end_of_file_that_is_typed_leaves_a_question(
    ask: Callable[[TerminalPrompts], str],
) -> None:
    with pytest.raises(CancelledError):
        answered(ask, CTRL_D)


def test_in_a_line_that_was_begun_it_deletes_as_in_a_shell() -> None:
    assert answered(typed, f"sorre\x1b[D{CTRL_D}\r") == "sorr"


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("s\x1b[111u\x1b[114u\x1b[114;1:2ue" + KITTY_ENTER, "sorre"),
        ("a\x1b[97;1:3ub\x1b[98;1:3u" + KITTY_ENTER, "ab"),
        ("\x1b[27;2;65~b\x1b[27;1;13~", "Ab"),
        ("\x1bOs\x1bOv\x1bOM", "36"),
        ("a\x1b[I\x1b[Ob\r", "ab"),
        ("a\x1b[?62;4cb\x1b[12;40Rc\r", "abc"),
        ("a\x1b]11;rgb:0000/0000/0000\x1b\\b\r", "ab"),
    ],
    ids=["kitty", "let go of", "modified", "number block", "focus", "answers", "colour"],
)
def test_a_line_has_what_was_typed_whatever_way_a_terminal_sends_it(keys: str, text: str) -> None:
    assert answered(typed, keys) == text


@pytest.mark.parametrize("ask", [chosen, typed, pain])
@pytest.mark.parametrize("ctrl_c", ["\x03", "\x1b[99;5u", "\x1b[27;5;99~", "\x1b[1089::99;5u"])
def test_ctrl_c_leaves_a_question_whatever_way_a_terminal_sends_it(
    ask: Callable[[TerminalPrompts], str], ctrl_c: str
) -> None:
    with pytest.raises(CancelledError):
        answered(ask, ctrl_c)


@pytest.mark.parametrize("down", ["\x1b[B", "\x1bOB", "\x1b[1;1:1B\x1b[1;1:3B"])
def test_an_answer_is_chosen_whatever_way_a_terminal_sends_the_arrows(down: str) -> None:
    assert answered(chosen, f"{down}\r") == "yes"


@pytest.mark.parametrize(
    "key", ["6", "-", "§", "\x1bOv", "\x1b[54u", "\x1b[57405u", "\x1b[45::54u"]
)
def test_a_rating_is_the_digit_on_its_key_on_every_layout(key: str) -> None:
    assert answered(pain, key) == "6"


def test_ways_of_sending_keys_that_others_left_on_are_taken_back_at_a_question() -> None:
    output = Written()

    answered(typed, "a\r", output)

    for reset in ("\x1b[=0u", "\x1b[>4;0m", "\x1b[?1l", "\x1b>", "\x1b[?1004l", "\x1b[?1000l"):
        assert reset in output.raw
