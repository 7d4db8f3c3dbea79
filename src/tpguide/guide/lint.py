"""Warnings for authors: what is valid in a guide but poor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tpguide.guide.problems import Disagreement, Path, Severity
from tpguide.guide.semantic_check import groups, numbers_of, select

GLANCE_WORDS: Final = 6
LONGEST_SECONDS: Final = 15 * 60
_THREE_DIGITS: Final = re.compile(r"\b\d{3}\b")


def weaknesses(guide: object) -> Iterator[Disagreement]:
    """Yield what could be better in *guide*, the plain values of a guide file that can be used."""
    yield from _long_glances(guide)
    yield from _numbers_as_hundreds(guide)
    yield from _unused(guide, "sources", "source", _cited(guide))
    yield from _unused(guide, "pictures", "picture", _shown(guide))
    yield from _never_listed(guide, "sources")
    yield from _never_listed(guide, "references")
    for path, totals in select(guide, "protocol.doses.*.totals"):
        (seconds,) = numbers_of(totals, "all_sides_seconds")
        if seconds is not None and seconds > LONGEST_SECONDS:
            yield _warning(
                (*path, "all_sides_seconds"),
                f"A session of {seconds / 60:.0f} minutes is long.",
                f"at most {LONGEST_SECONDS // 60} minutes",
                "Take fewer passes, or leave a strip to another dose.",
            )
    if not any(places for _, places in select(guide, "safety.no_go_places")):
        yield _warning(
            ("safety",),
            "No place is named that must never be rolled or pressed.",
            "no_go_places, each with the reason",
            "Name bones, vessels and nerves that the tool could meet.",
        )


def _long_glances(guide: object) -> Iterator[Disagreement]:
    for path, group in groups(guide):
        glance = group.get("glance")
        if isinstance(glance, str) and len(glance.split()) > GLANCE_WORDS:
            yield _warning(
                (*path, "glance"),
                f"This text has {len(glance.split())} words.",
                f"at most {GLANCE_WORDS}, since it is seen from the floor",
                "Leave the rest to what is spoken.",
            )


def _numbers_as_hundreds(guide: object) -> Iterator[Disagreement]:
    """A voice says 112 as a hundred and twelve, which nobody dials."""
    for path, group in groups(guide):
        spoken = group.get("spoken")
        if isinstance(spoken, str) and (found := _THREE_DIGITS.search(spoken)):
            number = found.group()
            yield _warning(
                (*path, "spoken"),
                f"A voice says {number} as hundreds.",
                f"“{' '.join(number)}”, if it is to be dialled",
                "Put a space between its digits.",
            )


def _unused(guide: object, name: str, noun: str, used: set[object]) -> Iterator[Disagreement]:
    for path, key in select(guide, f"{name}.*.key"):
        if key not in used:
            yield _warning(
                path, f"Nothing in the guide uses the {noun} “{key}”.", "", "Use it, or delete it."
            )


def _cited(guide: object) -> set[object]:
    return {
        source
        for path, group in groups(guide)
        if path
        for _, source in select(group, "sources.*")
        if isinstance(source, str)
    }


def _shown(guide: object) -> set[object]:
    places = (
        "protocol.picture",
        "protocol.intensities.*.picture",
        "sections.*.blocks.*.picture",
        "sections.*.brief.*.picture",
    )
    return {key for pattern in places for _, key in select(guide, pattern)}


def _never_listed(guide: object, name: str) -> Iterator[Disagreement]:
    parts = [part for _, part in select(guide, "sections.*.blocks.*.part")]
    if name not in parts and any(works for _, works in select(guide, name)):
        yield _warning(
            (name,),
            f"No section shows the {name}.",
            f"a block with “kind: shown” and “part: {name}”",
            "Add one to the last section.",
        )


def _warning(path: Path, sentence: str, expected: str, hint: str) -> Disagreement:
    return Disagreement(
        path=path, sentence=sentence, expected=expected, hint=hint, severity=Severity.WARNING
    )
