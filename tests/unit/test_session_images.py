"""The picture of a session as images: where they lie, and how the tool moves over them."""

from __future__ import annotations

import re

import pytest

from tpguide.session.picture_state import NOTHING, LitPlace, PictureState
from tpguide.ui.pictures.svg import Drawing, drawing
from tpguide.ui.session.images import GROUND, PERSON, TOOL, SessionImages
from tpguide.ui.session.layout import PictureSpace

#: As wide as 10 columns and as high as 20 rows of such cells; the tool is one row high.
LEG = """
  <rect width="10" height="40" fill="#888888"/>
  <rect id="place" y="10" width="10" height="10" fill="#777777"/>
  <rect id="tool" y="4" width="10" height="2" fill="#0000ff" visibility="hidden"/>
"""
PERSON_SVG = '<rect width="20" height="10" fill="#ff0000"/>'
SPACE = PictureSpace(12, 40)
PLACE = LitPlace("leg", "place", "tool")
#: What an image is shown by: row and column from 1, its number, where its part begins, its cells.
SHOWN = re.compile(
    r"\x1b\[(\d+);(\d+)H\x1b_Ga=p,i=(\d),p=1,q=2,C=1,x=(\d+),y=(\d+),w=\d+,h=\d+,c=(\d+),r=(\d+)"
)


def drawing_of(key: str) -> Drawing:
    box, content = {"leg": ("0 0 10 40", LEG), "person": ("0 0 20 10", PERSON_SVG)}[key]
    return drawing(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{content}</svg>'.encode()
    )


def shown(escapes: str) -> dict[int, tuple[int, ...]]:
    """Each image by its number: row, column, left, top, columns, rows."""
    found = (tuple(map(int, one)) for one in SHOWN.findall(escapes))
    return {one[2]: (*one[:2], *one[3:]) for one in found}


def test_the_screen_has_blank_rows_where_the_images_lie() -> None:
    rows = SessionImages(drawing_of).rows(PictureState("person", PLACE), SPACE)

    assert {"".join(part.text for part in row) for row in rows} == {" " * 12}
    assert len(rows) == 24 + 1 + 3


def test_place_and_person_lie_below_each_other_in_the_middle() -> None:
    over = SessionImages(drawing_of).overlay(PictureState("person", PLACE), SPACE, 5, 60)

    assert shown(over.still) == {
        GROUND: (6, 61, 0, 0, 12, 24),
        PERSON: (31, 61, 0, 0, 12, 3),
    }


@pytest.mark.parametrize(("position", "row", "top"), [(0.0, 6, 80), (1.0, 10, 80)])
def test_the_tool_goes_from_edge_to_edge_of_the_place(position: float, row: int, top: int) -> None:
    space = PictureSpace(10, 20)
    over = SessionImages(drawing_of).overlay(PictureState(None, PLACE, position), space, 0, 0)

    assert shown(over.moves)[TOOL] == (row, 1, 0, top, 10, 2)


def test_between_cells_another_part_of_its_image_is_shown() -> None:
    space = PictureSpace(10, 20)
    images = SessionImages(drawing_of)

    tops = {
        shown(images.overlay(PictureState(None, PLACE, share / 40), space, 0, 0).moves)[TOOL][3]
        for share in range(41)
    }

    assert len(tops) > 1


def test_nothing_is_sent_again_for_the_tool_to_move() -> None:
    images = SessionImages(drawing_of)
    first, second = (
        images.overlay(PictureState(None, PLACE, position), SPACE, 0, 0) for position in (0.2, 0.7)
    )

    assert first.still == second.still
    assert first.moves != second.moves
    assert len(second.moves) < 100


def test_where_it_lies_the_tool_goes_to_the_right() -> None:
    space = PictureSpace(30, 5, is_low=True)
    images = SessionImages(drawing_of)
    (first,), (last,) = (
        shown(images.overlay(PictureState(None, PLACE, at), space, 0, 0).moves).values()
        for at in (0.0, 1.0)
    )

    assert first[0] == last[0]
    assert first[1] < last[1]


def test_of_nothing_the_images_are_forgotten() -> None:
    images = SessionImages(drawing_of)
    images.overlay(PictureState("person"), SPACE, 0, 0)

    assert not shown(images.overlay(NOTHING, SPACE, 0, 0).still)
    assert "a=d" in images.overlay(NOTHING, SPACE, 0, 0).still
    assert images.overlay(NOTHING, None, 0, 0).still


def test_a_drawing_without_such_parts_costs_the_picture_alone() -> None:
    spot = LitPlace("person", "no-such-part", "tool")

    assert SessionImages(drawing_of).rows(PictureState(None, spot), SPACE) == []
