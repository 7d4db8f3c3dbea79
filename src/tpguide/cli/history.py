"""`tpguide history`: past sessions, and what can be done with them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tpguide.cli.common_options import (
    DEFAULT_PERIOD,
    SINCE,
    ForceOption,
    GuideOption,
    JsonOption,
    OutputOption,
    SideOption,
    moment_meant,
    refuse_idle_force,
)
from tpguide.cli.completion import LAST_SESSION
from tpguide.cli.context import Context
from tpguide.cli.help import Commands, GroupWithHelp
from tpguide.cli.history_add import add
from tpguide.cli.history_files import export, import_archive
from tpguide.cli.history_removal import delete, forget, need_person, undo
from tpguide.cli.history_selection import SessionNumber, session_meant, side_meant
from tpguide.cli.output import Display
from tpguide.errors import TpguideError, WrongUseError
from tpguide.text import visible

if TYPE_CHECKING:
    from typer._click import Context as ClickContext

    from tpguide.session.record import SessionRecord
    from tpguide.storage.journal import Journal
    from tpguide.ui.text.lines import StyledLine

#: So many sessions are listed unless more are asked for.
USUAL_LIMIT = 20
MOST_LISTED = 1_000_000
_NO_NOTE = "The note was not kept."


class _History(GroupWithHelp):
    """The commands of a history; one of its sessions may be typed for a command."""

    def resolve_command(self, ctx: ClickContext, args: list[str]) -> Any:
        """Return the command that *args* begin with. Raises WrongUseError for a session."""
        if args[0] == LAST_SESSION or args[0].isdecimal():
            raise WrongUseError(
                f"There is no command “{args[0]}”.",
                f"Did you mean: tpguide history show {args[0]}?",
            )
        return super().resolve_command(ctx, args)


history = Commands(cls=_History, help="Past sessions, and what became of the pain.")


@history.callback(invoke_without_command=True)
def sessions(
    ctx: typer.Context,
    *,
    side: SideOption = None,
    since: Annotated[str | None, SINCE] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            min=1,
            max=MOST_LISTED,
            metavar="N",
            help=f"The newest N; {USUAL_LIMIT} if nothing is said.",
        ),
    ] = None,
    as_json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """List past sessions, the newest first."""
    if ctx.invoked_subcommand is not None:
        if side or since or limit or as_json or output or force:
            command = f"tpguide history {ctx.invoked_subcommand}"
            raise WrongUseError(
                f"Options before {ctx.invoked_subcommand} are those of the list alone.",
                f"Its own stand after it; {command} --help tells them.",
            )
        return
    from tpguide.cli.session.resume import close_what_is_over
    from tpguide.storage.archive import json_of

    context = ctx.ensure_object(Context)
    refuse_idle_force(output, force=force)
    earliest = None if since is None else moment_meant(since, context.clock)
    if output is not None and not as_json:
        raise WrongUseError("-o writes data to a file.", "Together with --json, or: export -o FILE")
    with context.journal(unread="No session can be read.") as journal:
        close_what_is_over(context, journal)
        side = side_meant(context, journal, side)
        if as_json:
            records = journal.sessions(side=side, since=earliest, limit=limit)
            context.output.give_out(json_of(records), output, force=force)
            return
        shown = limit or USUAL_LIMIT
        found = journal.sessions(side=side, since=earliest, limit=shown + 1)
        if found:
            context.output.print_paged(_listed(context, journal, found, side, shown))
        elif side or since:
            context.output.tell("No such session.")
        elif not journal.troubles:
            context.output.tell("No sessions yet.")


@history.command("show")
def show_session(
    ctx: typer.Context,
    number: SessionNumber,
    *,
    as_json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Show everything that is known of a session."""
    from tpguide.storage.archive import json_of
    from tpguide.ui.pages.history import session_lines

    context = ctx.ensure_object(Context)
    refuse_idle_force(output, force=force)
    if output is not None and not as_json:
        raise WrongUseError("-o writes data to a file.", f"tpguide history show {number} --json -o")
    with context.journal(unread="No session can be read.") as journal:
        record = session_meant(journal, number)
        entered = journal.entered(record)
    if as_json:
        context.output.give_out(json_of(record), output, force=force)
        return
    now, look = context.clock.now(), context.output.text_options()
    lines = session_lines(record, now, look, entered=entered)
    with suppress(TpguideError):  # of a guide that is gone nothing more is known
        from tpguide.ui.pages.summary import whole_advice_lines

        guide = context.library.find(record.guide)
        lines = [*lines, [], *whole_advice_lines(guide, look)]
    context.output.print_paged(lines)


@history.command()
def note(
    ctx: typer.Context,
    number: SessionNumber,
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="The note; without it, it is asked.")
    ] = None,
) -> None:
    """Write a note on a session."""
    context = ctx.ensure_object(Context)
    with context.journal(unread=_NO_NOTE, unkept=_NO_NOTE) as journal:
        record = session_meant(journal, number)
        if text is None:
            need_person(context, "A note is missing.", f"tpguide history note {number} TEXT")
        if record.note:
            context.output.tell(f"So far: {visible(record.note)}")
        if text is None:
            text = context.prompts.line("Note:") or record.note
        journal.keep_note(record.number, text)


history.command("add")(add)
history.command("delete")(delete)
history.command("undo")(undo)
history.command("forget")(forget)
history.command("export")(export)
history.command("import")(import_archive)


@history.command()
def plot(
    ctx: typer.Context,
    *,
    guide: GuideOption = None,
    side: SideOption = None,
    since: Annotated[str, SINCE] = DEFAULT_PERIOD,
    table: Annotated[
        bool, typer.Option("--table", help="As tables, for people who can't see plots.")
    ] = False,
) -> None:
    """Draw pain, weeks, self-tests, and where it keeps hurting."""
    from tpguide.cli.history_plots import Plotting
    from tpguide.cli.session.options import known
    from tpguide.progress.moments import so_far

    context = ctx.ensure_object(Context)
    now = context.clock.now()
    found = context.guide(guide)
    sides = found.protocol.sides.each
    wanted = known("side", side, [one.key for one in sides]) if side else None
    earliest = moment_meant(since, context.clock)
    with context.journal(unread="Nothing can be drawn.") as journal:
        plotting = Plotting(
            context=context,
            guide=found,
            asked_for=guide,
            sides=[one for one in sides if wanted in {None, one.key}],
            records=so_far(journal.sessions(found.slug, side=wanted, since=earliest), now),
            ratings=so_far(journal.weekly_ratings(found.slug, earliest), now),
            measurements=so_far(journal.measurements(found.slug, earliest), now),
        )
    can_be_seen = context.output.display is Display.DRAWN and context.output.writes_unicode
    if plotting.is_empty:
        context.output.tell("No sessions in that time.")
    elif table or not can_be_seen:
        context.output.print_paged(plotting.tables())
    else:
        context.output.print_paged(plotting.drawings())


def _listed(
    context: Context,
    journal: Journal,
    found: tuple[SessionRecord, ...],
    side: str | None,
    limit: int,
) -> list[StyledLine]:
    from tpguide.ui.pages.history import history_lines, trend_lines

    look = context.output.text_options()
    today, has_older = context.clock.now(), len(found) > limit
    lines = history_lines(
        found[:limit],
        today,
        look,
        side=side,
        has_older=has_older,
        not_counted=_not_counted(context, found),
    )
    guide_name = found[0].guide
    ratings = journal.weekly_ratings(guide_name)
    if not ratings:
        return lines
    from tpguide.progress.moments import so_far
    from tpguide.progress.trends import trend_of

    try:
        guide = context.library.find(guide_name)
    except TpguideError:  # what was done with a guide that is gone is still listed
        return lines
    keys = [one.key for one in guide.protocol.sides.each if side in {None, one.key}]
    past = so_far(ratings, context.clock.now())
    trends = [trend for key in keys if (trend := trend_of(guide.change, past, key))]
    return [*lines, [], *trend_lines(trends, guide.change.question, look)] if trends else lines


def _not_counted(context: Context, records: Iterable[SessionRecord]) -> set[int]:
    """Return the numbers of *records* that were gone through, but don't count as completed."""
    from tpguide.session.limits import completed
    from tpguide.session.state import Ending

    found = set()
    for record in records:
        with suppress(TpguideError):  # the plan of a guide that is gone is unknown
            protocol = context.library.find(record.guide).protocol
            if record.result.ending is Ending.COMPLETED and not completed(protocol, record):
                found.add(record.number)
    return found
