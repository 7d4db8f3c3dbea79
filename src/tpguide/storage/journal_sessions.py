"""Sessions in the journal: as they happen, broken off, and over."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec

from tpguide.session.events import AnyEvent
from tpguide.session.record import (
    LARGEST_RECORD_NUMBER,
    NOTE_LENGTH,
    Beginning,
    Morning,
    RecordNumber,
    Result,
    SessionRecord,
    UnfinishedSession,
)
from tpguide.session.state import Ending
from tpguide.storage.database import Database
from tpguide.storage.journal_tables import JournalTables
from tpguide.storage.running import RunningSessions
from tpguide.storage.session_rows import (
    insert_beginning,
    insert_result,
    moment_text,
    read_beginning,
    read_events,
    read_sessions,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

#: Before the token of a session, the name under which it is remembered when that was entered.
ENTERED: Final = "entered "


class SessionTables(JournalTables):
    """The sessions, each by its number."""

    def __init__(self, database: Database, running: RunningSessions | None = None) -> None:
        super().__init__(database)
        self._running = running

    # As it happens

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

    # Broken off

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
        """Lock an interrupted session to resume it. Return False if another program was faster."""
        return self._running is None or self._running.begin(number)

    def close_as_stopped(self, unfinished: UnfinishedSession) -> None:
        """Keep an interrupted session as stopped when it broke off, without what was done in it.

        Whoever has its guide can replay its events and finish it with its result instead.
        """
        result = Result(ended=unfinished.broke_off, ending=Ending.STOPPED)
        self.finish_session(unfinished.number, result)

    # Over

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

        def delete(connection: Connection) -> bool:
            connection.execute(
                "DELETE FROM remembered"
                " WHERE name = (SELECT ? || token FROM session WHERE number = ?)",
                (ENTERED, number),
            )
            found = connection.execute("DELETE FROM session WHERE number = ?", (number,))
            return bool(found.rowcount)

        return self._database.write_all(delete)
