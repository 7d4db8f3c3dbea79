"""Draw a reader: the text, the contents beside it or instead of it, and a line of where one is."""

from __future__ import annotations

from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from tpguide.ui.reader.help import key_lines
from tpguide.ui.reader.state import ROOM_FOR_CONTENTS, Mode, Reader, contents_entry
from tpguide.ui.text import theme
from tpguide.ui.text.lines import StyledLine, padded

_BAR: Final = Style(reverse=True)
_CHOSEN: Final = Style(reverse=True)


def reader_rows(reader: Reader) -> list[StyledLine]:
    """Return the screen of *reader*, row by row."""
    if reader.mode is Mode.KEYS:
        body = key_lines(reader.look, reader.columns)[reader.chosen :]
    elif reader.columns >= ROOM_FOR_CONTENTS:
        body = _beside(_contents(reader, reader.contents_columns - 2), _text(reader), reader)
    elif reader.mode is Mode.CONTENTS:
        body = [_tinted(line, reader.columns) for line in _contents(reader, reader.columns)]
    else:
        body = _text(reader)
    rows = body[: reader.height]
    return [*rows, *[[]] * (reader.height - len(rows)), _bar(reader)]


def _text(reader: Reader) -> list[StyledLine]:
    lines = reader.article.lines[reader.top : reader.top + reader.height]
    found = reader.hit - reader.top
    if 0 <= found < len(lines) and lines[found] and reader.look.margin:
        margin, *rest = lines[found]
        pointer = reader.look.readable("▸")
        lines[found] = [Segment(pointer, theme.SECTION_NUMBER), Segment(margin.text[1:]), *rest]
    return lines


def _beside(contents: list[StyledLine], text: list[StyledLine], reader: Reader) -> list[StyledLine]:
    edge = Segment(f"{reader.look.readable('│')} ", theme.QUIET)
    width = reader.contents_columns - 2
    rows = []
    for number in range(reader.height):
        beside = contents[number] if number < len(contents) else []
        line = text[number] if number < len(text) else []
        rows.append([*_tinted(beside, width), edge, *line])
    return rows


def _tinted(line: StyledLine, width: int) -> StyledLine:
    """Return a line of the contents on their background, in its whole *width*."""
    return list(Segment.apply_style(padded(line, width), theme.CONTENTS))


def _contents(reader: Reader, width: int) -> list[StyledLine]:
    return [_entry(reader, number, width) for number in reader.contents_on_screen]


def _entry(reader: Reader, number: int, width: int) -> StyledLine:
    section = reader.page.sections[number]
    is_here = number == reader.section
    pointer = reader.look.readable("▸ ") if is_here else "  "
    more = reader.look.readable(" ›") if reader.is_closed(section.heading.number) else ""
    room = width - 1 - len(more)
    title = f"{_clipped(f'{pointer}{contents_entry(section)}', room, reader)}{more}"
    if reader.mode is Mode.CONTENTS and number == reader.chosen:
        return [Segment(set_cell_size(title, width - 1), _CHOSEN)]
    begins = len(pointer) + 2 * section.heading.depth + len(section.heading.number)
    style = theme.CONTENTS_HERE if is_here else theme.CONTENTS
    return [Segment(title[:begins], theme.CONTENTS_NUMBER), Segment(title[begins:], style)]


def _bar(reader: Reader) -> StyledLine:
    if reader.mode in (Mode.FINDING, Mode.JUMPING, Mode.FOLLOWING):
        return _prompt(reader)
    left = f" {reader.message or _where(reader)}"
    right = f"{_progress(reader)} "
    room = reader.columns - cell_len(right) - 1
    text = set_cell_size(_clipped(left, room, reader), room + 1) + right
    return [Segment(reader.look.readable(text), _BAR)]


def _where(reader: Reader) -> str:
    if reader.mode is Mode.KEYS:
        return "Any other key goes back to the text"
    if reader.mode is Mode.CONTENTS:
        return "Enter goes there, → opens, Esc stays"
    if reader.section < 0:
        return reader.page.guide.title
    heading = reader.page.sections[reader.section].heading
    return f"{heading.number}  {heading.title}"


def _progress(reader: Reader) -> str:
    if reader.mode is not Mode.READING:
        return ""
    shown = min(reader.top + reader.height, len(reader.article.lines))
    percent = f"{100 * shown // max(len(reader.article.lines), 1)} %"
    hits = reader.article.hits if reader.words else ()
    found = ""
    if hits:
        found = f"{hits.index(reader.hit) + 1 if reader.hit in hits else '-'}/{len(hits)} found   "
    return f"{found}{percent}   ? keys"


def _prompt(reader: Reader) -> StyledLine:
    asked = {
        Mode.FINDING: "Find: ",
        Mode.JUMPING: "Section: ",
        Mode.FOLLOWING: f"Source{_sources(reader)}: ",
    }[reader.mode]
    room = max(reader.columns - len(asked) - 2, 1)
    return [Segment(asked, theme.TERM), Segment(reader.typed[-room:]), Segment(" ", _CHOSEN)]


def _sources(reader: Reader) -> str:
    numbers = ", ".join(str(number) for number in reader.sources)
    return f" ({numbers})" if numbers and len(numbers) < reader.columns - 20 else ""


def _clipped(text: str, width: int, reader: Reader) -> str:
    text = reader.look.readable(text)
    if cell_len(text) <= width:
        return text
    ellipsis = reader.look.readable("…")
    return set_cell_size(text, max(width - len(ellipsis), 0)) + ellipsis
