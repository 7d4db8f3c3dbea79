"""Words in a page, whatever their case and accents."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from guides import fictitious_guide
from looks import piped
from tpguide.document.build import Document, page_of
from tpguide.document.search import passages, words_of
from tpguide.ui.text.article import article_lines
from tpguide.ui.text.lines import text_of
from tpguide.ui.text.options import TextOptions


def the_page() -> Document:
    guide = fictitious_guide()
    return page_of(guide, guide.sections)


def lines_with(wanted: str) -> list[str]:
    page = passages(the_page(), words_of(wanted))
    return [text_of(line) for line in article_lines(page, piped())]


@pytest.mark.parametrize(
    "wanted", ["Epaule", "épaule", "ÉPAULE", "e\N{COMBINING ACUTE ACCENT}paule"]
)
def test_case_and_accents_make_no_difference(wanted: str) -> None:
    text = "Du haut de l'épaule au coude"

    ((start, end),) = words_of(wanted).hits(text)

    assert text[start:end] == "épaule"


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("l’épaule", "l'epaule"),
        ("l'e\N{COMBINING ACUTE ACCENT}paule", "l’épaule"),
        ("7–10 fois", "7-10"),
        ("gastro‑soléaire", "gastro-soleaire"),
        ("10\N{NO-BREAK SPACE}fois", "10 fois"),
    ],
)
def test_what_a_keyboard_has_one_key_for_is_found_however_it_is_printed(
    printed: str, typed: str
) -> None:
    assert words_of(typed).hits_in_passage(printed)


def test_a_letter_that_folds_into_two_is_found_whole() -> None:
    text = "Die Straße"

    assert [text[start:end] for start, end in words_of("strasse").hits(text)] == ["Straße"]


def test_every_word_is_found_wherever_it_stands() -> None:
    text = "one two one"

    hits = [text[start:end] for start, end in words_of("two ONE").hits(text)]

    assert hits == ["one", "two", "one"]


def test_words_are_lit_only_where_all_of_them_are() -> None:
    words = words_of("one two")

    assert words.hits_in_passage("two and one") == [(0, 3), (8, 11)]
    assert words.hits_in_passage("one") == []


@given(st.text(), st.text(min_size=1))
def test_hits_lie_in_the_text_and_in_order(text: str, wanted: str) -> None:
    hits = words_of(wanted).hits(text)

    assert all(0 <= start < end <= len(text) for start, end in hits)
    assert hits == sorted(hits)


def test_a_passage_stands_below_the_heading_of_its_section() -> None:
    assert lines_with("creux coude") == [
        "1 passage has “creux” and “coude”.",
        "",
        "2.1  Prudence⁺",
        "• Le creux du coude: Des vaisseaux y passent.",
    ]


def test_of_a_list_and_of_a_table_only_what_was_found_stays() -> None:
    lines = lines_with("jamais")

    assert "À l'épaule   Jamais⁺" in lines
    assert not any("Au-dehors" in line for line in lines)


def test_all_words_have_to_be_in_one_passage() -> None:
    assert lines_with("jamais anticoagulants")[0] == (
        "No passage has “jamais” and “anticoagulants”."
    )


def test_marks_are_found_too() -> None:
    assert any("Les Grecs" in line for line in lines_with("non vérifié"))


def test_what_was_found_is_lit() -> None:
    words = words_of("grecs")
    page = passages(the_page(), words)

    lit = [
        text
        for line in article_lines(page, TextOptions(40).lighting(words.hits))
        for text, style, _ in line
        if style and style.reverse
    ]

    assert lit == ["Grecs"]
