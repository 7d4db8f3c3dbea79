"""Drawings as values: checked SVG whose parts can be lit, hidden and mirrored.

Knows no part by name: ids come as arguments, from the guide file. Two beginnings of ids alone mean
something here: parts named `fine-…` are left out where there are few pixels, and parts named
`coarse-…`, hidden in the file, are shown there instead. Knows nothing of the terminal
either; `cells` and `pixels` turn a drawing into something that can be printed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tpguide.errors import ExitCode, TpguideError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SVG_NAMESPACE: Final = "http://www.w3.org/2000/svg"
LARGEST_SVG_BYTES: Final = 200_000
DEEPEST_NESTING: Final = 20
#: Whatever has an opacity is drawn on a layer of its own, as large as the picture.
MOST_LAYERS: Final = 8
#: A picture longer than this in one direction would be a line in a terminal.
LARGEST_ASPECT_RATIO: Final = 10.0

#: Shapes, and what groups and names them. Nothing that runs, loads, refers or repeats: a drawing
#: takes no longer to draw than to read.
SHAPES: Final = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
DESCRIPTIONS: Final = frozenset({"title", "desc"})
ALLOWED_ELEMENTS: Final = SHAPES | DESCRIPTIONS | {"svg", "g"}
#: Where something is and how it is painted; nothing that repeats, such as dashes.
ALLOWED_ATTRIBUTES: Final = frozenset({
    "cx", "cy", "d", "fill", "fill-opacity", "fill-rule", "height", "id", "opacity", "points",
    "r", "rx", "ry", "stroke", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
    "stroke-opacity", "stroke-width", "transform", "version", "viewBox", "visibility", "width",
    "x", "x1", "x2", "y", "y1", "y2",
})  # fmt: skip
NAMES: Final = frozenset({"id", "fill", "stroke"})
#: What is larger, times the size of the picture, can't be meant, and isn't safe to rasterise.
LARGEST_EXTENT: Final = 10
LARGEST_SCALE: Final = 10
SMALLEST_SIDE: Final = 1.0
LARGEST_SIDE: Final = 100_000.0
#: What can't be told in few pixels, such as numbers and creases, and what stands for it there.
FINE: Final = "fine-"
COARSE: Final = "coarse-"
PART_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}", re.ASCII)
#: The lit part where there is no colour: nothing is darker.
INK: Final = "#000000"


class PictureError(TpguideError):
    """A picture that can't be drawn, or a part that it doesn't have."""

    exit_code = ExitCode.WRONG_GUIDE


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
        return frozenset(_ids(_tree(self.svg)))

    def columns_that_fit(self, columns: int, rows: int | None) -> int:
        """Return how many of *columns* it takes if it may take no more than *rows*.

        A cell counts as twice as high as wide.
        """
        if rows is None:
            return max(1, columns)
        return max(1, min(columns, int(2 * rows * self.width / self.height)))

    def with_part_lit(self, part: str, colour: str) -> Drawing:
        """Fill *part*, and all in it that is filled, with *colour*, opaque."""
        root = _tree(self.svg)
        _light(_part(root, part), colour)
        return replace(self, svg=_written(root), lit=(*self.lit, part))

    def with_part_alone(self, part: str) -> Drawing:
        """Hide all but *part*, shown even if it is hidden in the file."""
        root = _tree(self.svg)
        for element in root.iter():
            element.attrib.pop("visibility", None)
        root.set("visibility", "hidden")
        _part(root, part).set("visibility", "visible")
        return replace(self, svg=_written(root))

    def without_part(self, part: str) -> Drawing:
        """Hide *part*."""
        root = _tree(self.svg)
        _part(root, part).set("visibility", "hidden")
        return replace(self, svg=_written(root))

    def mirrored(self) -> Drawing:
        """Draw it for the other side: left becomes right within the view box."""
        root = _tree(self.svg)
        left, _, width, _ = _view_box(root)
        flip = f"translate({2 * left + width:g} 0) scale(-1 1)"
        flipped = root.makeelement("g", {"transform": flip})
        flipped.extend(child for child in root if child.tag not in DESCRIPTIONS)
        root[:] = [*(child for child in root if child.tag in DESCRIPTIONS), flipped]
        return replace(self, svg=_written(root))

    def for_many_pixels(self) -> Drawing:
        """Leave out the parts that are there for few pixels."""
        root = _tree(self.svg)
        _remove(root, COARSE)
        return replace(self, svg=_written(root))

    def for_few_pixels(self) -> Drawing:
        """Leave out the fine parts, and show those that stand for them where pixels are few."""
        root = _tree(self.svg)
        _remove(root, FINE)
        for element in root.iter():
            if element.get("id", "").startswith(COARSE):
                element.attrib.pop("visibility", None)
        return replace(self, svg=_written(root))

    def without_outlines(self) -> Drawing:
        """Draw only the fills of what is filled: an outline thinner than a pixel blurs its edge."""
        root = _tree(self.svg)
        _remove_outlines(root, "black", "none")
        return replace(self, svg=_written(root))

    def in_ink(self) -> Drawing:
        """Make the lit parts darker than anything, for a terminal without colours."""
        root = _tree(self.svg)
        for part in self.lit:
            _light(_part(root, part), INK)
        return replace(self, svg=_written(root))


def drawing(svg: bytes) -> Drawing:
    """Check *svg* and return it as a drawing.

    Raises `PictureError` unless it is a plain static SVG with a view box: shapes and groups
    alone, nothing that runs, loads from elsewhere or refers to another part.
    """
    root = _tree(svg)
    for element, depth in _walk(root):
        _check(element, depth)
    _check_layers(root)
    _, _, width, height = _view_box(root)
    for size in ("width", "height"):  # on paper; here the view box says what shape it has
        root.attrib.pop(size, None)
    _check_extents(root, LARGEST_EXTENT * max(width, height, 40))
    return Drawing(_written(root), width, height)


def _tree(svg: bytes) -> Element:
    from xml.etree.ElementTree import ParseError, fromstring

    if len(svg) > LARGEST_SVG_BYTES:
        raise PictureError(
            f"The picture has {len(svg):,} bytes; {LARGEST_SVG_BYTES:,} is the most.",
            "Draw it with fewer points.",
        )
    try:
        text = svg.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PictureError("The picture is not UTF-8.", "Save it as plain SVG in UTF-8.") from error
    # Before parsing: entities multiply while they are read.
    if re.search(r"<!(?!--|\[CDATA\[)", text):
        raise PictureError(
            "The picture declares a document type or entities.", "Delete its <!…> lines."
        )
    try:
        root = fromstring(text)
    except ParseError as error:
        raise PictureError(f"The picture is not SVG: {error}.", "Save it as plain SVG.") from error
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{SVG_NAMESPACE}}}")
    return root


def _walk(root: Element) -> Iterator[tuple[Element, int]]:
    waiting = [(root, 0)]
    while waiting:
        element, depth = waiting.pop()
        yield element, depth
        waiting.extend((child, depth + 1) for child in element)


def _check(element: Element, depth: int) -> None:
    if element.tag not in ALLOWED_ELEMENTS or (element.tag == "svg") != (depth == 0):
        raise PictureError(
            f"The picture contains <{element.tag.rpartition('}')[2]}>, which is not drawn here.",
            "Use shapes and groups alone, and convert text to paths.",
        )
    if depth > DEEPEST_NESTING:
        raise PictureError(
            f"The picture nests groups more than {DEEPEST_NESTING} deep.", "Ungroup some of them."
        )
    for attribute, value in element.items():
        _check_attribute(element.tag, attribute, value)


def _check_attribute(element: str, attribute: str, value: str) -> None:
    if attribute in {"style", "class"}:
        raise PictureError(
            f"The picture styles <{element}> by “{attribute}”.",
            'Write colours as attributes: fill="#rrggbb".',
        )
    # href, xlink:href, event handlers, url(…): whatever could run, load or refer.
    if "}" in attribute or "href" in attribute or attribute.startswith("on") or "url(" in value:
        raise PictureError(
            f"The picture refers to something else by “{attribute.rpartition('}')[2]}”.",
            "Draw everything in place.",
        )
    if attribute not in ALLOWED_ATTRIBUTES:
        raise PictureError(
            f"The picture paints <{element}> by “{attribute}”, which is not drawn here.",
            "Use plain fills and strokes.",
        )
    if attribute == "id" and not PART_ID.fullmatch(value):
        raise PictureError(
            "A part of the picture has an id that can't be written in a guide.",
            "Use letters, digits and hyphens.",
        )


def _check_layers(root: Element) -> None:
    layers = sum("opacity" in element.attrib for element in root.iter())
    if layers > MOST_LAYERS:
        raise PictureError(
            f"The picture has {layers:,} layers; {MOST_LAYERS} is the most.",
            "Write “fill-opacity” and “stroke-opacity” instead of “opacity”.",
        )


def _check_extents(root: Element, largest: float) -> None:
    """Refuse what is so large that a rasteriser could lose its way."""
    waiting = [(root, 1.0)]
    while waiting:
        element, scale = waiting.pop()
        scale *= _scale(element.get("transform", ""))
        numbers = (
            float(number)
            for attribute, value in element.items()
            if attribute not in NAMES
            for number in _NUMBER.findall(value)
        )
        if scale > LARGEST_SCALE or any(abs(number) > largest for number in numbers):
            raise PictureError(
                f"In the picture <{element.tag}> is far larger than the picture, or far outside.",
                "Draw everything within the view box, and scale no groups.",
            )
        waiting.extend((child, scale) for child in element)


def _scale(transform: str) -> float:
    """Return how much larger *transform* makes things at most; skewing has no limit."""
    scale = math.inf if "skew" in transform else 1.0
    for numbers in _SCALING.findall(transform):
        scale *= max(1.0, *(abs(float(number)) for number in _NUMBER.findall(numbers)[:4]))
    return scale


_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_SCALING: Final = re.compile(r"(?:scale|matrix)\s*\(([^)]*)")


def _view_box(root: Element) -> tuple[float, float, float, float]:
    try:
        left, top, width, height = map(float, root.get("viewBox", "").replace(",", " ").split())
    except ValueError:
        left = top = width = height = math.nan
    fits = math.isfinite(left + top) and all(
        SMALLEST_SIDE <= side <= LARGEST_SIDE for side in (width, height)
    )
    if not fits or max(width / height, height / width) > LARGEST_ASPECT_RATIO:
        raise PictureError(
            "The picture has no usable view box.",
            'Give its <svg> four numbers, such as viewBox="0 0 200 300".',
        )
    return left, top, width, height


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


def _written(root: Element) -> bytes:
    from xml.etree.ElementTree import tostring

    root.set("xmlns", SVG_NAMESPACE)
    written: str = tostring(root, encoding="unicode")
    return written.encode()
