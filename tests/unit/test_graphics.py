from __future__ import annotations

from collections.abc import Mapping

import pytest

from tpguide.errors import WrongUseError
from tpguide.modes import PictureMode
from tpguide.terminal.graphics import NO_GRAPHICS, Graphics, best_pictures, pictures_wished

KITTY = {"TERM": "xterm-kitty"}
XTERM = {"TERM": "xterm-256color"}
TMUX = {"TERM": "tmux-256color", "TMUX": "/run/tmux"}
SSH = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}


class Terminal:
    """A terminal that can be asked, and knows how it was."""

    def __init__(self, can: Graphics = NO_GRAPHICS) -> None:
        self._can = can
        self.asked: list[bool] = []

    def ask(self, kitty: bool) -> Graphics:
        self.asked.append(kitty)
        return self._can


def best(
    environment: Mapping[str, str],
    terminal: Terminal,
    *,
    has_colours: bool = True,
    has_unicode: bool = True,
) -> PictureMode:
    return best_pictures(
        environment, has_colours=has_colours, has_unicode=has_unicode, ask=terminal.ask
    )


def test_the_console_of_linux_has_no_dots_in_its_fonts() -> None:
    console = {"TERM": "linux"}

    assert best(console, Terminal(), has_colours=False) is PictureMode.CHARACTERS


@pytest.mark.parametrize(
    ("can", "pictures"),
    [
        (Graphics(kitty=True), PictureMode.KITTY),
        (Graphics(kitty=True, sixel=True), PictureMode.KITTY),
        (Graphics(sixel=True), PictureMode.SIXEL),
        (NO_GRAPHICS, PictureMode.SEXTANTS),
    ],
)
def test_the_best_that_the_terminal_says_it_can_is_taken(
    can: Graphics, pictures: PictureMode
) -> None:
    assert best(KITTY, Terminal(can)) is pictures


@pytest.mark.parametrize(
    ("environment", "pictures"),
    [
        ({"TERM": "foot"}, PictureMode.SEXTANTS),
        ({**XTERM, "TERM_PROGRAM": "WezTerm"}, PictureMode.SEXTANTS),
        ({**XTERM, "VTE_VERSION": "7600"}, PictureMode.SEXTANTS),
        ({**XTERM, "VTE_VERSION": "5202"}, PictureMode.QUADRANTS),
        ({**XTERM, "VTE_VERSION": "7600", "XTERM_VERSION": "XTerm(390)"}, PictureMode.QUADRANTS),
        ({"TERM": "alacritty", "VTE_VERSION": "7600"}, PictureMode.QUADRANTS),
        ({**XTERM, "TERM_PROGRAM": "iTerm.app"}, PictureMode.QUADRANTS),
        ({**XTERM, "TERM_PROGRAM": "Apple_Terminal"}, PictureMode.HALF_BLOCKS),
        (XTERM, PictureMode.QUADRANTS),
    ],
)
def test_blocks_are_as_fine_as_the_terminal_is_known_to_draw_them(
    environment: Mapping[str, str], pictures: PictureMode
) -> None:
    assert best(environment, Terminal()) is pictures


@pytest.mark.parametrize(
    ("environment", "kitty"),
    [
        (XTERM, False),
        (KITTY, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "230804"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, False),
        ({}, False),
    ],
)
def test_kittys_question_is_only_put_to_a_terminal_that_doesnt_print_it(
    environment: Mapping[str, str], kitty: bool
) -> None:
    terminal = Terminal()

    best(environment, terminal)

    assert terminal.asked == [kitty]


@pytest.mark.parametrize("environment", [TMUX, {**KITTY, "TMUX": "x"}, {"TERM": "screen"}])
def test_inside_tmux_nothing_is_asked_and_pictures_are_made_of_blocks(
    environment: Mapping[str, str],
) -> None:
    terminal = Terminal(Graphics(kitty=True, sixel=True))

    assert best(environment, terminal) is PictureMode.QUADRANTS
    assert terminal.asked == []


@pytest.mark.parametrize(
    ("environment", "pictures"), [(XTERM, PictureMode.QUADRANTS), (KITTY, PictureMode.KITTY)]
)
def test_over_ssh_nothing_is_asked_and_the_terminals_name_is_trusted(
    environment: Mapping[str, str], pictures: PictureMode
) -> None:
    terminal = Terminal(Graphics(kitty=True, sixel=True))

    assert best({**environment, **SSH}, terminal) is pictures
    assert terminal.asked == []


def test_without_colours_or_unicode_nothing_is_asked() -> None:
    terminal = Terminal(Graphics(kitty=True))

    assert best(KITTY, terminal, has_colours=False) is PictureMode.BRAILLE
    assert best(KITTY, terminal, has_unicode=False) is PictureMode.CHARACTERS
    assert terminal.asked == []


def test_a_wish_is_taken_by_its_name() -> None:
    assert pictures_wished({}) is None
    assert pictures_wished({"TPGUIDE_PICTURES": ""}) is None
    for way in PictureMode:
        assert pictures_wished({"TPGUIDE_PICTURES": way.value}) is way


def test_a_wish_that_is_none_names_those_there_are() -> None:
    with pytest.raises(WrongUseError) as refused:
        pictures_wished({"TPGUIDE_PICTURES": "ascii"})

    assert "TPGUIDE_PICTURES" in refused.value.sentence
    assert "half-blocks" in refused.value.hint
