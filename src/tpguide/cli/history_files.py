"""`tpguide history export` and `import`: what is kept, as files."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpguide.cli.common_options import (
    STANDARD,
    ForceOption,
    GuideOption,
    OutputOption,
    refuse_idle_force,
)
from tpguide.cli.context import Context
from tpguide.errors import WrongUseError
from tpguide.text import quantity, visible

if TYPE_CHECKING:
    from tpguide.guide.model import Guide
    from tpguide.storage.journal import Journal

#: The next date follows from so many of the last sessions.
_SESSIONS_LOOKED_AT = 20


class ExportFormat(Enum):
    """How what is kept is given out."""

    JSON = "json"
    CSV = "csv"
    ICS = "ics"


def export(
    ctx: typer.Context,
    *,
    form: Annotated[
        ExportFormat,
        typer.Option("--format", metavar="FORMAT", help="json or csv: all; ics: the next date."),
    ] = ExportFormat.JSON,
    guide: GuideOption = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Give out everything that is kept, or the next date."""
    from tpguide.cli.session.resume import close_what_is_over
    from tpguide.storage.archive import Archive, as_csv, as_json

    context = ctx.ensure_object(Context)
    refuse_idle_force(output, force=force)
    if guide and form is not ExportFormat.ICS:
        raise WrongUseError("--guide needs --format ics.", "All else holds every guide.")
    with context.journal(unread="Nothing was exported.") as journal:
        if form is ExportFormat.ICS:
            text = _next_date(context, journal, context.guide(guide))
        else:
            close_what_is_over(context, journal)
            archive = journal.archive()
            if archive == Archive():
                context.output.tell("Nothing is kept, so this export holds nothing.")
                _tell_set_aside(context)
            text = as_csv(archive) if form is ExportFormat.CSV else as_json(archive)
    context.output.give_out(text, output, force=force)


def import_archive(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What export has written; - is standard input.")
    ],
) -> None:
    """Take in what was exported; no session twice."""
    from tpguide.storage.archive import archive_in

    context = ctx.ensure_object(Context)
    comes_in = str(file) == STANDARD
    archive = archive_in(file, context.standard_input() if comes_in else None)
    with context.journal(unkept="Nothing was taken in.") as journal:
        added = journal.add(archive)
    new = [quantity(one.new, kind) for kind, one in added.items() if one.new]
    known = [quantity(one.known, kind) for kind, one in added.items() if one.known]
    context.output.tell(f"Taken in: {', '.join(new) or 'nothing'}.")
    if known:
        context.output.tell(f"Here already: {', '.join(known)}.")


def _next_date(context: Context, journal: Journal, guide: Guide) -> str:
    from tpguide.progress.frequency import next_time
    from tpguide.ui.report.calendar import calendar_of

    now = context.clock.now()
    best = next_time(guide.protocol, journal.sessions(guide.slug, limit=_SESSIONS_LOOKED_AT), now)
    if best is None:
        raise WrongUseError("No session is kept yet, so there is no next date.")
    return calendar_of(guide, max(best, now), now)


def _tell_set_aside(context: Context) -> None:
    from tpguide.storage.journal import set_aside_in
    from tpguide.storage.paths import data_folder

    for aside in set_aside_in(data_folder(context.environment)):
        context.output.tell(f"A damaged journal was set aside: {visible(str(aside))}")
