from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from msgspec import structs

from examples import slow
from fakes import journal_in_memory
from records import MORNING, NOON_UTC, a_beginning, a_choice, a_record, a_side
from tpguide.session.events import AnyEvent, Begin, Rate
from tpguide.session.record import (
    Agreement,
    Asked,
    KeptRating,
    KeptSoreSpot,
    Measurement,
    Morning,
    ReadingPlace,
    RedFlag,
    Screening,
    ScreeningVerdict,
    SessionRecord,
    SideBeginning,
    SideRecord,
    WeeklyRating,
)
from tpguide.session.state import Ending
from tpguide.storage.archive import (
    Archive,
    ArchivedSession,
    WrongArchiveError,
    archive_of,
    as_csv,
    as_json,
)
from tpguide.storage.journal import Journal, open_journal
from tpguide.text import UNSEEN

Write = Callable[[Archive], str]

#: With these a spreadsheet takes a cell for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def a_full_archive() -> Archive:
    """One of everything, and a note that is hard to write into a table."""
    record = a_record(
        a_side("right", morning=Morning(asked=NOON_UTC, pain=3, new_bruise=False)),
        a_side("left", pain_after=None, morning=None),
        ending=Ending.SOMETHING_WRONG,
        ratings=(KeptRating(at=900, side="left", rating=7, zone="upper", strip="inner"),),
        sore_spots=(
            KeptSoreSpot(at=5, side="left", zone="upper", strip="inner", intensity="uncrossed"),
        ),
    )
    noted = SessionRecord(
        **{name: getattr(record, name) for name in record.__struct_fields__ if name != "note"},
        note='two lines,\n"quoted"; 7 °C =1+1',
    )
    return Archive(
        sessions=(ArchivedSession(record=noted, events=(Begin(at=0), Rate(at=900, rating=7))),),
        screenings=(
            Screening(
                guide="calf",
                at=MORNING,
                reasons=Asked.IN_FULL,
                verdict=ScreeningVerdict.AGREED,
                items=("veins", "surgery"),
            ),
        ),
        agreements=(Agreement(guide="calf", item="veins", at=MORNING),),
        red_flags=(RedFlag(guide="calf", at=MORNING, kind="numb"),),
        weekly_ratings=(WeeklyRating(guide="calf", side="left", at=MORNING, rating=4),),
        measurements=(Measurement(guide="calf", test="wall", side="left", at=MORNING, value=9.5),),
        reading_places={"calf": ReadingPlace(section="roller", line=12)},
        remembered={"seen and heard": "yes", "empty": ""},
    )


@pytest.fixture
def journal() -> Iterator[Journal]:
    with journal_in_memory() as journal:
        yield journal


def without_numbers(archive: Archive) -> Archive:
    """The same with no number on any session: another journal gives its own."""
    sessions = tuple(
        ArchivedSession(
            record=SessionRecord(
                **{
                    name: getattr(session.record, name)
                    for name in session.record.__struct_fields__
                    if name != "number"
                },
                number=0,
            ),
            events=session.events,
        )
        for session in archive.sessions
    )
    return Archive(
        **{
            name: getattr(archive, name)
            for name in archive.__struct_fields__
            if name not in {"sessions", "format"}
        },
        sessions=sessions,
    )


@pytest.mark.parametrize("write", [as_json, as_csv])
def test_what_is_written_reads_back_as_it_was(write: Write) -> None:
    assert archive_of(write(a_full_archive())) == a_full_archive()


@pytest.mark.parametrize("write", [as_json, as_csv])
def test_nothing_reads_back_as_nothing(write: Write) -> None:
    assert archive_of(write(Archive())) == Archive()


scores = st.integers(0, 10)
sides: st.SearchStrategy[SideRecord] = st.builds(
    a_side,
    st.sampled_from(["left", "right"]),
    pain_before=scores,
    pain_after=st.none() | scores,
    morning=st.none()
    | st.builds(
        Morning,
        asked=st.just(MORNING),
        pain=st.none() | scores,
        new_bruise=st.none() | st.booleans(),
        lasting_soreness=st.none() | st.booleans(),
    ),
)


@slow(25)
@given(
    st.lists(sides, min_size=1, max_size=2, unique_by=lambda side: side.side),
    st.sampled_from(Ending),
    st.text(max_size=40),
)
def test_any_session_reads_back_as_it_was(
    of_sides: list[SideRecord], ending: Ending, note: str
) -> None:
    record = a_record(*of_sides, ending=ending)
    noted = SessionRecord(
        **{name: getattr(record, name) for name in record.__struct_fields__ if name != "note"},
        note=note,
    )
    archive = Archive(sessions=(ArchivedSession(record=noted),))

    assert archive_of(as_json(archive)) == archive
    assert archive_of(as_csv(archive)) == archive


EXPORTS = Path(__file__).parents[1] / "corpus" / "exports"


@pytest.mark.parametrize("name", ["first-version.json", "first-version.csv"])
def test_what_the_first_version_wrote_reads_back_as_it_was(name: str) -> None:
    assert archive_of((EXPORTS / name).read_bytes().decode()) == a_full_archive()


def noted(note: str) -> Archive:
    return Archive(sessions=(ArchivedSession(record=structs.replace(a_record(), note=note)),))


ACTIVE = [
    "=HYPERLINK(1)",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\n=1",
    "＝1",
    "'=1",
    "a;=1",
    "\x1b[2J",
    "\x9b2J",
    "a\x00b",
    "\u202eevil",
    "C:\\new\\u0041",
    "{}",
]


@pytest.mark.parametrize("note", ACTIVE)
def test_no_cell_of_a_table_does_anything_and_each_is_taken_back_unchanged(note: str) -> None:
    text = as_csv(noted(note))
    [row] = csv.DictReader(StringIO(text, newline=""))

    assert not any(cell.strip(" \n").startswith(FORMULA_SIGNS) for cell in row.values())
    assert not UNSEEN.search(text.replace("\r\n", ""))
    assert archive_of(text) == noted(note)


@pytest.mark.parametrize("note", ACTIVE)
def test_nothing_in_json_does_anything_and_it_is_taken_back_unchanged(note: str) -> None:
    text = as_json(noted(note))

    assert not UNSEEN.search(text)
    assert archive_of(text) == noted(note)


@pytest.mark.parametrize("parting", [";", "\t"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_a_table_that_a_spreadsheet_wrote_in_its_own_form_reads_back(
    parting: str, line_end: str
) -> None:
    rows = list(csv.reader(StringIO(as_csv(a_full_archive()), newline="")))
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=parting, lineterminator=line_end)
    writer.writerows([*rows, [""] * len(rows[0])])

    assert archive_of("\ufeff" + file.getvalue()) == a_full_archive()


def test_a_moment_that_a_spreadsheet_wrote_in_its_own_form_is_named() -> None:
    with pytest.raises(WrongArchiveError, match=r"session 1, began: no moment like 2026"):
        archive_of(as_csv(a_full_archive()).replace(f"{MORNING.isoformat()}", "05/01/2026 07:30"))


def test_a_table_that_a_spreadsheet_has_cut_or_filled_is_refused() -> None:
    text = as_csv(a_full_archive())

    for spoilt in (text + '"more"\r\n', text.replace('"session"', '"sessions"'), text[:-60]):
        with pytest.raises(WrongArchiveError, match="no complete export"):
            archive_of(spoilt)


def test_a_journal_takes_in_everything_that_another_gave_out(journal: Journal) -> None:
    added = journal.add(a_full_archive())

    assert {kind: one.new for kind, one in added.items()} == {
        "session": 1,
        "screening": 1,
        "agreement": 1,
        "red flag": 1,
        "weekly rating": 1,
        "measurement": 1,
        "reading place": 1,
        "remembered fact": 2,
    }
    assert without_numbers(journal.archive()) == without_numbers(a_full_archive())


def test_no_session_is_taken_in_twice(journal: Journal) -> None:
    journal.add(a_full_archive())

    added = journal.add(a_full_archive())

    assert {one.new for one in added.values()} == {0}
    assert added["session"].known == 1
    assert without_numbers(journal.archive()) == without_numbers(a_full_archive())


def test_what_is_there_already_is_not_overwritten(journal: Journal) -> None:
    journal.remember("seen and heard", "no")
    journal.keep_reading_place("calf", ReadingPlace(section="history", line=1))

    journal.add(a_full_archive())

    assert journal.remembered("seen and heard") == "no"
    assert journal.reading_place("calf") == ReadingPlace(section="history", line=1)


def test_sessions_that_are_not_over_are_not_given_out(journal: Journal) -> None:
    journal.begin_session(a_beginning())

    assert journal.archive() == Archive()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}}",
        '{"format": 2}',
        '{"format": 1, "sessions": [{}]}',
        "date,side\n2026-01-05,left\n",
        as_json(a_full_archive()).replace('"rating": 7', '"rating": 17'),
        as_csv(a_full_archive()).replace("numb", "").replace("2026-01-05", "2026-13-05"),
        as_csv(a_full_archive()).replace("rolled", "sore spot"),
    ],
)
def test_a_file_that_is_no_archive_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(WrongArchiveError, match="no complete export"):
        archive_of(text)


def test_forgetting_leaves_nothing_in_the_file_or_beside_it(tmp_path: Path) -> None:
    aside = tmp_path / "journal-damaged-2026-01-01-000000.db"
    aside.write_text("old secret")
    with open_journal(tmp_path, lambda: NOON_UTC) as journal:
        journal.add(a_full_archive())
        journal.begin_session(a_beginning())
        journal.forget()

        assert journal.archive() == Archive()
        assert journal.unfinished_sessions("calf") == ()
        assert journal.troubles == ()
        kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert b"two lines" not in kept
        assert b"calf" not in kept
    assert not aside.exists()


def test_the_first_session_after_forgetting_is_a_first_session(journal: Journal) -> None:
    journal.add(a_full_archive())
    journal.forget()

    number = journal.begin_session(
        a_beginning(SideBeginning(choice=a_choice(), pain_before=1), began=later())
    )

    assert journal.sessions() == ()
    assert number


def later() -> datetime:
    return MORNING + timedelta(days=1)


def test_events_are_given_out_in_their_order(journal: Journal) -> None:
    events: tuple[AnyEvent, ...] = tuple(Rate(at=at, rating=at % 11) for at in range(30))
    archive = Archive(sessions=(ArchivedSession(record=a_record(), events=events),))
    journal.add(archive)

    assert journal.archive().sessions[0].events == events
