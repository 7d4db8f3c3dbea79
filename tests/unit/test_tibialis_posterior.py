from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest

from plans import the_voice
from tpguide.guide.article import Bullets, GeneratedPart, Section, Shown, Source, Table
from tpguide.guide.loader import load
from tpguide.guide.model import Guide
from tpguide.guide.types import Basis, Instruction, Origin, Phrase, Statement
from tpguide.session.cues import Speech, seconds_to_say
from tpguide.session.plan import place_of
from tpguide.session.timing_check import misfits

DATA = Path(__file__).parents[2] / "data"
FACTS_OF_THE_SECTIONS = [f"F{number}" for number in range(1, 69)]
FACTS_OF_THE_REFERENCES = [f"F{number}" for number in range(69, 73)]
RANGE_NOT_PAIN = "about ankle range, not about pain"


@pytest.fixture(scope="module")
def guide() -> Guide:
    return load((DATA / "tibialis_posterior.yaml").read_bytes())


def values_in(value: object) -> Iterator[msgspec.Struct]:
    """Everything that a guide is made of, in the order of its file."""
    if isinstance(value, msgspec.Struct):
        yield value
        for field in msgspec.structs.fields(type(value)):
            yield from values_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from values_in(each)


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_in(each)
    elif isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(type(value)):
            yield from texts_in(getattr(value, field.name))


def bases_in(value: object) -> Iterator[Basis]:
    return (each for each in values_in(value) if isinstance(each, Basis))


def section(guide: Guide, number: str) -> Section:
    return next(each for each in guide.sections if each.number == number)


def own_words(guide: Guide, zone: str, strip: str) -> str:
    """What is said at a place instead of what its strip says."""
    place = place_of(guide.protocol, zone, strip)
    return place.instruction.spoken if place and place.instruction else ""


def ids_of(guide: Guide, picture: str | None) -> set[str]:
    file = next(each.file for each in guide.pictures if each.key == picture)
    return set(re.findall(r'\bid="([^"]+)"', (DATA / file).read_text(encoding="utf-8")))


class TestTheArticle:
    def test_each_statement_is_carried_once_in_the_articles_order(self, guide: Guide) -> None:
        carried = [
            fact
            for each in guide.sections
            if each.origin is Origin.ARTICLE
            for basis in bases_in(each.blocks)
            for fact in basis.facts
        ]

        assert carried == FACTS_OF_THE_SECTIONS

    def test_its_four_references_are_carried(self, guide: Guide) -> None:
        assert [fact for one in guide.references for fact in one.facts] == FACTS_OF_THE_REFERENCES

    def test_each_reference_has_a_note_instead_of_a_silent_correction(self, guide: Guide) -> None:
        assert all(one.note is not None for one in guide.references)
        assert "Calais-German," in guide.references[0].printed
        assert "The Trigger Point Workbook" in guide.references[1].printed

    def test_what_carries_its_statements_is_said_to_be_from_it(self, guide: Guide) -> None:
        assert {basis.origin for basis in bases_in(guide) if basis.facts} == {Origin.ARTICLE}

    def test_what_is_said_to_be_from_it_carries_one_of_its_statements(self, guide: Guide) -> None:
        assert [
            one for one in bases_in(guide) if one.origin is Origin.ARTICLE and not one.facts
        ] == []

    def test_its_sections_stand_before_the_added_ones(self, guide: Guide) -> None:
        origins = [each.origin for each in guide.sections if each.depth < 2]

        assert origins == sorted(origins, key=[Origin.ARTICLE, Origin.ADDED].index)
        assert [each.number.isalpha() for each in guide.sections if each.depth == 0] == [
            *[False] * 8,
            *[True] * 5,
        ]

    def test_it_gives_two_functions(self, guide: Guide) -> None:
        (functions,) = (each for each in section(guide, "3").blocks if isinstance(each, Bullets))

        assert [one.facts for one in functions.statements] == [("F28",), ("F29",)]

    def test_what_its_ankle_does_is_never_called_a_sprain(self, guide: Guide) -> None:
        assert [text for text in texts_in(guide) if "sprain" in text.lower()] == []

    def test_of_its_three_tools_the_roller_alone_is_instructed(self, guide: Guide) -> None:
        assert [tool.key for tool in guide.tools if tool.instructed] == [guide.protocol.tool]
        assert len(guide.tools) == 3


class TestWhatWasAdded:
    def test_everything_that_is_cited_is_listed_and_everything_listed_is_cited(
        self, guide: Guide
    ) -> None:
        cited = {key for basis in bases_in(guide) for key in basis.sources}

        assert cited == {source.key for source in guide.sources}

    def test_sources_stand_in_order(self, guide: Guide) -> None:
        keys = [source.key for source in guide.sources]

        assert keys == sorted(keys)

    def test_addresses_are_complete(self, guide: Guide) -> None:
        addresses = [each.address for each in values_in(guide) if isinstance(each, Source)]

        assert [each for each in addresses if not each.startswith(("https://", "http://"))] == []
        assert [each for each in addresses if "..." in each or "…" in each] == []
        assert [each for each in addresses if urlsplit(each).path.strip("/") == ""] == []

    def test_the_other_conditions_are_said_to_be_no_diagnosis(self, guide: Guide) -> None:
        look_alikes = section(guide, "1.2.1")
        captions = [
            each.caption
            for each in (*look_alikes.brief, *look_alikes.blocks)
            if isinstance(each, Table)
        ]

        assert len(captions) == 2
        assert all("This list cannot diagnose." in (caption or "") for caption in captions)

    def test_ninety_seconds_are_named_once_and_said_to_be_about_range(self, guide: Guide) -> None:
        about_ninety = [
            each.text
            for each in values_in(guide)
            if isinstance(each, Statement) and "90 s" in each.text
        ]

        assert len(about_ninety) == 1
        assert RANGE_NOT_PAIN in about_ninety[0]

    def test_every_part_that_is_data_is_shown_in_full(self, guide: Guide) -> None:
        in_full = [each.blocks for each in guide.sections]
        shown = [each.part.value for each in values_in(tuple(in_full)) if isinstance(each, Shown)]

        assert sorted(set(shown)) == sorted(part.value for part in GeneratedPart)


class TestSafety:
    def test_emergency_and_same_day_signs_are_asked_in_ten_questions(self, guide: Guide) -> None:
        assert len(guide.safety.emergency.questions) == 5
        assert len(guide.safety.same_day.questions) == 5

    def test_the_opening_of_a_sound_file_takes_45_seconds_at_most(self, guide: Guide) -> None:
        assert seconds_to_say(guide.safety.gate.opening, guide.voice.words_per_minute) <= 45

    @pytest.mark.parametrize("number", ["112", "999", "911"])
    def test_whom_to_call_is_said_with_the_signs(self, guide: Guide, number: str) -> None:
        assert number in guide.safety.emergency.advice
        assert number in guide.safety.same_day.advice
        assert " ".join(number) in guide.safety.something_wrong.signs.spoken

    def test_the_signs_are_said_in_25_seconds(self, guide: Guide) -> None:
        signs = guide.safety.something_wrong.signs.spoken
        digit_by_digit = re.sub(r"(?<=\d)(?=\d)", " ", signs)

        assert seconds_to_say(digit_by_digit, guide.voice.words_per_minute) <= 25

    def test_each_kind_of_wrong_has_its_key_in_the_question(self, guide: Guide) -> None:
        wrong = guide.safety.something_wrong

        assert [kind.key for kind in wrong.kinds] == [
            "sharp",
            "burning",
            "numb",
            "throbbing",
            "cramp",
            "other",
        ]
        for key in range(1, 7):
            assert f"{key} for" in wrong.ask.spoken

    def test_the_first_time_and_a_reason_for_care_are_gentle_and_uncrossed(
        self, guide: Guide
    ) -> None:
        for cap in (guide.protocol.first_time, guide.safety.careful):
            assert (cap.dose, cap.intensity) == ("gentle", "uncrossed")


class TestOnTheFloor:
    def test_no_glance_has_more_than_six_words(self, guide: Guide) -> None:
        glances = [
            each.glance for each in values_in(guide) if isinstance(each, (Phrase, Instruction))
        ]

        assert [glance for glance in glances if len(glance.split()) > 6] == []

    def test_what_is_spoken_fits_its_seconds_and_every_dose_its_totals(self, guide: Guide) -> None:
        assert misfits(guide) == ()

    def test_what_is_spoken_fits_its_seconds_as_it_was_recorded(self, guide: Guide) -> None:
        voice = the_voice()

        assert voice
        assert misfits(guide, Speech(guide.voice.words_per_minute, voice.seconds)) == ()

    def test_the_doses_last_as_long_as_they_should(self, guide: Guide) -> None:
        totals = {
            dose.key: (dose.totals.one_side_seconds, dose.totals.all_sides_seconds)
            for dose in guide.protocol.doses
        }

        assert totals == {"gentle": (144, 298), "standard": (236, 482), "thorough": (336, 682)}

    def test_setting_up_takes_twenty_seconds_and_ends_with_pushing_up(self, guide: Guide) -> None:
        assert sum(item.seconds for item in guide.protocol.set_up) == 20
        assert guide.protocol.set_up[-1].key == "push-up"

    def test_every_zone_and_strip_meet_in_a_place(self, guide: Guide) -> None:
        protocol = guide.protocol

        assert [(place.zone, place.strip) for place in protocol.places] == [
            (zone.key, strip.key) for zone in protocol.zones for strip in protocol.strips
        ]

    def test_the_knob_of_the_fibula_is_spoken_of_where_it_is_near(self, guide: Guide) -> None:
        assert "below the bony bump" in own_words(guide, "upper", "outer")

    def test_the_achilles_tendon_is_spoken_of_where_it_is_near(self, guide: Guide) -> None:
        assert "where the tendon begins" in own_words(guide, "lower", "centre")
        assert "where the tendon begins" in own_words(guide, "lower", "inner")


class TestPictures:
    def test_every_file_is_there(self, guide: Guide) -> None:
        assert [each.file for each in guide.pictures if not (DATA / each.file).is_file()] == []

    def test_every_drawing_has_its_title_and_its_alternative(self, guide: Guide) -> None:
        drawn = {f"pictures/{path.name}" for path in (DATA / "pictures").glob("*.svg")}

        assert {each.file for each in guide.pictures if each.title and each.alternative} == drawn

    def test_every_picture_is_used(self, guide: Guide) -> None:
        protocol = guide.protocol
        used = {
            *(getattr(block, "picture", None) for each in guide.sections for block in each.blocks),
            *(intensity.picture for intensity in protocol.intensities),
            protocol.picture,
        }

        assert {each.key for each in guide.pictures} <= used

    def test_every_part_that_is_named_is_drawn(self, guide: Guide) -> None:
        protocol = guide.protocol
        named = {
            *(zone.part for zone in protocol.zones),
            *(place.part for place in protocol.places),
            *(place.part for place in guide.safety.no_go_places),
            protocol.moving_part,
        }

        assert named - {None} <= ids_of(guide, protocol.picture)
