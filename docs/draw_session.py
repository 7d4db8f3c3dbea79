"""Draw the pictures of the README from the real screens, cell by cell, and from the real report.

python docs/draw_session.py
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from rich.ansi import AnsiDecoder
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from fakes import FakeClock
from plans import the_guide
from records import MORNING
from tpguide.cli.app import app
from tpguide.cli.context import Context
from tpguide.modes import PictureMode
from tpguide.session.engine import handle
from tpguide.session.events import Begin, Tick
from tpguide.session.picture_state import picture_state
from tpguide.session.plan import SideChoice, StepKind
from tpguide.session.plan_from_protocol import lay_out
from tpguide.session.state import Session, fresh
from tpguide.session.view import view
from tpguide.terminal.bindings import hints
from tpguide.ui.pictures.cells import QUADRANTS
from tpguide.ui.pictures.svg import drawing
from tpguide.ui.session.layout import Window, picture_space
from tpguide.ui.session.picture import SessionPicture
from tpguide.ui.session.screen import Margins, screen_rows
from tpguide.ui.session.styles import StepLook
from twelve_weeks import live_twelve_weeks

CHECKOUT: Final = Path(__file__).parent.parent
COLUMNS, ROWS = 100, 30
#: The windows of the stills are narrower, so that they can be read when they are small.
NARROW = 80
WIDE, HIGH = 10, 20
BACKGROUND, FOREGROUND, QUIET = "#16181d", "#d0d4dc", "#7f8590"
#: The terminal's own colours, of which rich's are too dark on this ground.
PALETTE: Final = TerminalTheme(
    (22, 24, 29),
    (208, 212, 220),
    [
        (22, 24, 29),
        (240, 113, 120),
        (152, 195, 121),
        (229, 192, 123),
        (97, 175, 239),
        (209, 154, 240),
        (86, 200, 210),
        (208, 212, 220),
    ],
)
#: The kinds of step that are shown, and the seconds into each.
MOMENTS: Final = {
    StepKind.SET_UP: (3,),
    StepKind.ROLL: (4, 5, 6, 7, 8),
    StepKind.REST: (3,),
    StepKind.DONE: (2,),
}
SECONDS = 4
#: The one that stays where motion is not wanted.
STILL: Final = StepKind.ROLL

#: A piece of a row, in its style.
Piece = tuple[str, Style]
#: Block elements by the parts of a cell they fill: left, top, right, bottom in eighths.
QUARTERS: Final[tuple[tuple[float, float, float, float], ...]] = (
    (0, 0, 4, 4),
    (4, 0, 8, 4),
    (0, 4, 4, 8),
    (4, 4, 8, 8),
)
BLOCKS: Final[dict[str, list[tuple[float, float, float, float]]]] = {
    glyph: [quarter for bit, quarter in enumerate(QUARTERS) if bits >> bit & 1]
    for bits, glyph in enumerate(QUADRANTS)
    if bits
} | {
    "█": [(0, 0, 8, 8)],
    "▀": [(0, 0, 8, 4)],
    "▄": [(0, 4, 8, 8)],
    "▆": [(0, 2, 8, 8)],
    "▌": [(0, 0, 4, 8)],
    "▐": [(4, 0, 8, 8)],
    "━": [(0, 3, 8, 5)],
    "─": [(0, 3.6, 8, 4.2)],
    "░": [(0, 0, 8, 8)],
}


def pictures() -> Iterator[tuple[str, str]]:
    """Yield each picture: the name of its file in docs/, and its SVG."""
    yield "session.svg", session_svg()
    with tempfile.TemporaryDirectory() as home:
        live_twelve_weeks(Path(home) / "data")
        article = _printed(home, "show", "--no-pager")
        yield "article.svg", _still("The article, as it opens", _pieces(article))
        leg = _printed(home, "show", "--picture", "referred-pain", rows=ROWS + 4)
        yield "picture.svg", _still("Where it hurts, drawn in coloured cells", _pieces(leg))
        plot = _printed(home, "history", "plot")
        yield "history.svg", _still("The pain over twelve weeks", _pieces(plot))
        yield "report.svg", _report_svg(_printed(home, "report"))


def session_svg() -> str:
    """Return a gentle session as moments that follow each other, or one where none may move."""
    whole, frames, past = SECONDS * len(MOMENTS), "", 0.0
    for kind, seconds in MOMENTS.items():
        shown = [[list(row) for row in _session_rows(_moment(kind, into))] for into in seconds]
        same = [all(row == rows[0] for row in rows) for rows in zip(*shown, strict=True)]
        # What moves is drawn over what doesn't, once for each second.
        frames += _frame(_only(shown[0], same), past - whole, SECONDS, is_still=kind is STILL)
        for number, rows in enumerate(shown if len(shown) > 1 else ()):
            each = SECONDS / len(shown)
            moves = _only(rows, [not one for one in same])
            frames += _frame(
                moves, past - whole + number * each, each, is_still=kind is STILL and not number
            )
        past += SECONDS
    spans = sorted({SECONDS / len(seconds) for seconds in MOMENTS.values()} | {SECONDS})
    keyframes = "".join(
        f"@keyframes for-{_name(span)}{{0%{{opacity:1}}{100 * span / whole:g}%,100%{{opacity:0}}}}"
        for span in spans
    )
    style = (
        ".moment{opacity:0}.still{opacity:1}"
        "@media (prefers-reduced-motion:no-preference){"
        f".moment{{animation:{whole}s step-end infinite}}{keyframes}}}"
    )
    title = "A gentle session: getting ready, rolling, resting, done"
    return _svg(title, f"<style>{style}</style>\n{frames}", COLUMNS, ROWS)


def _frame(rows: Iterable[Iterable[Piece]], delay: float, span: float, *, is_still: bool) -> str:
    return (
        f'<g class="moment{" still" if is_still else ""}"'
        f' style="animation-name:for-{_name(span)};animation-delay:{delay:g}s">\n'
        f"{_drawn(rows)}</g>\n"
    )


def _name(span: float) -> str:
    return f"{span:g}".replace(".", "-")


def _only(rows: list[list[Piece]], wanted: list[bool]) -> list[list[Piece]]:
    return [row if is_wanted else [] for row, is_wanted in zip(rows, wanted, strict=True)]


def _moment(kind: StepKind, seconds: int) -> Session:
    guide = the_guide()
    dose = guide.protocol.doses[0]
    choice = SideChoice(guide.protocol.sides.each[0].key, dose.key, dose.intensity, dose.intensity)
    session, _ = handle(fresh(lay_out(guide, (choice,))), Begin(0))
    while session.step.kind is not kind:
        session, _ = handle(session, Tick(session.at + 1000))
    return handle(session, Tick(session.at + seconds * 1000))[0]


def _session_rows(session: Session) -> Iterator[list[Piece]]:
    window = Window(COLUMNS, ROWS, StepLook(ColorSystem.TRUECOLOR, unicode=True))
    space = picture_space(window)
    assert space
    guide = the_guide()
    files = {one.key: CHECKOUT / "data" / one.file for one in guide.pictures}
    picture = SessionPicture(lambda key: drawing(files[key].read_bytes()), PictureMode.QUADRANTS)
    keys = "   ".join(f"{key} {word}" for key, word in hints(COLUMNS - 11))
    beside = picture.rows(picture_state(session), space)
    for row in screen_rows(view(session), window, Margins(keys, "voice", "18:30"), beside):
        yield [(part.text, part.style or Style.null()) for part in row]


def _printed(home: str, *words: str, rows: int = ROWS) -> str:
    """Return what a command prints in colours, twelve weeks after the first session."""
    stdout = io.StringIO()
    environment = {
        "TPGUIDE_HOME": home,
        "COLUMNS": str(NARROW),
        "LINES": str(rows),
        "FORCE_COLOR": "1",
        "COLORTERM": "truecolor",
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "TPGUIDE_PICTURES": "quadrants",
    }
    context = Context(
        environment=environment,
        stdin=io.StringIO(),
        stdout=stdout,
        stderr=io.StringIO(),
        clock=FakeClock(MORNING + timedelta(weeks=12)),
    )
    CliRunner().invoke(app, words, obj=context, catch_exceptions=False)
    return stdout.getvalue()


def _pieces(printed: str) -> Iterator[list[Piece]]:
    console = Console()
    for line in list(AnsiDecoder().decode(printed))[:ROWS]:
        yield [(part.text, part.style or Style.null()) for part in line.render(console)]


def _still(title: str, rows: Iterable[Iterable[Piece]]) -> str:
    return _svg(title, _drawn(rows), NARROW, ROWS)


def _report_svg(page: str) -> str:
    """Return the head of the report, up to the pain over time, as a browser lays it out."""
    shown = page[page.index("<header>") : page.index("<h2>Measurements")]
    shown = re.sub(r"<(br|meta|img)([^>]*)>", r"<\1\2/>", shown.replace("&nbsp;", "&#160;"))
    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    in_light = re.sub(r"@media \(prefers.*?\n\}\n", "", style, flags=re.DOTALL)
    body = f'<body xmlns="http://www.w3.org/1999/xhtml">{shown}</main></body>'
    inside = (
        f"<style>{in_light}</style>\n"
        f'<foreignObject width="100%" height="100%">{body}</foreignObject>\n'
    )
    return _svg("The report for a physiotherapist", inside, 104, 46, paper="#fdfdfc")


def _svg(title: str, inside: str, columns: int, rows: int, paper: str = BACKGROUND) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {columns * WIDE} {rows * HIGH}"'
        ' role="img" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="16">\n'
        f"<title>{escape(title)}</title>\n"
        f'<rect width="100%" height="100%" rx="8" fill="{paper}"/>\n{inside}</svg>\n'
    )


def _drawn(rows: Iterable[Iterable[Piece]]) -> str:
    """Return rows of cells as SVG: grounds, then blocks, one path a colour; then the letters."""
    layers: tuple[_Layer, _Layer] = (_Layer(), _Layer())
    letters: list[str] = []
    for number, row in enumerate(rows):
        column = 0
        for text, style in row:
            fore, back = _colours(style)
            if back:
                layers[0].fill(back, column, number, column + cell_len(text), number + 1)
            for place, letter in enumerate(text, column):
                for block in BLOCKS.get(letter, ()):
                    left, top, right, bottom = (part / 8 for part in block)
                    colour = fore + ("59" if letter == "░" else "")
                    layers[1].fill(
                        colour, place + left, number + top, place + right, number + bottom
                    )
            letters += _letters(text, column, number, fore, bold=bool(style.bold))
            column += cell_len(text)
    return "".join(layer.svg() for layer in layers) + "".join(letters)


class _Layer:
    """Filled parts of cells; those beside each other are one."""

    def __init__(self) -> None:
        self._runs: dict[tuple[str, float, float], list[list[float]]] = defaultdict(list)

    def fill(self, colour: str, left: float, top: float, right: float, bottom: float) -> None:
        runs = self._runs[colour, top, bottom]
        if runs and runs[-1][1] == left:
            runs[-1][1] = right
        else:
            runs.append([left, right])

    def svg(self) -> str:
        paths: dict[str, str] = defaultdict(str)
        for (colour, top, bottom), runs in self._runs.items():
            for left, right in runs:
                width, height = (right - left) * WIDE, (bottom - top) * HIGH
                paths[colour] += f"M{left * WIDE:g} {top * HIGH:g}h{width:g}v{height:g}h-{width:g}z"
        return "".join(
            f'<path fill="{colour}" shape-rendering="crispEdges" d="{path}"/>\n'
            for colour, path in paths.items()
        )


def _colours(style: Style) -> tuple[str, str | None]:
    usual = QUIET if style.dim else FOREGROUND
    fore = style.color.get_truecolor(PALETTE).hex if style.color else usual
    back = style.bgcolor.get_truecolor(PALETTE).hex if style.bgcolor else None
    return (back or BACKGROUND, fore) if style.reverse else (fore, back)


def _letters(text: str, column: int, row: int, colour: str, *, bold: bool) -> Iterator[str]:
    weight = ' font-weight="bold"' if bold else ""
    for found in re.finditer(f"[^{''.join(BLOCKS)}]+", text):
        words = found[0].rstrip()
        start = column + found.start() + len(words) - len(words.lstrip())
        words = words.lstrip()
        if words:
            yield (
                f'<text x="{start * WIDE}" y="{row * HIGH + 15}" fill="{colour}"'
                f' textLength="{cell_len(words) * WIDE}" xml:space="preserve"{weight}>'
                f"{escape(words)}</text>\n"
            )


if __name__ == "__main__":
    for name, svg in pictures():
        (CHECKOUT / "docs" / name).write_text(svg, encoding="utf-8")
