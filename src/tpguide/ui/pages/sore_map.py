"""Where it was sore: a table of the places, and maps on which they are lit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style

from tpguide.guide.protocol import Protocol
from tpguide.modes import PictureMode
from tpguide.progress.sore_spots import SorePlace
from tpguide.ui.pages.history import day_and_time
from tpguide.ui.text import theme
from tpguide.ui.text.columns import Column, column_lines
from tpguide.ui.text.lines import Styled, StyledLine, beside, flow, indented, width_of
from tpguide.ui.text.options import TextOptions

if TYPE_CHECKING:
    from tpguide.ui.pictures.svg import Drawing

MAP_GAP: Final = 4
#: From a place that was sore once to the one that was sore most often.
HEAT: Final = ("#f6b26b", "#e8743b", "#d0342c", "#8f1013")


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


def map_scale(most: int, look: TextOptions) -> list[StyledLine]:
    """Return what the colours of a map stand for."""
    said: list[Styled] = [("Sore in", theme.QUIET)]
    for colour, sessions in heat_scale(most):
        said += [("■", Style(color=colour)), (sessions, theme.PLAIN)]
    return indented(flow([*said, ("sessions", theme.QUIET)], look.measure), look.margin)


def heated(drawing: Drawing, places: Sequence[SorePlace], protocol: Protocol, side: str) -> Drawing:
    """Return *drawing* with the places of *side* lit, the darker the more often they were sore.

    It is mirrored for a side that the picture doesn't show.
    """
    most = most_sessions(places)
    for place in places:
        part = _part_of(place, protocol)
        if place.spot.side == side and part in drawing.parts:
            drawing = drawing.with_part_lit(part, _heat(place.sessions, most))
    is_mirrored = any(each.mirrored for each in protocol.sides.each if each.key == side)
    return drawing.mirrored() if is_mirrored else drawing


def most_sessions(places: Sequence[SorePlace]) -> int:
    """Return in how many sessions the place was sore that was sore most often."""
    return max((place.sessions for place in places), default=1)


def heat_scale(most: int) -> list[tuple[str, str]]:
    """Return the colours of a map, each with the numbers of sessions that it stands for."""
    counts: dict[str, list[int]] = {}
    for sessions in range(1, most + 1):
        counts.setdefault(_heat(sessions, most), []).append(sessions)
    return [
        (colour, f"{found[0]}" if len(found) == 1 else f"{found[0]} to {found[-1]}")
        for colour, found in counts.items()
    ]


def _heat(sessions: int, most: int) -> str:
    return HEAT[min((sessions * len(HEAT) - 1) // most, len(HEAT) - 1)]


def _part_of(place: SorePlace, protocol: Protocol) -> str:
    parts = (
        one.part for one in protocol.places if (one.zone, one.strip) == place.spot[1:] and one.part
    )
    return next(parts, "")
