"""The reader of an article: where it stands, and what follows from each key.

Pure: keys come in as names, and `reader_screen` draws what comes out. Whoever reads the keys and
owns the terminal is elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from tpguide.document.build import Document, PageSection
from tpguide.document.nodes import Heading
from tpguide.document.search import Words, words_of
from tpguide.errors import TpguideError
from tpguide.guide.contents import sections_named
from tpguide.ui.reader.help import key_lines
from tpguide.ui.reader.line_index import LaidArticle, TextPosition
from tpguide.ui.text.options import TextOptions

#: The contents stand beside the text from here on.
ROOM_FOR_CONTENTS: Final = 100
#: They take what their titles need, but leave so much for the text.
LEAST_TEXT_COLUMNS: Final = 58
WHEEL_LINES: Final = 3
DIGITS: Final = tuple("0123456789")
#: A pointer before each line of the contents, a sign and a space behind it, the edge.
CONTENTS_EDGE: Final = 2 + 3 + 2
_WITH_ALT: Final = "alt-"
_CLICK: Final = re.compile(r"click-([0-9]+)-([0-9]+)")


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
        return number in _appendices(self.page) and not is_open

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
    return _at(moved, article.line_of(place))


def line_in_section(reader: Reader) -> tuple[str, int]:
    """Return the section that is read, and which line of it."""
    section = reader.article.section_at(reader.top)
    return section, reader.top - reader.article.start_of(section)


def at_line_in_section(reader: Reader, section: str, line: int) -> Reader:
    """Return the reader at a line of a section."""
    return _at(reader, reader.article.start_of(section) + line)


def pressed(reader: Reader, key: str) -> Reader:
    """Return what follows from *key*."""
    if key.startswith(_WITH_ALT) and key not in _KEYS:
        # On a busy machine an Escape and the key after it come together, and look like this.
        return pressed(pressed(reader, "escape"), key.removeprefix(_WITH_ALT))
    reader = replace(reader, message="")
    if key == "ctrl-c":
        return replace(reader, leaving=Leaving.QUIT)
    if click := _CLICK.fullmatch(key):
        return _clicked(reader, int(click[1]), int(click[2]))
    match reader.mode:
        case Mode.READING:
            return _reading(reader, key)
        case Mode.CONTENTS:
            return _choosing(reader, key)
        case Mode.KEYS:
            return _reading_keys(reader, key)
        case Mode.FINDING | Mode.JUMPING | Mode.FOLLOWING:
            return _typing(reader, key)


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


def _appendices(page: Document) -> frozenset[str]:
    """Return the numbers of the outermost sections that can be open in the contents or closed.

    They are those that stand briefly where the article is folded, and have sections within.
    """
    around = {section.heading.number.rpartition(".")[0] for section in page.sections}
    briefly = {section.heading.number for section in page.sections if section.brief}
    return frozenset(number for number in briefly & around if "." not in number)


def _at(reader: Reader, top: int) -> Reader:
    return replace(reader, top=min(max(top, 0), reader.last_top))


# Reading


def _reading(reader: Reader, key: str) -> Reader:
    if key in DIGITS:
        return replace(reader, mode=Mode.JUMPING, typed=key)
    act = _KEYS.get(key)
    if act is None and key.isupper() and key in {one.number[0] for one in _headings(reader)}:
        return replace(reader, mode=Mode.JUMPING, typed=key)
    return act(reader) if act else reader


def _headings(reader: Reader) -> Iterator[Heading]:
    return (section.heading for section in reader.page.sections)


def _down(lines: int) -> Callable[[Reader], Reader]:
    return lambda reader: _at(reader, reader.top + lines)


def _pages(pages: float) -> Callable[[Reader], Reader]:
    # One line stays, so that the eye finds where it was.
    return lambda reader: _at(reader, reader.top + round(pages * max(reader.height - 1, 1)))


def _to_the_top(reader: Reader) -> Reader:
    return _at(reader, 0)


def _to_the_end(reader: Reader) -> Reader:
    return _at(reader, reader.last_top)


def _to_next_section(reader: Reader) -> Reader:
    after = [start for start in _section_starts(reader) if start > reader.top]
    return _at(reader, after[0]) if after else _to_the_end(reader)


def _to_previous_section(reader: Reader) -> Reader:
    before = [start for start in _section_starts(reader) if start < reader.top]
    return _at(reader, before[-1]) if before else _to_the_top(reader)


def _section_starts(reader: Reader) -> list[int]:
    return [reader.article.start_of(section.heading.key) for section in reader.page.sections]


def _turn_to(mode: Mode) -> Callable[[Reader], Reader]:
    return lambda reader: replace(reader, mode=mode, typed="", chosen=0)


def _show_contents(reader: Reader) -> Reader:
    return replace(reader, mode=Mode.CONTENTS, chosen=max(reader.section, 0))


def _switch_mouse(reader: Reader) -> Reader:
    told = "The mouse selects text." if reader.has_mouse else "The mouse clicks in the contents."
    return replace(reader, has_mouse=not reader.has_mouse, message=told)


def _clicked(reader: Reader, row: int, column: int) -> Reader:
    """Go where a click in the contents leads; *row* and *column* are counted from 1."""
    listed = reader.contents_on_screen
    if column > reader.contents_columns or not 1 <= row <= len(listed):
        return reader
    key = reader.page.sections[listed[row - 1]].heading.key
    return _jump(replace(reader, mode=Mode.READING), key)


def _leave(leaving: Leaving) -> Callable[[Reader], Reader]:
    return lambda reader: replace(reader, leaving=leaving)


def _come_back(reader: Reader) -> Reader:
    if not reader.trail:
        return replace(reader, message="You have not followed anything.")
    *trail, place = reader.trail
    return _at(replace(reader, trail=tuple(trail)), reader.article.line_of(place))


def _to_next_hit(reader: Reader) -> Reader:
    if not _has_hits(reader):
        return _without_hits(reader)
    hits = reader.article.hits
    start = reader.hit if reader.hit >= 0 else reader.top - 1
    return _to_hit(reader, next((line for line in hits if line > start), hits[0]))


def _to_previous_hit(reader: Reader) -> Reader:
    if not _has_hits(reader):
        return _without_hits(reader)
    hits = reader.article.hits
    start = reader.hit if reader.hit >= 0 else reader.top
    return _to_hit(reader, next((line for line in reversed(hits) if line < start), hits[-1]))


def _to_hit(reader: Reader, line: int) -> Reader:
    """Go to a line that was found, a third of the screen down if it isn't on the screen."""
    found = replace(reader, hit=line)
    is_seen = reader.top <= line < reader.top + reader.height
    return found if is_seen else _at(found, line - reader.height // 3)


def _has_hits(reader: Reader) -> bool:
    return reader.words is not None and bool(reader.article.hits)


def _without_hits(reader: Reader) -> Reader:
    if reader.words is None:
        return replace(reader, message="Press / and type what to find.")
    return replace(reader, message=f"Nothing here has {reader.words.named}.")


def _light(reader: Reader, words: Words | None) -> Reader:
    article = reader.article.lighting(words.hits_in_passage if words else None)
    return replace(reader, words=words, article=article, hit=-1)


def _put_lights_out(reader: Reader) -> Reader:
    return _light(reader, None)


# Choosing in the contents, reading the list of keys


def _choosing(reader: Reader, key: str) -> Reader:
    heading = reader.page.sections[reader.chosen].heading
    if key in ("right", "l") and heading.number in _appendices(reader.page):
        return replace(reader, opened=heading.number)
    if key in ("enter", "right", "l"):
        return _jump(replace(reader, mode=Mode.READING), heading.key)
    if key in _CLOSING:
        return replace(reader, mode=Mode.READING, opened="")
    listed = reader.contents
    at = max(bisect_right(listed, reader.chosen) - 1, 0)
    moved = _choose(replace(reader, chosen=at), key, len(listed) - 1)
    return replace(moved, chosen=listed[moved.chosen])


def _reading_keys(reader: Reader, key: str) -> Reader:
    if key in _CHOOSING:
        return _choose(
            reader, key, max(len(key_lines(reader.look, reader.columns)) - reader.height, 0)
        )
    return replace(reader, mode=Mode.READING)


def _choose(reader: Reader, key: str, last: int) -> Reader:
    steps = {"page": reader.height - 1, "end": last, "line": 1}
    by, direction = _CHOOSING.get(key, ("line", 0))
    return replace(reader, chosen=min(max(reader.chosen + direction * steps[by], 0), last))


def _jump(reader: Reader, section: str) -> Reader:
    return _away(reader, reader.article.start_of(section))


def _away(reader: Reader, line: int) -> Reader:
    """Go to a line far away, and know the way back."""
    place = reader.article.place_at(reader.top)
    return _at(replace(reader, trail=(*reader.trail, place)), line)


# Typing what to find, where to jump, which source to follow


def _typing(reader: Reader, key: str) -> Reader:
    match key:
        case "enter":
            done = replace(reader, mode=Mode.READING, typed="")
            return _ANSWERS[reader.mode](done, reader.typed.strip())
        case "escape":
            return replace(reader, mode=Mode.READING, typed="")
        case "backspace" if not reader.typed:
            return replace(reader, mode=Mode.READING)
        case "backspace":
            return replace(reader, typed=reader.typed[:-1])
        case "ctrl-u":
            return replace(reader, typed="")
        case "space":
            return replace(reader, typed=f"{reader.typed} ")
        case _ if len(key) == 1:
            return replace(reader, typed=reader.typed + key)
        case _:
            return reader


def _find(reader: Reader, typed: str) -> Reader:
    if typed:
        reader = _light(reader, words_of(typed))
    return _to_next_hit(reader)


def _jump_to_typed(reader: Reader, typed: str) -> Reader:
    if typed in ("q", "quit"):
        return replace(reader, leaving=Leaving.QUIT)
    if not typed:
        return reader
    try:
        section = sections_named(reader.page.guide, [typed])[0]
    except TpguideError as error:
        return replace(reader, message=f"{error.sentence} {error.hint}")
    return _jump(reader, section.key)


def _follow(reader: Reader, typed: str) -> Reader:
    wanted = typed or "".join(str(number) for number in reader.sources[:1])
    if not wanted:
        return replace(reader, message="Nothing on this screen refers to a source.")
    line = reader.article.line_of_source(int(wanted)) if wanted.isdecimal() else None
    if line is None:
        return replace(reader, message=f"There is no source {wanted}.")
    return replace(_away(reader, line), message=f"Source {wanted}. Backspace goes back.")


_ANSWERS: Final[dict[Mode, Callable[[Reader, str], Reader]]] = {
    Mode.FINDING: _find,
    Mode.JUMPING: _jump_to_typed,
    Mode.FOLLOWING: _follow,
}

_CLOSING: Final = ("escape", "q", "c", "t", "tab", "left", "h")
#: What moves in the contents and in the list of keys: how far, and in which direction.
_CHOOSING: Final = {
    **dict.fromkeys(("down", "j", "wheel-down", "ctrl-n"), ("line", 1)),
    **dict.fromkeys(("up", "k", "wheel-up", "ctrl-p"), ("line", -1)),
    **dict.fromkeys(("page-down", "space", "ctrl-f", "f"), ("page", 1)),
    **dict.fromkeys(("page-up", "ctrl-b", "b"), ("page", -1)),
    **dict.fromkeys(("end", "G"), ("end", 1)),
    **dict.fromkeys(("home", "g"), ("end", -1)),
}

_ACTS: Final[tuple[tuple[tuple[str, ...], Callable[[Reader], Reader]], ...]] = (
    (("down", "j", "e", "enter", "ctrl-e", "ctrl-n", "ctrl-j"), _down(1)),
    (("up", "k", "y", "ctrl-y", "ctrl-p", "ctrl-k"), _down(-1)),
    (("wheel-down",), _down(WHEEL_LINES)),
    (("wheel-up",), _down(-WHEEL_LINES)),
    (("space", "f", "page-down", "ctrl-f", "ctrl-v"), _pages(1)),
    (("b", "page-up", "ctrl-b", "alt-v", "shift-space"), _pages(-1)),
    (("d", "ctrl-d"), _pages(0.5)),
    (("u", "ctrl-u"), _pages(-0.5)),
    (("g", "home", "<", "ctrl-home"), _to_the_top),
    (("G", "end", ">", "ctrl-end"), _to_the_end),
    (("right", "l", "]", ")", "}"), _to_next_section),
    (("left", "[", "(", "{"), _to_previous_section),
    (("c", "t", "tab"), _show_contents),
    ((":",), _turn_to(Mode.JUMPING)),
    (("/",), _turn_to(Mode.FINDING)),
    (("n",), _to_next_hit),
    (("N", "p"), _to_previous_hit),
    (("escape",), _put_lights_out),
    (("s", "ctrl-]"), _turn_to(Mode.FOLLOWING)),
    (("backspace", "ctrl-o", "ctrl-t"), _come_back),
    (("M",), _switch_mouse),
    (("m",), _leave(Leaving.MASSAGE)),
    (("?", "h", "H", "f1"), _turn_to(Mode.KEYS)),
    (("q", "Q", "Z"), _leave(Leaving.QUIT)),
)
_KEYS: Final = {key: act for keys, act in _ACTS for key in keys}
