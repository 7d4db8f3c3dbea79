"""How much there is to read before the massage: words, marks, screens, lines of the card.

    python tests/reading_figures.py

prints the figures beside what they may be at most; `test_reading_budget` holds them.
"""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))

from looks import piped
from plans import the_guide
from tpguide.cli.context import Context
from tpguide.cli.picture_files import PictureFiles
from tpguide.document.build import folded, page_of
from tpguide.ui.pages.card import card_lines
from tpguide.ui.text.article import article_lines
from tpguide.ui.text.lines import text_of
from tpguide.ui.text.options import TextOptions
from tpguide.ui.text.theme import PIPED, UNICODE

COLUMNS = 80
#: The pager keeps a line of the 24 for its prompt.
ROWS = 23
FIRST_STEP = "1. Sit"


@dataclass(frozen=True, slots=True)
class ReadingFigures:
    """Of the article as it opens, and of the card, at 80 columns."""

    words: int
    marks: int
    screens_to_step_1: int
    lines_of_the_card: int


MOST = ReadingFigures(words=1_700, marks=60, screens_to_step_1=6, lines_of_the_card=60)


def article() -> list[str]:
    """The article as it opens in a pipe."""
    guide = the_guide()
    lines = article_lines(folded(page_of(guide, guide.sections)), piped(COLUMNS))
    return [text_of(line) for line in lines]


def figures() -> ReadingFigures:
    """Count them."""
    lines, guide = article(), the_guide()
    step_1 = next(number for number, line in enumerate(lines) if line.startswith(FIRST_STEP))
    context = Context({"COLUMNS": f"{COLUMNS}"}, StringIO(), StringIO(), StringIO())
    drawn = PictureFiles(context, context.guide_folder(guide.slug)).numbered(guide)
    return ReadingFigures(
        words=len(" ".join(lines).split()),
        marks="".join(lines).count(PIPED.sign),
        screens_to_step_1=step_1 // ROWS + 1,
        lines_of_the_card=len(card_lines(guide, TextOptions(COLUMNS, UNICODE), drawn)),
    )


if __name__ == "__main__":
    for name, most in asdict(MOST).items():
        counted = getattr(figures(), name)
        sys.stdout.write(f"{name.replace('_', ' '):<18} {counted:>5} of at most {most}\n")
