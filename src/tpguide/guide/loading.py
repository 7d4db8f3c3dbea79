"""Turn the bytes of a guide file into a guide, or into all of its problems with their places."""

from __future__ import annotations

import itertools

import msgspec
from msgspec import Struct

from tpguide.guide.checking import UnknownField, disagreements
from tpguide.guide.model import Guide
from tpguide.guide.problems import Finding, InvalidGuideError, Problem
from tpguide.guide.reading import MOST_PROBLEMS, Document, Places, read


class Loaded(Struct, frozen=True):
    """A guide, and where in its file everything stands."""

    guide: Guide
    places: Places


def load(data: bytes, where: str = "The guide") -> Guide:
    """Return the guide that *data* holds; *where* is what errors call the file.

    Raises InvalidGuideError with every problem that the file has.
    """
    return load_with_places(data, where).guide


def load_with_places(data: bytes, where: str = "The guide") -> Loaded:
    """Return the guide that *data* holds and the places of its parts.

    Raises InvalidGuideError with every problem that the file has.
    """
    document = read(data)
    problems = document.problems
    if document.readable:
        try:
            guide = msgspec.convert(document.value, Guide, strict=True)
        except msgspec.ValidationError as error:
            problems += _model_problems(document) or (_unexplained(error),)
        else:
            if not problems:
                return Loaded(guide, document.places)
    raise InvalidGuideError(
        tuple(sorted(problems, key=lambda each: (each.line, each.column))), where
    )


def _model_problems(document: Document) -> tuple[Problem, ...]:
    """Return what the models don't allow, except where YAML was wrong to begin with."""
    already = {(each.line, each.column) for each in document.problems}
    places = document.places
    found = (
        places.problem_with_name(each) if isinstance(each, UnknownField) else places.problem(each)
        for each in disagreements(document.value, Guide)
    )
    return tuple(
        each
        for each in itertools.islice(found, MOST_PROBLEMS)
        if (each.line, each.column) not in already
    )


def _unexplained(error: msgspec.ValidationError) -> Problem:
    return Places().problem(Finding(path=(), sentence=f"{error}."))
