"""Letters that are read from across the room."""

from __future__ import annotations

import pytest

from tpguide.ui.session.letters import lettering

SPACES = [(30, 3), (56, 9), (76, 8), (120, 14), (200, 24)]


def height(drawn: tuple[str, ...]) -> int:
    return len([row for row in drawn if row.strip()])


@pytest.mark.parametrize("has_blocks", [True, False])
@pytest.mark.parametrize(
    "text", ["Toes up", "Roller below the knee", "Foot suddenly numb: CALL 112"]
)
def test_whatever_the_space_they_fit_into_it_or_there_are_none(text: str, has_blocks: bool) -> None:
    for columns, rows in SPACES:
        drawn = lettering(text, columns, rows, has_blocks=has_blocks)

        assert drawn is None or len(drawn) <= rows
        assert drawn is None or max(map(len, drawn)) <= columns


def test_they_grow_with_the_space() -> None:
    heights = [height(lettering("Toes up", *space) or ()) for space in SPACES]

    assert heights == sorted(heights)
    assert heights[-1] > 4 * heights[0]


def test_what_does_not_fit_on_one_line_stands_on_two_with_its_words_whole() -> None:
    drawn = [row.rstrip() for row in lettering("Call 112", 20, 6) or ()]
    words = [*(lettering("Call", 20, 3) or ()), *(lettering("112", 20, 3) or ())]

    assert drawn == [row.rstrip() for row in words]


def test_without_blocks_they_are_number_signs_alone() -> None:
    assert set("".join(lettering("Toes up", 80, 9, has_blocks=False) or ())) == {"#", " "}


@pytest.mark.parametrize("text", ["\u0645\u0631\u062d\u0628\u0627", "Стоп", "立つ", ""])
def test_a_script_that_has_no_shapes_here_is_left_whole(text: str) -> None:
    assert lettering(text, 200, 30) is None


def test_a_letter_with_its_accent_apart_is_the_same_letter() -> None:
    assert lettering("Fu\u0308\u00dfe", 200, 30) == lettering("F\u00fcsse", 200, 30)


def test_slants_of_larger_letters_have_no_stairs() -> None:
    assert "\n".join(row.rstrip() for row in lettering("Zone", 60, 5) or ()) == LARGER


LARGER = """\
█████▄  ▄████▄  ██▄   ██  ▄█████
    ██  ██  ██  ████  ██  ██
 ▄██▀   ██  ██  ██  ████  ████
██      ██  ██  ██   ▀██  ██
▀█████  ▀████▀  ██    ██  ▀█████"""
