"""Find words in a page, whatever their case and accents, and keep the passages that have them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

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
)
from tpguide.text import visible


class Words(Struct, frozen=True):
    """Words to be found, folded; a passage has to have them all."""

    folded: tuple[str, ...]

    @property
    def named(self) -> str:
        """The words as they are named in a sentence."""
        return " and ".join(f"“{visible(word)}”" for word in self.folded)

    def hits(self, text: str) -> list[tuple[int, int]]:
        """Return where in *text* any of the words stands, as starts and ends in order."""
        folded, places = _folded_with_places(text)
        found: list[tuple[int, int]] = []
        for word in self.folded:
            at = folded.find(word)
            while at >= 0:
                end = at + len(word)
                found.append((places[at], places[end - 1] + 1))
                at = folded.find(word, end)
        return sorted(found)

    def hits_in_passage(self, text: str) -> list[tuple[int, int]]:
        """Return where in *text* the words stand, if it has all of them."""
        return self.hits(text) if self.are_in([text]) else []

    def are_in(self, texts: Iterable[str]) -> bool:
        """Tell whether *texts* together have every word."""
        folded, _ = _folded_with_places(" ".join(texts))
        return all(word in folded for word in self.folded)


def words_of(wanted: str) -> Words:
    """Return the words in *wanted*."""
    folded, _ = _folded_with_places(wanted)
    return Words(tuple(dict.fromkeys(folded.split())))


def passages(page: Document, words: Words) -> Document:
    """Return of *page* only the passages that have the words, each below its section's heading."""
    sections = []
    for section in page.sections:
        pieces = tuple(kept for piece in section.pieces for kept in _kept(piece, words))
        if pieces or words.are_in(_texts(section.heading)):
            sections.append(PageSection(section.heading, pieces))
    count = sum(_passages_in(piece) for section in sections for piece in section.pieces)
    counted = {0: "No passage has", 1: "1 passage has"}.get(count, f"{count} passages have")
    return Document(page.guide, tuple(sections), f"{counted} {words.named}.")


def _kept(piece: Piece, words: Words) -> list[Piece]:
    """Return *piece* with only those of its items or rows that have the words, if any do."""
    match piece:
        case Listing():
            items = tuple(item for item in piece.items if words.are_in(_texts(item)))
            return [replace(piece, items=items)] if items else []
        case TableNode():
            if words.are_in([piece.caption, *piece.columns]):
                return [piece]
            rows = tuple(
                row
                for row in piece.rows
                if words.are_in(text for cell in row for text in _said(cell))
            )
            return [replace(piece, rows=rows)] if rows else []
        case Definitions():
            entries = tuple(entry for entry in piece.items if words.are_in(_texts(entry)))
            return [replace(piece, items=entries)] if entries else []
        case _:
            return [piece] if words.are_in(_texts(piece)) else []


def _texts(part: Piece | Item | Definition) -> list[str]:
    match part:
        case Heading():
            return [part.title, *_mark(part.mark)]
        case Prose():
            return _said(part.runs)
        case Item():
            return [part.term, *_said(part.runs), *part.inner]
        case Definition():
            return [*_said(part.runs), part.address, *_said(part.note)]
        case Box():
            return [part.title, *(text for piece in part.pieces for text in _texts(piece))]
        case Figure():
            return [part.picture.title, part.picture.alternative]
        case Listing() | Definitions():
            return [text for item in part.items for text in _texts(item)]
        case TableNode():
            cells = [text for row in part.rows for text in _texts_of_row(row)]
            return [part.caption, *part.columns, *cells]


def _texts_of_row(row: tuple[Runs, ...]) -> list[str]:
    return [text for cell in row for text in _said(cell)]


def _said(runs: Runs) -> list[str]:
    return [text for run in runs for text in (run.text, *_mark(run.mark))]


def _mark(mark: Mark | None) -> list[str]:
    return [mark.word] if mark else []


def _passages_in(piece: Piece) -> int:
    match piece:
        case Listing() | Definitions():
            return len(piece.items)
        case TableNode():
            return len(piece.rows)
        case _:
            return 1


#: What a keyboard has one key for, and print several signs: apostrophes, quotes, dashes, spaces.
_TYPED: Final = str.maketrans(
    {
        **dict.fromkeys("‘’ʼ′`´", "'"),
        **dict.fromkeys("“”„«»″", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}", " "),
    }
)


def _folded_with_places(text: str) -> tuple[str, range | list[int]]:
    """Return *text* as it would be typed, without case and accents, and where each sign was."""
    text = text.translate(_TYPED)
    if text.isascii():
        return text.lower(), range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in unicodedata.normalize("NFKD", character).casefold():
            if not unicodedata.combining(letter):
                letters.append(letter)
                places.append(place)
    return "".join(letters), places
