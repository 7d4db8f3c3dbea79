"""`tpguide report`: what was done and whether it helps, for whoever treats the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from tpguide.cli.common_options import (
    DEFAULT_PERIOD,
    SINCE,
    ForceOption,
    GuideArgument,
    OutputOption,
    refuse_idle_force,
)
from tpguide.cli.context import Context
from tpguide.errors import WrongUseError

if TYPE_CHECKING:
    from tpguide.guide.model import Guide
    from tpguide.storage.journal import Journal
    from tpguide.ui.report.page import ReportContent


def report(
    ctx: typer.Context,
    guide: GuideArgument = None,
    *,
    since: Annotated[str, SINCE] = DEFAULT_PERIOD,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Whose report it is.")] = "",
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Write a page for your physiotherapist (HTML)."""
    from tpguide.cli.common_options import moment_meant
    from tpguide.cli.session.resume import close_what_is_over
    from tpguide.ui.report.page import report_html

    refuse_idle_force(output, force=force)
    context = ctx.ensure_object(Context)
    found = context.guide(guide)
    if not name.isprintable():
        raise WrongUseError(
            f"--name has characters that can't be seen: “{name}”.", "Leave them out."
        )
    reporting = _Reporting(
        context=context,
        guide=found,
        asked_for=guide,
        since=moment_meant(since, context.clock),
        name=name,
    )
    if output is None and context.stdout.isatty():
        raise WrongUseError(
            "The report is a page for a browser.", "tpguide report --output report.html"
        )
    with context.journal(unread="No report was written.") as journal:
        close_what_is_over(context, journal)
        text = report_html(reporting.report(journal))
    context.output.give_out(text, output, force=force)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reporting:
    """Puts a report together; *asked_for* is the name by which the guide was asked for."""

    context: Context
    guide: Guide
    asked_for: str | None
    since: datetime
    name: str

    def report(self, journal: Journal) -> ReportContent:
        """Return what is kept since then. Raises WrongUseError if nothing is."""
        from importlib.metadata import version

        from tpguide.cli.sore_map import sore_maps
        from tpguide.progress.moments import so_far
        from tpguide.progress.periods import Period
        from tpguide.ui.report.page import ReportContent

        slug, now = self.guide.slug, self.context.clock.now()
        records = so_far(journal.sessions(slug, since=self.since), now)
        ratings = so_far(journal.weekly_ratings(slug, self.since), now)
        measurements = so_far(journal.measurements(slug, self.since), now)
        moments = [one.began for one in records]
        moments += [one.at for one in ratings] + [one.at for one in measurements]
        if not moments:
            raise WrongUseError("No sessions in that time.", "--since goes further back.")
        maps = sore_maps(self.context, self.guide, self.asked_for, records)
        return ReportContent(
            guide=self.guide,
            period=Period(min(moments), max(*moments, now)),
            made=now,
            version=version("tpguide"),
            records=records,
            ratings=ratings,
            measurements=measurements,
            red_flags=journal.red_flags(slug, self.since),
            screening=journal.last_full_screening(slug),
            name=self.name,
            maps={side: drawing.svg for side, drawing in maps.items()},
        )
