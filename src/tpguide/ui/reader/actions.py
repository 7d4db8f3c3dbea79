"""What can be done in the reader: moving, jumping and coming back, finding, following a source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tpguide.document.search import Words, words_of
from tpguide.errors import TpguideError
from tpguide.guide.contents import sections_named
from tpguide.ui.reader.state import Leaving, Reader, at_line


def down(lines: int) -> Callable[[Reader], Reader]:
    """Return what goes down by so many lines."""
    return lambda reader: at_line(reader, reader.top + lines)


def pages(count: float) -> Callable[[Reader], Reader]:
    """Return what goes down by *count* screens, but for a line by which the eye finds its place."""
    return lambda reader: at_line(reader, reader.top + round(count * max(reader.height - 1, 1)))


def to_the_top(reader: Reader) -> Reader:
    """Go to the first line."""
    return at_line(reader, 0)


def to_the_end(reader: Reader) -> Reader:
    """Go to where the last line is in sight."""
    return at_line(reader, reader.last_top)


def to_next_section(reader: Reader) -> Reader:
    """Go to the next heading, or to the end."""
    after = [start for start in _section_starts(reader) if start > reader.top]
    return at_line(reader, after[0]) if after else to_the_end(reader)


def to_previous_section(reader: Reader) -> Reader:
    """Go to the heading before, or to the top."""
    before = [start for start in _section_starts(reader) if start < reader.top]
    return at_line(reader, before[-1]) if before else to_the_top(reader)


def _section_starts(reader: Reader) -> list[int]:
    return [reader.article.start_of(section.heading.key) for section in reader.page.sections]


def jump(reader: Reader, section: str) -> Reader:
    """Go to the beginning of a section, and know the way back."""
    return _away(reader, reader.article.start_of(section))


def _away(reader: Reader, line: int) -> Reader:
    """Go to a line far away, and know the way back."""
    place = reader.article.place_at(reader.top)
    return at_line(replace(reader, trail=(*reader.trail, place)), line)


def come_back(reader: Reader) -> Reader:
    """Go back to where the last jump began."""
    if not reader.trail:
        return replace(reader, message="You have not followed anything.")
    *trail, place = reader.trail
    return at_line(replace(reader, trail=tuple(trail)), reader.article.line_of(place))


def to_next_hit(reader: Reader) -> Reader:
    """Go to the next line that was found; after the last to the first."""
    if not _has_hits(reader):
        return _without_hits(reader)
    hits = reader.article.hits
    start = reader.hit if reader.hit >= 0 else reader.top - 1
    return _to_hit(reader, next((line for line in hits if line > start), hits[0]))


def to_previous_hit(reader: Reader) -> Reader:
    """Go to the line found before; before the first to the last."""
    if not _has_hits(reader):
        return _without_hits(reader)
    hits = reader.article.hits
    start = reader.hit if reader.hit >= 0 else reader.top
    return _to_hit(reader, next((line for line in reversed(hits) if line < start), hits[-1]))


def _to_hit(reader: Reader, line: int) -> Reader:
    """Go to a line that was found, a third of the screen down if it isn't on the screen."""
    found = replace(reader, hit=line)
    is_seen = reader.top <= line < reader.top + reader.height
    return found if is_seen else at_line(found, line - reader.height // 3)


def _has_hits(reader: Reader) -> bool:
    return reader.words is not None and bool(reader.article.hits)


def _without_hits(reader: Reader) -> Reader:
    if reader.words is None:
        return replace(reader, message="Press / and type what to find.")
    return replace(reader, message=f"Nothing here has {reader.words.named}.")


def _light(reader: Reader, words: Words | None) -> Reader:
    article = reader.article.lighting(words.hits_in_passage if words else None)
    return replace(reader, words=words, article=article, hit=-1)


def put_lights_out(reader: Reader) -> Reader:
    """Show nothing as found any more."""
    return _light(reader, None)


def switch_mouse(reader: Reader) -> Reader:
    """Let the mouse click and scroll, or again select text."""
    told = "The mouse selects text." if reader.has_mouse else "The mouse clicks in the contents."
    return replace(reader, has_mouse=not reader.has_mouse, message=told)


def leave(leaving: Leaving) -> Callable[[Reader], Reader]:
    """Return what ends the reading."""
    return lambda reader: replace(reader, leaving=leaving)


def find(reader: Reader, typed: str) -> Reader:
    """Find what was *typed*, or if that is nothing, the next of what was sought before."""
    if typed:
        reader = _light(reader, words_of(typed))
    return to_next_hit(reader)


def jump_to_typed(reader: Reader, typed: str) -> Reader:
    """Go to the section whose number or title was *typed*."""
    if typed in ("q", "quit"):
        return replace(reader, leaving=Leaving.QUIT)
    if not typed:
        return reader
    try:
        section = sections_named(reader.page.guide, [typed])[0]
    except TpguideError as error:
        return replace(reader, message=f"{error.sentence} {error.hint}")
    return jump(reader, section.key)


def follow(reader: Reader, typed: str) -> Reader:
    """Go to the source whose number was *typed*; nothing typed is the first on the screen."""
    wanted = typed or "".join(str(number) for number in reader.sources[:1])
    if not wanted:
        return replace(reader, message="Nothing on this screen refers to a source.")
    line = reader.article.line_of_source(int(wanted)) if wanted.isdecimal() else None
    if line is None:
        return replace(reader, message=f"There is no source {wanted}.")
    return replace(_away(reader, line), message=f"Source {wanted}. Backspace goes back.")
