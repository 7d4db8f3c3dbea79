"""An article laid out in lines for reading: which line holds what, and where to find it again."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from msgspec import Struct

from tpguide.document.build import Document
from tpguide.document.nodes import Definitions, marks_in
from tpguide.ui.text.article import drawn_pieces
from tpguide.ui.text.lines import Finder, StyledLine, text_of
from tpguide.ui.text.nodes import DrawnPassages, NodeLines
from tpguide.ui.text.options import TextOptions


class TextPosition(Struct, frozen=True):
    """A place in an article, whatever the width: a piece, and how much of its text is before."""

    section: str = ""
    piece: int = 0
    characters: int = 0


class LaidArticle:
    """The lines of a page in one look. Sections go by their keys; what is before them has none.

    What is in *drawn*, in this look and width, is only lit.
    """

    def __init__(
        self, page: Document, look: TextOptions, drawn: DrawnPassages | None = None
    ) -> None:
        self._page = page
        self._look = look
        self._drawn: DrawnPassages = {} if drawn is None else drawn
        pieces = list(drawn_pieces(page, look, self._drawn))
        starts = [0, *accumulate(len(piece.lines) for piece in pieces)]
        self.lines: list[StyledLine] = [line for piece in pieces for line in piece.lines]
        self._pieces = [(piece.section, piece.piece) for piece in pieces]
        self._starts = starts[:-1]

    def lighting(self, finder: Finder | None) -> LaidArticle:
        """Return the same lines with what *finder* finds lit."""
        return LaidArticle(self._page, self._look.lighting(finder), self._drawn)

    @cached_property
    def hits(self) -> tuple[int, ...]:
        """The lines in which something is lit."""
        return tuple(
            number
            for number, line in enumerate(self.lines)
            if any(style and style.reverse for _, style, _ in line)
        )

    def section_at(self, line: int) -> str:
        """Return the section that *line* belongs to."""
        return self._pieces[self._piece_at(line)][0]

    def start_of(self, section: str) -> int:
        """Return the line on which *section* begins; the first if there is no such section."""
        key = (section, 0)
        return self._starts[self._pieces.index(key)] if key in self._pieces else 0

    def place_at(self, line: int) -> TextPosition:
        """Return the place that *line* shows, in any width."""
        number = self._piece_at(line)
        before = self.lines[self._starts[number] : line]
        return TextPosition(*self._pieces[number], characters=sum(map(_letters, before)))

    def line_of(self, place: TextPosition) -> int:
        """Return the line that shows *place*."""
        key = (place.section, place.piece)
        if key not in self._pieces:
            return self.start_of(place.section)
        line = self._starts[self._pieces.index(key)]
        left = place.characters
        while line + 1 < len(self.lines) and left >= _letters(self.lines[line]) > 0:
            left -= _letters(self.lines[line])
            line += 1
        return line

    def sources_in(self, first: int, end: int) -> tuple[int, ...]:
        """Return the numbers of the sources that the lines from *first* to *end* refer to."""
        sections = {section.heading.key: section.pieces for section in self._page.sections}
        found: set[int] = set()
        for index in range(self._piece_at(first), self._piece_at(end - 1) + 1):
            section, number = self._pieces[index]
            # Piece 0 is the heading.
            for piece in sections.get(section, ())[max(number - 1, 0) : number]:
                found.update(source for mark in marks_in(piece) for source in mark.sources)
        return tuple(sorted(found))

    def line_of_source(self, number: int) -> int | None:
        """Return the line on which the source of that number begins, if there is one."""
        for section in self._page.sections:
            for piece_number, piece in enumerate(section.pieces, start=1):
                if isinstance(piece, Definitions) and piece.cited:
                    line = self._starts[self._pieces.index((section.heading.key, piece_number))]
                    for entry in piece.items:
                        if entry.number == number:
                            return line
                        line += len(NodeLines(self._look).entry(entry, self._look.measure))
        return None

    def _piece_at(self, line: int) -> int:
        return max(bisect_right(self._starts, line) - 1, 0)


def _letters(line: StyledLine) -> int:
    return len(text_of(line).replace(" ", ""))
