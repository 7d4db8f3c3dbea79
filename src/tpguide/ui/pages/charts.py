"""Charts of the pain over time, of the weeks and of the places, and the same as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style

from tpguide.guide.protocol import Frequency, Protocol, Side
from tpguide.guide.types import HIGHEST_RATING
from tpguide.progress.frequency import Week
from tpguide.progress.periods import Period
from tpguide.progress.sore_spots import SorePlace
from tpguide.session.record import SessionRecord, WeeklyRating
from tpguide.ui.pages.history import clock, day_and_time
from tpguide.ui.text import theme
from tpguide.ui.text.columns import Column, ColumnCell, column_lines
from tpguide.ui.text.lines import StyledLine, beside, flow, indented, stripped, width_of
from tpguide.ui.text.options import TextOptions

if TYPE_CHECKING:
    from tpguide.modes import PictureMode
    from tpguide.ui.pictures.svg import Drawing

#: Room for the ratings at the left of a chart.
AXIS_COLUMNS: Final = 4
TICK_COLUMNS: Final = 12
BEFORE: Final = "●"
AFTER: Final = "○"
BOTH: Final = "◉"
#: Not the whole cell, so that bars of one week and the next stay apart.
BAR: Final = "▆"
WIDEST_BAR: Final = 40
MAP_GAP: Final = 4
BLANK_BRAILLE: Final = "\N{BRAILLE PATTERN BLANK}"

LINE_STYLE: Final = Style(color="cyan", bold=True)
BAR_STYLE: Final = Style(color="cyan")
#: From a place that was sore once to the one that was sore most often.
HEAT: Final = ("#f6b26b", "#e8743b", "#d0342c", "#8f1013")


def pain_chart(
    side: Side,
    records: Sequence[SessionRecord],
    ratings: Sequence[WeeklyRating],
    period: Period,
    look: TextOptions,
) -> list[StyledLine]:
    """Return the ratings of *side* over time: the weekly ones as a line, the others as dots."""
    columns = look.measure - AXIS_COLUMNS
    own = [one for one in ratings if one.side == side.key and period.holds(one.at)]
    grid = [[(cell, LINE_STYLE) for cell in row] for row in _braille(own, period, columns)]
    for record in sorted(records, key=lambda one: one.began):
        kept = record.side_named(side.key)
        if kept is None or not period.holds(record.began):
            continue
        column = round(period.share(record.began) * (columns - 1))
        if kept.pain_after is not None:
            grid[HIGHEST_RATING - kept.pain_after][column] = (AFTER, theme.PLAIN)
        same = kept.pain_after == kept.pain_before
        mark = BOTH if same else BEFORE
        grid[HIGHEST_RATING - kept.pain_before][column] = (mark, theme.PLAIN)
    lines: list[StyledLine] = [
        [Segment(f"Pain in the {side.name}, 0 to {HIGHEST_RATING}", theme.TERM)]
    ]
    for rating, row in zip(range(HIGHEST_RATING, -1, -1), grid, strict=True):
        axis = Segment(f"{rating:>2} │" if rating else f"{rating:>2} ┼", theme.QUIET)
        cells = [Segment(cell, style) for cell, style in row]
        if not rating:
            cells = [
                Segment("─", theme.QUIET) if cell == BLANK_BRAILLE else Segment(cell, style)
                for cell, style in row
            ]
        lines.append(stripped([axis, *_joined(cells)]))
    lines.append(_ticks(period, columns))
    return indented(lines, look.margin)


def pain_legend(question: str, look: TextOptions) -> list[StyledLine]:
    """Return what the marks of a pain chart mean."""
    return indented(
        flow(
            [
                ("━", LINE_STYLE),
                (f"{question} Asked weekly, and the one to judge by.", theme.PLAIN),
                (f"{BEFORE} before, {AFTER} after a session, {BOTH} the same.", theme.QUIET),
                ("Less pain right after a session is no sign of recovery.", theme.QUIET),
            ],
            look.measure,
        ),
        look.margin,
    )


def week_bars(weeks: Sequence[Week], frequency: Frequency, look: TextOptions) -> list[StyledLine]:
    """Return how long was rolled in each week, and on how many days."""
    longest = max((week.rolled_milliseconds for week in weeks), default=0) or 1
    room = min(look.measure - 32, WIDEST_BAR)
    lines: list[StyledLine] = [[Segment("Rolled a week, in minutes", theme.TERM)]]
    for week in weeks:
        share = week.rolled_milliseconds / longest
        days = "day" if week.days == 1 else "days"
        is_too_often = week.days > frequency.at_most_per_week
        told = f"{week.days} {days}" + (", too many" if is_too_often else "")
        lines.append(
            [
                Segment(f"{week.monday:%d %b}  ", theme.QUIET),
                Segment(f"{clock(week.rolled_milliseconds):>6}  "),
                Segment(f"{_bar(share, max(room, 1), look)} ".lstrip(), BAR_STYLE),
                Segment(told, theme.CAUTION if is_too_often else theme.PLAIN),
            ]
        )
    return indented([*lines, *_about_frequency(frequency, look)], look.margin)


def week_table(weeks: Sequence[Week], frequency: Frequency, look: TextOptions) -> list[StyledLine]:
    """Return the weeks as a table."""
    columns = (
        Column("week of"),
        Column("rolled", is_number=True),
        Column("sessions", is_number=True, rank=1),
        Column("days", is_number=True),
    )
    rows = [
        (
            f"{week.monday:%d %b %Y}",
            clock(week.rolled_milliseconds),
            str(week.sessions),
            str(week.days),
        )
        for week in weeks
    ]
    lines = column_lines(columns, rows, look)
    return [*lines, *indented(_about_frequency(frequency, look), look.margin)]


def pain_table(
    sides: Sequence[Side],
    records: Sequence[SessionRecord],
    ratings: Sequence[WeeklyRating],
    period: Period,
    look: TextOptions,
) -> list[StyledLine]:
    """Return the ratings over time as a table, the oldest first."""
    rows: list[tuple[datetime, Sequence[ColumnCell]]] = []
    for side in sides:
        for rating in ratings:
            if rating.side == side.key and period.holds(rating.at):
                weekly: Sequence[ColumnCell] = (
                    day_and_time(rating.at, period.last), side.key, str(rating.rating), "", ""
                )  # fmt: skip
                rows.append((rating.at, weekly))
        for record in records:
            kept = record.side_named(side.key)
            if kept and period.holds(record.began):
                after = "" if kept.pain_after is None else str(kept.pain_after)
                cells = (
                    day_and_time(record.began, period.last),
                    side.key,
                    "",
                    str(kept.pain_before),
                    after,
                )
                rows.append((record.began, cells))
    columns = (
        Column("when"),
        Column("side"),
        Column("over 24 hours", is_number=True),
        Column("before", is_number=True),
        Column("after", is_number=True),
    )
    return column_lines(columns, [row for _, row in sorted(rows, key=lambda one: one[0])], look)


def sore_place_lines(
    places: Sequence[SorePlace], protocol: Protocol, today: datetime, look: TextOptions
) -> list[StyledLine]:
    """Return the places that were sore, the most frequent first."""
    zones = {zone.key: zone.name for zone in protocol.zones}
    strips = {strip.key: strip.name for strip in protocol.strips}
    columns = (
        Column("side"),
        Column("where"),
        Column("times", is_number=True),
        Column("last", rank=1),
        Column("rated", is_number=True, rank=2),
    )
    rows = [
        (
            place.spot.side,
            f"{zones.get(place.spot.zone, place.spot.zone)}, "
            f"{strips.get(place.spot.strip, place.spot.strip)}",
            str(place.sessions),
            day_and_time(place.last, today),
            "" if place.last_rating is None else str(place.last_rating),
        )
        for place in places
    ]
    title = indented([[Segment("Where it was sore", theme.TERM)]], look.margin)
    return [*title, *column_lines(columns, rows, look)]


def map_lines(
    maps: Sequence[tuple[str, Drawing]], rows: int, mode: PictureMode, look: TextOptions
) -> list[StyledLine]:
    """Return *maps* side by side, each below its name; nothing where they don't fit."""
    from tpguide.ui.pictures.cells import cells

    drawn = [
        (name, [list(row) for row in cells(drawing, look.measure, rows, mode)])
        for name, drawing in maps
    ]
    blocks = [
        ([[Segment(name, theme.TERM)], *lines], max(map(width_of, lines)) + MAP_GAP)
        for name, lines in drawn
        if lines
    ]
    if not blocks or sum(width for _, width in blocks) > look.measure:
        return []
    return indented(beside(blocks, 0), look.margin)


def heated(drawing: Drawing, places: Sequence[SorePlace], protocol: Protocol, side: str) -> Drawing:
    """Return *drawing* with the places of *side* lit, the darker the more often they were sore.

    It is mirrored for a side that the picture doesn't show.
    """
    most = max((place.sessions for place in places), default=1)
    for place in places:
        part = _part_of(place, protocol)
        if place.spot.side == side and part in drawing.parts:
            step = (place.sessions * len(HEAT) - 1) // most
            drawing = drawing.with_part_lit(part, HEAT[min(step, len(HEAT) - 1)])
    is_mirrored = any(each.mirrored for each in protocol.sides.each if each.key == side)
    return drawing.mirrored() if is_mirrored else drawing


def _part_of(place: SorePlace, protocol: Protocol) -> str:
    parts = (
        one.part for one in protocol.places if (one.zone, one.strip) == place.spot[1:] and one.part
    )
    return next(parts, "")


def _braille(ratings: Sequence[WeeklyRating], period: Period, columns: int) -> list[list[str]]:
    """Return a line through *ratings* in dots, a row for each rating from the highest."""
    from plotille import Canvas

    # A row of cells is a rating high, and a rating is in the middle of its row.
    canvas = Canvas(columns, HIGHEST_RATING + 1, 0, -0.5, 1, HIGHEST_RATING + 0.5)
    points = [(period.share(one.at), one.rating) for one in sorted(ratings, key=lambda r: r.at)]
    for (x, y), (next_x, next_y) in pairwise(points):
        canvas.line(x, y, next_x, next_y)
    return [list(row) for row in canvas.plot().split("\n")]


def _joined(cells: Iterable[Segment]) -> Iterator[Segment]:
    """Yield *cells* with those of one style put together, and dots that are none as spaces."""
    text, style = "", theme.PLAIN
    for cell in cells:
        shown = " " if cell.text == BLANK_BRAILLE else cell.text
        if cell.style is style or shown == " ":
            text += shown
            continue
        if text:
            yield Segment(text, style)
        text, style = shown, cell.style or theme.PLAIN
    if text:
        yield Segment(text, style)


def _ticks(period: Period, columns: int) -> StyledLine:
    """Return the days below a chart."""
    text = ""
    for column in range(0, columns - TICK_COLUMNS // 2, TICK_COLUMNS):
        moment = period.first + (period.last - period.first) * (column / max(columns - 1, 1))
        text += f"{moment:%d %b}".ljust(TICK_COLUMNS)
    return [Segment(" " * AXIS_COLUMNS + text.rstrip(), theme.QUIET)]


def _bar(share: float, room: int, look: TextOptions) -> str:
    return ("#" if look.glyphs.ascii_only else BAR) * max(round(share * room), share > 0)


def _about_frequency(frequency: Frequency, look: TextOptions) -> list[StyledLine]:
    text = (
        f"To start with, {frequency.start_per_week} days a week; never more than"
        f" {frequency.at_most_per_week}. A day of rest is part of the dose."
    )
    return flow([(text, theme.QUIET)], look.measure)
