"""Questions whose answers are typed as numbers, with enter."""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import count

import pytest

from tpguide.ui.prompts.gate_pages import Choice, Sheet
from tpguide.ui.prompts.lines import LinePrompts
from tpguide.ui.prompts.terminal import NO_RATING, CancelledError, KeyOption, Option

DOSES = [Option("g", "gentle"), Option("s", "standard"), Option("t", "thorough")]


class Asked:
    """Prompts that read what was typed, and what they have shown."""

    def __init__(self, *typed: str, seconds: Iterable[float] | None = None) -> None:
        self._shown = io.StringIO()
        lines = io.StringIO("".join(f"{line}\n" for line in typed))
        moments = iter(count() if seconds is None else seconds)
        self.prompts = LinePrompts(lines, self._shown, str.upper, lambda: next(moments))

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


class TestAPage:
    SHEET = Sheet(
        "Signs", "Any of these?", ("a snap", "a bang"), more=(Choice("A snap", ("loud",)),)
    )

    def test_tells_how_many_lines_and_what_is_asked_before_and_after_them(self) -> None:
        asked = Asked("n")

        assert asked.prompts.yes_from(self.SHEET) is None
        assert asked.shown == [
            *("SIGNS. 2 LINES.", "ANY OF THESE?", "- A SNAP", "- A BANG"),
            "ANY OF THESE? Y YES, OR UNSURE, N NONE, ? MORE: ",
        ]

    def test_is_answered_by_y_with_all_of_its_lines(self) -> None:
        assert Asked("Y").prompts.yes_from(self.SHEET) == range(2)

    def test_repeats_the_last_line_alone_for_an_empty_one(self) -> None:
        asked = Asked("", "n")
        asked.prompts.yes_from(self.SHEET)

        last = "ANY OF THESE? Y YES, OR UNSURE, N NONE, ? MORE: "
        assert asked.shown[4:] == [last + last]

    @pytest.mark.parametrize("typed", ["yes", "yn", "x", "0", " nn"])
    def test_takes_nothing_else(self, typed: str) -> None:
        asked = Asked(typed, "n")
        asked.prompts.yes_from(self.SHEET)

        assert "PRESS Y OR N." in "".join(asked.shown)

    def test_tells_all_signs_at_a_question_mark(self) -> None:
        asked = Asked("?", "n")
        asked.prompts.yes_from(self.SHEET)

        assert "- LOUD" in asked.shown

    def test_takes_nothing_that_was_typed_at_once(self) -> None:
        asked = Asked("y", "n", seconds=[0, 0.1, 1, 2])

        assert asked.prompts.yes_from(self.SHEET) is None


class TestWhichItIs:
    CHOICES = (Choice("a snap", ("loud",)), Choice("a bang"))

    @pytest.mark.parametrize(("typed", "number"), [("1", 0), ("2", 1), ("0", None)])
    def test_is_typed_as_a_number_after_what_to_do(self, typed: str, number: int | None) -> None:
        asked = Asked("3", typed)

        assert asked.prompts.which("Call now.", "Which?", self.CHOICES) == number
        assert asked.shown.index("CALL NOW.") < asked.shown.index("1. A SNAP")

    @pytest.mark.parametrize(
        ("typed", "marked"), [("b", {1}), ("a c", {0, 2}), ("CA", {0, 2}), ("0", None)]
    )
    def test_is_typed_as_letters(self, typed: str, marked: set[int] | None) -> None:
        groups = (("Wait", self.CHOICES), ("Ask", (Choice("a bruise"),)))

        assert Asked("", "d", typed).prompts.letters("Which?", groups) == marked


def test_a_key_is_typed_and_enter_is_an_empty_line() -> None:
    options = [KeyOption("enter", 1, "start"), KeyOption("t", 2, "try")]

    assert Asked("").prompts.pick("Ready?", options) == 1
    assert Asked("x", "T").prompts.pick("Ready?", options) == 2


@pytest.mark.parametrize("typed", ["", "11", "-1", "a lot", "3.5"])
def test_what_is_no_rating_is_asked_again(typed: str) -> None:
    asked = Asked(typed, "10")

    assert asked.prompts.pain("Pain now:") == 10
    assert NO_RATING.upper() in "".join(asked.shown)


def test_a_rating_may_be_left_out_where_it_may() -> None:
    asked = Asked("")

    assert asked.prompts.pain("Pain now:", may_be_skipped=True) is None


def test_a_line_comes_as_it_was_typed() -> None:
    assert Asked("  felt good ").prompts.line("A note:") == "felt good"


def test_the_end_of_what_is_typed_leaves_the_question() -> None:
    with pytest.raises(CancelledError):
        Asked().prompts.choose("Which dose?", DOSES)
