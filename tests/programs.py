"""Programs of the system that some tests need. CI installs them, so there nothing is skipped."""

from __future__ import annotations

import os
import shutil

import pytest

ESPEAK = shutil.which("espeak-ng") or ""
BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)


def needs(program: str, name: str) -> pytest.MarkDecorator:
    """Return the mark of tests that need *program*: skipped without it, and failing in CI."""
    is_missed = not program and not os.environ.get("CI")
    return pytest.mark.skipif(is_missed, reason=f"{name} is not installed")
