"""Text helpers: shortening, comparing, ASCII spelling, invisible characters. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

#: Control codes, other line breaks, marks of direction, zero-width characters, halves of
#: characters, letters and marks that are blank, and what is none at all. The joiners (200C, 200D)
#: are spelling in Persian and Hindi, so they may stand between letters beyond the European ones.
UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    "|(?<![^\x00-\u02ff])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u02ff])"
)


def is_blank(text: str) -> bool:
    """Return whether nothing of *text* is seen by itself: spaces, and marks without a letter."""
    if text.isascii():
        return not text.strip()
    import unicodedata

    return all(unicodedata.category(each)[0] in "MZC" for each in text)


def character_name(character: str) -> str:
    """Return the code point of a character as text: U+202E."""
    return f"U+{ord(character):04X}"


def visible(text: str) -> str:
    """Return *text* with invisible characters as `<U+202E>`; line breaks and tabs stay."""
    return UNSEEN.sub(lambda found: f"<{character_name(found.group())}>", text)


#: How numbers that are dialled stand in what is spoken.
_DIGIT_BY_DIGIT: Final = re.compile(r"\b\d(?: \d)+\b")
NO_BREAK = "\N{NO-BREAK SPACE}"
_INSTEAD = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'", "«": '"', "»": '"',
        "–": "-", "—": "--", "−": "-", "‑": "-", "…": "...", "•": "*", "·": "-",
        "×": "x", "÷": "/", "±": "+/-", "≤": "<=", "≥": ">=", "≈": "~", "°": " deg",
        "→": "->", "←": "<-", "↑": "^", "↓": "v", "ß": "ss", "æ": "ae", "Æ": "Ae",
        "ø": "o", "Ø": "O", "½": "1/2", "¼": "1/4",
        "▸": ">", "›": ">", "│": "|", "━": "=", "┃": "|", "┏": "+", "┓": "+", "┗": "+", "┛": "+",
    }
)  # fmt: skip


#: Paths keep their accents even in ASCII: without them they would not lead to the file.
_PATH = re.compile(r"(?<![^\s“(])(?:/|~/|[A-Z]:\\)[^\s“”]*[^\s“”.,:;!?)]")


def plain_ascii(text: str) -> str:
    """Return *text* in ASCII: letters without their accents, signs by their nearest spelling.

    No-break spaces stay: the layout turns them into ordinary ones.
    """
    if text.isascii():
        return text
    import unicodedata

    text = _PATH.sub(_in_bytes, text)
    letters = unicodedata.normalize("NFKD", text.translate(_INSTEAD).replace(NO_BREAK, "\0"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return bare.encode("ascii", "replace").decode().replace("\0", NO_BREAK)


def _in_bytes(found: re.Match[str]) -> str:
    """Return a path quoted for a shell, its non-ASCII letters as escaped bytes."""
    path = found.group()
    if path.isascii():
        return path
    written = "".join(
        letter
        if letter.isascii() and letter not in "\\'"
        else "".join(f"\\{byte:03o}" for byte in letter.encode(errors="surrogateescape"))
        for letter in path
    )
    return f"$'{written}'"


#: Languages that are written from right to left, and scripts that say so of any language.
_LEFTWARD: Final = frozenset((
    "ar", "arc", "ckb", "dv", "fa", "he", "iw", "khw", "ks", "nqo", "pnb", "ps", "sd", "syr", "ug",
    "ur", "yi", "adlm", "arab", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa",
))  # fmt: skip


def direction(language: str) -> str:
    """Return in which direction *language*, a language tag, is written, as HTML says it."""
    name, *others = language.lower().split("-")
    script = next((part for part in others if len(part) == len("arab")), name)
    return "rtl" if script in _LEFTWARD else "ltr"


def minutes_and_seconds(seconds: int) -> str:
    """Return a length of time in *seconds* as people read it off a clock: 2:24."""
    return f"{seconds // 60}:{seconds % 60:02}"


def quantity(count: int, noun: str) -> str:
    """Return how many there are of *noun*, whose plural ends in s: 1 session, 3 sessions."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def capital(text: str) -> str:
    """Return *text* with its first letter in upper case, the others as they are."""
    return text[:1].upper() + text[1:]


def read_not_heard(text: str) -> str:
    """Return a spoken text as it is read: a number said digit by digit, 1 1 2, is 112 again."""
    return _DIGIT_BY_DIGIT.sub(lambda found: found.group().replace(" ", ""), text)


def clipped(text: str, longest: int = 40) -> str:
    """Return *text*, or its beginning if it is too long for a sentence."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def nearest(wanted: str, known: Iterable[str]) -> str | None:
    """Return the one of *known* that looks most like *wanted*, if any does."""
    from difflib import get_close_matches

    found = get_close_matches(clipped(wanted, 80), list(known), n=1)
    return found[0] if found else None
