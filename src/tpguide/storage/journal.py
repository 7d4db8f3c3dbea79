"""Keep sessions, answers and measurements, each as it happens, in one file.

Decides nothing about them: what follows from what was kept is for `progress` to say.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, TypeVar

import msgspec

from tpguide.session.events import AnyEvent
from tpguide.session.record import (
    NOTE_LENGTH,
    Agreement,
    Beginning,
    Measurement,
    Morning,
    Number,
    ReadingPlace,
    RedFlag,
    Result,
    Screening,
    SessionRecord,
    UnfinishedSession,
    WeeklyRating,
)
from tpguide.session.state import Ending
from tpguide.storage.archive import Archive, ArchivedSession
from tpguide.storage.database import BUSY_SECONDS, Database, Row
from tpguide.storage.session_rows import (
    as_kept,
    insert_archived,
    insert_beginning,
    insert_new_row,
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

FILE_NAME: Final = "journal.db"
#: For so long a session that broke off can be gone on with.
RESUMABLE_WITHIN: Final = timedelta(minutes=30)


def open_journal(
    folder: Path, now: Callable[[], datetime], *, wait_seconds: float = BUSY_SECONDS
) -> Journal:
    """Return the journal in *folder*, begun if there is none.

    *now* names what is set aside; *wait_seconds* is how long another program is waited for.

    Whatever is wrong with the disk, there is a journal: `Journal.trouble` tells what a person has
    to know. Raises NewerJournalError for one that a newer tpguide has written.
    """
    return Journal(Database(folder / FILE_NAME, now, wait_seconds))


def journal_in_memory(now: Callable[[], datetime]) -> Journal:
    """Return an empty journal that keeps nothing beyond the program, as for a rehearsal."""
    return Journal(Database(None, now))


class Journal:
    """All that is kept. Close it, or use it as a context manager."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    @property
    def trouble(self) -> str | None:
        """What a person has to be told about the keeping, if anything. May come up at any time."""
        return self._database.trouble

    @property
    def is_kept(self) -> bool:
        """Whether what happens now outlives the program."""
        return self._database.is_kept

    # A session as it happens

    def begin_session(self, beginning: Beginning) -> Number:
        """Keep that a session begins, and return its number."""
        return self._database.write_all(
            lambda connection: insert_beginning(connection, beginning, process=os.getpid())
        )

    def keep_event(self, number: Number, event: AnyEvent) -> None:
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

    def finish_session(self, number: Number, result: Result) -> None:
        """Keep how a session ended. Its events stay; its ticks have served, and go."""

        def finish(connection: Connection) -> None:
            insert_result(connection, number, result)
            connection.execute("DELETE FROM event WHERE session = ? AND kind = 'Tick'", (number,))

        self._database.write_all_surely(finish)

    def keep_pain_after(self, number: Number, side: str, rating: int) -> None:
        """Keep the pain in a side after the floor."""
        self._database.write(
            "UPDATE session_side SET pain_after = ? WHERE session = ? AND side = ?",
            rating,
            number,
            side,
        )

    def keep_note(self, number: Number, note: str) -> bool:
        """Keep a note on a session, in place of the one before. Return whether it is there.

        What no file can hold is left out of it: bytes that were no text, and what is too long.
        """
        text = note.encode(errors="replace").decode()[:NOTE_LENGTH]
        return bool(
            self._database.write("UPDATE session SET note = ? WHERE number = ?", text, number)
        )

    def keep_morning(self, number: Number, side: str, morning: Morning) -> None:
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
            "SELECT number, process FROM session WHERE guide = ? AND ending IS NULL"
            " ORDER BY julianday(began) DESC, number DESC",
            guide,
        )
        return tuple(
            UnfinishedSession(
                number=row["number"],
                beginning=read_beginning(self._database, row["number"]),
                events=self.events(row["number"]),
            )
            for row in rows
            if not _runs_elsewhere(row["process"])
        )

    def unfinished_session(
        self, guide: str, now: datetime, within: timedelta = RESUMABLE_WITHIN
    ) -> UnfinishedSession | None:
        """Return the session that broke off last, if that was *within* so long before *now*."""
        last = next(iter(self.unfinished_sessions(guide)), None)
        return last if last and now - last.broke_off <= within else None

    def take_up_session(self, number: Number) -> None:
        """Keep that it is this program that goes on with a session that broke off."""
        self._database.write("UPDATE session SET process = ? WHERE number = ?", os.getpid(), number)

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
            conditions.append("julianday(began) >= julianday(?)")
            values.append(moment_text(since))
        return read_sessions(self._database, conditions, values, limit)

    def session(self, number: Number) -> SessionRecord | None:
        """Return the session of that number, if there is one that is over."""
        return next(iter(read_sessions(self._database, ["number = ?"], [number])), None)

    def events(self, number: Number) -> tuple[AnyEvent, ...]:
        """Return what happened in a session, in order."""
        return read_events(self._database, number)

    def delete_session(self, number: Number) -> bool:
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
            reading_places={row.pop("guide"): msgspec.convert(row, ReadingPlace) for row in places},
            remembered={row["name"]: row["value"] for row in small},
        )

    def add(self, archive: Archive) -> int:
        """Keep what is in *archive* and not here yet; return how many sessions that were."""

        def add(connection: Connection) -> int:
            for table, row in _rows_beside_sessions(archive):
                insert_new_row(connection, table, row)
            return sum(insert_archived(connection, session) for session in archive.sessions)

        return self._database.write_all_surely(add)

    def forget(self) -> None:
        """Forget everything, what was set aside as damaged included."""
        self._database.wipe()

    # Safety

    def keep_screening(self, screening: Screening) -> None:
        """Keep answers to the safety questions."""
        row = _screening_row(screening)
        self._database.write_all(lambda connection: insert_row(connection, "screening", row))

    def last_screening(self, guide: str) -> Screening | None:
        """Return the last answers to the safety questions, if there are any."""
        return next(iter(self._screenings("guide = ?", guide, limit=1)), None)

    def last_full_screening(self, guide: str) -> Screening | None:
        """Return the last answers for which every question was asked in full, if there are any."""
        in_full = self._screenings("guide = ? AND reasons = 'in full'", guide, limit=1)
        return next(iter(in_full), None)

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

    # Small things

    def keep_reading_place(self, guide: str, place: ReadingPlace) -> None:
        """Keep where someone stopped reading."""
        row = {"guide": guide, **as_kept(place)}
        self._database.write_all(lambda connection: insert_row(connection, "reading_place", row))

    def reading_place(self, guide: str) -> ReadingPlace | None:
        """Return where someone stopped reading, if they ever did."""
        rows = self._database.read("SELECT section, line FROM reading_place WHERE guide = ?", guide)
        return next((msgspec.convert(row, ReadingPlace) for row in rows), None)

    def remember(self, name: str, value: str) -> None:
        """Remember a small fact, in place of the one before."""
        self._database.write(
            "INSERT OR REPLACE INTO remembered (name, value) VALUES (?, ?)", name, value
        )

    def remembered(self, name: str) -> str | None:
        """Return what was remembered under that name, if anything."""
        rows = self._database.read("SELECT value FROM remembered WHERE name = ?", name)
        return next((row["value"] for row in rows), None)

    def _keep(self, table: str, kept: Agreement | RedFlag | WeeklyRating | Measurement) -> None:
        self._database.write_all(lambda connection: insert_row(connection, table, as_kept(kept)))

    def _since(
        self, kind: type[T], table: str, guide: str, since: datetime | None
    ) -> tuple[T, ...]:
        condition = "guide = ? AND (? IS NULL OR julianday(at) >= julianday(?))"
        moment = since and moment_text(since)
        return self._all(kind, table, condition, guide, moment, moment)

    def _all(
        self, kind: type[T], table: str, condition: str = "1", *values: object
    ) -> tuple[T, ...]:
        rows = self._database.read(
            f"SELECT * FROM {table} WHERE {condition} ORDER BY julianday(at)", *values
        )
        return tuple(msgspec.convert(row, kind) for row in rows)

    def _screenings(
        self, condition: str, *values: object, limit: int | None = None
    ) -> tuple[Screening, ...]:
        """Return the screenings that meet *condition*: the oldest first, or the last *limit*."""
        rows = self._database.read(
            f"SELECT guide, at, reasons, verdict, items FROM screening WHERE {condition}"
            " ORDER BY julianday(at) DESC, number DESC LIMIT ?",
            *values,
            -1 if limit is None else limit,
        )
        plain = [{**row, "items": json.loads(row["items"])} for row in reversed(rows)]
        return msgspec.convert(plain, tuple[Screening, ...])


def _rows_beside_sessions(archive: Archive) -> Iterator[tuple[str, Row]]:
    yield from (("screening", _screening_row(one)) for one in archive.screenings)
    yield from (("agreement", as_kept(one)) for one in archive.agreements)
    yield from (("red_flag", as_kept(one)) for one in archive.red_flags)
    yield from (("weekly_rating", as_kept(one)) for one in archive.weekly_ratings)
    yield from (("measurement", as_kept(one)) for one in archive.measurements)
    for guide, place in archive.reading_places.items():
        yield "reading_place", {"guide": guide, **as_kept(place)}
    for name, value in archive.remembered.items():
        yield "remembered", {"name": name, "value": value}


def _screening_row(screening: Screening) -> Row:
    return {**as_kept(screening), "items": json.dumps(screening.items)}


def _runs_elsewhere(process: int) -> bool:
    """Return whether another program that is still running has begun a session."""
    # On Windows, asking after a process this way would end it.
    if os.name == "nt" or process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
