"""Tests that not every system can run, and why."""

from __future__ import annotations

import sys
from importlib import import_module

import pytest


def _can_rasterise() -> bool:
    try:
        import_module("resvg_py")
    except ImportError:
        return False
    return True


unix_only = pytest.mark.skipif(
    sys.platform == "win32",
    reason="is about what Windows has not: modes of files, named pipes, devices, shells, TERM",
)

#: Elsewhere a library that is missing is a fault.
rasterises = pytest.mark.skipif(
    sys.platform == "win32" and not _can_rasterise(),
    reason="wine before 9 has no bcryptprimitives.dll, without which resvg does not start",
)
