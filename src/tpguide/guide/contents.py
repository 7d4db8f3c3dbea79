"""Find sections and pictures of a guide by number, key or title, as people type them."""

from __future__ import annotations

from collections.abc import Iterable

from tpguide.guide.article import Picture, Section
from tpguide.guide.model import Guide
from tpguide.names import meaning_of, slug_of


def sections_named(guide: Guide, wanted: Iterable[str]) -> tuple[Section, ...]:
    """Return the sections that any of *wanted* names, those within them too, in the guide's order.

    Nothing wanted means all of them. Raises UnknownNameError and AmbiguousNameError.
    """
    names = _names(guide)
    numbers = {meaning_of("section", each, names) for each in wanted}
    if not numbers:
        return guide.sections
    return tuple(each for each in guide.sections if _lies_within(each.number, numbers))


def picture_named(guide: Guide, wanted: str) -> Picture:
    """Return the picture that *wanted* names. Raises UnknownNameError and AmbiguousNameError."""
    pictures = {each.key: each for each in guide.pictures}
    titles = {slug_of(each.title): each.key for each in guide.pictures}
    return pictures[meaning_of("picture", wanted, titles | {key: key for key in pictures})]


def _names(guide: Guide) -> dict[str, str]:
    """Return the number of each section by everything that it may be called."""
    return (
        {slug_of(each.number): each.number for each in guide.sections}
        | {slug_of(each.title): each.number for each in guide.sections}
        | {each.key: each.number for each in guide.sections}
    )


def _lies_within(number: str, numbers: set[str]) -> bool:
    return any(number == each or number.startswith(f"{each}.") for each in numbers)
