"""The colours of a session, and what of them and of characters a terminal can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

from tpguide.session.view import Mood

ScreenRow = tuple[Segment, ...]

#: Mid tones among the 256 colours: a contrast of 3:1 at least against black, white, both
#: backgrounds of Solarized, and the text on them.
_COLOURS: Final = {
    Mood.GET_DOWN: "#5f87af",
    Mood.SET_UP: "#5f87af",
    Mood.ROLL: "#00875f",
    Mood.SORE_SPOT: "#d75f5f",
    Mood.CHECK_IN: "#af8700",
    Mood.REST: "#0087d7",
    Mood.CHANGE_SIDES: "#875fd7",
    Mood.DONE: "#00875f",
    Mood.PAUSED: "#878787",
    Mood.READY: "#008787",
    Mood.CHANGE: "#d75f00",
    Mood.AGAIN: "#af8700",
    Mood.WRONG: "#ff0000",
    Mood.STOP: "#ff0000",
}
#: Text and background of the band. How the sixteen colours look is up to the terminal's theme, so
#: nothing but the band uses them; all other text has the terminal's own colour.
_OF_SIXTEEN: Final = {
    Mood.GET_DOWN: ("black", "cyan"),
    Mood.SET_UP: ("black", "cyan"),
    Mood.ROLL: ("black", "green"),
    Mood.SORE_SPOT: ("bright_white", "magenta"),
    Mood.CHECK_IN: ("black", "yellow"),
    Mood.REST: ("black", "cyan"),
    Mood.CHANGE_SIDES: ("bright_white", "magenta"),
    Mood.DONE: ("black", "green"),
    Mood.PAUSED: ("black", "cyan"),
    Mood.READY: ("black", "cyan"),
    Mood.CHANGE: ("black", "yellow"),
    Mood.AGAIN: ("black", "yellow"),
    Mood.WRONG: ("bright_white", "red"),
    Mood.STOP: ("bright_white", "red"),
}


@dataclass(frozen=True, slots=True)
class StepLook:
    """What the terminal can show: its colours, if any, and characters beyond ASCII."""

    colours: ColorSystem | None
    unicode: bool


@lru_cache(maxsize=64)
def style_of_digits(mood: Mood, look: StepLook) -> Style:
    """Return how what has the colour of *mood* is drawn on the ground of the terminal."""
    return Style(color=_COLOURS[mood]) if _has_many_colours(look) else Style.null()


@lru_cache(maxsize=64)
def style_of_band(mood: Mood, look: StepLook) -> Style:
    """Return how the band of *mood*, and the word on it, is drawn."""
    if look.colours is None:
        return Style(reverse=True, bold=True)
    text, ground = ("#000000", _COLOURS[mood])
    if not _has_many_colours(look):
        text, ground = _OF_SIXTEEN[mood]
    return Style(color=text, bgcolor=ground, bold=True)


def lit(row: ScreenRow) -> ScreenRow:
    """Return *row* lit up, as a flash in the place of a sound."""
    reverse = Style(reverse=True)
    return tuple(Segment(part.text, (part.style or Style.null()) + reverse) for part in row)


@lru_cache(maxsize=4096)
def painted(row: ScreenRow, look: StepLook) -> str:
    """Return *row* as it is written to a terminal of that look; without colours, still bold."""
    return "".join(
        (segment.style if look.colours else segment.style.without_color).render(
            segment.text, color_system=look.colours or ColorSystem.STANDARD
        )
        if segment.style
        else segment.text
        for segment in row
    )


class RowPainter:
    """Paints one screen after another, and reuses the rows that are equal to those before."""

    def __init__(self, look: StepLook) -> None:
        self._look = look
        self._rows: Sequence[ScreenRow] = ()
        self._painted: list[str] = []

    def painted(self, rows: Sequence[ScreenRow]) -> list[str]:
        """Return *rows* as they are written to the terminal."""
        if len(rows) != len(self._rows):
            self._rows, self._painted = [()] * len(rows), [""] * len(rows)
        self._painted = [
            text if row == before else painted(row, self._look)
            for row, before, text in zip(rows, self._rows, self._painted, strict=True)
        ]
        self._rows = rows
        return self._painted


def _has_many_colours(look: StepLook) -> bool:
    return look.colours in (ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR)
