"""`tpguide list`, `validate`, `new` and `schema`: the guides there are, and writing one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpguide.cli.common_options import (
    STANDARD,
    ForceOption,
    JsonOption,
    OutputOption,
    refuse_idle_force,
)
from tpguide.cli.context import Context
from tpguide.errors import ExitCode, GuideFileError, WrongUseError

if TYPE_CHECKING:
    from tpguide.guide.library import LibraryEntry
    from tpguide.ui.pages.guide_list import Listed
    from tpguide.ui.pages.problems import ProblemFile


def list_guides(ctx: typer.Context, *, as_json: JsonOption = False) -> None:
    """List the guides there are, and where each lies."""
    from tpguide.storage.guide_files import guides_folder
    from tpguide.ui.pages.guide_list import guide_list

    context = ctx.ensure_object(Context)
    library = context.library
    listed = [_listed(entry) for entry in library]
    listed += [_listed(entry, hidden=True) for entry in library.hidden]
    if as_json:
        _print_json(context, [_record(each) for each in listed])
    else:
        folder = str(guides_folder(context.environment))
        context.output.print_lines(guide_list(listed, folder, context.output.text_options()))


def validate(
    ctx: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Guide files; - is standard input.")
    ],
    *,
    tells_all: Annotated[
        bool, typer.Option("--all", help="Every problem, however many or alike.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Check guide files: what is wrong, where, and what to do."""
    from tpguide.cli.validation import examine
    from tpguide.guide.problems import ALL_PROBLEMS, MOST_PROBLEMS
    from tpguide.storage.guide_files import READ_AT_MOST_BYTES
    from tpguide.ui.pages.problems import problem_report

    context = ctx.ensure_object(Context)
    if as_json and tells_all:
        raise WrongUseError("--json tells all already.", "Leave out --all.")
    most = ALL_PROBLEMS if tells_all or as_json else MOST_PROBLEMS
    if sum(str(file) == STANDARD for file in files) > 1:
        raise WrongUseError("Standard input can be read once.", "Give - once.")
    examinations = [
        examine(
            file,
            context.standard_input(READ_AT_MOST_BYTES) if str(file) == STANDARD else None,
            most,
        )
        for file in files
    ]
    if as_json:
        _print_json(context, [_finding_record(each) for each in examinations])
    else:
        context.output.print_lines(
            problem_report(examinations, context.output.text_options(), tells_all=tells_all)
        )
    wrong = [file for file, each in zip(files, examinations, strict=True) if each.errors]
    if any(str(file) == STANDARD or os.path.lexists(file) for file in wrong):
        raise typer.Exit(ExitCode.WRONG_GUIDE)
    if wrong:
        raise typer.Exit(ExitCode.WRONG_USE)  # no file by that name


def new(
    ctx: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="NAME", help="Small letters, figures, hyphens.")],
    *,
    folder: Annotated[
        Path | None,
        typer.Option("--folder", metavar="FOLDER", help="Where to, else among your own."),
    ] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Write a guide to start from, with a comment on everything."""
    from tpguide.names import slug_of
    from tpguide.storage.guide_files import guides_folder, template, write_template
    from tpguide.storage.paths import data_folder
    from tpguide.text import visible

    context = ctx.ensure_object(Context)
    if slug_of(slug) in context.library.slugs:
        raise WrongUseError(
            f"There is a guide named {slug_of(slug)} already.", "Choose another name."
        )
    if output:
        if folder:
            raise WrongUseError("-o names the file, --folder only its folder.", "Take one.")
        context.output.give_out(template(slug), output, force=force)
        return
    if force:
        raise WrongUseError("--force replaces a FILE, and none is named.", "-o FILE does.")
    own = guides_folder(context.environment)
    is_ours = folder is None and own.parent == data_folder(context.environment)
    path = visible(str(write_template(slug, folder or own, is_tpguides_own=is_ours)))
    context.stdout.write(f"{path}\n")
    if slug_of(slug) != slug:
        context.output.tell(f"Its name is {slug_of(slug)}: small letters, figures and hyphens.")
    context.output.tell(f"Change it bit by bit, and check it with: tpguide validate {path}")


def schema(ctx: typer.Context, *, output: OutputOption = None, force: ForceOption = False) -> None:
    """Print the JSON Schema of guide files, for an editor."""
    from tpguide.guide.json_schema import schema_text

    refuse_idle_force(output, force=force)
    ctx.ensure_object(Context).output.give_out(schema_text(), output, force=force)


def _listed(entry: LibraryEntry, *, hidden: bool = False) -> Listed:
    from tpguide.ui.pages.guide_list import Listed

    try:
        return Listed(entry=entry, guide=entry.read(), hidden=hidden)
    except GuideFileError as error:
        return Listed(entry=entry, guide=None, fault=_fault(error), hidden=hidden)


def _fault(error: GuideFileError) -> str:
    from tpguide.guide.problems import InvalidGuideError

    if not isinstance(error, InvalidGuideError):
        return error.sentence
    first, *others = error.problems
    more = f" It has {len(others)} more." if others else ""
    return f"Line {first.line}: {first.sentence}{more} tpguide validate tells what to do."


def _record(listed: Listed) -> dict[str, object]:
    entry, guide = listed.entry, listed.guide
    return {
        "slug": entry.slug,
        "file": entry.where,
        "shelf": entry.shelf.value,
        "hidden": listed.hidden,
        "fault": listed.fault or None,
        "name": guide and guide.name,
        "complaint": guide and guide.complaint,
        "language": guide and guide.language,
        "sections": guide and len(guide.sections),
        "tools": guide and [tool.name for tool in guide.tools],
    }


def _finding_record(examination: ProblemFile) -> dict[str, object]:
    import msgspec

    return {
        "file": examination.file,
        "problems": msgspec.to_builtins(examination.problems),
    }


def _print_json(context: Context, value: object) -> None:
    import json

    context.stdout.write(json.dumps(value, indent=2) + "\n")
