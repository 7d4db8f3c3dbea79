"""A drawing whose tool moves, for browsers: the style is ours, drawings may not bring their own."""

from __future__ import annotations

import re
from typing import Final

from tpguide.ui.pictures.svg import Drawing

#: The part that shows where the stroke ends has the name of the moving one, and this.
END: Final = "-end"


def animated(drawing: Drawing, moving: str, seconds: float) -> bytes:
    """Return *drawing* as SVG in which the part *moving* goes to its end and back.

    One way takes so many *seconds*. On paper, and where motion isn't wanted, it stands still. A
    drawing without the part, or without its end, is returned as it is.
    """
    shown = drawing.for_many_pixels()
    if not {moving, moving + END} <= shown.parts:
        return shown.svg
    start, end = shown.place_of(moving), shown.place_of(moving + END)
    if start is None or end is None:
        return shown.svg
    way = f"translate({end[0] - start[0]:g}px,{end[1] - start[1]:g}px)"
    style = (
        "<style>@media screen and (prefers-reduced-motion:no-preference)"
        f"{{@keyframes stroke{{to{{transform:{way}}}}}"
        f"#{moving}{{animation:stroke {seconds:g}s ease-in-out infinite alternate}}}}</style>"
    )
    svg = shown.with_part_shown(moving).svg.decode()
    return re.sub(r"(?=</svg>$)", lambda _: style, svg).encode()
