"""Rasterising drawings for tests, without a process for each."""

from __future__ import annotations

import sys

import pytest

from tpguide.ui.pictures import pixels
from tpguide.ui.pictures.svg import Drawing

#: How tpguide does it.
rasterised_beside = pixels._rasterised


def rasterised(drawing: Drawing, width: int) -> bytes:
    """Return what `rasterised_beside` returns, from the same library in this process.

    On Windows a test that needs it is skipped where it can't be loaded: wine has the library that
    it stands on, bcryptprimitives.dll, from 9.0 on.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError as error:
        if sys.platform == "win32":
            pytest.skip(f"nothing can be rasterised here: {error}")
        raise

    try:
        svg = drawing.svg.decode()
        return bytes(svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True))
    except Exception:  # what is wrong is told there
        return rasterised_beside(drawing, width)
