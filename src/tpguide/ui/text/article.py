"""Draw a page as lines: what it is, its sections, pictures beside the text where there's room."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from msgspec import Struct
from rich.columns import Columns

from tpguide.document.build import Document, PageSection
from tpguide.document.nodes import Figure
from tpguide.guide.article import Picture
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
    pictures = Pictures(drawing)
    parts = [("", _head(page, drawing))]
    parts += [(one.heading.key, _section(one, drawing, pictures)) for one in page.sections]
    if page.is_whole:
        first = page.sections[0].heading.key
        parts[1] = (first, chain(parts[1][1], _overview(page, drawing)))
    if page.sections:
        last = page.sections[-1].heading.key
        ends = [_foot(page, drawing) if page.is_whole else (), pictures.left_over()]
        parts[-1] = (last, chain(parts[-1][1], *ends))
    for section, pieces in parts:
        for number, lines in enumerate(pieces):
            placed = drawing.in_margin(pictures.beside(lines))
            yield DrawnPiece(section, number, placed)


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
        yield [*drawing.flow([(page.note, theme.PLAIN)]), []]
    if not page.is_whole:
        return
    rule = look.glyphs.title_rule * look.measure
    yield [*drawing.flow([(guide.title, theme.TITLE)]), *drawing.flow([(rule, theme.TITLE)])]
    credit = theme.linked(theme.PLAIN, guide.article.address)
    legend = f"{look.glyphs.sign} {guide.marks.legend}"
    lines = drawing.flow([(guide.article.credit, credit), (legend, theme.QUIET)])
    lines += drawing.flow(drawing.runs(page.warning))
    if look.spells_marks:
        for mark, meaning in page.legend:
            lines += drawing.flow([*drawing.spelled(mark), (meaning, theme.QUIET)])
    yield [*lines, []]


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
        yield [*lines_of(listed, look.measure), []]
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
    yield [*chain.from_iterable(ways), []]


def _foot(page: Document, drawing: NodeLines) -> Iterator[list[StyledLine]]:
    """Yield the work that is retold, and where it is."""
    look, article = drawing.look, page.guide.article
    lines = drawing.flow([(f"{article.title}, {article.publisher}", theme.QUIET)])
    lines += drawing.address(article.address, look.measure)
    yield [*lines, []]


def _section(
    section: PageSection, drawing: NodeLines, pictures: Pictures
) -> Iterator[list[StyledLine]]:
    """Yield every piece of the section with the space below it, its heading first."""
    yield drawing.piece(section.heading, pictures.text_width)
    figures = [piece for piece in section.pieces if isinstance(piece, Figure)]
    if figures:  # it stands at the top, wherever among the pieces it is
        pictures.add(figures[0])
    for piece in section.pieces:
        if isinstance(piece, Figure):
            if piece is not figures[0]:
                pictures.add(piece)
            yield pictures.in_its_place(piece)
        else:
            yield [*drawing.piece(piece, pictures.text_width), []]
    yield from pictures.below()
    if section.is_folded:
        way = [("In full:", theme.QUIET), (f"--section {section.heading.number}", theme.TERM)]
        yield [*drawing.flow(way), []]


class Pictures:
    """Places the pictures of a page: beside the text, where they belong or below the one before.

    Where there is no room, they are drawn below the text of their section, or at the end.
    """

    def __init__(self, drawing: NodeLines) -> None:
        self._drawing = drawing
        self._look = look = drawing.look
        self._columns = look.measure
        self._room = look.measure
        if look.draws_beside:
            room = look.columns - 2 * look.margin - COLUMN_GAP
            self._columns = min(WIDEST_PICTURE, room - NARROWEST_TEXT)
            self._room = min(look.measure, room - self._columns)
        #: What stands beside the text from here on, and pictures that come below it.
        self._beside: list[StyledLine] = []
        self._later: list[list[StyledLine]] = []
        self._lines = 0

    @property
    def text_width(self) -> int:
        """How wide the text is here."""
        return self._room if self._beside else self._look.measure

    def add(self, figure: Figure) -> None:
        """Take a picture, to be drawn from here on."""
        lines = self._drawing.picture(figure, self._columns)
        if lines and self._look.draws_beside:
            start = self._lines + len(self._beside)
            self._beside += [*self._up_to_a_page(start, lines), *lines, []]
        elif lines:
            self._later.append(lines)

    def in_its_place(self, figure: Figure) -> list[StyledLine]:
        """Return what stands where *figure* belongs in the text."""
        drawing = self._drawing
        if not drawing.picture(figure, self._columns):
            return [*drawing.piece(figure, self.text_width), []]
        if self._look.draws_beside or not self._look.gathers_pictures:
            return []
        return [
            *drawing.flow(
                [("Picture at the end:", theme.QUIET), (figure.picture.title, theme.TERM)]
            ),
            [],
        ]

    def below(self) -> Iterator[list[StyledLine]]:
        """Yield the pictures that are drawn below the text of their section."""
        if not self._look.gathers_pictures:
            yield from self._drawn_later()

    def left_over(self) -> Iterator[list[StyledLine]]:
        """Yield what is still to be drawn where the text ends."""
        if self._beside:
            yield [[]] * len(self._beside)
        yield from self._drawn_later()

    def beside(self, lines: list[StyledLine]) -> list[StyledLine]:
        """Return *lines* of text with what stands beside them."""
        standing, self._beside = self._beside[: len(lines)], self._beside[len(lines) :]
        self._lines += len(lines)
        return beside([(lines, self._room), (standing, 0)], COLUMN_GAP) if standing else lines

    def _drawn_later(self) -> Iterator[list[StyledLine]]:
        later, self._later = self._later, []
        for lines in later:
            yield [*self._up_to_a_page(self._lines, lines), *lines, []]

    def _up_to_a_page(self, start: int, lines: list[StyledLine]) -> list[StyledLine]:
        """Return empty lines up to the next page, if *lines* from *start* on run into it."""
        page = self._look.page_lines
        is_split = page and start % page + len(lines) > page >= len(lines)
        return [[]] * (page - start % page) if is_split else []
