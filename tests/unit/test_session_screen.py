"""What is seen from the floor."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from rich.cells import cell_len

from screens_of_sessions import ASCII, COLOURED, PLAIN, SIZES, drawn, moments, pictures
from tpguide.session.state import Session
from tpguide.session.view import Mood, view
from tpguide.ui.session.screen import Margins, StepLook, Window, painted, screen_rows

MOMENTS = moments()


@pytest.mark.parametrize(
    ("file", "text"), [*pictures()], ids=lambda part: getattr(part, "stem", "")
)
def test_a_screen_looks_as_it_did(file: Path, text: str) -> None:
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("look", [COLOURED, PLAIN, ASCII])
@pytest.mark.parametrize("session", MOMENTS.values(), ids=MOMENTS)
def test_every_row_is_as_wide_as_the_window_and_every_screen_as_high(
    session: Session, look: StepLook
) -> None:
    for columns, rows in (*SIZES, (29, 9), (12, 3), (300, 12), (31, 70)):
        lines = drawn(session, columns, rows, look)

        assert len(lines) == rows, (columns, rows)
        assert {cell_len(line) for line in lines} == {columns}, (columns, rows)


@pytest.mark.parametrize("session", MOMENTS.values(), ids=MOMENTS)
def test_the_word_stands_on_a_band_that_needs_no_colour(session: Session) -> None:
    for columns, rows in SIZES:
        reversed_rows = [
            row
            for row in screen_rows(view(session), Window(columns, rows, PLAIN), Margins("", "", ""))
            if all(part.style and part.style.reverse for part in row)
        ]

        assert reversed_rows, (columns, rows)


def test_every_kind_of_moment_has_a_word_of_its_own() -> None:
    words = {view(session).mood: view(session).word for session in MOMENTS.values()}

    for one, other in combinations(words, 2):
        assert words[one] != words[other]


def test_every_mood_has_a_colour() -> None:
    from tpguide.ui.session.screen import _COLOURS

    assert set(_COLOURS) == set(Mood)


@pytest.mark.parametrize(("columns", "rows"), [(40, 12), (30, 10)])
def test_in_a_small_window_the_word_the_seconds_and_the_few_words_still_stand(
    columns: int, rows: int
) -> None:
    lines = drawn(MOMENTS["roll"], columns, rows)

    assert any("R O L L" in line for line in lines)
    assert any("█" in line for line in lines)
    assert any("Toes" in line for line in lines)


def test_below_that_it_says_that_the_window_is_too_small() -> None:
    assert any("too small" in line for line in drawn(MOMENTS["roll"], 29, 9))


def test_keys_are_left_out_before_what_comes_next_and_that_before_progress() -> None:
    def shown(rows: int) -> tuple[bool, bool, bool]:
        text = "\n".join(drawn(MOMENTS["roll"], 60, rows))
        return "space pause" in text, "→ Toes" in text, "left ·" in text

    assert shown(12) == (True, True, True)
    assert shown(11) == (False, True, True)
    assert shown(10) == (False, False, True)


@pytest.mark.parametrize("session", MOMENTS.values(), ids=MOMENTS)
def test_a_terminal_of_ascii_alone_gets_nothing_else(session: Session) -> None:
    assert "\n".join(drawn(session, 80, 24, ASCII)).isascii()


def test_the_signs_and_whom_to_call_stand_above_the_kinds_when_something_is_wrong() -> None:
    text = "\n".join(drawn(MOMENTS["something-wrong"], 100, 30))

    assert text.index("emergency number") < text.index("1 sharp")


def test_rows_that_did_not_change_are_painted_the_same() -> None:
    window = Window(80, 24, COLOURED)
    margins = Margins("keys", "voice", "18:30")
    earlier = screen_rows(view(MOMENTS["roll"]), window, margins)
    later = screen_rows(view(MOMENTS["roll"]), window, margins)

    assert [painted(row, COLOURED) for row in earlier] == [painted(row, COLOURED) for row in later]
