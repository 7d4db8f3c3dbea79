"""Draw a page as lines: what it is, its sections, pictures beside the text where there's room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from msgspec import Struct
from rich.columns import Columns

from tpguide.document.build import Document, PageSection
from tpguide.document.marks import Marking
from tpguide.document.nodes import Figure, Piece
from tpguide.guide.article import Picture
from tpguide.guide.types import Origin
from tpguide.ui.text import theme
from tpguide.ui.text.lines import StyledLine, beside, led, lines_of, width_of
from tpguide.ui.text.nodes import DrawnPassages, NodeLines, close_lines
from tpguide.ui.text.options import COLUMN_GAP, WIDEST_PICTURE, TextOptions

__all__ = [
    "COLUMN_GAP",
    "TextOptions",
    "article_lines",
    "close_lines",
    "contents_lines",
    "drawn_pieces",
]

NARROWEST_TEXT = 58


class DrawnPiece(Struct, frozen=True):
    """A piece of a section as lines, the space below it included; the heading is piece 0."""

    section: str
    piece: int
    lines: list[StyledLine]


def article_lines(page: Document, look: TextOptions) -> list[StyledLine]:
    """Return the whole of *page*."""
    return [line for piece in drawn_pieces(page, look) for line in piece.lines][:-1]


def drawn_pieces(
    page: Document, look: TextOptions, drawn: DrawnPassages | None = None
) -> Iterator[DrawnPiece]:
    """Yield *page* piece by piece: what it is, as a section without a key, and its sections.

    What is in *drawn*, in this look and width, is only lit.
    """
    drawing = NodeLines(look, drawn)
    parts = [("", _head(page, drawing))]
    parts += [(section.heading.key, _section(section, drawing)) for section in page.sections]
    if page.is_whole:
        first, last = page.sections[0].heading.key, page.sections[-1].heading.key
        parts[1] = (first, chain(parts[1][1], _overview(page, drawing)))
        parts[-1] = (last, chain(parts[-1][1], _foot(page, drawing)))
    for section, pieces in parts:
        for number, lines in enumerate(pieces):
            yield DrawnPiece(section, number, lines)


def contents_lines(page: Document, look: TextOptions) -> list[StyledLine]:
    """Return the numbers and titles of the sections of *page*."""
    drawing = NodeLines(look)
    widest = max((len(one.heading.number) for one in page.sections), default=0)
    lines: list[StyledLine] = []
    for one in page.sections:
        heading = one.heading
        number = f"{'  ' * heading.depth}{heading.number:<{widest}}  "
        title = drawing.flow(
            drawing.marked(heading.title, theme.PLAIN, heading.mark),
            look.measure - len(number),
        )
        lines += drawing.in_margin(led(title, (number, theme.SECTION_NUMBER)))
    return lines


def picture_words(picture: Picture, look: TextOptions) -> list[StyledLine]:
    """Return what *picture* shows, in words."""
    drawing = NodeLines(look)
    return drawing.in_margin(drawing.described(Figure(picture), look.measure, "Picture: "))


def _head(page: Document, drawing: NodeLines) -> Iterator[list[StyledLine]]:
    """Yield what stands above the sections: title, credit, warning, what was found of the words."""
    look, guide = drawing.look, page.guide
    if page.note:
        yield [*drawing.in_margin(drawing.flow([(page.note, theme.PLAIN)])), []]
    if not page.is_whole:
        return
    rule = look.glyphs.title_rule * look.measure
    yield drawing.in_margin(
        [*drawing.flow([(guide.title, theme.TITLE)]), *drawing.flow([(rule, theme.TITLE)])]
    )
    credit = theme.linked(theme.PLAIN, guide.article.address)
    legend = f"{look.glyphs.sign} {guide.marks.legend}"
    lines = drawing.flow([(guide.article.credit, credit), (legend, theme.QUIET)])
    warning = [(guide.safety.review, theme.PLAIN)]
    if guide.article.warning:
        warning += drawing.runs(Marking(guide).runs([guide.article.warning], Origin.ARTICLE))
    lines += drawing.flow(warning)
    if look.spells_marks:
        for mark, meaning in page.legend:
            lines += drawing.flow([*drawing.spelled(mark), (meaning, theme.QUIET)])
    yield [*drawing.in_margin(lines), []]


def _overview(page: Document, drawing: NodeLines) -> Iterator[list[StyledLine]]:
    """Yield what the article has besides its beginning, and where to go from there."""
    look = drawing.look
    entries = [
        drawing.text(
            [
                (f"{heading.number} ", theme.SECTION_NUMBER),
                *drawing.marked(heading.title, theme.PLAIN, heading.mark),
            ]
        )
        for heading in (section.heading for section in page.sections[1:])
        if heading.depth == 0
    ]
    if entries:
        listed = Columns(entries, padding=(0, COLUMN_GAP), column_first=True)
        yield [*drawing.in_margin(lines_of(listed, look.measure)), []]
    ways = [
        drawing.flow([(f"{way}:", theme.QUIET), (command, theme.TERM)])
        for way, command in (
            ("Be led through it", "tpguide massage --guided"),
            (f"Sources of each {look.glyphs.sign}", "--origins"),
        )
    ]
    widths = [width_of(lines[0]) for lines in ways]
    if sum(widths) + COLUMN_GAP <= look.measure:
        ways = [beside(list(zip(ways, widths, strict=True)), COLUMN_GAP)]
    yield [*drawing.in_margin(list(chain.from_iterable(ways))), []]


def _foot(page: Document, drawing: NodeLines) -> Iterator[list[StyledLine]]:
    """Yield the work that is retold, and where it is."""
    look, article = drawing.look, page.guide.article
    lines = drawing.flow([(f"{article.title}, {article.publisher}", theme.QUIET)])
    lines += drawing.address(article.address, look.measure)
    yield [*drawing.in_margin(lines), []]


def _section(section: PageSection, drawing: NodeLines) -> Iterator[list[StyledLine]]:
    """Yield every piece of the section with the space below it, its heading first."""
    yield drawing.in_margin(drawing.piece(section.heading))
    for group in _groups(section.pieces):
        for lines in _illustrated(group, drawing):
            yield drawing.in_margin(lines)
    if section.is_folded:
        way = [("In full:", theme.QUIET), (f"--section {section.heading.number}", theme.TERM)]
        yield [*drawing.in_margin(drawing.flow(way)), []]


def _groups(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """Yield the pieces in groups of one picture each: from it on, for the first from the top."""
    figures = [number for number, piece in enumerate(pieces) if isinstance(piece, Figure)]
    starts = [0, *figures[1:], len(pieces)]
    for start, end in pairwise(starts):
        yield pieces[start:end]


def _illustrated(pieces: Sequence[Piece], drawing: NodeLines) -> Iterator[list[StyledLine]]:
    """Yield every piece with the space below it; the picture among them stands beside the others.

    It is at the top, and the text goes on in its whole width below it. Where there is no room
    beside them, it is drawn above them all, and what isn't drawn is said in its place.
    """
    figure = next((piece for piece in pieces if isinstance(piece, Figure)), None)
    picture, room = _picture_beside(figure, drawing) if figure and len(pieces) > 1 else ([], 0)
    if not picture:
        yield from _below(figure if drawing.look.draw else None, pieces, drawing)
        return
    last = next(number for number in reversed(range(len(pieces))) if pieces[number] is not figure)
    for number, piece in enumerate(pieces):
        if piece is figure:
            yield []
            continue
        lines = [*drawing.piece(piece, room if picture else None), []]
        if number == last:
            lines += [[]] * (len(picture) + 1 - len(lines))
        standing, picture = picture[: len(lines)], picture[len(lines) :]
        yield beside([(lines, room), (standing, 0)], COLUMN_GAP)


def _below(
    figure: Figure | None, pieces: Sequence[Piece], drawing: NodeLines
) -> Iterator[list[StyledLine]]:
    """Yield every piece with the space below it, the *figure* among them above the first."""
    above = [*drawing.piece(figure), []] if figure else []
    for piece in pieces:
        yield [*above, *([] if piece is figure else [*drawing.piece(piece), []])]
        above = []


def _picture_beside(figure: Figure, drawing: NodeLines) -> tuple[list[StyledLine], int]:
    """Return the picture as lines and the width of the text beside it, if there is room."""
    look = drawing.look
    if not look.draws_beside:
        return [], 0
    room = look.columns - 2 * look.margin - COLUMN_GAP
    width = min(WIDEST_PICTURE, room - NARROWEST_TEXT)
    picture = drawing.picture(figure, width)
    return picture or [], min(look.measure, room - width)
