"""The article as Markdown."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import replace

from guides import fictitious_guide
from plans import the_guide
from tpguide.document.build import Document, PageSection, page_of
from tpguide.document.nodes import (
    Box,
    Definition,
    Definitions,
    Heading,
    Item,
    Listing,
    Mark,
    Piece,
    Prose,
    Run,
    TableNode,
    Tone,
)
from tpguide.guide.contents import sections_named
from tpguide.guide.model import Guide
from tpguide.ui.export.markdown import markdown


def written(*pieces: Piece) -> str:
    """What *pieces* are in a section that has nothing else."""
    heading = Heading("One", "1", "one")
    page = Document(fictitious_guide(), (PageSection(heading, pieces),))
    return markdown(page).partition("## 1 One\n\n")[2].removesuffix("\n")


def the_whole() -> str:
    guide = fictitious_guide()
    return markdown(page_of(guide, guide.sections))


def test_headings_are_as_deep_as_their_sections() -> None:
    headings = re.findall(r"^#+ .*$", the_whole(), re.MULTILINE)

    assert headings[:4] == [
        "# Le muscle imaginaire du bras, à masser soi-même",
        "## 1 Le muscle — العضلة",
        "## 2 Symptômes",
        "### 2.1 Prudence⁺",
    ]


def parsed(text: str) -> list[Token]:
    """Return what a reader of CommonMark, with tables, makes of *text*, the inner parts too."""
    found = MarkdownIt("commonmark").enable("table").parse(text)
    return [inner for token in found for inner in (token, *(token.children or ()))]


@pytest.mark.parametrize("guide", [fictitious_guide(), the_guide()], ids=["made up", "ours"])
def test_there_is_no_html_in_it(guide: Guide) -> None:
    tokens = parsed(markdown(page_of(guide, guide.sections)))

    assert "table_open" in {token.type for token in tokens}
    assert not [token.content for token in tokens if token.type.startswith("html")]


@pytest.mark.parametrize("guide", [fictitious_guide(), the_guide()], ids=["made up", "ours"])
def test_the_contents_lead_to_the_anchors_that_github_makes_of_headings(guide: Guide) -> None:
    tokens = parsed(markdown(page_of(guide, guide.sections)))
    anchors: list[str] = []
    for heading, inline in pairwise(token for token in tokens if token.level < 2):
        if heading.type == "heading_open":
            said = "".join(one.content for one in inline.children or ()).lower()
            kept = "".join(one for one in said if one.isalnum() or one in "-_ ")
            anchor = kept.replace(" ", "-")
            anchors.append(f"{anchor}-{anchors.count(anchor)}" if anchor in anchors else anchor)

    links = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    within = [unquote(link[1:]) for link in links if link.startswith("#")]

    assert len(within) == len(guide.sections)
    assert set(within) <= set(anchors)


def test_a_heading_that_is_there_twice_is_led_to_by_its_number() -> None:
    headings = [Heading("Same", "1", "a"), Heading("Same", "1", "b")]
    page = Document(fictitious_guide(), tuple(PageSection(one, ()) for one in headings))

    assert re.findall(r"\(#(.*?)\)", markdown(page)) == ["1-same", "1-same-1"]


def test_what_would_be_taken_for_markup_is_escaped() -> None:
    text = "*a* _b_ `c` [d](e) <f> g|h ~i~ &amp; A & B"

    assert written(Prose((Run(text),))) == (
        r"\*a\* \_b\_ \`c\` \[d\](e) \<f\> g\|h \~i\~ \&amp; A & B"
    )


def test_a_paragraph_that_begins_like_something_else_stays_a_paragraph() -> None:
    begun = ["# one", "- one", "+ one", "12. one", "1) one", "=== ="]

    assert [written(Prose((Run(text),))) for text in begun] == [
        r"\# one", r"\- one", r"\+ one", r"12\. one", r"1\) one", "=== =",
    ]  # fmt: skip


def test_a_mark_is_one_quiet_sign_that_is_explained_at_the_top() -> None:
    guide = fictitious_guide()
    added = Prose((Run("So.", Mark("added", (2, 7))), Run("Yes.", Mark("added", sign=False))))

    assert written(added) == "So.⁺ Yes."
    assert markdown(page_of(guide, ())).split("\n\n")[1].endswith(f" ⁺ {guide.marks.legend}")


def test_the_warning_of_the_article_stands_before_its_contents() -> None:
    guide = the_guide()
    above, _, _ = markdown(page_of(guide, guide.sections)).partition("- [0 In short]")

    assert guide.article.warning
    assert f"{guide.safety.review} {guide.article.warning.text}⁺" in above


def test_what_lies_within_an_item_is_a_list_in_the_list() -> None:
    signs = Listing((Item((Run("", Mark("added")),), "The foot", ("It is cold", "It is pale")),))

    assert written(signs) == ("- **The foot:** ⁺\n  - It is cold\n  - It is pale")


def test_a_box_is_an_alert_of_a_forge() -> None:
    box = Box(Tone.CAUTION, "First", (Prose((Run("Ask."),)), Prose((Run("Wait."),))))

    assert written(box) == "> [!CAUTION]\n> **First**\n>\n> Ask.\n>\n> Wait."


def test_a_table_has_its_numbers_to_the_right() -> None:
    grid = TableNode(("A", "B"), (((Run("a"),), (Run("1"),)),), "Caption", None, frozenset({1}))

    assert written(grid) == "Caption\n\n| A | B |\n| --- | ---: |\n| a | 1 |"


def test_a_source_has_its_number_address_and_note() -> None:
    source = Definition(3, (Run("A book"),), "https://example.org", (Run("Weak."),))

    assert written(Definitions((source,), cited=True)) == (
        "3. A book  \n   <https://example.org>  \n   Weak."
    )


def test_of_one_section_only_that_is_written() -> None:
    guide = fictitious_guide()

    text = markdown(page_of(guide, sections_named(guide, ["2.1"])))

    assert "### 2.1 Prudence" in text
    assert "## 3 " not in text


def test_an_address_that_would_become_an_image_stays_an_address() -> None:
    guide = fictitious_guide()
    address = "https://example.org/)![x](http://127.0.0.1/track.png"
    article = replace(guide.article, address=address)
    head = markdown(Document(replace(guide, article=article), ()))

    assert "https://example.org/%29!%5Bx%5D%28http://127.0.0.1/track.png)" in head
    assert "![" not in head
