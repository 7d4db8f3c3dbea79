"""Digits on keyboards whose upper row types them only with Shift."""

from __future__ import annotations

from typing import Final

#: What the row types without Shift on AZERTY, French and Belgian, and the digit on the same key.
#: "!" of the Belgian 8 is missing: it says that something is wrong, everywhere.
DIGIT_ROW: Final = {**dict(zip("&é\"'(-è_çà", "1234567890", strict=True)), "§": "6"}


def digit_meant(key: str) -> str:
    """Return the digit on the same key as *key*, or *key* itself, where a digit is asked for."""
    return DIGIT_ROW.get(key, key)
