"""Nothing falls out of a gate, and its pages are short enough to be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from guides import fictitious_values
from tpguide.guide.gate_check import gate_problems

Change = Callable[[Any], None]


def found(change: Change) -> list[str]:
    values = fictitious_values()
    change(values["safety"])
    return [each.sentence for each in gate_problems(values)]


def test_a_good_gate_has_no_problems() -> None:
    assert found(lambda safety: None) == []


@pytest.mark.parametrize("tier", ["emergency", "same_day", "reasons"])
def test_a_question_that_no_line_covers_would_not_be_asked(tier: str) -> None:
    def uncovered(safety: Any) -> None:
        questions = safety[tier]["block" if tier == "reasons" else "questions"]
        questions.append({**questions[0], "key": "forgotten"})

    told = found(uncovered)

    assert f"No line of safety.{tier} covers “forgotten”, so nobody would be asked." in told


def test_a_sign_that_the_short_page_leaves_out_would_not_be_asked() -> None:
    def uncovered(safety: Any) -> None:
        safety["gate"]["short"]["lines"].pop()

    assert found(uncovered) == [
        "No line of safety.gate.short covers “gonflement”, so nobody would be asked."
    ]


def test_a_question_hangs_on_one_line_alone() -> None:
    def twice(safety: Any) -> None:
        safety["emergency"]["lines"][1]["covers"].append("poitrine")

    assert found(twice) == ["“poitrine” hangs on more than one line of this page."] * 2


def test_a_line_covers_questions_of_its_own_page() -> None:
    def elsewhere(safety: Any) -> None:
        safety["emergency"]["lines"][0]["covers"].append("plaie")

    assert found(elsewhere) == ["There is no question on this page “plaie”."]


def test_a_line_fits_the_smallest_window() -> None:
    def long(safety: Any) -> None:
        safety["same_day"]["lines"][0]["text"] = "long mot " * 26

    assert "This line is too long for a page of a small window." in found(long)


@pytest.mark.parametrize(("words", "is_too_many"), [(150, False), (310, True)])
def test_all_pages_together_have_few_words(words: int, is_too_many: bool) -> None:
    def wordy(safety: Any) -> None:
        line = safety["reasons"]["lines"][0]
        lines = [{"text": "un " * 30, "covers": []} for _ in range(words // 30)]
        safety["reasons"]["lines"] = [line, *lines]

    assert any("would be shown" in told for told in found(wordy)) is is_too_many


@pytest.mark.parametrize(("narrow", "is_too_long"), [("a few words", False), (None, True)])
def test_a_small_window_takes_few_screens(narrow: str | None, is_too_long: bool) -> None:
    def long(safety: Any) -> None:
        line = safety["emergency"]["lines"][0]
        form = {"narrow": narrow} if narrow else {}
        long_lines = [{"text": "mot long " * 20, "covers": [], **form} for _ in range(6)]
        safety["emergency"]["lines"] = [line, *long_lines]

    assert any("screens of 40 by 12" in told for told in found(long)) is is_too_long


def test_a_sound_file_does_not_open_with_a_lecture() -> None:
    def lecture(safety: Any) -> None:
        safety["gate"]["opening"] = "mot " * 200

    assert any("seconds to say" in told for told in found(lecture))


@pytest.mark.parametrize("shapeless", [None, 1, "x", [], {}, [[]]])
def test_what_has_no_shape_is_passed_over(shapeless: Any) -> None:
    values = fictitious_values()
    for name in ("emergency", "reasons", "gate"):
        values["safety"][name] = shapeless
    list(gate_problems(values))
