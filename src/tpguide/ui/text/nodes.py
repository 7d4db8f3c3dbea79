"""Draw pieces as lines for a terminal, a pager or a pipe, at any width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len
from rich.panel import Panel
from rich.style import Style
from rich.text import Text

from tpguide.document.nodes import (
    Box,
    Definition,
    Definitions,
    Figure,
    Heading,
    Item,
    Listing,
    Mark,
    Piece,
    Prose,
    Runs,
    TableNode,
    Tone,
)
from tpguide.text import NO_BREAK
from tpguide.ui.text import theme
from tpguide.ui.text.columns import table_lines
from tpguide.ui.text.lines import (
    GLUE,
    Styled,
    StyledLine,
    as_printed,
    finds_lit,
    flow,
    indented,
    joined,
    led,
    lines_of,
)
from tpguide.ui.text.options import (
    COLUMN_GAP,
    HIGHEST_BESIDE,
    HIGHEST_PICTURE,
    NARROW_COLUMNS,
    NARROWEST_COLUMN,
    WIDEST_PICTURE,
    TextOptions,
)

#: The lines of each piece or picture that was drawn, passage by passage, by which it is and its
#: width.
DrawnPassages = dict[tuple[int, int], list[list[StyledLine]]]


def close_lines(pieces: Sequence[Piece], look: TextOptions) -> list[StyledLine]:
    """Return *pieces* one below the other, with nothing between them."""
    drawing = NodeLines(look)
    return drawing.in_margin(drawing.pieces(pieces, look.measure))


class NodeLines:
    """Draws pieces in one look; *drawn* are those that needn't be drawn again to be lit."""

    def __init__(self, look: TextOptions, drawn: DrawnPassages | None = None) -> None:
        self.look = look
        self.glyphs = look.glyphs
        self.drawn: DrawnPassages = {} if drawn is None else drawn

    def in_margin(self, lines: list[StyledLine]) -> list[StyledLine]:
        return indented(lines, self.look.margin)

    def text(self, runs: Sequence[Styled]) -> Text:
        return joined([(self._readable(text), style) for text, style in runs])

    def flow(self, runs: Sequence[Styled], width: int | None = None) -> list[StyledLine]:
        texts = [(self._readable(text), style) for text, style in runs]
        return flow(texts, width or self.look.measure)

    def marked(self, text: str, style: Style, mark: Mark | None) -> list[Styled]:
        """Return *text* with the quiet sign if it needs that, or with its mark spelled out."""
        if mark is None:
            return [(text, style)]
        if self.look.spells_marks:
            return [(text, style), *self.spelled(mark)]
        sign = [(f"{GLUE}{self.glyphs.sign}", theme.MARK)] if mark.sign else []
        return [(text, style), *sign]

    def spelled(self, mark: Mark) -> list[Styled]:
        numbers = ", ".join(str(number) for number in mark.sources)
        words = f"[{mark.word} {numbers}]" if numbers else f"[{mark.word}]"
        return [(words.replace(" ", NO_BREAK), theme.MARK)]

    def runs(self, runs: Runs, style: Style = theme.PLAIN) -> list[Styled]:
        return [styled for run in runs for styled in self.marked(run.text, style, run.mark)]

    def piece(self, piece: Piece, width: int | None = None) -> list[StyledLine]:
        """Return the lines of *piece*, with what is looked for lit in each of its passages."""
        width = width or self.look.measure
        passages = self.drawn.get((id(piece), width))
        if passages is None:
            passages = self.drawn[id(piece), width] = list(self.passages(piece, width))
        return [line for passage in passages for line in finds_lit(passage, self.look.finder)]

    def passages(self, piece: Piece, width: int) -> Iterator[list[StyledLine]]:
        """Yield the lines of each part of *piece* that is found by itself."""
        match piece:
            case Heading():
                yield self.heading(piece, width)
            case Prose():
                yield self.flow(self.runs(piece.runs), width)
            case Listing():
                yield from self.items(piece, width)
            case Box():
                yield self.box(piece, width)
            case TableNode():
                yield from self.rows(piece, width)
            case Definitions():
                for entry in piece.items:
                    yield self.entry(entry, width)
            case Figure():
                yield self.figure(piece, width)

    def heading(self, heading: Heading, width: int) -> list[StyledLine]:
        if not heading.number:
            return self.flow(self.marked(heading.title, theme.PART, heading.mark), width)
        number = self._readable(f"{heading.number}  ")
        title = self.flow(
            self.marked(heading.title, theme.HEADING, heading.mark), width - len(number)
        )
        return led(title, (number, theme.SECTION_NUMBER))

    def items(self, listing: Listing, width: int) -> Iterator[list[StyledLine]]:
        digits = len(str(len(listing.items)))
        for number, item in enumerate(listing.items, start=1):
            bullet = f"{number:>{digits}}. " if listing.numbered else f"{self.glyphs.bullet} "
            yield led(self.item(item, width - len(bullet)), (bullet, theme.QUIET))

    def item(self, item: Item, width: int) -> list[StyledLine]:
        said = self.runs(item.runs)
        if item.term:
            has_text = any(run.text for run in item.runs)
            term = f"{item.term}:" if item.inner or has_text else item.term
            if has_text or not item.runs:
                said = [(term, theme.TERM), *said]
            else:
                said = self.marked(term, theme.TERM, item.runs[0].mark)
        lines = self.flow(said, width)
        for inner in item.inner:
            bullet = f"{self.glyphs.inner_bullet} "
            lines += led(self.flow([(inner, theme.PLAIN)], width - 2), (bullet, theme.QUIET))
        return lines

    def box(self, box: Box, width: int) -> list[StyledLine]:
        is_caution = box.tone is Tone.CAUTION
        edge = self.glyphs.caution if is_caution else self.glyphs.note
        style = theme.CAUTION_TITLE if is_caution else theme.NOTE_TITLE
        word = "Caution" if is_caution else "Note"
        title: list[Styled] = [(f"{word}:", style), (box.title, theme.TERM)]
        if edge is None or self.look.columns < NARROW_COLUMNS:
            inside = self.pieces(box.pieces, width - 2)
            return [*self.flow(title, width), *indented(inside, 2)]
        inside = [*self.flow(title, width - 4), *self.pieces(box.pieces, width - 4)]
        colour = theme.CAUTION if is_caution else theme.NOTE
        return lines_of(Panel(as_printed(inside), edge, border_style=colour), width)

    def pieces(self, pieces: Sequence[Piece], width: int) -> list[StyledLine]:
        return [line for piece in pieces for lines in self.passages(piece, width) for line in lines]

    def entry(self, entry: Definition, width: int) -> list[StyledLine]:
        style = theme.linked(theme.PLAIN, entry.address) if entry.address else theme.PLAIN
        number = f"{entry.number:>2}. "
        inner = width - len(number)
        lines = self.flow(self.runs(entry.runs, style), inner)
        if entry.address:
            lines += self.address(entry.address, inner)
        if entry.note:
            lines += self.flow(self.runs(entry.note), inner)
        return led(lines, (number, theme.SECTION_NUMBER))

    def address(self, address: str, width: int) -> list[StyledLine]:
        """Return a web address, in one piece where it is copied rather than clicked."""
        if self.glyphs.note is None:
            width = max(width, cell_len(address))
        return self.flow([(address, theme.linked(theme.QUIET, address))], width)

    def figure(self, figure: Figure, width: int) -> list[StyledLine]:
        return self.picture(figure, width) or self.described(figure, width, "Picture: ")

    def picture(self, figure: Figure, width: int) -> list[StyledLine] | None:
        """Return the picture and what it shows, or None if it isn't drawn."""
        if self.look.draw is None:
            return None
        key = (id(figure.picture), min(width, WIDEST_PICTURE))
        if key not in self.drawn:
            rows = HIGHEST_BESIDE if self.look.draws_beside else HIGHEST_PICTURE
            self.drawn[key] = [self.look.draw(figure.picture, key[1], rows) or []]
        (drawn,) = self.drawn[key]
        return (
            [*drawn, *finds_lit(self.described(figure, width), self.look.finder)] if drawn else None
        )

    def described(self, figure: Figure, width: int, word: str = "") -> list[StyledLine]:
        """Return what the picture shows, which a coarse drawing needs as well."""
        title = (f"{word}{figure.picture.title}.", theme.TERM)
        return self.flow([title, (figure.picture.alternative, theme.QUIET)], width)

    def rows(self, grid: TableNode, width: int) -> Iterator[list[StyledLine]]:
        if grid.caption or grid.mark:
            yield self.flow(self.marked(grid.caption, theme.QUIET, grid.mark), width)
        titles = [self.text([(name, theme.TERM)]) for name in grid.columns]
        cells = [[self.text(self.runs(cell)) for cell in row] for row in grid.rows]
        if _least_width([titles, *cells], grid.numeric) > width:
            yield from self.stacked(grid, width)
            return
        lines = table_lines(titles, cells, grid.numeric, self.look, width=width)
        if [] not in lines:
            yield from ([line] for line in lines)
            return
        for is_row, row in groupby(lines, key=bool):  # parted by an empty line
            yield list(row) if is_row else [[]]

    def stacked(self, grid: TableNode, width: int) -> Iterator[list[StyledLine]]:
        """Yield each row as its first cell with the others named below it."""
        for row in grid.rows:
            lines = self.flow([*self.runs(row[0], theme.TERM)], width)
            for name, cell in zip(grid.columns[1:], row[1:], strict=True):
                named = [(f"{name}:", theme.QUIET), *self.runs(cell)]
                lines += indented(self.flow(named, width - 2), 2)
            yield lines

    def _readable(self, text: str) -> str:
        glue = GLUE if text.startswith(GLUE) else ""
        return glue + self.look.readable(text.removeprefix(GLUE))


def _least_width(rows: Sequence[Sequence[Text]], numeric: frozenset[int]) -> int:
    """Return how wide a table has to be for its columns to be worth reading side by side."""
    widths: list[int] = []
    for number, column in enumerate(zip(*rows, strict=True)):
        natural = max(cell.cell_len for cell in column)
        longest_word = max(
            (cell_len(word) for cell in column for word in cell.plain.split()), default=0
        )
        least = natural if number in numeric else max(NARROWEST_COLUMN, longest_word)
        widths.append(min(natural, least))
    return sum(widths) + COLUMN_GAP * (len(widths) - 1)
