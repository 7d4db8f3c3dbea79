"""The next date, as a calendar reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar
from msgspec import structs

from plans import the_guide
from tpguide.ui.report.calendar import calendar_of

BEGINS = datetime(2026, 1, 9, 19, 30, tzinfo=UTC)
NOW = BEGINS - timedelta(days=2)


def entry_of(text: str) -> icalendar.Event:
    calendar = icalendar.Calendar.from_ical(text)
    assert isinstance(calendar, icalendar.Calendar)
    assert calendar.errors == []
    [event] = calendar.walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    assert event.errors == []
    return event


def test_it_holds_one_session_that_repeats_nothing() -> None:
    event = entry_of(calendar_of(the_guide(), BEGINS, NOW))

    assert event.start == BEGINS
    assert event.duration == timedelta(minutes=15)
    assert event["SUMMARY"] == the_guide().protocol.title
    assert event["DESCRIPTION"] == f"tpguide massage {the_guide().slug} --guided"
    assert "RRULE" not in event


def test_it_brings_an_alarm_that_rings_once_when_it_begins() -> None:
    [alarm] = entry_of(calendar_of(the_guide(), BEGINS, NOW)).walk("VALARM")

    assert alarm["ACTION"] == "DISPLAY"
    assert alarm.decoded("TRIGGER") == timedelta(0)
    assert alarm["DESCRIPTION"] == the_guide().protocol.title
    assert "REPEAT" not in alarm


def test_a_title_of_another_guide_is_text_and_nothing_else() -> None:
    guide = the_guide()
    title = "Calf; arm, \\ back\nEND:VEVENT\x1b " + 40 * "é"
    changed = structs.replace(guide, protocol=structs.replace(guide.protocol, title=title))

    text = calendar_of(changed, BEGINS, NOW)

    assert entry_of(text)["SUMMARY"] == title.replace("\x1b", "<U+001B>")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
