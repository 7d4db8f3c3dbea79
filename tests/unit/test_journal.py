from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from msgspec import structs

from examples import slow
from fakes import journal_in_memory
from journal_killing import WRITER, lost_after_kills
from records import MORNING, NOON_UTC, a_beginning, a_choice, a_result
from systems import unix_only
from tpguide.session.events import AnyEvent, Begin, Pause, Rate, Stop, Tick
from tpguide.session.record import (
    Agreement,
    Asked,
    Beginning,
    Kept,
    KeptRating,
    KeptSoreSpot,
    Measurement,
    Morning,
    ReadingPlace,
    RedFlag,
    Result,
    Rolled,
    Screening,
    ScreeningVerdict,
    SideBeginning,
    WeeklyRating,
)
from tpguide.session.state import Ending
from tpguide.storage.journal import Journal, open_journal
from tpguide.storage.migrations import MIGRATIONS, migrate
from tpguide.storage.paths import JOURNAL_FILE

#: The user that may do nothing, for tests that run as the one that may do everything.
NOBODY = 65534


def a_journal(folder: Path) -> Journal:
    return open_journal(folder, lambda: NOON_UTC, wait_seconds=0)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with a_journal(tmp_path) as journal:
        yield journal


# What is kept comes back

sides = st.sampled_from(["left", "right"])
names = st.text("abcdefghij-", min_size=1, max_size=12)
scores = st.integers(0, 10)
times = st.integers(0, 3_600_000)
moments = st.datetimes(
    datetime(2000, 1, 1),  # noqa: DTZ001
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))),
)
choices = st.builds(a_choice, sides, names, names)
beginnings = st.builds(
    Beginning,
    guide=names,
    guide_hash=names,
    version=names,
    began=moments,
    sides=st.lists(
        st.builds(SideBeginning, choice=choices, pain_before=scores),
        min_size=1,
        max_size=2,
        unique_by=lambda side: side.choice.side,
    ).map(tuple),
)
results = st.builds(
    Result,
    ended=moments,
    ending=st.sampled_from(Ending),
    wrong=st.none() | names,
    rolled=st.lists(
        st.builds(Rolled, side=sides, intensity=names, milliseconds=times),
        unique_by=lambda rolled: (rolled.side, rolled.intensity),
        max_size=4,
    ).map(tuple),
    ratings=st.lists(
        st.builds(
            KeptRating,
            at=times,
            side=sides,
            rating=scores,
            zone=st.none() | names,
            strip=st.none() | names,
        ),
        max_size=4,
    ).map(tuple),
    sore_spots=st.lists(
        st.builds(
            KeptSoreSpot,
            at=times,
            side=sides,
            zone=names,
            strip=names,
            intensity=names,
            rating=st.none() | scores,
        ),
        max_size=4,
    ).map(tuple),
)
events: st.SearchStrategy[AnyEvent] = st.one_of(
    *(st.builds(kind, at=times) for kind in (Begin, Tick, Pause, Stop)),
    st.builds(Rate, at=times, rating=scores),
)


@slow(25)
@given(beginnings, st.lists(events, max_size=20), results, st.text(max_size=50))
def test_a_session_comes_back_as_it_was_kept(
    beginning: Beginning, happened: list[AnyEvent], result: Result, note: str
) -> None:
    with journal_in_memory() as journal:
        number = journal.begin_session(beginning)
        for event in happened:
            journal.keep_event(number, event)
        [unfinished] = journal.unfinished_sessions(beginning.guide)
        journal.finish_session(number, result)
        journal.keep_note(number, note)
        record = journal.session(number)

        assert (unfinished.beginning, list(unfinished.events)) == (beginning, happened)
        assert record is not None
        assert record.began == beginning.began
        assert tuple(side.choice for side in record.sides) == beginning.choices
        assert record.result == result
        assert record.note == note


@slow(15)
@given(moments)
def test_a_moment_keeps_the_day_and_hour_of_the_person(moment: datetime) -> None:
    with journal_in_memory() as journal:
        journal.keep_red_flag(RedFlag(guide="calf", at=moment, kind="sharp"))
        [flag] = journal.red_flags("calf")

        assert flag.at.isoformat() == moment.isoformat()


def test_each_kind_of_answer_comes_back_as_it_was_kept(journal: Journal) -> None:
    screening = Screening(
        guide="calf",
        at=MORNING,
        reasons=Asked.IN_FULL,
        verdict=ScreeningVerdict.AGREED,
        items=("veins",),
    )
    agreement = Agreement(guide="calf", item="veins", at=MORNING)
    flag = RedFlag(guide="calf", at=MORNING, kind="numb")
    weekly = WeeklyRating(guide="calf", side="left", at=MORNING, rating=4)
    measurement = Measurement(guide="calf", test="wall", side="left", at=MORNING, value=9.5)
    place = ReadingPlace(section="roller", line=12)
    journal.keep_screening(screening)
    journal.keep_agreement(agreement)
    journal.keep_red_flag(flag)
    journal.keep_weekly_rating(weekly)
    journal.keep_measurement(measurement)
    journal.keep_reading_place("calf", place)
    journal.remember("seen and heard", "yes")

    assert journal.archive().screenings == (screening,)
    assert journal.agreements("calf", since=MORNING) == (agreement,)
    assert journal.last_red_flag("calf") == flag
    assert journal.weekly_ratings("calf") == (weekly,)
    assert journal.measurements("calf") == (measurement,)
    assert journal.reading_place("calf") == place
    assert journal.remembered("seen and heard") == "yes"


def test_nothing_is_said_of_what_was_never_kept(journal: Journal) -> None:
    assert journal.sessions() == ()
    assert journal.session(1) is None
    assert journal.last_red_flag("calf") is None
    assert journal.reading_place("calf") is None
    assert journal.remembered("seen and heard") is None
    assert journal.troubles == ()


def test_what_is_kept_of_one_guide_says_nothing_of_another(journal: Journal) -> None:
    number = journal.begin_session(a_beginning(guide="calf"))
    journal.finish_session(number, a_result())
    journal.keep_red_flag(RedFlag(guide="calf", at=MORNING, kind="numb"))

    assert journal.sessions("arm") == ()
    assert journal.last_red_flag("arm") is None


def test_what_is_kept_outlives_the_program(tmp_path: Path) -> None:
    with a_journal(tmp_path) as journal:
        number = journal.begin_session(a_beginning())
        journal.finish_session(number, a_result())

    with a_journal(tmp_path) as journal:
        assert journal.is_kept
        assert journal.session(number) is not None


def test_a_journal_in_memory_says_that_it_keeps_nothing() -> None:
    with journal_in_memory() as journal:
        assert not journal.is_kept
        assert journal.troubles == ()


# A session as it happens


def test_a_finished_session_keeps_its_events_and_drops_its_ticks(journal: Journal) -> None:
    number = journal.begin_session(a_beginning())
    for event in (Begin(at=0), Tick(at=1000), Rate(at=1500, rating=4), Tick(at=2000)):
        journal.keep_event(number, event)

    journal.finish_session(number, a_result())

    assert journal.events(number) == (Begin(at=0), Rate(at=1500, rating=4))


def test_pain_after_and_the_morning_after_are_added_to_their_side(journal: Journal) -> None:
    number = journal.begin_session(a_beginning())
    journal.finish_session(number, a_result())
    journal.keep_pain_after(number, "left", 2)
    journal.keep_morning(number, "left", Morning(asked=MORNING, pain=3, new_bruise=False))
    journal.keep_morning(number, "left", Morning(asked=NOON_UTC, lasting_soreness=True))
    record = journal.session(number)

    assert record is not None
    assert record.sides[0].pain_after == 2
    assert record.sides[0].morning == Morning(
        asked=NOON_UTC, pain=3, new_bruise=False, lasting_soreness=True
    )


def test_of_a_note_everything_is_kept_that_a_file_can_hold(journal: Journal) -> None:
    number = journal.begin_session(a_beginning())
    journal.finish_session(number, a_result())
    journal.keep_note(number, "caf\udcff" + 20_000 * "x")
    record = journal.session(number)

    assert record is not None
    assert record.note.startswith("caf?xx")
    assert len(record.note) == 10_000


def test_of_a_session_that_was_deleted_nothing_is_left_and_nothing_more_is_kept(
    journal: Journal,
) -> None:
    number = journal.begin_session(a_beginning())
    journal.keep_event(number, Begin(at=0))

    assert journal.delete_session(number)
    assert journal.events(number) == ()
    journal.keep_event(number, Tick(at=1000))
    journal.finish_session(number, a_result())

    assert journal.session(number) is None
    assert journal.events(number) == ()
    assert not journal.delete_session(number)


def test_the_number_of_a_deleted_session_is_not_given_again(journal: Journal) -> None:
    number = journal.begin_session(a_beginning())
    journal.delete_session(number)

    assert journal.begin_session(a_beginning()) > number


# A session that broke off


def broken_off(journal: Journal, *happened: AnyEvent, began: datetime = MORNING) -> int:
    number = journal.begin_session(a_beginning(began=began))
    for event in happened:
        journal.keep_event(number, event)
    return number


def test_the_session_that_broke_off_last_comes_first_with_its_events(journal: Journal) -> None:
    earlier = broken_off(journal, Begin(at=0))
    later = broken_off(journal, Begin(at=0), Tick(at=60_000), began=MORNING + timedelta(minutes=5))

    last, first = journal.unfinished_sessions("calf")

    assert (last.number, first.number) == (later, earlier)
    assert last.broke_off == MORNING + timedelta(minutes=6)
    assert last.events == (Begin(at=0), Tick(at=60_000))


def test_a_session_of_another_guide_is_none_to_go_on_with(journal: Journal) -> None:
    journal.begin_session(a_beginning(guide="forearm"))

    assert journal.unfinished_sessions("calf") == ()


def test_a_session_that_broke_off_is_closed_as_stopped_when_it_did(journal: Journal) -> None:
    number = broken_off(journal, Begin(at=0), Tick(at=60_000))

    [unfinished] = journal.unfinished_sessions("calf")
    journal.close_as_stopped(unfinished)
    record = journal.session(number)

    assert journal.unfinished_sessions("calf") == ()
    assert record is not None
    assert record.result.ending is Ending.STOPPED
    assert record.result.ended == MORNING + timedelta(minutes=1)


def test_a_session_under_way_is_not_among_those_that_are_over(journal: Journal) -> None:
    number = broken_off(journal)

    assert journal.sessions() == ()
    assert journal.session(number) is None


def test_a_session_that_still_runs_in_another_program_did_not_break_off(tmp_path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, str(WRITER), str(tmp_path), "1", "100000"],
        stdout=subprocess.PIPE,
        text=True,
    )
    with writer, a_journal(tmp_path) as journal:
        assert writer.stdout is not None
        writer.stdout.readline()
        while_it_runs = journal.unfinished_sessions("calf")
        writer.kill()
        writer.wait()

        assert while_it_runs == ()
        assert len(journal.unfinished_sessions("calf")) == 1


# Looking back


def kept_sessions(journal: Journal, *beginnings: Beginning) -> list[int]:
    numbers = [journal.begin_session(beginning) for beginning in beginnings]
    for number in numbers:
        journal.finish_session(number, a_result())
    return numbers


def test_sessions_come_newest_first_by_the_moment_and_not_by_the_hour_on_the_wall(
    journal: Journal,
) -> None:
    east = MORNING.astimezone(timezone(timedelta(hours=9)))
    first, second = kept_sessions(
        journal, a_beginning(began=east), a_beginning(began=MORNING + timedelta(hours=1))
    )

    assert [record.number for record in journal.sessions()] == [second, first]


def test_sessions_can_be_had_of_a_side_since_a_moment_and_so_many(journal: Journal) -> None:
    right = SideBeginning(choice=a_choice("right"), pain_before=1)
    old, left, both = kept_sessions(
        journal,
        a_beginning(right, began=MORNING - timedelta(days=2)),
        a_beginning(),
        a_beginning(*a_beginning().sides, right, began=MORNING + timedelta(hours=1)),
    )

    def numbers(**wanted: object) -> list[int]:
        return [record.number for record in journal.sessions("calf", **wanted)]  # type: ignore[arg-type]

    assert numbers(side="right") == [both, old]
    assert numbers(since=MORNING) == [both, left]
    assert numbers(limit=1) == [both]
    assert numbers(side="right", since=MORNING, limit=5) == [both]


def test_since_a_moment_is_since_it_wherever_the_session_was(journal: Journal) -> None:
    # The clock on the wall says the other way round which one was first.
    east = datetime(2026, 1, 5, 23, 30, tzinfo=timezone(timedelta(hours=9)))
    west = datetime(2026, 1, 5, 9, 0, tzinfo=timezone(timedelta(hours=-8)))
    since = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)
    _, later = kept_sessions(journal, a_beginning(began=east), a_beginning(began=west))
    for at in (east, west):
        journal.keep_weekly_rating(WeeklyRating(guide="calf", side="left", at=at, rating=3))

    assert [record.number for record in journal.sessions(since=since)] == [later]
    assert [one.at for one in journal.weekly_ratings("calf", since)] == [west]


def test_what_is_not_answered_on_a_later_day_stays_as_it_was_answered(journal: Journal) -> None:
    [number] = kept_sessions(journal, a_beginning())
    answered = Morning(asked=MORNING, pain=3, new_bruise=True, lasting_soreness=True)
    journal.keep_morning(number, "left", answered)
    journal.keep_morning(number, "left", Morning(asked=NOON_UTC))

    [record] = journal.sessions()
    assert record.sides[0].morning == structs.replace(answered, asked=NOON_UTC)


def test_the_last_full_screening_is_found_behind_later_short_ones(journal: Journal) -> None:
    for days, reasons in ((0, Asked.IN_FULL), (1, Asked.WHETHER_CHANGED), (2, Asked.NOT)):
        at = MORNING + timedelta(days=days)
        journal.keep_screening(
            Screening(guide="calf", at=at, reasons=reasons, verdict=ScreeningVerdict.CLEAR)
        )
    full = journal.last_full_screening("calf")

    assert full is not None
    assert full.at == MORNING


def test_agreements_that_are_too_old_are_left_out(journal: Journal) -> None:
    old = Agreement(guide="calf", item="veins", at=MORNING - timedelta(days=31))
    new = Agreement(guide="calf", item="veins", at=MORNING - timedelta(days=29))
    journal.keep_agreement(old)
    journal.keep_agreement(new)

    assert journal.agreements("calf", since=MORNING - timedelta(days=30)) == (new,)


# What can't be kept


def naive(make: Callable[[datetime], Kept]) -> Kept:
    return make(MORNING.replace(tzinfo=None))


@pytest.mark.parametrize(
    "make",
    [
        lambda moment: a_beginning(began=moment),
        lambda moment: a_result(ended=moment),
        lambda moment: Morning(asked=moment),
        lambda moment: RedFlag(guide="calf", at=moment, kind="numb"),
    ],
)
def test_a_moment_without_an_offset_makes_no_record(make: Callable[[datetime], Kept]) -> None:
    with pytest.raises(ValueError, match="needs an offset"):
        naive(make)


@pytest.mark.parametrize(
    "keep",
    [
        lambda journal, number: journal.keep_pain_after(number, "left", 11),
        lambda journal, number: journal.keep_pain_after(number, "left", -1),
        lambda journal, number: journal.keep_pain_after(number, "left", 2.5),
        lambda journal, number: journal.keep_pain_after(number, "left", "much"),
        lambda journal, number: journal.keep_event(number, Tick(at=-1)),
        lambda journal, number: journal.keep_measurement(
            Measurement(guide="calf", test="wall", side="left", at=MORNING, value=-1.0)
        ),
        lambda journal, number: journal.keep_red_flag(RedFlag(guide="", at=MORNING, kind="numb")),
    ],
)
def test_the_file_itself_refuses_what_can_not_be(
    journal: Journal, keep: Callable[[Journal, int], object]
) -> None:
    number = journal.begin_session(a_beginning())

    with pytest.raises(sqlite3.IntegrityError):
        keep(journal, number)


# Versions of the file

OLD = ("CREATE TABLE old (value TEXT)", "INSERT INTO old VALUES ('kept')")


def test_a_migration_that_fails_half_way_leaves_everything_as_it_was() -> None:
    failing = ("DROP TABLE old", "CREATE TABLE new (value TEXT)", "NOT SQL")
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, Path("journal.db"), (OLD,))

        with pytest.raises(sqlite3.OperationalError):
            migrate(connection, Path("journal.db"), (OLD, failing))

        assert connection.execute("SELECT value FROM old").fetchall() == [("kept",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_only_the_migrations_that_are_new_are_carried_out() -> None:
    adding = ("INSERT INTO old VALUES ('added')",)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for _ in range(2):
            migrate(connection, Path("journal.db"), (OLD, adding))

        assert connection.execute("SELECT value FROM old").fetchall() == [("kept",), ("added",)]


def test_beside_the_journal_of_a_newer_program_a_session_runs_and_nothing_is_written_to_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / JOURNAL_FILE
    with a_journal(tmp_path) as journal:
        assert a_session_goes_through(journal)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("ALTER TABLE session ADD COLUMN theirs TEXT")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    with a_journal(tmp_path) as journal:
        assert a_session_goes_through(journal)
        assert len(journal.sessions()) == 2
        assert not journal.is_kept
        [trouble] = journal.troubles
        assert "newer tpguide" in trouble
        assert "not being kept" in trouble

    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


# When the disk is no help: the session runs, and the person is told


def a_session_goes_through(journal: Journal) -> bool:
    """Return whether a session can be begun, gone through and finished without an exception."""
    number = journal.begin_session(a_beginning())
    journal.keep_event(number, Begin(at=0))
    journal.finish_session(number, a_result())
    return journal.session(number) is not None


def test_a_folder_that_can_not_be_made_is_told_and_the_session_runs(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with a_journal(tmp_path / "file" / "data") as journal:
        assert a_session_goes_through(journal)
        assert journal.troubles
        assert str(tmp_path / "file" / "data") in " ".join(journal.troubles)
        assert "not being kept" in " ".join(journal.troubles)
        assert not journal.is_kept


@contextmanager
def without_privileges() -> Iterator[None]:
    """Be a user whom a folder can be closed to."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@unix_only
def test_a_folder_that_can_not_be_written_is_told_and_what_is_in_it_is_still_known() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        with a_journal(folder) as journal:
            assert a_session_goes_through(journal)
        folder.chmod(0o555)
        (folder / JOURNAL_FILE).chmod(0o444)

        with without_privileges(), a_journal(folder) as journal:
            assert journal.troubles
            assert "not being kept" in " ".join(journal.troubles)
            assert a_session_goes_through(journal)
            assert len(journal.sessions()) == 2

        with a_journal(folder) as journal:
            assert len(journal.sessions()) == 1
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_journal_that_another_program_holds_is_told_and_what_is_in_it_is_still_known(
    tmp_path: Path,
) -> None:
    with a_journal(tmp_path) as journal:
        assert a_session_goes_through(journal)
    with closing(sqlite3.connect(tmp_path / JOURNAL_FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with a_journal(tmp_path) as journal:
            assert journal.troubles
            assert "Another program holds the journal" in " ".join(journal.troubles)
            assert a_session_goes_through(journal)


def test_a_journal_that_can_not_even_be_read_is_told_and_the_session_runs(tmp_path: Path) -> None:
    with a_journal(tmp_path) as journal:
        assert a_session_goes_through(journal)
    with closing(sqlite3.connect(tmp_path / JOURNAL_FILE, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")

        with a_journal(tmp_path) as journal:
            assert journal.troubles
            assert journal.sessions() == ()
            assert a_session_goes_through(journal)


def test_a_journal_that_is_taken_away_in_the_middle_of_a_session_is_told_once(
    tmp_path: Path,
) -> None:
    with a_journal(tmp_path) as journal:
        number = journal.begin_session(a_beginning())
        with closing(sqlite3.connect(tmp_path / JOURNAL_FILE, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for at in range(3):
                journal.keep_event(number, Tick(at=at))
        journal.finish_session(number, a_result())

        assert journal.troubles
        assert " ".join(journal.troubles).count("not being kept") == 1
        assert journal.session(number) is not None


@unix_only
def test_a_journal_whose_folder_is_deleted_in_the_middle_of_a_session_is_told(
    tmp_path: Path,
) -> None:
    with a_journal(tmp_path / "data") as journal:
        number = journal.begin_session(a_beginning())
        assert journal.troubles == ()
        shutil.rmtree(tmp_path / "data")
        journal.finish_session(number, a_result())

        assert journal.troubles
        assert "not being kept" in " ".join(journal.troubles)


@contextmanager
def no_file_may_grow_beyond(size_bytes: int) -> Iterator[None]:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@unix_only
def test_a_disk_that_fills_up_in_the_middle_of_a_session_stops_nothing(tmp_path: Path) -> None:
    with a_journal(tmp_path) as journal:
        number = journal.begin_session(a_beginning())
        journal.keep_event(number, Begin(at=0))
        size = max(path.stat().st_size for path in tmp_path.iterdir())
        with no_file_may_grow_beyond(size):
            for at in range(200):
                journal.keep_event(number, Tick(at=at))
            journal.finish_session(number, a_result())
        record = journal.session(number)

        assert journal.troubles
        assert "not being kept" in " ".join(journal.troubles)
        assert record is not None

    with a_journal(tmp_path) as journal:
        [unfinished] = journal.unfinished_sessions("calf")
        assert unfinished.events[0] == Begin(at=0)
        assert journal.troubles == ()


# Damage

Harm = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    "harm",
    [
        lambda content: b"not a database, not by far" * 100,
        lambda content: content[:100] + bytes(len(content) - 100),
        lambda content: content[: len(content) // 2],
        lambda content: content[:3000],
    ],
    ids=["something else", "blank pages", "half of it", "less than a page"],
)
def test_a_damaged_journal_is_set_aside_and_a_new_one_begun(harm: Harm, tmp_path: Path) -> None:
    with a_journal(tmp_path) as journal:
        assert a_session_goes_through(journal)
    path = tmp_path / JOURNAL_FILE
    damaged = harm(path.read_bytes())
    path.write_bytes(damaged)

    with a_journal(tmp_path) as journal:
        assert journal.sessions() == ()
        assert a_session_goes_through(journal)
        assert journal.is_kept
        assert journal.troubles
        assert str(tmp_path / "journal-damaged-2026-01-05-120000.db") in " ".join(journal.troubles)
    assert (tmp_path / "journal-damaged-2026-01-05-120000.db").read_bytes()[:3000] == damaged[:3000]

    with a_journal(tmp_path) as journal:
        assert len(journal.sessions()) == 1
        assert journal.troubles == ()


def test_what_was_set_aside_is_never_overwritten(tmp_path: Path) -> None:
    for content in (b"first" * 1000, b"second" * 1000):
        (tmp_path / JOURNAL_FILE).write_bytes(content)
        a_journal(tmp_path).close()

    aside = sorted(tmp_path.glob("journal-damaged-*.db"))
    assert {path.read_bytes()[:5] for path in aside} == {b"first", b"secon"}


@unix_only
def test_the_new_journal_of_a_program_that_found_the_damage_first_is_left_alone(
    tmp_path: Path,
) -> None:
    path = tmp_path / JOURNAL_FILE
    with a_journal(tmp_path) as journal:
        assert a_session_goes_through(journal)
    with a_journal(tmp_path) as late:
        # Another program sets it aside and begins anew while this one has the old one open.
        for file in list(tmp_path.iterdir()):
            file.rename(file.with_name(f"aside-{file.name}"))
        with (tmp_path / f"aside-{JOURNAL_FILE}").open("r+b") as damaged:
            damaged.seek(4096)
            damaged.write(b"damage" * 10_000)
        with a_journal(tmp_path) as other:
            assert a_session_goes_through(other)
            assert a_session_goes_through(late)
            assert len(other.sessions()) == 2
    assert path.exists()
    assert list(tmp_path.glob("journal-damaged-*")) == []


# Two programs, and a killed one


def test_two_programs_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, str(WRITER), str(tmp_path), "5", "40"], stdout=subprocess.DEVNULL
        )
        for _ in range(2)
    ]

    assert [writer.wait() for writer in writers] == [0, 0]
    with a_journal(tmp_path) as journal:
        sessions = journal.sessions()
        assert len(sessions) == 10
        assert all(len(journal.events(session.number)) == 20 for session in sessions)


def test_a_program_that_is_killed_at_any_moment_has_lost_nothing_it_said_was_kept(
    tmp_path: Path,
) -> None:
    assert lost_after_kills(tmp_path, 24, random.Random()) == []
