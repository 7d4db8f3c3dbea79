"""Write a page as Markdown that reads well on a forge, and as it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tpguide.document.build import Document, PageSection
from tpguide.document.nodes import (
    Box,
    Definition,
    Definitions,
    Figure,
    Heading,
    Item,
    Listing,
    Mark,
    Piece,
    Prose,
    Runs,
    TableNode,
    Tone,
)
from tpguide.ui.text import theme

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~]|&(?=#?\w+;))")
#: What begins a heading, a list or a quotation where a text begins with it.
_BEGINS_BLOCK = re.compile(r"^(#{1,6}(?=\s)|[-+=](?=\s|$)|\d{1,9}(?=[.)](\s|$)))")
#: What could end a link within its address, and begin an image that is loaded.
_ENDS_LINK = re.compile(r"[\\()\[\]`]")
_SIGN = theme.UNICODE.sign
#: What GitHub leaves out of a heading when it makes an anchor of it.
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")
_TONES = {Tone.NOTE: "NOTE", Tone.CAUTION: "CAUTION"}


def markdown(page: Document) -> str:
    """Return *page* as Markdown, without HTML in it: what was added carries the one quiet sign."""
    blocks = [*_head(page), *(block for one in page.sections for block in _section(one))]
    return "\n\n".join(blocks) + "\n"


def _head(page: Document) -> Iterator[str]:
    guide = page.guide
    yield f"# {_text(guide.title)}"
    link = f"[{_text(guide.article.title)}]({_address(guide.article.address)})"
    yield f"{_text(guide.article.credit)} {link}. {_SIGN} {_text(guide.marks.legend)}"
    yield f"**{_runs(page.warning)}**"
    yield _contents(page)


def _contents(page: Document) -> str:
    """Return the contents, which lead to the anchors that a forge gives to headings."""
    anchors = _anchors(page)
    return _lines(
        f"{'  ' * one.heading.depth}- [{_text(_title(one.heading))}](#{anchors[one.heading]})"
        for one in page.sections
    )


def _anchors(page: Document) -> dict[Heading, str]:
    """Return the anchor of each section's heading, as GitHub makes it of what the heading says.

    One that is there already gets a number.
    """
    taken: Counter[str] = Counter([_anchor(page.guide.title)])
    anchors: dict[Heading, str] = {}
    for section in page.sections:
        for heading in (section.heading, *_headings(section.pieces)):
            anchor = _anchor(_title(heading))
            number = taken[anchor]
            taken[anchor] += 1
            anchors.setdefault(heading, f"{anchor}-{number}" if number else anchor)
    return anchors


def _headings(pieces: Iterable[Piece]) -> Iterator[Heading]:
    for piece in pieces:
        if isinstance(piece, Heading):
            yield piece
        elif isinstance(piece, Box):
            yield from _headings(piece.pieces)


def _anchor(heading: str) -> str:
    return _NOT_IN_ANCHORS.sub("", heading.lower()).replace(" ", "-")


def _section(section: PageSection) -> Iterator[str]:
    heading = section.heading
    yield _heading(heading, heading.depth + 2)
    for piece in section.pieces:
        yield from _blocks(piece, heading.depth + 3)


def _heading(heading: Heading, level: int) -> str:
    return f"{'#' * level} {_text(_title(heading))}{_mark(heading.mark)}"


def _title(heading: Heading) -> str:
    return f"{heading.number} {heading.title}".strip()


def _blocks(piece: Piece, level: int) -> Sequence[str]:
    match piece:
        case Heading():
            return [_heading(piece, level)]
        case Prose():
            return [_runs(piece.runs)]
        case Listing():
            return [_listing(piece)]
        case Box():
            return [_box(piece, level)]
        case TableNode():
            return _grid(piece)
        case Definitions():
            return [_lines(_entry(one) for one in piece.items)]
        case Figure():
            picture = piece.picture
            return [f"*Picture: {_text(picture.title)}.* {_text(picture.alternative)}"]


def _listing(listing: Listing) -> str:
    return _lines(
        _item(item, f"{number}." if listing.numbered else "-")
        for number, item in enumerate(listing.items, start=1)
    )


def _item(item: Item, bullet: str) -> str:
    said = _runs(item.runs)
    colon = ":" if item.inner or any(run.text for run in item.runs) else ""
    term = f"**{_text(item.term)}{colon}**" if item.term else ""
    inset = " " * (len(bullet) + 1)
    inner = [f"{inset}- {_text(text)}" for text in item.inner]
    return _lines([f"{bullet} {' '.join(filter(None, (term, said)))}", *inner])


def _box(box: Box, level: int) -> str:
    blocks = [block for piece in box.pieces for block in _blocks(piece, level)]
    inside = f"**{_text(box.title)}**\n\n" + "\n\n".join(blocks)
    quoted = (f"> {line}".rstrip() for line in inside.split("\n"))
    return _lines([f"> [!{_TONES[box.tone]}]", *quoted])


def _grid(grid: TableNode) -> list[str]:
    caption = f"{_text(grid.caption)}{_mark(grid.mark)}" if grid.caption else ""
    rules = ["---:" if n in grid.numeric else "---" for n in range(len(grid.columns))]
    rows = [[_text(name) for name in grid.columns], rules]
    rows += [[_runs(cell) for cell in row] for row in grid.rows]
    table = _lines(f"| {' | '.join(row)} |" for row in rows)
    return [caption, table] if caption else [table]


def _entry(entry: Definition) -> str:
    inset = " " * (len(str(entry.number)) + 2)
    lines = [f"{entry.number}. {_runs(entry.runs)}"]
    if entry.address:
        lines.append(f"{inset}<{_address(entry.address)}>")
    if entry.note:
        lines.append(f"{inset}{_runs(entry.note)}")
    return "  \n".join(lines)  # two spaces break a line


def _runs(runs: Runs) -> str:
    return " ".join(filter(None, (f"{_text(run.text)}{_mark(run.mark)}" for run in runs)))


def _mark(mark: Mark | None) -> str:
    return _SIGN if mark and mark.sign else ""


def _address(address: str) -> str:
    return _ENDS_LINK.sub(lambda found: f"%{ord(found.group()):02X}", address)


def _text(text: str) -> str:
    return _BEGINS_BLOCK.sub(_escaped_begin, _SPECIAL.sub(r"\\\1", text))


def _escaped_begin(found: re.Match[str]) -> str:
    begin = found.group()
    return f"{begin}\\" if begin.isdigit() else f"\\{begin}"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)
