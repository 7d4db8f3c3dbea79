"""The gate: safety questions as pages of few lines, each page one question, answered yes or no.

The full pages are those of the three tiers of `safety`; before most sessions one short page does.
A line stands for the questions that it covers; their signs in full are a key away.
"""

from __future__ import annotations

from textwrap import wrap
from typing import Annotated, Final

from msgspec import Meta

from tpguide.guide.types import Days, Key, ShortText, SomeKeys, Spoken, Text, Value

#: Every page fits the smallest window, split between its lines where it has to be.
SMALLEST_PAGE_COLUMNS: Final = 30
SMALLEST_PAGE_ROWS: Final = 10
#: What precedes a line, and each of its further rows.
BULLET: Final = "• "
#: Under the lines of a page of the smallest window: the keys.
KEY_ROWS: Final = 1

#: Words that are shown where nothing applies, at 80 by 24: of all full pages, of the short page.
MOST_WORDS: Final = 300
MOST_WORDS_SHORT: Final = 105
#: What a page shows beside its own texts: its number, and "y yes, or unsure n none ? more".
CHROME_WORDS: Final = 9
#: How long a sound file may speak before the massage.
MOST_OPENING_SECONDS: Final = 45

#: Placeholder in the text of `Since`: the day of the last answers.
DAY: Final = "{day}"

#: The questions that a line covers.
Covered = Annotated[tuple[Key, ...], Meta(min_length=1, max_length=40)]
GateText = Annotated[str, Meta(min_length=1, max_length=240)]


class GateLine(Value, frozen=True, kw_only=True):
    """A line of a full page. *advice* is what to do, where that differs from its page's."""

    text: GateText
    covers: Covered
    advice: Text | None = None


class ShortLine(Value, frozen=True, kw_only=True):
    """A line of the short page; what to do is known from the full pages."""

    text: GateText
    covers: Covered


GateLines = Annotated[tuple[GateLine, ...], Meta(min_length=1, max_length=12)]


class Since(Value, frozen=True, kw_only=True):
    """The second question of the short page: what is new since the last answers.

    *risk* is a letter beside the reasons; it and the reasons named in *risks* lead to *risk_ask*,
    a yes to which is a yes to the question named in *risk_means*.
    """

    ask: GateText
    risk: ShortText
    risks: SomeKeys
    risk_ask: ShortText
    risk_means: Key


class ShortPage(Value, frozen=True, kw_only=True):
    """The page before most sessions: emergency and same-day signs, then what is new."""

    title: ShortText
    ask: ShortText
    lines: Annotated[tuple[ShortLine, ...], Meta(min_length=1, max_length=12)]
    since: Since


class Gate(Value, frozen=True, kw_only=True):
    """Which pages are asked, and what else is said before the floor.

    *again_after* is how long full answers hold, *again_after_pause* the time without a session
    after which all pages are asked again. *at_hand* is what has to be there, in three lines.
    """

    again_after: Days
    again_after_pause: Days
    short: ShortPage
    opening: Spoken
    at_hand: Annotated[tuple[ShortText, ...], Meta(min_length=1, max_length=3)]


def wrapped_line(text: str, columns: int) -> list[str]:
    """Return the rows of a line of a page, its bullet included."""
    rows = wrap(text, max(columns - len(BULLET), 1)) or [""]
    return [BULLET + rows[0], *(" " * len(BULLET) + row for row in rows[1:])]


def fits_smallest(ask: str, line: str) -> bool:
    """Return whether *line* has a page of its own in the smallest window, under what is asked."""
    rows = len(wrap(ask, SMALLEST_PAGE_COLUMNS)) + len(wrapped_line(line, SMALLEST_PAGE_COLUMNS))
    return rows + KEY_ROWS <= SMALLEST_PAGE_ROWS
