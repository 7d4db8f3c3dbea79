"""The page for a physiotherapist, of twelve weeks that went through the real engine."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from typer.testing import CliRunner

from fakes import FakeClock
from plans import the_guide
from records import MORNING
from tpguide.cli.app import app
from tpguide.cli.context import Context
from tpguide.errors import ExitCode
from tpguide.progress.trends import trend_of
from tpguide.session.record import (
    Asked,
    Measurement,
    RedFlag,
    Screening,
    ScreeningVerdict,
    WeeklyRating,
)
from tpguide.storage.journal import open_journal
from twelve_weeks import live_twelve_weeks

GUIDE = the_guide()
NOW = MORNING + timedelta(weeks=12)
#: Tags that stand alone.
VOID = {"meta", "img", "br"}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Tpguide:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.said = self.warned = ""

    def run(self, *words: str, stdout: io.StringIO | None = None) -> int:
        said, warned = stdout or io.StringIO(), io.StringIO()
        context = Context(
            environment={"TPGUIDE_HOME": str(self.home), "COLUMNS": "80"},
            stdin=io.StringIO(),
            stdout=said,
            stderr=warned,
            clock=FakeClock(NOW),
        )
        ended = CliRunner().invoke(app, ["report", GUIDE.slug, *words], obj=context)
        self.said, self.warned = said.getvalue(), warned.getvalue()
        return ended.exit_code


class Reader(HTMLParser):
    """Reads a page, and knows which tags were never closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href"}]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Parts of a drawing close themselves."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


@pytest.fixture(scope="module", name="home")
def home_with_a_past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    live_twelve_weeks(home / "data")
    return home


@pytest.fixture(name="tpguide")
def command_line(home: Path) -> Tpguide:
    return Tpguide(home)


@pytest.fixture(name="page")
def page_of_twelve_weeks(tpguide: Tpguide) -> str:
    assert tpguide.run("--name", "A. <Person>") == ExitCode.DONE
    assert tpguide.warned == ""
    return tpguide.said


def test_it_is_a_whole_page_that_loads_nothing(page: str) -> None:
    reader = read(page)

    assert page.startswith("<!DOCTYPE html>")
    assert "default-src 'none'" in page
    assert reader.addresses
    assert all(address.startswith("data:") for address in reader.addresses)


def test_it_says_whose_it_is_from_when_to_when_and_who_has_not_reviewed_it(page: str) -> None:
    text = read(page).text

    assert "Name: A. <Person>. From 05 Jan 2026 to 30 Mar 2026." in text
    assert GUIDE.safety.review in text


def test_it_judges_the_trend_by_the_weekly_question_alone(page: str, home: Path) -> None:
    text = read(page).text
    with open_journal(home / "data", lambda: NOW) as journal:
        trend = trend_of(GUIDE.change, journal.weekly_ratings(GUIDE.slug), "left")

    assert trend is not None
    row = page[page.index("Average pain over 24 hours") :]
    change = f"{trend.first.rating} → {trend.last.rating} in {trend.days} days"
    assert f'data-column="Left leg">{change}: {trend.change.value}</td>' in row
    assert "Less pain right after a session does not show recovery." in text


def test_it_draws_pain_and_measurements_with_words_for_who_can_not_see_them(page: str) -> None:
    drawings = [fromstring(svg) for svg in re.findall("<svg xmlns.*?</svg>", page, re.DOTALL)]
    labels = [drawing.get("aria-label") or "" for drawing in drawings]

    assert len(drawings) == 2 + 2 * len(GUIDE.self_tests)
    assert all(drawing.get("role") == "img" for drawing in drawings)
    assert re.match(r"left leg: \d on 05 Jan 2026, \d on", labels[0])
    assert any(label.startswith(f"{GUIDE.self_tests[0].name}, right leg, cm: ") for label in labels)


def test_every_mark_lies_within_its_drawing(page: str) -> None:
    for svg in re.findall("<svg xmlns.*?</svg>", page, re.DOTALL):
        _, _, width, height = map(float, (fromstring(svg).get("viewBox") or "").split())
        for x, y in re.findall(r'cx="([\d.-]+)" cy="([\d.-]+)"', svg):
            assert 0 <= float(x) <= width
            assert 0 <= float(y) <= height
        for top, tall in re.findall(r'<rect x="30" y="([\d.-]+)".*?height="([\d.-]+)"', svg):
            assert 0 <= float(top) <= float(top) + float(tall) <= height


def test_it_shows_where_each_side_was_sore(page: str) -> None:
    reader = read(page)

    assert len(reader.addresses) == len(GUIDE.protocol.sides.each)
    assert "Where it was sore" in reader.text
    assert "Upper third, Inner strip" in reader.text


def test_the_map_says_what_its_colours_stand_for(page: str) -> None:
    scale = page[page.index('class="scale"') : page.index("sessions</li>")]

    assert re.findall("</svg> (.*?)</li>", scale) == ["1", "2 to 3", "4 to 5", "6 to 7"]


def test_of_a_mirrored_side_each_number_is_turned_back(page: str) -> None:
    drawings = [b64decode(data) for data in re.findall('base64,([^"]+)', page)]
    turned = re.compile(rb'id="fine-number-\d"[^>]* transform="[^"]*scale\(-1 1\)"')

    assert [len(turned.findall(svg)) for svg in drawings] == [
        9 if side.mirrored else 0 for side in GUIDE.protocol.sides.each
    ]


def test_it_tells_what_a_reader_should_not_have_to_look_for(page: str) -> None:
    text = read(page).text

    assert "a session was ended or refused by a sign: numb." in text
    assert "ended early: stopped" in text
    assert "a new bruise" in text
    assert "“New roller, a softer one.”" in text
    assert text.count("too little was rolled, or it was lightened") == 1


def test_it_names_the_reasons_for_care_by_their_titles(tmp_path: Path) -> None:
    reason = GUIDE.safety.reasons.agreed[0]
    with open_journal(tmp_path / "data", lambda: NOW) as journal:
        live_twelve_weeks(tmp_path / "data")
        journal.keep_screening(
            Screening(
                guide=GUIDE.slug,
                at=NOW,
                reasons=Asked.IN_FULL,
                verdict=ScreeningVerdict.AGREED,
                items=(reason.key,),
            )
        )
        journal.keep_red_flag(RedFlag(guide=GUIDE.slug, at=NOW, kind="<b>throbbing</b>"))
    tpguide = Tpguide(tmp_path)
    tpguide.run()
    text = read(tpguide.said).text

    assert f"Reason for care named: {reason.title}." in text
    assert "by a sign: <b>throbbing</b>." in text


def test_of_another_time_it_tells_only_that(tpguide: Tpguide) -> None:
    tpguide.run("--since", "2w")

    assert re.search(r"From 1[6-9] Mar 2026 to 30 Mar 2026\.", read(tpguide.said).text)
    assert "New roller" not in tpguide.said


def test_it_goes_into_a_file_when_there_is_a_person_to_read_it(
    tpguide: Tpguide, tmp_path: Path
) -> None:
    file = tmp_path / "report.html"

    assert tpguide.run(stdout=Terminal()) == ExitCode.WRONG_USE
    assert "--output" in tpguide.warned
    assert tpguide.run("--output", str(file), stdout=Terminal()) == ExitCode.DONE
    assert tpguide.said == ""
    assert read(file.read_text(encoding="utf-8")).text


@pytest.mark.parametrize("character", ["\x1b", "\x00", "\x9b", "\u202e"])
def test_a_name_with_a_character_that_acts_unseen_is_refused_and_shown_by_its_number(
    tpguide: Tpguide, character: str
) -> None:
    assert tpguide.run("--name", f"A{character}B") == ExitCode.WRONG_USE

    assert tpguide.said == ""
    assert character not in tpguide.warned
    assert f"A<U+{ord(character):04X}>B" in tpguide.warned


def test_the_largest_measurement_that_can_be_kept_is_drawn(tmp_path: Path) -> None:
    test = GUIDE.self_tests[0]
    with open_journal(tmp_path / "data", lambda: NOW) as journal:
        for days, value in ((9, 0.0), (2, 1_000_000.0)):
            journal.keep_measurement(
                Measurement(
                    guide=GUIDE.slug,
                    test=test.key,
                    side="left",
                    at=NOW - timedelta(days=days),
                    value=value,
                )
            )
    tpguide = Tpguide(tmp_path)

    assert tpguide.run() == ExitCode.DONE, tpguide.warned
    assert "1000000" in tpguide.said


def test_a_file_that_can_not_be_written_is_told(tpguide: Tpguide, tmp_path: Path) -> None:
    assert tpguide.run("--output", str(tmp_path / "none" / "x.html")) == ExitCode.WRONG_USE
    assert "can't be written" in tpguide.warned


def test_there_is_no_report_of_nothing(tmp_path: Path) -> None:
    tpguide = Tpguide(tmp_path)

    assert tpguide.run() == ExitCode.WRONG_USE
    assert "No sessions in that time." in tpguide.warned


def test_what_a_wrong_clock_dated_years_ahead_is_left_out(tmp_path: Path) -> None:
    ahead = WeeklyRating(guide=GUIDE.slug, side="left", at=NOW + timedelta(days=3_650), rating=9)
    past = WeeklyRating(guide=GUIDE.slug, side="left", at=MORNING, rating=3)
    with open_journal(tmp_path / "data", lambda: NOW) as journal:
        journal.keep_weekly_rating(past)
        journal.keep_weekly_rating(ahead)
    tpguide = Tpguide(tmp_path)

    assert tpguide.run() == ExitCode.DONE
    assert "From 05 Jan 2026 to 30 Mar 2026." in read(tpguide.said).text
    assert "2036" not in tpguide.said
