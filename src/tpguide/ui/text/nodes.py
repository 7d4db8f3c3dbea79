"""Draw pieces as lines for a terminal, a pager or a pipe, at any width."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

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
from tpguide.ui.text.lines import (
    GLUE,
    Styled,
    StyledLine,
    beside,
    flow,
    indented,
    led,
    padded,
    width_of,
)
from tpguide.ui.text.options import (
    COLUMN_GAP,
    MOST_LINES_OF_A_CELL,
    NARROW_COLUMNS,
    NARROWEST_COLUMN,
    WIDEST_PICTURE,
    TextOptions,
)
from tpguide.ui.text.theme import Corners


def close_lines(pieces: Sequence[Piece], look: TextOptions) -> list[StyledLine]:
    """Return *pieces* one below the other, with nothing between them."""
    drawing = NodeLines(look)
    return drawing.in_margin(drawing.pieces(pieces, look.measure))


class NodeLines:
    """Draws pieces in one look."""

    def __init__(self, look: TextOptions) -> None:
        self.look = look
        self.glyphs = look.glyphs

    def in_margin(self, lines: list[StyledLine]) -> list[StyledLine]:
        return indented(lines, self.look.margin)

    def text(self, text: str) -> str:
        glue = GLUE if text.startswith(GLUE) else ""
        return glue + self.look.readable(text.removeprefix(GLUE))

    def flow(self, runs: Sequence[Styled], width: int | None = None) -> list[StyledLine]:
        texts = [(self.text(text), style) for text, style in runs]
        return flow(texts, width or self.look.measure, self.look.finder, theme.HIT)

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
        width = width or self.look.measure
        match piece:
            case Heading():
                return self.heading(piece, width)
            case Prose():
                return self.flow(self.runs(piece.runs), width)
            case Listing():
                return self.listing(piece, width)
            case Box():
                return self.box(piece, width)
            case TableNode():
                return self.grid(piece, width)
            case Definitions():
                return [line for entry in piece.items for line in self.entry(entry, width)]
            case Figure():
                return self.figure(piece, width)

    def heading(self, heading: Heading, width: int) -> list[StyledLine]:
        if not heading.number:
            return self.flow(self.marked(heading.title, theme.PART, heading.mark), width)
        number = self.text(f"{heading.number}  ")
        title = self.flow(
            self.marked(heading.title, theme.HEADING, heading.mark), width - len(number)
        )
        return led(title, (number, theme.SECTION_NUMBER))

    def listing(self, listing: Listing, width: int) -> list[StyledLine]:
        lines: list[StyledLine] = []
        digits = len(str(len(listing.items)))
        for number, item in enumerate(listing.items, start=1):
            bullet = f"{number:>{digits}}. " if listing.numbered else f"{self.glyphs.bullet} "
            lines += led(self.item(item, width - len(bullet)), (bullet, theme.QUIET))
        return lines

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
        corners = self.glyphs.caution if is_caution else self.glyphs.note
        style = theme.CAUTION_TITLE if is_caution else theme.NOTE_TITLE
        word = "Caution" if is_caution else "Note"
        title: list[Styled] = [(f"{word}:", style), (box.title, theme.TERM)]
        if corners is None or self.look.columns < NARROW_COLUMNS:
            inside = self.pieces(box.pieces, width - 2)
            return [*self.flow(title, width), *indented(inside, 2)]
        inside = [*self.flow(title, width - 4), *self.pieces(box.pieces, width - 4)]
        return self.framed(inside, corners, theme.CAUTION if is_caution else theme.NOTE, width)

    def pieces(self, pieces: Sequence[Piece], width: int) -> list[StyledLine]:
        return [line for piece in pieces for line in self.piece(piece, width)]

    def framed(
        self, inside: list[StyledLine], corners: Corners, style: Style, width: int
    ) -> list[StyledLine]:
        across = corners.across * (width - 2)
        side = corners.down
        return [
            [Segment(f"{corners.top_left}{across}{corners.top_right}", style)],
            *(
                [Segment(f"{side} ", style), *padded(line, width - 4), Segment(f" {side}", style)]
                for line in inside
            ),
            [Segment(f"{corners.bottom_left}{across}{corners.bottom_right}", style)],
        ]

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
        widest = min(width, WIDEST_PICTURE)
        drawn = self.look.draw(figure.picture, widest) if self.look.draw else None
        return [*drawn, *self.described(figure, width)] if drawn else None

    def described(self, figure: Figure, width: int, word: str = "") -> list[StyledLine]:
        """Return what the picture shows, which a coarse drawing needs as well."""
        title = (f"{word}{figure.picture.title}.", theme.TERM)
        return self.flow([title, (figure.picture.alternative, theme.QUIET)], width)

    def grid(self, grid: TableNode, width: int) -> list[StyledLine]:
        caption: list[StyledLine] = []
        if grid.caption or grid.mark:
            caption = self.flow(self.marked(grid.caption, theme.QUIET, grid.mark), width)
        room = width - COLUMN_GAP * (len(grid.columns) - 1)
        widths = _column_widths(self._cells(grid), grid.numeric, room)
        if widths is None:
            return [*caption, *self.stacked(grid, width)]
        return [*caption, *self.tabled(grid, widths)]

    def tabled(self, grid: TableNode, widths: Sequence[int]) -> list[StyledLine]:
        header = [
            self.flow([(name, theme.TERM)], at)
            for name, at in zip(grid.columns, widths, strict=True)
        ]
        rule = [self.flow([(self.glyphs.rule * at, theme.QUIET)], at) for at in widths]
        bodies = [
            [self.flow(self.runs(cell), at) for cell, at in zip(row, widths, strict=True)]
            for row in grid.rows
        ]
        roomy = any(len(cell) > 1 for body in bodies for cell in body)
        lines = [*self.row(header, grid, widths), *self.row(rule, grid, widths)]
        for number, body in enumerate(bodies):
            if roomy and number:
                lines.append([])
            lines += self.row(body, grid, widths)
        return lines

    def row(
        self, cells: Sequence[list[StyledLine]], grid: TableNode, widths: Sequence[int]
    ) -> list[StyledLine]:
        columns = [
            (_to_the_right(cell, width) if number in grid.numeric else cell, width)
            for number, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return beside(columns, COLUMN_GAP)

    def stacked(self, grid: TableNode, width: int) -> list[StyledLine]:
        """Return each row as its first cell with the others named below it."""
        lines: list[StyledLine] = []
        for row in grid.rows:
            lines += self.flow([*self.runs(row[0], theme.TERM)], width)
            for name, cell in zip(grid.columns[1:], row[1:], strict=True):
                named = [(f"{name}:", theme.QUIET), *self.runs(cell)]
                lines += indented(self.flow(named, width - 2), 2)
        return lines

    def _cells(self, grid: TableNode) -> list[list[str]]:
        """Return the text of every column, its name first."""
        rows = [
            [" ".join(text for text, _ in self.runs(cell)) for cell in row] for row in grid.rows
        ]
        return [list(column) for column in zip(grid.columns, *rows, strict=True)]


def _column_widths(
    columns: Sequence[Sequence[str]], numeric: frozenset[int], width: int
) -> list[int] | None:
    """Return how wide each column is, or None if they don't fit side by side."""
    natural = [max(cell_len(cell) for cell in column) for column in columns]
    if sum(natural) <= width:
        return natural
    least = [
        min(
            natural[number],
            max(0 if number in numeric else NARROWEST_COLUMN, _longest_word(column)),
        )
        for number, column in enumerate(columns)
    ]
    room = width - sum(least)
    if room < 0:
        return None
    missing = [wanted - low for wanted, low in zip(natural, least, strict=True)]
    widths = [low + room * more // sum(missing) for low, more in zip(least, missing, strict=True)]
    tallest = max(-(-wanted // at) for wanted, at in zip(natural, widths, strict=True))
    return widths if tallest <= MOST_LINES_OF_A_CELL else None


def _longest_word(cells: Sequence[str]) -> int:
    return max((cell_len(word) for cell in cells for word in cell.split(" ")), default=0)


def _to_the_right(cell: list[StyledLine], width: int) -> list[StyledLine]:
    return [[Segment(" " * (width - width_of(line))), *line] for line in cell]
