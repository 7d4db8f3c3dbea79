"""The guides there are, found by names as people type them.

Reads only the guide that is asked for; where a guide lies is just text to show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from tpguide.names import meaning_of

if TYPE_CHECKING:
    from tpguide.guide.model import Guide


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
        return self._by_slug[meaning_of("guide", wanted, {slug: slug for slug in self.slugs})]
