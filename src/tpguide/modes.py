"""Ways of showing and of sounding that settings, devices and drawings have to agree about."""

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


class OutputKind(Enum):
    """The kinds of output that a session is heard by, the best first; the value is its word.

    A flash is seen. *NOTHING* is for who wants none of them.
    """

    VOICE = "voice"
    TONES = "tones"
    BELL = "bell"
    FLASH = "flash"
    NOTHING = "nothing"
