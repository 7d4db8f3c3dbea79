"""The reader: where each key leads, and what is on the screen."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from examples import slow
from guides import fictitious_guide
from tpguide.document.build import page_of
from tpguide.guide.loader import load
from tpguide.guide.model import Guide
from tpguide.ui.reader.help import KEYS
from tpguide.ui.reader.keys import pressed
from tpguide.ui.reader.screen import reader_rows
from tpguide.ui.reader.state import (
    Leaving,
    Mode,
    Reader,
    at_line_in_section,
    line_in_section,
    opened,
    resized,
)
from tpguide.ui.text import theme
from tpguide.ui.text.lines import text_of, width_of
from tpguide.ui.text.options import TextOptions

DATA = Path(__file__).parents[2] / "data"
NARROW, WIDE = (80, 24), (120, 40)
ALL_KEYS = [
    *"jkeyfbdugGlhctnNpsmM?HqQ[](){}<>:/0123456789.AxX", "up", "down", "left", "right", "space",
    "enter", "escape", "backspace", "tab", "page-down", "page-up", "home", "end", "wheel-up",
    "wheel-down", "ctrl-f", "ctrl-b", "ctrl-d", "ctrl-u", "ctrl-c", "ctrl-o", "f1", "unknown",
    "click-1-1", "click-9-9", "click-20-60",
]  # fmt: skip


@cache
def the_guide() -> Guide:
    return load((DATA / "tibialis_posterior.yaml").read_bytes())


def a_reader(
    guide: Guide | None = None,
    size: tuple[int, int] = NARROW,
    glyphs: theme.Glyphs = theme.UNICODE,
) -> Reader:
    return _opened(guide or the_guide(), size, glyphs)


@cache
def _opened(guide: Guide, size: tuple[int, int], glyphs: theme.Glyphs) -> Reader:
    return opened(page_of(guide, guide.sections), TextOptions(80, glyphs), *size)


def after(reader: Reader, *keys: str) -> Reader:
    for key in keys:
        reader = pressed(reader, key)
    return reader


def typed(reader: Reader, text: str) -> Reader:
    return after(reader, *("space" if letter == " " else letter for letter in text))


def screen(reader: Reader) -> list[str]:
    return [text_of(row) for row in reader_rows(reader)]


def top_line(reader: Reader) -> str:
    return screen(reader)[0].strip()


def heading(reader: Reader) -> str:
    """What the line below tells of where one is."""
    return screen(reader)[-1].strip().split("   ")[0]


class TestMoving:
    @pytest.mark.parametrize("key", ["j", "down", "e", "enter", "ctrl-e", "ctrl-n"])
    def test_a_line_on(self, key: str) -> None:
        assert after(a_reader(), key).top == 1

    @pytest.mark.parametrize("key", ["k", "up", "y", "ctrl-y", "ctrl-p"])
    def test_a_line_back(self, key: str) -> None:
        assert after(a_reader(), "j", "j", key).top == 1

    @pytest.mark.parametrize("key", ["space", "f", "page-down", "ctrl-f", "ctrl-v"])
    def test_a_page_on_leaves_the_last_line_at_the_top(self, key: str) -> None:
        reader = a_reader()

        assert screen(after(reader, key))[0] == screen(reader)[-2]

    @pytest.mark.parametrize("key", ["b", "page-up", "ctrl-b", "alt-v"])
    def test_a_page_back_undoes_a_page_on(self, key: str) -> None:
        assert after(a_reader(), "space", key).top == 0

    @pytest.mark.parametrize(("key", "back"), [("d", "u"), ("ctrl-d", "ctrl-u")])
    def test_half_a_page_on_and_back(self, key: str, back: str) -> None:
        reader = after(a_reader(), key)

        assert reader.top == 11
        assert after(reader, back).top == 0

    @pytest.mark.parametrize("key", ["G", "end", ">"])
    def test_to_the_end_and_no_further(self, key: str) -> None:
        reader = after(a_reader(), key)

        assert " 100 %" in screen(reader)[-1]
        assert after(reader, "j", "space").top == reader.top

    @pytest.mark.parametrize("key", ["g", "home", "<"])
    def test_to_the_beginning_and_no_further(self, key: str) -> None:
        assert after(a_reader(), "G", key).top == 0
        assert after(a_reader(), "k", "b").top == 0

    def test_the_wheel_moves_three_lines(self) -> None:
        assert after(a_reader(), "wheel-down", "wheel-down", "wheel-up").top == 3

    def test_from_section_to_section(self) -> None:
        reader = after(a_reader(), "right", "]", "l")

        assert heading(reader) == "1.1  The pattern of the pain"
        assert heading(after(reader, "left")) == "1  Where it hurts"

    def test_back_from_within_a_section_is_first_to_its_heading(self) -> None:
        reader = after(a_reader(), "right", "right", "j", "j", "left")

        assert top_line(reader).startswith("1  Where it hurts")

    def test_a_key_without_a_meaning_does_nothing(self) -> None:
        reader = after(a_reader(), "j")

        assert after(reader, "x", "unknown", "paste") == reader


class TestJumping:
    def test_to_a_section_by_its_number(self) -> None:
        assert top_line(after(a_reader(), "6", ".", "1", "enter")).startswith("6.1  With the foam")

    def test_to_a_lettered_section_after_a_colon(self) -> None:
        assert heading(after(typed(a_reader(), ":a.2"), "enter")) == "A.2  Places to keep off"

    def test_to_a_lettered_section_by_its_letter(self) -> None:
        assert heading(after(typed(a_reader(), "C.4"), "enter")) == "C.4  Doses"

    def test_to_a_section_by_how_its_title_begins(self) -> None:
        assert heading(after(typed(a_reader(), ":palp"), "enter")) == "5  Can you feel it?"

    def test_a_section_that_is_not_there_is_told_and_nothing_moves(self) -> None:
        reader = after(a_reader(), "9", "9", "enter")

        assert reader.top == 0
        assert heading(reader).startswith("There is no section named “99”.")

    def test_escape_and_an_emptied_line_stay_where_one_is(self) -> None:
        assert after(a_reader(), "6", "escape").mode is Mode.READING
        assert after(a_reader(), "6", "backspace", "backspace").mode is Mode.READING
        assert after(a_reader(), ":", "enter").top == 0

    def test_the_way_back_is_known(self) -> None:
        reader = after(a_reader(), "j", "j", "6", "enter")

        assert after(reader, "backspace").top == 2
        assert after(reader, "ctrl-o").top == 2

    def test_with_no_way_back_that_is_told(self) -> None:
        assert heading(after(a_reader(), "backspace")) == "You have not followed anything."


class TestContents:
    def test_they_stand_beside_the_text_where_there_is_room(self) -> None:
        rows = screen(a_reader(size=WIDE))

        assert any("1  Where it hurts" in row.partition("│")[0] for row in rows)

    def test_they_are_as_wide_as_their_titles_need(self) -> None:
        reader = a_reader(size=(200, 40))

        assert any("The pattern of the pain " in row for row in screen(reader))
        assert reader.contents_columns < 200 // 3

    def test_an_appendix_is_closed_until_it_is_opened_or_read(self) -> None:
        reader = after(a_reader(size=WIDE), "c", "G", "k", "k")

        assert not any("C.4  Doses" in row for row in screen(reader))
        assert any("C  Doses and pain ›" in row for row in screen(reader))
        assert any("C.4  Doses" in row for row in screen(after(reader, "right")))
        assert any("C.4  Doses" in row for row in screen(after(reader, "enter")))
        assert not any("C.4  Doses" in row for row in screen(after(reader, "right", "escape")))

    def test_what_is_open_is_chosen_from(self) -> None:
        reader = after(a_reader(size=WIDE), "c", "G", "k", "k", "right", "j", "enter")

        assert heading(reader) == "C.1  Getting ready"

    @pytest.mark.parametrize("size", [NARROW, WIDE])
    def test_a_click_in_them_goes_there(self, size: tuple[int, int]) -> None:
        reader = after(a_reader(size=size), "c")
        row = next(n for n, row in enumerate(screen(reader), 1) if "6  The massage" in row)

        assert heading(after(reader, f"click-{row}-5")) == "6  The massage"

    def test_a_click_elsewhere_does_nothing(self) -> None:
        reader = a_reader(size=WIDE)

        assert after(reader, "click-8-100", "click-40-3", "click-0-1") == reader

    def test_they_show_where_one_is(self) -> None:
        rows = screen(after(a_reader(size=WIDE), "5", "enter"))

        assert "▸ 5  Can you feel it?" in [row[:21] for row in rows]

    def test_they_open_where_there_is_no_room(self) -> None:
        reader = after(a_reader(), "5", "enter", "c")

        assert any(row.startswith("▸ 5  Can you feel it?") for row in screen(reader))

    @pytest.mark.parametrize("size", [NARROW, WIDE])
    def test_enter_goes_to_the_chosen_section(self, size: tuple[int, int]) -> None:
        reader = after(a_reader(size=size), "5", "enter", "tab", "j", "down", "enter")

        assert heading(reader) == "6.1  With the foam roller"

    def test_escape_stays_where_one_is(self) -> None:
        assert heading(after(a_reader(), "5", "enter", "c", "j", "escape")) == "5  Can you feel it?"

    def test_the_choice_stays_within_them_and_on_the_screen(self) -> None:
        reader = after(a_reader(), "c", "G", "j")

        assert reader.chosen == len(reader.page.sections) - 1
        assert any("E  Sources" in row for row in screen(reader))
        assert after(reader, "g", "k").chosen == 0


class TestFinding:
    def test_words_are_found_in_whatever_order_in_one_passage(self) -> None:
        reader = after(typed(a_reader(), "/tendon achilles"), "enter")

        assert reader.hit >= 0
        assert heading(after(typed(a_reader(), "/jogging sternum"), "enter")) == (
            "Nothing here has “jogging” and “sternum”."
        )

    def test_it_goes_to_the_first_line_after_this_that_has_it(self) -> None:
        reader = after(typed(a_reader(), "/achilles"), "enter")

        assert "Achilles" in text_of(reader.article.lines[reader.hit])
        assert reader.top <= reader.hit < reader.top + reader.height

    def test_every_line_that_has_it_is_lit_and_come_to(self) -> None:
        reader = after(typed(a_reader(), "/achilles"), "enter")
        with_it = [
            number
            for number, line in enumerate(reader.article.lines)
            if "achilles" in text_of(line).lower()
        ]

        visited = []
        for _ in with_it:
            visited.append(reader.hit)
            reader = after(reader, "n")

        assert visited == with_it
        assert reader.hit == with_it[0]  # and round again

    def test_capital_n_goes_back(self) -> None:
        reader = after(typed(a_reader(), "/achilles"), "enter")

        assert after(reader, "n", "n", "N", "N").hit == reader.hit
        assert after(reader, "N").hit == reader.article.hits[-1]

    def test_how_many_there_are_is_told(self) -> None:
        reader = after(typed(a_reader(), "/achilles"), "enter", "n")

        assert f"2/{len(reader.article.hits)} found" in screen(reader)[-1]

    def test_a_pointer_shows_the_line(self) -> None:
        reader = after(typed(a_reader(), "/achilles"), "enter")

        assert [row[0] for row in screen(reader)[:-1] if row.startswith("▸")] == ["▸"]

    def test_what_is_not_there_is_told(self) -> None:
        reader = after(typed(a_reader(), "/sternum"), "enter")

        assert heading(reader) == "Nothing here has “sternum”."
        assert reader.top == 0

    def test_escape_puts_the_lights_out(self) -> None:
        reader = after(typed(a_reader(), "/achilles"), "enter", "escape")

        assert reader.article.hits == ()

    def test_n_before_anything_was_looked_for_tells_how(self) -> None:
        assert "/" in heading(after(a_reader(), "n"))


class TestFollowing:
    def test_a_source_is_gone_to_by_its_number(self) -> None:
        reader = after(typed(a_reader(), "s19"), "enter")

        assert top_line(reader).startswith("19. University College")

    def test_the_sources_on_the_screen_are_offered_and_the_first_is_taken(self) -> None:
        reader = after(a_reader(), "A", ":", "B", "enter", "s")

        assert "(1, " in screen(reader)[-1]
        assert top_line(after(reader, "enter")).startswith("1. Wiewelhove")

    def test_coming_back_is_to_the_very_line(self) -> None:
        reader = after(a_reader(), "space", "space", "j")

        assert after(typed(reader, "s19"), "enter", "backspace").top == reader.top

    def test_a_source_that_is_not_there_is_told(self) -> None:
        assert heading(after(typed(a_reader(), "s999"), "enter")) == "There is no source 999."

    def test_where_nothing_refers_to_a_source_that_is_told(self) -> None:
        reader = after(a_reader(), "3", "enter", "s", "enter")

        assert heading(reader) == "Nothing on this screen refers to a source."


class TestLeaving:
    @pytest.mark.parametrize("key", ["q", "Q", "ctrl-c"])
    def test_it_is_left(self, key: str) -> None:
        assert after(a_reader(), key).leaving is Leaving.QUIT

    def test_it_is_left_as_vim_is(self) -> None:
        assert after(typed(a_reader(), ":q"), "enter").leaving is Leaving.QUIT

    def test_m_goes_to_the_massage(self) -> None:
        assert after(a_reader(), "m").leaving is Leaving.MASSAGE

    def test_ctrl_c_leaves_while_something_is_typed(self) -> None:
        assert after(a_reader(), "/", "a", "ctrl-c").leaving is Leaving.QUIT

    def test_a_letter_that_is_typed_is_no_command(self) -> None:
        reader = typed(a_reader(), "/quiet moment")

        assert reader.leaving is None
        assert reader.typed == "quiet moment"

    def test_the_place_is_found_again(self) -> None:
        reader = after(a_reader(), "6", "enter", "j", "j", "j")

        section, line = line_in_section(reader)

        assert (section, line) == ("self-massage", 3)
        assert at_line_in_section(a_reader(), section, line).top == reader.top

    def test_a_place_in_a_section_that_is_gone_is_the_beginning(self) -> None:
        assert at_line_in_section(a_reader(), "gone", 0).top == 0


class TestResizing:
    @pytest.mark.parametrize("size", [(40, 12), (60, 20), (100, 30), (160, 50)])
    def test_the_line_that_was_read_stays_on_the_screen(self, size: tuple[int, int]) -> None:
        reader = after(a_reader(), "4", "enter", "j", "j", "j", "j")
        words = top_line(reader).split()[:3]

        smaller = resized(reader, *size)

        assert " ".join(words) in " ".join(" ".join(screen(smaller)[:2]).split())

    def test_there_and_back_is_the_same_line(self) -> None:
        reader = after(a_reader(), "4", "enter", "j", "j", "j", "j")

        assert resized(resized(reader, 60, 20), *NARROW).top == reader.top

    def test_the_lights_stay_on(self) -> None:
        reader = after(typed(a_reader(), "/achilles"), "enter")

        assert resized(reader, 60, 20).article.hits


class TestTheScreen:
    def test_the_keys_are_told_and_any_other_key_closes_them(self) -> None:
        reader = after(a_reader(), "?")

        assert all(any(key in row for row in screen(reader)) for key, _ in KEYS)
        assert after(reader, "x").mode is Mode.READING

    def test_the_list_of_keys_says_what_it_is_and_how_to_leave_it(self) -> None:
        rows = screen(after(a_reader(), "?"))

        assert rows[0].strip() == "Keys of the reader"
        assert any("Any other key goes back" in row for row in rows)

    def test_the_mouse_selects_text_until_it_is_switched(self) -> None:
        assert not a_reader().has_mouse
        assert after(a_reader(), "M").has_mouse
        assert not after(a_reader(), "M", "M").has_mouse

    def test_in_a_small_window_the_keys_can_be_scrolled(self) -> None:
        reader = after(a_reader(size=(40, 12)), "?")

        assert not any("straight to the" in row for row in screen(reader))
        assert any("straight to the" in row for row in screen(after(reader, *["j"] * 30)))

    def test_without_unicode_there_is_none(self) -> None:
        reader = a_reader(fictitious_guide(), WIDE, theme.ASCII)

        for keys in ((), ("c",), ("escape", "?")):
            reader = after(reader, *keys)
            assert "".join(screen(reader)).isascii()

    @given(
        st.lists(st.sampled_from(ALL_KEYS), max_size=25),
        st.sampled_from([(1, 1), (10, 3), (40, 12), (80, 24), (120, 40)]),
    )
    @slow(30)
    def test_whatever_is_pressed_the_screen_fits_the_window(
        self, keys: list[str], size: tuple[int, int]
    ) -> None:
        reader = after(a_reader(fictitious_guide(), size), *keys)

        rows = reader_rows(reader)

        assert len(rows) == max(size[1], 2)
        assert 0 <= reader.top <= reader.last_top
        if size[0] >= 40:
            assert all(width_of(row) <= size[0] for row in rows)


def test_an_escape_that_comes_together_with_the_next_key_is_both() -> None:
    assert after(a_reader(), "alt-q").leaving is Leaving.QUIT
    assert after(a_reader(), "/", "alt-q").leaving is Leaving.QUIT
    assert after(a_reader(), "alt-v").leaving is None  # a page back, as in Emacs


@pytest.mark.parametrize("columns", [100, 130])
def test_titles_stand_whole_in_the_contents_on_a_ground_of_their_own(columns: int) -> None:
    reader = a_reader(size=(columns, 40))
    rows = reader_rows(reader)

    for section in (reader.page.sections[number] for number in reader.contents):
        assert any(section.heading.title in text_of(row) for row in rows)
    grounds = {row[0].style and row[0].style.bgcolor for row in rows[:-1]}
    assert grounds == {theme.CONTENTS.bgcolor}
