"""What this terminal can show, and why it can't show more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rich.color import ColorSystem

from tpguide.cli.checkup.rules import Rule, findings, otherwise
from tpguide.cli.context import Context
from tpguide.cli.output import USUAL_TERM, Display
from tpguide.cli.picture_mode import picture_choice
from tpguide.errors import WrongUseError
from tpguide.modes import PictureMode
from tpguide.storage.settings import Characters, Colours
from tpguide.terminal.awake import awake
from tpguide.terminal.environment import IS_WINDOWS, is_over_ssh, multiplexer
from tpguide.ui.pages.doctor import FindingGroup, FindingStatus
from tpguide.ui.session.layout import (
    BIG_FROM_COLUMNS,
    BIG_FROM_ROWS,
    SMALLEST_COLUMNS,
    SMALLEST_ROWS,
)

#: How long a desktop is waited for that was asked to keep the display awake.
AWAKE_SECONDS: Final = 1.5

_COLOUR_COUNTS: Final = {
    ColorSystem.STANDARD: "16",
    ColorSystem.EIGHT_BIT: "256",
    ColorSystem.TRUECOLOR: "16 million",
    ColorSystem.WINDOWS: "16",
}
_PICTURES: Final = {
    PictureMode.KITTY: "as images, in kitty's way",
    PictureMode.SIXEL: "as images, in sixels",
    PictureMode.SEXTANTS: "in blocks of a sixth of a cell, with colours",
    PictureMode.QUADRANTS: "in quarter blocks, with colours",
    PictureMode.HALF_BLOCKS: "in half-blocks, with colours",
    PictureMode.BRAILLE: "in dots, without colours",
    PictureMode.CHARACTERS: "in plain characters",
    PictureMode.NONE: "none",
}

_BLOCKS: Final = (PictureMode.SEXTANTS, PictureMode.QUADRANTS, PictureMode.HALF_BLOCKS)


@dataclass(frozen=True, slots=True)
class ScreenFacts:
    """What was found out about the terminal.

    *between* is what lies between it and the person, *picture_reason* who or what decides how
    pictures are shown, *picture_fault* and *picture_hint* tell of a way that there isn't.
    """

    display: Display
    is_terminal: bool
    can_draw: bool
    is_dumb: bool
    kind: str
    between: tuple[str, ...]
    columns: int
    rows: int
    colours: ColorSystem | None
    has_no_color_variable: bool
    colours_setting: Colours
    writes_unicode: bool
    characters_setting: Characters
    picture: PictureMode | None
    picture_reason: str
    picture_fault: str
    picture_hint: str
    awake_trouble: str

    @property
    def terminal(self) -> str:
        """The terminal in words."""
        return ", ".join((self.kind, *self.between))

    @property
    def colour_count(self) -> str:
        """How many colours there are, in words."""
        return _COLOUR_COUNTS[self.colours] if self.colours else "none"

    @property
    def pictures(self) -> str:
        """How pictures are shown, in words."""
        return _PICTURES[self.picture] if self.picture else ""

    @property
    def is_too_small(self) -> bool:
        """Whether a session could not be seen in the window."""
        return self.columns < SMALLEST_COLUMNS or self.rows < SMALLEST_ROWS

    @property
    def has_picture(self) -> bool:
        """Whether a session has its picture in the window."""
        return self.columns >= BIG_FROM_COLUMNS and self.rows >= BIG_FROM_ROWS


_GOOD, _NOTE, _LESS, _BAD = (
    FindingStatus.GOOD, FindingStatus.NOTE, FindingStatus.LESS, FindingStatus.BAD,
)  # fmt: skip
_BETTER_TERM: Final = "export TERM=xterm-256color"

SCREEN_RULES: Final[tuple[Rule[ScreenFacts], ...]] = (
    Rule(
        "Terminal",
        lambda f: not f.is_terminal,
        _NOTE,
        "none",
        why="what is printed goes into a file or to another program",
    ),
    Rule("Terminal", lambda f: f.can_draw, _GOOD, "{f.terminal}"),
    Rule(
        "Terminal",
        lambda f: f.display is Display.PLAIN and not f.is_dumb,
        _NOTE,
        "{f.terminal}",
        why="all comes as plain lines, as you wish",
    ),
    Rule(
        "Terminal",
        otherwise,
        _LESS,
        "{f.terminal}",
        why="a session comes as plain lines, since nothing can be drawn",
        fix=f"If it can do more than it says: {_BETTER_TERM}",
    ),
    Rule(
        "Window",
        lambda f: f.is_too_small,
        _BAD,
        "{f.columns} × {f.rows}",
        why="too small to see a session from the floor",
        fix=f"Make it larger: at least {SMALLEST_COLUMNS} × {SMALLEST_ROWS}.",
    ),
    Rule("Window", lambda f: f.has_picture, _GOOD, "{f.columns} × {f.rows}"),
    Rule(
        "Window",
        otherwise,
        _GOOD,
        "{f.columns} × {f.rows}",
        why=f"with {BIG_FROM_COLUMNS} × {BIG_FROM_ROWS} a session has its picture too",
    ),
    Rule(
        "Colours",
        lambda f: f.colours in (ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR),
        _GOOD,
        "{f.colour_count}",
    ),
    Rule(
        "Colours",
        lambda f: f.colours,
        _LESS,
        "{f.colour_count}",
        why="too few for pictures",
        fix=f"If the terminal has more: {_BETTER_TERM}",
    ),
    Rule(
        "Colours",
        lambda f: f.has_no_color_variable,
        _NOTE,
        "none",
        why="NO_COLOR is set",
        fix="unset NO_COLOR",
    ),
    Rule(
        "Colours",
        lambda f: f.colours_setting is Colours.NEVER,
        _NOTE,
        "none",
        why="by your settings",
        fix="tpguide settings reset colours",
    ),
    Rule(
        "Colours",
        lambda f: f.display is Display.PIPE,
        _NOTE,
        "none",
        why="there is no terminal",
    ),
    Rule(
        "Colours",
        otherwise,
        _LESS,
        "none",
        why="the terminal says that it has none",
        fix=f"If it has: {_BETTER_TERM}",
    ),
    Rule("Characters", lambda f: f.writes_unicode, _GOOD, "all, in UTF-8"),
    Rule(
        "Characters",
        lambda f: f.characters_setting is Characters.ASCII,
        _GOOD,
        "those of ASCII alone, as the settings have it",
    ),
    Rule(
        "Characters",
        otherwise,
        _LESS,
        "those of ASCII alone",
        why=f"the {'code page' if IS_WINDOWS else 'locale'} allows no more",
        fix="set PYTHONUTF8=1" if IS_WINDOWS else "export LC_ALL=C.UTF-8",
    ),
    Rule("Pictures", lambda f: f.picture_fault, _BAD, "{f.picture_fault}", fix="{f.picture_hint}"),
    Rule("Pictures", lambda f: f.picture_reason, _NOTE, "{f.pictures}", why="{f.picture_reason}"),
    Rule(
        "Pictures",
        lambda f: f.picture is PictureMode.CHARACTERS,
        _LESS,
        "{f.pictures}",
        why="too few characters",
        fix="See Characters, above.",
    ),
    Rule(
        "Pictures",
        lambda f: f.picture is PictureMode.BRAILLE,
        _LESS,
        "{f.pictures}",
        why="too few colours",
        fix="See Colours, above.",
    ),
    Rule(
        "Pictures",
        lambda f: f.picture in _BLOCKS and f.between,
        _GOOD,
        "{f.pictures}",
        why="{f.between[0]} there are no sharper ones",
    ),
    Rule(
        "Pictures",
        lambda f: f.picture in _BLOCKS,
        _GOOD,
        "{f.pictures}",
        why="kitty, Ghostty, WezTerm and foot show sharper ones",
    ),
    Rule("Pictures", otherwise, _GOOD, "{f.pictures}"),
    Rule("Kept awake", lambda f: not f.awake_trouble, _GOOD, "while a session runs"),
    Rule(
        "Kept awake",
        otherwise,
        _LESS,
        "no",
        why="{f.awake_trouble}",
        fix="Let the display stay on for half an hour, in the settings of your desktop.",
    ),
)


def screen_part(context: Context) -> FindingGroup:
    """Return what was found out about what can be seen."""
    return FindingGroup("Screen", findings(SCREEN_RULES, screen_facts(context)))


def screen_facts(context: Context) -> ScreenFacts:
    """Find out what this terminal can show."""
    environment, output = context.environment, context.output
    name = multiplexer(environment)
    over_ssh = ("over ssh",) if is_over_ssh(environment) else ()
    picture, reason, fault, hint = None, "", "", ""
    try:
        choice = picture_choice(context)
        picture, reason = choice.mode, choice.says
    except WrongUseError as error:
        fault, hint = error.sentence, error.hint
    return ScreenFacts(
        display=output.display,
        is_terminal=context.stdout.isatty(),
        can_draw=context.can_draw,
        is_dumb=environment.get("TERM", USUAL_TERM) == "dumb",
        kind=environment.get("TERM") or "of an unknown kind",
        between=(*((f"in {name}",) if name else ()), *over_ssh),
        columns=output.columns,
        rows=output.rows,
        colours=output.colour_system,
        has_no_color_variable=bool(environment.get("NO_COLOR")),
        colours_setting=context.settings.colours,
        writes_unicode=output.writes_unicode,
        characters_setting=context.settings.characters,
        picture=picture,
        picture_reason=reason if " " in reason or not reason else f"{reason} says so",
        picture_fault=fault,
        picture_hint=hint,
        awake_trouble=_awake_trouble(context),
    )


def _awake_trouble(context: Context) -> str:
    with awake(context.environment) as asked:
        is_answered = asked.await_answer(AWAKE_SECONDS)
        return asked.trouble if is_answered else "the desktop does not answer"
