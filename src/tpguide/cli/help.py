"""Help as commands give it: `CMD --help`, `help CMD`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from typer._click import Command, Context as ClickContext, HelpFormatter, Parameter

    from tpguide.ui.pages.help import HelpGroup

CommandT = TypeVar("CommandT", bound="Callable[..., Any]")

OPTIONS = "Options"
#: Shown before a long option that has no letter, so that long options stand below each other.
NO_LETTER = "    "

#: Shorter texts for options of Typer's own.
_SHORTER = {
    "--help": "Show this and exit.",
    "-h": "Show this and exit.",
    "--install-completion": "Complete names in this shell from now on.",
    "--show-completion": "Print what that installs.",
}


class CommandWithHelp(TyperCommand):
    """A command with help in the style of tpguide."""

    def format_help(self, ctx: ClickContext, formatter: HelpFormatter) -> None:
        """Print the help, and end the program as help does."""
        print_help(self, ctx)


class GroupWithHelp(TyperGroup):
    """A group of commands with help in the style of tpguide."""

    def format_help(self, ctx: ClickContext, formatter: HelpFormatter) -> None:
        """Print the help, and end the program as help does."""
        print_help(self, ctx)


class Commands(typer.Typer):
    """A group to which commands with such help are added."""

    def __init__(self, cls: type[GroupWithHelp] = GroupWithHelp, **settings: Any) -> None:
        super().__init__(cls=cls, add_completion=False, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[CommandT], CommandT]:
        """Add a function as a command."""
        return super().command(name, cls=CommandWithHelp, **settings)


def print_help(command: Command, ctx: ClickContext) -> None:
    """Print the help of *command*; longer than the screen, through the pager."""
    from tpguide.cli.context import Context
    from tpguide.ui.pages.help import HelpPage, help_lines

    context = ctx.find_object(Context) or Context()
    pieces = " ".join(command.collect_usage_pieces(ctx))
    page = HelpPage(
        usage=f"{ctx.command_path} {re.sub('[{}]', '', pieces)}",
        meaning=" ".join((command.help or "").split()),
        groups=list(_groups(command, ctx)),
    )
    context.output.print_paged(help_lines(page, context.output.text_options()))
    raise typer.Exit


def _groups(command: Command, ctx: ClickContext) -> Iterator[HelpGroup]:
    from tpguide.cli.examples import EXAMPLES, EXIT_CODES
    from tpguide.ui.pages.help import HelpGroup

    rows: dict[str, list[tuple[str, str]]] = {}
    for each in command.get_params(ctx):
        is_argument = each.param_type_name == "argument"
        title = "Arguments" if is_argument else getattr(each, "rich_help_panel", None) or OPTIONS
        name = each.make_metavar(ctx) if is_argument else _option_name(each, ctx)
        meaning = _SHORTER.get(each.opts[0]) or getattr(each, "help", "")
        rows.setdefault(title, []).append((name, meaning or ""))
    general = rows.pop(OPTIONS)
    if isinstance(command, TyperGroup):
        yield HelpGroup(
            "Commands", [(name, _first_sentence(each)) for name, each in command.commands.items()]
        )
    for title, each_row in {**rows, OPTIONS: general}.items():
        yield HelpGroup(title, each_row)
    path = _path(ctx)
    if path in EXAMPLES:
        yield HelpGroup("Examples", EXAMPLES[path], are_examples=True)
    if not path:
        yield HelpGroup("Exit status", EXIT_CODES)


def _path(ctx: ClickContext) -> str:
    """Return the words of the command, without the program's name."""
    names: list[str] = []
    while ctx.parent:
        names.insert(0, ctx.info_name or "")
        ctx = ctx.parent
    return " ".join(names)


def _option_name(option: Parameter, ctx: ClickContext) -> str:
    """Return how *option* is typed: `-o, --output FILE`, `--[no-]pager`, `--resume, --fresh`."""
    letters = [name for name in option.opts if not name.startswith("--")]
    [long] = [name for name in option.opts if name.startswith("--")]
    opposite = next(iter(option.secondary_opts), "")
    if opposite == long.replace("--", "--no-", 1):
        long = long.replace("--", "--[no-]", 1)
    elif opposite:
        long = f"{long}, {opposite}"
    start = f"{letters[0]}, " if letters else NO_LETTER
    takes_value = not getattr(option, "is_flag", False)
    return f"{start}{long} {option.make_metavar(ctx)}" if takes_value else f"{start}{long}"


def _first_sentence(command: Command) -> str:
    return (command.help or "").strip().partition("\n")[0]
