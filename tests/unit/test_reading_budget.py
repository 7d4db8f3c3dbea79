"""How the article opens: few enough words and marks, soon at the massage, in words of its own."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

import pytest

from looks import piped, said
from plans import the_guide
from tpguide.document.build import folded, page_of
from tpguide.guide.types import Basis
from tpguide.ui.text.article import article_lines
from tpguide.ui.text.lines import text_of
from tpguide.ui.text.options import TextOptions
from tpguide.ui.text.theme import PIPED

MOST_WORDS = 1_700
MOST_MARKS = 60
#: The pager keeps a line of the 24 for its prompt.
ROWS = 23
SCREENS_TO_THE_MASSAGE = 6
LONGEST_SHARED_RUN = 7
STATEMENTS = Path(__file__).parents[1] / "corpus" / "statements-of-the-article.txt"
WORDS = STATEMENTS.with_name("words-of-the-statements.txt")


@pytest.fixture(name="lines", scope="module")
def the_article_as_it_opens() -> list[str]:
    guide = the_guide()
    lines = article_lines(folded(page_of(guide, guide.sections)), piped(80))
    return [text_of(line) for line in lines]


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:['’-][a-z0-9]+)*", text.lower())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(islice(found, start, start + length)) for start in range(len(found) - length + 1)}


def test_it_has_few_enough_words(lines: list[str]) -> None:
    assert len(" ".join(lines).split()) <= MOST_WORDS


def test_it_has_few_enough_marks(lines: list[str]) -> None:
    assert 0 < "".join(lines).count(PIPED.sign) <= MOST_MARKS


def test_the_first_screen_tells_what_it_is_where_it_hurts_and_what_to_do() -> None:
    guide = the_guide()
    lines = article_lines(folded(page_of(guide, guide.sections)), TextOptions(80, is_centred=True))

    first = said(list(islice(lines, ROWS)))

    assert 'The tibialis posterior is the "deepest" muscle' in first
    assert "at the Achilles tendon and in the sole of the foot" in first
    assert "read A before you roll" in first
    assert "tpguide massage --guided" in first


def test_the_massage_begins_soon(lines: list[str]) -> None:
    first_step = next(number for number, line in enumerate(lines) if line.startswith("1. Sit"))

    assert first_step < SCREENS_TO_THE_MASSAGE * ROWS


def test_every_statement_of_the_article_is_in_it() -> None:
    guide = the_guide()
    shown = {section.key: section.brief or section.blocks for section in guide.sections}
    carried = {
        fact
        for blocks in shown.values()
        for block in blocks
        for basis in (*getattr(block, "statements", ()), *getattr(block, "rows", ()))
        if isinstance(basis, Basis)
        for fact in basis.facts
    }
    carried |= {fact for reference in guide.references for fact in reference.facts}

    assert carried == {f"F{number}" for number in range(1, 73)}


@pytest.mark.parametrize("line", WORDS.read_text(encoding="utf-8").splitlines())
def test_what_carries_a_statement_says_it_and_is_shown(line: str, lines: list[str]) -> None:
    """The words without which a sentence can't say what the article states."""
    fact, _, needed = line.partition("\t")
    guide = the_guide()
    carriers = [
        basis
        for section in guide.sections
        for block in section.brief or section.blocks
        for basis in (*getattr(block, "statements", ()), *getattr(block, "rows", ()))
        if fact in basis.facts
    ]
    shown = " ".join(" ".join(lines).split())

    texts = [text for one in carriers for text in getattr(one, "cells", None) or (one.text,)]

    assert texts
    assert set(words(needed)) <= set(words(" ".join(texts)))
    assert [text for text in texts if text not in shown] == []


def test_it_takes_no_eight_words_in_a_row_from_the_statements(lines: list[str]) -> None:
    references = lines.index("7  Its references")
    after = next(n for n, line in enumerate(lines) if n > references and line.startswith("A  "))
    own = runs(" ".join([*lines[:references], *lines[after:]]), LONGEST_SHARED_RUN + 1)

    shared = [
        line
        for line in STATEMENTS.read_text(encoding="utf-8").splitlines()
        if runs(line.partition("\t")[2], LONGEST_SHARED_RUN + 1) & own
    ]

    assert shared == []
