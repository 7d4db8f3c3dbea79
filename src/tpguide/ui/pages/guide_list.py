"""Draw the list of guides: what each is about, and where it lies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from rich.segment import Segment

from tpguide.guide.library import LibraryEntry, Shelf
from tpguide.guide.model import Guide
from tpguide.text import plain_ascii, quantity, visible
from tpguide.ui.text import theme
from tpguide.ui.text.article import TextOptions
from tpguide.ui.text.lines import Styled, StyledLine, flow, indented

INDENT = 2


class Listed(Struct, frozen=True, kw_only=True):
    """A guide of the list: what is in its file, or why that can't be used.

    *hidden*: a packaged guide has its name, so it is used by its path alone.
    """

    entry: LibraryEntry
    guide: Guide | None
    fault: str = ""
    hidden: bool = False


def guide_list(listed: Sequence[Listed], own_folder: str, look: TextOptions) -> list[StyledLine]:
    """Return the guides, and where guides of one's own are looked for."""
    heading: StyledLine = [Segment(" " * look.margin), Segment("Guides", theme.HEADING)]
    blocks = [_guide(each, look) for each in listed]
    blocks.append([_place("Guides of your own belong in", own_folder, 0, look)])
    return [heading, *(line for block in blocks for line in [*block, []])][:-1]


def _guide(listed: Listed, look: TextOptions) -> list[StyledLine]:
    entry, guide = listed.entry, listed.guide
    whose = "comes with tpguide:" if entry.shelf is Shelf.PACKAGED else "your own:"
    place = _place(whose, entry.where, INDENT, look)
    if guide is None:
        heading = [(entry.slug, theme.TERM), ("can't be used", theme.CAUTION_TITLE)]
        fault = _flow([(listed.fault, theme.PLAIN)], INDENT, look)
        return [*_flow(heading, 0, look), *fault, place]
    facts = f"{quantity(len(guide.sections), 'section')}. Tools: {_joined(guide)}."
    return [
        *_flow([(entry.slug, theme.TERM), (guide.name, theme.PLAIN)], 0, look),
        *_flow([(guide.complaint, theme.PLAIN)], INDENT, look),
        *_flow([(facts, theme.QUIET)], INDENT, look),
        place,
        *(_flow([(_HIDDEN, theme.CAUTION)], INDENT, look) if listed.hidden else []),
    ]


def _place(words: str, path: str, inset: int, look: TextOptions) -> StyledLine:
    """Return a path in one line however long it is, so that it can be copied."""
    text = _text(f"{words} {visible(path)}", look)
    return [Segment(" " * (look.margin + inset)), Segment(text, theme.QUIET)]


_HIDDEN = (
    "Not used, since a guide that comes with tpguide has this name. "
    "Rename the file and its slug, or give its path in place of the name."
)


def _joined(guide: Guide) -> str:
    return ", ".join(tool.name for tool in guide.tools)


def _flow(runs: Iterable[Styled], inset: int, look: TextOptions) -> list[StyledLine]:
    written = [(_text(text, look), style) for text, style in runs]
    return indented(flow(written, look.measure - inset), look.margin + inset)


def _text(text: str, look: TextOptions) -> str:
    return plain_ascii(text) if look.glyphs.ascii_only else text
