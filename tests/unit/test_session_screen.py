"""What is seen from the floor."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from rich.cells import cell_len

from plans import rate
from screens_of_sessions import ASCII, COLOURED, PLAIN, SIZES, drawn, moments, pictures
from tpguide.session.state import Session
from tpguide.session.view import view
from tpguide.ui.session.layout import Window, picture_space
from tpguide.ui.session.letters import lettering, small_lettering
from tpguide.ui.session.screen import Margins, screen_rows
from tpguide.ui.session.styles import StepLook, painted, style_of_digits

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


@pytest.mark.parametrize(("columns", "rows"), [(40, 12), (30, 10)])
def test_in_a_small_window_the_word_the_seconds_and_the_few_words_in_letters_still_stand(
    columns: int, rows: int
) -> None:
    lines = drawn(MOMENTS["roll"], columns, rows)
    words = lettering("Toes in", columns - 4, rows // 2, is_low=True) or ()

    assert any("R O L L" in line for line in lines)
    assert any("▄▄▄─" in line for line in lines)
    assert words
    assert {row.strip() for row in words} <= {line.strip() for line in lines}


def test_words_too_long_for_letters_in_a_small_window_are_text_and_whole() -> None:
    assert any("Sorest spot, short strokes" in line for line in drawn(MOMENTS["sore-spot"], 30, 10))


def test_below_that_it_says_that_the_window_is_too_small() -> None:
    assert any("too small" in line for line in drawn(MOMENTS["roll"], 29, 9))


def test_keys_are_left_out_first_then_what_comes_next_then_progress_then_the_bands_height() -> None:
    def shown(rows: int) -> tuple[bool, bool, bool, bool]:
        lines = drawn(MOMENTS["roll"], 80, rows)
        text = "\n".join(lines)
        is_high = not any("R O L L" in line for line in lines)
        return "space pause" in text, "→ Toes" in text, "left ·" in text, is_high

    assert shown(24) == (True, True, True, True)
    assert shown(23) == (False, True, True, True)
    assert shown(22) == (False, False, True, True)
    assert shown(21) == (False, False, False, True)
    assert shown(20) == (False, True, True, False)


@pytest.mark.parametrize("look", [PLAIN, ASCII])
@pytest.mark.parametrize(("columns", "rows"), [(60, 20), (80, 24), (100, 30), (160, 50), (200, 60)])
@pytest.mark.parametrize("session", MOMENTS.values(), ids=MOMENTS)
def test_what_is_to_be_done_is_in_big_letters(
    session: Session, columns: int, rows: int, look: StepLook
) -> None:
    seen = replace(view(session), following="")
    shown = screen_rows(seen, Window(columns, rows, look), Margins("", "", ""))
    large_enough = rows >= (20 if look is PLAIN else 30)

    if large_enough and not seen.urgent:
        assert not [row for row in shown if seen.glance in "".join(part.text for part in row)]


@pytest.mark.parametrize(("columns", "rows"), [(40, 12), (30, 10)])
def test_in_a_small_window_half_a_row_keeps_digits_pacer_and_words_apart(
    columns: int, rows: int
) -> None:
    _, band, *lines = drawn(MOMENTS["roll"], columns, rows)
    pacer = next(n for n, line in enumerate(lines) if "─" in line)

    assert "R O L L" in band
    assert set(lines[0]) == {" ", "▄"}
    assert set(lines[pacer].split("←")[0]) == {" ", "▄", "─"}
    assert set(lines[pacer + 1]) <= {" ", "▄"}


@pytest.mark.parametrize(("columns", "rows"), [(60, 20), (80, 24), (100, 30), (200, 60)])
def test_digits_stand_free_of_the_band_and_of_the_pacer(columns: int, rows: int) -> None:
    window = Window(columns, rows, PLAIN)
    shown = screen_rows(view(MOMENTS["roll"]), window, Margins("", "", ""))
    band = max(
        n for n, row in enumerate(shown) if all(part.style and part.style.reverse for part in row)
    )
    lines = drawn(MOMENTS["roll"], columns, rows)
    pacer = next(n for n, line in enumerate(lines) if "░" in line)

    assert not lines[band + 1].strip()
    assert not lines[pacer - 1].strip()


@pytest.mark.parametrize(("columns", "rows"), SIZES[:-1])
def test_nothing_jumps_from_one_moment_to_the_next(columns: int, rows: int) -> None:
    def last_rows_of_digits(session: Session) -> int:
        seen = replace(view(session), pace=None)
        shown = screen_rows(seen, Window(columns, rows, COLOURED), Margins("", "", ""))[:-1]
        colour = style_of_digits(seen.mood, COLOURED)
        return max(n for n, row in enumerate(shown) if any(part.style == colour for part in row))

    still = [session for session in MOMENTS.values() if not view(session).urgent]

    assert len({last_rows_of_digits(session) for session in still}) == 1


def test_the_last_digit_stands_still_when_the_one_before_it_goes() -> None:
    def right_edge(seconds: int) -> int:
        seen = replace(view(MOMENTS["rest"]), seconds=seconds, glance="", pace=None)
        shown = screen_rows(seen, Window(80, 24, PLAIN), Margins("", "", ""))
        rows = ["".join(part.text for part in row).rstrip() for row in shown]
        return max(len(row) for row in rows[6:11])

    assert right_edge(10) == right_edge(9) == right_edge(8)


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_whom_to_call_is_in_letters_larger_than_all_else(columns: int, rows: int) -> None:
    numb = rate(MOMENTS["something-wrong"], 3)
    lead, call = view(numb).urgent.split(": ")
    lines = drawn(numb, columns, rows)

    assert not any(call in line for line in lines)
    assert any("▀" in line for line in lines)
    assert (columns >= 40) == (not any(lead in line for line in lines))


def test_what_is_cut_off_is_marked() -> None:
    assert "…" in "\n".join(drawn(rate(MOMENTS["something-wrong"], 3), 30, 10))


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_where_something_is_to_be_pressed_nothing_is_cut(columns: int, rows: int) -> None:
    assert "…" not in "\n".join(drawn(MOMENTS["something-wrong"], columns, rows))


def test_a_list_too_long_for_the_window_is_cut_with_a_mark_above_what_to_press() -> None:
    seen = view(MOMENTS["something-wrong"])
    items = "  ".join(f"{number} pain of some kind" for number in range(1, 10))
    shown = screen_rows(
        replace(seen, lines=(*seen.lines[:-1], items)), Window(30, 10, PLAIN), Margins("", "", "")
    )
    *_, above, last = ("".join(part.text for part in row).strip() for row in shown)

    assert above.endswith("…")
    assert last == seen.glance


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (100, 30), (160, 50), (200, 60)])
def test_what_to_press_when_something_is_wrong_is_in_letters(columns: int, rows: int) -> None:
    lines = [line.strip() for line in drawn(MOMENTS["something-wrong"], columns, rows)]
    sharp = [row.strip() for row in small_lettering("1 sharp", columns)]

    assert any(
        all(line.startswith(row) for line, row in zip(lines[at:], sharp, strict=False))
        for at in range(rows - len(sharp))
    )
    assert not any("1 sharp" in line for line in lines)


@pytest.mark.parametrize("session", MOMENTS.values(), ids=MOMENTS)
def test_a_terminal_of_ascii_alone_gets_nothing_else(session: Session) -> None:
    assert "\n".join(drawn(session, 80, 24, ASCII)).isascii()


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_there_too_the_seconds_are_large(columns: int, rows: int) -> None:
    lines = drawn(MOMENTS["rest"], columns, rows, ASCII)

    assert any("###" in line for line in lines[2 : rows // 2 + 3])


def test_a_rehearsal_is_marked_in_ascii_there_too() -> None:
    margins = Margins("", "", "", mark="REHEARSAL ×10")

    shown = screen_rows(view(MOMENTS["roll"]), Window(80, 24, ASCII), margins)

    assert "REHEARSAL x10" in "".join(part.text for part in shown[0])


def test_the_signs_stand_above_what_to_press_where_there_is_room_for_both() -> None:
    lines = drawn(MOMENTS["something-wrong"], 160, 50)
    text = next(n for n, line in enumerate(lines) if "emergency number" in line)

    assert text < 30


def test_rows_that_did_not_change_are_painted_the_same() -> None:
    window = Window(80, 24, COLOURED)
    margins = Margins("keys", "voice", "18:30")
    earlier = screen_rows(view(MOMENTS["roll"]), window, margins)
    later = screen_rows(view(MOMENTS["roll"]), window, margins)

    assert [painted(row, COLOURED) for row in earlier] == [painted(row, COLOURED) for row in later]


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (100, 30), (120, 40)])
def test_large_words_are_larger_and_leave_no_room_for_a_picture(columns: int, rows: int) -> None:
    def cells_of_words(window: Window) -> int:
        shown = screen_rows(view(MOMENTS["get-down"]), window, Margins("", "", ""))
        below_digits = shown[-window.rows // 2 :]
        return sum("█▀▄".count(sign) for row in below_digits for part in row for sign in part.text)

    usual, large = Window(columns, rows, PLAIN), Window(columns, rows, PLAIN, has_large_words=True)

    assert picture_space(large) is None
    assert cells_of_words(large) > cells_of_words(usual)
