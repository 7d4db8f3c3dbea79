from __future__ import annotations

from collections.abc import Callable

import pytest

from tpguide.ui.session.digits import FEWEST_DIGIT_ROWS, ascii_digits, digits

SIZES = [(36, 7), (54, 9), (60, 11), (92, 19), (192, 39)]
Drawing = Callable[[str, int, int], tuple[str, ...]]


@pytest.mark.parametrize("draw", [digits, ascii_digits])
@pytest.mark.parametrize("text", ["7", "59", "0:45", "12:08"])
def test_whatever_the_space_the_digits_fit_into_it(draw: Drawing, text: str) -> None:
    for columns in range(len(text), 200, 13):
        for rows in range(1, 50, 4):
            drawn = draw(text, columns, rows)

            assert len(drawn) <= rows
            assert max(map(len, drawn)) <= columns


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_they_are_as_high_as_the_space(columns: int, rows: int) -> None:
    assert len(digits("0:45", columns, rows)) == rows


def test_in_a_narrow_space_they_are_less_high_rather_than_squeezed() -> None:
    drawn = digits("0:45", 36, 30)

    assert FEWEST_DIGIT_ROWS <= len(drawn) <= 9


def test_where_there_is_no_room_the_text_itself_is_shown() -> None:
    assert digits("0:45", 100, FEWEST_DIGIT_ROWS - 1) == ("0:45",)
    assert digits("0:45", 15, 20) == ("0:45",)


@pytest.mark.parametrize("draw", [digits, ascii_digits])
@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_no_two_digits_look_alike(draw: Drawing, columns: int, rows: int) -> None:
    assert len({draw(digit, columns, rows) for digit in "0123456789"}) == 10


def width(drawn: tuple[str, ...]) -> int:
    return max(map(len, drawn))


@pytest.mark.parametrize("draw", [digits, ascii_digits])
@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_a_number_stands_still_while_it_counts(draw: Drawing, columns: int, rows: int) -> None:
    assert {width(draw(f"1:1{digit}", columns, rows)) for digit in range(10)} == {
        width(draw("0:45", columns, rows))
    }


def test_without_blocks_there_are_number_signs_alone() -> None:
    for rows in range(FEWEST_DIGIT_ROWS, 40):
        for digit in "0123456789:":
            assert set("".join(ascii_digits(digit, 200, rows))) <= {"#", " "}


def test_they_look_like_this() -> None:
    assert "\n".join(digits("1:20", 36, 7)) == SMALL
    assert "\n".join(digits("46", 60, 12)) == LARGER


SMALL = """\
 ▄███         ███████▄  ▄██████▄
█▀ ██               ██  ██    ██
   ██     ██        ██  ██    ██
   ██         ▄██████▀  ██    ██
   ██     ██  ██        ██    ██
   ██         ██        ██    ██
████████      ▀███████  ▀██████▀"""

LARGER = """\
████      ████      ▄███████████
████      ████    ▄█████████████
████      ████    ████▀
████      ████    ████
████▄     ████    ████
▀█████████████    ███████████▄
  ▀███████████    █████████████▄
          ████    ████     ▀████
          ████    ████      ████
          ████    ████▄    ▄████
          ████    ▀████████████▀
          ████      ▀████████▀"""
