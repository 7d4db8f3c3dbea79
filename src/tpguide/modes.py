"""Ways of showing and of sounding that settings, devices and drawings have to agree about."""

from __future__ import annotations

from enum import Enum


class PictureMode(Enum):
    """How a terminal shows a picture, the best way first."""

    KITTY = "kitty"
    SIXEL = "sixel"
    QUADRANTS = "quadrants"
    HALF_BLOCKS = "half-blocks"
    BRAILLE = "braille"
    CHARACTERS = "characters"
    NONE = "none"


class Rung(Enum):
    """A step of the ladder of what a session is heard by, the best first; its value is its word.

    A flash is seen. *NOTHING* is for who wants none of them.
    """

    VOICE = "voice"
    TONES = "tones"
    BELL = "bell"
    FLASH = "flash"
    NOTHING = "nothing"
