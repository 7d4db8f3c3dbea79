"""Draw the settings: each with its value, what it is for and what it takes."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style

from tpguide.text import plain_ascii, visible
from tpguide.ui.text import theme
from tpguide.ui.text.lines import StyledLine, flow, indented
from tpguide.ui.text.options import TextOptions

SETTINGS_GAP = 2
#: With fewer columns for what a setting is for, that stands below the value.
NARROWEST_ABOUT = 30


class ListedSetting(Struct, frozen=True, kw_only=True):
    """A setting of the list: its value now, and whether the person has set it."""

    name: str
    value: str
    meaning: str
    takes: str
    is_set: bool


def settings_list(
    settings: Sequence[ListedSetting], file: str, look: TextOptions
) -> list[StyledLine]:
    """Return the settings, and where their file lies."""
    names = max(len(each.name) for each in settings) + SETTINGS_GAP
    values = max(len(_value(each)) for each in settings) + SETTINGS_GAP
    is_roomy = look.measure - names - values >= NARROWEST_ABOUT
    lines: list[StyledLine] = [[Segment("Settings", theme.HEADING)]]
    for each in settings:
        lines += _in_a_row(each, names, values, look) if is_roomy else _below(each, names, look)
    change = "→ Change one with: tpguide settings set NAME VALUE"
    how = _flow(change, theme.NOTE, look.measure, look)
    where = [Segment(_text(f"They are kept in {visible(file)}", look), theme.QUIET)]
    return indented([*lines, [], *how, where], look.margin)


def _in_a_row(
    setting: ListedSetting, names: int, values: int, look: TextOptions
) -> list[StyledLine]:
    about = _about(setting, look.measure - names - values, look)
    name = Segment(f"{setting.name:<{names}}", theme.TERM)
    value = Segment(_text(f"{_value(setting):<{values}}", look), _style(setting))
    first, *rest = about
    return [[name, value, *first], *indented(rest, names + values)]


def _below(setting: ListedSetting, names: int, look: TextOptions) -> list[StyledLine]:
    name = Segment(f"{setting.name:<{names}}", theme.TERM)
    value = Segment(_text(_value(setting), look), _style(setting))
    return [
        [name, value],
        *indented(_about(setting, look.measure - SETTINGS_GAP, look), SETTINGS_GAP),
    ]


def _value(setting: ListedSetting) -> str:
    return f"{setting.value} (set)" if setting.is_set else setting.value


def _style(setting: ListedSetting) -> Style:
    return theme.HEADING if setting.is_set else theme.PLAIN


def _about(setting: ListedSetting, width: int, look: TextOptions) -> list[StyledLine]:
    return _flow(f"{setting.meaning}: {setting.takes}.", theme.QUIET, width, look)


def _flow(text: str, style: Style, width: int, look: TextOptions) -> list[StyledLine]:
    return flow([(_text(text, look), style)], width)


def _text(text: str, look: TextOptions) -> str:
    return plain_ascii(text) if look.glyphs.ascii_only else text
