"""`tpguide doctor`: what this machine can do for a session, and how it could do more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tpguide.cli.context import Context
from tpguide.errors import WrongUseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tpguide.ui.pages.doctor import FindingGroup


def doctor(
    ctx: typer.Context,
    *,
    floor: Annotated[
        bool,
        typer.Option("--floor", help="Find out what you can see and hear from the floor."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for other programs.")] = False,
) -> None:
    """Tell what terminal, voice and folders can do here, and how to mend what they can't."""
    context = ctx.ensure_object(Context)
    if floor:
        _check_from_the_floor(context)
        return
    from tpguide.ui.pages.doctor import doctor_lines

    parts = _parts(context)
    if as_json:
        _print_json(context, parts)
    else:
        about = ", ".join(_versions().values())
        context.output.print_paged(doctor_lines(parts, about, context.output.text_options()))


def _parts(context: Context) -> tuple[FindingGroup, ...]:
    from dataclasses import replace

    from tpguide.cli.checkup.files import files_part, journal_facts
    from tpguide.cli.checkup.screen import screen_part
    from tpguide.cli.checkup.sound import sound_part
    from tpguide.storage.settings_file import read_settings, settings_file

    # What is wrong with the settings is a finding, and not told beforehand.
    kept = read_settings(settings_file(context.environment))
    context = replace(context, given_settings=kept)
    journal = journal_facts(context)
    return (
        screen_part(context),
        sound_part(context, journal.floor_answers),
        files_part(context, journal),
    )


def _check_from_the_floor(context: Context) -> None:
    from tpguide.cli.session.floor_check import ask_see_and_hear
    from tpguide.guide.library import Shelf

    if not context.can_draw:
        raise WrongUseError(
            "What can be seen and heard from the floor is found out on a terminal.",
            "Run it in a window that can be drawn on, without a pipe.",
        )
    ours = next(entry for entry in context.library if entry.shelf is Shelf.PACKAGED)
    with context.journal() as journal:
        ask_see_and_hear(context, ours.read(), journal)


def _versions() -> dict[str, str]:
    import platform
    from importlib.metadata import version

    return {
        "tpguide": f"tpguide {version('tpguide')}",
        "python": f"Python {platform.python_version()}",
        "system": f"{platform.system()} {platform.release()}",
    }


def _print_json(context: Context, parts: Sequence[FindingGroup]) -> None:
    import json

    import msgspec

    found = {**_versions(), "parts": msgspec.to_builtins(parts)}
    context.stdout.write(json.dumps(found, indent=2) + "\n")
