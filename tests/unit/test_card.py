"""The protocol on one card: what stands on it, and that it fits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from guides import fictitious_guide, fictitious_with
from looks import GLYPHS, WIDTHS, piped, printed, said
from plans import the_guide
from tpguide.guide.loader import load
from tpguide.guide.model import Guide
from tpguide.ui.pages.card import card_lines
from tpguide.ui.text.lines import text_of, width_of
from tpguide.ui.text.options import TextOptions
from tpguide.ui.text.theme import Glyphs

GUIDES = pytest.mark.parametrize("guide", [the_guide, fictitious_guide])
AT_EVERY_WIDTH = pytest.mark.parametrize("columns", WIDTHS)

GuideMaker = Callable[[], Guide]


def the_card(columns: int = 80) -> str:
    return said(card_lines(the_guide(), piped(columns)))


def the_fictitious_card(columns: int = 80) -> str:
    return said(card_lines(fictitious_guide(), piped(columns)))


def row_of(name: str, guide: Guide) -> list[str]:
    """Return the cells of the row of a table that begins with *name*."""
    texts = [text_of(line) for line in card_lines(guide, piped(100))]
    (row,) = (text for text in texts if text.startswith(f"{name} "))
    return [cell.strip() for cell in row.split("   ") if cell.strip()]


@GUIDES
@AT_EVERY_WIDTH
def test_every_sign_that_ends_it_stands_on_the_card_with_what_to_do(
    guide: GuideMaker, columns: int
) -> None:
    safety = guide().safety
    card = said(card_lines(guide(), piped(columns)))

    for tier in (safety.emergency, safety.same_day):
        assert f"Caution: {tier.title}" in card
        assert f"{tier.ask} {tier.advice}" in card
        for question in tier.questions:
            assert f"{question.title}: {' · '.join(question.signs)}" in card


@GUIDES
def test_the_signs_come_before_anything_that_is_done(guide: GuideMaker) -> None:
    safety, protocol = guide().safety, guide().protocol
    card = said(card_lines(guide(), piped()))

    last_sign = safety.same_day.questions[-1].signs[-1]
    assert card.index(safety.emergency.advice) < card.index(last_sign)
    assert card.index(last_sign) < card.index(protocol.set_up[0].glance)


@GUIDES
@AT_EVERY_WIDTH
def test_it_says_that_nobody_has_reviewed_it(guide: GuideMaker, columns: int) -> None:
    assert guide().safety.review in said(card_lines(guide(), piped(columns)))


@pytest.mark.parametrize(
    ("dose", "cells"),
    [
        ("Gentle", ["2", "8 s", "1", "6", "2:24", "4:58"]),
        ("Standard", ["4", "16 s", "2", "8", "3:56", "8:02"]),
        ("Thorough", ["6", "24 s", "3", "10", "5:36", "11:22"]),
    ],
)
def test_a_dose_stands_with_its_passes_seconds_sore_spots_strokes_and_totals(
    dose: str, cells: list[str]
) -> None:
    assert row_of(dose, the_guide())[1:] == cells


def test_where_there_is_one_side_its_total_stands_alone() -> None:
    assert row_of("Longue", fictitious_guide())[1:] == ["4", "20 s", "1", "5", "2:35"]


def test_the_zones_with_a_sore_spot_are_named_for_each_dose_that_has_one() -> None:
    assert (
        "Sore spots after: Lower third (gentle) · Middle third, Lower third (standard) · "
        "Upper third, Middle third, Lower third (thorough)"
    ) in the_card()
    assert "Sore spots after: Le dessous (longue)" in the_fictitious_card()


def test_places_are_numbered_in_the_order_in_which_they_are_rolled() -> None:
    assert row_of("Upper third", the_guide())[1:] == ["1", "2", "3"]
    assert row_of("Middle third", the_guide())[1:] == ["4", "5", "6"]
    assert row_of("Lower third", the_guide())[1:] == ["7", "8", "9"]


def test_a_place_with_words_of_its_own_is_told_by_its_number() -> None:
    assert "3: toes out. Stay below the bony bump on the outside" in the_card()
    assert "4: Pliez le coude." in the_fictitious_card()


@GUIDES
@AT_EVERY_WIDTH
def test_every_zone_strip_and_intensity_is_told(guide: GuideMaker, columns: int) -> None:
    protocol = guide().protocol
    card = said(card_lines(guide(), TextOptions(columns, GLYPHS[2])))

    for zone in protocol.zones:
        assert f"{zone.name}: {zone.extent}" in card
    for intensity in protocol.intensities:
        assert intensity.change_to.glance in card
        assert all(statement.text in card for statement in intensity.reaches)
    for strip in protocol.strips:
        assert all(word in card for word in f"{strip.name} {strip.glance}".split())


def test_the_set_up_is_in_order_with_its_seconds_and_where_pain_is_asked_for() -> None:
    card = the_card(60)  # where the blocks stand one above the other
    steps = (
        "1. Sit, legs in front (4 s)",
        "2. Roller below the knee (5 s)",
        "3. Hands behind (3 s)",
        "4. Legs as chosen (3 s)",
        "5. Pain? 0 to 10 (5 s)",
        "6. Lift your hips (5 s)",
    )
    places = [card.index(step) for step in steps]

    assert places == sorted(places)


def test_what_follows_a_zone_and_what_follows_the_last_is_told_with_its_seconds() -> None:
    card = the_card(60)

    assert "1. Sorest spot, short strokes (2 s each)⁺" in card
    assert "2. Pain? 0 to 10 (5 s) 3. Sit down and rest (10 s)" in card
    assert "After the last: Change legs (10 s) · Rest, then get up slowly (12 s)" in card


def test_zones_after_which_pain_is_asked_for_are_named_where_not_all_are_meant() -> None:
    assert "Douleur de zéro à dix? (15 s), only after Le dessus" in the_fictitious_card(60)


def test_nothing_is_said_of_sore_spots_where_no_dose_has_one() -> None:
    guide = load(fictitious_with("sore_spots_after: [dessous]", "sore_spots_after: []"))
    card = said(card_lines(guide, piped(60)))

    assert "Sore spots after" not in card
    assert guide.protocol.phrases.sore_spot.glance not in card


@pytest.mark.parametrize(
    ("card", "rules"),
    [
        (
            the_card,
            (
                "0 to 2: Light. Fine.",
                "3 to 5: What you aim for",
                "6 or more: Too much. Lighter (asked again after 10 s)",
                "7 or more, or still 6: Leave this place",
                "7 or more, 2 times: Too much. Done for today",
                "6 before you begin: Gentle, uncrossed, at most.",
                "7 or more before you begin: This is too much pain for a massage.",
            ),
        ),
        (
            the_fictitious_card,
            (
                "0 to 4: Bien.",
                "7 or more: Plus léger (asked again after 8 s)",
                "8 or more, or still 7: Laissez cet endroit",
                "8 or more, 3 times: Trop de douleur",
                "5 to 7 before you begin: Courte, léger, at most.",
                "8 or more before you begin: C'est trop de douleur",
            ),
        ),
    ],
)
def test_what_follows_from_a_rating_is_what_the_session_does(
    card: Callable[[], str], rules: tuple[str, ...]
) -> None:
    assert [rule for rule in rules if rule not in card()] == []


@GUIDES
def test_the_kind_of_pain_comes_before_its_number(guide: GuideMaker) -> None:
    ratings = guide().protocol.ratings
    card = said(card_lines(guide(), piped()))

    assert 0 < card.index(ratings.quality.text) < card.index(ratings.bands[0].text)


@GUIDES
@AT_EVERY_WIDTH
def test_every_place_that_is_never_rolled_is_named(guide: GuideMaker, columns: int) -> None:
    card = said(card_lines(guide(), piped(columns)))
    never = card[card.index("Never on:") : card.index("How often:")]

    assert all(place.name in never for place in guide().safety.no_go_places)


def test_how_often_is_told_in_numbers() -> None:
    assert (
        "How often: 3 times a week to start with, 6 at most; 1 a day for each leg. "
        "Look back after 14 days."
    ) in the_card()


def test_a_mark_that_most_of_a_block_has_is_said_once_and_others_where_they_are() -> None:
    card = the_card(60)

    assert "Where⁺" in card
    assert "Middle third: From one third to two thirds down the calf. •" in card
    assert "outside of the knee.⁺" in card
    assert "Hands behind (3 s)⁺" in card  # in a block of the article's
    assert "Sit, legs in front (4 s) 2." in card


def test_what_stands_under_no_heading_of_its_own_is_always_marked() -> None:
    assert "Never on: Le creux du coude⁺" in the_fictitious_card()


@GUIDES
@AT_EVERY_WIDTH
@pytest.mark.parametrize("glyphs", GLYPHS)
def test_it_fits_the_width(guide: GuideMaker, columns: int, glyphs: Glyphs) -> None:
    lines = card_lines(guide(), TextOptions(columns, glyphs))

    assert max(width_of(line) for line in lines) <= columns


@pytest.mark.parametrize("columns", [80, 100])
def test_blocks_side_by_side_begin_where_the_others_do(columns: int) -> None:
    texts = [text_of(line) for line in card_lines(the_guide(), TextOptions(columns))]
    (ready,) = (text for text in texts if "Getting ready" in text)
    (where,) = (text for text in texts if "Where⁺" in text)

    assert "After each zone" in ready
    assert ready.index("Getting ready") == where.index("Where")


@GUIDES
@AT_EVERY_WIDTH
def test_a_terminal_without_other_characters_gets_none(guide: GuideMaker, columns: int) -> None:
    lines = card_lines(guide(), TextOptions(columns, GLYPHS[1]))

    assert "".join(text_of(line) for line in lines).isascii()


def test_nothing_of_a_guide_is_taken_as_markup() -> None:
    guide = the_guide()
    tricky = "[bold red]:warning: [/]"
    emergency = replace(guide.safety.emergency, title=tricky)
    guide = replace(guide, name=tricky, safety=replace(guide.safety, emergency=emergency))
    shown = printed(card_lines(guide, piped()))

    assert shown.count(tricky) == 2
