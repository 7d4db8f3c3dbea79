"""Lay out what a guide says as a page to read, or the sections of it that were asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

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
from tpguide.guide.values import Origin
from tpguide.ui.marking import Marking
from tpguide.ui.parts import pieces_of
from tpguide.ui.pieces import Box, Figure, Grid, Heading, Listing, Mark, Piece, Prose, Run, Tone


class PageSection(Struct, frozen=True):
    """A section of the page: its heading, and what follows it."""

    heading: Heading
    pieces: tuple[Piece, ...]


class Page(Struct, frozen=True):
    """All there is to read, or what was asked for of it; *note* says what that is."""

    guide: Guide
    sections: tuple[PageSection, ...]
    note: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether every section is there."""
        return len(self.sections) == len(self.guide.sections) and not self.note

    @property
    def legend(self) -> tuple[tuple[Mark, str], ...]:
        """The marks there can be, each with its meaning."""
        badges = self.guide.badges
        return tuple(
            (Mark(badge.word), badge.meaning)
            for badge in (badges.restored, badges.added, badges.judgement, badges.unverified)
        )


def page_of(guide: Guide, sections: Iterable[Section]) -> Page:
    """Lay out *sections* of *guide*."""
    marking = Marking(guide)
    return Page(guide, tuple(_laid_out(section, guide, marking) for section in sections))


def headings_of(page: Page) -> Page:
    """Return *page* with the headings of its sections alone."""
    sections = tuple(PageSection(section.heading, ()) for section in page.sections)
    return Page(page.guide, sections, page.note)


def _laid_out(section: Section, guide: Guide, marking: Marking) -> PageSection:
    heading = Heading(
        section.title,
        section.number,
        section.key,
        section.depth,
        marking.of_section(section.origin),
    )
    pieces = [
        piece
        for block in section.blocks
        for piece in _pieces(block, guide, marking, section.origin)
    ]
    return PageSection(heading, tuple(pieces))


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


def _grid(table: Table, marking: Marking, home: Origin) -> Grid:
    """Return the table; a mark that all its rows share is said once."""
    marks = [marking.of(row, home) for row in table.rows]
    shared = marks[0] if all(mark == marks[0] for mark in marks) else None
    rows = []
    for row, mark in zip(table.rows, marks, strict=True):
        *cells, last = row.cells
        marked = Run(last, None if mark == shared else mark)
        rows.append((*((Run(cell),) for cell in cells), (marked,)))
    return Grid(table.columns, tuple(rows), table.caption or "", shared)
