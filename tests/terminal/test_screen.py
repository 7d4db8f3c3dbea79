from __future__ import annotations

import os

import pytest

from terminal.pseudo_terminal import ALTERNATE_SCREEN, CURSOR, WHEEL, WRAPPING, PseudoTerminal
from tpguide.terminal.screen import USUAL_SIZE, Screen, Size


def test_rows_are_shown_from_the_top(terminal: PseudoTerminal) -> None:
    with Screen(terminal.theirs) as screen:
        screen.show(["HOLD", "\x1b[31m0:45\x1b[0m"])

        assert terminal.rows() == ["HOLD", "0:45", "", "", "", ""]


def test_only_rows_that_changed_are_written(terminal: PseudoTerminal) -> None:
    with Screen(terminal.theirs) as screen:
        screen.show(["the same", "0:45"])
        terminal.take()
        screen.show(["the same", "0:44"])

        written = terminal.take()

        assert b"0:44" in written
        assert b"same" not in written


def test_a_frame_that_changed_nothing_writes_nothing(terminal: PseudoTerminal) -> None:
    with Screen(terminal.theirs) as screen:
        screen.show(["the same"])
        terminal.take()
        screen.show(["the same"])

        assert terminal.take() == b""


def test_a_shorter_row_and_fewer_rows_leave_nothing_behind(terminal: PseudoTerminal) -> None:
    with Screen(terminal.theirs) as screen:
        screen.show(["a long row", "another"])
        screen.show(["short"])

        assert terminal.rows()[:2] == ["short", ""]


def test_a_full_row_keeps_its_last_cell_and_a_longer_one_is_cut_off(
    terminal: PseudoTerminal,
) -> None:
    with Screen(terminal.theirs) as screen:
        screen.show(["x" * 40, "y" * 45, "z"])

        assert terminal.rows()[:3] == ["x" * 40, "y" * 40, "z"]


def test_rows_below_the_window_are_left_out(terminal: PseudoTerminal) -> None:
    with Screen(terminal.theirs) as screen:
        screen.show([str(number) for number in range(9)])

        assert terminal.rows() == ["0", "1", "2", "3", "4", "5"]


def test_a_style_ends_with_its_row(terminal: PseudoTerminal) -> None:
    with Screen(terminal.theirs) as screen:
        screen.show(["\x1b[41mred", "plain"])

        assert b"\x1b[m" in terminal.take().split(b"red")[1].split(b"plain")[0]


def test_a_frame_is_shown_when_it_is_whole(terminal: PseudoTerminal) -> None:
    with Screen(terminal.theirs) as screen:
        terminal.take()
        screen.show(["HOLD"])

        written = terminal.take()

        assert written.startswith(b"\x1b[?2026h")
        assert written.endswith(b"\x1b[?2026l")


def test_images_are_sent_when_they_change_and_when_all_is_painted_anew(
    terminal: PseudoTerminal,
) -> None:
    image, moved, further = (f"\x1b_Ga=p,i={number}\x1b\\" for number in (1, 2, 3))

    with Screen(terminal.theirs) as screen:

        def written(moved: str) -> str:
            terminal.take()
            screen.show(["one"], images=image, moved=moved)
            return terminal.take().decode()

        assert f"{image}{moved}" in written(moved)
        assert written(moved) == ""
        assert further in (later := written(further))
        assert image not in later
        screen.repaint()
        assert f"{image}{further}" in written(further)


def test_a_resize_paints_everything_anew(terminal: PseudoTerminal) -> None:
    with Screen(terminal.theirs) as screen:
        screen.show(["HOLD"])
        terminal.resize(30, 4)
        terminal.take()
        screen.show(["HOLD"])

        assert screen.size() == Size(30, 4)
        assert terminal.rows() == ["HOLD", "", "", ""]
        screen.repaint()
        screen.show(["HOLD"])
        assert b"HOLD" in terminal.take()


def test_a_terminal_that_tells_no_size_has_the_usual_one(terminal: PseudoTerminal) -> None:
    terminal.resize(0, 0)

    assert Screen(terminal.theirs).size() == USUAL_SIZE


def test_the_terminal_is_itself_again_whatever_happens(terminal: PseudoTerminal) -> None:
    def use_it_wrongly() -> None:
        with Screen(terminal.theirs) as screen:
            screen.watch_mouse()
            assert terminal.has(ALTERNATE_SCREEN)
            assert terminal.has(WHEEL)
            assert not terminal.has(CURSOR)
            assert not terminal.has(WRAPPING)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        use_it_wrongly()
    assert not terminal.has(ALTERNATE_SCREEN)
    assert not terminal.has(WHEEL)
    assert terminal.has(CURSOR)
    assert terminal.has(WRAPPING)


def test_the_screen_can_be_left_for_a_while(terminal: PseudoTerminal) -> None:
    with Screen(terminal.theirs) as screen:
        screen.watch_mouse()
        screen.show(["HOLD"])
        with screen.left():
            assert not terminal.has(ALTERNATE_SCREEN)
            assert not terminal.has(WHEEL)
        assert terminal.has(ALTERNATE_SCREEN)
        assert terminal.has(WHEEL)
        screen.show(["HOLD"])
        assert b"HOLD" in terminal.take()


def test_the_bell_rings_without_touching_the_picture(terminal: PseudoTerminal) -> None:
    with Screen(terminal.theirs) as screen:
        terminal.take()
        screen.ring()

        assert terminal.take() == b"\a"


def wide(text: str) -> list[str]:
    return [text * 20_000]


def test_a_stalled_terminal_holds_nothing_up_and_shows_the_newest_when_it_goes_on(
    terminal: PseudoTerminal,
) -> None:
    with Screen(terminal.theirs) as screen:
        for frame in range(30):
            screen.show(wide(str(frame % 10)))
        while terminal.take():  # it goes on, and so does the frame that was begun
            screen.show(["HOLD"])
        screen.show(["HOLD"])

        assert terminal.rows()[0] == "HOLD"


def test_a_stalled_terminal_is_itself_again_when_it_goes_on(terminal: PseudoTerminal) -> None:
    screen = Screen(terminal.theirs)
    with screen:
        screen.show(wide("x"))
        while not terminal.take():
            pass

    assert not terminal.has(ALTERNATE_SCREEN)
    assert terminal.has(CURSOR)


def test_a_terminal_that_is_gone_is_no_fault() -> None:
    terminal = PseudoTerminal()
    with Screen(terminal.theirs) as screen:
        os.close(terminal.ours)
        screen.show(["HOLD"])
        screen.ring()
    os.close(terminal.theirs)
