"""Turn sessions into rows of the journal, and rows back into sessions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import msgspec

from tpguide.session.events import AnyEvent
from tpguide.session.record import Beginning, Kept, Number, Result, SessionRecord
from tpguide.storage.database import Database, Row

if TYPE_CHECKING:
    from sqlite3 import Connection

_EVENTS: Final = msgspec.json.Decoder(tuple[AnyEvent, ...])


def moment_text(moment: datetime) -> str:
    """Return *moment* as it is kept: as text, with its offset. Raises ValueError without one."""
    if moment.utcoffset() is None:
        raise ValueError("a moment without an offset from UTC could be any day")
    text: str = msgspec.to_builtins(moment)
    return text


def as_kept(kept: Kept) -> Row:
    """Return the columns of a row for *kept*, whose fields are named like them."""
    row: Row = msgspec.to_builtins(kept)
    return row


def insert_row(connection: Connection, table: str, row: Mapping[str, object]) -> Number:
    """Insert *row*, in place of one with the same key, and return its number."""
    places = ", ".join("?" * len(row))
    number = connection.execute(
        f"INSERT OR REPLACE INTO {table} ({', '.join(row)}) VALUES ({places})",
        tuple(row.values()),
    ).lastrowid
    return number or 0


def insert_beginning(connection: Connection, beginning: Beginning, *, process: int) -> Number:
    """Insert a session that begins now, and return its number."""
    token = connection.execute("SELECT lower(hex(randomblob(16)))").fetchone()[0]
    row = {**as_kept(beginning), "token": token, "process": process}
    sides = row.pop("sides")
    number = insert_row(connection, "session", row)
    for position, side in enumerate(sides):
        choice = side.pop("choice")
        insert_row(
            connection,
            "session_side",
            {"session": number, "position": position, **choice, **side},
        )
    return number


def insert_result(connection: Connection, number: Number, result: Result) -> None:
    """Insert how session *number* ended, in place of what was said of it before."""
    row = as_kept(result)
    found = connection.execute(
        "UPDATE session SET ended = ?, ending = ?, wrong = ? WHERE number = ?",
        (row["ended"], row["ending"], row["wrong"], number),
    ).rowcount
    if not found:
        return
    for table in ("rolled", "rating", "sore_spot"):
        connection.execute(f"DELETE FROM {table} WHERE session = ?", (number,))
    for rolled in row["rolled"]:
        insert_row(connection, "rolled", {"session": number, **rolled})
    for table, rows in (("rating", row["ratings"]), ("sore_spot", row["sore_spots"])):
        for sequence, each in enumerate(rows):
            insert_row(connection, table, {"session": number, "sequence": sequence, **each})


def read_beginning(database: Database, number: Number) -> Beginning:
    """Return how session *number* began."""
    [row] = database.read(
        "SELECT guide, guide_hash, version, began FROM session WHERE number = ?", number
    )
    sides = _sides_of(database, [number])[number]
    return msgspec.convert(
        {**row, "sides": [{key: side[key] for key in ("choice", "pain_before")} for side in sides]},
        Beginning,
    )


def read_events(database: Database, number: Number) -> tuple[AnyEvent, ...]:
    """Return what happened in session *number*, in order."""
    rows = database.read("SELECT event FROM event WHERE session = ? ORDER BY sequence", number)
    return _EVENTS.decode(f"[{','.join(row['event'] for row in rows)}]")


def read_sessions(
    database: Database,
    conditions: Sequence[str],
    values: Sequence[object],
    limit: int | None = None,
) -> tuple[SessionRecord, ...]:
    """Return the sessions that are over and meet all *conditions*, the newest first."""
    rows = database.read(
        "SELECT number, token, guide, guide_hash, version, began, ended, ending, wrong, note"
        f" FROM session WHERE {' AND '.join(['ending IS NOT NULL', *conditions])}"
        " ORDER BY julianday(began) DESC, number DESC LIMIT ?",
        *values,
        -1 if limit is None else limit,
    )
    numbers = [row["number"] for row in rows]
    sides = _sides_of(database, numbers)
    rolled = _children(database, "rolled", "side, intensity, milliseconds", "side", numbers)
    ratings = _children(database, "rating", "at, side, rating, zone, strip", "sequence", numbers)
    spots = _children(
        database, "sore_spot", "at, side, zone, strip, intensity, rating", "sequence", numbers
    )
    for row in rows:
        number = row["number"]
        row["sides"] = sides[number]
        row["result"] = {
            "ended": row.pop("ended"),
            "ending": row.pop("ending"),
            "wrong": row.pop("wrong"),
            "rolled": rolled[number],
            "ratings": ratings[number],
            "sore_spots": spots[number],
        }
    return msgspec.convert(rows, tuple[SessionRecord, ...])


def _sides_of(database: Database, numbers: Iterable[Number]) -> dict[Number, list[Row]]:
    columns = (
        "side, dose, intensity, ceiling, pain_before, pain_after,"
        " morning, morning_pain, new_bruise, lasting_soreness"
    )
    found = _children(database, "session_side", columns, "position", numbers)
    return defaultdict(
        list, {number: [_nested_side(row) for row in rows] for number, rows in found.items()}
    )


def _nested_side(row: Row) -> Row:
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


def _truth(value: Any) -> bool | None:
    return None if value is None else bool(value)


def _children(
    database: Database, table: str, columns: str, order: str, numbers: Iterable[Number]
) -> dict[Number, list[Row]]:
    """Return the rows of *table* that belong to each session of *numbers*."""
    found: dict[Number, list[Row]] = defaultdict(list)
    for row in database.read(
        f"SELECT session, {columns} FROM {table}"
        f" WHERE session IN (SELECT value FROM json_each(?)) ORDER BY session, {order}",
        json.dumps(list(numbers)),
    ):
        found[row.pop("session")].append(row)
    return found
