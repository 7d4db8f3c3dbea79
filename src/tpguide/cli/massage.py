"""`tpguide massage`: the protocol as a card, or the guided session."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpguide.cli.common_options import (
    SESSION,
    DoseOption,
    ForceOption,
    GuideArgument,
    IntensityOption,
    PainOption,
    SidesOption,
    refuse_idle_force,
    refuse_sound_file,
)
from tpguide.cli.context import Context
from tpguide.cli.output import Display
from tpguide.errors import GuideFileError, TpguideError, UnknownNameError, WrongUseError

if TYPE_CHECKING:
    from tpguide.cli.picture_files import PictureFiles
    from tpguide.guide.model import Guide
    from tpguide.ui.text.lines import StyledLine


class CardFormat(Enum):
    """How the card is written."""

    TEXT = "text"
    HTML = "html"


_CARD = "The card"
SLOWEST_REHEARSAL, USUAL_REHEARSAL, FASTEST_REHEARSAL = 10, 20, 100


def massage(
    ctx: typer.Context,
    guide: GuideArgument = None,
    *,
    guided: Annotated[
        bool,
        typer.Option("--guided", help="Be led through it, hands free.", rich_help_panel=SESSION),
    ] = False,
    written: Annotated[
        CardFormat | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="text, or html: one page of A4.",
            rich_help_panel=_CARD,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the card to FILE; - prints it.",
            rich_help_panel=_CARD,
        ),
    ] = None,
    side: SidesOption = None,
    pain: PainOption = None,
    dose: DoseOption = None,
    intensity: IntensityOption = None,
    none_apply: Annotated[
        bool,
        typer.Option(
            "--none-apply",
            help="Your word that no reason against it is new; "
            "emergency and same-day signs are always asked.",
            rich_help_panel=SESSION,
        ),
    ] = False,
    resume: Annotated[
        bool | None,
        typer.Option(
            "--resume/--fresh",
            help="Go on with one that broke off, or begin anew.",
            rich_help_panel=SESSION,
        ),
    ] = None,
    voice: Annotated[
        bool | None,
        typer.Option(
            "--voice/--no-voice",
            help="Words, or tones alone.",
            rich_help_panel=SESSION,
        ),
    ] = None,
    rehearse: Annotated[
        bool,
        typer.Option(
            "--rehearse",
            help="Only look at it, fast: nothing asked or kept.",
            rich_help_panel=SESSION,
        ),
    ] = False,
    speed: Annotated[
        int | None,
        typer.Option(
            "--speed",
            metavar="TIMES",
            min=SLOWEST_REHEARSAL,
            max=FASTEST_REHEARSAL,
            help=f"How fast it is rehearsed: {SLOWEST_REHEARSAL} to {FASTEST_REHEARSAL}, "
            f"else {USUAL_REHEARSAL}.",
            rich_help_panel=SESSION,
        ),
    ] = None,
    audio: Annotated[
        Path | None,
        typer.Option(
            "--audio",
            metavar="FILE",
            dir_okay=False,
            help="Write all that is said to FILE, WAV or MP3.",
            rich_help_panel=SESSION,
        ),
    ] = None,
    force: ForceOption = False,
) -> None:
    """Print the massage as a card, or be led through it (--guided)."""
    from msgspec import structs

    from tpguide.cli.picture_files import PictureFiles
    from tpguide.cli.session.flow import Guided
    from tpguide.cli.session.options import session_options
    from tpguide.cli.session.resume import Wanted

    context = ctx.ensure_object(Context)
    voiced = "--voice" if voice else "--no-voice"
    wished_by = {"--side": side, "--pain": pain, "--dose": dose, "--intensity": intensity}
    asked = {"--none-apply": none_apply, "--resume": resume is True, "--fresh": resume is False}
    _refuse({} if rehearse else {"--speed": speed}, "--rehearse")
    if audio and rehearse:
        raise WrongUseError(
            "--audio writes all that is said, --rehearse only shows it.", "Take one."
        )
    if guided or audio or rehearse:
        _refuse({"--format": written, "-o": output}, "the card: no --guided, --audio or --rehearse")
    else:
        _refuse({**wished_by, voiced: voice is not None, **asked}, "--guided")
    if rehearse:
        _refuse(asked, "--guided without --rehearse, which asks nothing and keeps nothing")
    if audio:
        _refuse(asked, "--guided without --audio: what is written is heard on other days too")
        _refuse({voiced: voice is not None}, "--guided without --audio: a file has words and tones")
        refuse_sound_file(audio, force=force)
    refuse_idle_force(audio or output, force=force)
    if voice is not None:
        kept = context.kept_settings
        changed = structs.replace(kept.settings, voice=voice)
        context = replace(context, given_settings=structs.replace(kept, settings=changed))
    found = _found(context, guide, from_its_file=guided)
    _refuse_what_breaks_its_limits(found)
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


def _found(context: Context, name: str | None, *, from_its_file: bool) -> Guide:
    """Return the guide of that *name*. Raises UnknownNameError, with a hint if it names a side."""
    from tpguide.cli.session.options import sides_named

    try:
        return context.guide(name, from_its_file=from_its_file)
    except UnknownNameError as error:
        with suppress(TpguideError):  # with several guides the sides are unknown
            sides_named(context.guide(None).protocol, name or "")
            error.hint = f"Did you mean: tpguide massage --guided --side {name}?"
        raise


def _refuse(options: Mapping[str, object], needed: str) -> None:
    """Raise WrongUseError for any of *options* that was given: without *needed* it does nothing."""
    for option, value in options.items():
        if value:
            raise WrongUseError(f"{option} needs {needed}.")


def _refuse_what_breaks_its_limits(guide: Guide) -> None:
    """Raise GuideFileError for a protocol that lasts longer than it says or than it allows."""
    from tpguide.session.timing_check import broken_limits

    if broken := next(broken_limits(guide), None):
        raise GuideFileError(
            f"The guide {guide.slug} can be read, but nobody is led by it: {broken.sentence}",
            "tpguide validate shows where, and what to do about it.",
        )


def _card(context: Context, guide: Guide, pictures: PictureFiles) -> list[StyledLine]:
    from tpguide.ui.pages.card import card_lines

    # A screen reader would read a drawing out sign by sign.
    is_drawn = context.output.display is not Display.PLAIN
    drawing = pictures.numbered(guide) if is_drawn else []
    return card_lines(guide, context.output.text_options(), drawing)
