"""`tpguide massage`: the protocol as a card, or the guided session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpguide.cli.completion import guide_names
from tpguide.cli.context import Context
from tpguide.cli.output import Display
from tpguide.errors import WrongUseError

if TYPE_CHECKING:
    from tpguide.cli.picture_files import PictureFiles
    from tpguide.guide.model import Guide
    from tpguide.ui.text.lines import StyledLine


class CardFormat(Enum):
    """How the card is written."""

    TEXT = "text"
    HTML = "html"


SLOWEST_REHEARSAL, USUAL_REHEARSAL, FASTEST_REHEARSAL = 10, 20, 100


def massage(
    ctx: typer.Context,
    guide: Annotated[
        str | None,
        typer.Argument(
            help="Which guide. It may be left out if there is only one.",
            autocompletion=guide_names,
        ),
    ] = None,
    *,
    guided: Annotated[
        bool, typer.Option("--guided", help="Be led through it: timed, with nothing to press.")
    ] = False,
    side: Annotated[
        str | None,
        typer.Option(
            "--side", metavar="SIDE", help="Which side, or all of them, as the guide names them."
        ),
    ] = None,
    pain: Annotated[
        list[str] | None,
        typer.Option(
            "--pain", metavar="[SIDE=]0-10", help="Pain now. Repeatable, for one side each."
        ),
    ] = None,
    dose: Annotated[
        list[str] | None,
        typer.Option(
            "--dose", metavar="[SIDE=]DOSE", help="How much, as the guide names it. Repeatable."
        ),
    ] = None,
    intensity: Annotated[
        list[str] | None,
        typer.Option(
            "--intensity", metavar="[SIDE=]HOW", help="How firm, as the guide names it. Repeatable."
        ),
    ] = None,
    none_apply: Annotated[
        bool,
        typer.Option(
            "--none-apply",
            help="Your word that no reason against it has come up since you were last asked. "
            "Emergency and same-day signs are always asked.",
        ),
    ] = False,
    resume: Annotated[
        bool | None,
        typer.Option(
            "--resume/--fresh", help="Go on with a session that broke off just now, or begin anew."
        ),
    ] = None,
    voice: Annotated[
        bool | None,
        typer.Option("--voice/--no-voice", help="Spoken to, or told by tones alone."),
    ] = None,
    audio: Annotated[
        Path | None,
        typer.Option(
            "--audio",
            metavar="FILE",
            dir_okay=False,
            help="Instead of leading, write all that is said to a sound file (WAV).",
        ),
    ] = None,
    rehearse: Annotated[
        bool,
        typer.Option("--rehearse", help="Only look at it, fast. Nothing is asked, nothing kept."),
    ] = False,
    speed: Annotated[
        int | None,
        typer.Option(
            "--speed",
            min=SLOWEST_REHEARSAL,
            max=FASTEST_REHEARSAL,
            help=f"How many times as fast a rehearsal goes; else {USUAL_REHEARSAL}.",
        ),
    ] = None,
    written: Annotated[
        CardFormat | None,
        typer.Option("--format", help="The card as text, or as a page of A4 (html)."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the card to FILE; - prints."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a FILE that is there.")] = False,
) -> None:
    """Print the protocol as a card, or be led through the massage with --guided."""
    from msgspec import structs

    from tpguide.cli.picture_files import PictureFiles
    from tpguide.cli.session.flow import Guided
    from tpguide.cli.session.options import session_options
    from tpguide.cli.session.resume import Wanted

    context = ctx.ensure_object(Context)
    led = {
        "--side": side,
        "--pain": pain,
        "--dose": dose,
        "--intensity": intensity,
        "--voice": voice is not None,
    }
    asked = {
        "--none-apply": none_apply,
        "--resume": resume is True,
        "--fresh": resume is False,
    }
    if not rehearse:
        _refuse({"--speed": speed}, "--rehearse")
    if guided or audio or rehearse:
        card = {"--format": written, "-o": output, "--force": force}
        _refuse(card, "the card: no --guided, --audio or --rehearse")
    else:
        _refuse({**led, **asked}, "--guided")
    if force and (output is None or str(output) == "-"):
        raise WrongUseError("--force replaces a file, and no file is named.", "-o FILE does.")
    if audio and rehearse:
        raise WrongUseError(
            "--audio writes all that is said, --rehearse only shows it.", "Take one."
        )
    if rehearse:
        _refuse(asked, "--guided without --rehearse, which asks nothing and keeps nothing")
    if voice is not None:
        kept = context.kept_settings
        changed = structs.replace(kept.settings, voice=voice)
        context = replace(context, given_settings=structs.replace(kept, settings=changed))
    found = context.guide(guide, from_its_file=guided)
    wished = session_options(
        found.protocol, side=side, pain=pain or (), dose=dose or (), intensity=intensity or ()
    )
    pictures = PictureFiles(context, context.guide_folder(guide))
    leading = Guided(context, found, pictures, wished, audio)
    if rehearse:
        raise typer.Exit(leading.rehearse(speed or USUAL_REHEARSAL))
    elif guided or audio:
        wanted = {None: Wanted.ASK, True: Wanted.RESUME, False: Wanted.FRESH}[resume]
        raise typer.Exit(leading.lead(nothing_changed=none_apply, wanted=wanted))
    elif written is CardFormat.HTML:
        from tpguide.ui.pages.card_html import card_html

        context.output.give_out(card_html(found, pictures.svg), output, force=force)
    elif output:
        context = replace(context, display=Display.PIPE)
        card_text = context.output.painted(_card(context, found, pictures))
        context.output.give_out(card_text, output, force=force)
    else:
        context.output.print_paged(_card(context, found, pictures))


def _refuse(options: Mapping[str, object], needed: str) -> None:
    """Raise WrongUseError for any of *options* that was given: without *needed* it does nothing."""
    for option, value in options.items():
        if value:
            raise WrongUseError(f"{option} needs {needed}.")


def _card(context: Context, guide: Guide, pictures: PictureFiles) -> list[StyledLine]:
    from tpguide.ui.pages.card import card_lines

    return card_lines(guide, context.output.text_options(), pictures.numbered(guide))
