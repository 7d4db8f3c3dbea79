"""What the HTML pages look like: enough contrast to be read, in light and in darkness."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

import tpguide.ui.export

UI = Path(tpguide.ui.export.__file__).parents[1]
STYLE = (UI / "export" / "common.css").read_text("utf-8")
#: What WCAG asks of text of an ordinary size (AA).
ENOUGH_CONTRAST = 4.5
TEXTS = ("text", "quiet", "accent", "mark", "note", "caution")
GROUNDS = ("ground", "note-ground", "caution-ground")


def colours(style: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", style))


LIGHT, DARK = (
    colours(part) for part in STYLE.split("@media print")[0].split("@media (prefers")[:2]
)


def luminance(colour: str) -> float:
    """Return how light *colour* is, as WCAG counts it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("text", "ground"), list(product(TEXTS, GROUNDS)))
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_stands_out_from_every_ground(
    theme: dict[str, str], text: str, ground: str
) -> None:
    assert contrast(theme[text], theme[ground]) >= ENOUGH_CONTRAST


@pytest.mark.parametrize("style", ["export/article", "pages/card", "report/report"])
def test_paper_has_letters_of_10_points_at_least_and_its_text_11(style: str) -> None:
    printed = (UI / f"{style}.css").read_text("utf-8").partition("@media print")[2]
    points = re.findall(r"font-size: ([0-9.]+)pt", printed)

    assert points[0] == "11"
    assert min(map(float, points)) >= 10


def test_contrast_is_counted_as_it_is_defined() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
