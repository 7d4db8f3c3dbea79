"""Write a page as one HTML file for screens and paper: no script, nothing to be fetched."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence

from msgspec import Struct

from tpguide.document.build import Document, PageSection
from tpguide.document.nodes import (
    Box,
    Definitions,
    Figure,
    Heading,
    Listing,
    Mark,
    Piece,
    Prose,
    TableNode,
)
from tpguide.guide.article import Picture
from tpguide.ui.export.templates import filled

#: Returns the SVG of a picture, or None where there is none.
Svg = Callable[[Picture], bytes | None]

_KINDS: dict[type[Piece], str] = {
    Heading: "heading",
    Prose: "paragraph",
    Listing: "list",
    Box: "box",
    TableNode: "table",
    Figure: "picture",
    Definitions: "works",
}


class NestedSection(Struct):
    """A section and those within it."""

    section: PageSection
    within: list[NestedSection]


class PageParts:
    """What a template asks of a page: the kind of a piece, an image, where a mark leads."""

    def __init__(self, svg: Svg, sections: Sequence[PageSection] = ()) -> None:
        self._svg = svg
        self._numbers = {
            work.number
            for section in sections
            for piece in section.pieces
            if isinstance(piece, Definitions) and piece.cited
            for work in piece.items
        }

    def kind(self, piece: Piece) -> str:
        """Return the name of what *piece* is."""
        return _KINDS[type(piece)]

    def image(self, picture: Picture) -> str | None:
        """Return *picture* as an address that holds it."""
        svg = self._svg(picture)
        return data_address(svg) if svg else None

    def source_of(self, mark: Mark) -> int | None:
        """Return the first of its sources that stands on the page."""
        return next((number for number in mark.sources if number in self._numbers), None)

    def spelled(self, mark: Mark) -> str:
        """Return *mark* in words."""
        numbers = ", ".join(map(str, mark.sources))
        return f"{mark.word}: {numbers}" if numbers else mark.word


def data_address(svg: bytes) -> str:
    """Return *svg* as an address that needs nothing to be fetched."""
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"


def html(page: Document, svg: Svg) -> str:
    """Return *page* as a whole HTML document, its pictures inside, each brief before the rest."""
    return filled(
        "article.html.j2",
        {
            "guide": page.guide,
            "warning": page.warning,
            "contents": [one for one in page.sections if not _is_within_a_fold(one, page)],
            "nested_sections": nested_sections(page.sections),
            "page": PageParts(svg, page.sections),
        },
    )


def nested_sections(sections: Sequence[PageSection]) -> list[NestedSection]:
    """Return *sections*, in the order of the page, as a tree."""
    outermost: list[NestedSection] = []
    above: list[NestedSection] = []
    for section in sections:
        number = section.heading.number
        while above and not number.startswith(f"{above[-1].section.heading.number}."):
            above.pop()
        nested = NestedSection(section, [])
        (above[-1].within if above else outermost).append(nested)
        above.append(nested)
    return outermost


def _is_within_a_fold(section: PageSection, page: Document) -> bool:
    return any(
        one.brief and section.heading.number.startswith(f"{one.heading.number}.")
        for one in page.sections
    )
