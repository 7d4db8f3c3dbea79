"""The screen of a session with a picture beside the seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest
from rich.cells import cell_len

from plans import DATA, a_plan, the_guide
from screens_of_sessions import ASCII, COLOURED, MARGINS, PLAIN, moments
from tpguide.modes import PictureMode
from tpguide.session.engine import handle
from tpguide.session.events import Begin, Next
from tpguide.session.picture_state import NOTHING, picture_state
from tpguide.session.state import Session, fresh
from tpguide.session.view import view
from tpguide.ui.pictures.svg import Drawing, drawing
from tpguide.ui.session.layout import Window, picture_space
from tpguide.ui.session.picture import SessionPicture
from tpguide.ui.session.screen import Margins, screen_rows
from tpguide.ui.session.styles import ScreenRow, StepLook, style_of_digits

SIZES = ((100, 24), (101, 25), (100, 28), (100, 30), (160, 40), (200, 60))
MOMENTS = {
    name: session for name, session in moments().items() if picture_state(session) != NOTHING
}
FOOT_ROWS = 2


@cache
def drawing_of(key: str) -> Drawing:
    file = next(picture.file for picture in the_guide().pictures if picture.key == key)
    return drawing((DATA / file).read_bytes())


def screen(session: Session, columns: int, rows: int, look: StepLook = PLAIN) -> list[ScreenRow]:
    window = Window(columns, rows, look)
    space = picture_space(window)
    mode = PictureMode.BRAILLE if look.unicode else PictureMode.CHARACTERS
    picture = (
        SessionPicture(drawing_of, mode).rows(picture_state(session), space) if space else None
    )
    return screen_rows(view(session), window, MARGINS, picture)


def texts(rows: list[ScreenRow]) -> list[str]:
    return ["".join(segment.text for segment in row) for row in rows]


@pytest.mark.parametrize("look", [PLAIN, ASCII])
@pytest.mark.parametrize("session", MOMENTS.values(), ids=MOMENTS)
def test_every_row_is_as_wide_as_the_window_and_every_screen_as_high(
    session: Session, look: StepLook
) -> None:
    for columns, rows in SIZES:
        shown = texts(screen(session, columns, rows, look))

        assert len(shown) == rows, (columns, rows)
        assert {cell_len(row) for row in shown} == {columns}, (columns, rows)


@pytest.mark.parametrize("session", MOMENTS.values(), ids=MOMENTS)
def test_the_picture_stands_beside_the_seconds_and_the_words_and_nothing_else(
    session: Session,
) -> None:
    for columns, rows in SIZES:
        without = screen_rows(view(session), Window(columns, rows, PLAIN), MARGINS, ())
        shown = screen(session, columns, rows)
        changed = [number for number in range(rows) if shown[number] != without[number]]
        band = max(
            n for n, row in enumerate(without) if all(s.style and s.style.reverse for s in row)
        )
        has_picture = any(any("⠁" <= glyph <= "⣿" for glyph in row) for row in texts(shown))

        assert has_picture, (columns, rows)
        assert min(changed) > band, (columns, rows)
        assert max(changed) < rows - FOOT_ROWS, (columns, rows)


@pytest.mark.parametrize(("columns", "rows"), [(59, 60), (200, 19), (40, 12)])
def test_in_a_small_window_there_is_no_room_for_it(columns: int, rows: int) -> None:
    assert picture_space(Window(columns, rows, PLAIN)) is None


@pytest.mark.parametrize(("columns", "rows"), [(60, 20), (80, 24), (99, 40), (200, 23)])
def test_in_a_low_window_it_lies_beside_the_digits_and_leaves_the_words_their_room(
    columns: int, rows: int
) -> None:
    session = MOMENTS["roll"]
    without = texts(screen_rows(view(session), Window(columns, rows, PLAIN), MARGINS))
    shown = texts(screen(session, columns, rows))
    changed = [number for number in range(rows) if shown[number] != without[number]]
    pacer = next(number for number, row in enumerate(shown) if "░" in row)

    assert {cell_len(row) for row in shown} == {columns}
    assert changed
    assert max(changed) < pacer


@pytest.mark.parametrize(("columns", "rows"), [(100, 24), (100, 30), (120, 28)])
def test_beside_it_all_that_is_to_be_done_is_still_read_from_across_the_room(
    columns: int, rows: int
) -> None:
    session = handle(fresh(a_plan("left", "right")), Begin(0))[0]
    while not session.is_over:
        if picture_state(session) != NOTHING:
            glance = view(session).glance
            small = [text for text in texts(screen(session, columns, rows)) if glance in text]

            assert [text for text in small if "→" not in text] == []
        session = handle(session, Next(session.at + 1000))[0]


@pytest.mark.parametrize(("columns", "rows"), [(60, 20), (80, 24), (100, 30), (160, 50)])
def test_the_digits_stand_where_they_stood_when_the_picture_goes(columns: int, rows: int) -> None:
    window = Window(columns, rows, COLOURED)
    space = picture_space(window)
    assert space
    seen = replace(view(MOMENTS["rest"]), glance="")
    beside = SessionPicture(drawing_of, PictureMode.BRAILLE).rows(
        picture_state(MOMENTS["rest"]), space
    )

    def digits(picture: Sequence[ScreenRow]) -> list[tuple[int, int]]:
        colour = style_of_digits(seen.mood, COLOURED)
        shown = screen_rows(seen, window, Margins("", "", ""), picture)
        return [
            (number, len(part.text))
            for number, row in enumerate(shown[:-1])
            for part in row
            if part.style == colour and part.text.strip()
        ]

    assert digits(beside)
    assert digits(beside) == digits(())
