"""The reader of an article: where it stands, and what follows from each key.

Pure: keys come in as names, and `reader_screen` draws what comes out. Whoever reads the keys and
owns the terminal is elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from tpguide.document.build import Document
from tpguide.document.search import Words, phrase_of
from tpguide.errors import TpguideError
from tpguide.guide.contents import sections_named
from tpguide.ui.reader.help import key_lines
from tpguide.ui.reader.line_index import LaidArticle, TextPosition
from tpguide.ui.text.options import TextOptions

#: The contents stand beside the text from here on.
ROOM_FOR_CONTENTS: Final = 100
CONTENTS_COLUMNS: Final = 34
WHEEL_LINES: Final = 3
DIGITS: Final = tuple("0123456789")


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
    none), *chosen* the line that the keys move in the contents and in the list of keys.
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
    reader = replace(reader, message="")
    if key == "ctrl-c":
        return replace(reader, leaving=Leaving.QUIT)
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
    contents = CONTENTS_COLUMNS if columns >= ROOM_FOR_CONTENTS else 0
    look = look.in_columns(columns - contents)
    return LaidArticle(page, look.lighting(words.hits) if words else look)


def _at(reader: Reader, top: int) -> Reader:
    return replace(reader, top=min(max(top, 0), reader.last_top))


# Reading


def _reading(reader: Reader, key: str) -> Reader:
    if key in DIGITS:
        return replace(reader, mode=Mode.JUMPING, typed=key)
    act = _KEYS.get(key)
    return act(reader) if act else reader


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
    article = _laid_out(reader.page, reader.look, reader.columns, words)
    return replace(reader, words=words, article=article, hit=-1)


def _put_lights_out(reader: Reader) -> Reader:
    return _light(reader, None)


# Choosing in the contents, reading the list of keys


def _choosing(reader: Reader, key: str) -> Reader:
    if key in ("enter", "right", "l"):
        section = reader.page.sections[reader.chosen]
        return _jump(replace(reader, mode=Mode.READING), section.heading.key)
    if key in _CLOSING:
        return replace(reader, mode=Mode.READING)
    return _choose(reader, key, len(reader.page.sections) - 1)


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
        reader = _light(reader, phrase_of(typed))
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
    (("m",), _leave(Leaving.MASSAGE)),
    (("?", "h", "H", "f1"), _turn_to(Mode.KEYS)),
    (("q", "Q", "Z"), _leave(Leaving.QUIT)),
)
_KEYS: Final = {key: act for keys, act in _ACTS for key in keys}
