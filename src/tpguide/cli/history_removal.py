"""`tpguide history delete`, `undo` and `forget`: what was kept is gone afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tpguide.cli.common_options import GuideOption
from tpguide.cli.context import Context
from tpguide.cli.history_selection import SessionNumber, session_or_number
from tpguide.errors import ExitCode, NotDoneError, WrongUseError
from tpguide.text import visible

if TYPE_CHECKING:
    from tpguide.storage.journal import Entry, Journal

_NOT_DELETED = "Nothing was deleted."
_NOT_TAKEN_BACK = "Nothing was taken back."


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
        record = session_or_number(journal, number)
        if not yes:
            need_person(context, "Deleting asks first.", f"tpguide history delete {number} --yes")
            if isinstance(record, int):
                context.output.tell(f"Session {record} can't be read.")
            else:
                context.output.print_lines(
                    session_lines(record, context.clock.now(), context.output.text_options())
                )
            _confirm(context, "Delete it?", "Delete this session")
        journal.delete_session(record if isinstance(record, int) else record.number)


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
    if isinstance(entry, Measurement):
        what, value = entry.test, entry.value
    else:
        what, value = "the weekly rating", entry.rating
    day = day_and_time(entry.at, context.clock.now())
    context.output.tell(
        f"Taken back: {what}, {entry.side}, {value:g}, of {day}. It no longer counts."
    )


def forget(ctx: typer.Context) -> None:
    """Forget everything that is kept; asks twice."""
    context = ctx.ensure_object(Context)
    need_person(context, "Forgetting everything asks twice, so it needs a terminal.", "")
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


def need_person(context: Context, sentence: str, instead: str) -> None:
    """Raise WrongUseError where nobody can answer; *instead* is the command that asks nothing."""
    if not context.can_ask:
        raise WrongUseError(sentence, f"Without a terminal: {instead}" if instead else "")


def _confirm(context: Context, question: str, yes: str) -> None:
    from tpguide.ui.prompts.terminal import Option

    if not context.prompts.choose(question, [Option(False, "No, keep it"), Option(True, yes)]):
        context.output.tell("Nothing was changed.")
        raise typer.Exit(ExitCode.DONE)
