"""`tpguide list`, `validate`, `new` and `schema`: the guides there are, and writing one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpguide.cli.surroundings import Surroundings
from tpguide.errors import ExitCode, GuideFileError, WrongUseError

if TYPE_CHECKING:
    from tpguide.guide.library import Entry
    from tpguide.ui.guide_list import Listed
    from tpguide.ui.problem_report import Examination

AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for other programs.")]


def list_guides(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List the guides there are, and where each of them lies."""
    from tpguide.storage.guide_files import guides_folder
    from tpguide.ui.guide_list import guide_list

    around = context.ensure_object(Surroundings)
    library = around.library
    listed = [_listed(entry) for entry in library]
    listed += [_listed(entry, hidden=True) for entry in library.hidden]
    if as_json:
        _print_json(around, [_record(each) for each in listed])
    else:
        folder = str(guides_folder(around.environment))
        around.print_lines(guide_list(listed, folder, around.look()))


def validate(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Guide files.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Check guide files: every problem, where it is, and what to do about it."""
    from tpguide.cli.examination import examine
    from tpguide.ui.problem_report import report

    around = context.ensure_object(Surroundings)
    examinations = [examine(file) for file in files]
    if as_json:
        _print_json(around, [_finding_record(each) for each in examinations])
    else:
        around.print_lines(report(examinations, around.look()))
    if any(each.errors for each in examinations):
        raise typer.Exit(ExitCode.WRONG_GUIDE)


def new(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(help="The name: small letters, figures, hyphens.")],
    *,
    folder: Annotated[
        Path | None,
        typer.Option("--folder", help="Where to write it; else the folder of your own guides."),
    ] = None,
) -> None:
    """Write a guide to start from: complete, and with a comment on everything."""
    from tpguide.guide.characters import visible
    from tpguide.guide.library import slug_of
    from tpguide.storage.guide_files import guides_folder, write_template
    from tpguide.storage.paths import data_folder

    around = context.ensure_object(Surroundings)
    if slug_of(slug) in around.library.slugs:
        raise WrongUseError(
            f"There is a guide named {slug_of(slug)} already.", "Choose another name."
        )
    own = guides_folder(around.environment)
    is_ours = folder is None and own.parent == data_folder(around.environment)
    path = visible(str(write_template(slug, folder or own, is_tpguides_own=is_ours)))
    around.stdout.write(f"{path}\n")
    around.tell(f"Change it bit by bit, and check it with: tpguide validate {path}")


def schema(context: typer.Context) -> None:
    """Print the JSON Schema of guide files, by which an editor completes and checks them."""
    from tpguide.guide.schema import schema_text

    context.ensure_object(Surroundings).stdout.write(schema_text())


def _listed(entry: Entry, *, hidden: bool = False) -> Listed:
    from tpguide.ui.guide_list import Listed

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


def _finding_record(examination: Examination) -> dict[str, object]:
    import msgspec

    return {
        "file": examination.file,
        "problems": msgspec.to_builtins(examination.problems),
    }


def _print_json(around: Surroundings, value: object) -> None:
    import json

    around.stdout.write(json.dumps(value, indent=2) + "\n")
