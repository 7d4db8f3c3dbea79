"""The `tpguide` command line: dispatches to commands, and turns errors into messages.

Commands are imported lazily, so that none pays for the imports of another.
"""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from tpguide.cli.completion import join_words_of_bash
from tpguide.cli.context import Context
from tpguide.cli.help import Commands, GroupWithHelp
from tpguide.cli.output import Display
from tpguide.errors import ExitCode, TpguideError

if TYPE_CHECKING:
    from typer._click import Command, Context as ClickContext

PLAIN_OPTION = "--plain"
#: Every command, in the order of the help, and where its function or its group lies.
COMMANDS = {
    "list": "tpguide.cli.guides:list_guides",
    "show": "tpguide.cli.show:show",
    "read": "tpguide.cli.read:read",
    "massage": "tpguide.cli.massage:massage",
    "check": "tpguide.cli.check:check",
    "history": "tpguide.cli.history:history",
    "measure": "tpguide.cli.measure:measure",
    "report": "tpguide.cli.report:report",
    "validate": "tpguide.cli.guides:validate",
    "new": "tpguide.cli.guides:new",
    "schema": "tpguide.cli.guides:schema",
    "settings": "tpguide.cli.settings:settings",
    "doctor": "tpguide.cli.doctor:doctor",
}


class LazyCommands(MutableMapping[str, "Command"]):
    """The commands by name, each made when it is asked for."""

    def __init__(self) -> None:
        self._made: dict[str, Command] = {}

    def __getitem__(self, name: str) -> Command:
        if name not in self._made:
            self._made[name] = _made(name, COMMANDS[name])
        return self._made[name]

    def __setitem__(self, name: str, command: Command) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        del self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in COMMANDS

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


def _made(name: str, place: str) -> Command:
    module, _, attribute = place.partition(":")
    found = getattr(importlib.import_module(module), attribute)
    if isinstance(found, typer.Typer):
        group = typer.main.get_command(found)
        group.name = name
        return group
    alone = Commands()
    alone.command(name)(found)
    return typer.main.get_command(alone)


class Tpguide(GroupWithHelp):
    """All commands, and the one place where errors become sentences and exit codes."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = LazyCommands()

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **settings: Any,
    ) -> Any:
        """Run what was typed; the exit status says how it ended."""
        if os.environ.get("_TPGUIDE_COMPLETE") == "complete_bash":
            join_words_of_bash(os.environ)
        typed = list(sys.argv[1:] if args is None else args)
        options = typed[: typed.index("--")] if "--" in typed else typed
        if PLAIN_OPTION in options:  # an option of every command, anywhere on the line
            typed.remove(PLAIN_OPTION)
            settings["obj"] = replace(settings.get("obj") or Context(), display=Display.PLAIN)
        if typed[:1] == ["help"]:  # as git has it: help CMD
            typed = [*typed[1:], "--help"]
        try:
            status = super().main(
                typed, prog_name, complete_var, False, windows_expand_args, **settings
            )
            (settings.get("obj") or Context()).stdout.flush()
        except OSError as error:  # from the help, which no command prints
            context = settings.get("obj") or Context()
            _tell(context, _fault(error))
            context.output.silence()
            status = ExitCode.FAULT
        except typer.TyperException as error:  # a wrong option, a missing argument
            context = settings.get("obj") or Context()
            hint = _names_there_are(context, error, typed) or _where_help_is(error)
            _tell(context, TpguideError(_sentence(error), hint))
            status = ExitCode.WRONG_USE
        except typer.Abort:
            status = ExitCode.ENDED_BY_CTRL_C
        if not standalone_mode:
            return status
        raise SystemExit(status or ExitCode.DONE)

    def invoke(self, ctx: ClickContext) -> Any:
        """Run the command; what it raises is told in a sentence."""
        context = ctx.ensure_object(Context)
        try:
            result = super().invoke(ctx)
            context.stdout.flush()
        except TpguideError as error:
            _tell(context, error)
            raise typer.Exit(error.exit_code) from None
        except BrokenPipeError:  # whoever reads the pipe has closed it
            context.output.silence()
            raise typer.Exit(ExitCode.DONE) from None
        except (typer.TyperException, typer.Exit, typer.Abort, EOFError):
            raise
        except Exception as error:
            if context.environment.get("TPGUIDE_DEBUG"):
                raise
            _tell(context, _fault(error))
            if isinstance(error, OSError):
                context.output.silence()
            raise typer.Exit(ExitCode.FAULT) from None
        return result


def _fault(error: Exception) -> TpguideError:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return TpguideError("There is no space left to write to.", "Free some, or write elsewhere.")
    if isinstance(error, OSError) and error.errno == errno.EBADF:
        return TpguideError("Standard output is closed: what was asked for can't be printed.")
    said = str(error).partition("\n")[0]
    return TpguideError(
        f"Internal error: {type(error).__name__}: {said}",
        "With TPGUIDE_DEBUG=1 before the command it shows where.",
    )


def _names_there_are(context: Context, error: typer.TyperException, typed: Sequence[str]) -> str:
    """Return the names to choose from for an option that was typed without its value."""
    option = getattr(error, "option_name", None)
    command: Command = typer.main.get_command(app)
    path = []
    for word in typed:
        if isinstance(command, TyperGroup) and word in command.commands:
            command = command.commands[word]
            path.append(word)
    given = [word for word in typed if not word.startswith("-") and word not in path]
    ctx = command.make_context(" ".join(path), given, resilient_parsing=True, obj=context)
    for one in command.params:
        if option in one.opts and (found := one.shell_complete(ctx, "")):
            return f"There are: {', '.join(item.value for item in found)}."
    return ""


def _sentence(error: typer.TyperException) -> str:
    """Return what is wrong; of a number with bounds, what it may be."""
    param = getattr(error, "param", None)
    kind = getattr(param, "type", None)
    lowest, highest = getattr(kind, "min", None), getattr(kind, "max", None)
    if param is None or lowest is None or highest is None:
        return error.format_message()
    return f"{param.opts[0]} takes a whole number from {lowest} to {highest}."


def _where_help_is(error: typer.TyperException) -> str:
    ctx: typer.Context | None = getattr(error, "ctx", None)
    return f"{ctx.command_path} --help tells what there is." if ctx else ""


def _tell(context: Context, error: TpguideError) -> None:
    for text in (error.sentence, error.hint):
        context.output.tell(text)


app = typer.Typer(
    cls=Tpguide,
    name="tpguide",
    help="Read about a muscle's trigger points, then be led through massaging it.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def begin(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", "-V", help="Say which tpguide this is.")
    ] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Plain lines for a screen reader; with any command.")
    ] = False,
) -> None:
    """Read about a muscle's trigger points, then be led through massaging it."""
    context = ctx.ensure_object(Context)
    if version:
        from importlib.metadata import version as version_of

        context.stdout.write(f"tpguide {version_of('tpguide')}\n")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        from tpguide.cli.home import print_home

        print_home(context)
