"""The article as lines: what is marked, how boxes and tables look, what room they take."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from rich.segment import Segment

from guides import fictitious_guide
from looks import GLYPHS, piped, said
from tpguide.document.build import folded, page_of
from tpguide.document.nodes import Box, Item, Listing, Mark, Piece, Prose, Run, TableNode, Tone
from tpguide.guide.article import Paragraph, Picture, Section
from tpguide.guide.contents import sections_named
from tpguide.guide.loader import load
from tpguide.guide.model import Guide
from tpguide.guide.types import Origin, Statement
from tpguide.ui.text import theme
from tpguide.ui.text.article import article_lines, contents_lines, drawn_pieces, picture_words
from tpguide.ui.text.lines import StyledLine, text_of, width_of
from tpguide.ui.text.nodes import close_lines
from tpguide.ui.text.options import LONGEST_MEASURE, TextOptions

DATA = Path(__file__).parents[2] / "data"

TABLE = TableNode(
    ("Dose", "Minutes"), (((Run("Short"),), (Run("1:45"),)), ((Run("Long"),), (Run("12:35"),))),
    numeric=frozenset({1}),
)  # fmt: skip
CAUTION = Box(Tone.CAUTION, "First", (Prose((Run("Ask."),)),))


@pytest.fixture(scope="module")
def guide() -> Guide:
    return load((DATA / "tibialis_posterior.yaml").read_bytes())


def texts(*pieces: Piece, look: TextOptions | None = None) -> list[str]:
    return [text_of(line) for line in close_lines(pieces, look or piped())]


def drawn(guide: Guide, look: TextOptions, *names: str) -> list[str]:
    page = page_of(guide, sections_named(guide, names))
    return [text_of(line) for line in article_lines(page, look)]


def paragraph_of(
    guide: Guide, origin: Origin, *statements: Statement, look: TextOptions | None = None
) -> str:
    """What a section of that origin says that has one paragraph."""
    section = Section(
        number="1", key="one", title="One", origin=origin,
        blocks=(Paragraph(statements=statements),),
    )  # fmt: skip
    page = page_of(guide, [section])
    (lines,) = [piece.lines for piece in drawn_pieces(page, look or piped())][1:2]
    return said(lines)


class TestMarks:
    article = Statement(origin=Origin.ARTICLE, text="So it is.")
    added = Statement(origin=Origin.ADDED, text="It was.", sources=("livre-vert",))
    judged = Statement(origin=Origin.JUDGEMENT, text="We think so.")
    guessed = Statement(origin=Origin.ADDED, text="Maybe.", unverified=True)

    def test_what_the_article_says_stands_unmarked(self) -> None:
        assert paragraph_of(fictitious_guide(), Origin.ARTICLE, self.article) == "So it is."

    def test_a_quiet_sign_stands_after_what_was_added(self) -> None:
        assert self.quiet(Origin.ARTICLE, self.article, self.added) == "So it is. It was.⁺"

    def test_one_sign_holds_for_a_paragraph_that_was_added_as_a_whole(self) -> None:
        assert self.quiet(Origin.ARTICLE, self.judged, self.added) == "We think so. It was.⁺"

    def test_below_a_heading_that_has_the_sign_there_is_none(self) -> None:
        assert self.quiet(Origin.ADDED, self.added, self.article) == "It was. So it is."

    def test_a_section_within_one_that_has_the_sign_has_none(self) -> None:
        guide = fictitious_guide()
        sections = [
            Section(number=number, key=key, title=key, origin=Origin.ADDED)
            for number, key in (("A", "outer"), ("A.1", "inner"))
        ]
        guide = msgspec.structs.replace(guide, sections=tuple(sections))

        lines = contents_lines(page_of(guide, sections), piped())

        assert [text_of(line) for line in lines] == ["A    outer⁺", "  A.1  inner"]

    def test_spelled_out_what_was_added_has_its_word_and_the_numbers_of_its_sources(self) -> None:
        assert self.spelled(Origin.ARTICLE, self.added) == "It was. [ajouté 1]"

    def test_spelled_out_where_origins_mix_every_run_is_marked(self) -> None:
        said = self.spelled(Origin.ARTICLE, self.article, self.judged)

        assert said == "So it is. [article] We think so. [avis]"

    def test_statements_of_one_origin_run_on_as_one(self) -> None:
        said = self.spelled(Origin.ADDED, self.judged, self.judged)

        assert said == "We think so. We think so. [avis]"

    def test_in_an_added_section_the_article_is_what_is_spelled_out(self) -> None:
        assert self.spelled(Origin.ADDED, self.article) == "So it is. [article]"

    def test_what_nobody_checked_says_so(self) -> None:
        assert self.spelled(Origin.ADDED, self.guessed) == "Maybe. [ajouté, non vérifié]"

    def quiet(self, origin: Origin, *statements: Statement) -> str:
        return paragraph_of(fictitious_guide(), origin, *statements)

    def spelled(self, origin: Origin, *statements: Statement) -> str:
        look = piped().spelling_marks()
        return paragraph_of(fictitious_guide(), origin, *statements, look=look)


class TestThePage:
    def test_credit_review_and_the_meaning_of_the_marks_stand_at_the_top(self) -> None:
        guide = fictitious_guide()

        top = " ".join(drawn(guide, piped(200))[:12])

        assert guide.article.credit in top
        assert guide.safety.review in top
        assert f"⁺ {guide.marks.legend}" in top

    def test_what_is_retold_stands_at_the_end_with_its_address(self) -> None:
        guide = fictitious_guide()

        assert drawn(guide, piped(200))[-2:] == [
            f"{guide.article.title}, {guide.article.publisher}",
            guide.article.address,
        ]

    def test_a_section_alone_has_nothing_around_it(self) -> None:
        lines = drawn(fictitious_guide(), piped(200), "2.1")

        assert lines[0] == "2.1  Prudence⁺"

    def test_a_section_brings_what_lies_within_it(self) -> None:
        lines = drawn(fictitious_guide(), piped(), "2")

        assert any(line.startswith("2.1  ") for line in lines)
        assert not any(line.startswith("3  ") for line in lines)

    def test_the_contents_are_numbered_and_inset(self) -> None:
        guide = fictitious_guide()

        lines = contents_lines(page_of(guide, guide.sections), piped())

        assert [text_of(line) for line in lines] == [
            "1    Le muscle — العضلة",
            "2    Symptômes",
            "  2.1  Prudence⁺",
            "3    Le massage",
            "A    Ouvrages⁺",
        ]

    @pytest.mark.parametrize("columns", [20, 40, 60, 80, 100, 160])
    @pytest.mark.parametrize("glyphs", GLYPHS)
    def test_nothing_is_wider_than_the_window_or_too_wide_to_read(
        self, guide: Guide, columns: int, glyphs: theme.Glyphs
    ) -> None:
        look = TextOptions(columns, glyphs)
        allowed = min(columns, LONGEST_MEASURE + 2 * look.margin)

        too_wide = [
            text_of(line)
            for line in article_lines(page_of(guide, guide.sections), look)
            if width_of(line) > allowed and "://" not in text_of(line)
        ]

        assert too_wide == []

    @pytest.mark.parametrize("columns", [40, 80])
    def test_every_statement_is_there_to_be_read(self, guide: Guide, columns: int) -> None:
        page = page_of(guide, guide.sections)
        look = piped(columns)
        everything = said([*article_lines(page, look), *article_lines(folded(page), look)])

        assert [text for text in prose_of(guide.sections) if text not in everything] == []

    @pytest.mark.parametrize("glyphs", [theme.ASCII, theme.PIPED_ASCII])
    def test_a_terminal_without_unicode_gets_none(self, glyphs: theme.Glyphs) -> None:
        lines = drawn(fictitious_guide(), TextOptions(60, glyphs))

        assert "".join(lines).isascii()

    def test_addresses_are_links_on_a_terminal(self, guide: Guide) -> None:
        page = page_of(guide, sections_named(guide, ["sources"]))

        linked = {
            style.link
            for line in article_lines(page, TextOptions(80))
            for _, style, _ in line
            if style and style.link
        }

        assert linked == {*(source.address for source in guide.sources)}

    def test_addresses_are_whole_in_a_pipe(self, guide: Guide) -> None:
        lines = drawn(guide, piped(40))

        assert guide.article.address in lines
        assert all(any(source.address in line for line in lines) for source in guide.sources)


def prose_of(value: object) -> list[str]:
    """Return the text of every statement in *value*."""
    if isinstance(value, Statement):
        return [value.text]
    if isinstance(value, msgspec.Struct):
        fields = msgspec.structs.fields(type(value))
        return [text for field in fields for text in prose_of(getattr(value, field.name))]
    if isinstance(value, tuple):
        return [text for each in value for text in prose_of(each)]
    return []


class TestBoxes:
    def test_a_box_is_drawn_on_a_terminal(self) -> None:
        assert texts(CAUTION, look=TextOptions(50)) == [
            "  ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓",
            "  ┃ Caution: First                             ┃",
            "  ┃ Ask.                                       ┃",
            "  ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛",
        ]

    def test_a_note_is_drawn_otherwise_than_a_caution(self) -> None:
        note = Box(Tone.NOTE, "First", (Prose((Run("Ask."),)),))

        assert texts(note, look=TextOptions(50))[0].startswith("  ╭")

    @pytest.mark.parametrize(
        "look", [piped(), TextOptions(40)], ids=["in a pipe", "where it is narrow"]
    )
    def test_a_box_is_said_where_it_is_not_drawn(self, look: TextOptions) -> None:
        assert texts(CAUTION, look=look) == ["Caution: First", "  Ask."]


class TestTables:
    def test_columns_stand_beside_each_other_and_numbers_to_the_right(self) -> None:
        assert texts(TABLE) == [
            "Dose    Minutes",
            "---------------",
            "Short      1:45",
            "Long      12:35",
        ]

    def test_rows_are_stacked_where_it_is_narrow(self) -> None:
        assert texts(TABLE, look=piped(14)) == [
            "Short",
            "  Minutes:",
            "  1:45",
            "Long",
            "  Minutes:",
            "  12:35",
        ]

    def test_rows_are_parted_once_one_of_them_takes_two_lines(self) -> None:
        long = TableNode(
            ("A", "B"), (((Run("a"),), (Run("so " * 20),)), ((Run("b"),), (Run("c"),)))
        )

        assert texts(long, look=piped(40))[2:] == [
            "a   so so so so so so so so so so so so",
            "    so so so so so so so so",
            "",
            "b   c",
        ]

    def test_a_mark_of_the_whole_table_is_said_once(self) -> None:
        marked = msgspec.structs.replace(TABLE, caption="How long", mark=Mark("added", (2, 3)))

        assert texts(marked)[0] == "How long⁺"


class TestLists:
    def test_a_term_leads_and_what_lies_within_follows(self) -> None:
        signs = Listing(
            (Item((Run("", Mark("added")),), "The foot", ("It is cold", "It is pale")),)
        )

        assert texts(signs) == ["• The foot:⁺", "  – It is cold", "  – It is pale"]

    def test_numbers_line_up(self) -> None:
        steps = Listing(tuple(Item((Run("Roll."),)) for _ in range(10)), numbered=True)

        assert texts(steps)[0] == " 1. Roll."
        assert texts(steps)[9] == "10. Roll."


class TestPictures:
    @staticmethod
    def draw(picture: Picture, columns: int, rows: int) -> list[StyledLine] | None:
        return [[Segment("#" * min(columns, 10))] for _ in range(12)]

    def test_a_picture_that_is_not_drawn_is_said(self) -> None:
        guide = fictitious_guide()
        (picture,) = guide.pictures

        assert text_of(picture_words(picture, piped(200))[0]) == (
            f"Picture: {picture.title}. {picture.alternative}"
        )

    def test_a_picture_stands_below_the_text_of_its_section_where_there_is_no_room(self) -> None:
        lines = drawn(fictitious_guide(), TextOptions(80).drawing(self.draw), "1")

        pictured = [number for number, line in enumerate(lines) if line == "  ##########"]
        assert len(pictured) == 12
        assert pictured[0] > next(n for n, line in enumerate(lines) if "Les Grecs" in line)

    def test_or_at_the_end_and_its_name_in_its_place(self) -> None:
        guide = fictitious_guide()
        look = TextOptions(80).drawing(self.draw).gathering_pictures()
        lines = [text_of(line) for line in article_lines(page_of(guide, guide.sections), look)]

        named = lines.index(f"  Picture at the end: {guide.pictures[0].title}")
        assert named < lines.index(f"  {guide.article.address}") < lines.index("  ##########")

    def test_sections_go_on_beside_a_picture(self) -> None:
        guide = fictitious_guide()
        look = TextOptions(160).drawing(self.draw)
        lines = [text_of(line) for line in article_lines(page_of(guide, guide.sections), look)]

        pictured = [line for line in lines if "##########" in line]
        assert any(line.startswith("  2  ") for line in pictured)

    @pytest.mark.parametrize("columns", [80, 160])
    @pytest.mark.parametrize("rows", [24, 30, 50])
    def test_no_pager_splits_a_picture(self, guide: Guide, columns: int, rows: int) -> None:
        look = TextOptions(columns).drawing(self.draw).gathering_pictures().paged(rows - 1)
        page = folded(page_of(guide, guide.sections))
        lines = [text_of(line) for line in article_lines(page, look)]

        drawn = [number // (rows - 1) for number, line in enumerate(lines) if "##########" in line]
        pictures = [drawn[start : start + 12] for start in range(0, len(drawn), 12)]
        assert len(pictures) > 5
        assert [pages for pages in pictures if len(set(pages)) > 1] == []

    def test_a_picture_stands_beside_its_text_where_there_is_room(self) -> None:
        lines = drawn(fictitious_guide(), TextOptions(100).drawing(self.draw), "1")

        pictured = [line for line in lines if line.endswith("##########")]
        assert len(pictured) == 12
        assert pictured[0].startswith("  Les Grecs")

    def test_what_it_shows_is_said_below_it(self) -> None:
        guide = fictitious_guide()
        page = page_of(guide, sections_named(guide, ["1"]))

        everything = said(article_lines(page, TextOptions(80).drawing(self.draw)))

        assert guide.pictures[0].alternative in everything
