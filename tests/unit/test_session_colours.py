"""Colours that hold on whatever ground the terminal has."""

from __future__ import annotations

from itertools import product

import pytest
from rich.color import Color, ColorSystem
from rich.color_triplet import ColorTriplet
from rich.style import Style

from tpguide.session.view import Mood
from tpguide.ui.session.styles import StepLook, style_of_band, style_of_digits

GROUNDS = {"black": "#000000", "white": "#ffffff", "dark": "#002b36", "light": "#fdf6e3"}
LEAST_CONTRAST = 3.0
MANY = (ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT)

#: The first eight colours and the last, as terminals come with them, and as Solarized has them.
PALETTES = {
    "xterm": "#000000 #cd0000 #00cd00 #cdcd00 #0000ee #cd00cd #00cdcd #e5e5e5 #ffffff",
    "console": "#000000 #aa0000 #00aa00 #aa5500 #0000aa #aa00aa #00aaaa #aaaaaa #ffffff",
    "Solarized": "#073642 #dc322f #859900 #b58900 #268bd2 #d33682 #2aa198 #eee8d5 #fdf6e3",
    "Windows": "#0c0c0c #c50f1f #13a10e #c19c00 #0037da #881798 #3a96dd #cccccc #f2f2f2",
    "macOS": "#000000 #990000 #00a600 #999900 #0000b2 #b200b2 #00a6b2 #bfbfbf #e5e5e5",
    "VS Code": "#000000 #cd3131 #0dbc79 #e5e510 #2472c8 #bc3fbc #11a8cd #e5e5e5 #e5e5e5",
    "GNOME": "#171421 #c01c28 #26a269 #a2734c #12488b #a347ba #2aa1b3 #d0cfcc #ffffff",
}


def luminance(colour: ColorTriplet) -> float:
    shares = [value / 255 for value in colour]
    red, green, blue = (x / 12.92 if x <= 0.03928 else ((x + 0.055) / 1.055) ** 2.4 for x in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """As WCAG 2 has it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def shown(colour: Color | None, system: ColorSystem) -> ColorTriplet:
    assert colour is not None
    return colour.downgrade(system).get_truecolor()


def of_palette(colour: Color | None, palette: str) -> ColorTriplet:
    assert colour is not None
    assert colour.number is not None
    entries = palette.split()
    return Color.parse(entries[min(colour.number, len(entries) - 1)]).get_truecolor()


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS)
@pytest.mark.parametrize(("mood", "system"), [*product(Mood, MANY)])
def test_the_colour_of_every_mood_is_seen_on_it(
    mood: Mood, system: ColorSystem, ground: str
) -> None:
    digits = style_of_digits(mood, StepLook(system, unicode=True))
    band = style_of_band(mood, StepLook(system, unicode=True))
    behind = Color.parse(ground).get_truecolor()

    assert contrast(shown(digits.color, system), behind) >= LEAST_CONTRAST
    assert contrast(shown(band.bgcolor, system), behind) >= LEAST_CONTRAST
    assert contrast(shown(band.color, system), shown(band.bgcolor, system)) >= LEAST_CONTRAST


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("mood", Mood)
def test_of_sixteen_colours_none_is_on_the_ground_and_the_word_is_read_on_its_band(
    mood: Mood, palette: str
) -> None:
    look = StepLook(ColorSystem.STANDARD, unicode=True)
    band = style_of_band(mood, look)

    assert style_of_digits(mood, look) == Style.null()
    assert contrast(of_palette(band.color, palette), of_palette(band.bgcolor, palette)) >= 3


@pytest.mark.parametrize("mood", Mood)
def test_without_colours_the_band_is_reversed(mood: Mood) -> None:
    assert style_of_band(mood, StepLook(None, unicode=True)).reverse
