"""The article as JSON, as `docs/article.md` promises it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from guides import fictitious_guide
from tpguide.document.build import page_of
from tpguide.guide.contents import sections_named
from tpguide.ui.export.json import article_json

DOCUMENT = (Path(__file__).parents[2] / "docs" / "article.md").read_text(encoding="utf-8")
PROMISED = set(re.findall(r"`([a-z_]+)`", DOCUMENT))


@pytest.fixture(name="article", scope="module")
def the_article() -> Any:
    guide = fictitious_guide()
    return json.loads(article_json(page_of(guide, guide.sections)))


def names_in(value: Any) -> set[str]:
    """Return every name in *value*, but for those of origins, which are themselves data."""
    if isinstance(value, dict):
        return set(value) | {name for each in value.values() for name in names_in(each)}
    if isinstance(value, list):
        return {name for each in value for name in names_in(each)}
    return set()


def kinds_in(article: Any) -> set[str]:
    return {piece["kind"] for section in article["sections"] for piece in section["pieces"]}


def test_it_has_the_version_that_the_document_describes(article: Any) -> None:
    assert f"| `version` | {article['version']} |" in DOCUMENT


def test_every_name_and_kind_is_documented(article: Any) -> None:
    assert names_in(article) | kinds_in(article) <= PROMISED


def test_what_the_article_says_has_no_mark_and_what_was_added_has(article: Any) -> None:
    marks = {
        run["text"]: run["mark"]
        for section in article["sections"]
        for piece in section["pieces"]
        if piece["kind"] == "list"
        for item in piece["items"]
        for run in item["runs"]
    }

    assert marks["Posez la balle."] is None
    assert marks["Des vaisseaux y passent."] == {"word": "ajouté", "sources": [1], "sign": False}


def test_a_source_is_there_by_the_number_that_marks_name(article: Any) -> None:
    assert article["sources"] == [
        {
            "number": 1,
            "key": "livre-vert",
            "authors": "Verne J",
            "year": None,
            "title": "Le livre vert",
            "published": "Tome 2",
            "address": "https://example.org/livre-vert",
            "verification": "weak",
            "unverified": ["year"],
        }
    ]


def test_of_one_section_only_that_is_there() -> None:
    guide = fictitious_guide()

    article = json.loads(article_json(page_of(guide, sections_named(guide, ["2.1"]))))

    assert [section["heading"]["number"] for section in article["sections"]] == ["2.1"]
