"""Draw docs/session.svg, the picture of the README: the real screen, cell by cell.

python docs/draw_session.py
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

from tpguide.guide.loader import load
from tpguide.guide.model import Guide
from tpguide.modes import PictureMode
from tpguide.session.engine import handle
from tpguide.session.events import Begin, Tick
from tpguide.session.picture_state import picture_state
from tpguide.session.plan import SideChoice, StepKind, lay_out
from tpguide.session.state import Session, fresh
from tpguide.session.view import view
from tpguide.terminal.bindings import hints
from tpguide.ui.pictures.svg import drawing
from tpguide.ui.session.picture import SessionPicture
from tpguide.ui.session.screen import (
    Margins,
    ScreenRow,
    StepLook,
    Window,
    picture_space,
    screen_rows,
)

CHECKOUT: Final = Path(__file__).parent.parent
COLUMNS, ROWS = 100, 30
WIDE, HIGH = 10, 20
BACKGROUND, FOREGROUND, QUIET = "#16181d", "#d0d4dc", "#7f8590"

#: Left, top, right and bottom, in cells.
Box = tuple[float, float, float, float]
#: Block elements by the parts of a cell they fill: left, top, right, bottom in eighths.
BLOCKS: Final = {
    "█": (0, 0, 8, 8),
    "▀": (0, 0, 8, 4),
    "▄": (0, 4, 8, 8),
    "━": (0, 3, 8, 5),
    "─": (0, 3.6, 8, 4.2),
    "░": (0, 0, 8, 8),
}


def picture() -> str:
    """Return the SVG of a moment in the middle of the second strip."""
    guide = load((CHECKOUT / "data" / "tibialis_posterior.yaml").read_bytes())
    session = _moment(guide)
    window = Window(COLUMNS, ROWS, StepLook(ColorSystem.TRUECOLOR, unicode=True))
    space = picture_space(window)
    assert space
    beside = _session_picture(guide).rows(picture_state(session), *space)
    keys = "   ".join(f"{key} {word}" for key, word in hints(COLUMNS - 11))
    margins = Margins(keys, "voice", "18:30")
    rows = screen_rows(view(session), window, margins, beside)
    cells = "".join(_row(row, number) for number, row in enumerate(rows))
    size = f"{COLUMNS * WIDE} {ROWS * HIGH}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img"'
        ' font-family="ui-monospace, Menlo, Consolas, monospace" font-size="16">\n'
        "<title>A guided session: roll, six seconds left, toes slightly in</title>\n"
        f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>\n{cells}</svg>\n'
    )


def _moment(guide: Guide) -> Session:
    dose = guide.protocol.doses[1]
    choice = SideChoice(guide.protocol.sides.each[0].key, dose.key, dose.intensity, dose.intensity)
    session, _ = handle(fresh(lay_out(guide, (choice,))), Begin(0))
    while session.step.kind is not StepKind.ROLL or session.step.number != 5:
        session, _ = handle(session, Tick(session.at + 1000))
    return handle(session, Tick(session.at + 10_400))[0]


def _session_picture(guide: Guide) -> SessionPicture:
    files = {one.key: CHECKOUT / "data" / one.file for one in guide.pictures}
    return SessionPicture(lambda key: drawing(files[key].read_bytes()), PictureMode.HALF_BLOCKS)


def _row(row: ScreenRow, number: int) -> str:
    drawn, column = [], 0
    for part in row:
        style = part.style or Style.null()
        fore, back = _colours(style)
        width = cell_len(part.text)
        if back:
            drawn.append(_rect((column, number, column + width, number + 1), back))
        drawn.append(_text(part.text, column, number, fore, bold=bool(style.bold)))
        column += width
    return "".join(drawn)


def _colours(style: Style) -> tuple[str, str | None]:
    usual = QUIET if style.dim else FOREGROUND
    fore = style.color.get_truecolor().hex if style.color else usual
    back = style.bgcolor.get_truecolor().hex if style.bgcolor else None
    return fore, back


def _text(text: str, column: int, row: int, colour: str, *, bold: bool) -> str:
    drawn, letters, start = [], "", column
    for place, letter in enumerate([*text, "█"], column):
        if letter not in BLOCKS:
            letters += letter
            continue
        if letters.strip():
            weight = ' font-weight="bold"' if bold else ""
            x, y = start * WIDE, row * HIGH + 15
            length = len(letters) * WIDE
            drawn.append(
                f'<text x="{x}" y="{y}" fill="{colour}" textLength="{length}"'
                f' xml:space="preserve"{weight}>{escape(letters)}</text>\n'
            )
        letters, start = "", place + 1
        if place < column + len(text):
            left, top, right, bottom = BLOCKS[letter]
            opacity = ' opacity="0.35"' if letter == "░" else ""
            box = (place + left / 8, row + top / 8, place + right / 8, row + bottom / 8)
            drawn.append(_rect(box, colour, opacity))
    return "".join(drawn)


def _rect(box: Box, colour: str, more: str = "") -> str:
    left, top, right, bottom = box
    return (
        f'<rect x="{left * WIDE:g}" y="{top * HIGH:g}" width="{(right - left) * WIDE:g}"'
        f' height="{(bottom - top) * HIGH:g}" fill="{colour}"'
        f' shape-rendering="crispEdges"{more}/>\n'
    )


if __name__ == "__main__":
    (CHECKOUT / "docs" / "session.svg").write_text(picture(), encoding="utf-8")
