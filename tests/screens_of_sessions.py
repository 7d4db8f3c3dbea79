"""The screens of a session that are compared, and how they are drawn anew.

python -m screens_of_sessions, in tests/, writes tests/screens/*.txt. Look at what changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.color import ColorSystem

from plans import a_session, play, rate, wait, wait_for
from tpguide.session.events import SomethingWrong, TogglePause
from tpguide.session.plan import StepKind
from tpguide.session.state import Session
from tpguide.session.view import view
from tpguide.ui.session.layout import Window
from tpguide.ui.session.screen import Margins, screen_rows
from tpguide.ui.session.styles import StepLook

SCREENS = Path(__file__).parent / "screens"
SIZES = ((200, 60), (100, 30), (80, 24), (60, 20), (40, 12), (30, 10))
MARGINS = Margins(keys="space pause   qq/Ctrl-C stop", sound="voice", ends_at="18:30")
COLOURED = StepLook(ColorSystem.TRUECOLOR, unicode=True)
PLAIN = StepLook(None, unicode=True)
ASCII = StepLook(None, unicode=False)


def moments() -> dict[str, Session]:
    """The kinds of moment that have to be told apart at a glance."""
    begun = a_session("left", "right")
    rolling = wait(wait_for(begun, StepKind.ROLL, 2), 5.5)
    return {
        "get-down": wait(begun, 3),
        "set-up": wait_for(begun, StepKind.SET_UP),
        "roll": rolling,
        "sore-spot": wait(wait_for(begun, StepKind.SORE_SPOT), 3),
        "check-in": wait(wait_for(begun, StepKind.CHECK_IN), 1),
        "rest": wait(wait_for(begun, StepKind.REST), 2),
        "change-sides": wait(wait_for(begun, StepKind.CHANGE_SIDES), 2),
        "done": wait(wait_for(begun, StepKind.DONE), 2),
        "paused": play(rolling, TogglePause(rolling.at))[0],
        "changing": rate(rolling, 6),
        "something-wrong": play(rolling, SomethingWrong(rolling.at))[0],
    }


def drawn(session: Session, columns: int, rows: int, look: StepLook = PLAIN) -> list[str]:
    """The rows of the screen as text."""
    window = Window(columns, rows, look)
    return [
        "".join(part.text for part in row) for row in screen_rows(view(session), window, MARGINS)
    ]


def pictures() -> Iterator[tuple[Path, str]]:
    """Every screen that is kept: its file, and what it shows now."""
    for name, session in moments().items():
        for columns, rows in ((80, 24), (40, 12)):
            lines = (line.rstrip() for line in drawn(session, columns, rows))
            yield SCREENS / f"{name}-{columns}x{rows}.txt", "\n".join(lines) + "\n"


if __name__ == "__main__":
    for file, text in pictures():
        file.write_text(text, encoding="utf-8")
