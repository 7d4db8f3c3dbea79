"""All that a journal holds as one value: written as JSON or CSV, and read back from either.

A CSV file has one table for everything, each row of a *kind*, so that a spreadsheet can filter it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from tpguide.errors import TpguideError
from tpguide.session.events import AnyEvent
from tpguide.session.record import (
    Agreement,
    Kept,
    Measurement,
    ReadingPlace,
    RedFlag,
    Screening,
    SessionRecord,
    WeeklyRating,
)

Row = dict[str, Any]

#: The columns of a CSV file. Those of a session come first, for whoever only looks at these.
COLUMNS: Final = (
    "kind", "number", "guide", "began", "side", "dose", "intensity", "pain_before", "pain_after",
    "ended", "ending", "wrong", "note", "ceiling", "asked", "pain", "new_bruise",
    "lasting_soreness", "milliseconds", "at_milliseconds", "zone", "strip", "rating", "at", "test",
    "value", "reasons", "verdict", "items", "item", "flag", "event", "section", "line", "name",
    "text", "token", "guide_hash", "version",
)  # fmt: skip
_SESSION: Final = ("number", "token", "guide", "guide_hash", "version", "began", "note")
_RESULT: Final = ("ended", "ending", "wrong")
#: What a session has many of: its kind in a row, and its name in a result.
_PARTS: Final = (("rolled", "rolled"), ("rating", "ratings"), ("sore spot", "sore_spots"))
_CHOICE: Final = ("side", "dose", "intensity", "ceiling")
_MORNING: Final = ("asked", "pain", "new_bruise", "lasting_soreness")


class ArchivedSession(Kept, frozen=True, kw_only=True):
    """A past session and what happened in it."""

    record: SessionRecord
    events: tuple[AnyEvent, ...] = ()


class Archive(Kept, frozen=True, kw_only=True):
    """All that a journal holds, the oldest first, except sessions that are not over."""

    format: Literal[1] = 1
    sessions: tuple[ArchivedSession, ...] = ()
    screenings: tuple[Screening, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()
    weekly_ratings: tuple[WeeklyRating, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    reading_places: dict[str, ReadingPlace] = msgspec.field(default_factory=dict)
    remembered: dict[str, str] = msgspec.field(default_factory=dict)


class WrongArchiveError(TpguideError):
    """A file that is no archive, or a damaged one."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"This is no complete export of tpguide: {problem}.",
            "It takes what was written by: tpguide history export --format json (or csv).",
        )


def as_json(archive: Archive) -> str:
    """Return *archive* as JSON."""
    return msgspec.json.format(msgspec.json.encode(archive)).decode() + "\n"


def as_csv(archive: Archive) -> str:
    """Return *archive* as CSV."""
    import csv
    from io import StringIO

    file = StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_rows(archive))
    return file.getvalue()


def archive_of(text: str) -> Archive:
    """Return the archive that *text* holds as JSON or CSV. Raises WrongArchiveError."""
    text = text.removeprefix("\ufeff")
    try:
        if text.lstrip().startswith("{"):
            return msgspec.json.decode(text, type=Archive)
        return _from_csv(text)
    except (msgspec.MsgspecError, ValueError, KeyError) as error:
        raise WrongArchiveError(str(error).rstrip(".")) from error


def archive_in(file: Path) -> Archive:
    """Return the archive in *file*. Raises WrongArchiveError, also if it can't be read."""
    try:
        return archive_of(file.read_bytes().decode("utf-8"))
    except OSError as error:
        raise WrongArchiveError(f"{file} can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise WrongArchiveError(f"{file} is not UTF-8") from error


def _rows(archive: Archive) -> Iterator[Row]:
    for session in archive.sessions:
        yield from _session_rows(session)
    named: tuple[tuple[str, Iterable[Kept]], ...] = (
        ("screening", archive.screenings),
        ("agreement", archive.agreements),
        ("weekly rating", archive.weekly_ratings),
        ("measurement", archive.measurements),
    )
    for kind, values in named:
        for value in values:
            row = _plain(value)
            if "items" in row:
                row["items"] = " ".join(row["items"])
            yield {"kind": kind, **row}
    for flag in archive.red_flags:
        row = _plain(flag)
        yield {"kind": "red flag", "flag": row.pop("kind"), **row}
    for guide, place in archive.reading_places.items():
        yield {"kind": "reading place", "guide": guide, **_plain(place)}
    for name, text in archive.remembered.items():
        yield {"kind": "remembered", "name": name, "text": text}


def _session_rows(session: ArchivedSession) -> Iterator[Row]:
    record = _plain(session.record)
    sides, result = record.pop("sides"), record.pop("result")
    token = {"token": record["token"]}
    for side in sides:
        choice, morning = side.pop("choice"), side.pop("morning") or {}
        yield {"kind": "session", **record, **_part(result, _RESULT), **choice, **side, **morning}
    for kind, name in _PARTS:
        for part in result[name]:
            yield {"kind": kind, **token, **_renamed(part, "at", "at_milliseconds")}
    for event in session.events:
        yield {"kind": "event", **token, "event": msgspec.json.encode(event).decode()}


def _plain(value: Kept) -> Row:
    plain: Row = msgspec.to_builtins(value)
    return plain


def _from_csv(text: str) -> Archive:
    import csv
    from io import StringIO

    reader = csv.DictReader(StringIO(text, newline=""))
    if set(reader.fieldnames or ()) != set(COLUMNS):
        raise ValueError("its columns are others")
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for row in reader:
        filled = {key: value for key, value in row.items() if value not in ("", None)}
        by_kind[filled.pop("kind")].append(filled)
    plain = {
        "sessions": _sessions_from(by_kind),
        "screenings": [
            {**row, "items": row.get("items", "").split()} for row in by_kind["screening"]
        ],
        "agreements": by_kind["agreement"],
        "red_flags": [_renamed(row, "flag", "kind") for row in by_kind["red flag"]],
        "weekly_ratings": by_kind["weekly rating"],
        "measurements": by_kind["measurement"],
        "reading_places": {row.pop("guide"): row for row in by_kind["reading place"]},
        "remembered": {row["name"]: row.get("text", "") for row in by_kind["remembered"]},
    }
    return msgspec.convert(plain, Archive, strict=False)


def _sessions_from(by_kind: Mapping[str, list[Row]]) -> list[Row]:
    sessions: dict[str, Row] = {}
    for row in by_kind["session"]:
        if row["token"] not in sessions:
            result = {**_part(row, _RESULT), "rolled": [], "ratings": [], "sore_spots": []}
            record = {**_part(row, _SESSION), "sides": [], "result": result}
            sessions[row["token"]] = {"record": record, "events": []}
        side = {
            **_part(row, ("pain_before", "pain_after")),
            "choice": _part(row, _CHOICE),
            "morning": _part(row, _MORNING) or None,
        }
        sessions[row["token"]]["record"]["sides"].append(side)
    for kind, name in _PARTS:
        for row in by_kind[kind]:
            part = _renamed(row, "at_milliseconds", "at")
            sessions[part.pop("token")]["record"]["result"][name].append(part)
    for row in by_kind["event"]:
        sessions[row["token"]]["events"].append(msgspec.json.decode(row["event"]))
    return list(sessions.values())


def _part(row: Row, keys: Iterable[str]) -> Row:
    return {key: row[key] for key in keys if key in row}


def _renamed(row: Row, old: str, new: str) -> Row:
    return {new if key == old else key: value for key, value in row.items()}
