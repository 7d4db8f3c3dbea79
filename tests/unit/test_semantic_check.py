"""What contradicts itself is found wherever it stands, and what is poor is said kindly."""

from __future__ import annotations

from typing import Any

import pytest

from guides import fictitious_text, fictitious_values, fictitious_with
from tpguide.guide.lint import weaknesses
from tpguide.guide.problems import Path, Severity
from tpguide.guide.semantic_check import (
    ORDERED,
    REFERENCES,
    SHARED_NAMES,
    AtMost,
    CheckedReference,
    contradictions,
    select,
)
from tpguide.guide.yaml_reader import read_yaml


def set_at(values: Any, path: Path, new: object) -> None:
    for part in path[:-1]:
        values = values[part]
    values[path[-1]] = new


def paths(values: object) -> list[Path]:
    return [each.path for each in contradictions(values)]


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda each: each.names)
def test_a_name_needs_the_thing_that_it_names(reference: CheckedReference) -> None:
    values = fictitious_values()
    path, _ = next(select(values, reference.names))
    assert paths(values) == []

    set_at(values, path, "no-such-thing")

    assert path in paths(values)


@pytest.mark.parametrize("patterns", SHARED_NAMES)
def test_a_name_is_used_once_among_things_that_are_asked_for_alike(
    patterns: tuple[str, ...],
) -> None:
    values = fictitious_values()
    (_, name), *_ = select(values, patterns[0])
    *_, (path, _) = select(values, patterns[-1])

    set_at(values, path, name)

    assert path in paths(values)


@pytest.mark.parametrize("name", ["authors", "year"])
class TestASource:
    def test_says_its_authors_and_its_year_or_that_they_were_not_found(self, name: str) -> None:
        values = fictitious_values()
        source = {"key": "livre-vert", "title": "x", "authors": "Verne J", "year": 1882}
        values["sources"][0] = {each: source[each] for each in source if each != name}

        (found,) = contradictions(values)

        assert found.path == ("sources", 0)
        assert found.sentence == f"This source does not say its {name}."
        assert found.expected == f"{name}, or unverified: [{name}]"

        values["sources"][0]["unverified"] = [name]

        assert paths(values) == []

    def test_does_not_give_what_it_calls_unverified(self, name: str) -> None:
        values = fictitious_values()
        values["sources"][0] |= {"authors": "Verne J", "year": 1882, "unverified": [name]}

        assert paths(values) == [("sources", 0, name)]


@pytest.mark.parametrize("pair", ORDERED, ids=lambda each: f"{each.group}.{each.low}")
def test_the_lower_number_is_the_lower(pair: AtMost) -> None:
    values = fictitious_values()
    path, group = next(select(values, pair.group))
    assert isinstance(group, dict)

    group[pair.low] = group[pair.high] + 1

    assert (*path, pair.low) in paths(values)


def test_an_intensity_that_is_prescribed_can_be_chosen() -> None:
    values = fictitious_values()
    for intensity in values["protocol"]["intensities"]:
        intensity["offered"] = False

    assert paths(values) == [
        ("protocol", "doses", 0, "intensity"),
        ("protocol", "doses", 1, "intensity"),
        ("protocol", "first_time", "intensity"),
        ("safety", "careful", "intensity"),
    ]


@pytest.mark.parametrize(
    ("before", "after"), [("2", "10"), ("9", "A"), ("2.9", "2.10"), ("A", "B"), ("2", "2.1")]
)
def test_sections_may_be_numbered_like_this(before: str, after: str) -> None:
    values = {"sections": [{"number": "2"}, {"number": before}, {"number": after}]}
    if before == "2":
        del values["sections"][0]

    assert paths(values) == []


@pytest.mark.parametrize(
    ("before", "after"), [("10", "2"), ("A", "9"), ("2.10", "2.9"), ("2.1", "2"), ("2", "2")]
)
def test_sections_may_not_be_numbered_like_this(before: str, after: str) -> None:
    values = {"sections": [{"number": before}, {"number": after}]}

    assert ("sections", 1, "number") in paths(values)


@pytest.mark.parametrize("shapeless", [None, 1, "x", [], {}, [[]], [{}], {"sections": 1}])
def test_what_has_no_shape_is_passed_over(shapeless: Any) -> None:
    assert paths(shapeless) == []
    for name in ("sections", "protocol", "safety", "sources", "change", "self_tests"):
        values = fictitious_values()
        values[name] = shapeless
        list(contradictions(values))


class TestAdvice:
    def given(self, right: str, wrong: str) -> list[str]:
        found = list(weaknesses(read_yaml(fictitious_with(right, wrong)).value))
        assert all(each.severity is Severity.WARNING for each in found)
        return [each.sentence for each in found]

    def test_is_not_given_on_a_guide_without_weaknesses(self) -> None:
        assert list(weaknesses(read_yaml(fictitious_text().encode()).value)) == []

    def test_is_given_on_texts_too_long_for_a_glance(self) -> None:
        assert self.given(
            "glance: Pouce vers le haut,", "glance: Le pouce bien droit vers le haut,"
        ) == ["This text has 7 words."]

    def test_is_given_on_works_that_nothing_rests_on(self) -> None:
        assert self.given(
            "sources:\n  - {key: livre",
            "sources:\n  - {key: autre, authors: X, year: 1900, title: Un autre, "
            'address: "https://example.org", verification: read}\n  - {key: livre',
        ) == ["Nothing in the guide uses the source “autre”."]

    def test_is_given_on_pictures_that_are_shown_nowhere(self) -> None:
        assert self.given(
            "pictures:\n  - {",
            "pictures:\n  - {key: coude, file: coude.svg, title: x, alternative: x}\n  - {",
        ) == ["Nothing in the guide uses the picture “coude”."]

    def test_is_given_where_sources_are_listed_nowhere(self) -> None:
        assert self.given("part: sources", "part: later") == ["No section shows the sources."]

    def test_is_given_on_long_sessions(self) -> None:
        assert self.given("all_sides_seconds: 155", "all_sides_seconds: 1200") == [
            "A session of 20 minutes is long."
        ]

    def test_is_given_where_no_place_is_ruled_out(self) -> None:
        line = next(each for each in fictitious_text().split("\n") if "key: creux" in each)

        assert self.given(f"  no_go_places:\n{line}", "  no_go_places: []") == [
            "No place is named that must never be rolled or pressed."
        ]
