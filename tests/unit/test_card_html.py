"""The card as a page of A4: it holds what the card holds, draws its places, and fetches nothing."""

from __future__ import annotations

import io
from html import escape
from pathlib import Path

import pytest
from typer.testing import CliRunner

from guides import fictitious_guide
from plans import the_guide
from tpguide.cli.app import app
from tpguide.cli.context import Context
from tpguide.errors import ExitCode
from tpguide.text import minutes_and_seconds
from tpguide.ui.pages.card_html import card_html


@pytest.fixture(name="page", scope="module")
def the_page() -> str:
    return card_html(the_guide(), lambda _: b"<svg/>")


def test_every_line_of_the_short_gate_stands_on_the_page(page: str) -> None:
    safety, ratings = the_guide().safety, the_guide().protocol.ratings

    for text in (*(line.text for line in safety.gate.short.lines), ratings.quality.text):
        assert escape(text, quote=False) in page


def test_every_dose_stands_on_the_page_with_how_long_it_takes(page: str) -> None:
    for dose in the_guide().protocol.doses:
        assert f">{minutes_and_seconds(dose.totals.one_side_seconds)}<" in page
        assert f">{minutes_and_seconds(dose.totals.all_sides_seconds)}<" in page


def test_its_places_are_drawn_on_the_page_itself(page: str) -> None:
    assert page.count('<img src="data:image/svg+xml;base64,') == 1


def test_where_the_drawing_cannot_be_had_the_places_stand_in_words() -> None:
    page = card_html(the_guide(), lambda _: None)

    assert "<img" not in page
    assert "Upper third" in page


def test_nothing_runs_and_nothing_is_fetched(page: str) -> None:
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_another_guide_has_its_own() -> None:
    page = card_html(fictitious_guide(), lambda _: None)

    assert escape(fictitious_guide().protocol.title, quote=False) in page


@pytest.mark.parametrize("options", [(), ("--format", "html"), ("--format", "text")])
def test_a_file_that_is_there_is_replaced_by_force_alone(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    kept = tmp_path / "card"
    kept.write_text("mine", encoding="utf-8")
    words = ["massage", "tibialis-posterior", *options, "-o", str(kept)]

    def code(*more: str) -> int:
        environment = {"TPGUIDE_HOME": str(tmp_path / "home")}
        context = Context(environment, io.StringIO(), io.StringIO(), io.StringIO())
        return CliRunner().invoke(app, [*words, *more], obj=context).exit_code

    assert code() == ExitCode.WRONG_USE
    assert kept.read_text("utf-8") == "mine"
    assert code("--force") == ExitCode.DONE
    assert "Getting ready" in kept.read_text("utf-8")
