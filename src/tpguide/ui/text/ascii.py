"""Write text with the characters of ASCII alone, for terminals that have no others."""

from __future__ import annotations

import re
from typing import Any, TextIO

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


#: A path has to lead to its file: no letter of it may be told without its accent.
_PATH = re.compile(r"(?<![^\s“(])(?:/|~/|[A-Z]:\\)[^\s“”]*[^\s“”.,:;!?)]")


class AsciiOnly:
    """A stream to which everything is written in ASCII; else it is *stream* itself."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write *text* in ASCII."""
        return self._stream.write(plain_ascii(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def plain_ascii(text: str) -> str:
    """Return *text* in ASCII: letters without their accents, signs by their nearest spelling.

    Spaces that may not be broken stay, since laying out makes ordinary ones of them.
    """
    if text.isascii():
        return text
    import unicodedata

    text = _PATH.sub(_in_bytes, text)
    letters = unicodedata.normalize("NFKD", text.translate(_INSTEAD).replace(NO_BREAK, "\0"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return bare.encode("ascii", "replace").decode().replace("\0", NO_BREAK)


def _in_bytes(found: re.Match[str]) -> str:
    """Return a path as a shell takes it, its letters beyond ASCII as the bytes that they are."""
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
