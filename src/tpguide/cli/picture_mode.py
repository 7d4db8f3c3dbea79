"""How pictures are shown here: as the person wants, else the best way that the terminal has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.color import ColorSystem

from tpguide.cli.context import Context
from tpguide.cli.output import Display
from tpguide.modes import PictureMode
from tpguide.terminal.graphics import (
    NO_GRAPHICS,
    PICTURES_VARIABLE,
    Graphics,
    best_pictures,
    graphics_of,
    pictures_wished,
)


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """How pictures are shown, and what *says* so where that isn't the terminal itself."""

    mode: PictureMode
    says: str = ""


def picture_choice(context: Context) -> PictureChoice:
    """Return how a picture that stands alone is shown where this program prints.

    The terminal may be asked what it can draw. Raises WrongUseError where the environment wishes
    for a way that there isn't.
    """

    def ask(kitty: bool) -> Graphics:
        if not context.can_ask:
            return NO_GRAPHICS
        try:
            return graphics_of(context.stdin.fileno(), kitty=kitty)
        except (OSError, ValueError):  # a stream without a file descriptor
            return NO_GRAPHICS

    return _choice(context, ask)


def mode_among_text(context: Context) -> PictureMode:
    """Return how a picture beside text is shown: in character cells.

    The terminal is asked nothing, since that makes no difference. Raises as `picture_choice`.
    """
    return _choice(context, lambda kitty: NO_GRAPHICS).mode


def _choice(context: Context, ask: Callable[[bool], Graphics]) -> PictureChoice:
    match context.output.display:
        case Display.PIPE:
            return PictureChoice(PictureMode.NONE, "output is not a terminal")
        case Display.PLAIN:
            return PictureChoice(PictureMode.NONE, "plain lines have none")
    wished = pictures_wished(context.environment)
    if wished:
        return PictureChoice(wished, PICTURES_VARIABLE)
    if context.settings.pictures is not None:
        return PictureChoice(context.settings.pictures, "your settings")
    best = best_pictures(
        context.environment,
        # Sixteen colours are too few for the edges of blocks.
        has_colours=context.output.colour_system not in (None, ColorSystem.STANDARD),
        has_unicode=context.output.writes_unicode,
        ask=ask,
    )
    return PictureChoice(best)
