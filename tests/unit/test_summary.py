"""What is told after a session, whether or not it is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from msgspec.structs import replace

from guides import fictitious_guide
from looks import GLYPHS, WIDTHS, piped, printed, said
from plans import the_guide
from records import a_choice, a_result
from tpguide.guide.model import Guide
from tpguide.session.record import KeptSoreSpot, Result, Rolled, SideRecord
from tpguide.session.state import Ending
from tpguide.ui.lines import text_of, width_of
from tpguide.ui.look import Look
from tpguide.ui.summary import summary_lines
from tpguide.ui.theme import Glyphs

GuideMaker = Callable[[], Guide]
LEFT = SideRecord(choice=a_choice("left", "standard", "crossed"), pain_before=5, pain_after=3)
RIGHT = SideRecord(choice=a_choice("right", "gentle", "uncrossed"), pain_before=2)
THE_ARM = SideRecord(choice=a_choice("ce-bras", "longue", "ferme"), pain_before=4, pain_after=4)
WRONG = [kind.key for kind in the_guide().safety.something_wrong.kinds]


def rolled(side: str, intensity: str, seconds: float) -> Rolled:
    return Rolled(side=side, intensity=intensity, milliseconds=round(seconds * 1000))


def a_sore_spot(
    side: str = "left", zone: str = "middle", strip: str = "outer", rating: int | None = None
) -> KeptSoreSpot:
    return KeptSoreSpot(
        at=60_000, side=side, zone=zone, strip=strip, intensity="crossed", rating=rating
    )


def told(
    result: Result,
    *sides: SideRecord,
    guide: Guide | None = None,
    columns: int = 80,
) -> str:
    return said(summary_lines(guide or the_guide(), result, sides or (LEFT,), piped(columns)))


def row_of(name: str, result: Result, sides: Sequence[SideRecord]) -> list[str]:
    """Return the cells of the row of that side."""
    texts = [text_of(line) for line in summary_lines(the_guide(), result, sides, piped())]
    (row,) = (text for text in texts if text.startswith(name))
    return [cell.strip() for cell in row.split("   ") if cell.strip()]


def ended_wrong(kind: str | None) -> Result:
    return replace(a_result(Ending.SOMETHING_WRONG), wrong=kind)


BOTH = replace(
    a_result(),
    rolled=(
        rolled("left", "crossed", 140),
        rolled("left", "uncrossed", 36.2),
        rolled("right", "uncrossed", 84),
    ),
    sore_spots=(a_sore_spot(rating=5), a_sore_spot(zone="lower", strip="centre")),
)


class TestWhatWasDone:
    def test_each_side_has_its_dose_its_time_at_each_intensity_and_its_pain(self) -> None:
        sides = (LEFT, RIGHT)

        header = row_of("Leg", BOTH, sides)
        assert header == ["Leg", "Dose", "Uncrossed", "Crossed", "Pain before", "Pain after"]
        assert row_of("Left leg", BOTH, sides)[1:] == ["standard", "0:36", "2:20", "5", "3"]
        assert row_of("Right leg", BOTH, sides)[1:] == ["gentle", "1:24", "0:00", "2", "–"]

    def test_intensities_that_were_never_used_are_left_out(self) -> None:
        result = replace(a_result(), rolled=(rolled("right", "uncrossed", 84),))

        assert row_of("Right leg", result, (RIGHT,))[1:] == ["gentle", "1:24", "2", "–"]

    def test_where_nothing_was_rolled_it_says_so(self) -> None:
        assert "Nothing was rolled" in told(a_result(Ending.STOPPED))

    def test_sore_spots_are_named_by_their_place_and_rating_under_their_side(self) -> None:
        assert (
            "Sore spots, left leg: Middle third, Outer strip (5) · Lower third, Centre strip"
        ) in told(BOTH, LEFT, RIGHT)
        assert "Sore spots, right leg" not in told(BOTH, LEFT, RIGHT)

    def test_keys_that_the_guide_has_no_more_are_shown_as_they_are(self) -> None:
        spot = a_sore_spot(zone="fourth\x1b", strip="edge")
        result = replace(a_result(), rolled=(rolled("left", "hung", 61),), sore_spots=(spot,))
        text = told(result)

        assert "fourth<U+001B>, edge" in text
        assert "Hung" in text
        assert "1:01" in text

    @pytest.mark.parametrize(
        ("ending", "words"),
        [
            (Ending.COMPLETED, "done"),
            (Ending.STOPPED, "stopped"),
            (Ending.LONG_PAUSE, "long pause"),
            (Ending.RATINGS, "too much pain"),
        ],
    )
    def test_it_says_how_the_session_ended(self, ending: Ending, words: str) -> None:
        assert told(a_result(ending)).startswith(f"{the_guide().protocol.title}: {words}")


class TestWithoutAVerdict:
    @pytest.mark.parametrize("after", [0, 3, 5, 9, None])
    def test_less_or_more_pain_changes_nothing_but_the_number(self, after: int | None) -> None:
        number = "–" if after is None else str(after)
        text = told(BOTH, replace(LEFT, pain_after=after))

        assert text.replace(f" 5 {number} •", " 5 3 •") == told(BOTH, LEFT)

    @pytest.mark.parametrize("guide", [the_guide, fictitious_guide])
    def test_the_guide_says_what_less_pain_now_does_not_show(self, guide: GuideMaker) -> None:
        side = LEFT if guide is the_guide else THE_ARM

        assert guide().change.after_session.text in told(a_result(), side, guide=guide())


class TestWhatFollows:
    @pytest.mark.parametrize("ending", list(Ending))
    @pytest.mark.parametrize("columns", WIDTHS)
    def test_what_would_need_care_later_is_always_told(self, ending: Ending, columns: int) -> None:
        text = told(a_result(ending), columns=columns)

        assert all(statement.text in text for statement in the_guide().safety.later)

    @pytest.mark.parametrize("ending", list(Ending))
    def test_when_to_see_a_professional_is_always_told(self, ending: Ending) -> None:
        text = told(a_result(ending))

        assert all(statement.text in text for statement in the_guide().safety.professional)

    def test_when_to_do_it_again_is_told(self) -> None:
        assert f"Again: {the_guide().protocol.frequency.next_time}" in told(a_result())

    def test_after_something_wrong_nothing_is_said_of_doing_it_again(self) -> None:
        assert "Again:" not in told(ended_wrong("sharp"))


class TestSomethingWrong:
    @pytest.mark.parametrize("key", WRONG)
    @pytest.mark.parametrize("columns", WIDTHS)
    def test_the_emergency_signs_come_first_and_the_advice_of_that_kind_next(
        self, key: str, columns: int
    ) -> None:
        wrong = the_guide().safety.something_wrong
        (kind,) = (kind for kind in wrong.kinds if kind.key == key)
        text = told(ended_wrong(key), columns=columns)

        first = f"Caution: {wrong.signs.glance} {wrong.signs.spoken} Caution: "
        assert text.startswith(first)
        assert text[len(first) :].lower().startswith(f"{kind.name} {kind.advice.spoken.lower()}")
        assert f"something wrong, {kind.name}" in text

    @pytest.mark.parametrize("key", [None, "of-another-version"])
    def test_a_kind_that_is_not_known_is_told_as_an_unanswered_one(self, key: str | None) -> None:
        assert told(ended_wrong(key)) == told(ended_wrong(the_unanswered()))

    def test_a_session_that_ended_otherwise_begins_with_itself(self) -> None:
        assert "Caution" not in told(a_result(Ending.RATINGS))


def the_unanswered() -> str:
    return the_guide().safety.something_wrong.unanswered


class TestOnTheScreen:
    def test_the_usual_case_is_short(self) -> None:
        assert len(summary_lines(the_guide(), BOTH, (LEFT, RIGHT), piped())) <= 40

    @pytest.mark.parametrize("columns", WIDTHS)
    @pytest.mark.parametrize("glyphs", GLYPHS)
    @pytest.mark.parametrize("result", [BOTH, ended_wrong("numb")])
    def test_it_fits_the_width(self, columns: int, glyphs: Glyphs, result: Result) -> None:
        look = Look(columns, glyphs)
        lines = [
            *summary_lines(the_guide(), result, (LEFT, RIGHT), look),
            *summary_lines(fictitious_guide(), a_result(), (THE_ARM,), look),
        ]

        assert max(width_of(line) for line in lines) <= columns

    def test_a_terminal_without_other_characters_gets_none(self) -> None:
        lines = summary_lines(fictitious_guide(), a_result(), (THE_ARM,), Look(80, GLYPHS[1]))

        assert "".join(text_of(line) for line in lines).isascii()

    def test_nothing_of_a_guide_is_taken_as_markup(self) -> None:
        tricky = "[bold red]:warning: [/]"
        guide = the_guide()
        guide = replace(guide, protocol=replace(guide.protocol, title=tricky))

        assert tricky in printed(summary_lines(guide, BOTH, (LEFT,), piped()))
