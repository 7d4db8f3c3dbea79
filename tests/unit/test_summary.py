"""What is told after a session: the result first, then only what this person needs now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from guides import fictitious_guide
from looks import GLYPHS, WIDTHS, piped, printed, said
from plans import the_guide
from records import a_choice, a_record, a_result, a_side
from tpguide.guide.model import Guide
from tpguide.progress.after_session import AfterSession, after_session
from tpguide.session.record import KeptRating, Result, Rolled, SessionRecord, SideRecord
from tpguide.session.state import Ending
from tpguide.ui.pages.summary import summary_lines, whole_advice_lines
from tpguide.ui.text.lines import text_of, width_of
from tpguide.ui.text.options import TextOptions
from tpguide.ui.text.theme import Glyphs

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
AFTERWARDS = the_guide().safety.afterwards
LEFT = SideRecord(choice=a_choice("left", "gentle", "uncrossed"), pain_before=3, pain_after=2)
RIGHT = replace(LEFT, choice=a_choice("right", "gentle", "uncrossed"))
THE_ARM = SideRecord(choice=a_choice("ce-bras", "longue", "ferme"), pain_before=4, pain_after=4)
ROLLED = tuple(
    Rolled(side=side, intensity="uncrossed", milliseconds=84_000) for side in ("left", "right")
)
DONE = replace(a_result(), rolled=ROLLED)
FIRST = AfterSession(is_told_in_full=True, number=1, of=6, next_at=NOW + timedelta(days=2))
FIFTH = AfterSession(number=5, of=6, is_told_in_full=False, next_at=FIRST.next_at)
WRONG = [kind.key for kind in the_guide().safety.something_wrong.kinds]


def rows(
    after: AfterSession, *sides: SideRecord, result: Result = DONE, columns: int = 80
) -> list[str]:
    lines = summary_lines(the_guide(), result, sides or (LEFT,), after, piped(columns), now=NOW)
    return [text_of(line).strip() for line in lines]


def words(shown: list[str]) -> int:
    return sum(any(map(str.isalnum, word)) for row in shown for word in row.split())


class TestBudgets:
    def test_the_first_ones_take_100_words_and_12_rows(self) -> None:
        shown = rows(FIRST)

        assert words(shown) <= 100
        assert len(shown) <= 12

    def test_the_others_take_45_words_and_5_rows(self) -> None:
        shown = rows(FIFTH)

        assert words(shown) <= 45
        assert len(shown) <= 5

    def test_two_sides_take_a_row_more(self) -> None:
        assert len(rows(FIRST, LEFT, RIGHT)) <= 13
        assert len(rows(FIFTH, LEFT, RIGHT)) <= 6


class TestTheResult:
    def test_comes_first(self) -> None:
        assert rows(FIRST)[0] == (
            "DONE · left leg, gentle, uncrossed · 1:24 rolled · pain 3 before, 2 after"
        )

    def test_has_a_row_for_each_side(self) -> None:
        assert rows(FIRST, LEFT, RIGHT)[:2] == [
            "DONE · left leg, gentle, uncrossed · 1:24 rolled · pain 3 → 2",
            "right leg · 1:24 rolled · pain 3 → 2",
        ]

    def test_says_where_nothing_was_rolled_and_no_pain_was_given(self) -> None:
        side = replace(LEFT, pain_after=None)
        stopped = a_result(Ending.STOPPED)

        assert rows(FIRST, side, result=replace(stopped, rolled=()))[0] == (
            "STOPPED · left leg, gentle, uncrossed · nothing rolled · pain 3 before"
        )

    def test_shows_keys_that_the_guide_has_no_more_as_they_are(self) -> None:
        side = replace(LEFT, choice=a_choice("left", "old\x1b", "hung"))

        assert "old<U+001B>, hung" in rows(FIRST, side)[0]


class TestWhatFollows:
    def test_signs_are_told_in_full_after_the_first_ones(self) -> None:
        text = " ".join(rows(FIRST))

        for group in AFTERWARDS.signs:
            assert group.name in text
            assert group.text in text

    def test_they_are_recalled_in_a_line_after_others(self) -> None:
        assert AFTERWARDS.brief in " ".join(rows(FIFTH))

    def test_the_next_has_its_date(self) -> None:
        text = " ".join(rows(FIFTH))

        assert "Next: Saturday 28 November, if tomorrow morning is no worse." in text
        assert "Session 5 of 6, then look back." in text

    def test_two_weeks_on_it_is_looked_back_with_when_to_see_someone(self) -> None:
        text = " ".join(rows(AfterSession(is_told_in_full=False, looks_back=True)))

        assert "Better, the same, or worse than 14 days ago?" in text
        assert all(one.text in text for one in the_guide().safety.professional)

    def test_all_of_it_can_be_read_later(self) -> None:
        guide = the_guide()
        text = said(whole_advice_lines(guide, piped()))

        for one in (*guide.safety.later, *guide.safety.professional):
            assert one.text in text


class TestSomethingWrong:
    @pytest.mark.parametrize("key", [*WRONG, None, "of-another-version"])
    @pytest.mark.parametrize("columns", WIDTHS)
    def test_the_emergency_signs_come_first_and_the_advice_of_that_kind_next(
        self, key: str | None, columns: int
    ) -> None:
        wrong = the_guide().safety.something_wrong
        known = {kind.key: kind for kind in wrong.kinds}
        kind = known.get(key or "", known[wrong.unanswered])
        result = replace(a_result(Ending.SOMETHING_WRONG), wrong=key)
        lines = summary_lines(the_guide(), result, (LEFT,), FIRST, piped(columns), now=NOW)
        text = said(lines)

        first = f"Caution: {wrong.signs.glance} {wrong.signs.spoken} Caution: "
        assert text.startswith(first)
        assert text[len(first) :].lower().startswith(f"{kind.name} {kind.advice.spoken.lower()}")
        assert f"SOMETHING WRONG, {kind.name}" in text
        assert "Next:" not in text


class TestOnTheScreen:
    @pytest.mark.parametrize("columns", WIDTHS)
    @pytest.mark.parametrize("glyphs", GLYPHS)
    @pytest.mark.parametrize("after", [FIRST, FIFTH, AfterSession(looks_back=True)])
    def test_it_fits_the_width(self, columns: int, glyphs: Glyphs, after: AfterSession) -> None:
        look = TextOptions(columns, glyphs)
        lines = [
            *summary_lines(the_guide(), DONE, (LEFT, RIGHT), after, look, now=NOW),
            *summary_lines(fictitious_guide(), a_result(), (THE_ARM,), after, look, now=NOW),
            *whole_advice_lines(the_guide(), look),
        ]

        assert max(width_of(line) for line in lines) <= columns

    def test_a_terminal_without_other_characters_gets_none(self) -> None:
        look = TextOptions(80, GLYPHS[1])
        lines = summary_lines(fictitious_guide(), a_result(), (THE_ARM,), FIRST, look, now=NOW)

        assert "".join(text_of(line) for line in lines).isascii()

    def test_nothing_of_a_guide_is_taken_as_markup(self) -> None:
        tricky = "[bold red]:warning: [/]"
        guide = the_guide()
        safety = replace(guide.safety, afterwards=replace(AFTERWARDS, watch=tricky))
        guide = replace(guide, safety=safety)

        lines = summary_lines(guide, DONE, (LEFT,), FIRST, piped(), now=NOW)
        assert tricky in printed(lines)


def past(*days_ago: float, **result: object) -> list[SessionRecord]:
    """Sessions of the left side, the newest first, the newest with that result."""
    guide = the_guide()
    records = [
        replace(
            a_record(a_side("left", "gentle", "uncrossed"), began=NOW - timedelta(days=days)),
            guide=guide.slug,
        )
        for days in days_ago
    ]
    return [replace(records[0], result=replace(records[0].result, **result)), *records[1:]]


def follows(*days_ago: float, guide: Guide | None = None, **result: object) -> AfterSession:
    return after_session(
        guide or the_guide(), past(*days_ago, **result), (), NOW, looked_back=False
    )


class TestHowMuchIsTold:
    @pytest.mark.parametrize(
        ("days_ago", "in_full"),
        [
            ((0,), True),
            ((0, 2), True),
            ((0, 2, 4), False),
            ((0, 15, 17), True),
            ((0, 14, 16), False),
        ],
    )
    def test_all_after_the_first_two_and_after_a_pause(
        self, days_ago: tuple[float, ...], in_full: bool
    ) -> None:
        assert follows(*days_ago).is_told_in_full is in_full

    @pytest.mark.parametrize(("rating", "in_full"), [(5, False), (6, True)])
    def test_all_after_a_rating_of_six(self, rating: int, in_full: bool) -> None:
        given = (KeptRating(at=1, side="left", rating=rating),)

        assert follows(0, 2, 4, ratings=given).is_told_in_full is in_full

    @pytest.mark.parametrize(("days", "looks_back"), [(13, False), (14, True)])
    def test_it_is_looked_back_after_two_weeks(self, days: int, looks_back: bool) -> None:
        assert follows(0, days).looks_back is looks_back

    def test_once(self) -> None:
        after = after_session(the_guide(), past(0, 14), (), NOW, looked_back=True)

        assert not after.looks_back

    def test_sessions_are_counted_up_to_the_six_of_two_weeks(self) -> None:
        after = follows(0, 2, 4)

        assert (after.number, after.of) == (3, 6)
