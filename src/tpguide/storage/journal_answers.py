"""Answers and measurements in the journal: safety, the weeks between sessions, small facts."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

import msgspec

from tpguide.session.record import (
    Agreement,
    Measurement,
    ReadingPlace,
    RedFlag,
    Screening,
    WeeklyRating,
)
from tpguide.storage.archive_rows import screening_row
from tpguide.storage.database import DatabaseRow
from tpguide.storage.journal_tables import JournalTables
from tpguide.storage.session_rows import as_kept, insert_row


class AnswerTables(JournalTables):
    """The answers, each of a guide and with its moment."""

    # Safety

    def keep_screening(self, screening: Screening) -> None:
        """Keep answers to the safety questions."""
        row = screening_row(screening)
        self._database.write_all(lambda connection: insert_row(connection, "screening", row))

    def screenings(self) -> tuple[Screening, ...]:
        """Return all answers to the gate, the oldest first."""
        return self._screenings("1")

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

    # Small things

    def keep_reading_place(self, guide: str, place: ReadingPlace) -> None:
        """Keep where someone stopped reading."""
        row = {"guide": guide, **as_kept(place)}
        self._database.write_all(lambda connection: insert_row(connection, "reading_place", row))

    def reading_place(self, guide: str) -> ReadingPlace | None:
        """Return where someone stopped reading, if they ever did."""
        return self._places("guide = ?", guide).get(guide)

    def reading_places(self) -> dict[str, ReadingPlace]:
        """Return where someone stopped reading, by guide."""
        return self._places("1")

    def remember(self, name: str, value: str) -> None:
        """Remember a small fact, in place of the one before."""
        self._database.write(
            "INSERT OR REPLACE INTO remembered (name, value) VALUES (?, ?)", name, value
        )

    def remembered(self, name: str) -> str | None:
        """Return what was remembered under that name, if anything."""
        return self._facts("name = ?", name).get(name)

    def all_remembered(self) -> dict[str, str]:
        """Return every small fact, by its name."""
        return self._facts("1")

    def _places(self, condition: str, *values: object) -> dict[str, ReadingPlace]:
        rows = self._database.read(
            f"SELECT guide, section, line FROM reading_place WHERE {condition} ORDER BY guide",
            *values,
        )
        return dict(self._readable("reading_place", rows, _guide_and_place))

    def _facts(self, condition: str, *values: object) -> dict[str, str]:
        rows = self._database.read(
            f"SELECT name, value FROM remembered WHERE {condition} ORDER BY name", *values
        )
        return dict(self._readable("remembered", rows, _name_and_value))

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


def _screening(row: DatabaseRow) -> Screening:
    return msgspec.convert({**row, "items": msgspec.json.decode(row["items"])}, Screening)


def _guide_and_place(row: DatabaseRow) -> tuple[str, ReadingPlace]:
    return msgspec.convert(row.pop("guide"), str), msgspec.convert(row, ReadingPlace)


def _name_and_value(row: DatabaseRow) -> tuple[str, str]:
    return msgspec.convert(row["name"], str), msgspec.convert(row["value"], str)
