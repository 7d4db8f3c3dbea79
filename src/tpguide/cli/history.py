"""`tpguide history`: past sessions, and what can be done with them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tpguide.cli.common_options import (
    SINCE,
    STANDARD,
    ForceOption,
    GuideOption,
    JsonOption,
    OutputOption,
    SideOption,
    refuse_idle_force,
)
from tpguide.cli.completion import LAST_SESSION, session_numbers
from tpguide.cli.context import Context
from tpguide.cli.help import Commands, GroupWithHelp
from tpguide.cli.history_add import add
from tpguide.cli.output import Display
from tpguide.errors import ExitCode, GuideFileError, NotDoneError, TpguideError, WrongUseError
from tpguide.text import visible

if TYPE_CHECKING:
    from typer._click import Context as ClickContext

    from tpguide.guide.model import Guide
    from tpguide.session.record import SessionRecord
    from tpguide.storage.journal import Entry, Journal
    from tpguide.terminal.clock import Clock
    from tpguide.ui.text.lines import StyledLine

#: So many sessions are listed unless more are asked for.
USUAL_LIMIT = 20
MOST_LISTED = 1_000_000
#: What is plotted unless more is asked for: as long as most programmes last.
DEFAULT_PERIOD = "12w"
_UNITS = {"d": 1, "w": 7}
_NO_NOTE = "The note was not kept."
_NOT_DELETED = "Nothing was deleted."
_NOT_TAKEN_BACK = "Nothing was taken back."


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

SessionNumber = Annotated[
    str,
    typer.Argument(
        metavar="N|last",
        help="Its number, or: last.",
        autocompletion=session_numbers,
    ),
]


class ExportFormat(Enum):
    """How what is kept is given out."""

    JSON = "json"
    CSV = "csv"
    ICS = "ics"


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
        side = _side(context, journal, side)
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
        record = _session(journal, number)
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
        record = _session(journal, number)
        if text is None:
            _need_person(context, "A note is missing.", f"tpguide history note {number} TEXT")
        if record.note:
            context.output.tell(f"So far: {visible(record.note)}")
        if text is None:
            text = context.prompts.line("Note:") or record.note
        journal.keep_note(record.number, text)


history.command("add")(add)


@history.command()
def delete(
    ctx: typer.Context,
    number: SessionNumber,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Delete a session and all that happened in it."""
    from tpguide.ui.pages.history import session_lines

    context = ctx.ensure_object(Context)
    with context.journal(unread=_NOT_DELETED, unkept=_NOT_DELETED) as journal:
        record = _session_or_unreadable(journal, number)
        if not yes:
            _need_person(context, "Deleting asks first.", f"tpguide history delete {number} --yes")
            if isinstance(record, int):
                context.output.tell(f"Session {record} can't be read.")
            else:
                context.output.print_lines(
                    session_lines(record, context.clock.now(), context.output.text_options())
                )
            _confirm(context, "Delete it?", "Delete this session")
        journal.delete_session(record if isinstance(record, int) else record.number)


@history.command()
def undo(
    ctx: typer.Context,
    guide: GuideOption = None,
) -> None:
    """Take back the last rating, measurement or entered session."""
    context = ctx.ensure_object(Context)
    found = context.guide(guide) if guide else None
    with context.journal(unread=_NOT_TAKEN_BACK, unkept=_NOT_TAKEN_BACK) as journal:
        take_back(context, journal, journal.last_entry(found.slug if found else None))


def take_back(context: Context, journal: Journal, entry: Entry | None) -> None:
    """Take *entry* back, and tell what it was. Raises WrongUseError if there is none."""
    from tpguide.session.record import Measurement, SessionRecord
    from tpguide.ui.pages.history import day_and_time

    if entry is None:
        raise WrongUseError(
            "There is no measurement, weekly rating or entered session to take back."
        )
    journal.take_back(entry)
    if isinstance(entry, SessionRecord):
        began = day_and_time(entry.began, context.clock.now())
        context.output.tell(f"Taken back: the session of {began}. It no longer counts.")
        return
    what, value = (
        "the weekly rating",
        f"{entry.rating}" if not isinstance(entry, Measurement) else "",
    )
    if isinstance(entry, Measurement):
        what, value = entry.test, f"{entry.value:g}"
    day = day_and_time(entry.at, context.clock.now())
    context.output.tell(
        f"Taken back: {what}, {entry.side}, {value}, of {day}. It no longer counts."
    )


@history.command()
def forget(ctx: typer.Context) -> None:
    """Forget everything that is kept; asks twice."""
    context = ctx.ensure_object(Context)
    _need_person(context, "Forgetting everything asks twice, so it needs a terminal.", "")
    with context.journal(unkept="Nothing was forgotten.") as journal:
        _confirm(
            context,
            "Forget all sessions, answers, measurements and notes?",
            "Forget everything",
        )
        _confirm(
            context,
            "None of it can be brought back. Are you sure?",
            "Yes, forget everything",
        )
        try:
            journal.forget()
        except OSError as error:
            raise NotDoneError(
                f"{visible(str(error.filename))} can't be deleted: {error.strerror}.",
                "All else is forgotten.",
            ) from None
    context.output.tell("Nothing is kept any more.")


@history.command("export")
def give_out(
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


@history.command("import")
def take_in(
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
    new = [_counted(one.new, kind) for kind, one in added.items() if one.new]
    known = [_counted(one.known, kind) for kind, one in added.items() if one.known]
    context.output.tell(f"Taken in: {', '.join(new) or 'nothing'}.")
    if known:
        context.output.tell(f"Here already: {', '.join(known)}.")


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


def _side(context: Context, journal: Journal, wanted: str | None) -> str | None:
    """Return the side that is *wanted*, of any guide or session. Raises UnknownNameError."""
    from tpguide.cli.session.options import known

    if wanted is None or journal.sessions(side=wanted, limit=1):
        return wanted
    names: dict[str, None] = {}
    for entry in context.library:
        with suppress(GuideFileError):
            names |= dict.fromkeys(side.key for side in entry.read().protocol.sides.each)
    return known("side", wanted, list(names))


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
    """Return the numbers of those that were gone through without counting as completed."""
    from tpguide.session.limits import completed
    from tpguide.session.state import Ending

    found = set()
    for record in records:
        with suppress(TpguideError):  # the plan of a guide that is gone is unknown
            protocol = context.library.find(record.guide).protocol
            if record.result.ending is Ending.COMPLETED and not completed(protocol, record):
                found.add(record.number)
    return found


def _next_date(context: Context, journal: Journal, guide: Guide) -> str:
    from tpguide.progress.frequency import next_time
    from tpguide.ui.report.calendar import calendar_of

    now = context.clock.now()
    best = next_time(guide.protocol, journal.sessions(guide.slug, limit=USUAL_LIMIT), now)
    if best is None:
        raise WrongUseError("No session is kept yet, so there is no next date.")
    return calendar_of(guide, max(best, now), now)


def _session(journal: Journal, wanted: str) -> SessionRecord:
    """Return the session that is *wanted* by its number or as the last."""
    found = _session_or_unreadable(journal, wanted)
    if isinstance(found, int):
        raise NotDoneError(
            f"Session {found} can't be read.", f"tpguide history delete {found} deletes it."
        )
    return found


def _session_or_unreadable(journal: Journal, wanted: str) -> SessionRecord | int:
    """Return the session that is *wanted*, or its number if it is there and can't be read."""
    record, number = None, 0
    if wanted == LAST_SESSION:
        record = next(iter(journal.sessions(limit=1)), None)
    elif wanted.isascii() and wanted.isdecimal() and len(wanted) < 19:
        number = int(wanted)
        record = journal.session(number)
    if record is None and journal.has_session(number):
        return number
    if record is None:
        raise WrongUseError(
            f"There is no session {visible(wanted)}.", "tpguide history lists them."
        )
    return record


def _counted(count: int, kind: str) -> str:
    return f"{count} {kind}" if count == 1 else f"{count} {kind}s"


def _tell_set_aside(context: Context) -> None:
    from tpguide.storage.journal import set_aside_in
    from tpguide.storage.paths import data_folder

    for aside in set_aside_in(data_folder(context.environment)):
        context.output.tell(f"A damaged journal was set aside: {visible(str(aside))}")


def moment_meant(text: str, clock: Clock) -> datetime:
    """Return the moment that *text* means. Raises WrongUseError if it means none."""
    if text[:-1].isdecimal() and text[-1] in _UNITS:
        days = min(int(text[:-1]) * _UNITS[text[-1]], 36500)
        day = clock.now() - timedelta(days=days)
        return clock.here(day.replace(hour=0, minute=0, second=0, microsecond=0))
    try:
        return clock.here(datetime.fromisoformat(text))
    except ValueError:
        raise WrongUseError(
            f"“{text}” is no day.", "--since takes a date like 2026-01-05, or 10d, or 6w."
        ) from None


def _need_person(context: Context, sentence: str, instead: str) -> None:
    if not context.can_ask:
        raise WrongUseError(sentence, f"Without a terminal: {instead}" if instead else "")


def _confirm(context: Context, question: str, yes: str) -> None:
    from tpguide.ui.prompts.terminal import Option

    if not context.prompts.choose(question, [Option(False, "No, keep it"), Option(True, yes)]):
        context.output.tell("Nothing was changed.")
        raise typer.Exit(ExitCode.DONE)
