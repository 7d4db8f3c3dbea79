"""The article as Markdown."""

from __future__ import annotations

import re

from msgspec.structs import replace

from guides import fictitious_guide
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
        "### 2.1 Prudence <sup>ajouté</sup>",
    ]


def test_every_link_within_leads_somewhere() -> None:
    text = the_whole()

    wanted = set(re.findall(r"\]\(#([^)]+)\)", text))

    assert wanted
    assert wanted <= set(re.findall(r'<a id="([^"]+)"></a>', text))


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


def test_a_mark_names_the_sources_and_leads_to_them() -> None:
    assert written(Prose((Run("So.", Mark("added", (2, 7))),))) == (
        "So. <sup>added [2](#source-2), [7](#source-7)</sup>"
    )


def test_what_lies_within_an_item_is_a_list_in_the_list() -> None:
    signs = Listing((Item((Run("", Mark("added")),), "The foot", ("It is cold", "It is pale")),))

    assert written(signs) == ("- **The foot:** <sup>added</sup>\n  - It is cold\n  - It is pale")


def test_a_box_is_an_alert_of_a_forge() -> None:
    box = Box(Tone.CAUTION, "First", (Prose((Run("Ask."),)), Prose((Run("Wait."),))))

    assert written(box) == "> [!CAUTION]\n> **First**\n>\n> Ask.\n>\n> Wait."


def test_a_table_has_its_numbers_to_the_right() -> None:
    grid = TableNode(("A", "B"), (((Run("a"),), (Run("1"),)),), "Caption", None, frozenset({1}))

    assert written(grid) == "Caption\n\n| A | B |\n| --- | ---: |\n| a | 1 |"


def test_a_source_can_be_led_to() -> None:
    source = Definition(3, (Run("A book"),), "https://example.org", (Run("Weak."),))

    assert written(Definitions((source,), cited=True)) == (
        '3. <a id="source-3"></a>A book  \n   <https://example.org>  \n   Weak.'
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
