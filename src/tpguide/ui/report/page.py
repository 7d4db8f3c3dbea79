"""Write what was done and whether it helps as one HTML page, for whoever treats the person.

Says what was kept and no more: what it means is for the reader.
"""

from __future__ import annotations

import html
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

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
from tpguide.text import visible
from tpguide.ui.pages.history import ENDINGS, clock
from tpguide.ui.report.style import REPORT_STYLE
from tpguide.ui.report.svg_charts import measurement_svg, pain_svg


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

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that anything was kept of."""
        known = {side.side for record in self.records for side in record.sides}
        known |= {rating.side for rating in self.ratings}
        known |= {measurement.side for measurement in self.measurements}
        return tuple(side for side in self.guide.protocol.sides.each if side.key in known)


def report_html(report: ReportContent) -> str:
    """Return *report* as a whole HTML document that loads nothing from anywhere."""
    guide = report.guide
    title = f"Self-massage report: {guide.name}"
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return f"""<!DOCTYPE html>
<html lang="{_escaped(guide.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_escaped(title)}</title>
<style>{REPORT_STYLE}</style>
</head>
<body>
<header>
<h1>{_escaped(title)}</h1>
{_joined(_head(report))}
</header>
<main>
{_joined(_sections(report))}
</main>
</body>
</html>
"""


def _escaped(text: str) -> str:
    """Return *text* as a page holds it: nothing in it is markup, or acts unseen."""
    return html.escape(visible(text))


def _head(report: ReportContent) -> Iterator[str]:
    first, last = report.period.first, report.period.last
    name = _escaped(report.name) or "____________________________"
    yield f"<p>Name: {name}. From {_day(first)} to {_day(last)}.</p>"
    yield (
        '<p class="quiet">Everything here was entered or timed by the person at home with tpguide'
        f" {_escaped(report.version)}; made on {_day(report.made)}."
        f" {_escaped(report.guide.safety.review)}</p>"
    )


def _sections(report: ReportContent) -> Iterator[str]:
    yield "<h2>In short</h2>"
    yield _list(_in_short(report))
    yield from _safety(report)
    yield "<h2>Pain over time, 0 to 10</h2>"
    yield _pain_key(report)
    yield f'<div class="charts">{_joined(_pain_charts(report))}</div>'
    if report.measurements:
        yield "<h2>Measurements</h2>"
        yield f'<div class="charts">{_joined(_measurement_charts(report))}</div>'
        yield (
            '<p class="quiet">Shaded: what differs from the first result by chance, by the error'
            " that the guide names for the test.</p>"
        )
    yield '<div class="second-sheet">'
    places = sore_places(report.records)
    if places:
        yield "<h2>Where it was sore</h2>"
        yield f'<div class="map">{_joined(_map(report, places))}</div>'
    yield "<h2>Week by week</h2>"
    yield _week_table(report)
    notable = list(_notable(report))
    if notable:
        yield "<h2>Worth knowing</h2>"
        yield _table(("When", "What"), notable)
    yield "</div>"
    yield '<section class="screen-only">'
    yield "<h2>Every session</h2>"
    yield _session_table(report)
    yield "</section>"


def _in_short(report: ReportContent) -> Iterator[str]:
    records = report.records
    done = sum(completed(report.guide.protocol, record) for record in records)
    minutes = clock(sum(rolled_milliseconds(record) for record in records))
    yield f"{len(records)} sessions, {done} of them to the end; {minutes} min of rolling."
    for side in report.sides:
        trend = trend_of(report.guide.change, report.ratings, side.key)
        name = _escaped(side.name.capitalize())
        if trend:
            yield (
                f"{name}: average pain over 24 hours {trend.first.rating} →"
                f" {trend.last.rating} in {trend.days} days: <strong>{trend.change.value}</strong>."
            )
        now = _setting_now(report, side)
        if now:
            yield f"{name}: now at {_escaped(now)}."
    for test in report.guide.self_tests:
        for side in report.sides:
            found = compare(test, report.measurements, side.key)
            if found and found.since_first is not None:
                yield (
                    f"{_escaped(test.name)}, {_escaped(side.name)}:"
                    f" {found.last.value:.{test.decimals}f} {_escaped(test.unit)},"
                    f" {found.since_first:+.{test.decimals}f} since the first:"
                    f" <strong>{_escaped(found.verdict_first or '')}</strong>."
                )


def _setting_now(report: ReportContent, side: Side) -> str:
    last = next((one for one in report.records if one.side_named(side.key)), None)
    kept = last.side_named(side.key) if last else None
    return f"{kept.choice.dose}, {kept.choice.intensity}" if kept else ""


def _safety(report: ReportContent) -> Iterator[str]:
    reasons = report.guide.safety.reasons
    titles = {one.key: one.title for one in (*reasons.block, *reasons.agreed)}
    named = report.screening.items if report.screening else ()
    told = [f"Reason for care named: {_escaped(titles.get(key, key))}." for key in named]
    told += [
        f"{_day(flag.at)}: a session was ended or refused by a sign: {_escaped(flag.kind)}."
        for flag in report.red_flags
    ]
    if told:
        yield "<h2>Signs and reasons for care</h2>"
        yield _list(told)


def _pain_key(report: ReportContent) -> str:
    question = _escaped(report.guide.change.question)
    return (
        f'<p class="quiet"><span class="key weekly"></span> {question} (weekly) &nbsp;'
        ' <span class="key before"></span> before a session &nbsp;'
        ' <span class="key after"></span> after it. Less pain right after a session does not show'
        " recovery.</p>"
    )


def _pain_charts(report: ReportContent) -> Iterator[str]:
    for side in report.sides:
        svg = pain_svg(side.key, report.records, report.ratings, report.period, side.name)
        yield f"<figure><figcaption>{_escaped(side.name)}</figcaption>{svg}</figure>"


def _measurement_charts(report: ReportContent) -> Iterator[str]:
    for test in report.guide.self_tests:
        for side in report.sides:
            own = _measured(report, test, side)
            if own:
                label = f"{test.name}, {side.name}"
                svg = measurement_svg(test, own, report.period, label)
                caption = f"{_escaped(label)}, {_escaped(test.unit)}"
                yield f"<figure><figcaption>{caption}</figcaption>{svg}</figure>"


def _measured(report: ReportContent, test: SelfTest, side: Side) -> list[Measurement]:
    return [one for one in report.measurements if (one.test, one.side) == (test.key, side.key)]


def _map(report: ReportContent, places: Sequence[SorePlace]) -> Iterator[str]:
    for side in report.sides:
        if svg := report.maps.get(side.key):
            data = b64encode(svg).decode()
            name = _escaped(side.name)
            yield (
                f"<figure><figcaption>{name}</figcaption>"
                f'<img src="data:image/svg+xml;base64,{data}" alt="{name}: sore places"></figure>'
            )
    zones = {zone.key: zone.name for zone in report.guide.protocol.zones}
    strips = {strip.key: strip.name for strip in report.guide.protocol.strips}
    rows = [
        (
            _escaped(place.spot.side),
            _escaped(
                f"{zones.get(place.spot.zone, place.spot.zone)},"
                f" {strips.get(place.spot.strip, place.spot.strip)}"
            ),
            str(place.sessions),
            _day(place.last),
        )
        for place in places
    ]
    yield _table(("Side", "Where", "Times", "Last"), rows, numbers=(2,))


def _week_table(report: ReportContent) -> str:
    keys = [side.key for side in report.sides]
    rows = [
        (
            f"{week.monday:%d %b %Y}",
            str(week.days),
            clock(week.rolled_milliseconds),
            *(_escaped(_week_of_side(week, key)) for key in keys),
        )
        for week in weeks(report.guide.protocol, report.records, report.period.last, keys)
    ]
    heads = (
        "Week of",
        "Days",
        "Rolled",
        *(_escaped(side.name.capitalize()) for side in report.sides),
    )
    return _table(heads, rows, numbers=(1, 2))


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
    return str(low) if low == high else f"{low} to {high}"


def _notable(report: ReportContent) -> Iterator[tuple[str, str]]:
    """Yield what a reader should not have to look for: bad mornings, early ends, notes."""
    for record in sorted(report.records, key=lambda one: one.began):
        told = list(_notable_of(report, record))
        if told:
            yield _day(record.began), _escaped("; ".join(told))


def _notable_of(report: ReportContent, record: SessionRecord) -> Iterator[str]:
    result = record.result
    if result.ending is not Ending.COMPLETED:
        yield f"ended early: {ENDINGS[result.ending]}" + (
            f", {result.wrong}" if result.wrong else ""
        )
    elif not completed(report.guide.protocol, record):
        yield "not counted: too little was rolled, or it was lightened"
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


def _session_table(report: ReportContent) -> str:
    rows = [
        (
            "" if n else f"{record.began:%a %d %b %Y %H:%M}",
            _escaped(side.side),
            _escaped(f"{side.choice.dose}, {side.choice.intensity}"),
            clock(rolled_milliseconds(record, side.side)),
            f"{side.pain_before} → {'–' if side.pain_after is None else side.pain_after}",
            "" if n else ENDINGS[record.result.ending],
        )
        for record in report.records
        for n, side in enumerate(record.sides)
    ]
    heads = ("When", "Side", "Dose and intensity", "Rolled", "Pain", "How it ended")
    return _table(heads, rows, numbers=(3,))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """Return a table; its cells are HTML already."""
    kinds = [' class="number"' if n in numbers else "" for n in range(len(heads))]
    head = "".join(f"<th{kind}>{cell}</th>" for kind, cell in zip(kinds, heads, strict=True))
    body = "\n".join(
        "<tr>"
        + "".join(f"<td{kind}>{cell}</td>" for kind, cell in zip(kinds, row, strict=True))
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"


def _list(items: Iterable[str]) -> str:
    return f'<ul class="sentences">{"".join(f"<li>{item}</li>" for item in items)}</ul>'


def _day(moment: datetime) -> str:
    return f"{moment:%d %b %Y}"


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(parts)
