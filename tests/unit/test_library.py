"""Guides and sections are found by names as people type them."""

from __future__ import annotations

import re

import pytest

from guides import fictitious_guide
from tpguide.errors import AmbiguousNameError, GuideFileError, UnknownNameError
from tpguide.guide.contents import sections_named
from tpguide.guide.library import Library, LibraryEntry, Shelf
from tpguide.guide.model import Guide

GUIDE = fictitious_guide()


def entry(slug: str, shelf: Shelf = Shelf.PACKAGED, where: str = "") -> LibraryEntry:
    return LibraryEntry(slug=slug, where=where or f"{slug}.yaml", shelf=shelf, read=lambda: GUIDE)


def broken(slug: str) -> LibraryEntry:
    def read() -> Guide:
        raise GuideFileError("It is broken.")

    return LibraryEntry(slug=slug, where=f"{slug}.yaml", shelf=Shelf.OWN, read=read)


LIBRARY = Library([entry("tibialis-posterior"), entry("tibialis-anterior"), entry("soleus")])


class TestAGuide:
    @pytest.mark.parametrize(
        "name",
        [
            "tibialis-posterior",
            "tibialis_posterior",
            "Tibialis Posterior",
            "  TIBIALIS   posterior ",
            "tibialis-p",
            "Tibiális-Posterior",
        ],
    )
    def test_is_found_however_its_name_is_written(self, name: str) -> None:
        assert LIBRARY.entry(name).slug == "tibialis-posterior"

    def test_is_found_by_its_whole_name_although_another_begins_so(self) -> None:
        library = Library([entry("soleus"), entry("soleus-deep")])

        assert library.entry("soleus").slug == "soleus"

    def test_with_an_unknown_name_is_told_with_the_nearest(self) -> None:
        with pytest.raises(UnknownNameError) as caught:
            LIBRARY.find("tibalis posterior")

        assert caught.value.sentence == "There is no guide named “tibalis posterior”."
        assert caught.value.hint == "Did you mean tibialis-posterior?"

    @pytest.mark.parametrize("name", ["biceps", "", "--", "؟"])
    def test_with_a_name_like_no_other_is_told_with_all_there_are(self, name: str) -> None:
        with pytest.raises(UnknownNameError) as caught:
            LIBRARY.find(name)

        assert caught.value.hint == "There are: soleus, tibialis-anterior, tibialis-posterior."

    def test_with_a_beginning_of_several_is_told_with_those(self) -> None:
        with pytest.raises(AmbiguousNameError) as caught:
            LIBRARY.find("tib")

        assert caught.value.hint == "One of: tibialis-anterior, tibialis-posterior."

    def test_is_told_with_some_where_there_are_many(self) -> None:
        many = Library(entry(f"guide-{number}") for number in range(1000))

        with pytest.raises(AmbiguousNameError) as caught:
            many.find("guide")

        assert len(caught.value.hint) < 600
        assert caught.value.hint.endswith(", and 960 more.")

    def test_that_is_broken_breaks_no_other(self) -> None:
        library = Library([broken("arm"), entry("soleus")])

        assert library.find("soleus") is GUIDE
        with pytest.raises(GuideFileError):
            library.find("arm")

    def test_of_ones_own_does_not_hide_a_packaged_one(self) -> None:
        own = entry("soleus", Shelf.OWN, "mine/soleus.yaml")
        library = Library([own, entry("soleus")])

        assert library.entry("soleus").shelf is Shelf.PACKAGED
        assert library.hidden == (own,)

    def test_is_listed_by_name(self) -> None:
        assert [each.slug for each in LIBRARY] == [
            "soleus",
            "tibialis-anterior",
            "tibialis-posterior",
        ]


class TestASection:
    @pytest.mark.parametrize(
        ("wanted", "numbers"),
        [
            ("2.1", ["2.1"]),
            ("2", ["2", "2.1"]),
            ("a", ["A"]),
            ("symptomes", ["2", "2.1"]),
            ("Symptômes", ["2", "2.1"]),
            ("PRUD", ["2.1"]),
            ("le muscle", ["1"]),
            ("le muscle العضلة", ["1"]),
            ("le mass", ["3"]),
        ],
    )
    def test_is_found_by_number_key_or_title(self, wanted: str, numbers: list[str]) -> None:
        assert [each.number for each in sections_named(GUIDE, [wanted])] == numbers

    def test_stands_once_and_in_order_whatever_is_asked_for(self) -> None:
        found = sections_named(GUIDE, ["ouvrages", "2.1", "2", "symptomes"])

        assert [each.number for each in found] == ["2", "2.1", "A"]

    def test_is_every_one_if_none_is_asked_for(self) -> None:
        assert sections_named(GUIDE, []) == GUIDE.sections

    @pytest.mark.parametrize(
        ("wanted", "error", "hint"),
        [
            ("symptom-list", UnknownNameError, "Did you mean symptomes?"),
            ("99", UnknownNameError, "There are: 1, 2, 2.1, 3, A."),
            ("le", AmbiguousNameError, "One of: le-muscle, le-massage."),
        ],
    )
    def test_that_is_not_there_is_told(
        self, wanted: str, error: type[Exception], hint: str
    ) -> None:
        with pytest.raises(error, match=re.escape(wanted)) as caught:
            sections_named(GUIDE, [wanted])

        assert getattr(caught.value, "hint", "") == hint
