"""How safety questions look: their titles and signs, in pages that a window can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Final

from rich.style import Style
from rich.text import Text

from tpguide.guide.safety import Question

WIDEST: Final = 88
#: What stands around the questions of a page, which are its answers as well: the heading, what is
#: asked, the answer that none applies, and the row of the cursor.
_ROWS_AROUND: Final = 8

_TITLE = Style(bold=True, color="red")
_NAME = Style(bold=True)


def heading(title: str) -> Text:
    """Return the title of a tier of questions."""
    return Text(title, style=_TITLE)


def paragraph(text: str, columns: int) -> Text:
    """Return a text for people, broken at words."""
    return Text("\n".join(wrap(text, min(columns, WIDEST))))


def listed(text: str, columns: int) -> Text:
    """Return a text as one of several side by side."""
    return Text("• " + "\n  ".join(wrap(text, min(columns, WIDEST) - 2)))


def question_text(question: Question, columns: int) -> Text:
    """Return a question's title and its signs; any one of them counts."""
    shown = Text.assemble((question.title, _NAME))
    for sign in question.signs:
        lines = wrap(sign, min(columns, WIDEST) - 4)
        shown.append("\n  • " + "\n    ".join(lines))
    return shown


def pages(questions: Sequence[Question], columns: int, rows: int) -> Iterator[tuple[Question, ...]]:
    """Yield the questions in groups that fit a window, their answers included.

    Every group has one question at least, however small the window is.
    """
    page: list[Question] = []
    used = 0
    for question in questions:
        lines = question_text(question, columns).plain.count("\n") + 2
        if page and used + lines + len(page) + 1 > rows - _ROWS_AROUND:
            yield tuple(page)
            page, used = [], 0
        page.append(question)
        used += lines
    if page:
        yield tuple(page)
