"""Where the program runs, as its environment tells it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tpguide.terminal.environment import is_over_ssh, multiplexer

SSH = {"SSH_CONNECTION": "192.0.2.1 5000 192.0.2.2 22"}
TMUX = {"TMUX": "/tmp/tmux-1000/default,1,0"}


@pytest.mark.parametrize("name", ["SSH_CONNECTION", "SSH_TTY"])
def test_ssh_tells_that_the_person_sits_elsewhere(name: str) -> None:
    assert is_over_ssh({name: "something"})
    assert not is_over_ssh({name: ""})
    assert not is_over_ssh({})


@pytest.mark.parametrize(
    ("environment", "told", "is_over"),
    [
        (TMUX, "SSH_CONNECTION=192.0.2.1 5000 192.0.2.2 22\n", True),
        (TMUX | SSH, "-SSH_CONNECTION\n", False),
        (TMUX | SSH, "", True),  # tmux was told not to note it, or can't be asked
        (TMUX, "", False),
    ],
)
def test_in_tmux_the_client_that_is_attached_now_counts(
    environment: Mapping[str, str], told: str, is_over: bool
) -> None:
    assert is_over_ssh(environment, lambda _: told) is is_over


def test_tmux_is_asked_only_from_within() -> None:
    assert is_over_ssh(SSH, lambda _: "-SSH_CONNECTION")


def test_a_tmux_that_is_missing_is_no_trouble() -> None:
    assert is_over_ssh({**TMUX, **SSH, "PATH": "/nowhere"})


@pytest.mark.parametrize(
    ("environment", "between"),
    [
        ({}, ""),
        (TMUX, "tmux"),
        ({"STY": "1.pts"}, "screen"),
        ({"TERM": "tmux-256color"}, "tmux"),
        ({"TERM": "screen"}, "screen"),
        ({"TERM": "xterm-256color", "TMUX": ""}, ""),
    ],
)
def test_what_lies_between_is_known_by_its_variable_or_its_terminal(
    environment: Mapping[str, str], between: str
) -> None:
    assert multiplexer(environment) == between
