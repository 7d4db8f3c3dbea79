"""Keep sessions, answers and measurements, each as it happens, in one file.

Decides nothing about them: what follows from what was kept is for `progress` to say.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tpguide.session.record import (
    Agreement,
    Measurement,
    RecordNumber,
    RedFlag,
    SessionRecord,
    WeeklyRating,
)
from tpguide.storage.archive import Archive, ArchivedSession
from tpguide.storage.archive_rows import Added, inserted, insertions
from tpguide.storage.database import BUSY_SECONDS, Database
from tpguide.storage.database_files import set_aside_beside
from tpguide.storage.journal_answers import AnswerTables
from tpguide.storage.journal_sessions import ENTERED, SessionTables
from tpguide.storage.paths import JOURNAL_FILE
from tpguide.storage.running import RunningSessions
from tpguide.storage.session_rows import as_kept, moment_text

if TYPE_CHECKING:
    from sqlite3 import Connection

#: What is entered by hand, and may be wrong.
Entry = WeeklyRating | Measurement | SessionRecord


def open_journal(
    folder: Path,
    now: Callable[[], datetime],
    *,
    wait_seconds: float = BUSY_SECONDS,
    only_reads: bool = False,
) -> Journal:
    """Return the journal in *folder*, begun if there is none.

    *now* names what is set aside; *wait_seconds* is how long another program is waited for.
    Where it *only reads*, nothing is begun, set aside or kept.

    Whatever is wrong with the disk or with what is on it, there is a journal: `Journal.troubles`
    tell what a person has to know.
    """
    database = Database(folder / JOURNAL_FILE, now, wait_seconds, only_reads=only_reads)
    return Journal(database, None if only_reads else RunningSessions(folder))


def set_aside_in(folder: Path) -> list[Path]:
    """Return the journals in *folder* that were set aside as damaged, the oldest first."""
    return [path for path in set_aside_beside(folder / JOURNAL_FILE) if path.suffix == ".db"]


class Journal(SessionTables, AnswerTables):
    """All that is kept. Close it, or use it as a context manager.

    How its parts are kept is told by `journal_sessions` and `journal_answers`.
    """

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

    # Sessions that were entered afterwards, and taking back what was entered

    def enter_session(self, record: SessionRecord, at: datetime) -> RecordNumber:
        """Keep a session that was led by no program, entered *at* that moment.

        Return the number that it gets; that of *record* says nothing.
        """
        entered = {f"{ENTERED}{record.token}": moment_text(at)}
        self.add(Archive(sessions=(ArchivedSession(record=record, events=()),), remembered=entered))
        [row] = self._database.read("SELECT number FROM session WHERE token = ?", record.token)
        number: RecordNumber = row["number"]
        return number

    def entered(self, record: SessionRecord) -> datetime | None:
        """Return when a session was entered afterwards, or None for one that was led here."""
        moment = self.remembered(f"{ENTERED}{record.token}")
        with suppress(ValueError):
            return datetime.fromisoformat(moment) if moment else None
        return None

    def last_entry(self, guide: str | None = None) -> Entry | None:
        """Return what was answered, measured or entered last, of one guide or of all."""
        of_guide = _of_guide(guide)
        entries: list[tuple[datetime, Entry]] = []
        entries += ((one.at, one) for one in self._all(WeeklyRating, "weekly_rating", *of_guide))
        entries += ((one.at, one) for one in self._all(Measurement, "measurement", *of_guide))
        entries += ((at, one) for one in self.sessions(guide) if (at := self.entered(one)))
        return max(entries, key=itemgetter(0))[1] if entries else None

    def take_back(self, entry: Entry) -> None:
        """Take back what was entered wrongly: it counts nowhere any more."""
        if isinstance(entry, SessionRecord):
            self.delete_session(entry.number)
            return
        table = "measurement" if isinstance(entry, Measurement) else "weekly_rating"
        row = as_kept(entry)
        key = [name for name in ("guide", "side", "at", "test") if name in row]
        self._database.write(
            f"DELETE FROM {table} WHERE {' AND '.join(f'{name} = ?' for name in key)}",
            *(row[name] for name in key),
        )

    # All of it

    def archive(self) -> Archive:
        """Return everything that is kept, except sessions that are not over."""
        sessions = reversed(self.sessions())
        return Archive(
            sessions=tuple(
                ArchivedSession(record=record, events=self.events(record.number))
                for record in sessions
            ),
            screenings=self.screenings(),
            agreements=self._all(Agreement, "agreement"),
            red_flags=self._all(RedFlag, "red_flag"),
            weekly_ratings=self._all(WeeklyRating, "weekly_rating"),
            measurements=self._all(Measurement, "measurement"),
            reading_places=self.reading_places(),
            remembered=self.all_remembered(),
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


def _of_guide(guide: str | None) -> tuple[str, ...]:
    """Return the condition that finds what is kept of *guide*, and its value."""
    return ("1",) if guide is None else ("guide = ?", guide)
