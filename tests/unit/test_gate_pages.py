"""Pages of the gate: in every window whole, within their budgets, and answered by few keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from plans import the_guide
from tpguide.guide.gate import ROOMY_COLUMNS
from tpguide.session.screening import GatePage, reasons_page, short_page, sign_pages
from tpguide.ui.prompts.gate_pages import (
    PRESS_Y_OR_N,
    Choice,
    Row,
    Sheet,
    box_rows,
    parts,
    sheet_rows,
)
from tpguide.ui.prompts.key_pages import (
    Answered,
    LettersPage,
    OptionsPage,
    RatingPage,
    SheetPage,
    WhichPage,
)
from tpguide.ui.prompts.told import KeyLabel, Told

SAFETY = the_guide().safety
WINDOWS = [(100, 30), (80, 24), (60, 20), (40, 12), (34, 11), (30, 10), (200, 60)]
OTHER_KEYS = ["enter", " ", "up", "down", "<bracketed-paste>", "escape", "x", "1", "0", "tab"]


def sheet_of(page: GatePage, number: str = "", remark: str = "") -> Sheet:
    questions = [one for line in page.lines for one in line.questions]
    return Sheet(
        page.title,
        page.ask,
        tuple(line.text for line in page.lines),
        tuple(line.narrow for line in page.lines),
        number,
        remark=remark,
        more=tuple(Choice(one.title, one.signs) for one in questions),
    )


FULL = [
    sheet_of(page, f"{number}/3")
    for number, page in enumerate((*sign_pages(SAFETY), reasons_page(SAFETY)), 1)
]
SHORT = sheet_of(short_page(SAFETY, 0), remark="last time: Tuesday 24 November")
SINCE = Sheet(SHORT.title, SAFETY.gate.short.since.ask.replace("{day}", "Tuesday"), more=SHORT.more)
STANDING = replace(SHORT, standing=("Gentle, uncrossed: blood thinners (agreed 12 November)",))


def text(rows: Sequence[Row]) -> list[str]:
    return ["".join(piece for _, piece in row) for row in rows]


def words(sheets: Sequence[Sheet], columns: int, rows: int) -> int:
    return sum(
        any(map(str.isalnum, word)) or word == "?"
        for sheet in sheets
        for part in parts(sheet, columns, rows)
        for row in text(sheet_rows(sheet, part, columns, rows))
        for word in row.split()
    )


def screens(sheets: Sequence[Sheet], columns: int, rows: int) -> int:
    return sum(len(parts(sheet, columns, rows)) for sheet in sheets)


class TestWindows:
    @pytest.mark.parametrize(("columns", "rows"), WINDOWS)
    def test_no_page_scrolls_or_is_cut(self, columns: int, rows: int) -> None:
        for sheet in (*FULL, SHORT, SINCE, STANDING):
            shown: list[str] = []
            for part in parts(sheet, columns, rows):
                for is_refused in (False, True):
                    drawn = text(sheet_rows(sheet, part, columns, rows, is_refused=is_refused))
                    assert len(drawn) <= rows, (sheet.title, columns, rows)
                    assert max(map(len, map(str.rstrip, drawn))) <= columns
                shown += text(sheet_rows(sheet, part, columns, rows))
            said = " ".join(" ".join(shown).split())
            lines = sheet.narrow if columns < ROOMY_COLUMNS else sheet.lines
            assert all(line in said for line in lines)

    def test_the_shown_budgets_of_words_screens_and_keys_hold(self) -> None:
        assert words(FULL, 80, 24) <= 300
        assert screens(FULL, 80, 24) == 3
        assert words([SHORT, SINCE], 80, 24) <= 105
        assert screens(FULL, 40, 12) <= 5
        assert screens([SHORT, SINCE], 40, 12) <= 2

    @pytest.mark.parametrize(("columns", "rows"), WINDOWS)
    def test_every_sign_is_reached_by_question_marks(self, columns: int, rows: int) -> None:
        for sheet in FULL:
            page = SheetPage(sheet)
            page.rows(columns, rows)
            seen: list[str] = []
            for _ in range(60):
                page.press("?")
                drawn = text(page.rows(columns, rows))
                assert len(drawn) <= rows
                seen += drawn[:-1]  # without the keys
                if any(sheet.ask.split()[0] in row and "•" not in row for row in drawn[:3]):
                    break
            said = " ".join(" ".join(seen).split())
            for choice in sheet.more:
                assert choice.title in said
                assert all(sign in said for sign in choice.signs)

    @pytest.mark.parametrize(("columns", "rows"), WINDOWS)
    def test_which_it_is_stands_under_the_box_or_after_it(self, columns: int, rows: int) -> None:
        page = WhichPage(SAFETY.same_day.advice, "Which is it?", SHORT.more)
        seen: list[str] = []
        for _ in range(60):
            drawn = text(page.rows(columns, rows))
            assert len(drawn) <= rows, (columns, rows)
            assert len(drawn[-1].rstrip()) <= columns, "its keys are cut"
            seen += [row for row in drawn[:-1] if row.strip() != page.question]
            page.press("?")
        said = " ".join(" ".join(seen).replace("┃", " ").split())
        assert SAFETY.same_day.advice.split()[-1] in said
        assert all(sign in said for choice in SHORT.more for sign in choice.signs)


class TestTheBox:
    def test_numbers_to_call_stand_out(self) -> None:
        numbers = [
            piece
            for row in box_rows(SAFETY.emergency.advice, 80)
            for style, piece in row
            if style == "class:number"
        ]

        assert numbers == ["112", "999", "911"]


class TestASheet:
    @pytest.mark.parametrize("key", OTHER_KEYS)
    def test_no_other_key_does_anything_but_say_which_do(self, key: str) -> None:
        page = SheetPage(FULL[0])

        assert page.press(key) is None
        assert any(PRESS_Y_OR_N in row for row in text(page.rows(80, 24)))

    def test_is_answered_part_by_part(self) -> None:
        page = SheetPage(FULL[0])
        page.rows(40, 10)

        assert page.press("n") is None
        assert page.press("y") == Answered(range(3, 5))

    def test_none_of_the_last_part_is_none_of_all(self) -> None:
        page = SheetPage(FULL[0])
        page.rows(80, 24)

        assert page.press("n") == Answered(None)

    def test_a_part_that_was_newly_shown_is_a_new_leaf(self) -> None:
        page = SheetPage(FULL[0])
        page.rows(40, 10)
        before = page.leaf
        page.press("n")

        assert page.leaf > before

    def test_signs_are_no_place_to_answer(self) -> None:
        page = SheetPage(FULL[0])
        page.rows(80, 24)
        page.press("?")

        assert page.press("n") is None
        assert page.press("y") is None


class TestWhich:
    PAGE = (SAFETY.emergency.advice, "Which is it?", FULL[0].more)

    @pytest.mark.parametrize(("key", "number"), [("1", 0), ("5", 4), ("0", None)])
    def test_is_a_number_or_none_after_all(self, key: str, number: int | None) -> None:
        page = WhichPage(*self.PAGE)
        page.rows(100, 40)

        assert page.press(key) == Answered(number)

    @pytest.mark.parametrize("key", ["6", "y", "n", "enter", " "])
    def test_is_nothing_else(self, key: str) -> None:
        page = WhichPage(*self.PAGE)
        page.rows(100, 40)

        assert page.press(key) is None


class TestLetters:
    GROUPS = (("Wait", FULL[0].more[:2]), ("Ask", FULL[0].more[2:4]))

    def test_all_that_are_true_and_then_enter(self) -> None:
        page = LettersPage("Which?", self.GROUPS)
        page.rows(80, 24)
        for key in "acda":
            assert page.press(key) is None

        assert page.press("enter") == Answered(frozenset({2, 3}))

    def test_enter_alone_is_no_answer(self) -> None:
        page = LettersPage("Which?", self.GROUPS)
        page.rows(80, 24)

        assert page.press("enter") is None
        assert page.press("0") == Answered(None)


class TestRatings:
    @pytest.mark.parametrize(("keys", "rating"), [("0", 0), ("7", 7), ("10", 10), ("1\r", 1)])
    def test_are_digits(self, keys: str, rating: int) -> None:
        page = RatingPage("Pain?")
        answers = [page.press("enter" if key == "\r" else key) for key in keys]

        assert answers[-1] == Answered(rating)
        assert all(answer is None for answer in answers[:-1])

    def test_a_one_alone_is_a_one_after_a_while(self) -> None:
        page = RatingPage("Pain?")

        assert page.waited() is None
        page.press("1")
        assert page.waited() == Answered(1)

    @pytest.mark.parametrize("key", ["enter", "x", " ", "²"])
    def test_nothing_else_is_one(self, key: str) -> None:
        assert RatingPage("Pain?").press(key) is None

    def test_may_be_skipped_where_they_may(self) -> None:
        page = RatingPage("Pain?", [KeyLabel("enter", "skip")])

        assert page.press("enter") == Answered("enter")


def test_an_option_is_its_key_and_nothing_else() -> None:
    options = [KeyLabel("l", "left"), KeyLabel("r", "right")]
    page = OptionsPage("Which leg?", options, [Told("above " * 200)])

    assert page.press("x") is None
    assert page.press("enter") is None
    drawn = text(page.rows(40, 12))
    assert len(drawn) <= 12
    assert any("Which leg?" in row for row in drawn)
    assert page.press("r") == Answered("r")


@pytest.mark.parametrize("columns", [80, 40, 30])
def test_a_key_that_does_nothing_hides_no_key_that_does(columns: int) -> None:
    page = OptionsPage("Which leg?", [KeyLabel("l", "left"), KeyLabel("r", "right")])
    page.press("x")

    drawn = " ".join(" ".join(text(page.rows(columns, 12))).split())
    assert "l left r right Press l or r" in drawn


def test_what_a_small_window_leaves_out_is_left_out_as_a_whole() -> None:
    needed = [Told(f"thing {number}", "You need", is_spare=True) for number in range(3)]
    above = [Told("pain 3", "Left leg"), *needed, Told("a warning")]
    page = OptionsPage("Ready?", [KeyLabel("enter", "start")], above)

    drawn = " ".join(text(page.rows(40, 6)))
    assert "thing" not in drawn
    assert "pain 3" in drawn
    assert "a warning" in drawn
    assert "thing 0" in " ".join(text(page.rows(40, 12)))
