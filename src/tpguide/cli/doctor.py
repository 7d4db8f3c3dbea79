"""`tpguide doctor`: what this machine can do for a session, and how it could do more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tpguide.cli.surroundings import Surroundings
from tpguide.errors import WrongUseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tpguide.ui.doctor import Part


def doctor(
    context: typer.Context,
    *,
    floor: Annotated[
        bool,
        typer.Option("--floor", help="Find out what you can see and hear from the floor."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for other programs.")] = False,
) -> None:
    """Tell what terminal, voice and folders can do here, and how to mend what they can't."""
    around = context.ensure_object(Surroundings)
    if floor:
        _check_from_the_floor(around)
        return
    from tpguide.cli.paging import print_paged
    from tpguide.ui.doctor import doctor_lines

    parts = _parts(around)
    if as_json:
        _print_json(around, parts)
    else:
        about = ", ".join(_versions().values())
        print_paged(around, doctor_lines(parts, about, around.look()), None)


def _parts(around: Surroundings) -> tuple[Part, ...]:
    from tpguide.cli.findings_files import files_part
    from tpguide.cli.findings_screen import screen_part
    from tpguide.cli.findings_sound import sound_part
    from tpguide.storage.settings import read_settings, settings_file

    # What is wrong with the settings is a finding, and not told beforehand.
    around.kept_settings = read_settings(settings_file(around.environment))
    return screen_part(around), sound_part(around), files_part(around)


def _check_from_the_floor(around: Surroundings) -> None:
    from tpguide.cli.floor_check import ask_see_and_hear
    from tpguide.guide.library import Shelf

    if not around.can_draw:
        raise WrongUseError(
            "What can be seen and heard from the floor is found out on a terminal.",
            "Run it in a window that can be drawn on, without a pipe.",
        )
    ours = next(entry for entry in around.library if entry.shelf is Shelf.PACKAGED)
    ask_see_and_hear(around, ours.read())


def _versions() -> dict[str, str]:
    import platform
    from importlib.metadata import version

    return {
        "tpguide": f"tpguide {version('tpguide')}",
        "python": f"Python {platform.python_version()}",
        "system": f"{platform.system()} {platform.release()}",
    }


def _print_json(around: Surroundings, parts: Sequence[Part]) -> None:
    import json

    import msgspec

    found = {**_versions(), "parts": msgspec.to_builtins(parts)}
    around.stdout.write(json.dumps(found, indent=2) + "\n")
