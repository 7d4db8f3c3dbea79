"""Build the document of a guide, or of the sections that were asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from tpguide.document.generated_parts import pieces_of
from tpguide.document.marks import Marking
from tpguide.document.nodes import (
    Box,
    Figure,
    Heading,
    Listing,
    Mark,
    Piece,
    Prose,
    Run,
    Runs,
    TableNode,
    Tone,
)
from tpguide.guide.article import (
    Block,
    Bullets,
    Caution,
    Illustration,
    Note,
    Paragraph,
    Section,
    Shown,
    Steps,
    Table,
)
from tpguide.guide.model import Guide
from tpguide.guide.types import Origin


class PageSection(Struct, frozen=True):
    """A section of the page: its heading, and what follows it.

    *brief* stands for it and for the sections within where the page is folded. *is_folded*: the
    pieces are such a brief.
    """

    heading: Heading
    pieces: tuple[Piece, ...]
    brief: tuple[Piece, ...] = ()
    is_folded: bool = False


class Document(Struct, frozen=True):
    """The article, or the part of it that was asked for; *note* says which part."""

    guide: Guide
    sections: tuple[PageSection, ...]
    note: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the article is there from its beginning to its end, folded or not."""
        shown = {section.heading.number for section in self.sections}
        outermost = {section.number for section in self.guide.sections if section.depth == 0}
        return outermost <= shown and not self.note

    @property
    def warning(self) -> Runs:
        """What is said before all sections: who checked the guide, and what not to overlook."""
        said = self.guide.article.warning
        marked = Marking(self.guide).runs([said], Origin.ARTICLE) if said else ()
        return (Run(self.guide.safety.review), *marked)

    @property
    def legend(self) -> tuple[tuple[Mark, str], ...]:
        """The marks there can be, each with its meaning."""
        marks = self.guide.marks
        return tuple(
            (Mark(one.word), one.meaning)
            for one in (marks.restored, marks.added, marks.judgement, marks.unverified)
        )


def page_of(guide: Guide, sections: Iterable[Section]) -> Document:
    """Lay out *sections* of *guide*."""
    marking = Marking(guide)
    origins = {section.number: section.origin for section in guide.sections}
    return Document(
        guide,
        tuple(
            _laid_out(section, guide, marking, _origin_around(section, origins))
            for section in sections
        ),
    )


def folded(page: Document) -> Document:
    """Return *page* with each section that has a brief replaced by it."""
    sections: list[PageSection] = []
    closed = ""
    for section in page.sections:
        if closed and section.heading.number.startswith(f"{closed}."):
            continue
        closed = section.heading.number if section.brief else ""
        sections.append(
            PageSection(section.heading, section.brief, is_folded=True) if closed else section
        )
    return Document(page.guide, tuple(sections), page.note)


def headings_of(page: Document) -> Document:
    """Return *page* with the headings of its sections alone."""
    sections = tuple(PageSection(section.heading, ()) for section in page.sections)
    return Document(page.guide, sections, page.note)


def _origin_around(section: Section, origins: Mapping[str, Origin]) -> Origin:
    """Return the origin of the enclosing section; at the top level, the article's."""
    return origins.get(section.number.rpartition(".")[0], Origin.ARTICLE)


def _laid_out(section: Section, guide: Guide, marking: Marking, context: Origin) -> PageSection:
    heading = Heading(
        section.title,
        section.number,
        section.key,
        section.depth,
        marking.of_section(section.origin, context),
    )
    pieces, brief = (
        tuple(piece for block in blocks for piece in _pieces(block, guide, marking, section.origin))
        for blocks in (section.blocks, section.brief)
    )
    return PageSection(heading, pieces, brief)


def _pieces(block: Block, guide: Guide, marking: Marking, home: Origin) -> Sequence[Piece]:
    match block:
        case Paragraph():
            return [Prose(marking.runs(block.statements, home))]
        case Bullets():
            return [Listing(marking.items(block.statements, home))]
        case Steps():
            return [Listing(marking.items(block.statements, home), numbered=True)]
        case Note():
            return [Box(Tone.NOTE, block.title, (Prose(marking.runs(block.statements, home)),))]
        case Caution():
            return [Box(Tone.CAUTION, block.title, (Prose(marking.runs(block.statements, home)),))]
        case Table():
            return [_grid(block, marking, home)]
        case Illustration():
            return [Figure(one) for one in guide.pictures if one.key == block.picture]
        case Shown():
            return pieces_of(block.part, guide, marking, home)


def _grid(table: Table, marking: Marking, home: Origin) -> TableNode:
    """Return the table; a mark that all its rows share is said once."""
    marks = [marking.of(row, home) for row in table.rows]
    shared = marks[0] if all(mark == marks[0] for mark in marks) else None
    rows = []
    for row, mark in zip(table.rows, marks, strict=True):
        *cells, last = row.cells
        marked = Run(last, None if mark == shared else mark)
        rows.append((*((Run(cell),) for cell in cells), (marked,)))
    return TableNode(table.columns, tuple(rows), table.caption or "", shared)
