"""Past sessions: listed, shown, noted, deleted, plotted, given out and taken in."""

from __future__ import annotations

import io
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs
from typer.testing import CliRunner

from fakes import FakeClock, ScriptedPrompts
from plans import the_guide
from records import GOOD_MORNING, MORNING, a_beginning, a_record, a_side
from tpguide.cli.app import app
from tpguide.cli.context import Context
from tpguide.errors import ExitCode
from tpguide.session.record import KeptSoreSpot, Measurement, SessionRecord, WeeklyRating
from tpguide.session.state import Ending
from tpguide.storage.archive import Archive, ArchivedSession
from tpguide.storage.journal import Journal, open_journal
from tpguide.ui.pages.history import NOT_COUNTED
from tpguide.ui.prompts.terminal import CancelledError

GUIDE = the_guide().slug
#: When the commands are typed: the evening of the fifth day.
NOW = MORNING + timedelta(days=4, hours=12)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Tpguide:
    """The command line with a home of its own, and what it said."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.said = self.warned = ""
        self.prompts = ScriptedPrompts()

    def journal(self) -> Journal:
        return open_journal(self.home / "data", lambda: NOW)

    def keep(self, *records: SessionRecord) -> None:
        sessions = (
            ArchivedSession(record=structs.replace(record, guide=GUIDE)) for record in records
        )
        with self.journal() as journal:
            journal.add(Archive(sessions=tuple(sessions)))

    def run(self, *words: str, columns: int = 80, **environment: str) -> int:
        return self._run(io.StringIO(), words, columns, environment)

    def run_on_a_terminal(self, *words: str, columns: int = 80, **environment: str) -> int:
        return self._run(
            Terminal(),
            words,
            columns,
            {"TERM": "xterm", "NO_COLOR": "1", "PAGER": "cat"} | environment,
        )

    def _run(
        self, said: io.StringIO, words: tuple[str, ...], columns: int, environment: dict[str, str]
    ) -> int:
        context = Context(
            environment={"TPGUIDE_HOME": str(self.home), "COLUMNS": str(columns)} | environment,
            stdin=type(said)(),
            stdout=said,
            stderr=io.StringIO(),
            clock=FakeClock(NOW),
            prompts_for=lambda _: self.prompts,
        )
        ended = CliRunner().invoke(app, ["history", *words], obj=context)
        assert isinstance(context.stderr, io.StringIO)
        self.said = re.sub(r"\x1b\[[0-9;]*m", "", said.getvalue())
        self.warned = context.stderr.getvalue()
        return ended.exit_code


@pytest.fixture(name="tpguide")
def command_line(tmp_path: Path) -> Tpguide:
    return Tpguide(tmp_path)


@pytest.fixture(name="kept")
def command_line_with_a_past(tpguide: Tpguide) -> Iterator[Tpguide]:
    """One with a short first session and a longer second one, two days later."""
    first = a_record(
        number=1,
        ending=Ending.STOPPED,
        rolled={"uncrossed": 30_000, "supported": 12_000},
        sore_spots=(
            KeptSoreSpot(
                at=65_000,
                side="left",
                zone="upper",
                strip="inner",
                intensity="uncrossed",
                rating=5,
            ),
        ),
    )
    second = a_record(
        a_side("right", "standard", "crossed", pain_before=2, pain_after=None, morning=None),
        a_side("left", pain_before=4, pain_after=2, morning=GOOD_MORNING),
        number=2,
        began=MORNING + timedelta(days=2),
    )
    tpguide.keep(first, second)
    yield tpguide
    assert tpguide.prompts.left == []


class TestList:
    def test_says_so_when_nothing_is_kept(self, tpguide: Tpguide) -> None:
        assert tpguide.run() == ExitCode.DONE
        assert tpguide.said == ""
        assert tpguide.warned == "No sessions yet.\n"

    def test_has_a_line_for_each_side_the_newest_session_first(self, kept: Tpguide) -> None:
        assert kept.run() == ExitCode.DONE
        assert kept.said.splitlines() == [
            "no.  when              side   dose      intensity    rolled  pain   ended",
            "---------------------------------------------------------------------------",
            "  2  Wed 07 Jan 07:30  right  standard  crossed        2:56  2 → –  done",
            "                       left   gentle    uncrossed      1:24  4 → 2",
            "  1  Mon 05 Jan 07:30  left   gentle    uncrossed +    0:42  4 → 3  stopped",
            "",
            "+ rolled at another intensity as well.",
        ]

    @pytest.mark.parametrize("columns", [40, 50, 60, 80, 120])
    def test_leaves_out_columns_rather_than_being_too_wide(
        self, kept: Tpguide, columns: int
    ) -> None:
        kept.run_on_a_terminal(columns=columns)

        assert max(len(line) for line in kept.said.splitlines()) <= columns
        assert "Wed 07 Jan 07:30" in kept.said
        assert "2 → –" in kept.said

    def test_shows_of_one_side_only_that(self, kept: Tpguide) -> None:
        kept.run("--side", "right")

        assert "right" in kept.said
        assert "left" not in kept.said
        assert "Mon 05" not in kept.said

    @pytest.mark.parametrize("since", ["2026-01-06", "3d", "2026-01-07T07:30"])
    def test_shows_only_sessions_since_a_day(self, kept: Tpguide, since: str) -> None:
        kept.run("--since", since)

        assert "Wed 07" in kept.said
        assert "Mon 05" not in kept.said

    def test_knows_a_day_by_its_beginning(self, kept: Tpguide) -> None:
        kept.run("--since", "4d")

        assert "Mon 05" in kept.said

    @pytest.mark.parametrize("since", ["yesterday", "6x", "d", "2026-13-01", ""])
    def test_refuses_what_is_no_day(self, kept: Tpguide, since: str) -> None:
        assert kept.run("--since", since) == ExitCode.WRONG_USE
        assert f"“{since}” is no day." in kept.warned

    def test_says_that_there_are_older_ones(self, kept: Tpguide) -> None:
        kept.run("--limit", "1")

        assert "Mon 05" not in kept.said
        assert "There are older ones" in kept.said

    def test_marks_a_session_that_was_gone_through_without_counting(self, kept: Tpguide) -> None:
        kept.keep(
            a_record(number=3, began=MORNING + timedelta(days=3), rolled={"uncrossed": 9_000})
        )
        kept.run()

        assert "(done)" in kept.said.splitlines()[2]
        assert f"Not counted ({NOT_COUNTED}): 3." in " ".join(kept.said.split())

    def test_tells_the_trend_of_the_weekly_question(self, kept: Tpguide) -> None:
        with kept.journal() as journal:
            for weeks, rating in ((-3, 5), (0, 3)):
                at = MORNING + timedelta(weeks=weeks)
                journal.keep_weekly_rating(
                    WeeklyRating(guide=GUIDE, side="left", at=at, rating=rating)
                )
        kept.run()

        assert kept.said.endswith(
            "\nAverage pain in the last 24 hours\n  left: 5 → 3 in 21 days, better.\n"
        )

    def test_tells_other_programs_everything(self, kept: Tpguide) -> None:
        kept.run("--json")
        second, first = json.loads(kept.said)

        assert (second["number"], first["number"]) == (2, 1)
        assert first["result"]["sore_spots"][0]["zone"] == "upper"
        assert kept.warned == ""

    def test_gives_other_programs_an_empty_list_of_nothing(self, tpguide: Tpguide) -> None:
        tpguide.run("--json")

        assert json.loads(tpguide.said) == []

    def test_needs_nothing_but_ascii(self, kept: Tpguide) -> None:
        kept.run(LC_ALL="C")

        assert "2 -> -" in kept.said
        assert kept.said.isascii()

    @pytest.mark.parametrize(("minutes", "listed"), [(29, False), (31, True)])
    def test_has_a_session_that_broke_off_once_it_can_not_be_gone_on_with(
        self, tpguide: Tpguide, minutes: int, listed: bool
    ) -> None:
        began = NOW - timedelta(minutes=minutes)
        with tpguide.journal() as journal:
            journal.begin_session(a_beginning(began=began, guide=GUIDE))

        tpguide.run()

        assert ("stopped" in tpguide.said) is listed

    def test_has_no_session_that_still_runs(self, tpguide: Tpguide) -> None:
        began = NOW - timedelta(hours=2)
        with tpguide.journal() as journal:
            journal.begin_session(a_beginning(began=began, guide=GUIDE))

            assert tpguide.run() == ExitCode.DONE
            assert tpguide.said == ""

    def test_has_a_session_of_which_the_sides_are_lost(self, kept: Tpguide) -> None:
        with closing(sqlite3.connect(kept.home / "data" / "journal.db")) as connection:
            connection.execute("DELETE FROM session_side WHERE session = 1")
            connection.commit()

        kept.run()

        assert "Mon 05 Jan 07:30" in kept.said

    @pytest.mark.parametrize("option", ["--json", "--since=6w", "--side=left", "--limit=3"])
    def test_has_options_that_mean_nothing_before_another_command(
        self, kept: Tpguide, option: str
    ) -> None:
        assert kept.run(option, "show", "1") == ExitCode.WRONG_USE
        assert "tpguide history show --help" in kept.warned

    @pytest.mark.parametrize("words", [("-o", "file"), ("--json", "--force"), ("--force",)])
    def test_refuses_what_has_no_effect(self, kept: Tpguide, words: tuple[str, ...]) -> None:
        assert kept.run(*words) == ExitCode.WRONG_USE


class TestShow:
    def test_knows_the_last_one(self, kept: Tpguide) -> None:
        assert kept.run("show", "last") == ExitCode.DONE
        assert kept.said.startswith("Session 2, ")

    def test_tells_other_programs_everything(self, kept: Tpguide) -> None:
        assert kept.run("show", "last", "--json") == ExitCode.DONE
        assert json.loads(kept.said)["number"] == 2

    @pytest.mark.parametrize("number", ["0", "-1", "first", "99999999999999999999", "²"])
    def test_knows_no_session_by_what_is_no_number_of_one(self, kept: Tpguide, number: str) -> None:
        assert kept.run("show", "--", number) == ExitCode.WRONG_USE
        assert f"There is no session {number}." in kept.warned

    def test_tells_all_that_is_known(self, kept: Tpguide) -> None:
        assert kept.run("show", "1") == ExitCode.DONE
        told, _, watched = kept.said.partition("\n\nIn the next days")
        assert "See a professional if" in watched
        assert f"{told}\n" == (
            "Session 1, Mon 05 Jan 07:30\n"
            "tibialis-posterior, stopped after 5:00, tpguide 0.1.0\n"
            "\n"
            "left\n"
            "  Chosen: gentle, uncrossed\n"
            "  Rolled: 0:30 uncrossed, 0:12 supported\n"
            "  Pain: 4 → 3\n"
            "  Sore spots: upper inner at 1:05, then rated 5\n"
            "  Morning after: pain 3, no new bruise\n"
        )

    def test_knows_no_session_that_is_not_there(self, kept: Tpguide) -> None:
        assert kept.run("show", "3") == ExitCode.WRONG_USE
        assert kept.warned == "There is no session 3.\ntpguide history lists them.\n"


class TestNote:
    def test_takes_it_from_the_command_line(self, kept: Tpguide) -> None:
        assert kept.run("note", "1", "New roller.") == ExitCode.DONE
        kept.run("show", "1")

        assert "\nNote: New roller.\n" in kept.said

    def test_asks_for_it_and_says_what_stands_there(self, kept: Tpguide) -> None:
        kept.run("note", "1", "New roller.")
        kept.prompts = ScriptedPrompts("Old roller.")

        assert kept.run_on_a_terminal("note", "1") == ExitCode.DONE
        assert kept.warned == "So far: New roller.\n"
        with kept.journal() as journal:
            [_, first] = journal.sessions()
        assert first.note == "Old roller."

    def test_keeps_what_stands_there_if_nothing_is_answered(self, kept: Tpguide) -> None:
        kept.run("note", "1", "New roller.")
        kept.prompts = ScriptedPrompts("")
        kept.run_on_a_terminal("note", "1")
        kept.run("show", "1")

        assert "\nNote: New roller.\n" in kept.said

    def test_shows_the_one_that_it_takes_the_place_of(self, kept: Tpguide) -> None:
        kept.run("note", "1", "New roller.")
        kept.run("note", "1", "Old roller.")

        assert kept.warned == "So far: New roller.\n"

    def test_goes_away_when_an_empty_one_is_given(self, kept: Tpguide) -> None:
        kept.run("note", "1", "New roller.")
        kept.run("note", "1", "")
        kept.run("show", "1")

        assert "Note:" not in kept.said

    def test_names_what_is_missing_without_a_terminal(self, kept: Tpguide) -> None:
        assert kept.run("note", "1") == ExitCode.WRONG_USE
        assert "tpguide history note 1 TEXT" in kept.warned

    def test_shows_what_a_note_hides(self, kept: Tpguide) -> None:
        kept.run("note", "1", "a\x1b[2Jb")
        kept.run("show", "1")

        assert "a<U+001B>[2Jb" in kept.said

    def test_left_by_ctrl_c_changes_nothing_and_says_so(self, kept: Tpguide) -> None:
        kept.run("note", "1", "New roller.")
        kept.prompts = ScriptedPrompts(CancelledError())

        assert kept.run_on_a_terminal("note", "1") == ExitCode.ENDED_BY_CTRL_C
        assert kept.warned == "So far: New roller.\nNothing was changed.\n"


class TestDelete:
    def test_asks_first(self, kept: Tpguide) -> None:
        kept.prompts = ScriptedPrompts("No")

        assert kept.run_on_a_terminal("delete", "1") == ExitCode.DONE
        assert "Session 1" in kept.said
        with kept.journal() as journal:
            assert len(journal.sessions()) == 2

    def test_deletes_after_a_yes(self, kept: Tpguide) -> None:
        kept.prompts = ScriptedPrompts("Delete")
        kept.run_on_a_terminal("delete", "1")

        with kept.journal() as journal:
            assert [session.number for session in journal.sessions()] == [2]

    def test_does_not_ask_who_said_yes(self, kept: Tpguide) -> None:
        assert kept.run("delete", "1", "--yes") == ExitCode.DONE
        with kept.journal() as journal:
            assert len(journal.sessions()) == 1

    def test_deletes_nothing_without_an_answer(self, kept: Tpguide) -> None:
        assert kept.run("delete", "1") == ExitCode.WRONG_USE
        assert "--yes" in kept.warned
        with kept.journal() as journal:
            assert len(journal.sessions()) == 2


class TestForget:
    @pytest.mark.parametrize("answers", [("No",), ("Forget", "No")])
    def test_asks_twice(self, kept: Tpguide, answers: tuple[str, ...]) -> None:
        kept.prompts = ScriptedPrompts(*answers)

        assert kept.run_on_a_terminal("forget") == ExitCode.DONE
        with kept.journal() as journal:
            assert len(journal.sessions()) == 2

    def test_forgets_after_two_times_yes(self, kept: Tpguide) -> None:
        kept.prompts = ScriptedPrompts("Forget", "Yes")
        kept.run_on_a_terminal("forget")

        assert kept.warned == "Nothing is kept any more.\n"
        with kept.journal() as journal:
            assert journal.archive() == Archive()

    def test_needs_a_person(self, kept: Tpguide) -> None:
        assert kept.run("forget") == ExitCode.WRONG_USE


class TestExport:
    @pytest.mark.parametrize("form", ["json", "csv"])
    def test_gives_out_what_import_takes_in_and_only_once(
        self, kept: Tpguide, form: str, tmp_path: Path
    ) -> None:
        kept.run("export", "--format", form)
        exported = tmp_path / "exported"
        exported.write_text(kept.said, encoding="utf-8", newline="")
        other = Tpguide(tmp_path / "other")

        assert other.run("import", str(exported)) == ExitCode.DONE
        assert other.warned == "Taken in: 2 sessions.\n"
        other.run("import", str(exported))
        assert other.warned == "Taken in: nothing.\nHere already: 2 sessions.\n"
        other.run("export", "--format", form)
        assert other.said == kept.said

    def test_writes_the_next_date_for_a_calendar(self, kept: Tpguide) -> None:
        assert kept.run("export", "--format", "ics", "--guide", GUIDE) == ExitCode.DONE
        lines = kept.said.split("\r\n")

        assert lines[0] == "BEGIN:VCALENDAR"
        assert "DTSTART:20260109T183000Z" in lines  # two days are over: now, and not in the past
        assert "DURATION:PT15M" in lines
        assert all(len(line.encode()) <= 75 for line in lines)

    def test_has_no_next_date_before_the_first_session(self, tpguide: Tpguide) -> None:
        assert tpguide.run("export", "--format", "ics", "--guide", GUIDE) == ExitCode.WRONG_USE

    def test_refuses_a_file_that_is_none_of_ours(self, tpguide: Tpguide, tmp_path: Path) -> None:
        other = tmp_path / "other.csv"
        other.write_bytes(b"\xff\xfe")

        assert tpguide.run("import", str(other)) == ExitCode.WRONG_USE
        assert "is not UTF-8" in tpguide.warned
        assert tpguide.run("import", str(tmp_path)) == ExitCode.WRONG_USE
        assert "can't be read" in tpguide.warned

    def test_says_that_there_is_no_file(self, tpguide: Tpguide, tmp_path: Path) -> None:
        assert tpguide.run("import", str(tmp_path / "none")) == ExitCode.WRONG_USE
        assert "There is no file" in tpguide.warned


class TestPlot:
    @pytest.fixture(autouse=True)
    def weekly_ratings(self, kept: Tpguide) -> None:
        with kept.journal() as journal:
            for days, rating in ((0, 5), (2, 4), (4, 2)):
                at = MORNING + timedelta(days=days)
                journal.keep_weekly_rating(
                    WeeklyRating(guide=GUIDE, side="left", at=at, rating=rating)
                )

    def test_leaves_out_what_a_wrong_clock_dated_years_ahead(self, kept: Tpguide) -> None:
        kept.run("plot", "--guide", GUIDE, "--table")
        before = kept.said
        kept.keep(a_record(number=9, began=MORNING + timedelta(days=3_650)))
        with kept.journal() as journal:
            journal.keep_weekly_rating(
                WeeklyRating(guide=GUIDE, side="left", at=MORNING + timedelta(days=3_650), rating=9)
            )
        kept.run("plot", "--guide", GUIDE, "--table")

        assert kept.said == before

    def test_draws_what_can_be_seen(self, kept: Tpguide) -> None:
        assert kept.run_on_a_terminal("plot", "--guide", GUIDE, "--side", "left") == ExitCode.DONE
        rows = {line.split("│")[0].strip(): line for line in kept.said.splitlines()}

        assert "Pain in the left leg, 0 to 10" in kept.said
        assert "●" in rows["4"]
        assert "○" in rows["3"]
        assert any("\u2801" <= character <= "\u28ff" for character in rows["4"])
        assert "05 Jan    2:06  ▆" in kept.said
        assert "Upper third, Inner strip" in kept.said

    @pytest.mark.parametrize("columns", [40, 60, 80, 160])
    def test_fits_the_window(self, kept: Tpguide, columns: int) -> None:
        kept.run_on_a_terminal("plot", "--guide", GUIDE, columns=columns)

        assert max(len(line) for line in kept.said.splitlines()) <= columns

    @pytest.mark.parametrize("side", ["left", "right"])
    def test_draws_one_side_alone(self, kept: Tpguide, side: str) -> None:
        kept.run_on_a_terminal("plot", "--guide", GUIDE, "--side", side)

        assert f"Pain in the {side} leg" in kept.said
        assert kept.said.count("Pain in the") == 1

    def test_tells_it_in_tables_to_who_wants_it_so(self, kept: Tpguide) -> None:
        kept.run_on_a_terminal("plot", "--guide", GUIDE, "--table")

        assert "▆" not in kept.said
        assert "left                6" not in kept.said
        assert "over 24 hours" in kept.said

    def test_is_tables_in_a_pipe_and_without_unicode(self, kept: Tpguide) -> None:
        kept.run("plot", "--guide", GUIDE)
        piped = kept.said
        kept.run_on_a_terminal("plot", "--guide", GUIDE, LC_ALL="C")

        for text in (piped, kept.said):
            assert "over 24 hours" in text
            assert "▆" not in text
        assert kept.said.isascii()

    def test_draws_the_self_tests_among_them(self, kept: Tpguide) -> None:
        test = the_guide().self_tests[0]
        with kept.journal() as journal:
            for days, value in ((0, 8), (3, 11)):
                at = MORNING + timedelta(days=days)
                journal.keep_measurement(
                    Measurement(guide=GUIDE, test=test.key, side="left", at=at, value=value)
                )
        kept.run_on_a_terminal("plot", "--guide", GUIDE, "--side", "left")
        _, _, drawn = kept.said.partition(f"{test.name}, left leg, {test.unit}")
        kept.run("plot", "--guide", GUIDE, "--table")

        rows = [re.sub("\x1b\\[[0-9;]*m", "", line).strip()[:2] for line in drawn.splitlines()[1:5]]
        assert rows == ["11", "10", "9 ", "8 "], drawn
        assert re.search(rf"{test.name}  left +11\.0  {test.unit}", kept.said)

    def test_puts_two_charts_side_by_side_where_there_is_room(self, kept: Tpguide) -> None:
        def heads(columns: int) -> int:
            kept.run_on_a_terminal("plot", "--guide", GUIDE, columns=columns)
            return sum("Pain in the" in line for line in kept.said.splitlines())

        assert heads(99) == 2
        assert heads(100) == 1

    def test_says_what_the_colours_of_the_map_stand_for(self, kept: Tpguide) -> None:
        kept.run_on_a_terminal("plot", "--guide", GUIDE, NO_COLOR="", TERM="xterm-256color")
        coloured = kept.said
        kept.run_on_a_terminal("plot", "--guide", GUIDE, TERM="xterm-256color")

        assert "Sore in" in coloured
        assert "Sore in" not in kept.said

    def test_says_so_when_there_is_nothing_of_that_time(self, kept: Tpguide) -> None:
        assert kept.run("plot", "--guide", GUIDE, "--since", "2026-01-09T18:00") == ExitCode.DONE
        assert kept.warned == "No sessions in that time.\n"


def test_a_disk_that_is_no_help_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    tpguide = Tpguide(tmp_path)

    assert tpguide.run() == ExitCode.FAULT
    assert "can't be used" in tpguide.warned
    assert "No session can be read." in tpguide.warned
