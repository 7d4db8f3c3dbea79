"""Questions whose answers are typed as numbers, with enter."""

from __future__ import annotations

import io

import pytest

from tpguide.ui.line_prompts import LinePrompts
from tpguide.ui.prompts import NO_RATING, CancelledError, Option

DOSES = [Option("g", "gentle"), Option("s", "standard"), Option("t", "thorough")]


class Asked:
    """Prompts that read what was typed, and what they have shown."""

    def __init__(self, *typed: str) -> None:
        self._shown = io.StringIO()
        lines = io.StringIO("".join(f"{line}\n" for line in typed))
        self.prompts = LinePrompts(lines, self._shown, str.upper)

    @property
    def shown(self) -> list[str]:
        return self._shown.getvalue().splitlines()


def test_every_answer_has_a_number_in_the_characters_that_the_terminal_has() -> None:
    asked = Asked("2")

    assert asked.prompts.choose("Which dose?", DOSES) == "s"
    assert asked.shown[:4] == ["WHICH DOSE?", "1. GENTLE", "2. STANDARD", "3. THOROUGH"]


@pytest.mark.parametrize("typed", ["", "0", "4", "-1", "two", "1 2"])
def test_what_is_no_number_of_an_answer_is_asked_again(typed: str) -> None:
    asked = Asked(typed, "3")

    assert asked.prompts.choose("Which dose?", DOSES) == "t"
    assert "A NUMBER FROM 1 TO 3." in "".join(asked.shown)


def test_enter_alone_is_what_is_proposed() -> None:
    asked = Asked("")

    assert asked.prompts.choose("Which dose?", DOSES, 1) == "s"
    assert "ENTER FOR 2" in asked.shown[-1]


@pytest.mark.parametrize("typed", ["1 3", "3,1", " 3  1 1 "])
def test_all_that_apply_are_typed_in_one_line(typed: str) -> None:
    assert Asked(typed).prompts.choose_some("Which?", DOSES, "None") == ("g", "t")


def test_that_none_applies_is_an_answer_of_its_own() -> None:
    asked = Asked("", "1 4", "4")

    assert asked.prompts.choose_some("Which?", DOSES, "None of these") == ()
    assert asked.shown[4] == "4. NONE OF THESE"


@pytest.mark.parametrize("typed", ["", "11", "-1", "a lot", "3.5"])
def test_what_is_no_rating_is_asked_again(typed: str) -> None:
    asked = Asked(typed, "10")

    assert asked.prompts.rating("Pain now:") == 10
    assert NO_RATING.upper() in "".join(asked.shown)


def test_a_rating_may_be_left_out_where_it_may() -> None:
    asked = Asked("")

    assert asked.prompts.rating_or_none("Pain now") is None


def test_a_line_comes_as_it_was_typed() -> None:
    assert Asked("  felt good ").prompts.line("A note:") == "felt good"


def test_the_end_of_what_is_typed_leaves_the_question() -> None:
    with pytest.raises(CancelledError):
        Asked().prompts.choose("Which dose?", DOSES)
