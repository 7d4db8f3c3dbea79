"""Write what was done and whether it helps as one HTML page, for whoever treats the person.

Says what was kept and no more: what it means is for the reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tpguide.guide.model import Guide
from tpguide.guide.protocol import Side
from tpguide.guide.self_tests import SelfTest
from tpguide.progress.follow_up import is_bad
from tpguide.progress.frequency import Week, weeks
from tpguide.progress.periods import Period
from tpguide.progress.self_tests import compare
from tpguide.progress.sore_spots import SorePlace, sore_places
from tpguide.progress.trends import trend_of
from tpguide.session.limits import completed, rolled_milliseconds
from tpguide.session.record import (
    Measurement,
    RedFlag,
    Screening,
    SessionRecord,
    SideRecord,
    WeeklyRating,
)
from tpguide.session.state import Ending
from tpguide.text import capital
from tpguide.ui.export.html import data_address
from tpguide.ui.export.templates import filled
from tpguide.ui.pages.history import ENDINGS, clock
from tpguide.ui.pages.sore_map import heat_scale, most_sessions
from tpguide.ui.report.svg_charts import Chart, measurement_chart, pain_svg


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """What a report is made of. *records* stand newest first; *maps* are SVG by side."""

    guide: Guide
    period: Period
    made: datetime
    version: str
    records: Sequence[SessionRecord]
    ratings: Sequence[WeeklyRating]
    measurements: Sequence[Measurement]
    red_flags: Sequence[RedFlag]
    screening: Screening | None
    name: str = ""
    maps: Mapping[str, bytes] = field(default_factory=dict)

    def day(self, moment: date) -> str:
        """Return the day of *moment*; without its year where the period leaves no doubt of it."""
        is_clear = self.period.last - self.period.first < timedelta(days=365)
        return f"{moment:%d %b}" if is_clear else _day(moment)

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that anything was kept of."""
        known = {side.side for record in self.records for side in record.sides}
        known |= {rating.side for rating in self.ratings}
        known |= {measurement.side for measurement in self.measurements}
        return tuple(side for side in self.guide.protocol.sides.each if side.key in known)


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Rows below *heads*; *numbers* are the places of columns of numbers."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int] = ()


def report_html(report: ReportContent) -> str:
    """Return *report* as a whole HTML document that loads nothing from anywhere."""
    guide = report.guide
    places = sore_places(report.records)
    return filled(
        "report.html.j2",
        {
            "language": guide.language,
            "title": f"Self-massage report: {guide.name}",
            "name": report.name,
            "first": _day(report.period.first),
            "last": _day(report.period.last),
            "made": _day(report.made),
            "version": report.version,
            "review": guide.safety.review,
            "summary": _summary(report),
            "in_short": _in_short(report),
            "signs": list(_signs(report)),
            "question": guide.change.question,
            "pain": list(_pain_charts(report)),
            "measured": list(_measurement_charts(report)),
            "maps": [
                (side.name, data_address(svg))
                for side in report.sides
                if (svg := report.maps.get(side.key))
            ],
            "scale": heat_scale(most_sessions(places)),
            "places": _place_table(report, places),
            "weeks": _week_table(report),
            "notable": ReportTable(("When", "What"), list(_notable(report))),
            "sessions": _session_table(report),
        },
    )


def _summary(report: ReportContent) -> str:
    records = report.records
    done = sum(completed(report.guide.protocol, record) for record in records)
    minutes = clock(sum(rolled_milliseconds(record) for record in records))
    return f"{len(records)} sessions, {done} of them count; {minutes} min of rolling."


def _in_short(report: ReportContent) -> ReportTable:
    """Return what became of each side: pain, self-tests, and what is done now."""
    sides = report.sides
    rows = [
        ("Average pain over 24 hours", *(_pain_trend(report, side) for side in sides)),
        *(
            (test.name, *(_test_trend(report, test, side) for side in sides))
            for test in report.guide.self_tests
        ),
        ("Done now", *(_setting_now(report, side) for side in sides)),
    ]
    heads = ("", *(capital(side.name) for side in sides))
    return ReportTable(heads, [row for row in rows if any(row[1:])])


def _pain_trend(report: ReportContent, side: Side) -> str:
    trend = trend_of(report.guide.change, report.ratings, side.key)
    if trend is None:
        return ""
    change = f"{trend.first.rating} → {trend.last.rating} in {trend.days} days"
    return f"{change}: {trend.change.value}"


def _test_trend(report: ReportContent, test: SelfTest, side: Side) -> str:
    found = compare(test, report.measurements, side.key)
    if found is None or found.since_first is None:
        return ""
    change = (
        f"{found.last.value:.{test.decimals}f} {test.unit}, {found.since_first:+.{test.decimals}f}"
    )
    return f"{change} since the first: {found.verdict_first or ''}"


def _setting_now(report: ReportContent, side: Side) -> str:
    last = next((one for one in report.records if one.side_named(side.key)), None)
    kept = last.side_named(side.key) if last else None
    return f"{kept.choice.dose}, {kept.choice.intensity}" if kept else ""


def _signs(report: ReportContent) -> Iterator[str]:
    reasons = report.guide.safety.reasons
    titles = {one.key: one.title for one in (*reasons.block, *reasons.agreed)}
    for key in report.screening.items if report.screening else ():
        yield f"Reason for care named: {titles.get(key, key)}."
    for flag in report.red_flags:
        yield f"{_day(flag.at)}: a session was ended or refused by a sign: {flag.kind}."


def _pain_charts(report: ReportContent) -> Iterator[tuple[str, Chart]]:
    for side in report.sides:
        chart = pain_svg(side.key, report.records, report.ratings, report.period, side.name)
        yield capital(side.name), chart


def _measurement_charts(report: ReportContent) -> Iterator[tuple[str, Chart]]:
    for test in report.guide.self_tests:
        for side in report.sides:
            own = _measured(report, test, side)
            if own:
                label = f"{test.name}, {side.name}"
                yield label, measurement_chart(test, own, report.period, label)


def _measured(report: ReportContent, test: SelfTest, side: Side) -> list[Measurement]:
    return [one for one in report.measurements if (one.test, one.side) == (test.key, side.key)]


def _place_table(report: ReportContent, places: Sequence[SorePlace]) -> ReportTable:
    zones = {zone.key: zone.name for zone in report.guide.protocol.zones}
    strips = {strip.key: strip.name for strip in report.guide.protocol.strips}
    rows = [
        (
            place.spot.side,
            f"{zones.get(place.spot.zone, place.spot.zone)},"
            f" {strips.get(place.spot.strip, place.spot.strip)}",
            str(place.sessions),
            report.day(place.last),
        )
        for place in places
    ]
    return ReportTable(("Side", "Where", "Times", "Last"), rows, numbers=(2,))


def _week_table(report: ReportContent) -> ReportTable:
    keys = [side.key for side in report.sides]
    rows = [
        (
            report.day(week.monday),
            str(week.days),
            clock(week.rolled_milliseconds),
            *(_week_of_side(week, key) for key in keys),
        )
        for week in weeks(report.guide.protocol, report.records, report.period.last, keys)
    ]
    heads = ("Week", "Days", "Rolled", *(capital(side.name) for side in report.sides))
    return ReportTable(heads, rows, numbers=(1, 2))


def _week_of_side(week: Week, key: str) -> str:
    """Return the settings of a side in a week, and the range of its pain before and after."""
    sides = [side for record in week.records if (side := record.side_named(key))]
    if not sides:
        return ""
    settings = dict.fromkeys(f"{s.choice.dose} {s.choice.intensity}" for s in reversed(sides))
    before = _range([side.pain_before for side in sides])
    after = _range([side.pain_after for side in sides if side.pain_after is not None])
    return f"{', '.join(settings)}; pain {before} → {after or '–'}"


def _range(values: Sequence[int]) -> str:
    if not values:
        return ""
    low, high = min(values), max(values)
    return str(low) if low == high else f"{low}–{high}"


def _notable(report: ReportContent) -> Iterator[tuple[str, str]]:
    """Yield what a reader should not have to look for: bad mornings, early ends, notes."""
    protocol, in_order = report.guide.protocol, sorted(report.records, key=lambda one: one.began)
    for record in in_order:
        told = list(_notable_of(report, record))
        if told:
            yield report.day(record.began), "; ".join(told)
    whole = [one for one in in_order if one.result.ending is Ending.COMPLETED]
    if days := [report.day(one.began) for one in whole if not completed(protocol, one)]:
        yield "Not counted", f"too little was rolled, or it was lightened: {', '.join(days)}"


def _notable_of(report: ReportContent, record: SessionRecord) -> Iterator[str]:
    result = record.result
    if result.ending is not Ending.COMPLETED:
        yield f"ended early: {ENDINGS[result.ending]}" + (
            f", {result.wrong}" if result.wrong else ""
        )
    for side in record.sides:
        if is_bad(report.guide.protocol.next_morning, side):
            yield f"bad morning after it, {side.side}: {_morning(side)}"
        if side.morning and side.morning.lasting_soreness:
            yield f"soreness that lasted, {side.side}"
    if record.note:
        yield f"“{record.note}”"


def _morning(side: SideRecord) -> str:
    morning = side.morning
    told = []
    if morning and morning.pain is not None:
        told.append(f"pain {side.pain_before} before, {morning.pain} then")
    if morning and morning.new_bruise:
        told.append("a new bruise")
    return ", ".join(told)


def _session_table(report: ReportContent) -> ReportTable:
    rows = [
        (
            f"{record.began:%a %d %b %Y %H:%M}",
            side.side,
            f"{side.choice.dose}, {side.choice.intensity}",
            clock(rolled_milliseconds(record, side.side)),
            f"{side.pain_before} → {'–' if side.pain_after is None else side.pain_after}",
            ENDINGS[record.result.ending],
        )
        for record in report.records
        for side in record.sides
    ]
    heads = ("When", "Side", "Dose and intensity", "Rolled", "Pain", "How it ended")
    return ReportTable(heads, rows, numbers=(3,))


def _day(moment: date) -> str:
    return f"{moment:%d %b %Y}"
