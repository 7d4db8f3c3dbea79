"""What a page is made of: headings, prose, lists, boxes, tables, each run with its mark.

Terminal, Markdown and HTML draw the same nodes, each in its own way.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct
from msgspec.structs import fields

from tpguide.guide.article import Picture


class Mark(Struct, frozen=True):
    """The mark of a statement: its origin in a word, and the numbers of its sources.

    *sign*: whether the quiet sign is shown; not below a heading that has it already.
    """

    word: str
    sources: tuple[int, ...] = ()
    sign: bool = True


class Run(Struct, frozen=True):
    """A stretch of text of one origin; *mark* is None where the text needs none."""

    text: str
    mark: Mark | None = None


Runs = tuple[Run, ...]


class Heading(Struct, frozen=True, tag_field="kind", tag="heading"):
    """The title of a section, or with no number that of a part within one; *depth* from 0."""

    title: str
    number: str = ""
    key: str = ""
    depth: int = 0
    mark: Mark | None = None


class Prose(Struct, frozen=True, tag_field="kind", tag="paragraph"):
    """A paragraph."""

    runs: Runs


class Item(Struct, frozen=True):
    """One item of a list: *term* is what it is about, *inner* what it is made of."""

    runs: Runs = ()
    term: str = ""
    inner: tuple[str, ...] = ()


class Listing(Struct, frozen=True, tag_field="kind", tag="list"):
    """Items side by side, or numbered one after the other."""

    items: tuple[Item, ...]
    numbered: bool = False


class Tone(Enum):
    """What a box is for."""

    NOTE = "note"
    CAUTION = "caution"


class Box(Struct, frozen=True, tag_field="kind", tag="box"):
    """Something that stands beside the text."""

    tone: Tone
    title: str
    pieces: tuple[Prose | Listing, ...]


class TableNode(Struct, frozen=True, tag_field="kind", tag="table"):
    """A table. *mark* holds for all of it; *numeric* are the columns of numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    caption: str = ""
    mark: Mark | None = None
    numeric: frozenset[int] = frozenset()


class Definition(Struct, frozen=True):
    """A numbered work: what it is, where it is, and what is to be said about it."""

    number: int
    runs: Runs
    address: str = ""
    note: Runs = ()


class Definitions(Struct, frozen=True, tag_field="kind", tag="works"):
    """Numbered works. *cited*: by these numbers the text refers to them."""

    items: tuple[Definition, ...]
    cited: bool = False


class Figure(Struct, frozen=True, tag_field="kind", tag="picture"):
    """The place of a picture."""

    picture: Picture


Piece = Heading | Prose | Listing | Box | TableNode | Definitions | Figure


def marks_in(part: object) -> Iterator[Mark]:
    """Yield every mark in a piece, or in pieces."""
    if isinstance(part, Mark):
        yield part
    elif isinstance(part, Struct):
        for field in fields(type(part)):
            yield from marks_in(getattr(part, field.name))
    elif isinstance(part, tuple):
        for each in part:
            yield from marks_in(each)
