"""Which SVG is drawn: plain static shapes, few and small enough; all else is refused with a reason.

Nothing is drawn that runs, loads, refers or repeats, so a drawing from anywhere is safe, and takes
no longer to draw than to read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tpguide.errors import ExitCode, TpguideError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SVG_NAMESPACE: Final = "http://www.w3.org/2000/svg"
LARGEST_SVG_BYTES: Final = 200_000
DEEPEST_NESTING: Final = 20
#: Whatever has an opacity is drawn on a layer of its own, as large as the picture.
MOST_LAYERS: Final = 8
#: With all of them as large as the picture it is rasterised within ten seconds: a shape that lets
#: others shine through takes fifty times as long as one that doesn't.
MOST_SHAPES: Final = 300
MOST_TRANSLUCENT: Final = 40
MOST_NUMBERS: Final = 10_000
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
PART_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}", re.ASCII)
NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_WITH_ALPHA: Final = re.compile(r"(?:rgba|hsla)|(?:rgb|hsl)\(.*/|#(?:\w{4}|\w{8})$", re.I)
_SCALING: Final = re.compile(r"(?:scale|matrix)\s*\(([^)]*)")


class PictureError(TpguideError):
    """A picture that can't be drawn, or a part that it doesn't have."""

    exit_code = ExitCode.WRONG_GUIDE


def checked(svg: bytes) -> Element:
    """Return the tree of *svg*. Raises `PictureError` unless it is a plain static SVG.

    It has a view box, shapes and groups alone, and nothing that runs, loads from elsewhere or
    refers to another part.
    """
    root = parsed(svg)
    for element, depth in _walk(root):
        _check(element, depth)
    _check_layers(root)
    _check_work(root)
    _, _, width, height = view_box(root)
    for size in ("width", "height"):  # on paper; here the view box says what shape it has
        root.attrib.pop(size, None)
    _check_extents(root, LARGEST_EXTENT * max(width, height, 40))
    return root


def parsed(svg: bytes) -> Element:
    """Return the tree of *svg*, its names without a namespace. Raises `PictureError`."""
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


def _check_work(root: Element) -> None:
    """Refuse what would take long to paint, were it as large as the picture."""
    shapes = [each for each in root.iter() if each.tag in SHAPES]
    translucent = _translucent(root, False)
    numbers = sum(len(NUMBER.findall(each.get("d", each.get("points", "")))) for each in shapes)
    for count, most, what in (
        (len(shapes), MOST_SHAPES, "shapes"),
        (translucent, MOST_TRANSLUCENT, "shapes that others shine through"),
        (numbers, MOST_NUMBERS, "numbers in its outlines"),
    ):
        if count > most:
            raise PictureError(
                f"The picture has {count:,} {what}; {most:,} is the most.", "Draw it more simply."
            )


def _translucent(element: Element, inherited: bool) -> int:
    """Return how many shapes in *element* are painted so that what is below shines through."""
    paints = element.get("fill", ""), element.get("stroke", "")
    is_so = (
        inherited
        or "fill-opacity" in element.attrib
        or "stroke-opacity" in element.attrib
        or any(_WITH_ALPHA.match(paint.strip()) for paint in paints)
    )
    here = int(is_so and element.tag in SHAPES)
    return here + sum(_translucent(child, is_so) for child in element)


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
            for number in NUMBER.findall(value)
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
        scale *= max(1.0, *(abs(float(number)) for number in NUMBER.findall(numbers)[:4]))
    return scale


def view_box(root: Element) -> tuple[float, float, float, float]:
    """Return left, top, width and height of the view box. Raises `PictureError` without one."""
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
