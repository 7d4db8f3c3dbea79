"""Mark where each statement of a guide comes from: a word, its sources, and one quiet sign.

The sign stands after what was added. That of a heading holds for all below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from tpguide.document.nodes import Item, Mark, Run, Runs
from tpguide.guide.model import Guide
from tpguide.guide.types import Basis, Origin, Statement


class Marking:
    """Makes marks: the word of each origin and the number of each source of a guide."""

    def __init__(self, guide: Guide) -> None:
        marks = guide.marks
        self._words = {
            Origin.ARTICLE: marks.article.word,
            Origin.RESTORED: marks.restored.word,
            Origin.ADDED: marks.added.word,
            Origin.JUDGEMENT: marks.judgement.word,
        }
        self._unverified = marks.unverified.word
        self._numbers = {source.key: n for n, source in enumerate(guide.sources, start=1)}

    def always(self, basis: Basis) -> Mark:
        """Return the mark of *basis*, the article's own included."""
        word = self._words[basis.origin]
        if basis.unverified:
            word = f"{word}, {self._unverified}"
        sources = tuple(sorted(self._numbers[key] for key in basis.sources))
        return Mark(word, sources, basis.origin is not Origin.ARTICLE)

    def of(self, basis: Basis, home: Origin) -> Mark | None:
        """Return the mark that *basis* needs in a section whose origin is *home*.

        What the article says stands unmarked in its own sections, and there alone.
        """
        if basis.origin is Origin.ARTICLE and home is Origin.ARTICLE:
            return None
        mark = self.always(basis)
        return mark if home is Origin.ARTICLE else _without_sign(mark)

    def of_section(self, origin: Origin, context: Origin) -> Mark | None:
        """Return the mark of the heading of a section of that origin within one of *around*."""
        if origin is Origin.ARTICLE:
            return None
        return Mark(self._words[origin], sign=context is Origin.ARTICLE)

    def run(self, text: str, basis: Basis, home: Origin) -> Run:
        """Return *text* with the mark that it needs."""
        return Run(text, self.of(basis, home))

    def runs(self, statements: Sequence[Statement], home: Origin) -> Runs:
        """Return the statements as runs; of mixed origins, each is marked.

        Where all of them were added, the sign after the last one holds for all.
        """
        mixed = len({statement.origin for statement in statements}) > 1
        all_added = all(statement.origin is not Origin.ARTICLE for statement in statements)
        runs: list[Run] = []
        for statement in statements:
            mark = self.always(statement) if mixed else self.of(statement, home)
            if mark and (
                home is not Origin.ARTICLE or (all_added and statement is not statements[-1])
            ):
                mark = _without_sign(mark)
            if runs and runs[-1].mark == mark:
                runs[-1] = Run(f"{runs[-1].text} {statement.text}", mark)
            else:
                runs.append(Run(statement.text, mark))
        return tuple(runs)

    def items(self, statements: Iterable[Statement], home: Origin) -> tuple[Item, ...]:
        """Return each statement as an item of a list."""
        return tuple(Item((self.run(one.text, one, home),)) for one in statements)


def _without_sign(mark: Mark) -> Mark:
    return replace(mark, sign=False)
