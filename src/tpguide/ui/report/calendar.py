"""Write the next date for a calendar, as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from tpguide.guide.model import Guide
from tpguide.text import visible

#: No line of the format may be longer, in bytes, its line break aside.
LONGEST_LINE_BYTES = 75
STEP_MINUTES = 5


def calendar_of(guide: Guide, begins: datetime, now: datetime) -> str:
    """Return a calendar with one entry: a session of *guide* that begins then, with an alarm.

    It repeats nothing: when the next one is follows from how this one went.
    """
    longest = max(dose.totals.all_sides_seconds for dose in guide.protocol.doses)
    minutes = -(-longest // (60 * STEP_MINUTES)) * STEP_MINUTES
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//tpguide//tpguide//EN",
        "BEGIN:VEVENT",
        f"UID:{guide.slug}-{begins:%Y%m%d}@tpguide",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(begins)}",
        f"DURATION:PT{minutes}M",
        f"SUMMARY:{_text(guide.protocol.title)}",
        f"DESCRIPTION:{_text(f'tpguide massage {guide.slug} --guided')}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:PT0M",
        f"DESCRIPTION:{_text(guide.protocol.title)}",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    text = visible(text)
    for character in "\\;,":
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Yield *line* in parts short enough; all but the first begin with a space."""
    part = ""
    for character in line:
        if len(f"{part}{character}".encode()) > LONGEST_LINE_BYTES:
            yield part
            part = " "
        part += character
    yield part
