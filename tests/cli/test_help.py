"""The help of every command: short, whole in every window, in the terminal's characters."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Iterator

import pytest
from typer._click import Command
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from plans import the_guide
from tpguide.cli.app import COMMANDS, app
from tpguide.cli.context import Context
from tpguide.cli.examples import EXAMPLES

#: What the word of an example stands for.
STANDS_FOR = {"GUIDE": the_guide().slug, "TEST": the_guide().self_tests[0].key}


def paths() -> Iterator[str]:
    yield ""
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    for name, command in group.commands.items():
        yield name
        if isinstance(command, TyperGroup):
            yield from (f"{name} {inner}" for inner in command.commands)


def helped(path: str, columns: int = 80, **environment: str) -> str:
    out = io.StringIO()
    context = Context({"COLUMNS": str(columns)} | environment, io.StringIO(), out, io.StringIO())
    assert CliRunner().invoke(app, [*path.split(), "--help"], obj=context).exit_code == 0
    return out.getvalue()


def test_each_option_takes_a_line_in_eighty_columns_but_that_of_a_promise() -> None:
    more = [
        line.strip()
        for path in paths()
        for line in helped(path).splitlines()
        if line[:9] == " " * 9
    ]

    assert more == ["emergency and same-day signs are always asked."]


@pytest.mark.parametrize("columns", [60, 40, 30])
def test_nothing_is_cut_in_a_narrow_window(columns: int) -> None:
    for path in paths():
        narrow = helped(path, columns)
        assert max(len(line) for line in narrow.splitlines()) <= columns, path
        assert narrow.split() == helped(path, 200).split(), path


def test_help_is_ascii_where_there_is_no_more() -> None:
    for path in paths():
        assert helped(path, LC_ALL="C").isascii(), path


def test_each_command_has_three_examples() -> None:
    for command in COMMANDS:
        assert len(EXAMPLES[command]) == 3, command
    assert set(paths()) == set(EXAMPLES)


def test_every_example_can_be_typed() -> None:
    for examples in EXAMPLES.values():
        for typed, _ in examples:
            program, *words = (STANDS_FOR.get(word, word) for word in shlex.split(typed))
            command: Command = get_command(app)
            while isinstance(command, TyperGroup) and words and words[0] in command.commands:
                command = command.commands[words.pop(0)]
            command.make_context(program, [word for word in words if word != "--plain"])
            assert program == "tpguide"


def test_what_an_option_takes_has_a_name_that_means_something() -> None:
    for path in paths():
        assert not re.search("<(str|int|path)|TEXT.*TEXT|INTEGER", helped(path)), path
