"""A drawing in a browser: its tool goes to its end and back, and nothing of a guide's runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tpguide.ui.pictures.animation import animated
from tpguide.ui.pictures.svg import Drawing, drawing
from tpguide.ui.pictures.svg_check import PictureError

PICTURES = Path(__file__).parents[2] / "data" / "pictures"
WHEEL = '<g id="wheel" visibility="hidden"><circle cx="2" cy="3" r="1"/></g>'
END = '<circle id="wheel-end" cx="8" cy="5" r="1"/>'
MOTION_IS_WANTED = "@media screen and (prefers-reduced-motion:no-preference)"


def a_drawing(content: str) -> Drawing:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{content}</svg>'
    return drawing(svg.encode())


def test_the_tool_goes_to_its_end_and_back_at_its_pace() -> None:
    svg = animated(a_drawing(WHEEL + END), "wheel", 4).decode()

    assert "translate(6px,2px)" in svg
    assert "#wheel{animation:stroke 4s ease-in-out infinite alternate}" in svg
    assert "visibility" not in svg


def test_it_stands_still_on_paper_and_where_motion_is_not_wanted() -> None:
    svg = animated(a_drawing(WHEEL + END), "wheel", 4).decode()
    always, _, moving = svg.partition(MOTION_IS_WANTED)

    assert "animation" not in always
    assert "animation" in moving


@pytest.mark.parametrize("content", [WHEEL, END, WHEEL + END.replace("8", "far"), "<g/>"])
def test_a_drawing_that_does_not_say_where_it_goes_stands_still(content: str) -> None:
    assert b"<style>" not in animated(a_drawing(content), "wheel", 4)


def test_a_style_of_a_guides_own_is_still_refused() -> None:
    with pytest.raises(PictureError, match="<style>"):
        a_drawing("<style>*{animation:x 1s}</style>")


@pytest.mark.parametrize("name", ["roller-crossed", "roller-uncrossed", "calf-zones"])
def test_the_shipped_rollers_move_within_their_drawings(name: str) -> None:
    picture = drawing((PICTURES / f"{name}.svg").read_bytes())
    svg = animated(picture, "roller", 4).decode()
    way = re.search(r"translate\((-?[\d.]+)px,(-?[\d.]+)px\)", svg)

    assert way
    assert 30 < max(abs(float(way[1])), abs(float(way[2]))) < picture.height / 3
