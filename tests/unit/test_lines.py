"""Breaking styled text into lines, and lines beside each other."""

from __future__ import annotations

from hypothesis import given, strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from looks import piped
from tpguide.text import NO_BREAK, plain_ascii, read_not_heard
from tpguide.ui.text.columns import Column, column_lines
from tpguide.ui.text.lines import (
    StyledLine,
    beside,
    finds_lit,
    flow,
    led,
    stripped,
    text_of,
    width_of,
)

PLAIN = Style.null()
BOLD = Style(bold=True)

WORDS = st.lists(
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=12),
    min_size=1,
    max_size=30,
)


def texts(lines: list[StyledLine]) -> list[str]:
    return [text_of(line) for line in lines]


def shining(lines: list[StyledLine]) -> list[str]:
    return [text for line in lines for text, style, _ in line if style and style.reverse]


def test_words_go_to_the_next_line_when_a_line_is_full() -> None:
    assert texts(flow([("one two three", PLAIN)], 7)) == ["one two", "three"]


def test_runs_are_joined_by_a_space_and_keep_their_styles() -> None:
    (line,) = flow([("one", BOLD), ("two", PLAIN)], 20)

    assert [(text, style == BOLD) for text, style, _ in line] == [("one", True), (" two", False)]


def test_a_run_that_is_broken_has_its_style_on_both_lines() -> None:
    first, second = flow([("one", PLAIN), ("two three", BOLD)], 7)

    assert first[-1] == Segment("two", BOLD)
    assert second == [Segment("three", BOLD)]


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert texts(flow([("go to https://example.org now", PLAIN)], 10)) == [
        "go to",
        "https://ex",
        "ample.org",
        "now",
    ]


def test_what_must_not_be_broken_is_not_and_reads_as_spaces() -> None:
    assert texts(flow([(f"one [added{NO_BREAK}2]", PLAIN)], 10)) == ["one", "[added 2]"]


def test_wide_characters_take_two_cells() -> None:
    assert texts(flow([("漢字 漢字", PLAIN)], 5)) == ["漢字", "漢字"]


def test_what_is_found_is_lit_wherever_a_line_ends() -> None:
    lines = finds_lit(flow([("one two", PLAIN), ("three", BOLD)], 5), lambda _: [(2, 9)])

    assert shining(lines) == ["e", "two", "t"]
    assert texts(lines) == ["one", "two", "three"]


@given(WORDS, st.integers(min_value=1, max_value=60))
def test_no_line_is_wider_than_it_may_be_and_no_word_is_lost(words: list[str], width: int) -> None:
    lines = flow([(" ".join(words), PLAIN)], width)

    said = "".join("".join(texts(lines)).split(" "))
    assert said == "".join(words)
    assert all(width_of(line) <= max(width, 2) for line in lines)


@given(WORDS, st.integers(min_value=1, max_value=60), st.data())
def test_lighting_changes_no_character(words: list[str], width: int, data: st.DataObject) -> None:
    text = " ".join(words)
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    start, end = data.draw(ends)

    dark = flow([(text, PLAIN)], width)

    assert texts(finds_lit(dark, lambda _: [(start, end)])) == texts(dark)


def test_only_the_first_line_has_the_bullet() -> None:
    lines = led(flow([("one two", PLAIN)], 3), ("* ", BOLD))

    assert texts(lines) == ["* one", "  two"]


def test_columns_stand_beside_each_other_without_spaces_at_the_end() -> None:
    left, right = flow([("a bb", PLAIN)], 2), flow([("c", PLAIN)], 9)

    assert texts(beside([(left, 2), (right, 9)], 3)) == ["a    c", "bb"]


def test_stripping_takes_spaces_from_the_end_alone() -> None:
    assert stripped([Segment(" a "), Segment("  ", BOLD)]) == [Segment(" a")]


def test_ascii_says_the_same_in_other_characters() -> None:
    assert plain_ascii("“Größe” – 5 × 3 ≤ 20 …") == '"Grosse" - 5 x 3 <= 20 ...'
    assert plain_ascii("naïve café") == "naive cafe"
    assert plain_ascii("漢") == "?"


def test_a_path_is_told_so_that_it_leads_to_its_file_in_ascii_too() -> None:
    told = plain_ascii("It is kept as “/home/zoé/a b”, and é.")

    assert told == "It is kept as \"$'/home/zo\\303\\251/a' b\", and e."
    assert plain_ascii("/usr/share and/or é") == "/usr/share and/or e"


@given(st.text())
def test_ascii_is_ascii(text: str) -> None:
    assert plain_ascii(text).replace(NO_BREAK, " ").isascii()


def test_widths_are_counted_in_cells() -> None:
    assert width_of([Segment("漢"), Segment("a")]) == cell_len("漢a") == 3


def test_a_number_said_digit_by_digit_is_read_in_one_piece() -> None:
    assert (
        read_not_heard("Call 1 1 2, 9 9 9 or 9 1 1. 3 signs.") == "Call 112, 999 or 911. 3 signs."
    )


def test_in_a_narrow_table_titles_of_numbers_break_before_words_and_numbers_do() -> None:
    columns = [Column("when"), Column("over 24 hours", is_number=True), Column("side")]

    lines = column_lines(columns, [["Monday", "10:30", "right"]], piped(columns=22))

    assert text_of(lines[-1]).split() == ["Monday", "10:30", "right"]
