"""Draw past sessions: as a table, and one of them with everything that is known of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from tpguide.progress.trends import Trend
from tpguide.session.limits import rolled_milliseconds
from tpguide.session.record import Morning, RecordNumber, SessionRecord, SideRecord
from tpguide.session.state import Ending
from tpguide.text import minutes_and_seconds, plain_ascii, visible
from tpguide.ui.text import theme
from tpguide.ui.text.columns import Column, ColumnCell, column_lines
from tpguide.ui.text.lines import Styled, StyledLine, flow, indented
from tpguide.ui.text.options import TextOptions

ENDINGS: Final = {
    Ending.COMPLETED: "done",
    Ending.STOPPED: "stopped",
    Ending.LONG_PAUSE: "long pause",
    Ending.RATINGS: "too much pain",
    Ending.SOMETHING_WRONG: "something wrong",
}
#: The same in a word, for a table in which everything else has to fit as well.
_ENDINGS_IN_A_WORD: Final = {
    Ending.COMPLETED: "done",
    Ending.STOPPED: "stopped",
    Ending.LONG_PAUSE: "pause",
    Ending.RATINGS: "pain",
    Ending.SOMETHING_WRONG: "sign",
}
_COLUMNS: Final = (
    Column("no.", is_number=True),
    Column("when"),
    Column("side"),
    Column("dose", rank=2),
    Column("intensity", rank=3),
    Column("rolled", rank=4, is_number=True),
    Column("pain"),
    Column("ended", rank=1),
)
ALSO_OTHERWISE: Final = "+"
NOT_COUNTED: Final = "too little was rolled, or it was too much"


def history_lines(
    records: Sequence[SessionRecord],
    today: datetime,
    look: TextOptions,
    *,
    side: str | None = None,
    has_older: bool = False,
    not_counted: Collection[RecordNumber] = (),
) -> list[StyledLine]:
    """Return *records*, the newest first, a line for each of their sides or for *side* alone.

    *not_counted* are those that were gone through but aren't completed (`session/limits.py`).
    """
    shown = [
        (record, [one for one in record.sides if side in {None, one.side}]) for record in records
    ]
    rows = [row for record, sides in shown for row in _rows(record, sides, today, not_counted)]
    lines = column_lines(_COLUMNS, rows, look)
    notes = []
    if any(_was_rolled_otherwise(record, one) for record, sides in shown for one in sides):
        notes.append(f"{ALSO_OTHERWISE} rolled at another intensity as well.")
    if numbers := [str(record.number) for record in records if record.number in not_counted]:
        notes.append(f"Not counted ({NOT_COUNTED}): {', '.join(numbers)}.")
    if has_older:
        notes.append("There are older ones: --limit and --since show more.")
    if notes:
        lines += [[], *_flow([(" ".join(notes), theme.QUIET)], look)]
    return lines


def trend_lines(trends: Sequence[Trend], question: str, look: TextOptions) -> list[StyledLine]:
    """Return what became of each side over weeks, by the answers to *question*."""
    lines = _flow([(question, theme.TERM)], look)
    for trend in trends:
        first, last = trend.first, trend.last
        text = f"{trend.side}: {first.rating} → {last.rating} in {trend.days} days,"
        lines += _flow([(text, theme.PLAIN), (f"{trend.change.value}.", theme.TERM)], look, 2)
    return lines


def session_lines(record: SessionRecord, today: datetime, look: TextOptions) -> list[StyledLine]:
    """Return everything that is known of a session."""
    title = f"Session {record.number}, {day_and_time(record.began, today)}"
    lines = _flow([(title, theme.TITLE)], look)
    lines += _flow([(_about(record), theme.PLAIN)], look)
    for side in record.sides:
        lines += [[], *_flow([(side.side, theme.HEADING)], look)]
        for name, text in _facts(record, side):
            lines += _flow([(f"{name}:", theme.QUIET), (text, theme.PLAIN)], look, 2)
    if record.note:
        lines += [[], *_flow([("Note:", theme.TERM), (record.note, theme.PLAIN)], look)]
    return lines


def day_and_time(moment: datetime, today: datetime) -> str:
    """Return *moment* as it was on the person's own clock; the year only if it is another."""
    year = "" if moment.year == today.year else f" {moment.year}"
    return f"{moment:%a %d %b}{year} {moment:%H:%M}"


def clock(milliseconds: int) -> str:
    """Return a stretch of time in minutes and seconds: 2:48."""
    return minutes_and_seconds(round(milliseconds / 1000))


def _rows(
    record: SessionRecord,
    sides: Sequence[SideRecord],
    today: datetime,
    not_counted: Collection[RecordNumber],
) -> Iterable[Sequence[ColumnCell]]:
    ended = _ENDINGS_IN_A_WORD[record.result.ending]
    counts = record.number not in not_counted
    is_done = counts and record.result.ending is Ending.COMPLETED
    ended = ended if counts else f"({ended})"
    if not record.sides:  # lost with a damaged journal
        day = day_and_time(record.began, today)
        yield (str(record.number), day, "–", "–", "–", "–", "–", (ended, theme.PLAIN))
    for n, side in enumerate(sides):
        otherwise = f" {ALSO_OTHERWISE}" if _was_rolled_otherwise(record, side) else ""
        yield (
            "" if n else str(record.number),
            "" if n else day_and_time(record.began, today),
            side.side,
            side.choice.dose,
            side.choice.intensity + otherwise,
            clock(rolled_milliseconds(record, side.side)),
            _pain(side),
            "" if n else (ended, theme.PLAIN if is_done else theme.TERM),
        )


def _pain(side: SideRecord) -> str:
    after = "–" if side.pain_after is None else str(side.pain_after)
    return f"{side.pain_before} → {after}"


def _was_rolled_otherwise(record: SessionRecord, side: SideRecord) -> bool:
    return any(
        rolled.side == side.side and rolled.intensity != side.choice.intensity
        for rolled in record.result.rolled
    )


def _about(record: SessionRecord) -> str:
    took = record.result.ended - record.began
    # Kept by an earlier version while the clock was set back: its length is unknown.
    is_known = took >= timedelta(0)
    after = f" after {clock(round(took.total_seconds() * 1000))}" if is_known else ""
    ended = ENDINGS[record.result.ending]
    wrong = f": {record.result.wrong}" if record.result.wrong else ""
    return f"{record.guide}, {ended}{wrong}{after}, tpguide {record.version}"


def _facts(record: SessionRecord, side: SideRecord) -> Iterable[tuple[str, str]]:
    result, key = record.result, side.side
    yield "Chosen", f"{side.choice.dose}, {side.choice.intensity}"
    rolled = [f"{clock(r.milliseconds)} {r.intensity}" for r in result.rolled if r.side == key]
    yield "Rolled", ", ".join(rolled) or "nothing"
    yield "Pain", _pain(side)
    ratings = [
        f"{rating.rating} at {clock(rating.at)}" for rating in result.ratings if rating.side == key
    ]
    if ratings:
        yield "Ratings", ", ".join(ratings)
    spots = [
        f"{spot.zone} {spot.strip} at {clock(spot.at)}"
        + ("" if spot.rating is None else f", then rated {spot.rating}")
        for spot in result.sore_spots
        if spot.side == key
    ]
    if spots:
        yield "Sore spots", "; ".join(spots)
    if side.morning:
        yield "Morning after", ", ".join(_morning(side.morning)) or "not answered"


def _morning(morning: Morning) -> Iterable[str]:
    if morning.pain is not None:
        yield f"pain {morning.pain}"
    if morning.new_bruise is not None:
        yield "a new bruise" if morning.new_bruise else "no new bruise"
    if morning.lasting_soreness is not None:
        yield "soreness that lasted" if morning.lasting_soreness else "no lasting soreness"


def _flow(runs: Iterable[Styled], look: TextOptions, inset: int = 0) -> list[StyledLine]:
    written = [
        (plain_ascii(visible(text)) if look.glyphs.ascii_only else visible(text), style)
        for text, style in runs
    ]
    return indented(flow(written, look.measure - inset), look.margin + inset)
