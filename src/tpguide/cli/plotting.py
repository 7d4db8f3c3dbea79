"""Put the plots of a history together: as drawings where they can be seen, else as tables."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tpguide.cli.choices import known
from tpguide.cli.surroundings import Surroundings
from tpguide.guide.model import Guide
from tpguide.progress.frequency import weeks
from tpguide.progress.sore_spots import SorePlace, sore_places
from tpguide.session.record import SessionRecord, WeeklyRating
from tpguide.storage.journal import Journal
from tpguide.ui.charts import (
    Period,
    pain_chart,
    pain_legend,
    pain_table,
    sore_place_lines,
    week_bars,
    week_table,
)

if TYPE_CHECKING:
    from tpguide.ui.lines import Line

Blocks = list[list["Line"]]


def plot_lines(
    around: Surroundings,
    journal: Journal,
    guide: Guide,
    side: str | None,
    since: datetime | None,
    *,
    as_table: bool,
) -> list[Line]:
    """Return the plots of *guide*, of *side* alone if one is given; nothing if nothing is kept."""
    protocol = guide.protocol
    keys = [one.key for one in protocol.sides.each]
    shown = [known("side", side, keys)] if side else keys
    records = journal.sessions(guide.slug, since=since)
    ratings = [one for one in journal.weekly_ratings(guide.slug, since) if one.side in shown]
    if not records and not ratings:
        return []
    can_be_seen = around.shows_on_terminal and around.writes_unicode
    draw = _tables if as_table or not can_be_seen else _drawings
    blocks = draw(around, guide, shown, records, ratings)
    return [line for block in blocks if block for line in [*block, []]][:-1]


def _tables(
    around: Surroundings,
    guide: Guide,
    shown: list[str],
    records: tuple[SessionRecord, ...],
    ratings: list[WeeklyRating],
) -> Blocks:
    look, now = around.look(), around.clock.now()
    sides = [one for one in guide.protocol.sides.each if one.key in shown]
    return [
        pain_table(sides, records, ratings, _period(around, records, ratings), look),
        week_table(weeks(records, now.date(), shown), guide.protocol.frequency, look),
        sore_place_lines(_sore(records, shown), guide.protocol, now, look),
    ]


def _drawings(
    around: Surroundings,
    guide: Guide,
    shown: list[str],
    records: tuple[SessionRecord, ...],
    ratings: list[WeeklyRating],
) -> Blocks:
    look, now = around.look(), around.clock.now()
    period = _period(around, records, ratings)
    sides = [one for one in guide.protocol.sides.each if one.key in shown]
    places = _sore(records, shown)
    return [
        *(pain_chart(side, records, ratings, period, look) for side in sides),
        pain_legend(guide.change.question, look),
        week_bars(weeks(records, now.date(), shown), guide.protocol.frequency, look),
        sore_place_lines(places, guide.protocol, now, look) if places else [],
    ]


def _sore(records: tuple[SessionRecord, ...], shown: list[str]) -> list[SorePlace]:
    return [place for place in sore_places(records) if place.spot.side in shown]


def _period(
    around: Surroundings, records: tuple[SessionRecord, ...], ratings: list[WeeklyRating]
) -> Period:
    moments = [*(record.began for record in records), *(rating.at for rating in ratings)]
    return Period(min(moments), max(*moments, around.clock.now()))
