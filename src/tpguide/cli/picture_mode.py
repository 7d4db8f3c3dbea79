"""How pictures are shown here: as the person wants, else the best way that the terminal has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.color import ColorSystem

from tpguide.cli.surroundings import Surroundings
from tpguide.storage.settings import Pictures
from tpguide.terminal.capability import (
    NO_GRAPHICS,
    PICTURES_VARIABLE,
    Graphics,
    best_pictures,
    graphics_of,
    pictures_wished,
)
from tpguide.ui.pictures import PictureMode


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """How pictures are shown, and what *says* so where that isn't the terminal itself."""

    mode: PictureMode
    says: str = ""


def picture_choice(around: Surroundings) -> PictureChoice:
    """Return how a picture that stands alone is shown where this program prints.

    The terminal may be asked what it can draw. Raises WrongUseError where the environment wishes
    for a way that there isn't.
    """

    def ask(kitty: bool) -> Graphics:
        return graphics_of(around.stdin.fileno(), kitty=kitty) if around.can_ask else NO_GRAPHICS

    return _choice(around, ask)


def mode_among_text(around: Surroundings) -> PictureMode:
    """Return how a picture is shown that is made of cells, among others that hold text.

    The terminal is asked nothing, since that makes no difference. Raises as `picture_choice`.
    """
    return _choice(around, lambda kitty: NO_GRAPHICS).mode


def _choice(around: Surroundings, ask: Callable[[bool], Graphics]) -> PictureChoice:
    if not around.shows_on_terminal:
        return PictureChoice(PictureMode.NONE, "what is printed goes to no terminal")
    wished = pictures_wished(around.environment)
    if wished:
        return PictureChoice(PictureMode(wished.value), PICTURES_VARIABLE)
    if around.settings.pictures is not Pictures.AUTO:
        return PictureChoice(PictureMode(around.settings.pictures.value), "your settings")
    best = best_pictures(
        around.environment,
        # Sixteen colours are too few for the edges of half-blocks.
        has_colours=around.colour_system not in (None, ColorSystem.STANDARD),
        has_unicode=around.writes_unicode,
        ask=ask,
    )
    return PictureChoice(PictureMode(best.value))
