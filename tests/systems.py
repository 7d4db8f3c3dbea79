"""Tests that not every system can run, and why."""

from __future__ import annotations

import sys

import pytest

unix_only = pytest.mark.skipif(
    sys.platform == "win32",
    reason="Windows has not that: modes and links of files, open ones that go away, named pipes,"
    " devices, shells, TERM",
)
