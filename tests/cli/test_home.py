"""`tpguide` alone: a welcome for a newcomer, a home for who comes back."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs
from typer.testing import CliRunner

from fakes import FakeClock
from plans import the_guide
from records import MORNING, a_record, a_side
from tpguide.cli.app import app
from tpguide.cli.context import Context
from tpguide.errors import ExitCode
from tpguide.session.record import Morning, SessionRecord, WeeklyRating
from tpguide.session.state import Ending
from tpguide.storage.archive import Archive, ArchivedSession
from tpguide.storage.journal import open_journal
from tpguide.storage.paths import JOURNAL_FILE

GUIDE = the_guide().slug
WELCOME = "Read about a muscle"
GUIDED = "tpguide massage --guided"


class Tpguide:
    """The command line with a home of its own, a day after a session on a Monday."""

    def __init__(self, home: Path) -> None:
        self.data = home / "data"
        self._home = home
        self.said = self.warned = ""
        self.lines: list[str] = []

    def keep(self, *records: SessionRecord, weekly: tuple[WeeklyRating, ...] = ()) -> None:
        sessions = tuple(ArchivedSession(record=structs.replace(r, guide=GUIDE)) for r in records)
        with open_journal(self.data, lambda: MORNING) as journal:
            journal.add(Archive(sessions=sessions, weekly_ratings=weekly))

    def run(self, **environment: str) -> int:
        context = Context(
            environment={"TPGUIDE_HOME": str(self._home), "NO_COLOR": "1"} | environment,
            stdin=io.StringIO(),
            stdout=(said := io.StringIO()),
            stderr=(warned := io.StringIO()),
            clock=FakeClock(MORNING + timedelta(days=1)),
        )
        ended = CliRunner().invoke(app, [], obj=context)
        self.lines = said.getvalue().splitlines()
        self.said, self.warned = " ".join(said.getvalue().split()), warned.getvalue()
        return ended.exit_code


@pytest.fixture(name="tpguide")
def command_line(tmp_path: Path) -> Tpguide:
    return Tpguide(tmp_path)


def weekly(side: str, *ratings: int) -> tuple[WeeklyRating, ...]:
    first = MORNING - timedelta(weeks=len(ratings) - 1)
    return tuple(
        WeeklyRating(guide=GUIDE, side=side, at=first + timedelta(weeks=week), rating=rating)
        for week, rating in enumerate(ratings)
    )


class TestANewcomer:
    def test_sees_what_this_is_and_what_to_try(self, tpguide: Tpguide) -> None:
        assert tpguide.run() == ExitCode.DONE
        assert WELCOME in tpguide.said
        assert GUIDED in tpguide.said

    def test_sees_all_of_it_in_forty_columns_of_twelve_rows(self, tpguide: Tpguide) -> None:
        tpguide.run(COLUMNS="40", FORCE_COLOR="1")

        assert 4 < len(tpguide.lines) < 12
        assert "tpguide massage --guided" in tpguide.said

    def test_gets_no_journal(self, tpguide: Tpguide) -> None:
        tpguide.run()

        assert not tpguide.data.exists()

    def test_does_not_pay_for_a_database(self, tmp_path: Path) -> None:
        program = (
            "import sys; from tpguide.__main__ import main; sys.argv = ['tpguide']\n"
            "try: main()\nfinally: print(*sys.modules, file=sys.stderr)"
        )
        ran = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "TPGUIDE_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        )

        assert WELCOME in ran.stdout
        assert "sqlite3" not in ran.stderr.split()

    def test_who_never_had_a_session_is_one_even_with_a_journal(self, tpguide: Tpguide) -> None:
        tpguide.keep(weekly=weekly("left", 5))
        tpguide.run()

        assert WELCOME in tpguide.said


class TestWhoComesBack:
    def test_sees_the_last_session_the_next_date_and_what_to_type(self, tpguide: Tpguide) -> None:
        tpguide.keep(a_record(a_side(pain_before=4, pain_after=3)))

        assert tpguide.run() == ExitCode.DONE
        assert tpguide.said.startswith("Last session: Monday 5 January DONE")
        assert "pain 4 before, 3 after" in tpguide.said
        assert "Next: Wednesday 7 January, if no worse." in tpguide.said
        assert GUIDED in tpguide.said
        assert WELCOME not in tpguide.said

    def test_sees_what_is_proposed_and_why(self, tpguide: Tpguide) -> None:
        tpguide.keep(a_record())
        tpguide.run()

        assert "Same as last time." in tpguide.said

    def test_sees_once_what_is_proposed_for_both_sides(self, tpguide: Tpguide) -> None:
        tpguide.keep(a_record(a_side("left"), a_side("right")))
        tpguide.run()
        assert tpguide.said.count("Same as last time.") == 1

    def test_sees_the_weekly_pain_as_blocks_a_line_for_each_side(self, tpguide: Tpguide) -> None:
        tpguide.keep(a_record(), weekly=(*weekly("left", 10, 5, 0), *weekly("right", 2)))
        tpguide.run(FORCE_COLOR="1", TERM="xterm")

        assert "Weekly pain, left leg: ▇▄▁ 10 → 0" in tpguide.said
        assert "Weekly pain, right leg: ▂ 2 " in tpguide.said

    @pytest.mark.parametrize(
        "environment", [{"ACCESSIBLE": "1"}, {"LC_ALL": "C", "FORCE_COLOR": "1"}]
    )
    def test_sees_numbers_where_nothing_can_be_drawn(
        self, tpguide: Tpguide, environment: dict[str, str]
    ) -> None:
        tpguide.keep(a_record(), weekly=weekly("left", 10, 5, 0))
        tpguide.run(**environment)

        assert "Weekly pain, left leg: 10 5 0" in tpguide.said

    def test_whom_something_felt_wrong_is_not_sent_to_the_next_massage(
        self, tpguide: Tpguide
    ) -> None:
        tpguide.keep(a_record(ending=Ending.SOMETHING_WRONG))
        tpguide.run()

        assert "The advice was:" in tpguide.said
        assert "tpguide history show last" in tpguide.said
        assert "Next:" not in tpguide.said
        assert GUIDED not in tpguide.said

    def test_who_is_still_sore_is_not_sent_to_the_next_massage(self, tpguide: Tpguide) -> None:
        sore = Morning(asked=MORNING, pain=3, lasting_soreness=True)
        tpguide.keep(a_record(a_side(morning=sore)))
        tpguide.run()

        assert "Leave it alone, and ask a professional." in tpguide.said
        assert "Next:" not in tpguide.said
        assert GUIDED not in tpguide.said

    def test_is_welcomed_as_new_if_the_guide_is_gone(self, tpguide: Tpguide) -> None:
        with open_journal(tpguide.data, lambda: MORNING) as journal:
            gone = structs.replace(a_record(), guide="gone")
            journal.add(Archive(sessions=(ArchivedSession(record=gone),)))

        assert tpguide.run() == ExitCode.DONE
        assert WELCOME in tpguide.said


def test_a_damaged_journal_is_told_and_stops_nothing(tpguide: Tpguide) -> None:
    tpguide.data.mkdir()
    (tpguide.data / JOURNAL_FILE).write_bytes(b"no database" * 999)

    assert tpguide.run() == ExitCode.DONE
    assert WELCOME in tpguide.said
    assert "journal" in tpguide.warned
