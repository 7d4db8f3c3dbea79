"""Drawings as values: checked SVG whose parts can be lit, hidden and mirrored.

Knows no part by name: ids come as arguments, from the guide file. Three kinds of ids alone mean
something here: parts named `fine-…` are left out where there are few pixels, and parts named
`coarse-…`, hidden in the file, are shown there instead; `…-numbers` are never mirrored. Knows
nothing of the terminal either: `cells` and `pixels` turn a drawing into what can be printed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tpguide.ui.pictures.svg_check import (
    DESCRIPTIONS,
    NUMBER,
    SHAPES,
    SVG_NAMESPACE,
    PictureError,
    checked,
    parsed,
    view_box,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: What can't be told in few pixels, such as numbers and creases, and what stands for it there.
FINE: Final = "fine-"
COARSE: Final = "coarse-"
#: What is read, in paths of absolute coordinates: it can be read in a mirrored drawing too.
NUMBERS: Final = "-numbers"
#: The lit part where there is no colour: nothing is darker.
INK: Final = "#000000"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A checked SVG, as UTF-8 without a declaration; made by `drawing`.

    *width* and *height* are those of its view box; *lit* names the parts that were lit.
    """

    svg: bytes
    width: float
    height: float
    lit: tuple[str, ...] = ()

    @property
    def parts(self) -> frozenset[str]:
        """The ids of its parts."""
        return frozenset(_ids(parsed(self.svg)))

    def columns_that_fit(self, columns: int, rows: int | None) -> int:
        """Return how many of *columns* it takes if it may take no more than *rows*.

        A cell counts as twice as high as wide.
        """
        if rows is None:
            return max(1, columns)
        return max(1, min(columns, int(2 * rows * self.width / self.height)))

    def rows_taken(self, columns: int) -> int:
        """Return how many rows of cells it takes in *columns*."""
        return math.ceil(columns * self.height / self.width / 2)

    def with_part_lit(self, part: str, colour: str) -> Drawing:
        """Fill *part*, and all in it that is filled, with *colour*, opaque."""
        root = parsed(self.svg)
        _light(_part(root, part), colour)
        return replace(self, svg=_written(root), lit=(*self.lit, part))

    def with_part_alone(self, part: str) -> Drawing:
        """Hide all but *part*, shown even if it is hidden in the file."""
        root = parsed(self.svg)
        for element in root.iter():
            element.attrib.pop("visibility", None)
        root.set("visibility", "hidden")
        _part(root, part).set("visibility", "visible")
        return replace(self, svg=_written(root))

    def seen_through(self, part: str) -> Drawing:
        """Let what is below *part* be seen through it."""
        root = parsed(self.svg)
        _part(root, part).set("opacity", "0.75")
        return replace(self, svg=_written(root))

    def with_part_shown(self, part: str) -> Drawing:
        """Show *part*, even if it is hidden in the file."""
        root = parsed(self.svg)
        _part(root, part).attrib.pop("visibility", None)
        return replace(self, svg=_written(root))

    def place_of(self, part: str) -> tuple[float, float] | None:
        """Return where the first circle or rectangle of *part* is, without transformations."""
        for element in _part(parsed(self.svg), part).iter():
            for x, y in (("cx", "cy"), ("x", "y")):
                with suppress(KeyError, ValueError):
                    place = float(element.attrib[x]), float(element.attrib[y])
                    return place if all(map(math.isfinite, place)) else None
        return None

    def without_part(self, part: str) -> Drawing:
        """Hide *part*."""
        root = parsed(self.svg)
        _part(root, part).set("visibility", "hidden")
        return replace(self, svg=_written(root))

    def mirrored(self) -> Drawing:
        """Draw it for the other side: left becomes right within the view box.

        Numbers can still be read.
        """
        root = parsed(self.svg)
        left, _, width, _ = view_box(root)
        for part in root.iter():
            if part.get("id", "").endswith(NUMBERS):
                _turn_over(part)
        _transform(root, f"translate({2 * left + width:g} 0) scale(-1 1)")
        return replace(self, svg=_written(root))

    def turned(self) -> Drawing:
        """Lay it down: its upper edge becomes the left one, its right edge the upper one."""
        root = parsed(self.svg)
        left, top, width, height = view_box(root)
        _transform(root, f"matrix(0 -1 1 0 0 {left + width:g})")
        root.set("viewBox", f"{top:g} 0 {height:g} {width:g}")
        return replace(self, svg=_written(root), width=self.height, height=self.width)

    def for_many_pixels(self) -> Drawing:
        """Leave out the parts that are there for few pixels."""
        root = parsed(self.svg)
        _remove(root, COARSE)
        return replace(self, svg=_written(root))

    def for_few_pixels(self) -> Drawing:
        """Leave out the fine parts, and show those that stand for them where pixels are few."""
        root = parsed(self.svg)
        _remove(root, FINE)
        for element in root.iter():
            if element.get("id", "").startswith(COARSE):
                element.attrib.pop("visibility", None)
        return replace(self, svg=_written(root))

    def without_outlines(self) -> Drawing:
        """Draw only the fills of what is filled: an outline thinner than a pixel blurs its edge."""
        root = parsed(self.svg)
        _remove_outlines(root, "black", "none")
        return replace(self, svg=_written(root))

    def without_lines(self) -> Drawing:
        """Draw only what is filled."""
        root = parsed(self.svg)
        _remove_lines(root, "black")
        return replace(self, svg=_written(root))

    def in_ink(self) -> Drawing:
        """Make the lit parts darker than anything, for a terminal without colours."""
        root = parsed(self.svg)
        for part in self.lit:
            _light(_part(root, part), INK)
        return replace(self, svg=_written(root))


def drawing(svg: bytes) -> Drawing:
    """Return *svg* as a drawing. Raises `PictureError` for what isn't drawn here."""
    root = checked(svg)
    _, _, width, height = view_box(root)
    return Drawing(_written(root), width, height)


def _turn_over(numbers: Element) -> None:
    for number in numbers.iter("path"):
        across = [float(one) for one in NUMBER.findall(number.get("d", ""))][::2]
        if across:
            twice_the_middle = min(across) + max(across)
            number.set("transform", f"translate({twice_the_middle:g} 0) scale(-1 1)")


def _transform(root: Element, transform: str) -> None:
    moved = root.makeelement("g", {"transform": transform})
    moved.extend(child for child in root if child.tag not in DESCRIPTIONS)
    root[:] = [*(child for child in root if child.tag in DESCRIPTIONS), moved]


def _ids(root: Element) -> Iterator[str]:
    return (element.attrib["id"] for element in root.iter() if "id" in element.attrib)


def _part(root: Element, wanted: str) -> Element:
    for element in root.iter():
        if element.get("id") == wanted:
            return element
    raise PictureError(
        f"The picture has no part named “{wanted}”.", f"It has: {', '.join(sorted(_ids(root)))}."
    )


def _light(part: Element, colour: str) -> None:
    for element in part.iter():
        if element is part or element.get("fill", "none") != "none":
            element.set("fill", colour)
            element.attrib.pop("fill-opacity", None)


def _remove(root: Element, beginning: str) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            if child.get("id", "").startswith(beginning):
                parent.remove(child)


def _remove_outlines(element: Element, fill: str, stroke: str) -> None:
    """Remove them in *element*, painted by *fill* and *stroke* unless it says otherwise."""
    fill, stroke = element.get("fill", fill), element.get("stroke", stroke)
    if element.tag in SHAPES and fill != "none" and stroke != "none":
        element.set("stroke", "none")
    for child in element:
        _remove_outlines(child, fill, stroke)


def _remove_lines(element: Element, fill: str) -> None:
    """Remove the shapes in *element*, painted by *fill* unless it says otherwise, without fill."""
    fill = element.get("fill", fill)
    for child in list(element):
        if child.tag in SHAPES and child.get("fill", fill) == "none":
            element.remove(child)
        else:
            _remove_lines(child, fill)


def _written(root: Element) -> bytes:
    from xml.etree.ElementTree import tostring

    root.set("xmlns", SVG_NAMESPACE)
    written: str = tostring(root, encoding="unicode")
    return written.encode()
