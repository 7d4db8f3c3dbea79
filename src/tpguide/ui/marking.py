"""Mark where each statement of a guide comes from: its badge and the numbers of its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tpguide.guide.model import Guide
from tpguide.guide.values import Basis, Origin, Statement
from tpguide.ui.pieces import Item, Mark, Run, Runs


class Marking:
    """Knows the badge of every origin and the number of every source of a guide."""

    def __init__(self, guide: Guide) -> None:
        badges = guide.badges
        self._words = {
            Origin.ARTICLE: badges.article.word,
            Origin.RESTORED: badges.restored.word,
            Origin.ADDED: badges.added.word,
            Origin.JUDGEMENT: badges.judgement.word,
        }
        self._unverified = badges.unverified.word
        self._numbers = {source.key: n for n, source in enumerate(guide.sources, start=1)}

    def always(self, basis: Basis) -> Mark:
        """Return the mark of *basis*, the article's own included."""
        word = self._words[basis.origin]
        if basis.unverified:
            word = f"{word}, {self._unverified}"
        return Mark(word, tuple(sorted(self._numbers[key] for key in basis.sources)))

    def of(self, basis: Basis, home: Origin) -> Mark | None:
        """Return the mark that *basis* needs in a section whose origin is *home*.

        What the article says stands unmarked in its own sections, and there alone.
        """
        if basis.origin is Origin.ARTICLE and home is Origin.ARTICLE:
            return None
        return self.always(basis)

    def of_section(self, origin: Origin) -> Mark | None:
        """Return the mark of the heading of a section of that origin."""
        return None if origin is Origin.ARTICLE else Mark(self._words[origin])

    def run(self, text: str, basis: Basis, home: Origin) -> Run:
        """Return *text* with the mark that it needs."""
        return Run(text, self.of(basis, home))

    def runs(self, statements: Sequence[Statement], home: Origin) -> Runs:
        """Return the statements as runs; of mixed origins, each is marked."""
        mixed = len({statement.origin for statement in statements}) > 1
        runs: list[Run] = []
        for statement in statements:
            mark = self.always(statement) if mixed else self.of(statement, home)
            if runs and runs[-1].mark == mark:
                runs[-1] = Run(f"{runs[-1].text} {statement.text}", mark)
            else:
                runs.append(Run(statement.text, mark))
        return tuple(runs)

    def items(self, statements: Iterable[Statement], home: Origin) -> tuple[Item, ...]:
        """Return each statement as an item of a list."""
        return tuple(Item((self.run(one.text, one, home),)) for one in statements)
