"""What this terminal can show, and why it can't show more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.color import ColorSystem

from tpguide.cli.context import Context
from tpguide.cli.output import Display
from tpguide.cli.picture_mode import PictureChoice, picture_choice
from tpguide.errors import WrongUseError
from tpguide.modes import PictureMode
from tpguide.storage.settings import Colours
from tpguide.terminal.awake import awake
from tpguide.terminal.environment import is_over_ssh, multiplexer
from tpguide.ui.pages.doctor import Finding, FindingGroup, FindingStatus
from tpguide.ui.session.layout import (
    BIG_FROM_COLUMNS,
    BIG_FROM_ROWS,
    SMALLEST_COLUMNS,
    SMALLEST_ROWS,
)

#: How long a desktop is waited for that was asked to keep the display awake.
AWAKE_SECONDS: Final = 1.5

_HOW_MANY: Final = {
    ColorSystem.STANDARD: "16",
    ColorSystem.EIGHT_BIT: "256",
    ColorSystem.TRUECOLOR: "16 million",
    ColorSystem.WINDOWS: "16",
}
_HOW_SHOWN: Final = {
    PictureMode.KITTY: "as images, in kitty's way",
    PictureMode.SIXEL: "as images, in sixels",
    PictureMode.SEXTANTS: "in blocks of a sixth of a cell, with colours",
    PictureMode.QUADRANTS: "in quarter blocks, with colours",
    PictureMode.HALF_BLOCKS: "in half-blocks, with colours",
    PictureMode.BRAILLE: "in dots, without colours",
    PictureMode.CHARACTERS: "in plain characters",
    PictureMode.NONE: "none",
}


def screen_part(context: Context) -> FindingGroup:
    """Return what was found out about what can be seen."""
    findings = (
        _terminal(context),
        _window(context),
        _colours(context),
        _characters(context),
        _pictures(context),
        _awake(context),
    )
    return FindingGroup("Screen", findings)


def _terminal(context: Context) -> Finding:
    environment = context.environment
    if not context.stdout.isatty():
        return Finding(
            "Terminal",
            FindingStatus.NOTE,
            "none",
            why="what is printed goes into a file or to another program",
        )
    kind = environment.get("TERM") or "of an unknown kind"
    found = ", ".join([kind, *_between(context)])
    if context.can_draw:
        return Finding("Terminal", FindingStatus.GOOD, found)
    return Finding(
        "Terminal",
        FindingStatus.LESS,
        found,
        why="a session comes as plain lines, since nothing can be drawn",
        fix="If it can do more than it says: export TERM=xterm-256color",
    )


def _between(context: Context) -> Iterator[str]:
    """Yield what lies between this program and the person."""
    if name := multiplexer(context.environment):
        yield f"in {name}"
    if is_over_ssh(context.environment):
        yield "over ssh"


def _window(context: Context) -> Finding:
    columns, rows = context.output.columns, context.output.rows
    found = f"{columns} × {rows}"
    if columns < SMALLEST_COLUMNS or rows < SMALLEST_ROWS:
        return Finding(
            "Window",
            FindingStatus.BAD,
            found,
            why="too small to see a session from the floor",
            fix=f"Make it larger: at least {SMALLEST_COLUMNS} × {SMALLEST_ROWS}.",
        )
    has_picture = columns >= BIG_FROM_COLUMNS and rows >= BIG_FROM_ROWS
    rest = f"with {BIG_FROM_COLUMNS} × {BIG_FROM_ROWS} a session has big words and its picture too"
    return Finding("Window", FindingStatus.GOOD, found, why="" if has_picture else rest)


def _colours(context: Context) -> Finding:
    system = context.output.colour_system
    if system is None:
        return _no_colours(context)
    found = _HOW_MANY[system]
    if system in (ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR):
        return Finding("Colours", FindingStatus.GOOD, found)
    return Finding(
        "Colours",
        FindingStatus.LESS,
        found,
        why="too few for pictures",
        fix="If the terminal has more: export TERM=xterm-256color",
    )


def _no_colours(context: Context) -> Finding:
    if context.environment.get("NO_COLOR"):
        wish, fix = "NO_COLOR is set", "unset NO_COLOR"
    elif context.settings.colours is Colours.NEVER:
        wish, fix = "by your settings", "tpguide settings reset colours"
    elif context.output.display is Display.PIPE:
        return Finding("Colours", FindingStatus.NOTE, "none", why="there is no terminal")
    else:
        return Finding(
            "Colours",
            FindingStatus.LESS,
            "none",
            why="the terminal says that it has none",
            fix="If it has: export TERM=xterm-256color",
        )
    return Finding("Colours", FindingStatus.NOTE, "none", why=wish, fix=fix)


def _characters(context: Context) -> Finding:
    if context.output.writes_unicode:
        return Finding("Characters", FindingStatus.GOOD, "all, in UTF-8")
    return Finding(
        "Characters",
        FindingStatus.LESS,
        "those of ASCII alone",
        why="the locale allows no others",
        fix="export LC_ALL=C.UTF-8",
    )


def _pictures(context: Context) -> Finding:
    try:
        choice = picture_choice(context)
    except WrongUseError as error:
        return Finding(
            "Pictures",
            FindingStatus.BAD,
            error.sentence,
            fix=error.hint,
        )
    found = _HOW_SHOWN[choice.mode]
    if choice.says:
        why = choice.says if " " in choice.says else f"{choice.says} says so"
        return Finding("Pictures", FindingStatus.NOTE, found, why=why)
    verdict, why, fix = _better_pictures(context, choice)
    return Finding("Pictures", verdict, found, why=why, fix=fix)


def _better_pictures(context: Context, choice: PictureChoice) -> tuple[FindingStatus, str, str]:
    """Return how good the way is, why it isn't a better one, and what to do about that."""
    match choice.mode:
        case PictureMode.CHARACTERS:
            return FindingStatus.LESS, "for want of characters", "See Characters, above."
        case PictureMode.BRAILLE:
            return FindingStatus.LESS, "for want of colours", "See Colours, above."
        case PictureMode.SEXTANTS | PictureMode.QUADRANTS | PictureMode.HALF_BLOCKS:
            between = list(_between(context))
            if between:
                return FindingStatus.GOOD, f"{between[0]} there are no sharper ones", ""
            return FindingStatus.GOOD, "kitty, Ghostty, WezTerm and foot show sharper ones", ""
    return FindingStatus.GOOD, "", ""


def _awake(context: Context) -> Finding:
    with awake(context.environment) as asked:
        is_answered = asked.await_answer(AWAKE_SECONDS)
        trouble = asked.trouble if is_answered else "the desktop does not answer"
    if not trouble:
        return Finding("Kept awake", FindingStatus.GOOD, "while a session runs")
    return Finding(
        "Kept awake",
        FindingStatus.LESS,
        "no",
        why=trouble,
        fix="Let the display stay on for half an hour, in the settings of your desktop.",
    )
