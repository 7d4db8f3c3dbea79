from __future__ import annotations

import base64
import os
import re
import select
import signal
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from struct import pack

import pytest
from hypothesis import given, strategies as st
from rich.segment import Segment

from drawings import rasterised, rasterised_beside
from systems import unix_only
from tpguide.modes import PictureMode
from tpguide.ui.pictures.cells import cells
from tpguide.ui.pictures.moving_part import MovingPart
from tpguide.ui.pictures.pixels import TRANSPARENT, kitty, pixels, png, sixel
from tpguide.ui.pictures.svg import Drawing, drawing
from tpguide.ui.pictures.svg_check import PictureError

PICTURES = sorted((Path(__file__).parents[2] / "data" / "pictures").glob("*.svg"))
DRAWN_WITHOUT_COLOUR = [PictureMode.BRAILLE, PictureMode.CHARACTERS]
IN_COLOUR = [PictureMode.SEXTANTS, PictureMode.QUADRANTS, PictureMode.HALF_BLOCKS]
ALL_DRAWN = [*IN_COLOUR, *DRAWN_WITHOUT_COLOUR]

RED, BLUE = 0xFF0000, 0x0000FF


def a_picture(content: str, view_box: str = "0 0 4 4") -> Drawing:
    return drawing(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view_box}">{content}</svg>'.encode()
    )


def a_square(x: int, y: int, fill: str, part: str = "") -> str:
    name = f'id="{part}" ' if part else ""
    return f'<rect {name}x="{x}" y="{y}" width="1" height="1" fill="{fill}"/>'


def shipped(name: str) -> Drawing:
    return drawing(next(path for path in PICTURES if path.stem == name).read_bytes())


Row = tuple[Segment, ...]


def plain(rows: list[Row]) -> list[str]:
    return ["".join(segment.text for segment in row) for row in rows]


def looks(rows: list[Row]) -> list[list[tuple[str, str]]]:
    """Each cell as its character and its style, whatever the segments."""
    return [
        [(glyph, str(segment.style or "")) for segment in row for glyph in segment.text]
        for row in rows
    ]


def share_of_dots(rows: list[Row]) -> float:
    """How much of the cells that aren't empty is dots."""
    patterns = [ord(glyph) - 0x2800 for row in plain(rows) for glyph in row if glyph != " "]
    return sum(pattern.bit_count() for pattern in patterns) / (8 * len(patterns))


class TestTheShippedPictures:
    def test_there_are_all_that_the_article_and_the_session_need(self) -> None:
        assert [path.stem for path in PICTURES] == [
            "calf-zones",
            "heel-raise",
            "knee-to-wall",
            "mid-calf-section",
            "plantarflexion",
            "referred-pain",
            "roller-crossed",
            "roller-uncrossed",
            "supination",
            "where-it-lies",
        ]

    @pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
    def test_each_is_a_plain_drawing_with_a_title_and_a_description(self, path: Path) -> None:
        svg = drawing(path.read_bytes()).svg.decode()

        assert re.search(r"<title>\S.*</title>", svg)
        assert re.search(r"<desc>\S[^<]*\.</desc>", svg)

    def test_each_is_small(self) -> None:
        assert [path.stem for path in PICTURES if path.stat().st_size >= 12_000] == []

    def test_the_nine_strips_are_numbered(self) -> None:
        numbers = {part for part in shipped("calf-zones").parts if part.startswith("fine-number-")}

        assert numbers == {f"fine-number-{number}" for number in range(1, 10)}

    @pytest.mark.parametrize("columns", [24, 40, 60])
    def test_each_leaves_some_of_the_background_alone(self, columns: int) -> None:
        for path in PICTURES:
            image = pixels(drawing(path.read_bytes()), columns)
            empty = sum(line.count(TRANSPARENT) for line in image)

            assert 0.1 < empty / (len(image) * columns) < 0.8, path.stem

    @pytest.mark.parametrize(
        ("name", "parts"),
        [
            ("where-it-lies", {"muscle", "soleus", "gastrocnemius", "tibia", "fibula"}),
            ("referred-pain", {"pain-main", "pain-spill-over"}),
            (
                "mid-calf-section",
                {"muscle", "soleus", "gastrocnemius", "tibia", "fibula", "roller"},
            ),
            ("roller-crossed", {"roller"}),
            ("roller-uncrossed", {"roller"}),
            (
                "calf-zones",
                {"roller"}
                | {f"no-go-{place}" for place in ("knee-hollow", "achilles-tendon", "fibula-knob")}
                | {f"zone-{zone}" for zone in ("upper", "middle", "lower")}
                | {
                    f"cell-{zone}-{strip}"
                    for zone in ("upper", "middle", "lower")
                    for strip in ("inner", "centre", "outer")
                },
            ),
        ],
    )
    def test_they_have_the_parts_that_guides_name(self, name: str, parts: set[str]) -> None:
        assert parts <= shipped(name).parts

    def test_the_main_area_of_pain_is_solid_and_its_spill_over_stippled(self) -> None:
        main, spill_over = (
            cells(shipped("referred-pain").with_part_alone(part), 40, None, PictureMode.BRAILLE)
            for part in ("pain-main", "pain-spill-over")
        )

        assert share_of_dots(main) > 0.75
        assert share_of_dots(spill_over) < 0.6

    @pytest.mark.parametrize("zone", ["upper", "middle", "lower"])
    def test_the_inner_strip_is_on_the_right_of_a_left_leg_seen_from_behind(
        self, zone: str
    ) -> None:
        outer, inner = (
            columns_with_something(shipped("calf-zones").with_part_alone(f"cell-{zone}-{strip}"))
            for strip in ("outer", "inner")
        )

        assert max(outer) < min(inner)

    @pytest.mark.parametrize("place", ["knee-hollow", "achilles-tendon", "fibula-knob"])
    def test_no_cell_of_the_calf_lies_on_a_place_to_leave_alone(self, place: str) -> None:
        calf = shipped("calf-zones")
        left_alone = pixels(calf.with_part_alone(f"no-go-{place}"), 100)
        cell_parts = [part for part in calf.parts if part.startswith("cell-")]
        worked = [pixels(calf.with_part_alone(part), 100) for part in cell_parts]

        assert not [
            (x, y)
            for y, line in enumerate(left_alone)
            for x, colour in enumerate(line)
            if colour != TRANSPARENT and any(image[y][x] != TRANSPARENT for image in worked)
        ]


def columns_with_something(picture: Drawing) -> set[int]:
    return {
        x for line in pixels(picture, 40) for x, colour in enumerate(line) if colour != TRANSPARENT
    }


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("content", "says"),
        [
            ("<script>1</script>", "<script>"),
            ("<foreignObject/>", "<foreignObject>"),
            ('<image href="x.png"/>', "<image>"),
            ('<use href="#a"/>', "<use>"),
            ("<style>*{}</style>", "<style>"),
            ("<text>words</text>", "<text>"),
            ('<g><svg viewBox="0 0 1 1"/></g>', "<svg>"),
            ('<x:g xmlns:x="urn:other"/>', "<g>"),
            ('<rect onclick="1"/>', "“onclick”"),
            ('<rect fill="url(#elsewhere)"/>', "“fill”"),
            ('<rect href="http://example.org"/>', "“href”"),
            ('<g xmlns:x="http://www.w3.org/1999/xlink" x:href="#a"/>', "“href”"),
            ('<g xml:base="http://example.org"/>', "“base”"),
            ('<rect style="fill:red"/>', "“style”"),
            ('<rect id="a b"/>', "an id"),
            ("<g>" * 21 + "</g>" * 21, "20 deep"),
            ('<rect stroke-dasharray="1e-9"/>', "“stroke-dasharray”"),
            ('<rect filter="blur(1e9)"/>', "“filter”"),
            ('<rect width="1e38"/>', "far larger"),
            ('<path d="M0 0L4-99999"/>', "far outside"),
            ('<rect transform="translate(123456)"/>', "far outside"),
            ('<rect transform="matrix(11 0 0 1 0 0)"/>', "far larger"),
            ('<g transform="scale(9)"><rect transform="scale(9)"/></g>', "far larger"),
            ('<rect transform="skewX(89.99)"/>', "far larger"),
        ],
    )
    def test_what_runs_loads_refers_or_hides_its_colours(self, content: str, says: str) -> None:
        with pytest.raises(PictureError, match=re.escape(says)):
            a_picture(content)

    @pytest.mark.parametrize(
        ("svg", "says"),
        [
            (b"", "not SVG"),
            (b"<svg", "not SVG"),
            (b"<html/>", "<html>"),
            (b"\xff\xfe<\x00s\x00v\x00g\x00", "UTF-8"),
            (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1"/>', "document type"),
            (b"<svg><!--" + b"-" * 0 + b" " * 200_000 + b"--></svg>", "bytes"),
        ],
    )
    def test_what_is_no_svg_or_could_grow_while_it_is_read(self, svg: bytes, says: str) -> None:
        with pytest.raises(PictureError, match=re.escape(says)):
            drawing(svg)

    @pytest.mark.parametrize(
        "view_box",
        ["", "0 0 4", "0 0 4 none", "0 0 0 4", "0 0 4 nan", "0 0 inf 4", "0 0 1 11", "0 0 1e9 1e9"],
    )
    def test_a_view_box_that_has_no_sensible_size(self, view_box: str) -> None:
        with pytest.raises(PictureError, match="view box"):
            a_picture("", view_box)

    def test_what_moves_turns_and_scales_a_little_is_drawn(self) -> None:
        turned = '<g transform="matrix(0 1 -1 0 4 0) rotate(360)"><rect width="1" height="1"/></g>'

        assert pixels(a_picture(turned), 4)[0] == (-1, -1, -1, 0)

    @pytest.mark.parametrize("size", ['width="200mm" height="99mm"', 'width="0"', 'height="9e9"'])
    def test_the_size_on_paper_does_not_matter(self, size: str) -> None:
        on_paper = drawing(f'<svg viewBox="0 0 4 4" {size}/>'.encode())

        assert len(pixels(on_paper, 4)) == 4

    @given(st.binary() | st.text("<svg/>!=\"' &#x;{}[]\n\0é").map(str.encode))
    def test_anything_is_a_drawing_or_a_picture_error(self, svg: bytes) -> None:
        with suppress(PictureError):
            assert drawing(svg).width > 0

    def test_a_part_that_is_not_there_is_named_with_those_that_are(self) -> None:
        picture = a_picture(a_square(0, 0, "red", "one") + a_square(1, 0, "red", "two"))

        with pytest.raises(PictureError, match="“three”") as refused:
            picture.with_part_lit("three", "#ff0000")

        assert refused.value.hint == "It has: one, two."


class TestParts:
    def test_a_lit_part_is_filled_with_the_colour_and_opaque(self) -> None:
        picture = a_picture(
            '<g id="part"><rect width="2" height="4" fill="#00f" fill-opacity="0.2"/></g>'
        )

        assert pixels(picture.with_part_lit("part", "#ff0000"), 4)[0] == (RED, RED, -1, -1)

    def test_what_is_not_filled_in_a_lit_part_stays_empty(self) -> None:
        outline = '<rect x="1" y="1" width="6" height="6" fill="none" stroke="#0000ff"/>'
        picture = a_picture(f'<g id="part">{outline}</g>', "0 0 8 8")

        assert pixels(picture.with_part_lit("part", "#ff0000"), 8)[4][3:5] == (-1, -1)

    def test_lighting_one_part_leaves_the_others(self) -> None:
        picture = a_picture(a_square(0, 0, "#0000ff", "one") + a_square(1, 0, "#0000ff", "two"))

        assert pixels(picture.with_part_lit("two", "#ff0000"), 4)[0] == (BLUE, RED, -1, -1)
        assert pixels(picture, 4)[0] == (BLUE, BLUE, -1, -1)

    def test_mirroring_swaps_left_and_right_within_the_view_box(self) -> None:
        picture = a_picture(a_square(11, 20, "#ff0000"), "10 20 4 4")

        assert pixels(picture, 4)[0] == (-1, RED, -1, -1)
        assert pixels(picture.mirrored(), 4)[0] == (-1, -1, RED, -1)
        assert pixels(picture.mirrored().mirrored(), 4) == pixels(picture, 4)

    def test_a_mirrored_drawing_still_says_what_it_shows(self) -> None:
        mirrored = a_picture("<title>A leg</title>" + a_square(0, 0, "red")).mirrored()

        assert re.search(rb"<svg[^>]*><title>A leg</title>", mirrored.svg)
        assert mirrored.svg.count(b"<title>") == 1

    def test_a_part_alone_is_shown_even_if_the_file_hides_it(self) -> None:
        hidden = '<g id="part" visibility="hidden">' + a_square(1, 0, "#ff0000") + "</g>"
        picture = a_picture(a_square(0, 0, "#0000ff", "other") + hidden)

        assert pixels(picture, 4)[0] == (BLUE, -1, -1, -1)
        assert pixels(picture.with_part_alone("part"), 4)[0] == (-1, RED, -1, -1)
        assert pixels(picture.without_part("other"), 4)[0] == (-1, -1, -1, -1)

    def test_beside_a_part_alone_nothing_else_is_shown(self) -> None:
        other = f'<g visibility="visible">{a_square(0, 0, "#0000ff")}</g>'
        picture = a_picture(other + a_square(1, 0, "#ff0000", "part"))

        assert pixels(picture.with_part_alone("part"), 4)[0] == (-1, RED, -1, -1)

    def test_numbers_can_be_read_in_the_mirror_image_too(self) -> None:
        one = '<path d="M0 0L1 0L1 4L0 4Z M1 0L2 0L2 1L1 1Z"/>'
        numbers = a_picture(f'<g id="fine-numbers" fill="#ff0000">{one}</g>')

        for row in pixels(numbers.mirrored(), 4)[:2]:
            assert [colour == RED for colour in row][:2] == [False, False]
        assert pixels(numbers.mirrored(), 4)[0][2:] == (RED, RED)
        assert pixels(numbers.mirrored(), 4)[1][2:] == (RED, TRANSPARENT)

    def test_what_is_written_is_a_drawing_again(self) -> None:
        picture = shipped("calf-zones").with_part_lit("zone-upper", "#ff0000").mirrored()

        assert drawing(picture.svg).svg == picture.svg


class TestCells:
    def test_a_half_block_holds_two_pixels_and_shows_the_background_where_there_are_none(
        self,
    ) -> None:
        picture = a_picture(
            a_square(0, 0, "#ff0000")
            + a_square(1, 1, "#0000ff")
            + a_square(2, 0, "#ff0000")
            + a_square(2, 1, "#0000ff"),
            "0 0 4 2",
        )

        assert looks(cells(picture, 4, None, PictureMode.HALF_BLOCKS)) == [
            [("▀", "#ff0000"), ("▄", "#0000ff"), ("▀", "#ff0000 on #0000ff"), (" ", "")]
        ]

    def test_quadrants_show_an_edge_that_runs_through_a_cell(self) -> None:
        picture = a_picture(
            '<rect width="1" height="4" fill="#ff0000"/>'
            '<rect x="1" width="3" height="4" fill="#0000ff"/>'
            '<rect x="4" width="1" height="2" fill="#00ff00"/>',
            "0 0 6 4",
        )

        assert looks(cells(picture, 3, None, PictureMode.QUADRANTS)) == [
            [("▌", "#ff0000 on #0000ff"), ("█", "#0000ff"), ("▘", "#00ff00")]
        ]

    def test_sextants_show_thirds_of_a_cell(self) -> None:
        picture = a_picture(
            '<rect width="6" height="4" fill="#ff0000"/><rect width="3" height="8" fill="#ff0000"/>'
            '<rect x="6" width="3" height="12" fill="#0000ff"/>'
            '<rect x="9" width="3" height="12" fill="#ff0000"/>',
            "0 0 12 12",
        )

        assert looks(cells(picture, 2, None, PictureMode.SEXTANTS)) == [
            [("🬆", "#ff0000"), ("▌", "#0000ff on #ff0000")]
        ]

    @pytest.mark.parametrize(("covered", "shown"), [(0.3, " "), (0.7, "▀")])
    def test_a_pixel_is_there_if_most_of_it_is_covered(self, covered: float, shown: str) -> None:
        picture = a_picture(f'<rect width="{covered}" height="1"/>', "0 0 1 2")

        assert plain(cells(picture, 1, None, PictureMode.HALF_BLOCKS)) == [shown]

    def test_a_line_half_as_wide_as_a_dot_is_still_drawn_without_colour(self) -> None:
        ground = '<rect width="4" height="4" fill="#ffe0d0"/>'
        picture = a_picture(ground + '<rect x="1" width="0.5" height="4"/>')

        assert plain(cells(picture, 2, None, PictureMode.BRAILLE)) == ["⢸ "]

    def test_braille_draws_a_dot_where_it_is_dark(self) -> None:
        picture = a_picture(
            a_square(0, 0, "#000000") + a_square(3, 3, "#000000") + a_square(1, 0, "#ffffff")
        )

        assert plain(cells(picture, 2, None, PictureMode.BRAILLE)) == ["⠁⢀"]

    def test_what_is_neither_dark_nor_light_is_stippled(self) -> None:
        picture = a_picture('<rect width="4" height="4" fill="#8f8f8f"/>')

        assert plain(cells(picture, 2, None, PictureMode.BRAILLE)) == ["⢕⢕"]

    @pytest.mark.parametrize(
        ("line", "looks_like"),
        [
            ('x="0" y="0" width="1" height="4"', "|"),
            ('x="0" y="3" width="2" height="1"', "_"),
            ('x="0" y="1" width="2" height="1"', "-"),
            ('x="0" y="0" width="2" height="4"', "#"),
            ('x="9" y="9" width="1" height="1"', " "),
        ],
    )
    def test_plain_characters_look_like_the_dots_they_stand_for(
        self, line: str, looks_like: str
    ) -> None:
        picture = a_picture(f"<rect {line}/>", "0 0 2 4")

        assert plain(cells(picture, 1, None, PictureMode.CHARACTERS)) == [looks_like]

    @pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
    def test_plain_characters_are_ascii(self, path: Path) -> None:
        rows = cells(drawing(path.read_bytes()), 40, None, PictureMode.CHARACTERS)

        assert all(row.isascii() and row.isprintable() for row in plain(rows))

    @pytest.mark.parametrize("mode", DRAWN_WITHOUT_COLOUR)
    @pytest.mark.parametrize("colour", ["#ffffff", "#ff0000"])
    def test_without_colour_a_lit_part_is_solid_whatever_its_colour(
        self, mode: PictureMode, colour: str
    ) -> None:
        picture = a_picture('<rect id="part" width="4" height="4" fill="#ffe0d0"/>')
        solid = {PictureMode.BRAILLE: "⣿⣿", PictureMode.CHARACTERS: "##"}

        assert plain(cells(picture.with_part_lit("part", colour), 2, None, mode)) == [solid[mode]]
        assert plain(cells(picture, 2, None, mode)) != [solid[mode]]

    @pytest.mark.parametrize("mode", DRAWN_WITHOUT_COLOUR)
    def test_without_colour_nothing_is_styled(self, mode: PictureMode) -> None:
        rows = cells(shipped("calf-zones"), 30, None, mode)

        assert not any(segment.style for row in rows for segment in row)

    @pytest.mark.parametrize("mode", ALL_DRAWN)
    @pytest.mark.parametrize(("columns", "rows"), [(24, 9), (40, 30), (61, 12), (7, None)])
    def test_a_picture_keeps_its_shape_within_the_room_it_gets(
        self, mode: PictureMode, columns: int, rows: int | None
    ) -> None:
        for path in PICTURES:
            picture = drawing(path.read_bytes())
            taken = cells(picture, columns, rows, mode)
            widths = set(map(len, plain(taken)))
            shape = 2 * len(taken) / max(widths)

            assert len(widths) == 1, path.stem
            assert max(widths) <= columns, path.stem
            assert rows is None or len(taken) <= rows, path.stem
            assert max(widths) == columns or len(taken) >= (rows or 0) - 1, path.stem
            assert abs(shape - picture.height / picture.width) <= 2.5 / max(widths), path.stem

    def test_no_picture_is_no_rows(self) -> None:
        assert cells(shipped("calf-zones"), 40, None, PictureMode.NONE) == []

    @pytest.mark.parametrize("mode", [PictureMode.KITTY, PictureMode.SIXEL])
    def test_a_terminal_that_takes_images_has_quadrants_too(self, mode: PictureMode) -> None:
        picture = shipped("calf-zones")

        assert looks(cells(picture, 24, None, mode)) == looks(
            cells(picture, 24, None, PictureMode.QUADRANTS)
        )


class TestFewPixels:
    FINE = '<g id="fine-dots">' + a_square(0, 0, "#ff0000") + a_square(2, 2, "#ff0000") + "</g>"
    COARSE = '<rect id="coarse-area" width="4" height="4" fill="#0000ff" visibility="hidden"/>'

    def test_coarse_parts_stand_for_fine_ones(self) -> None:
        picture = a_picture(self.FINE + self.COARSE)

        assert {*pixels(picture.for_few_pixels(), 4)[0]} == {BLUE}
        assert pixels(picture.for_many_pixels(), 4)[0] == (
            RED,
            TRANSPARENT,
            TRANSPARENT,
            TRANSPARENT,
        )

    @pytest.mark.parametrize(
        ("mode", "few", "many"),
        [("half-blocks", 51, 52), ("quadrants", 25, 26), ("braille", 25, 26)],
    )
    def test_what_is_fine_is_shown_from_52_elements_across_on(
        self, mode: str, few: int, many: int
    ) -> None:
        picture = a_picture(self.FINE + self.COARSE)
        only_coarse = a_picture(self.COARSE.replace(' visibility="hidden"', ""))

        for columns, is_coarse in ((few, True), (many, False)):
            drawn = looks(cells(picture, columns, None, PictureMode(mode)))
            coarse = looks(cells(only_coarse, columns, None, PictureMode(mode)))
            assert (drawn == coarse) is is_coarse

    def test_a_part_shown_alone_has_the_detail_there_is_room_for(self) -> None:
        picture = a_picture(f'<g id="part">{self.FINE}{self.COARSE}</g>')

        assert pixels(picture.for_many_pixels().with_part_alone("part"), 4)[0][1] == TRANSPARENT

    @pytest.mark.parametrize("mode", [PictureMode.QUADRANTS, PictureMode.BRAILLE])
    def test_a_line_is_left_out_where_it_would_be_all_that_is_seen(self, mode: PictureMode) -> None:
        ground = '<rect width="4" height="4" fill="#ffe0d0"/>'
        line = '<path d="M2 0V4" fill="none" stroke="#000000"/>'

        for columns, is_drawn in ((17, False), (18, True)):
            with_line, without = (
                looks(cells(a_picture(content), columns, None, mode))
                for content in (ground + line, ground)
            )
            assert (with_line != without) is is_drawn

    def test_in_few_pixels_what_is_filled_has_no_outline_and_lines_stay(self) -> None:
        picture = a_picture(
            '<g stroke="#ff0000" stroke-width="2"><rect width="4" height="2" fill="#0000ff"/>'
            '<path d="M0 3H4" fill="none"/></g>'
        )

        assert [{*line} for line in pixels(picture.without_outlines(), 4)] == [
            {BLUE},
            {BLUE},
            {RED},
            {RED},
        ]


class TestAMovingPart:
    COLUMNS = 8

    @staticmethod
    def picture(mover_at: int = 0, mover: str = "#ff0000", visibility: str = "visible") -> Drawing:
        return a_picture(
            '<rect id="path" x="1" y="2" width="6" height="10" fill="#00ff00"/>'
            f'<rect id="mover" x="2" y="{mover_at}" width="4" height="2" fill="{mover}" '
            f'visibility="{visibility}"/>',
            "0 0 8 16",
        )

    def moving(self, mode: PictureMode = PictureMode.HALF_BLOCKS) -> MovingPart:
        hidden = self.picture(visibility="hidden")
        return MovingPart(hidden, "mover", "path", columns=self.COLUMNS, rows=None, mode=mode)

    @pytest.mark.parametrize("mode", DRAWN_WITHOUT_COLOUR)
    @pytest.mark.parametrize(("share", "y"), [(0, 2), (0.25, 4), (0.5, 6), (1, 10), (2, 18)])
    def test_it_goes_along_another_part_from_edge_to_edge_and_over_all_else(
        self, mode: PictureMode, share: float, y: int
    ) -> None:
        assert looks(self.moving(mode).at(share)) == looks(
            cells(self.picture(y), self.COLUMNS, None, mode)
        )

    @pytest.mark.parametrize(("share", "y"), [(0, 2), (0.5, 6), (1, 10)])
    def test_in_colour_the_part_below_is_seen_through_it(self, share: float, y: int) -> None:
        mixed = self.picture(y, mover="#55aa00")

        assert looks(self.moving().at(share)) == looks(
            cells(mixed, self.COLUMNS, None, PictureMode.HALF_BLOCKS)
        )

    def test_a_frame_is_put_together_once(self) -> None:
        frames = self.moving()

        assert frames.at(0.26) is frames.at(0.24)

    def test_frames_do_not_change_one_another(self) -> None:
        frames = self.moving()
        before = looks(frames.at(0))
        frames.at(0.5)

        assert looks(frames.at(0)) == before


class Shelf:
    """Keeps images in memory, and counts what it was given."""

    def __init__(self, image: bytes | None = None) -> None:
        self.image = image
        self.given: list[bytes] = []

    def kept(self, key: str) -> bytes | None:
        return self.image

    def keep(self, key: str, png: bytes) -> None:
        self.given.append(png)
        self.image = png


class TestKeptImages:
    def test_what_was_rasterised_is_kept_and_not_rasterised_again(self) -> None:
        shelf = Shelf()
        picture = shipped("supination")

        assert cells(picture, 24, None, PictureMode.HALF_BLOCKS, images=shelf) == cells(
            picture, 24, None, PictureMode.HALF_BLOCKS, images=shelf
        )
        assert len(shelf.given) == 1

    def test_what_was_kept_is_what_is_shown(self) -> None:
        shelf = Shelf(png(a_picture(a_square(0, 0, "#ff0000")), 4))

        assert pixels(a_picture(""), 4, shelf)[0] == (RED, -1, -1, -1)

    def test_drawings_and_sizes_are_kept_apart(self) -> None:
        keys: list[str] = []

        class Keys(Shelf):
            def kept(self, key: str) -> None:
                keys.append(key)

        for picture in (a_picture(""), a_picture(a_square(0, 0, "red"))):
            for width in (4, 5):
                png(picture, width, Keys())

        assert len(set(keys)) == 4

    @pytest.mark.parametrize("torn", [b"", b"\x89PNG\r\n\x1a\n", b"something else"])
    def test_a_torn_image_is_rasterised_again(self, torn: bytes) -> None:
        shelf = Shelf(torn)

        assert pixels(a_picture(a_square(0, 0, "#ff0000")), 4, shelf)[0] == (RED, -1, -1, -1)
        assert len(shelf.given) == 1

    @pytest.mark.parametrize("filter_type", range(5))
    def test_every_filter_of_a_png_is_undone(self, filter_type: int) -> None:
        image = [[(37 * x * y + 91 * x + 5 * y) % 0x1000000 for x in range(9)] for y in range(7)]
        shelf = Shelf(a_png(image, filter_type))

        assert pixels(a_picture(""), 9, shelf) == tuple(map(tuple, image))


def a_png(image: list[list[int]], filter_type: int) -> bytes:
    """Encode colours as the PNG specification says, each line by *filter_type*."""
    lines = [b"".join(colour.to_bytes(3) + b"\xff" for colour in line) for line in image]
    packed = zlib.compress(b"".join(filtered(lines, filter_type)))
    header = pack(">IIBBBBB", len(image[0]), len(image), 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", packed[:20]), (b"IDAT", packed[20:]), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


def filtered(lines: list[bytes], filter_type: int) -> Iterator[bytes]:
    above = bytes(len(lines[0]))
    for line in lines:
        yield bytes([filter_type])
        for at, value in enumerate(line):
            left = line[at - 4] if at >= 4 else 0
            corner = above[at - 4] if at >= 4 else 0
            nearest = min(
                (left, above[at], corner), key=lambda v: abs(left + above[at] - corner - v)
            )
            predicted = (0, left, above[at], (left + above[at]) // 2, nearest)[filter_type]
            yield bytes([(value - predicted) % 0x100])
        above = line


class TestImagesForTerminals:
    def test_kitty_gets_a_png_in_pieces_it_accepts_and_does_not_answer(self) -> None:
        escapes = kitty(shipped("where-it-lies"), 30, 20)
        pieces = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", escapes)
        controls = [dict(pair.split("=") for pair in control.split(",")) for control, _ in pieces]

        assert "".join(f"\x1b_G{control};{data}\x1b\\" for control, data in pieces) == escapes
        assert len(pieces) > 1
        assert all(len(data) <= 4096 for _, data in pieces)
        assert all(control["q"] == "2" for control in controls)
        assert [control["m"] for control in controls] == ["1"] * (len(pieces) - 1) + ["0"]
        assert base64.b64decode("".join(data for _, data in pieces)).startswith(b"\x89PNG")

    def test_kitty_places_it_on_the_cells_that_half_blocks_would_take(self) -> None:
        picture = shipped("roller-crossed")
        rows = cells(picture, 40, 10, PictureMode.HALF_BLOCKS)

        assert f"c={len(plain(rows)[0])},r={len(rows)}," in kitty(picture, 40, 10)

    def test_sixels_show_the_same_pixels(self) -> None:
        picture = shipped("calf-zones")
        image = pixels(picture, 50)

        shown = sixel_pixels(sixel(picture, 50))

        assert {(x, y) for x, y in shown} == {
            (x, y)
            for y, line in enumerate(image)
            for x, colour in enumerate(line)
            if colour != TRANSPARENT
        }
        # Shaded fills have more colours than registers: neighbours share one.
        assert all(distance(colour, image[y][x]) <= 24 for (x, y), colour in shown.items())

    def test_sixels_keep_the_exact_colour_of_a_fill_among_the_shades_of_its_outline(self) -> None:
        rare, common = "#d02020", "#d22323"
        squares = a_square(0, 0, rare) + "".join(a_square(x, 0, common) for x in (1, 2, 3))

        shown = sixel_pixels(sixel(a_picture(squares), 4))

        assert set(shown.values()) == {0xD12424}

    def test_sixels_make_do_with_the_registers_there_are(self) -> None:
        stripes = "".join(
            f'<rect x="{x}" width="1" height="1" fill="#{x % 20 * 12:02x}{x // 20 * 12:02x}80"/>'
            for x in range(300)
        )
        picture = a_picture(stripes, "0 0 300 30")
        stripe_colours = pixels(picture, 300)[0]

        shown = sixel_pixels(sixel(picture, 300))

        assert 100 < len(set(shown.values())) <= 255
        assert all(distance(colour, stripe_colours[x]) <= 24 for (x, _), colour in shown.items())


def distance(one: int, other: int) -> int:
    """How far two colours differ in the channel where they differ most."""
    return max(abs((one >> shift) % 0x100 - (other >> shift) % 0x100) for shift in (0, 8, 16))


def sixel_pixels(escape: str) -> dict[tuple[int, int], int]:
    """Read a sixel image as a terminal does; places without a pixel are transparent."""
    body = re.fullmatch(r'\x1bP0;1;0q"1;1;\d+;\d+(.*)\x1b\\', escape)
    assert body
    shown: dict[tuple[int, int], int] = {}
    palette: dict[int, int] = {}
    colour = x = top = 0
    tokens = re.finditer(r"#(\d+);2;(\d+);(\d+);(\d+)|#(\d+)|(?:!(\d+))?([?-~])|([$-])", body[1])
    for token in tokens:
        defined, red, green, blue, chosen, count, data, control = token.groups()
        if defined:
            shades = [round(int(percent) * 2.55) for percent in (red, green, blue)]
            palette[int(defined)] = int.from_bytes(bytes(shades))
        elif chosen:
            colour = palette[int(chosen)]
        elif control:
            x, top = 0, top + 6 * (control == "-")
        else:
            length = int(count or 1)
            for row in range(6):
                if ord(data) - 63 >> row & 1:
                    shown |= {(x + step, top + row): colour for step in range(length)}
            x += length
    return shown


@pytest.mark.skipif(sys.platform == "win32", reason="a Python in a zip loads zlib by itself")
def test_importing_pictures_loads_neither_the_rasteriser_nor_an_xml_parser() -> None:
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, tpguide.ui.pictures.cells, tpguide.ui.pictures.pixels;"
            "print(*sorted({'resvg_py', 'xml', 'zlib', 'rich'} & set(sys.modules)))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    assert loaded.stdout.split() == []


def test_more_layers_than_can_be_drawn_soon_are_refused() -> None:
    layer = '<g opacity=".5"><rect width="1" height="1"/></g>'
    a_picture(layer * 8)

    with pytest.raises(PictureError, match="9 layers"):
        a_picture(layer * 9)


@pytest.mark.parametrize(
    ("shape", "most", "told"),
    [
        ('<rect width="9" height="9"/>', 300, "301 shapes"),
        ('<rect width="9" height="9" fill-opacity=".5"/>', 40, "41 shapes that others shine"),
        ('<g stroke-opacity=".5"><path d="M0 0"/></g>', 40, "41 shapes that others shine"),
        ('<rect width="9" height="9" fill="#11223380"/>', 40, "41 shapes that others shine"),
        ('<path d="M0 0' + "L1 1" * 49 + '"/>', 100, "10,100 numbers"),
    ],
)
def test_what_would_take_long_if_it_were_as_large_as_the_picture_is_refused(
    shape: str, most: int, told: str
) -> None:
    a_picture(shape * most)

    with pytest.raises(PictureError, match=told):
        a_picture(shape * (most + 1))


def test_these_tests_rasterise_as_the_program_does() -> None:
    picture = shipped("calf-zones")

    assert rasterised(picture, 80) == rasterised_beside(picture, 80)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it ends when its time is over")
def test_whoever_rasterises_dies_with_whoever_wanted_it(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    program = (
        "import sys\n"
        "from tpguide.ui.pictures import pixels\n"
        "from tpguide.ui.pictures.svg import drawing\n"
        "pixels.RASTERISER = pixels.RASTERISER.partition('from resvg_py')[0] + sys.argv[1]\n"
        "pixels.png(drawing(b'<svg viewBox=\"0 0 4 4\"/>'), 4)\n"
    )
    goes_on = f"import signal\nopen({str(pipe)!r}, 'w').write(str(os.getpid()))\nsignal.pause()"
    with subprocess.Popen([sys.executable, "-c", program, goes_on]) as parent:
        descriptor = os.pidfd_open(int(pipe.read_text()))
        parent.kill()

    assert select.select([descriptor], [], [], 20)[0]
    os.close(descriptor)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@unix_only
def test_a_signal_ends_rasterising(name: str) -> None:
    number = signal.Signals[name]
    program = (
        "import os, signal, subprocess, sys, threading\n"
        "def end(*_): raise SystemExit(7)\n"
        f"signal.signal({int(number)}, end)\n"
        "from tpguide.ui.pictures import pixels\n"
        "from tpguide.ui.pictures.svg import drawing\n"
        "pixels.RASTERISER = 'import os, signal\\nos.kill(os.getppid(), "
        f"{int(number)})\\nsignal.pause()'\n"
        "pixels.png(drawing(b'<svg viewBox=\"0 0 4 4\"/>'), 4)\n"
    )

    assert subprocess.run([sys.executable, "-c", program], timeout=60, check=False).returncode == 7
