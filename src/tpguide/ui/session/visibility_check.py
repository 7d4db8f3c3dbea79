"""What is shown while someone on the floor finds out what can be read and heard from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from tpguide.guide.protocol import Phrases
from tpguide.session.view import Mood, View
from tpguide.ui.session.digits import FEWEST_ROWS, ascii_digits, digits
from tpguide.ui.session.layout import SMALLEST_COLUMNS, SMALLEST_ROWS, Window
from tpguide.ui.session.screen import Margins, screen_rows
from tpguide.ui.session.styles import ScreenRow

LEAVE: Final = "q leaves"
_BOLD = Style(bold=True)
_QUIET = Style(dim=True)


class CheckScene(Enum):
    """What is shown, one after the other; the sizes of digits by their names."""

    GET_DOWN = "get down"
    LARGE = "large"
    MIDDLE = "middle"
    SMALL = "small"
    SAMPLE = "sample"
    OVER = "over"


SIZES: Final = (CheckScene.LARGE, CheckScene.MIDDLE, CheckScene.SMALL)


@dataclass(frozen=True, slots=True)
class CheckMoment:
    """A moment of the check: *seconds* are what its digits say, *progress* goes from 0 to 1."""

    scene: CheckScene
    seconds: int
    progress: float


def check_rows(
    moment: CheckMoment, phrases: Phrases, window: Window, sound: str
) -> list[ScreenRow]:
    """Return the rows of the screen. The middle size is the one of a session in that window."""
    scene = moment.scene
    if scene in (CheckScene.LARGE, CheckScene.SMALL):
        return _digits_alone(scene, str(moment.seconds), window)
    mood, word, glance = _of_a_session(scene, phrases)
    seen = View(
        mood=mood,
        word=word,
        where=(scene.value,) if scene in SIZES else (),
        number=_number(scene),
        of_side=len(SIZES),
        seconds=moment.seconds,
        glance=glance,
        following="",
        pace=None,
        urgent="",
        lines=(),
        progress=moment.progress,
        left=moment.seconds * 1000,
    )
    return screen_rows(seen, window, Margins(keys=LEAVE, sound=sound, ends_at=""))


def lit(rows: Sequence[ScreenRow]) -> list[ScreenRow]:
    """Return *rows* lit up."""
    reverse = Style(reverse=True)
    return [
        tuple(Segment(part.text, (part.style or Style.null()) + reverse) for part in row)
        for row in rows
    ]


def _number(scene: CheckScene) -> int:
    return SIZES.index(scene) + 1 if scene in SIZES else 0


def _of_a_session(scene: CheckScene, phrases: Phrases) -> tuple[Mood, str, str]:
    """Return what a session would show: its kind of moment, the word for it, a few words."""
    words = phrases.words
    match scene:
        case CheckScene.GET_DOWN:
            return Mood.GET_DOWN, words.get_down, phrases.get_down.glance
        case CheckScene.OVER:
            return Mood.DONE, words.done, phrases.get_up.glance
    return Mood.READY, words.ready, phrases.sample.glance


def _digits_alone(size: CheckScene, text: str, window: Window) -> list[ScreenRow]:
    columns, rows = window.columns, window.rows
    label = f" {size.value}"
    place = f"{_number(size)}/{len(SIZES)} "
    if columns < SMALLEST_COLUMNS or rows < SMALLEST_ROWS:
        return [(Segment(f"{label} {text}"[:columns], _BOLD),)]
    largest = digits if window.look.unicode else ascii_digits
    shape = largest(text, columns - 2, rows - 3 if size is CheckScene.LARGE else FEWEST_ROWS)
    left = " " * max(0, (columns - max(map(cell_len, shape))) // 2)
    above = [""] * ((rows - 2 - len(shape) + 1) // 2)
    middle = [*above, *(left + line for line in shape)]
    return [
        (Segment(set_cell_size(label, columns - len(place)) + place, _BOLD),),
        *((Segment(line),) for line in middle),
        *[()] * (rows - 2 - len(middle)),
        (Segment(f"  {LEAVE}", _QUIET),),
    ]
