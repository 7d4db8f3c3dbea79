"""All that a journal holds as one value: written as JSON or CSV, and read back from either.

A CSV file has one table for everything, each row of a *kind*, so that a spreadsheet can filter it;
a session is one row. No cell is a formula for a spreadsheet, or an escape for a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from tpguide.errors import TpguideError, WrongUseError
from tpguide.session.events import AnyEvent
from tpguide.session.record import (
    Agreement,
    Kept,
    KeptName,
    Measurement,
    ReadingPlace,
    RedFlag,
    Screening,
    SessionRecord,
    WeeklyRating,
)
from tpguide.text import UNSEEN, visible

CsvRow = dict[str, Any]

_SESSION: Final = ("number", "token", "guide", "guide_hash", "version", "began", "note")
_RESULT: Final = ("ended", "ending", "wrong")
#: What a session has many of: its kind in a row of the first version, and its name in a result.
_PARTS: Final = (("rolled", "rolled"), ("rating", "ratings"), ("sore spot", "sore_spots"))
_CHOICE: Final = ("side", "dose", "intensity", "ceiling")
_MORNING: Final = ("asked", "pain", "new_bruise", "lasting_soreness")
_PAIN: Final = ("pain_before", "pain_after")
_OF_A_SIDE: Final = (
    "side", "dose", "intensity", "pain_before", "pain_after",
    "asked", "pain", "new_bruise", "lasting_soreness", "ceiling",
)  # fmt: skip
_BEFORE_SIDES: Final = ("kind", "number", "guide", "began", "ended", "ending", "wrong", "note")
_AFTER_SIDES: Final = (
    "at", "rating", "test", "value", "reasons", "verdict", "items", "item", "flag", "section",
    "line", "name", "text", "details", "token", "guide_hash", "version",
)  # fmt: skip
#: Most people have two.
_USUAL_SIDES: Final = 2
#: The columns of the first version, in which a session had a row for each thing in it.
_FIRST_COLUMNS: Final = frozenset((
    "kind", "number", "guide", "began", "side", "dose", "intensity", "pain_before", "pain_after",
    "ended", "ending", "wrong", "note", "ceiling", "asked", "pain", "new_bruise",
    "lasting_soreness", "milliseconds", "at_milliseconds", "zone", "strip", "rating", "at", "test",
    "value", "reasons", "verdict", "items", "item", "flag", "event", "section", "line", "name",
    "text", "token", "guide_hash", "version",
))  # fmt: skip
#: A spreadsheet takes a cell that begins with one of these for a formula; the last is our sign
#: that it isn't one.
_BEGINS_FORMULA: Final = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠", "'")
#: Separators of cells: the comma, and what spreadsheets write where it is the decimal point.
_PARTING: Final = (",", ";", "\t")
#: What a row of a file can be: things in a session, those before only in the first version.
_KINDS: Final = (
    "session", "rolled", "rating", "sore spot", "event", "screening", "agreement", "red flag",
    "weekly rating", "measurement", "reading place", "remembered",
)  # fmt: skip
_KIND_WORDS: Final = {
    "int": "a whole number",
    "float": "a number",
    "str": "text",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "datetime": "a moment",
    "null": "nothing",
}
_NO_MOMENT: Final = "no moment like 2026-01-05T07:30:00+01:00; did a spreadsheet change it?"
_ESCAPED: Final = re.compile(r"\\(\\|u[0-9a-f]{4}|U[0-9a-f]{8})")


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
    reading_places: dict[KeptName, ReadingPlace] = msgspec.field(default_factory=dict)
    remembered: dict[KeptName, str] = msgspec.field(default_factory=dict)


class WrongArchiveError(TpguideError):
    """A file that is no archive, or a damaged one."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"This is no complete export of tpguide: {visible(problem)}.",
            "It takes what was written by: tpguide history export --format json (or csv).",
        )


def beside_sessions(archive: Archive) -> tuple[tuple[str, tuple[Kept, ...]], ...]:
    """Return what has a moment and is no session, by what it is called."""
    return (
        ("screening", archive.screenings),
        ("agreement", archive.agreements),
        ("red flag", archive.red_flags),
        ("weekly rating", archive.weekly_ratings),
        ("measurement", archive.measurements),
    )


def as_json(archive: Archive) -> str:
    """Return *archive* as JSON."""
    return json_of(archive)


def json_of(value: object) -> str:
    """Return *value* as JSON, in which characters that do something are written as numbers."""
    text = msgspec.json.format(msgspec.json.encode(value)).decode()
    return UNSEEN.sub(_in_json, text) + "\n"


def as_csv(archive: Archive) -> str:
    """Return *archive* as CSV."""
    import csv
    from io import StringIO

    file = StringIO(newline="")
    most = max((len(one.record.sides) for one in archive.sessions), default=0)
    columns = _columns(max(most, _USUAL_SIDES))
    # Where commas part nothing, as in some countries, quotes keep a cell from being parted.
    writer = csv.DictWriter(file, columns, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    for row in _rows(archive):
        writer.writerow({name: _cell(name, value) for name, value in row.items()})
    return file.getvalue()


def archive_of(text: str) -> Archive:
    """Return the archive that *text* holds as JSON or CSV. Raises WrongArchiveError."""
    text = text.removeprefix("\ufeff")
    try:
        if text.lstrip().startswith("{"):
            return msgspec.json.decode(text, type=Archive)
        return _from_csv(text)
    except KeyError as error:
        raise WrongArchiveError(f"{error} is missing, or unknown") from error
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise WrongArchiveError(_told(error)) from error


def archive_in(file: Path, content: bytes | None = None) -> Archive:
    """Return the archive in *file*, or in its *content* that was read already.

    Raises WrongUseError if there is none, and WrongArchiveError, also if it can't be read.
    """
    try:
        return archive_of((file.read_bytes() if content is None else content).decode("utf-8"))
    except FileNotFoundError as error:
        raise WrongUseError(f"There is no file {visible(str(file))}.") from error
    except OSError as error:
        raise WrongArchiveError(f"{visible(str(file))} can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise WrongArchiveError(f"{visible(str(file))} is not UTF-8") from error


def _told(error: Exception) -> str:
    """Return what *error* says, led by the record that is wrong: “session 1, event 2, at: …”."""
    sentence, _, path = str(error).rstrip(".").partition(" - at `")
    steps = re.findall(r"([a-z_]+)|\[(\d+|\.\.\.)\]", path)
    words: list[str] = []
    for name, index in steps:
        if name and name != "record":
            words.append(name.replace("_", " "))
        elif index.isdecimal() and words:
            words[-1] = f"{words[-1].removesuffix('s')} {int(index) + 1}"
    sentence = _in_words(sentence)
    return f"{', '.join(words)}: {sentence[:1].lower()}{sentence[1:]}" if words else sentence


def _in_words(sentence: str) -> str:
    """Return *sentence*, by msgspec, in plain words."""
    sentence = sentence.replace("Invalid RFC3339 encoded datetime", _NO_MOMENT)
    for kind, word in _KIND_WORDS.items():
        sentence = sentence.replace(f"`{kind}`", word)
    for sign, word in (("of length ", "of a length of "), (">=", "at least"), ("<=", "at most")):
        sentence = sentence.replace(sign, word)
    return sentence.replace("`", "").replace("1000000.0", "1000000")


def _in_json(found: re.Match[str]) -> str:
    encoded = found.group().encode("utf-16-be")
    return "".join(f"\\u{encoded[n : n + 2].hex()}" for n in range(0, len(encoded), 2))


def _cell(name: str, value: object) -> object:
    """Return *value* as a cell: no formula for a spreadsheet, no escape for a terminal."""
    if not isinstance(value, str) or name == "details":
        return value
    text = UNSEEN.sub(_numbered, value.replace("\\", "\\\\"))
    return f"'{text}" if text.lstrip(" \n").startswith(_BEGINS_FORMULA) else text


def _numbered(found: re.Match[str]) -> str:
    number = ord(found.group())
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def _value(name: str, cell: str) -> str:
    """Return the value that was written as *cell*."""
    if name == "details":
        return cell
    if cell.startswith("'"):
        cell = cell[1:]
    return _ESCAPED.sub(
        lambda found: "\\" if found.group(1) == "\\" else chr(int(found.group(1)[1:], 16)), cell
    )


def _columns(sides: int) -> tuple[str, ...]:
    of_sides = (f"{name}{_suffix(n)}" for n in range(sides) for name in _OF_A_SIDE)
    return (*_BEFORE_SIDES, *of_sides, *_AFTER_SIDES)


def _suffix(position: int) -> str:
    """Return what the columns of a side end with: nothing for the first."""
    return f"_{position + 1}" if position else ""


def _rows(archive: Archive) -> Iterator[CsvRow]:
    for session in archive.sessions:
        yield {"kind": "session", **_session_row(session)}
    for kind, values in beside_sessions(archive):
        for value in values:
            row = _plain(value)
            if "items" in row:
                row["items"] = " ".join(row["items"])
            if kind == "red flag":
                row = _renamed(row, "kind", "flag")
            yield {"kind": kind, **row}
    for guide, place in archive.reading_places.items():
        yield {"kind": "reading place", "guide": guide, **_plain(place)}
    for name, text in archive.remembered.items():
        yield {"kind": "remembered", "name": name, "text": text}


def _session_row(session: ArchivedSession) -> CsvRow:
    record = _plain(session.record)
    sides, result = record.pop("sides"), record.pop("result")
    row = {**record, **_part(result, _RESULT)}
    for position, side in enumerate(sides):
        told = {**side.pop("choice"), **(side.pop("morning") or {}), **side}
        row |= {f"{name}{_suffix(position)}": value for name, value in told.items()}
    details = {name: result[name] for _, name in _PARTS if result[name]}
    if session.events:
        details["events"] = msgspec.to_builtins(session.events)
    text = msgspec.json.encode(details).decode() if details else ""
    return {**row, "details": UNSEEN.sub(_in_json, text)}


def _plain(value: Kept) -> CsvRow:
    plain: CsvRow = msgspec.to_builtins(value)
    return plain


def _from_csv(text: str) -> Archive:
    import csv
    from io import StringIO

    csv.field_size_limit(max(len(text), csv.field_size_limit()))
    parted_by = max(_PARTING, key=re.split(r"[\r\n]", text, maxsplit=1)[0].count)
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=parted_by)
    try:
        columns = frozenset(reader.fieldnames or ())
        is_first_version = columns == _FIRST_COLUMNS
        if not is_first_version and not columns >= set(_columns(_USUAL_SIDES)):
            raise ValueError("its columns are others")
        rows = list(reader)
    except csv.Error as error:
        raise ValueError(str(error)) from error
    by_kind: dict[str, list[CsvRow]] = {kind: [] for kind in _KINDS}
    for line, row in enumerate(rows, 2):
        if not any(row.values()):
            continue  # as spreadsheets leave below a table
        if None in row or None in row.values():
            raise ValueError(f"row {line} has other columns than the first")
        filled = {
            name: cell if is_first_version else _value(name, cell)
            for name, cell in row.items()
            if cell != ""
        }
        kind = filled.pop("kind", "")
        if kind not in by_kind:
            raise ValueError(f"row {line} is of no kind that is known: “{kind[:40]}”")
        by_kind[kind].append(filled)
    plain = {
        "sessions": _sessions_from_parts(by_kind)
        if is_first_version
        else [_session_from(row) for row in by_kind["session"]],
        "screenings": [
            {**row, "items": row.get("items", "").split()} for row in by_kind["screening"]
        ],
        "agreements": by_kind["agreement"],
        "red_flags": [_renamed(row, "flag", "kind") for row in by_kind["red flag"]],
        "weekly_ratings": by_kind["weekly rating"],
        "measurements": by_kind["measurement"],
        "reading_places": {
            row.pop("guide"): {"section": "", **row} for row in by_kind["reading place"]
        },
        "remembered": {row["name"]: row.get("text", "") for row in by_kind["remembered"]},
    }
    return msgspec.convert(plain, Archive, strict=False)


def _session_from(row: CsvRow) -> CsvRow:
    details = msgspec.json.decode(row.get("details", "{}"), type=dict[str, list[Any]])
    events = details.pop("events", [])
    record = {"guide_hash": "", "version": "", **_part(row, _SESSION)}
    sides = []
    position = 0
    while f"side{_suffix(position)}" in row:
        own = {name: row.get(f"{name}{_suffix(position)}") for name in _OF_A_SIDE}
        given = {name: value for name, value in own.items() if value is not None}
        sides.append(_side_from(given))
        position += 1
    result = {**_part(row, _RESULT), **details}
    return {"record": {**record, "sides": sides, "result": result}, "events": events}


def _side_from(row: CsvRow) -> CsvRow:
    return {
        **_part(row, _PAIN),
        "choice": _part(row, _CHOICE),
        "morning": _part(row, _MORNING) or None,
    }


def _sessions_from_parts(by_kind: Mapping[str, list[CsvRow]]) -> list[CsvRow]:
    """Return the sessions of a file of the first version."""
    sessions: dict[str, CsvRow] = {}
    for row in by_kind["session"]:
        if row["token"] not in sessions:
            result = {**_part(row, _RESULT), "rolled": [], "ratings": [], "sore_spots": []}
            record = {**_part(row, _SESSION), "sides": [], "result": result}
            sessions[row["token"]] = {"record": record, "events": []}
        sessions[row["token"]]["record"]["sides"].append(_side_from(row))
    for kind, name in _PARTS:
        for row in by_kind[kind]:
            part = _renamed(row, "at_milliseconds", "at")
            sessions[part.pop("token")]["record"]["result"][name].append(part)
    for row in by_kind["event"]:
        sessions[row["token"]]["events"].append(msgspec.json.decode(row["event"]))
    return list(sessions.values())


def _part(row: CsvRow, keys: Iterable[str]) -> CsvRow:
    return {key: row[key] for key in keys if key in row}


def _renamed(row: CsvRow, old: str, new: str) -> CsvRow:
    return {new if key == old else key: value for key, value in row.items()}
