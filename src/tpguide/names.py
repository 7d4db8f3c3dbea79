"""Names as people type them, and what they mean: the one "did you mean". Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from tpguide.errors import AmbiguousNameError, UnknownNameError
from tpguide.text import nearest

#: An error names at most this many of the names there are.
_NAMED_AT_MOST = 40


def slug_of(name: str) -> str:
    """Return *name* as a slug: lower case, no accents, hyphens between words."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(each for each in letters if not unicodedata.combining(each))
    return re.sub(r"[\W_]+", "-", plain).strip("-")


def meaning_of(what: str, wanted: str, meanings: Mapping[str, str]) -> str:
    """Return the value in *meanings* whose name is *wanted*, or begins with it.

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
    more = len(every) - _NAMED_AT_MOST
    return (*every[:_NAMED_AT_MOST], f"and {more} more") if more > 0 else every
