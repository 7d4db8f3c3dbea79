"""Whatever a journal holds, a session runs, what can be read is read, and the rest is told."""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from plans import the_guide
from records import MORNING, a_beginning, a_result
from systems import unix_only
from tpguide.session.events import Begin
from tpguide.storage.journal import Journal, open_journal, set_aside_in
from tpguide.storage.paths import JOURNAL_FILE
from twelve_weeks import live_twelve_weeks

GUIDE = the_guide().slug
#: What a page begins with that holds rows.
LEAF = 13


@pytest.fixture(scope="module", name="sound")
def sound_journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    live_twelve_weeks(folder)
    return folder / JOURNAL_FILE


@pytest.fixture(scope="module", name="sessions")
def how_many_sessions_are_in_it(sound: Path) -> int:
    with a_journal(sound) as journal:
        return len(journal.sessions())


@pytest.fixture(name="path")
def copy_of_it(sound: Path, tmp_path: Path) -> Path:
    shutil.copy(sound, tmp_path / JOURNAL_FILE)
    return tmp_path / JOURNAL_FILE


def harm(path: Path, statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.executescript(statements)


def everything_in(path: Path) -> list[object]:
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return [
            row
            for (table,) in tables.fetchall()
            for row in connection.execute(f"SELECT * FROM {table.decode()}")
        ]


def a_journal(path: Path) -> Journal:
    return open_journal(path.parent, lambda: MORNING)


def a_session_goes_through(journal: Journal) -> bool:
    number = journal.begin_session(a_beginning())
    journal.keep_event(number, Begin(at=0))
    return journal.finish_session(number, a_result()) and journal.session(number) is not None


@pytest.mark.parametrize(
    ("statements", "unreadable"),
    [
        ("UPDATE screening SET items = '[bad'", None),
        ("UPDATE screening SET items = replace(hex(zeroblob(50000)), '0', '[')", None),
        ("UPDATE session SET ending = 'newkind' WHERE number = 3", 1),
        ("UPDATE session SET began = 'garbage' WHERE number = 3", 1),
        ("UPDATE session SET began = '9999-12-31T23:59:59-12:00' WHERE number = 3", 1),
        ("UPDATE session SET ended = '2026-01-05T07:30:00+23:59' WHERE number = 3", 1),
        ("UPDATE session SET guide = cast(x'ff' AS TEXT) WHERE number = 3", 1),
        ("UPDATE session_side SET pain_before = 77 WHERE session = 40", 1),
        ("UPDATE session_side SET new_bruise = 'perhaps' WHERE session = 40", 1),
        ("UPDATE rolled SET milliseconds = 9223372036854775807 WHERE session = 40", 1),
        ("UPDATE measurement SET value = 9e999 WHERE side = 'left'", 12),
        ("UPDATE weekly_rating SET at = 'the day of ' || at", None),
        ("INSERT INTO reading_place VALUES ('calf', x'ff', 'a')", 1),
        ("INSERT INTO remembered VALUES ('a', x'ff')", 1),
        ("UPDATE event SET event = '{bad' WHERE session = 40 AND sequence = 0", 1),
        ('UPDATE event SET event = \'{"event":"New","at":1}\' WHERE session = 40', 1),
        ('UPDATE event SET event = \'{"event":"Begin","at":-5}\' WHERE session = 40', 1),
    ],
)
def test_of_an_entry_that_holds_what_can_not_be_all_others_are_read_and_it_is_counted_and_left(
    path: Path, sessions: int, statements: str, unreadable: int | None
) -> None:
    harm(path, statements)
    before = everything_in(path)

    with a_journal(path) as journal:
        archive = journal.archive()
        assert len(archive.sessions) >= sessions - 1
        assert journal.last_full_screening(GUIDE) is None or "screening" not in statements
        [told] = journal.troubles
        if unreadable:
            assert told.startswith(f"{unreadable} entr")
        assert "Nothing was changed there" in told

    assert everything_in(path) == before
    with a_journal(path) as journal:
        assert a_session_goes_through(journal)
        assert journal.is_kept


def test_of_a_note_that_is_no_text_the_session_is_read_all_the_same(path: Path) -> None:
    harm(path, "UPDATE session SET note = cast(x'ff41' AS TEXT) WHERE number = 3")

    with a_journal(path) as journal:
        record = journal.session(3)

    assert record is not None
    assert record.note == "\ufffdA"


def test_older_sessions_take_the_places_of_those_that_can_not_be_read(path: Path) -> None:
    with a_journal(path) as journal:
        first, second, *older = [one.number for one in journal.sessions(limit=5)]
    harm(path, f"UPDATE session_side SET pain_before = 77 WHERE session IN ({first}, {second})")

    with a_journal(path) as journal:
        assert [one.number for one in journal.sessions(limit=3)] == older


@pytest.mark.parametrize("event", ["{bad", '{"event":"New","at":1}'])
def test_a_session_that_broke_off_is_known_as_far_as_its_events_can_be_read(
    path: Path, event: str
) -> None:
    harm(
        path,
        "UPDATE session SET ended = NULL, ending = NULL WHERE number = 41;"
        f"UPDATE event SET event = '{event}' WHERE session = 41 AND sequence > 0",
    )

    with a_journal(path) as journal:
        [unfinished] = journal.unfinished_sessions(GUIDE)

    assert len(unfinished.events) == 1
    assert not unfinished.is_whole


@pytest.mark.parametrize(
    ("statements", "told", "has_sessions"),
    [
        ("DROP TABLE screening", "all of screening is gone", True),
        ("DROP TABLE session_side", "all of session side is gone", True),
        ("DROP TABLE red_flag", "all of red flag is gone", True),
        ("DROP TABLE session", "all of session is gone", False),
        ("DROP INDEX session_by_guide", "entries that were in it", True),
        ("PRAGMA user_version = 0", "entries that were in it", True),
        (
            "PRAGMA writable_schema = ON;"
            "UPDATE sqlite_master SET sql = 'CREATE TABLEAU' WHERE name = 'agreement'",
            "all of agreement is gone",
            True,
        ),
        ("ALTER TABLE session DROP COLUMN wrong", "entries that were in it", True),
        (
            "DROP TABLE measurement; CREATE VIEW measurement AS SELECT 1 AS guide",
            "of its",
            True,
        ),
        (
            "CREATE TRIGGER no BEFORE INSERT ON session BEGIN SELECT raise(ABORT, 'no'); END",
            "entries that were in it",
            True,
        ),
    ],
)
def test_a_journal_with_other_tables_is_set_aside_and_all_that_fits_taken_over(
    path: Path, sessions: int, statements: str, told: str, has_sessions: bool
) -> None:
    harm(path, statements)

    with a_journal(path) as journal:
        [trouble] = journal.troubles
        [aside] = set_aside_in(path.parent)
        assert told in trouble
        assert str(aside) in trouble
        assert journal.could_be_read
        assert len(journal.sessions()) == (sessions if has_sessions else 0)
        assert a_session_goes_through(journal)

    with a_journal(path) as journal:
        assert journal.troubles == ()
        assert len(journal.sessions()) == (sessions if has_sessions else 0) + 1


@pytest.mark.parametrize("seed", range(12))
def test_of_a_journal_with_flipped_bits_what_can_be_read_is_read_and_a_session_runs(
    path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    for _ in range(200):
        bit = chance.randrange(8 * len(content))
        content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)

    with a_journal(path) as journal:
        journal.archive()
        assert a_session_goes_through(journal)
        assert journal.troubles


def test_sessions_that_lie_behind_a_damaged_page_are_taken_over(path: Path) -> None:
    with a_journal(path) as journal:
        middle = journal.session(20)
    assert middle is not None
    content = bytearray(path.read_bytes())
    for found in re.finditer(f"{middle.token}{middle.guide}".encode(), content):
        begins = found.start() // 4096 * 4096
        if content[begins] == LEAF:  # what led to it once may hold an old copy
            content[begins : begins + 8] = b"\xff" * 8
    path.write_bytes(content)

    with a_journal(path) as journal:
        kept = {one.number for one in journal.sessions()}

    assert 41 in kept
    assert 20 not in kept
    assert "that could be read of it" in " ".join(journal.troubles)


def make_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def make_loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(make_pipe, marks=unix_only),
        make_folder,
        pytest.param(make_loop, marks=unix_only),
    ],
)
def test_where_there_is_no_file_that_is_told_and_the_session_runs_without_keeping(
    path: Path, make: Callable[[Path], None]
) -> None:
    make(path)

    with a_journal(path) as journal:
        assert a_session_goes_through(journal)
        assert not journal.is_kept
        assert not journal.could_be_read
        assert "not being kept" in " ".join(journal.troubles)
    assert set_aside_in(path.parent) == []


@unix_only
def test_a_log_that_is_no_file_is_told_too(path: Path) -> None:
    os.mkfifo(path.with_name(f"{JOURNAL_FILE}-wal"))

    with a_journal(path) as journal:
        assert a_session_goes_through(journal)
        assert "isn't a file" in " ".join(journal.troubles)


def test_a_journal_of_no_bytes_is_told_and_kept_aside(path: Path) -> None:
    path.write_bytes(b"")

    with a_journal(path) as journal:
        assert "0 bytes" in " ".join(journal.troubles)
        assert not journal.could_be_read
        assert a_session_goes_through(journal)
        assert journal.is_kept
    assert len(set_aside_in(path.parent)) == 1


@unix_only
def test_of_a_folder_nothing_acts_on_the_terminal_that_tells_of_it(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"a\x1b[31m\xff?mode=memory#%41")
    (folder / JOURNAL_FILE).mkdir(parents=True)

    with open_journal(folder, lambda: MORNING) as journal:
        [told] = journal.troubles

    assert "a<U+001B>[31m<U+DCFF>?mode" in told


def test_a_fault_of_ours_is_no_damage(path: Path) -> None:
    with a_journal(path) as journal, pytest.raises(sqlite3.IntegrityError):
        journal.keep_pain_after(41, "left", 11)

    assert set_aside_in(path.parent) == []
