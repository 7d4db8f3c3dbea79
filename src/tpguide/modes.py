"""Ways of showing that settings, devices and drawings have to agree about."""

from __future__ import annotations

from enum import Enum


class PictureMode(Enum):
    """How a terminal shows a picture, the best way first."""

    KITTY = "kitty"
    SIXEL = "sixel"
    SEXTANTS = "sextants"
    QUADRANTS = "quadrants"
    HALF_BLOCKS = "half-blocks"
    BRAILLE = "braille"
    CHARACTERS = "characters"
    NONE = "none"
