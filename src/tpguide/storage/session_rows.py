"""Turn sessions into rows of the journal, and rows back into sessions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from tpguide.session.events import AnyEvent
from tpguide.session.record import Beginning, Kept, RecordNumber, Result, SessionRecord
from tpguide.storage.archive import ArchivedSession
from tpguide.storage.database import Database, DatabaseRow

if TYPE_CHECKING:
    from sqlite3 import Connection

T = TypeVar("T")

#: What a session has many of: the tables, and the names in its result.
_PARTS: Final = {"rolled": "rolled", "rating": "ratings", "sore_spot": "sore_spots"}
#: Fills a column of the first version that is no longer used: a lock tells which session runs.
NO_PROCESS: Final = 0
_EVENT: Final = msgspec.json.Decoder(AnyEvent)


class Unreadable:
    """Invalid rows: counted, and left unchanged."""

    def __init__(self) -> None:
        self._rows: set[tuple[str, str]] = set()

    def __len__(self) -> int:
        return len(self._rows)

    def read(self, table: str, row: DatabaseRow, make: Callable[[DatabaseRow], T]) -> T | None:
        """Return what *make* makes of *row*, or None where that can't be."""
        known = repr(row)
        try:
            return make(row)
        except (msgspec.MsgspecError, ValueError, TypeError, RecursionError):
            self._rows.add((table, known))
            return None


def moment_text(moment: datetime) -> str:
    """Return *moment* as it is kept: as text, with its offset. Raises ValueError without one."""
    if moment.utcoffset() is None:
        raise ValueError("a moment without an offset from UTC could be any day")
    text: str = msgspec.to_builtins(moment)
    return text


def as_kept(kept: Kept) -> DatabaseRow:
    """Return the columns of a row for *kept*, whose fields are named like them."""
    row: DatabaseRow = msgspec.to_builtins(kept)
    return row


def insert_row(connection: Connection, table: str, row: Mapping[str, object]) -> RecordNumber:
    """Insert *row*, in place of one with the same key, and return its number."""
    places = ", ".join("?" * len(row))
    statement = f"INSERT OR REPLACE INTO {table} ({', '.join(row)}) VALUES ({places})"
    return connection.execute(statement, tuple(row.values())).lastrowid or 0


def insert_new_row(connection: Connection, table: str, row: Mapping[str, object]) -> bool:
    """Insert *row*, unless there is one with the same key. Return whether there was none."""
    places = ", ".join("?" * len(row))
    statement = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places}) ON CONFLICT DO NOTHING"
    return bool(connection.execute(statement, tuple(row.values())).rowcount)


def insert_beginning(connection: Connection, beginning: Beginning) -> RecordNumber:
    """Insert a session that begins now, and return its number."""
    token = connection.execute("SELECT lower(hex(randomblob(16)))").fetchone()[0]
    row = {**as_kept(beginning), "token": token, "process": NO_PROCESS}
    sides = row.pop("sides")
    number = insert_row(connection, "session", row)
    _insert_sides(connection, number, sides)
    return number


def insert_archived(connection: Connection, archived: ArchivedSession) -> bool:
    """Insert a past session, unless it is there already. Return whether it was not."""
    record = archived.record
    known = connection.execute("SELECT 1 FROM session WHERE token = ?", (record.token,))
    if known.fetchone():
        return False
    row = {**as_kept(record), "process": NO_PROCESS}
    for other in ("number", "result"):
        row.pop(other)
    sides = row.pop("sides")
    number = insert_row(connection, "session", row)
    _insert_sides(connection, number, [_flat_side(side) for side in sides])
    insert_result(connection, number, record.result)
    for sequence, event in enumerate(archived.events):
        text = msgspec.json.encode(event).decode()
        kept = {"at": event.at, "kind": type(event).__name__, "event": text}
        insert_row(connection, "event", {"session": number, "sequence": sequence, **kept})
    return True


def _insert_sides(
    connection: Connection, number: RecordNumber, sides: Sequence[DatabaseRow]
) -> None:
    for position, side in enumerate(sides):
        row = {key: value for key, value in side.items() if key != "choice"}
        own = {"session": number, "position": position}
        insert_row(connection, "session_side", {**own, **side["choice"], **row})


def _flat_side(side: DatabaseRow) -> DatabaseRow:
    row = dict(side)
    morning = row.pop("morning")
    if morning is None:
        return row
    return row | {
        "morning": morning["asked"],
        "morning_pain": morning["pain"],
        "new_bruise": morning["new_bruise"],
        "lasting_soreness": morning["lasting_soreness"],
    }


def insert_result(connection: Connection, number: RecordNumber, result: Result) -> bool:
    """Insert how session *number* ended, in place of what was said of it before.

    Return whether there is that session.
    """
    row = as_kept(result)
    found = connection.execute(
        "UPDATE session SET ended = ?, ending = ?, wrong = ? WHERE number = ?",
        (row["ended"], row["ending"], row["wrong"], number),
    ).rowcount
    if not found:
        return False
    for table, name in _PARTS.items():
        connection.execute(f"DELETE FROM {table} WHERE session = ?", (number,))
        for sequence, part in enumerate(row[name]):
            insert_row(connection, table, {"session": number, "sequence": sequence, **part})
    return True


def read_beginning(
    database: Database, unreadable: Unreadable, number: RecordNumber
) -> Beginning | None:
    """Return how session *number* began, if that can be read."""
    [row] = database.read(
        "SELECT guide, guide_hash, version, began FROM session WHERE number = ?", number
    )
    sides = _sides_of(database, [number])[number]
    row["sides"] = [{key: side[key] for key in ("choice", "pain_before")} for side in sides]
    return unreadable.read("session", row, lambda row: msgspec.convert(row, Beginning))


def read_events(
    database: Database, unreadable: Unreadable, number: RecordNumber
) -> tuple[tuple[AnyEvent, ...], bool]:
    """Return what happened in session *number*, in order, and whether that is all of it.

    What comes after an event that can't be read is left out: it followed from that.
    """
    events: list[AnyEvent] = []
    for row in database.read(
        "SELECT session, sequence, event FROM event WHERE session = ? ORDER BY sequence", number
    ):
        event = unreadable.read("event", row, lambda row: _EVENT.decode(row["event"]))
        if event is None:
            return tuple(events), False
        events.append(event)
    return tuple(events), True


def read_sessions(
    database: Database,
    unreadable: Unreadable,
    conditions: Sequence[str],
    values: Sequence[object],
    limit: int | None = None,
) -> tuple[SessionRecord, ...]:
    """Return the sessions that are over and meet all *conditions*, the newest first."""
    rows = database.read(
        "SELECT number, token, guide, guide_hash, version, began, ended, ending, wrong, note"
        f" FROM session WHERE {' AND '.join(['ending IS NOT NULL', *conditions])}"
        " ORDER BY julianday(began) IS NULL DESC, julianday(began) DESC, number DESC LIMIT ?",
        *values,
        -1 if limit is None else limit,
    )
    numbers = [row["number"] for row in rows]
    sides = _sides_of(database, numbers)
    parts = {
        name: _children(database, table, "sequence", numbers) for table, name in _PARTS.items()
    }
    records = []
    for row in rows:
        number = row["number"]
        row["sides"] = sides[number]
        row["result"] = {
            "ended": row.pop("ended"),
            "ending": row.pop("ending"),
            "wrong": row.pop("wrong"),
            **{name: found[number] for name, found in parts.items()},
        }
        if isinstance(row["note"], bytes):
            row["note"] = row["note"].decode(errors="replace")
        record = unreadable.read("session", row, lambda row: msgspec.convert(row, SessionRecord))
        if record:
            records.append(record)
    if limit is not None and len(records) < limit <= len(rows):
        # Some of the newest can't be read: older ones take their places.
        return read_sessions(database, unreadable, conditions, values)[:limit]
    return tuple(records)


def _sides_of(
    database: Database, numbers: Iterable[RecordNumber]
) -> dict[RecordNumber, list[DatabaseRow]]:
    found = _children(database, "session_side", "position", numbers)
    return defaultdict(
        list, {number: [_nested_side(row) for row in rows] for number, rows in found.items()}
    )


def _nested_side(row: DatabaseRow) -> DatabaseRow:
    morning = row["morning"] and {
        "asked": row["morning"],
        "pain": row["morning_pain"],
        "new_bruise": _truth(row["new_bruise"]),
        "lasting_soreness": _truth(row["lasting_soreness"]),
    }
    return {
        "choice": {key: row[key] for key in ("side", "dose", "intensity", "ceiling")},
        "pain_before": row["pain_before"],
        "pain_after": row["pain_after"],
        "morning": morning,
    }


def _truth(value: Any) -> Any:
    """Return what 0 and 1 stand for; anything else is left for the model to refuse."""
    return bool(value) if value in (0, 1) else value


def _children(
    database: Database, table: str, order: str, numbers: Iterable[RecordNumber]
) -> dict[RecordNumber, list[DatabaseRow]]:
    """Return the rows of *table* that belong to each session of *numbers*, in their *order*."""
    found: dict[RecordNumber, list[DatabaseRow]] = defaultdict(list)
    for row in database.read(
        f"SELECT * FROM {table} WHERE session IN (SELECT value FROM json_each(?))"
        f" ORDER BY session, {order}",
        json.dumps(list(numbers)),
    ):
        number = row.pop("session")
        del row[order]
        found[number].append(row)
    return found
