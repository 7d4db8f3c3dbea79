"""The guides there are, found by names as people type them.

Knows where guides lie only as words to show, and reads none but the one that is asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from tpguide.errors import AmbiguousNameError, UnknownNameError
from tpguide.guide.problems import nearest

if TYPE_CHECKING:
    from tpguide.guide.model import Guide

#: A sentence that helps with a wrong name has no more than this many right ones.
GUIDES_NAMED_AT_MOST = 40


class Shelf(Enum):
    """Whose guide it is."""

    PACKAGED = "packaged"
    OWN = "own"


class LibraryEntry(Struct, frozen=True, kw_only=True):
    """A guide file: its name, where it lies, and how it is read.

    *read* raises GuideFileError if the file can't be used.
    """

    slug: str
    where: str
    shelf: Shelf
    read: Callable[[], Guide]


class Library:
    """Guides by name. Of two with one name the packaged one counts, the other is *hidden*."""

    def __init__(self, entries: Iterable[LibraryEntry]) -> None:
        self._by_slug: dict[str, LibraryEntry] = {}
        hidden = []
        for entry in sorted(entries, key=lambda each: each.shelf is Shelf.OWN):
            if entry.slug in self._by_slug:
                hidden.append(entry)
            else:
                self._by_slug[entry.slug] = entry
        self.hidden = tuple(hidden)
        self.slugs = tuple(sorted(self._by_slug))

    def __iter__(self) -> Iterator[LibraryEntry]:
        return (self._by_slug[slug] for slug in self.slugs)

    def find(self, wanted: str) -> Guide:
        """Return the guide that *wanted* names or begins, however it is written.

        Raises UnknownNameError, AmbiguousNameError, and GuideFileError if its file is wrong.
        """
        return self.entry(wanted).read()

    def entry(self, wanted: str) -> LibraryEntry:
        """Return the entry that *wanted* names or begins, without reading it.

        Raises UnknownNameError and AmbiguousNameError.
        """
        return self._by_slug[guides_named("guide", wanted, {slug: slug for slug in self.slugs})]


def slug_of(name: str) -> str:
    """Return *name* as a slug: small letters without accents, hyphens for all that parts words."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(each for each in letters if not unicodedata.combining(each))
    return re.sub(r"[\W_]+", "-", plain).strip("-")


def guides_named(what: str, wanted: str, meanings: Mapping[str, str]) -> str:
    """Return what *wanted* means, by its name in *meanings* or by the beginning of one.

    The names are slugs, and several may mean the same. Raises UnknownNameError and
    AmbiguousNameError, which call it a *what*.
    """
    slug = slug_of(wanted)
    if slug in meanings:
        return meanings[slug]
    begun = [name for name in meanings if slug and name.startswith(slug)]
    by_meaning = {meanings[name]: name for name in begun}
    if len(by_meaning) == 1:
        return next(iter(by_meaning))
    if by_meaning:
        raise AmbiguousNameError(what, wanted, _some(by_meaning.values()))
    known = _some(dict.fromkeys(meanings.values()))
    raise UnknownNameError(what, wanted, nearest(slug, meanings), known)


def _some(names: Iterable[str]) -> tuple[str, ...]:
    """Return *names*, or as many of them as can be read in a sentence."""
    every = tuple(names)
    more = len(every) - GUIDES_NAMED_AT_MOST
    return (*every[:GUIDES_NAMED_AT_MOST], f"and {more} more") if more > 0 else every
