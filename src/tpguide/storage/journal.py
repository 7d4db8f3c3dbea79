"""Keep sessions, answers and measurements, each as it happens, in one file.

Decides nothing about them: what follows from what was kept is for `progress` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, TypeVar

import msgspec

from tpguide.session.events import AnyEvent
from tpguide.session.record import (
    LARGEST_RECORD_NUMBER,
    NOTE_LENGTH,
    Agreement,
    Beginning,
    Measurement,
    Morning,
    ReadingPlace,
    RecordNumber,
    RedFlag,
    Result,
    Screening,
    SessionRecord,
    UnfinishedSession,
    WeeklyRating,
)
from tpguide.session.state import Ending
from tpguide.storage.archive import Archive, ArchivedSession
from tpguide.storage.archive_rows import Added, inserted, insertions, screening_row
from tpguide.storage.database import BUSY_SECONDS, Database, DatabaseRow, set_aside_beside
from tpguide.storage.paths import JOURNAL_FILE
from tpguide.storage.running import RunningSessions
from tpguide.storage.session_rows import (
    Unreadable,
    as_kept,
    insert_beginning,
    insert_result,
    insert_row,
    moment_text,
    read_beginning,
    read_events,
    read_sessions,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

T = TypeVar("T")

#: An interrupted session can be resumed for so long.
RESUMABLE_WITHIN: Final = timedelta(minutes=30)


def open_journal(
    folder: Path, now: Callable[[], datetime], *, wait_seconds: float = BUSY_SECONDS
) -> Journal:
    """Return the journal in *folder*, begun if there is none.

    *now* names what is set aside; *wait_seconds* is how long another program is waited for.

    Whatever is wrong with the disk or with what is on it, there is a journal: `Journal.troubles`
    tell what a person has to know.
    """
    return Journal(Database(folder / JOURNAL_FILE, now, wait_seconds), RunningSessions(folder))


def set_aside_in(folder: Path) -> list[Path]:
    """Return the journals in *folder* that were set aside as damaged, the oldest first."""
    return [path for path in set_aside_beside(folder / JOURNAL_FILE) if path.suffix == ".db"]


class Journal:
    """All that is kept. Close it, or use it as a context manager."""

    def __init__(self, database: Database, running: RunningSessions | None = None) -> None:
        self._database = database
        self._running = running
        self._unreadable = Unreadable()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file, and of sessions that run here and are not over: they broke off."""
        if self._running:
            self._running.let_go()
        self._database.close()

    @property
    def troubles(self) -> tuple[str, ...]:
        """What a person has to be told about the keeping. More may come up at any time."""
        count = len(self._unreadable)
        if not count:
            return self._database.troubles
        told = "1 entry" if count == 1 else f"{count} entries"
        left = f"{told} of the journal can't be read. Nothing was changed there."
        return (*self._database.troubles, left)

    @property
    def could_be_read(self) -> bool:
        """Whether anything could be read where something is, or was."""
        return self._database.could_be_read

    @property
    def is_kept(self) -> bool:
        """Whether what happens now outlives the program."""
        return self._database.is_kept

    # A session as it happens

    def begin_session(self, beginning: Beginning) -> RecordNumber:
        """Keep that a session begins, and return its number."""

        def begin(connection: Connection) -> RecordNumber:
            number = insert_beginning(connection, beginning)
            # Before it can be seen by others, so that none takes it for broken off.
            if self._running:
                self._running.begin(number)
            return number

        return self._database.write_all(begin)

    def keep_event(self, number: RecordNumber, event: AnyEvent) -> None:
        """Keep what has just happened in a session. It is safe once this returns."""
        self._database.write(
            "INSERT INTO event (session, sequence, at, kind, event)"
            " SELECT number,"
            " coalesce((SELECT max(sequence) + 1 FROM event WHERE session = number), 0), ?, ?, ?"
            " FROM session WHERE number = ?",
            event.at,
            type(event).__name__,
            msgspec.json.encode(event).decode(),
            number,
        )

    def finish_session(self, number: RecordNumber, result: Result) -> bool:
        """Keep how a session ended. Its events stay, but for the ticks, which only a replay needs.

        Return whether it is still there: it may have been deleted meanwhile.
        """

        def finish(connection: Connection) -> bool:
            connection.execute("DELETE FROM event WHERE session = ? AND kind = 'Tick'", (number,))
            return insert_result(connection, number, result)

        is_there = self._database.write_all_surely(finish)
        if self._running:
            self._running.end(number)
        return is_there

    def keep_pain_after(self, number: RecordNumber, side: str, rating: int) -> None:
        """Keep the pain in a side after the floor."""
        self._database.write(
            "UPDATE session_side SET pain_after = ? WHERE session = ? AND side = ?",
            rating,
            number,
            side,
        )

    def keep_note(self, number: RecordNumber, note: str) -> bool:
        """Keep a note on a session, in place of the one before. Return whether it is there.

        What no file can hold is left out of it: bytes that were no text, and what is too long.
        """
        text = note.encode(errors="replace").decode()[:NOTE_LENGTH]
        return bool(
            self._database.write("UPDATE session SET note = ? WHERE number = ?", text, number)
        )

    def keep_morning(self, number: RecordNumber, side: str, morning: Morning) -> None:
        """Keep what was said of a side on a later day; what was not answered stays as it was."""
        self._database.write(
            "UPDATE session_side SET morning = ?, morning_pain = coalesce(?, morning_pain),"
            " new_bruise = coalesce(?, new_bruise),"
            " lasting_soreness = coalesce(?, lasting_soreness) WHERE session = ? AND side = ?",
            moment_text(morning.asked),
            morning.pain,
            morning.new_bruise,
            morning.lasting_soreness,
            number,
            side,
        )

    # A session that broke off

    def unfinished_sessions(self, guide: str) -> tuple[UnfinishedSession, ...]:
        """Return the sessions that broke off, the newest first; none that still runs elsewhere."""
        rows = self._database.read(
            "SELECT number FROM session WHERE guide = ? AND ending IS NULL"
            " ORDER BY julianday(began) DESC, number DESC",
            guide,
        )
        numbers = [row["number"] for row in rows]
        found = (self._unfinished(number) for number in numbers if not self._runs_elsewhere(number))
        return tuple(filter(None, found))

    def guides_of_unfinished_sessions(self) -> tuple[str, ...]:
        """Return the guides of which a session broke off, or runs."""
        rows = self._database.read("SELECT DISTINCT guide FROM session WHERE ending IS NULL")
        return tuple(row["guide"] for row in rows if isinstance(row["guide"], str))

    def _unfinished(self, number: RecordNumber) -> UnfinishedSession | None:
        beginning = read_beginning(self._database, self._unreadable, number)
        events, are_all = read_events(self._database, self._unreadable, number)
        if beginning is None:
            return None
        return UnfinishedSession(
            number=number, beginning=beginning, events=events, is_whole=are_all
        )

    def _runs_elsewhere(self, number: RecordNumber) -> bool:
        return self._running is not None and self._running.run_elsewhere(number)

    def take_up_session(self, number: RecordNumber) -> bool:
        """Go on with a session that broke off. Return False if another program was faster."""
        return self._running is None or self._running.begin(number)

    def close_as_stopped(self, unfinished: UnfinishedSession) -> None:
        """Keep that a session which broke off was stopped then, and no more of what was done.

        Whoever has its guide can replay its events and finish it with its result instead.
        """
        result = Result(ended=unfinished.broke_off, ending=Ending.STOPPED)
        self.finish_session(unfinished.number, result)

    # Sessions that are over

    def sessions(
        self,
        guide: str | None = None,
        *,
        side: str | None = None,
        since: datetime | None = None,
        limit: int | None = None,
    ) -> tuple[SessionRecord, ...]:
        """Return the sessions that are over, the newest first."""
        conditions: list[str] = []
        values: list[object] = []
        if guide is not None:
            conditions.append("guide = ?")
            values.append(guide)
        if side is not None:
            conditions.append(
                "EXISTS (SELECT 1 FROM session_side WHERE session = number AND side = ?)"
            )
            values.append(side)
        if since is not None:
            # Rows without a valid date are read too, so that they are counted as unreadable.
            conditions.append("coalesce(julianday(began) >= julianday(?), 1)")
            values.append(moment_text(since))
        return read_sessions(self._database, self._unreadable, conditions, values, limit)

    def session(self, number: RecordNumber) -> SessionRecord | None:
        """Return the session of that number, if there is one that is over."""
        if abs(number) > LARGEST_RECORD_NUMBER:
            return None
        found = read_sessions(self._database, self._unreadable, ["number = ?"], [number])
        return next(iter(found), None)

    def events(self, number: RecordNumber) -> tuple[AnyEvent, ...]:
        """Return what happened in a session, in order, as far as it can be read."""
        return read_events(self._database, self._unreadable, number)[0]

    def has_session(self, number: RecordNumber) -> bool:
        """Return whether there is a session of that number, readable or not."""
        return bool(self._database.read("SELECT 1 FROM session WHERE number = ?", number))

    def delete_session(self, number: RecordNumber) -> bool:
        """Delete a session and all that happened in it. Return whether there was one."""
        return bool(self._database.write("DELETE FROM session WHERE number = ?", number))

    # All of it

    def archive(self) -> Archive:
        """Return everything that is kept, except sessions that are not over."""
        read = self._database.read
        sessions = reversed(self.sessions())
        places = read("SELECT guide, section, line FROM reading_place ORDER BY guide")
        small = read("SELECT name, value FROM remembered ORDER BY name")
        return Archive(
            sessions=tuple(
                ArchivedSession(record=record, events=self.events(record.number))
                for record in sessions
            ),
            screenings=self._screenings("1"),
            agreements=self._all(Agreement, "agreement"),
            red_flags=self._all(RedFlag, "red_flag"),
            weekly_ratings=self._all(WeeklyRating, "weekly_rating"),
            measurements=self._all(Measurement, "measurement"),
            reading_places=dict(self._readable("reading_place", places, _guide_and_place)),
            remembered=dict(self._readable("remembered", small, _name_and_value)),
        )

    def add(self, archive: Archive) -> dict[str, Added]:
        """Keep what is in *archive* and not here yet; return how many that were, of each kind.

        Raises WrongArchiveError for what no journal can hold, and keeps nothing of it then.
        """

        def add(connection: Connection) -> dict[str, Added]:
            added: dict[str, Added] = {}
            for kind, place, insert in insertions(connection, archive):
                before = added.get(kind, Added())
                added[kind] = before.and_one(is_new=inserted(insert, f"{kind} {place}"))
            return added

        return self._database.write_all_surely(add)

    def forget(self) -> None:
        """Forget everything, what was set aside as damaged included.

        Raises OSError if that can't be deleted.
        """
        self._database.wipe()

    # Safety

    def keep_screening(self, screening: Screening) -> None:
        """Keep answers to the safety questions."""
        row = screening_row(screening)
        self._database.write_all(lambda connection: insert_row(connection, "screening", row))

    def last_screening(self, guide: str) -> Screening | None:
        """Return the last answers to the gate, cut short by a sign or not, if there are any."""
        return next(iter(self._screenings("guide = ?", guide, limit=1)), None)

    def last_full_screening(self, guide: str) -> Screening | None:
        """Return the last answers for which every question was asked in full, if there are any."""
        in_full = self._screenings("guide = ? AND reasons = 'in full'", guide, limit=1)
        return next(iter(in_full), None)

    def last_answers(self, guide: str) -> Screening | None:
        """Return the last answers that no sign cut short, if there are any."""
        answered = self._screenings("guide = ? AND reasons <> 'not'", guide, limit=1)
        return next(iter(answered), None)

    def keep_agreement(self, agreement: Agreement) -> None:
        """Keep that a professional agreed although a reason for care applies."""
        self._keep("agreement", agreement)

    def agreements(self, guide: str, since: datetime) -> tuple[Agreement, ...]:
        """Return the agreements given *since* then, the oldest first."""
        return self._since(Agreement, "agreement", guide, since)

    def keep_red_flag(self, flag: RedFlag) -> None:
        """Keep that a sign ended or refused a massage."""
        self._keep("red_flag", flag)

    def red_flags(self, guide: str, since: datetime | None = None) -> tuple[RedFlag, ...]:
        """Return the signs that ended or refused a massage, the oldest first."""
        return self._since(RedFlag, "red_flag", guide, since)

    def last_red_flag(self, guide: str) -> RedFlag | None:
        """Return the last sign that ended or refused a massage, if there was any."""
        return next(reversed(self.red_flags(guide)), None)

    # What is asked and measured over weeks

    def keep_weekly_rating(self, rating: WeeklyRating) -> None:
        """Keep an answer to the weekly question."""
        self._keep("weekly_rating", rating)

    def weekly_ratings(self, guide: str, since: datetime | None = None) -> tuple[WeeklyRating, ...]:
        """Return the answers to the weekly question, the oldest first."""
        return self._since(WeeklyRating, "weekly_rating", guide, since)

    def keep_measurement(self, measurement: Measurement) -> None:
        """Keep the result of a self-test."""
        self._keep("measurement", measurement)

    def measurements(self, guide: str, since: datetime | None = None) -> tuple[Measurement, ...]:
        """Return the results of all self-tests, the oldest first."""
        return self._since(Measurement, "measurement", guide, since)

    def last_entry(self, guide: str | None = None) -> WeeklyRating | Measurement | None:
        """Return what was answered or measured last, of one guide or of all: what may be wrong."""
        entries: list[WeeklyRating | Measurement] = []
        entries += self._all(WeeklyRating, "weekly_rating", *_of_guide(guide))
        entries += self._all(Measurement, "measurement", *_of_guide(guide))
        return max(entries, key=lambda one: one.at, default=None)

    def take_back(self, entry: WeeklyRating | Measurement) -> None:
        """Take back what was entered wrongly: it counts nowhere any more."""
        table = "measurement" if isinstance(entry, Measurement) else "weekly_rating"
        row = as_kept(entry)
        key = [name for name in ("guide", "side", "at", "test") if name in row]
        self._database.write(
            f"DELETE FROM {table} WHERE {' AND '.join(f'{name} = ?' for name in key)}",
            *(row[name] for name in key),
        )

    # Small things

    def keep_reading_place(self, guide: str, place: ReadingPlace) -> None:
        """Keep where someone stopped reading."""
        row = {"guide": guide, **as_kept(place)}
        self._database.write_all(lambda connection: insert_row(connection, "reading_place", row))

    def reading_place(self, guide: str) -> ReadingPlace | None:
        """Return where someone stopped reading, if they ever did."""
        rows = self._database.read(
            "SELECT guide, section, line FROM reading_place WHERE guide = ?", guide
        )
        found = self._readable("reading_place", rows, _guide_and_place)
        return next((place for _, place in found), None)

    def remember(self, name: str, value: str) -> None:
        """Remember a small fact, in place of the one before."""
        self._database.write(
            "INSERT OR REPLACE INTO remembered (name, value) VALUES (?, ?)", name, value
        )

    def remembered(self, name: str) -> str | None:
        """Return what was remembered under that name, if anything."""
        rows = self._database.read("SELECT name, value FROM remembered WHERE name = ?", name)
        found = self._readable("remembered", rows, _name_and_value)
        return next((value for _, value in found), None)

    def _keep(self, table: str, kept: Agreement | RedFlag | WeeklyRating | Measurement) -> None:
        self._database.write_all(lambda connection: insert_row(connection, table, as_kept(kept)))

    def _since(
        self, kind: type[T], table: str, guide: str, since: datetime | None
    ) -> tuple[T, ...]:
        condition = "guide = ? AND coalesce(julianday(at) >= julianday(?), 1)"
        return self._all(kind, table, condition, guide, since and moment_text(since))

    def _all(
        self, kind: type[T], table: str, condition: str = "1", *values: object
    ) -> tuple[T, ...]:
        rows = self._database.read(
            f"SELECT * FROM {table} WHERE {condition} ORDER BY julianday(at)", *values
        )
        return tuple(self._readable(table, rows, lambda row: msgspec.convert(row, kind)))

    def _readable(
        self, table: str, rows: Iterable[DatabaseRow], make: Callable[[DatabaseRow], T]
    ) -> Iterator[T]:
        """Yield what can be made of *rows*; those of which nothing can are counted."""
        for row in rows:
            made = self._unreadable.read(table, row, make)
            if made is not None:
                yield made

    def _screenings(
        self, condition: str, *values: object, limit: int | None = None
    ) -> tuple[Screening, ...]:
        """Return the screenings that meet *condition*: the oldest first, or the last *limit*."""
        rows = self._database.read(
            f"SELECT guide, at, reasons, verdict, items FROM screening WHERE {condition}"
            " ORDER BY julianday(at) DESC, number DESC",
            *values,
        )
        newest_first = islice(self._readable("screening", rows, _screening), limit)
        return tuple(reversed(list(newest_first)))


def _of_guide(guide: str | None) -> tuple[str, ...]:
    """Return the condition that finds what is kept of *guide*, and its value."""
    return ("1",) if guide is None else ("guide = ?", guide)


def _screening(row: DatabaseRow) -> Screening:
    return msgspec.convert({**row, "items": msgspec.json.decode(row["items"])}, Screening)


def _guide_and_place(row: DatabaseRow) -> tuple[str, ReadingPlace]:
    return msgspec.convert(row.pop("guide"), str), msgspec.convert(row, ReadingPlace)


def _name_and_value(row: DatabaseRow) -> tuple[str, str]:
    return msgspec.convert(row["name"], str), msgspec.convert(row["value"], str)
