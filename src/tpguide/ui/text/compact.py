"""Put pieces on a card: close together, marked once a block, two blocks side by side if it fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.segment import Segment

from tpguide.document.marks import Marking
from tpguide.document.nodes import Mark, Piece, Run, Runs
from tpguide.guide.types import Basis, Origin
from tpguide.text import NO_BREAK, plain_ascii
from tpguide.ui.text import theme
from tpguide.ui.text.lines import StyledLine, flow, indented
from tpguide.ui.text.options import TextOptions

#: Between short texts in a row; it never begins a line.
SEPARATOR = f"{NO_BREAK}· "
#: Below this two blocks stand one above the other.
WIDE_ENOUGH_FOR_TWO = 72

CardBlock = Sequence[Piece]


class BlockMarks:
    """The marks of a block, most of whose parts may share one.

    *shared* is the mark that most of *bases* have, to be said once in the heading of the block. It
    is None where that is the article, and where there are no bases to share one.
    """

    def __init__(self, marking: Marking, bases: Sequence[Basis] = ()) -> None:
        self._marking = marking
        self.shared: Mark | None = None
        if bases:
            counted = Counter(marking.always(basis).word for basis in bases)
            word, _ = counted.most_common(1)[0]
            common = [basis for basis in bases if marking.always(basis).word == word]
            if any(marking.of(basis, Origin.ARTICLE) for basis in common):
                self.shared = self._one_mark(common)

    def runs(self, *parts: tuple[str, Basis]) -> Runs:
        """Return texts and what each rests on as runs; if one needs a mark, each gets one."""
        if all(self._is_said(basis) for _, basis in parts):
            return (Run(" ".join(text for text, _ in parts)),)
        marked = ((text, self._marking.always(basis)) for text, basis in parts)
        grouped = groupby(marked, key=lambda pair: pair[1])
        return tuple(Run(" ".join(text for text, _ in pairs), mark) for mark, pairs in grouped)

    def row(self, *parts: tuple[str, Basis]) -> Runs:
        """Return short texts in a row, those of one origin together."""
        together: dict[str, list[tuple[str, Basis]]] = {}
        for text, basis in parts:
            together.setdefault(self._marking.always(basis).word, []).append((text, basis))
        needs_none = all(self._is_said(basis) for _, basis in parts)
        return tuple(
            Run(
                (SEPARATOR if number else "") + SEPARATOR.join(text for text, _ in alike),
                None if needs_none else self._one_mark([basis for _, basis in alike]),
            )
            for number, alike in enumerate(together.values())
        )

    def _is_said(self, basis: Basis) -> bool:
        """Return whether the heading, or having no mark at all, says enough of *basis*."""
        if self.shared is None:
            return self._marking.of(basis, Origin.ARTICLE) is None
        mark = self._marking.always(basis)
        return mark.word == self.shared.word and set(mark.sources) <= set(self.shared.sources)

    def _one_mark(self, bases: Sequence[Basis]) -> Mark:
        marks = [self._marking.always(basis) for basis in bases]
        numbers = {number for mark in marks for number in mark.sources}
        return Mark(marks[0].word, tuple(sorted(numbers)), marks[0].sign)


def title_lines(title: str, look: TextOptions) -> list[StyledLine]:
    """Return *title* over a rule."""
    text = plain_ascii(title) if look.glyphs.ascii_only else title
    rule = [Segment(look.glyphs.title_rule * look.measure, theme.QUIET)]
    return indented([*flow([(text, theme.TITLE)], look.measure), rule], look.margin)


def spaced(blocks: Iterable[list[StyledLine]]) -> list[StyledLine]:
    """Return *blocks* with an empty line between them; those with nothing in them are left out."""
    return [line for block in blocks if block for line in [*block, []]][:-1]
