"""Arguments and options that several commands have, each with one meaning everywhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpguide.cli.completion import (
    before_a_value,
    dose_names,
    guide_names,
    intensity_names,
    side_names,
    sides_or_all,
)
from tpguide.errors import WrongUseError
from tpguide.text import visible

if TYPE_CHECKING:
    from tpguide.terminal.clock import Clock

#: A file name that stands for standard input or output.
STANDARD = "-"
#: Above the options of a session in the help.
SESSION = "The session"

GuideArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="GUIDE",
        help="Its name or file; not needed if there is only one.",
        autocompletion=guide_names,
    ),
]
GuideOption = Annotated[
    str | None,
    typer.Option(
        "--guide",
        metavar="GUIDE",
        help="Its name or file, if there are several.",
        autocompletion=guide_names,
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write it to FILE; - prints it."),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace a FILE that is there.")]
JsonOption = Annotated[bool, typer.Option("--json", help="As JSON, for other programs.")]
SideOption = Annotated[
    str | None,
    typer.Option(
        "--side",
        metavar="SIDE",
        help="Only this side, as the guide names it.",
        autocompletion=side_names,
    ),
]
SidesOption = Annotated[
    str | None,
    typer.Option(
        "--side",
        metavar="SIDE",
        help="Which side, or all, as the guide names them.",
        autocompletion=sides_or_all,
        rich_help_panel=SESSION,
    ),
]
PainOption = Annotated[
    list[str] | None,
    typer.Option(
        "--pain",
        metavar="[SIDE=]0-10",
        help="Pain now; may be given for each side.",
        autocompletion=before_a_value,
        rich_help_panel=SESSION,
    ),
]
DoseOption = Annotated[
    list[str] | None,
    typer.Option(
        "--dose",
        metavar="[SIDE=]DOSE",
        help="How much, as the guide names it; likewise.",
        autocompletion=dose_names,
        rich_help_panel=SESSION,
    ),
]
IntensityOption = Annotated[
    list[str] | None,
    typer.Option(
        "--intensity",
        metavar="[SIDE=]HOW",
        help="How firm, as the guide names it; likewise.",
        autocompletion=intensity_names,
        rich_help_panel=SESSION,
    ),
]
#: What is looked at unless more is asked for: as long as most programmes last.
DEFAULT_PERIOD = "12w"
_UNITS = {"d": 1, "w": 7}
SINCE = typer.Option("--since", metavar="WHEN", help="From then on: 2026-01-05, or 10d or 6w ago.")


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


def refuse_idle_force(output: Path | None, *, force: bool) -> None:
    """Raise WrongUseError if a file is to be replaced and none is named."""
    if force and (output is None or str(output) == STANDARD):
        raise WrongUseError("--force replaces a file, and no file is named.", "-o FILE does.")


def refuse_sound_file(path: Path, *, force: bool) -> None:
    """Raise WrongUseError before all questions if no sound may be written to *path*."""
    if str(path) == STANDARD:
        raise WrongUseError("Sound is not printed.", "--audio massage.wav writes it to a file.")
    refuse_existing(path, force=force)


def refuse_existing(path: Path, *, force: bool) -> None:
    """Raise WrongUseError if a file at *path* would be replaced without *force*."""
    if path.is_file() and not force:
        raise WrongUseError(
            f"{visible(str(path))} is there already, and was not changed.", "--force replaces it."
        )
