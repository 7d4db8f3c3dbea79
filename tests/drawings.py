"""Rasterising drawings for tests, without a process for each."""

from __future__ import annotations

from tpguide.ui.pictures import pixels
from tpguide.ui.pictures.svg import Drawing

#: How tpguide does it.
rasterised_beside = pixels._rasterised


def rasterised(drawing: Drawing, width: int) -> bytes:
    """Return what `rasterised_beside` returns, from the same library in this process."""
    from resvg_py import svg_to_bytes

    try:
        svg = drawing.svg.decode()
        return bytes(svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True))
    except Exception:  # what is wrong is told there
        return rasterised_beside(drawing, width)
