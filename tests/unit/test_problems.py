"""The problems of guide files are told in so few words that they are read."""

from __future__ import annotations

import pytest

from tpguide.guide.problems import Problem
from tpguide.ui.pages.problems import ProblemFile, problem_report
from tpguide.ui.text.lines import text_of
from tpguide.ui.text.options import MARGIN, TextOptions


def told(text: str, *problems: Problem, tells_all: bool = False) -> list[str]:
    file = ProblemFile("a.yaml", text, problems)
    lines = problem_report([file], TextOptions(80), tells_all=tells_all)
    return [text_of(line).removeprefix(" " * MARGIN) for line in lines]


def alike(number: int) -> list[Problem]:
    return [Problem(line=n, column=1, path="", sentence="Wrong.") for n in range(1, number + 1)]


def different(number: int) -> list[Problem]:
    return [Problem(line=n, column=1, path="", sentence=f"{n}.") for n in range(1, number + 1)]


def test_a_problem_that_repeats_is_told_once_with_its_number() -> None:
    lines = told("", *alike(200))

    assert sum("Wrong." in line for line in lines) == 1
    assert "  also      199 times more, in lines 2, 3, 4, 5, 6, …" in lines


def test_twenty_are_told_in_full_and_how_many_are_left() -> None:
    lines = told("", *different(25))

    assert sum(line.startswith("a.yaml:") and "problems" not in line for line in lines) == 20
    assert "5 more of other kinds. --all shows every one." in lines


def test_no_more_than_two_hundred_lines_are_told() -> None:
    long = [
        Problem(line=n, column=1, path="", sentence=f"{n} " + "word " * 400) for n in range(1, 20)
    ]

    lines = told("", *long)

    assert 100 < len(lines) <= 200
    assert any(line.endswith("--all shows every one.") for line in lines)


def test_all_are_told_to_whoever_asks() -> None:
    lines = told("", *alike(30), *different(30), tells_all=True)

    assert sum(line.startswith("a.yaml:") for line in lines) == 61


@pytest.mark.parametrize("column", [1, 100_000, 199_999])
def test_of_a_long_line_what_is_round_the_column_is_shown(column: int) -> None:
    line = "a" * (column - 1) + "X" + "b" * (200_000 - column)

    shown, caret = told(line, Problem(line=1, column=column, path="", sentence="Wrong."))[1:3]

    assert len(shown) <= 80
    assert shown.index("X") == caret.index("^")
