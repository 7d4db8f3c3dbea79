"""The picture beside the seconds: what of a scene is drawn, how large, and how often."""

from __future__ import annotations

import pytest

from tpguide.modes import PictureMode
from tpguide.session.picture_state import NOTHING, LitPlace, PictureState
from tpguide.ui.pictures.svg import Drawing, drawing
from tpguide.ui.session.layout import PictureSpace
from tpguide.ui.session.picture import LIT, PictureRow, SessionPicture

#: Ten wide and twenty high: a leg with two places on it, and a tool that the file hides.
LEG = """
  <rect id="leg" width="10" height="20" fill="#888888"/>
  <rect id="left-place" width="5" height="10" fill="#777777"/>
  <rect id="low-place" y="10" width="10" height="10" fill="#777777"/>
  <rect id="tool" width="10" height="2" fill="#0000ff" visibility="hidden"/>
"""
#: Twice as wide as high.
PERSON = '<rect id="person" width="20" height="10" fill="#ff0000"/>'
DRAWINGS = {
    "leg": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20">{LEG}</svg>',
    "person": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">{PERSON}</svg>',
}
PLACE = LitPlace("leg", "left-place", "tool")
COLUMNS, ROWS = 24, 32
BLUE = "#0000ff"


class Files:
    """Finds drawings, and counts how often it had to."""

    def __init__(self, **drawings: str) -> None:
        self._drawings = drawings
        self.asked: list[str] = []

    def drawing_of(self, key: str) -> Drawing | None:
        self.asked.append(key)
        return drawing(self._drawings[key].encode()) if key in self._drawings else None


def drawn(
    seen: PictureState,
    mode: PictureMode = PictureMode.HALF_BLOCKS,
    rows: int = ROWS,
    files: Files | None = None,
    *,
    is_low: bool = False,
) -> list[PictureRow]:
    files = files or Files(**DRAWINGS)
    return SessionPicture(files.drawing_of, mode).rows(seen, PictureSpace(COLUMNS, rows, is_low))


def colours(rows: list[PictureRow]) -> list[list[str]]:
    """The colour of the upper half of each cell, or nothing where the background shows."""
    return [
        [
            segment.style.color.name if segment.style and segment.style.color else ""
            for segment in row
            for _ in segment.text
        ]
        for row in rows
    ]


def where(rows: list[PictureRow], colour: str) -> tuple[set[int], set[int]]:
    """The rows and the columns that have some of that colour."""
    found = [
        (y, x)
        for y, row in enumerate(colours(rows))
        for x, each in enumerate(row)
        if each == colour
    ]
    return {y for y, _ in found}, {x for _, x in found}


class TestWhatIsDrawn:
    def test_a_posture_alone_is_as_large_as_it_may_be(self) -> None:
        rows = drawn(PictureState("person"))

        assert len(rows) == COLUMNS // 4
        assert {len(row) for row in colours(rows)} == {COLUMNS}

    def test_a_place_stands_above_the_posture_with_a_gap_between(self) -> None:
        rows = drawn(PictureState("person", PLACE))
        empty = [y for y, row in enumerate(colours(rows)) if not any(row)]

        assert len(rows) <= ROWS
        assert max(where(rows, LIT)[0]) < empty[0] < min(where(rows, "#ff0000")[0])

    def test_all_rows_are_as_wide_as_the_room_there_is(self) -> None:
        assert {len(row) for row in colours(drawn(PictureState("person", PLACE)))} == {COLUMNS}

    def test_where_there_is_no_room_for_both_it_is_the_place(self) -> None:
        rows = drawn(PictureState("person", PLACE), rows=12)

        assert where(rows, "#ff0000") == (set(), set())
        assert len(rows) == 12

    def test_the_tool_goes_along_the_place(self) -> None:
        first, last = (
            where(drawn(PictureState(None, PLACE, position), rows=20), BLUE)[0]
            for position in (0.0, 1.0)
        )

        assert min(first) == 0
        assert max(last) == 9

    def test_where_it_lies_the_tool_goes_along_the_place_from_left_to_right(self) -> None:
        first, last = (
            where(drawn(PictureState(None, PLACE, position), is_low=True), BLUE)[1]
            for position in (0.0, 1.0)
        )

        assert min(first) == 0
        assert max(last) == COLUMNS // 2 - 1

    def test_where_there_is_no_room_for_it_upright_the_place_lies_alone(self) -> None:
        rows = drawn(PictureState("person", PLACE), rows=6, is_low=True)

        assert len(rows) == 6
        assert where(rows, "#ff0000") == (set(), set())

    def test_the_place_is_seen_through_the_tool(self) -> None:
        tool = [colour for colour in colours(drawn(PictureState(None, PLACE)))[0] if colour]
        on_the_place, beside_it = tool[: len(tool) // 2], tool[len(tool) // 2 :]

        assert set(beside_it) == {BLUE}
        assert set(on_the_place).isdisjoint({BLUE, LIT})

    def test_the_other_side_is_the_mirror_image(self) -> None:
        seen = PictureState(None, PLACE)
        _, left = where(drawn(seen), LIT)
        _, right = where(drawn(PictureState(None, PLACE, is_mirrored=True)), LIT)

        assert left
        assert right == {COLUMNS - 1 - column for column in left}

    def test_a_place_without_a_tool_is_lit_as_well(self) -> None:
        rows = drawn(PictureState(None, LitPlace("leg", "low-place", None)), rows=20)

        assert where(rows, LIT)[0] == set(range(10, 20))
        assert where(rows, BLUE)[0] == set()

    def test_of_nothing_there_are_no_rows(self) -> None:
        assert drawn(NOTHING) == []

    def test_who_wants_no_pictures_gets_none(self) -> None:
        assert drawn(PictureState("person", PLACE), PictureMode.NONE) == []

    def test_in_plain_characters_a_small_person_is_left_out(self) -> None:
        assert drawn(PictureState("person"), PictureMode.BRAILLE) != []
        assert drawn(PictureState("person"), PictureMode.CHARACTERS) == []

    def test_in_plain_characters_nothing_lies_down_in_a_low_window(self) -> None:
        assert drawn(PictureState(None, PLACE), PictureMode.CHARACTERS, rows=6, is_low=True) == []


class TestWhatIsMissing:
    def test_a_drawing_that_is_not_there_costs_only_itself(self) -> None:
        without_person = Files(leg=DRAWINGS["leg"])
        without_leg = Files(person=DRAWINGS["person"])

        assert drawn(PictureState("person", PLACE), files=without_person) == drawn(
            PictureState(None, PLACE)
        )
        assert where(drawn(PictureState("person", PLACE), files=without_leg), "#ff0000")[0]

    @pytest.mark.parametrize(
        "spot",
        [LitPlace("leg", "no-such-place", "tool"), LitPlace("leg", "left-place", "no-such-tool")],
    )
    def test_a_part_that_is_not_there_is_not_shown(self, spot: LitPlace) -> None:
        rows = drawn(PictureState("person", spot))

        assert where(rows, "#888888")[0]
        assert where(rows, LIT)[0] == where(rows, BLUE)[0] == set()


class TestHowOften:
    def test_a_scene_is_drawn_once_whatever_the_tool_does(self) -> None:
        files = Files(**DRAWINGS)
        picture = SessionPicture(files.drawing_of, PictureMode.HALF_BLOCKS)

        for tenths in range(11):
            picture.rows(PictureState("person", PLACE, tenths / 10), PictureSpace(COLUMNS, ROWS))

        assert sorted(files.asked) == ["leg", "person"]

    def test_another_size_or_place_is_drawn_anew(self) -> None:
        picture = SessionPicture(Files(**DRAWINGS).drawing_of, PictureMode.HALF_BLOCKS)
        first = picture.rows(PictureState(None, PLACE), PictureSpace(COLUMNS, ROWS))

        assert len(picture.rows(PictureState(None, PLACE), PictureSpace(COLUMNS, 16))) == 16
        assert (
            picture.rows(
                PictureState(None, LitPlace("leg", "low-place", "tool")),
                PictureSpace(COLUMNS, ROWS),
            )
            != first
        )
        assert picture.rows(PictureState(None, PLACE), PictureSpace(COLUMNS, ROWS)) == first
