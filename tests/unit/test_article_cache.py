"""A drawn article in the cache: what is taken from it, and what is drawn anew instead."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tpguide.cli.article_cache import KeptArticle
from tpguide.cli.context import Context

DRAWN = "\x1b[1;35mTitle\x1b[0m\n\x1b]8;id=1;https://example.org\x1b\\link\x1b]8;;\x1b\\ ▀ é\n"


@pytest.fixture(name="guide")
def a_guide_file(tmp_path: Path) -> Path:
    guide = tmp_path / "guide.yaml"
    guide.write_text("format: 1\n")
    return guide


def kept(guide: Path, wishes: object = (), **environment: str) -> KeptArticle:
    told = {"TPGUIDE_HOME": str(guide.parent), **environment}
    return KeptArticle(Context(environment=told, stdout=io.StringIO()), guide, wishes)


def test_it_comes_back_as_it_was_drawn(guide: Path) -> None:
    kept(guide).keep(DRAWN)

    assert kept(guide).text() == DRAWN


def test_other_wishes_and_another_width_are_other_articles(guide: Path) -> None:
    kept(guide).keep(DRAWN)

    assert kept(guide, "--all").text() is None
    assert kept(guide, COLUMNS="40").text() is None


def test_another_guide_file_is_another_article(guide: Path) -> None:
    kept(guide).keep(DRAWN)
    guide.write_text("format: 2\n")

    assert kept(guide).text() is None


@pytest.mark.parametrize("harm", ["\x1b]0;title\x07", "\x1b[2J", "\r", "\x9b31m", "\x1b"])
def test_what_no_article_would_send_a_terminal_is_thrown_away(guide: Path, harm: str) -> None:
    kept(guide).keep(f"Title{harm}\n")

    assert kept(guide).text() is None
    assert list((guide.parent / "cache" / "articles").iterdir()) == []


def test_a_picture_that_came_changed_or_went_makes_another(guide: Path) -> None:
    picture = guide.with_name("calf.svg")
    for change in (lambda: picture.write_text("<svg/>"), picture.unlink):
        kept(guide).keep(DRAWN, ["calf.svg"])
        assert kept(guide).text() == DRAWN
        change()
        assert kept(guide).text() is None
