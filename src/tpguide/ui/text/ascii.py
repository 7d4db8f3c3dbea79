"""A stream that writes ASCII alone, for terminals that have no other characters."""

from __future__ import annotations

from typing import Any, TextIO

from tpguide.text import plain_ascii


class AsciiOnly:
    """A stream to which everything is written in ASCII; else it is *stream* itself."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write *text* in ASCII."""
        return self._stream.write(plain_ascii(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
