"""The protocol on one card: what stands on it, and that it fits."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from guides import fictitious_guide, fictitious_with
from looks import GLYPHS, WIDTHS, piped, printed, said
from plans import the_guide
from tpguide.cli.app import app
from tpguide.cli.context import Context
from tpguide.cli.picture_files import PictureFiles
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


def the_drawn_card(glyphs: Glyphs, columns: int = 80) -> list[str]:
    """The card as it is printed, with its drawing."""
    guide = the_guide()
    locale = "C" if glyphs.ascii_only else "C.UTF-8"
    context = Context(
        {"COLUMNS": str(columns), "LC_ALL": locale}, StringIO(), StringIO(), StringIO()
    )
    drawn = PictureFiles(context, context.guide_folder(guide.slug)).numbered(guide)
    return [text_of(line) for line in card_lines(guide, TextOptions(columns, glyphs), drawn)]


@pytest.mark.parametrize("glyphs", GLYPHS)
def test_it_has_at_most_sixty_lines_of_eighty_columns(glyphs: Glyphs) -> None:
    assert len(the_drawn_card(glyphs)) <= 60


def test_the_places_are_drawn_with_the_numbers_under_which_they_are_rolled() -> None:
    lines = the_drawn_card(GLYPHS[2])
    (drawn,) = (n for n, line in enumerate(lines) if "Getting ready" in line)
    numbers = re.findall(r"\d", "".join(line[:15] for line in lines[drawn : drawn + 16]))

    # As they are seen on the left leg from behind: outer, centre, inner.
    assert sorted(numbers) == list("123456789")
    assert [number for number in numbers if number in "456"] == ["6", "4", "5"]
    assert any("xxx" in line for line in lines)  # where never


def test_where_it_is_narrow_the_drawing_stands_alone() -> None:
    lines = the_drawn_card(GLYPHS[1], columns=40)

    assert max(len(line) for line in lines) <= 40
    assert "".join(lines).isascii()


@GUIDES
@AT_EVERY_WIDTH
def test_every_line_of_the_short_gate_stands_on_it_with_what_to_do(
    guide: GuideMaker, columns: int
) -> None:
    safety = guide().safety
    card = said(card_lines(guide(), piped(columns)))

    assert f"Caution: {safety.gate.short.ask}" in card
    assert safety.same_day.advice in card
    assert all(line.text in card for line in safety.gate.short.lines)


def test_a_line_of_the_short_gate_stands_under_the_advice_of_its_signs() -> None:
    card = the_card()
    safety = the_guide().safety

    assert card.index(safety.emergency.advice) < card.index("coughing blood, fainting")
    assert card.index("A foot turned cold") < card.index(safety.same_day.advice)
    assert card.index(safety.same_day.advice) < card.index("bone pain")


def test_it_says_where_all_signs_are() -> None:
    assert "All signs and reasons: tpguide show tibialis-posterior --section A." in the_card()


@GUIDES
def test_the_signs_come_before_anything_that_is_done(guide: GuideMaker) -> None:
    safety = guide().safety
    card = said(card_lines(guide(), piped()))

    assert card.index(safety.gate.short.lines[-1].text) < card.index("Getting ready")


@GUIDES
@AT_EVERY_WIDTH
def test_it_says_that_nobody_has_reviewed_it(guide: GuideMaker, columns: int) -> None:
    assert guide().safety.review in said(card_lines(guide(), piped(columns)))


@pytest.mark.parametrize(
    ("dose", "cells"),
    [
        ("Gentle", ["2 of 4 s", "1", "6", "uncrossed", "2:24", "4:58"]),
        ("Standard", ["4 of 4 s", "2", "8", "crossed", "3:56", "8:02"]),
        ("Thorough", ["6 of 4 s", "3", "10", "crossed", "5:36", "11:22"]),
    ],
)
def test_a_dose_stands_with_its_passes_sore_spots_strokes_pressure_and_totals(
    dose: str, cells: list[str]
) -> None:
    assert row_of(f"{dose}⁺", the_guide())[1:] == cells


def test_where_there_is_one_side_its_total_stands_alone() -> None:
    assert row_of("Longue⁺", fictitious_guide())[-1] == "2:35"


def test_places_are_numbered_in_the_order_in_which_they_are_rolled() -> None:
    assert "Upper third 1-3 · Middle third 4-6 · Lower third 7-9" in the_card()
    assert "toes up 1 4 7 · toes in 2 5 8 · toes out 3 6 9" in the_card()


def test_a_place_with_words_of_its_own_is_told_by_its_number() -> None:
    assert "3: toes out, below the bump · 7: stop before the tendon" in the_card()
    assert "4: Coude plié" in the_fictitious_card()


@GUIDES
@AT_EVERY_WIDTH
def test_every_zone_strip_and_step_of_the_set_up_is_told(guide: GuideMaker, columns: int) -> None:
    protocol = guide().protocol
    card = said(card_lines(guide(), TextOptions(columns, GLYPHS[2])))

    assert all(zone.name in card for zone in protocol.zones)
    assert all(strip.glance in card for strip in protocol.strips)
    assert all(
        (step.glance if step.by_intensity else step.spoken) in card for step in protocol.set_up
    )


def test_what_follows_a_zone_is_told_with_its_seconds() -> None:
    assert (
        "1. Sorest spot, short strokes 2. Pain? 0 to 10⁺ 3. Sit down and rest, 10 s⁺" in the_card()
    )


def test_zones_after_which_pain_is_asked_for_are_named_where_not_all_are_meant() -> None:
    assert "Douleur de zéro à dix?, only after Le dessus" in the_fictitious_card(60)


def test_nothing_is_said_of_sore_spots_where_no_dose_has_one() -> None:
    guide = load(fictitious_with("sore_spots_after: [dessous]", "sore_spots_after: []"))

    assert guide.protocol.phrases.sore_spot.glance not in said(card_lines(guide, piped(60)))


@pytest.mark.parametrize(
    ("card", "rules"),
    [
        (
            the_card,
            (
                "0 to 2: Light. Fine.",
                "3 to 5: What you aim for",
                "6 or more: Too much. Lighter",
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
                "7 or more: Plus léger",
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


def test_names_in_a_row_are_parted_where_a_mark_stands_between_them() -> None:
    card = said(card_lines(the_guide(), TextOptions(80)))
    never = card[card.index("Never on:") : card.index("How often:")]

    assert "⁺ · " in never
    assert never.count("⁺") == never.count("⁺ · ") + 1


def test_how_often_is_told_in_numbers() -> None:
    assert (
        "How often: 3 times a week to start with, 6 at most; 1 a day for each leg."
    ) in the_card()


def test_a_mark_that_most_of_a_block_has_is_said_once_and_others_where_they_are() -> None:
    card = the_card(60)

    assert "In this order⁺" in card
    assert "Hands on the floor behind you.⁺" in card  # in a block of the article's
    assert "Legs out in front. 2." in card


def test_what_stands_under_no_heading_of_its_own_is_always_marked() -> None:
    assert "Never on: Le creux du coude⁺" in the_fictitious_card()


@GUIDES
@AT_EVERY_WIDTH
@pytest.mark.parametrize("glyphs", GLYPHS)
def test_it_fits_the_width(guide: GuideMaker, columns: int, glyphs: Glyphs) -> None:
    lines = card_lines(guide(), TextOptions(columns, glyphs))

    assert max(width_of(line) for line in lines) <= columns


@GUIDES
@AT_EVERY_WIDTH
def test_a_terminal_without_other_characters_gets_none(guide: GuideMaker, columns: int) -> None:
    lines = card_lines(guide(), TextOptions(columns, GLYPHS[1]))

    assert "".join(text_of(line) for line in lines).isascii()


def test_nothing_of_a_guide_is_taken_as_markup() -> None:
    tricky = "[bold red]:warning: [/]"

    assert tricky in printed(card_lines(replace(the_guide(), name=tricky), piped()))


@pytest.mark.parametrize("plain", [["--plain"], []])
def test_plain_lines_have_no_drawing(tmp_path: Path, plain: list[str]) -> None:
    said = StringIO()
    context = Context({"TPGUIDE_HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}, StringIO(), said)
    CliRunner().invoke(app, ["massage", "tibialis-posterior", *plain], obj=context)

    assert "Getting ready" in said.getvalue()
    assert ("│" in said.getvalue()) is not bool(plain)
