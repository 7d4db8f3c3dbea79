"""The reader of an article: where it stands, and what of the contents is open.

Pure: `keys` tells what follows from a key, `screen` draws what comes out.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from tpguide.document.build import Document, PageSection
from tpguide.document.search import Words
from tpguide.ui.reader.line_index import LaidArticle, TextPosition
from tpguide.ui.text.options import TextOptions

#: The contents stand beside the text from here on.
ROOM_FOR_CONTENTS: Final = 100
#: They take what their titles need, but leave so much for the text.
LEAST_TEXT_COLUMNS: Final = 58
#: A pointer before each line of the contents, a sign and a space behind it, the edge.
CONTENTS_EDGE: Final = 2 + 3 + 2


class Mode(Enum):
    """What the keys go to."""

    READING = "reading"
    CONTENTS = "contents"
    KEYS = "keys"
    FINDING = "find"
    JUMPING = "jump"
    FOLLOWING = "follow"


class Leaving(Enum):
    """How the reading ended."""

    QUIT = "quit"
    MASSAGE = "massage"


@dataclass(frozen=True, slots=True)
class Reader:
    """Where the reading of a page stands.

    *top* is the first line of the article on the screen, *hit* the line that was found last (-1:
    none), *chosen* the section in the contents, or the line in the list of keys, that the keys
    move. *opened* is the number of the appendix that is open in the contents though it isn't read.
    """

    page: Document
    look: TextOptions
    columns: int
    rows: int
    article: LaidArticle
    top: int = 0
    mode: Mode = Mode.READING
    typed: str = ""
    words: Words | None = None
    hit: int = -1
    chosen: int = 0
    opened: str = ""
    has_mouse: bool = False
    trail: tuple[TextPosition, ...] = ()
    message: str = ""
    leaving: Leaving | None = None

    @property
    def height(self) -> int:
        """How many lines of the article are on the screen."""
        return max(self.rows - 1, 1)

    @property
    def last_top(self) -> int:
        """How far down one can go."""
        return max(len(self.article.lines) - self.height, 0)

    @property
    def section(self) -> int:
        """Which section of the page is read, from 0; -1 before the first."""
        key = self.article.section_at(self.top)
        keys = [section.heading.key for section in self.page.sections]
        return keys.index(key) if key in keys else -1

    @property
    def contents(self) -> tuple[int, ...]:
        """The sections that the contents name: those within an appendix only while it is open."""
        numbers = [section.heading.number for section in self.page.sections]
        return tuple(n for n, number in enumerate(numbers) if not self._is_hidden(number))

    @property
    def contents_on_screen(self) -> tuple[int, ...]:
        """As many of the sections in the contents as fit, around the one that is chosen or read."""
        listed = self.contents
        focus = self.chosen if self.mode is Mode.CONTENTS else max(self.section, 0)
        at = max(bisect_right(listed, focus) - 1, 0)
        first = min(max(at - self.height // 2, 0), max(len(listed) - self.height, 0))
        return listed[first : first + self.height]

    @property
    def contents_columns(self) -> int:
        """How many columns the contents take; beside the text, with what parts them from it."""
        if self.columns >= ROOM_FOR_CONTENTS:
            return _contents_columns(self.page, self.columns)
        return self.columns if self.mode is Mode.CONTENTS else 0

    def is_closed(self, number: str) -> bool:
        """Tell whether that is the number of an appendix within which the contents name nothing."""
        read = self.page.sections[self.section].heading.number if self.section >= 0 else ""
        is_open = self.opened == number or f"{read}.".startswith(f"{number}.")
        return number in appendices(self.page) and not is_open

    def _is_hidden(self, number: str) -> bool:
        outermost = number.partition(".")[0]
        return number != outermost and self.is_closed(outermost)

    @property
    def sources(self) -> tuple[int, ...]:
        """The numbers of the sources that the text on the screen refers to."""
        return self.article.sources_in(self.top, self.top + self.height)


def opened(page: Document, look: TextOptions, columns: int, rows: int) -> Reader:
    """Return a reader at the beginning of *page*, in *look* but for its width."""
    return Reader(page, look, columns, rows, _laid_out(page, look, columns, None))


def resized(reader: Reader, columns: int, rows: int) -> Reader:
    """Return the reader in another size, with the line that was being read at its top."""
    place = reader.article.place_at(reader.top)
    article = _laid_out(reader.page, reader.look, columns, reader.words)
    moved = replace(reader, columns=columns, rows=rows, article=article, hit=-1)
    return at_line(moved, article.line_of(place))


def line_in_section(reader: Reader) -> tuple[str, int]:
    """Return the section that is read, and which line of it."""
    section = reader.article.section_at(reader.top)
    return section, reader.top - reader.article.start_of(section)


def at_line_in_section(reader: Reader, section: str, line: int) -> Reader:
    """Return the reader at a line of a section."""
    return at_line(reader, reader.article.start_of(section) + line)


def _laid_out(page: Document, look: TextOptions, columns: int, words: Words | None) -> LaidArticle:
    contents = _contents_columns(page, columns) if columns >= ROOM_FOR_CONTENTS else 0
    look = look.in_columns(columns - contents)
    return LaidArticle(page, look.lighting(words.hits_in_passage) if words else look)


def _contents_columns(page: Document, columns: int) -> int:
    """Return how wide the contents are beside the text: as their titles need, up to a limit."""
    widest = max(len(contents_entry(section)) for section in page.sections)
    return min(widest + CONTENTS_EDGE, columns - LEAST_TEXT_COLUMNS)


def contents_entry(section: PageSection) -> str:
    """Return the line of *section* in the contents, without what shows where one is."""
    heading = section.heading
    return f"{'  ' * heading.depth}{heading.number}  {heading.title}"


def appendices(page: Document) -> frozenset[str]:
    """Return the numbers of the outermost sections that can be open in the contents or closed.

    They are those that stand briefly where the article is folded, and have sections within.
    """
    around = {section.heading.number.rpartition(".")[0] for section in page.sections}
    briefly = {section.heading.number for section in page.sections if section.brief}
    return frozenset(number for number in briefly & around if "." not in number)


def at_line(reader: Reader, top: int) -> Reader:
    """Return the reader with that line of the article at the top, or as near as can be."""
    return replace(reader, top=min(max(top, 0), reader.last_top))
