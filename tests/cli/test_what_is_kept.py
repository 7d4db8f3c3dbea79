"""Nothing is said to be done that wasn't: journals that can't be read or written, and imports."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from fakes import FakeClock, ScriptedPrompts
from plans import the_guide
from records import MORNING
from tpguide.cli.app import app
from tpguide.cli.context import Context
from tpguide.errors import ExitCode
from tpguide.session.record import Measurement, WeeklyRating
from tpguide.storage.archive import Archive
from tpguide.storage.journal import Journal, open_journal
from tpguide.storage.paths import JOURNAL_FILE
from twelve_weeks import live_twelve_weeks

GUIDE = the_guide().slug
#: The user that may do nothing, for tests that run as the one that may do everything.
NOBODY = 65534


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Tpguide:
    """The command line with a home of its own, and what it said."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.said = self.warned = ""

    def journal(self) -> Journal:
        return open_journal(self.home / "data", lambda: MORNING)

    def run(self, *words: str, terminal: bool = False, answers: tuple[str, ...] = ()) -> int:
        kind = Terminal if terminal else io.StringIO
        said, warned = kind(), io.StringIO()
        context = Context(
            environment={"TPGUIDE_HOME": str(self.home), "TERM": "dumb", "COLUMNS": "80"},
            stdin=kind(),
            stdout=said,
            stderr=warned,
            clock=FakeClock(MORNING),
            prompts_for=lambda _: ScriptedPrompts(*answers),
        )
        ended = CliRunner().invoke(app, list(words), obj=context)
        self.said, self.warned = said.getvalue(), warned.getvalue()
        return ended.exit_code


@pytest.fixture(scope="module", name="sound")
def sound_journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    live_twelve_weeks(folder)
    return folder / JOURNAL_FILE


@pytest.fixture(scope="module", name="sessions")
def how_many_sessions_are_in_it(sound: Path) -> int:
    with open_journal(sound.parent, lambda: MORNING) as journal:
        return len(journal.sessions())


@pytest.fixture(name="tpguide")
def command_line(tmp_path: Path) -> Tpguide:
    return Tpguide(tmp_path / "home")


@pytest.fixture(name="kept")
def command_line_with_a_past(sound: Path, tpguide: Tpguide) -> Tpguide:
    (tpguide.home / "data").mkdir(parents=True)
    shutil.copy(sound, tpguide.home / "data" / JOURNAL_FILE)
    return tpguide


# A journal of which nothing can be read, or into which nothing can be written


def make_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def make_text(path: Path) -> None:
    path.write_bytes(b"no journal, not by far" * 1000)


def make_empty(path: Path) -> None:
    path.write_bytes(b"")


READING = {
    "history": "No session can be read.",
    "history --json": "No session can be read.",
    "history show last": "No session can be read.",
    "history export": "Nothing was exported.",
    "history export --format csv": "Nothing was exported.",
    f"history plot --guide {GUIDE}": "Nothing can be drawn.",
    f"report {GUIDE}": "No report was written.",
}


@pytest.mark.parametrize("make", [make_pipe, make_text, make_empty])
@pytest.mark.parametrize("command", READING)
def test_what_reads_a_journal_of_which_nothing_can_be_read_says_so_and_fails(
    kept: Tpguide, make: Callable[[Path], None], command: str
) -> None:
    make(kept.home / "data" / JOURNAL_FILE)

    assert kept.run(*command.split()) == ExitCode.FAULT
    assert kept.said == ""
    assert READING[command] in kept.warned


@pytest.fixture(name="unwritable")
def command_line_whose_journal_belongs_to_the_past(kept: Tpguide) -> Tpguide:
    make_newer(kept.home / "data" / JOURNAL_FILE)
    return kept


def make_newer(path: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


WRITING = {
    "history note 5 x": "The note was not kept.",
    "history delete 5 --yes": "Nothing was deleted.",
    "history undo": "Nothing was taken back.",
    f"measure {GUIDE} --undo": "Nothing that is measured would be kept.",
    f"measure {GUIDE} --test knee-to-wall --result left=9": "Nothing that is measured",
}


@pytest.mark.parametrize("command", WRITING)
def test_what_writes_where_nothing_can_be_kept_says_so_and_fails(
    unwritable: Tpguide, command: str
) -> None:
    assert unwritable.run(*command.split()) == ExitCode.FAULT
    assert WRITING[command] in unwritable.warned


def test_forgetting_what_can_not_be_written_fails_before_it_asks(unwritable: Tpguide) -> None:
    assert unwritable.run("history", "forget", terminal=True) == ExitCode.FAULT
    assert "Nothing was forgotten." in unwritable.warned


def test_an_import_where_nothing_can_be_kept_fails(unwritable: Tpguide, tmp_path: Path) -> None:
    assert unwritable.run("history", "export", "-o", str(tmp_path / "file")) == ExitCode.DONE

    assert unwritable.run("history", "import", str(tmp_path / "file")) == ExitCode.FAULT
    assert "Nothing was taken in." in unwritable.warned


def test_a_newer_journal_is_read_as_far_as_it_is_known(unwritable: Tpguide, sessions: int) -> None:
    assert unwritable.run("history", "export") == ExitCode.DONE

    assert len(json.loads(unwritable.said)["sessions"]) == sessions
    assert "newer tpguide" in unwritable.warned


def test_an_export_of_nothing_says_that_it_is_one(tpguide: Tpguide) -> None:
    assert tpguide.run("history", "export") == ExitCode.DONE
    assert tpguide.warned == "Nothing is kept, so this export holds nothing.\n"


def test_an_export_of_nothing_names_what_was_set_aside(kept: Tpguide) -> None:
    make_text(kept.home / "data" / JOURNAL_FILE)
    kept.run("history")

    assert kept.run("history", "export") == ExitCode.DONE
    assert "A damaged journal was set aside:" in kept.warned
    assert "journal-damaged-" in kept.warned


def test_the_doctor_names_what_was_set_aside_and_how_the_rest_comes_back(kept: Tpguide) -> None:
    make_text(kept.home / "data" / JOURNAL_FILE)
    kept.run("history")
    kept.run("doctor", "--json")

    assert "journal-damaged-" in kept.said
    assert "tpguide history import FILE" in kept.said


def test_the_safety_questions_tell_what_troubles_the_journal(kept: Tpguide) -> None:
    make_text(kept.home / "data" / JOURNAL_FILE)
    kept.run("check", GUIDE, terminal=True)

    assert "The journal was damaged." in kept.warned


def test_a_session_that_can_not_be_read_is_told_and_can_be_deleted(kept: Tpguide) -> None:
    import sqlite3

    with closing(sqlite3.connect(kept.home / "data" / JOURNAL_FILE)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE session_side SET pain_before = 77 WHERE session = 40")
        connection.commit()

    assert kept.run("history", "show", "40") == ExitCode.FAULT
    assert "Session 40 can't be read." in kept.warned
    assert kept.run("history", "delete", "40", "--yes") == ExitCode.DONE
    assert kept.run("history", "show", "40") == ExitCode.WRONG_USE


# What import takes in


@pytest.fixture(name="exported")
def export_of_twelve_weeks(kept: Tpguide) -> dict[str, Any]:
    with kept.journal() as journal:
        archive = journal.archive()
    plain: dict[str, Any] = msgspec.to_builtins(archive)
    return plain


def first_session(exported: dict[str, Any]) -> Any:
    return exported["sessions"][0]["record"]


SPOILT: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a year": (
        lambda plain: first_session(plain).update(began="9999-12-31T23:59:59-12:00"),
        "session 1: began is not between the years 1900 and 2199",
    ),
    "an offset": (
        lambda plain: first_session(plain).update(began="2026-09-02T06:55:00+23:59"),
        "session 1: began is further from UTC than any place on earth",
    ),
    "no offset": (
        lambda plain: first_session(plain).update(began="2026-09-02T06:55:00"),
        "session 1, began",
    ),
    "a number": (lambda plain: first_session(plain).update(number=2**70), "session 1, number"),
    "a token": (lambda plain: first_session(plain).update(token="x" * 65), "session 1, token"),
    "no guide": (
        lambda plain: first_session(plain).update(guide=""),
        "session 1, guide: expected text of a length of at least 1",
    ),
    "a note": (lambda plain: first_session(plain).update(note="x" * 10_001), "session 1, note"),
    "a rolled time": (
        lambda plain: first_session(plain)["result"]["rolled"][0].update(milliseconds=10**30),
        "session 1, result, rolled 1, milliseconds",
    ),
    "a side": (
        lambda plain: first_session(plain)["sides"][0]["choice"].update(dose=""),
        "session 1",
    ),
    "a pain": (
        lambda plain: first_session(plain)["sides"][0].update(pain_before=77),
        "session 1, side 1, pain before",
    ),
    "an event before the first": (
        lambda plain: plain["sessions"][0]["events"][1].update(at=-5),
        "session 1, event 2, at: expected a whole number at least 0",
    ),
    "an event that is none": (
        lambda plain: plain["sessions"][0]["events"][1].update(event="New"),
        "session 1, event 2",
    ),
    "a measurement": (
        lambda plain: plain["measurements"][2].update(value=1e308),
        "measurement 3, value: expected a number at most 1000000",
    ),
    "a sign of no guide": (
        lambda plain: plain.update(
            red_flags=[{"guide": "", "at": "2026-01-01T00:00:00Z", "kind": "x"}]
        ),
        "red flag 1, guide",
    ),
    "a sign of no kind": (
        lambda plain: plain.update(
            red_flags=[{"guide": "calf", "at": "2026-01-01T00:00:00Z", "kind": ""}]
        ),
        "red flag 1, kind",
    ),
    "a place": (
        lambda plain: plain.update(reading_places={"calf": {"section": "a", "line": 10**30}}),
        "reading places",
    ),
    "a place of nothing": (
        lambda plain: plain.update(reading_places={"": {"section": "a", "line": 1}}),
        "reading places",
    ),
    "another kind of entry": (lambda plain: plain.update(dreams=[]), "dreams"),
    "another format": (lambda plain: plain.update(format=2), "format"),
    "a screening": (
        lambda plain: plain["screenings"][0].update(items=["two words"]),
        "screening 1, item 1",
    ),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_an_import_with_one_thing_that_can_not_be_names_it_and_takes_nothing_in(
    exported: dict[str, Any], tmp_path: Path, spoilt: str
) -> None:
    spoil, told = SPOILT[spoilt]
    plain = json.loads(json.dumps(exported, default=list))
    spoil(plain)
    file = tmp_path / "export.json"
    file.write_text(json.dumps(plain), encoding="utf-8")
    other = Tpguide(tmp_path / "other")

    assert other.run("history", "import", str(file)) == ExitCode.WRONG_USE
    assert told in other.warned
    with other.journal() as journal:
        assert journal.archive() == Archive()


@pytest.mark.parametrize("form", ["json", "csv"])
def test_everything_is_taken_in_and_each_kind_counted(
    kept: Tpguide, tmp_path: Path, sessions: int, form: str
) -> None:
    file = str(tmp_path / "file")
    assert kept.run("history", "export", "--format", form, "-o", file) == ExitCode.DONE
    other = Tpguide(tmp_path / "other")

    assert other.run("history", "import", file) == ExitCode.DONE
    with kept.journal() as one, other.journal() as another:
        assert another.archive() == one.archive()
        archive = one.archive()
    assert other.warned == (
        f"Taken in: {sessions} sessions, {len(archive.screenings)} screenings,"
        f" 1 red flag, {len(archive.weekly_ratings)} weekly ratings, {len(archive.measurements)}"
        " measurements.\n"
    )


def test_a_table_has_a_row_for_each_session(kept: Tpguide, sessions: int) -> None:
    kept.run("history", "export", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(kept.said, newline="")))

    assert sum(row["kind"] == "session" for row in rows) == sessions
    assert {row["kind"] for row in rows} == {
        "session", "screening", "red flag", "weekly rating", "measurement",
    }  # fmt: skip


# Files that are given out


@pytest.mark.parametrize(
    "command", ["history export", "history --json", "history show last --json", f"report {GUIDE}"]
)
def test_a_file_is_for_its_owner_alone_and_replaced_only_by_force(
    kept: Tpguide, tmp_path: Path, command: str
) -> None:
    file = tmp_path / "file"
    words = [*command.split(), "-o", str(file)]

    assert kept.run(*words) == ExitCode.DONE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text(encoding="utf-8")
    file.write_text("mine", encoding="utf-8")
    assert kept.run(*words) == ExitCode.WRONG_USE
    assert "--force" in kept.warned
    assert file.read_text(encoding="utf-8") == "mine"
    assert kept.run(*words, "--force") == ExitCode.DONE
    assert file.read_text(encoding="utf-8") != "mine"


def test_a_hyphen_means_what_is_printed(kept: Tpguide, sessions: int) -> None:
    assert kept.run("history", "export", "-o", "-") == ExitCode.DONE
    assert len(json.loads(kept.said)["sessions"]) == sessions


# What was entered wrongly


def test_the_last_measurement_can_be_taken_back_and_measured_anew(tpguide: Tpguide) -> None:
    words = ("measure", GUIDE, "--test", "knee-to-wall")
    assert tpguide.run(*words, "--result", "left=9") == ExitCode.DONE
    assert tpguide.run(*words, "--undo") == ExitCode.DONE
    assert "Taken back: knee-to-wall, left, 9, of Mon 05 Jan 07:30." in tpguide.warned

    assert tpguide.run(*words, "--result", "left=12") == ExitCode.DONE
    with tpguide.journal() as journal:
        assert [one.value for one in journal.measurements(GUIDE)] == [12]


def test_the_last_entry_of_any_kind_can_be_taken_back(tpguide: Tpguide) -> None:
    weekly = WeeklyRating(guide=GUIDE, side="left", at=MORNING, rating=8)
    with tpguide.journal() as journal:
        journal.keep_measurement(
            Measurement(guide=GUIDE, test="a", side="left", at=MORNING.replace(day=4), value=3.0)
        )
        journal.keep_weekly_rating(weekly)

    assert tpguide.run("history", "undo") == ExitCode.DONE
    assert "the weekly rating, left, 8" in tpguide.warned
    with tpguide.journal() as journal:
        assert journal.weekly_ratings(GUIDE) == ()
        assert len(journal.measurements(GUIDE)) == 1


def test_nothing_can_be_taken_back_where_nothing_is(tpguide: Tpguide) -> None:
    assert tpguide.run("history", "undo") == ExitCode.WRONG_USE
    assert tpguide.run("measure", GUIDE, "--undo") == ExitCode.WRONG_USE
