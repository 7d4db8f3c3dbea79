"""That a session still runs is known by a lock, which ends with its program."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from records import MORNING, NOON_UTC, a_beginning, a_result
from tpguide.storage.journal import Journal, open_journal
from tpguide.storage.running import RunningSessions

HOLD = (
    "import sys; from pathlib import Path; from tpguide.storage.running import RunningSessions\n"
    "sessions = RunningSessions(Path(sys.argv[1])); sessions.begin(1)\n"
    "print('held', flush=True); sys.stdin.read()"
)

#: Root may read everything, and so becomes nobody.
ASK = (
    "import os, sys; from pathlib import Path\n"
    "from tpguide.storage.running import RunningSessions\n"
    "os.geteuid() or os.setuid(65534)\n"
    "print(RunningSessions(Path(sys.argv[1])).run_elsewhere(1))"
)


def a_journal(folder: Path) -> Journal:
    return open_journal(folder, lambda: NOON_UTC)


def test_a_session_runs_elsewhere_for_as_long_as_the_program_that_holds_it(tmp_path: Path) -> None:
    here = RunningSessions(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        while_it_runs = here.run_elsewhere(1), here.begin(1)
        other.kill()

    assert while_it_runs == (True, False)
    assert not here.run_elsewhere(1)
    assert here.begin(1)


@pytest.mark.skipif(sys.platform == "win32", reason="there files are kept from others by folders")
def test_a_session_of_another_user_who_cannot_be_asked_is_taken_for_one_that_runs(
    tmp_path: Path,
) -> None:
    RunningSessions(tmp_path).begin(1)
    (tmp_path / "session-1.running").chmod(0)
    asked = subprocess.run(
        [sys.executable, "-c", ASK, str(tmp_path)], capture_output=True, text=True, check=True
    )

    assert asked.stdout.strip() == "True"


def test_a_session_whose_process_number_belongs_to_another_program_now_did_break_off(
    tmp_path: Path,
) -> None:
    with a_journal(tmp_path) as journal:
        number = journal.begin_session(a_beginning())
    with closing(sqlite3.connect(tmp_path / "journal.db")) as connection:
        connection.execute("UPDATE session SET process = ?", (1,))
        connection.commit()

    with a_journal(tmp_path) as journal:
        assert [one.number for one in journal.unfinished_sessions("calf")] == [number]


def test_a_session_that_runs_in_another_window_did_not_break_off_and_is_not_taken_up_there(
    tmp_path: Path,
) -> None:
    with a_journal(tmp_path) as one, a_journal(tmp_path) as other:
        number = one.begin_session(a_beginning(began=MORNING))

        assert other.unfinished_sessions("calf") == ()
        assert not other.take_up_session(number)
        assert [found.number for found in one.unfinished_sessions("calf")] == [number]


def test_a_session_that_is_over_leaves_nothing_beside_the_journal(tmp_path: Path) -> None:
    with a_journal(tmp_path) as journal:
        number = journal.begin_session(a_beginning())
        journal.finish_session(number, a_result())

    assert [path.name for path in tmp_path.iterdir()] == ["journal.db"]


def test_where_no_lock_can_be_had_a_session_runs_all_the_same(tmp_path: Path) -> None:
    assert RunningSessions(tmp_path / "nowhere").begin(1)
    assert not RunningSessions(tmp_path / "nowhere").run_elsewhere(1)


def test_who_looks_is_not_taken_for_one_that_runs(tmp_path: Path) -> None:
    gone = RunningSessions(tmp_path)
    gone.begin(1)
    gone.let_go()
    one, other = RunningSessions(tmp_path), RunningSessions(tmp_path)

    assert not one.run_elsewhere(1)
    assert not other.run_elsewhere(1)
