"""Turn the bytes of a guide file into a guide, or into all of its problems with their places."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

from tpguide.guide.gate_check import gate_problems
from tpguide.guide.model import Guide
from tpguide.guide.problems import MOST_PROBLEMS, Disagreement, InvalidGuideError, Problem
from tpguide.guide.schema_check import UnknownField, disagreements
from tpguide.guide.semantic_check import contradictions
from tpguide.guide.yaml_reader import Places, YamlDocument, read_yaml


class Loaded(Struct, frozen=True):
    """A guide, and the file that it was read from: plain values and their places."""

    guide: Guide
    document: YamlDocument


def load(data: bytes, where: str = "The guide") -> Guide:
    """Return the guide that *data* holds; *where* is what errors call the file.

    Raises InvalidGuideError with every problem that the file has.
    """
    return load_with_places(data, where).guide


def load_with_places(data: bytes, where: str = "The guide") -> Loaded:
    """Return the guide that *data* holds, and where everything in it stands.

    Raises InvalidGuideError with every problem that the file has.
    """
    document = read_yaml(data)
    if not document.readable:
        raise InvalidGuideError(document.problems, where)
    found = itertools.chain(contradictions(document.value), gate_problems(document.value))
    contradicting = tuple(_placed(document, found))
    try:
        guide = msgspec.convert(document.value, Guide, strict=True)
    except msgspec.ValidationError as error:
        wrong = tuple(_placed(document, disagreements(document.value, Guide)))
        raise InvalidGuideError(
            _in_order(document.problems, wrong or (_unexplained(error),), contradicting), where
        ) from None
    if document.problems or contradicting:
        raise InvalidGuideError(_in_order(document.problems, contradicting), where)
    return Loaded(guide, document)


def _placed(document: YamlDocument, findings: Iterable[Disagreement]) -> Iterator[Problem]:
    for each in itertools.islice(findings, MOST_PROBLEMS):
        named = isinstance(each, UnknownField)
        places = document.places
        yield places.problem_with_name(each) if named else places.problem(each)


def _in_order(first: tuple[Problem, ...], *others: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return *first*, and of the *others* those on lines without one, in the order of the file.

    A YAML error causes further problems on its line that aren't worth a sentence each.
    """
    already = {each.place for each in first}
    more = [each for each in itertools.chain(*others) if each.place not in already]
    return tuple(sorted((*first, *more), key=lambda each: each.place))


def _unexplained(error: msgspec.ValidationError) -> Problem:
    return Places().problem(Disagreement(path=(), sentence=f"{error}."))
