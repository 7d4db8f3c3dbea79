"""The article as one HTML page: well formed, for screen readers too, and alone."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec import structs

from guides import fictitious_guide
from tpguide.document.build import Document, PageSection, page_of
from tpguide.document.nodes import Heading, Mark, Prose, Run
from tpguide.guide.article import Picture
from tpguide.guide.loader import load
from tpguide.ui.export.html import html

DATA = Path(__file__).parents[2] / "data"
NEVER_CLOSED = {"meta", "img", "br"}


class Seen(HTMLParser):
    """Everything that is opened in a page, and what is said in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.misplaced: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in NEVER_CLOSED:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.misplaced.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(name="page", scope="module")
def the_page() -> str:
    guide = load((DATA / "tibialis_posterior.yaml").read_bytes())

    def svg(picture: Picture) -> bytes:
        return (DATA / picture.file).read_bytes()

    return html(page_of(guide, guide.sections), svg)


@pytest.fixture(name="seen", scope="module")
def what_is_seen(page: str) -> Seen:
    return Seen(page)


def written(text: str, mark: Mark | None = None) -> str:
    section = PageSection(Heading("One", "1", "one"), (Prose((Run(text, mark),)),))
    return html(Document(fictitious_guide(), (section,)), lambda _: None)


def test_every_element_is_closed_where_it_has_to_be(seen: Seen) -> None:
    assert seen.misplaced == []
    assert seen.open == []


def test_it_is_in_the_language_of_its_guide(seen: Seen) -> None:
    assert seen.all("html") == [{"lang": "en", "dir": "ltr"}]


@pytest.mark.parametrize(
    ("language", "written"),
    [("ar", "rtl"), ("fa-IR", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr"), ("pt-BR", "ltr")],
)
def test_it_runs_in_the_direction_of_its_language(language: str, written: str) -> None:
    guide = structs.replace(fictitious_guide(), language=language)

    [element] = Seen(html(Document(guide, ()), lambda _: None)).all("html")

    assert element == {"lang": language, "dir": written}


def test_nothing_runs_and_nothing_is_fetched(page: str, seen: Seen) -> None:
    assert {"script", "link", "iframe", "object", "embed"}.isdisjoint(
        tag for tag, _ in seen.elements
    )
    assert all(image["src"].startswith("data:") for image in seen.all("img"))
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_headings_go_down_one_level_at_a_time(seen: Seen) -> None:
    levels = [int(tag[1]) for tag, _ in seen.elements if tag in ("h1", "h2", "h3", "h4", "h5")]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_names_are_there_once_and_every_link_within_leads_to_one(seen: Seen) -> None:
    names = [attributes["id"] for _, attributes in seen.elements if "id" in attributes]
    wanted = {link["href"][1:] for link in seen.all("a") if link["href"].startswith("#")}

    assert len(names) == len(set(names))
    assert wanted <= set(names)


def test_tables_tell_what_their_columns_and_rows_are(seen: Seen) -> None:
    assert len(seen.all("table")) == len(seen.all("thead"))
    assert {header["scope"] for header in seen.all("th")} == {"col", "row"}


def test_every_picture_is_inside_and_has_words_for_it(seen: Seen) -> None:
    guide = load((DATA / "tibialis_posterior.yaml").read_bytes())

    assert {image["alt"] for image in seen.all("img")} == {one.title for one in guide.pictures}
    for picture in guide.pictures:
        assert picture.alternative in seen.text


def test_a_picture_that_is_not_there_is_said() -> None:
    guide = fictitious_guide()

    seen = Seen(html(page_of(guide, guide.sections), lambda _: None))

    assert not seen.all("img")
    assert guide.pictures[0].alternative in seen.text


def test_the_warning_of_the_article_stands_before_its_contents(page: str) -> None:
    guide = load((DATA / "tibialis_posterior.yaml").read_bytes())
    above = Seen(page.partition("<nav")[0]).text

    assert guide.article.warning
    assert f"{guide.safety.review} {guide.article.warning.text}⁺" in above


def test_what_a_guide_says_is_text_and_never_markup() -> None:
    text = "<script>alert('x')</script> & \"so\""

    seen = Seen(written(text))

    assert not seen.all("script")
    assert text in seen.text


def test_what_acts_unseen_is_shown_instead() -> None:
    page = written("bell \x1b[31m and \0")

    assert "bell &lt;U+001B&gt;[31m and &lt;U+0000&gt;" in page


def test_what_was_added_has_a_quiet_sign_that_tells_its_sources() -> None:
    page = written("So.", Mark("added", (2, 7)))

    assert 'So.<span class="mark" title="added: 2, 7">⁺</span>' in page
    without = Seen(written("So.", Mark("added", (2,), sign=False)))
    assert without.text.count("⁺") == 1  # that of the legend


def test_a_sign_leads_to_its_source_where_that_is_on_the_page(seen: Seen) -> None:
    assert any(link["href"].startswith("#source-") for link in seen.all("a"))


def test_what_the_article_shows_in_brief_is_folded_in_full(page: str) -> None:
    _, _, after = page.partition('id="safety"')
    brief, _, full = after.partition("<details>")

    assert "A.1" not in brief
    assert "A.1" in full
    assert page.count("<details>") == page.count("</details>") > 1


def test_every_cell_tells_its_column_where_a_table_is_stacked(seen: Seen) -> None:
    assert all(cell["data-column"] for cell in seen.all("td"))
