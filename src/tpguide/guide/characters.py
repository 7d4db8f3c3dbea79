"""Characters that do something instead of being seen, and how they are shown instead."""

from __future__ import annotations

import re
from typing import Final

#: Control codes, other line breaks, marks of direction, zero-width characters, halves of
#: characters, and what is none at all. The joiners (200C, 200D) are spelling in Persian and Hindi,
#: so they may stand between letters beyond the European ones.
UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
    "|(?<![^\x00-\u02ff])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u02ff])"
)


def character_name(character: str) -> str:
    """Return the number by which a character that can't be seen is known: U+202E."""
    return f"U+{ord(character):04X}"


def visible(text: str) -> str:
    """Return *text* with `<U+202E>` in the place of what can't be seen; lines and tabs stay."""
    return UNSEEN.sub(lambda found: f"<{character_name(found.group())}>", text)
