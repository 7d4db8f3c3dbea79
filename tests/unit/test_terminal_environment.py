"""What the environment tells of colours."""

from __future__ import annotations

import pytest
from rich.console import Console

from systems import unix_only
from tpguide.terminal.environment import colour_environment, says_of_colours


def colours(**environment: str) -> str | None:
    return Console(force_terminal=True, _environ=colour_environment(environment)).color_system


@pytest.mark.parametrize("term", ["alacritty", "foot", "foot-extra", "xterm-ghostty", "wezterm"])
@unix_only
def test_over_ssh_the_name_of_a_terminal_tells_that_it_has_all_colours(term: str) -> None:
    assert colours(TERM=term, SSH_CONNECTION="192.0.2.1 50000 192.0.2.2 22") == "truecolor"


@pytest.mark.parametrize(
    ("term", "system"),
    [("xterm", "standard"), ("linux", "standard"), ("xterm-256color", "256"), ("no-such", None)],
)
@unix_only
def test_of_others_no_more_is_promised_than_is_known(term: str, system: str | None) -> None:
    assert colours(TERM=term) == (system or "standard")


@unix_only
def test_what_colorterm_says_holds() -> None:
    assert colours(TERM="xterm", COLORTERM="truecolor") == "truecolor"


@pytest.mark.parametrize("name", ["NO_COLOR", "FORCE_COLOR"])
def test_an_empty_variable_is_not_set(name: str) -> None:
    assert not says_of_colours({name: ""})
    assert name not in colour_environment({name: "", "TERM": "xterm"})
    assert says_of_colours({name: "1"})
