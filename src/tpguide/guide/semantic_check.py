"""Find contradictions in a guide: names that refer to nothing, numbers out of order.

Works on plain values, so that a file with a wrong type somewhere still has all of its other
problems named; a value of the wrong type is skipped: `schema_check` reports it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Final

from msgspec import Struct

from tpguide.guide.article import Detail
from tpguide.guide.problems import Disagreement, Path
from tpguide.guide.types import HIGHEST_RATING, Origin
from tpguide.text import clipped, nearest

#: From the root of a guide to some of its values: names of fields, and * for every item of a list.
Pattern = str

_QUESTIONS: Final = (
    "safety.emergency.questions.*.key",
    "safety.same_day.questions.*.key",
    "safety.reasons.block.*.key",
    "safety.reasons.agreed.*.key",
)
_CHOSEN_INTENSITIES: Final = (
    "protocol.doses.*.intensity",
    "protocol.first_time.intensity",
    "safety.careful.intensity",
)


class CheckedReference(Struct, frozen=True):
    """A place of a guide that names something which another place has to define."""

    names: Pattern
    defined: tuple[Pattern, ...]
    noun: str


class AtMost(Struct, frozen=True):
    """Two numbers of which the first is the smaller, unless they are equal."""

    group: Pattern
    low: str
    high: str


REFERENCES: Final = (
    CheckedReference("protocol.tool", ("tools.*.key",), "tool"),
    CheckedReference("protocol.picture", ("pictures.*.key",), "picture"),
    CheckedReference("protocol.intensities.*.picture", ("pictures.*.key",), "picture"),
    CheckedReference("sections.*.blocks.*.picture", ("pictures.*.key",), "picture"),
    CheckedReference("sections.*.brief.*.picture", ("pictures.*.key",), "picture"),
    CheckedReference("protocol.places.*.zone", ("protocol.zones.*.key",), "zone"),
    CheckedReference("protocol.places.*.strip", ("protocol.strips.*.key",), "strip"),
    CheckedReference("protocol.doses.*.intensity", ("protocol.intensities.*.key",), "intensity"),
    CheckedReference("protocol.doses.*.sore_spots_after.*", ("protocol.zones.*.key",), "zone"),
    CheckedReference("protocol.first_time.dose", ("protocol.doses.*.key",), "dose"),
    CheckedReference("protocol.first_time.intensity", ("protocol.intensities.*.key",), "intensity"),
    CheckedReference("safety.careful.dose", ("protocol.doses.*.key",), "dose"),
    CheckedReference("safety.careful.intensity", ("protocol.intensities.*.key",), "intensity"),
    CheckedReference(
        "protocol.check_ins.after.*",
        ("protocol.set_up.*.key", "protocol.zones.*.key"),
        "step of the set-up and no zone",
    ),
    CheckedReference(
        "safety.something_wrong.unanswered", ("safety.something_wrong.kinds.*.key",), "kind"
    ),
)

#: Keys that mean one thing wherever they are used, although several lists define them.
SHARED_NAMES: Final = (
    _QUESTIONS,
    ("protocol.set_up.*.key", "protocol.zones.*.key"),
    ("protocol.sides.all", "protocol.sides.each.*.key"),
)

ORDERED: Final = (
    AtMost("protocol.ratings", "lighten_at", "leave_at"),
    AtMost("protocol.ratings", "careful_before", "refuse_before"),
    AtMost("protocol.ratings.bands.*", "low", "high"),
    AtMost("protocol.frequency", "start_per_week", "at_most_per_week"),
    AtMost("protocol.doses.*.totals", "one_side_seconds", "all_sides_seconds"),
    AtMost("change.bands.*", "low", "high"),
)


def contradictions(guide: object) -> Iterator[Disagreement]:
    """Yield the contradictions in *guide*, the plain values of a guide file."""
    for reference in REFERENCES:
        yield from _dangling(guide, reference)
    for patterns in SHARED_NAMES:
        yield from _repeated(value for pattern in patterns for value in select(guide, pattern))
    for pair in ORDERED:
        yield from _wrong_way_round(guide, pair)
    known_sources = [value for _, value in select(guide, "sources.*.key")]
    for path, group in groups(guide):
        yield from _ill_founded(group, path, known_sources)
        for name, value in group.items():
            if isinstance(value, list):
                yield from _repeated(select(value, "*.key", (*path, name)))
    for path, source in select(guide, "sources.*"):
        yield from _half_known(source, path)
    yield from _sections(guide)
    yield from _bands(guide, "protocol.ratings.bands")
    yield from _bands(guide, "change.bands")
    yield from _intensities(guide)
    yield from _tool(guide)
    yield from _tables(guide)
    yield from _repeated_places(guide)
    yield from _verdicts(guide)


def select(value: object, pattern: Pattern, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Yield the values of *value* that *pattern* leads to, each with its path after *path*."""
    step, _, rest = pattern.partition(".")
    found: Iterator[tuple[str | int, object]]
    if step == "*":
        found = iter(enumerate(value)) if isinstance(value, list) else iter(())
    else:
        found = iter([(step, value[step])] if isinstance(value, dict) and step in value else [])
    for part, each in found:
        if rest:
            yield from select(each, rest, (*path, part))
        else:
            yield (*path, part), each


def groups(value: object, path: Path = ()) -> Iterator[tuple[Path, dict[str, object]]]:
    """Yield every group of fields in *value*, itself too, with its path after *path*."""
    parts: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(value, dict):
        yield path, value
        parts = iter(value.items())
    elif isinstance(value, list):
        parts = iter(enumerate(value))
    for part, each in parts:
        if isinstance(each, (dict, list)):
            yield from groups(each, (*path, part))


def _dangling(guide: object, reference: CheckedReference) -> Iterator[Disagreement]:
    known = [
        value
        for pattern in reference.defined
        for _, value in select(guide, pattern)
        if isinstance(value, str)
    ]
    for path, name in select(guide, reference.names):
        if isinstance(name, str) and name not in known:
            yield unknown(path, reference.noun, name, known)


def unknown(path: Path, noun: str, name: str, known: list[str]) -> Disagreement:
    """Return that the *name* at *path* isn't one of those *known*."""
    near = nearest(name, known)
    return Disagreement(
        path=path,
        sentence=f"There is no {noun} “{clipped(name)}”.",
        expected=f"one of {', '.join(known)}" if known else f"a {noun}, and there is none yet",
        hint=f"Did you mean “{near}”?" if near else "",
    )


def _repeated(values: Iterator[tuple[Path, object]]) -> Iterator[Disagreement]:
    met: set[str] = set()
    for path, name in values:
        if isinstance(name, str):
            if name in met:
                yield Disagreement(
                    path=path,
                    sentence=f"“{clipped(name)}” is already the name of another one.",
                    hint="Give each a name of its own.",
                )
            met.add(name)


def _wrong_way_round(guide: object, pair: AtMost) -> Iterator[Disagreement]:
    for path, group in select(guide, pair.group):
        low, high = numbers_of(group, pair.low, pair.high)
        if low is not None and high is not None and low > high:
            yield Disagreement(
                path=(*path, pair.low),
                sentence=f"{pair.low} is {low:g} and {pair.high} is {high:g}.",
                expected=f"{pair.low} is at most {pair.high}",
            )


def numbers_of(group: object, *names: str) -> list[float | None]:
    """Return the numbers that *group* has under *names*, None for what isn't a number."""
    values = [group.get(name) if isinstance(group, dict) else None for name in names]
    return [
        value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
        for value in values
    ]


def _ill_founded(
    group: dict[str, object], path: Path, known_sources: list[object]
) -> Iterator[Disagreement]:
    """Yield where the facts or sources of *group* don't fit its origin."""
    if "origin" not in group or _is_section(path):
        return
    origin, sources = group["origin"], group.get("sources", [])
    unverified = group.get("unverified") is True
    if isinstance(sources, list):
        known = [name for name in known_sources if isinstance(name, str)]
        for index, name in enumerate(sources):
            if isinstance(name, str) and name not in known:
                yield unknown((*path, "sources", index), "source", name, known)
    if origin == Origin.ADDED.value:
        if not sources and not unverified and not _is_question(path):
            yield Disagreement(
                path=path,
                sentence="This is added to the article and rests on nothing.",
                expected="sources, or unverified: true",
                hint="Name the works it rests on; if none was checked, say “unverified: true”.",
            )
        return
    for name in ("sources", "unverified"):
        if group.get(name):
            yield Disagreement(
                path=(*path, name),
                sentence=f"{name} goes with what is added, and this is “{origin}”.",
                hint=f"Take {name} away, or say “origin: added”.",
            )


def _half_known(source: object, path: Path) -> Iterator[Disagreement]:
    """Yield what *source* neither says of itself nor calls unverified."""
    if not isinstance(source, dict):
        return
    unverified = source.get("unverified", [])
    for name in (Detail.AUTHORS.value, Detail.YEAR.value):
        given = source.get(name) is not None
        named = isinstance(unverified, list) and name in unverified
        if not given and not named:
            yield Disagreement(
                path=path,
                sentence=f"This source does not say its {name}.",
                expected=f"{name}, or unverified: [{name}]",
                hint=f"Look its {name} up; if that can’t be found, say so.",
            )
        if given and named:
            yield Disagreement(
                path=(*path, name),
                sentence=f"The {name} is called unverified and yet given.",
                hint=f"Take {name} away from one of the two.",
            )


def _is_section(path: Path) -> bool:
    return len(path) == 2 and path[0] == "sections"


def _is_question(path: Path) -> bool:
    """Return whether it is a rule of safety, which stays whatever its source."""
    return path[0] == "safety" and path[-2] in {"questions", "block", "agreed"}


def _sections(guide: object) -> Iterator[Disagreement]:
    numbers = [
        (path, number)
        for path, number in select(guide, "sections.*.number")
        if isinstance(number, str)
    ]
    known = {number for _, number in numbers}
    for path, number in numbers:
        within, dot, _ = number.rpartition(".")
        if dot and within not in known:
            yield Disagreement(
                path=path,
                sentence=f"{clipped(number)} lies within {clipped(within)}, which there isn't.",
            )
    for (_, before), (path, number) in pairwise(numbers):
        if _rank(number) <= _rank(before):
            yield Disagreement(
                path=path,
                sentence=f"Section {clipped(number)} comes after {clipped(before)}.",
                expected="each number once, in order, numbers before letters",
            )


def _rank(number: str) -> list[tuple[int, str]]:
    """Sort key for section numbers: 2 before 10, 6 before 6.1, 9 before A."""
    return [(len(part) + part.isalpha() * 10, part) for part in re.split(r"\.", number)]


def _bands(guide: object, pattern: Pattern) -> Iterator[Disagreement]:
    for path, bands in select(guide, pattern):
        following = 0
        for index, band in enumerate(bands if isinstance(bands, list) else []):
            low, high = numbers_of(band, "low", "high")
            if low is None or high is None:
                return
            if low != following:
                yield Disagreement(
                    path=(*path, index),
                    sentence=f"This band begins at {low:g}.",
                    expected=f"it begins at {following}, where the one before it ends",
                )
                return
            following = int(high) + 1
        if following and following != HIGHEST_RATING + 1:
            yield Disagreement(
                path=path,
                sentence=f"The bands end at {following - 1}.",
                expected=f"they reach {HIGHEST_RATING}",
            )


def _intensities(guide: object) -> Iterator[Disagreement]:
    offered = [
        each.get("key")
        for _, each in select(guide, "protocol.intensities.*")
        if isinstance(each, dict) and each.get("offered") is True
    ]
    known = [value for _, value in select(guide, "protocol.intensities.*.key")]
    for pattern in _CHOSEN_INTENSITIES:
        for path, name in select(guide, pattern):
            if name in known and name not in offered:
                yield Disagreement(
                    path=path,
                    sentence=f"The intensity “{name}” isn't offered.",
                    expected="one with “offered: true”",
                )
    lightens = [value for _, value in select(guide, "protocol.ratings.lighten_at")]
    for path, each in select(guide, "protocol.intensities.*.rating_at_most"):
        if isinstance(each, int) and any(isinstance(at, int) and each >= at for at in lightens):
            yield Disagreement(
                path=path,
                sentence=f"A rating of {each} makes it lighter, so it can't make it firmer.",
                expected="less than lighten_at of the ratings",
            )


def _tool(guide: object) -> Iterator[Disagreement]:
    without = [
        each.get("key")
        for _, each in select(guide, "tools.*")
        if isinstance(each, dict) and each.get("instructed") is False
    ]
    for path, name in select(guide, "protocol.tool"):
        if name in without:
            yield Disagreement(
                path=path,
                sentence=f"The protocol uses “{name}”, and its tool isn't instructed.",
                expected="a tool with “instructed: true”",
            )


def _tables(guide: object) -> Iterator[Disagreement]:
    for path, block in chain.from_iterable(
        select(guide, f"sections.*.{blocks}.*") for blocks in ("blocks", "brief")
    ):
        columns = block.get("columns") if isinstance(block, dict) else None
        if not isinstance(columns, list):
            continue
        for cells_path, cells in select(block, "rows.*.cells", path):
            if isinstance(cells, list) and len(cells) != len(columns):
                yield Disagreement(
                    path=cells_path,
                    sentence=f"This row has {len(cells)} cells.",
                    expected=f"{len(columns)}, one for each column",
                )


def _repeated_places(guide: object) -> Iterator[Disagreement]:
    met = []
    for path, place in select(guide, "protocol.places.*"):
        where = (place.get("zone"), place.get("strip")) if isinstance(place, dict) else None
        if where and where in met:
            yield Disagreement(path=path, sentence="This zone and strip meet a second time.")
        met.append(where)


def _verdicts(guide: object) -> Iterator[Disagreement]:
    for path, verdicts in select(guide, "self_tests.*.verdicts"):
        found = [
            (at, each)
            for at, each in select(verdicts, "*.at_least", path)
            if isinstance(each, (int, float))
        ]
        for (_, before), (at, each) in pairwise(found):
            if each <= before:
                yield Disagreement(
                    path=at,
                    sentence=f"{each:g} comes after {before:g}.",
                    expected="from the smallest change to the largest",
                )
