"""What the README and the pages on using say is so: pictures, keys, commands, links."""

from __future__ import annotations

import importlib.util
import io
import re
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from typer.core import TyperGroup
from typer.testing import CliRunner

from tpguide.cli.app import COMMANDS, LazyCommands, app
from tpguide.cli.context import Context
from tpguide.errors import ExitCode
from tpguide.terminal.bindings import table

CHECKOUT = Path(__file__).parents[2]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
USING = (CHECKOUT / "docs" / "using.md").read_text(encoding="utf-8")
WRITING = (CHECKOUT / "docs" / "writing-a-guide.md").read_text(encoding="utf-8")
ALL = README + USING + WRITING

#: These take a person, so without a terminal they say so.
ASKING = re.compile(
    r"--guided(?!.*--rehearse)|^tpguide (check|measure|read)\b|--audio a|\bdoctor --floor"
)
#: These show what is kept, and where that is nothing they say so.
LOOKING_BACK = re.compile(r"^tpguide history(?! export)")


def commands() -> list[str]:
    """Every command of tpguide in a block that is to be run; `./run` stands for it."""
    blocks = re.findall(r"```sh\n(.*?)```", ALL.replace("./run ", "tpguide "), re.DOTALL)
    lines = [line.partition(" #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("tpguide") and line != "tpguide tests"]


def script(name: str) -> ModuleType:
    """Return the script of that name in docs/ as a module."""
    spec = importlib.util.spec_from_file_location(name, CHECKOUT / "docs" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_settings_in_the_docs_are_those_there_are() -> None:
    assert script("list_settings").with_table(USING) == USING


def test_its_pictures_are_the_screens_as_they_are_drawn_now() -> None:
    drawn = dict(script("draw_session").pictures())
    kept = {name: (CHECKOUT / "docs" / name).read_text(encoding="utf-8") for name in drawn}
    assert [name for name in drawn if kept[name] != drawn[name]] == []
    assert set(drawn) == set(re.findall(r"docs/(\w+\.svg)", README))


def test_its_moving_picture_stands_still_where_motion_is_not_wanted() -> None:
    picture = (CHECKOUT / "docs" / "session.svg").read_text(encoding="utf-8")

    always, _, moving = picture.partition("@media (prefers-reduced-motion:no-preference)")
    assert "animation:" not in always
    assert "animation:" in moving
    assert picture.count('class="moment still"') == 2  # what stands still in a moment, what moves


def test_it_is_short() -> None:
    assert len(README.split()) <= 900


@pytest.mark.parametrize(
    "page", ["README.md", *(f"docs/{file.name}" for file in (CHECKOUT / "docs").glob("*.md"))]
)
def test_its_links_lead_to_files_that_are_there(page: str) -> None:
    file = CHECKOUT / page
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", file.read_text(encoding="utf-8"))

    assert [link for link in links if not (file.parent / link).exists()] == []


def test_its_keys_are_those_of_the_bindings() -> None:
    shown = re.search(r"<!-- keys:begin -->\n(.*?)\n<!-- keys:end -->", README, re.DOTALL)

    assert shown
    assert shown[1] == table()


def test_its_exit_codes_are_all_there_are() -> None:
    shown = re.search(r"## Exit codes\n(.*?)\n## ", USING, re.DOTALL)

    assert shown
    told = {
        int(code)
        for row in shown[1].splitlines()
        for code in re.findall(r"\b\d+\b", row.split("|")[1] if "|" in row else "")
    }
    assert told == {int(code) for code in ExitCode}


def test_every_command_is_shown() -> None:
    shown = set(re.findall(r"^(?:\$ )?tpguide (\w+)", ALL, re.MULTILINE))

    assert shown == set(COMMANDS)


def test_every_command_on_past_sessions_is_shown() -> None:
    shown = set(re.findall(r"tpguide history (\w+)", ALL))

    history = LazyCommands()["history"]
    assert isinstance(history, TyperGroup)
    assert shown == set(history.commands)


def test_every_option_of_the_massage_is_explained() -> None:
    options = {
        option
        for parameter in LazyCommands()["massage"].params
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("--")
    }

    assert options <= set(re.findall(r"--[a-z-]+", ALL))


def test_every_variable_of_its_own_is_explained() -> None:
    read = {
        name
        for module in (CHECKOUT / "src").rglob("*.py")
        for name in re.findall(r"\bTPGUIDE_[A-Z]+\b", module.read_text(encoding="utf-8"))
    }

    assert read == set(re.findall(r"^\| `(TPGUIDE_[A-Z]+)`", USING, re.MULTILINE))


@pytest.mark.parametrize("command", commands())
def test_its_commands_do_what_they_are_shown_for(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = run_beside if "--rehearse" in command else run_within  # it reads keys, of a descriptor
    code, said, warned = run(shlex.split(command)[1:])

    if ASKING.search(command):
        assert code == ExitCode.WRONG_USE
        assert "terminal" in warned
    elif command == "tpguide report":
        assert code == ExitCode.WRONG_USE
        assert "No sessions" in warned
    else:
        assert code == ExitCode.DONE, warned
        assert said or LOOKING_BACK.search(command)


def run_within(words: list[str]) -> tuple[int, str, str]:
    said, warned = io.StringIO(), io.StringIO()
    context = Context(stdin=io.StringIO(), stdout=said, stderr=warned)
    code = CliRunner().invoke(app, words, obj=context).exit_code
    return code, said.getvalue(), warned.getvalue()


def run_beside(words: list[str]) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tpguide", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
    )
    return done.returncode, done.stdout, done.stderr
