"""What is shown while someone on the floor finds out what can be read and heard from there."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from tpguide.session.events import SECOND
from tpguide.session.floor_check import DigitSize, size_shown
from tpguide.session.plan import StepKind
from tpguide.session.state import Session, Status
from tpguide.session.view import Mood, view
from tpguide.ui.session.digits import FEWEST_DIGIT_ROWS, ascii_digits, digits
from tpguide.ui.session.layout import SMALLEST_COLUMNS, SMALLEST_ROWS, Window
from tpguide.ui.session.screen import Margins, screen_rows
from tpguide.ui.session.styles import ScreenRow

LEAVE: Final = "q twice: leave"
_BOLD = Style(bold=True)
_QUIET = Style(dim=True)


def floor_check_rows(session: Session, window: Window, sound: str) -> list[ScreenRow]:
    """Return the rows of the screen; *sound* is what is in use.

    Except while getting down, the digits are the seconds left of the whole check: two digits.
    """
    seen, size = view(session), size_shown(session)
    left = -(-seen.left // SECOND)
    if size in (DigitSize.LARGE, DigitSize.SMALL):
        return _digits_alone(session.step.number, size, str(left), window)
    if session.status is Status.RUNNING and session.step.kind is StepKind.SET_UP:
        ready = session.plan.protocol.phrases.words.ready
        seen = replace(seen, mood=Mood.READY, word=ready, seconds=left)
    seen = replace(seen, where=(size.value,) if size else (), following="")
    return screen_rows(seen, window, Margins(keys=LEAVE, sound=sound, ends_at=""))


def _digits_alone(number: int, size: DigitSize, text: str, window: Window) -> list[ScreenRow]:
    columns, rows = window.columns, window.rows
    label = f" {size.value}"
    place = f"{number}/{len(DigitSize)} "
    if columns < SMALLEST_COLUMNS or rows < SMALLEST_ROWS:
        return [(Segment(f"{label} {text}"[:columns], _BOLD),)]
    largest = digits if window.look.unicode else ascii_digits
    shape = largest(text, columns - 2, rows - 3 if size is DigitSize.LARGE else FEWEST_DIGIT_ROWS)
    left = " " * max(0, (columns - max(map(cell_len, shape))) // 2)
    above = [""] * ((rows - 2 - len(shape) + 1) // 2)
    middle = [*above, *(left + line for line in shape)]
    return [
        (Segment(set_cell_size(label, columns - len(place)) + place, _BOLD),),
        *((Segment(line),) for line in middle),
        *[()] * (rows - 2 - len(middle)),
        (Segment(f"  {LEAVE}", _QUIET),),
    ]
