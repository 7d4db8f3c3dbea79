"""How the article opens: few enough words and marks, soon at the massage, in words of its own."""

from __future__ import annotations

import re
from dataclasses import asdict
from itertools import islice
from pathlib import Path

import pytest
from rich.segment import Segment

from looks import said
from plans import the_guide
from reading_figures import FIRST_STEP, MOST, ROWS, article, figures
from tpguide.document.build import folded, page_of
from tpguide.guide.article import Picture
from tpguide.guide.types import Basis
from tpguide.ui.text.article import article_lines
from tpguide.ui.text.lines import StyledLine, text_of
from tpguide.ui.text.options import TextOptions

LONGEST_SHARED_RUN = 7
STATEMENTS = Path(__file__).parents[1] / "corpus" / "statements-of-the-article.txt"
WORDS = STATEMENTS.with_name("words-of-the-statements.txt")


@pytest.fixture(name="lines", scope="module")
def the_article_as_it_opens() -> list[str]:
    return article()


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:['’-][a-z0-9]+)*", text.lower())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(islice(found, start, start + length)) for start in range(len(found) - length + 1)}


@pytest.mark.parametrize("name", asdict(MOST))
def test_there_is_no_more_to_read_than_that(name: str) -> None:
    assert 0 < getattr(figures(), name) <= getattr(MOST, name)


def test_the_first_screen_tells_what_it_is_where_it_hurts_and_what_to_do() -> None:
    guide = the_guide()
    lines = article_lines(folded(page_of(guide, guide.sections)), TextOptions(80, is_centred=True))

    first = said(list(islice(lines, ROWS)))

    assert 'The tibialis posterior is the "deepest" muscle' in first
    assert "at the Achilles tendon and in the sole of the foot" in first
    assert "read A first" in first
    assert "tpguide massage --guided" in first


def test_it_begins_as_soon_with_pictures() -> None:
    guide = the_guide()
    look = TextOptions(80).centred().gathering_pictures().drawing(drawn_high)
    lines = article_lines(folded(page_of(guide, guide.sections)), look)
    steps = [n for n, line in enumerate(lines) if text_of(line).strip().startswith(FIRST_STEP)]

    assert steps[0] < MOST.screens_to_step_1 * ROWS


def drawn_high(picture: Picture, columns: int, rows: int) -> list[StyledLine]:
    return [[Segment("#" * columns)] for _ in range(rows)]


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
