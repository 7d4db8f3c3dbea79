"""No option is taken and then ignored: with each other of its command it does something, or it is
refused."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pytest
from msgspec import structs
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from fakes import FakeClock
from plans import the_guide
from records import MORNING, a_record, a_side
from tpguide.cli.app import app
from tpguide.cli.context import Context
from tpguide.errors import ExitCode
from tpguide.session.record import Measurement
from tpguide.storage.archive import Archive, ArchivedSession
from tpguide.storage.journal import open_journal

GUIDE = the_guide().slug
#: Of each command every option, with what is typed after it.
OPTIONS: Mapping[str, Mapping[str, str]] = {
    "list": {"--json": ""},
    "show": {
        "--section": "6",
        "--all": "",
        "--origins": "",
        "--toc": "",
        "--find": "calf",
        "--format": "markdown",
        "--no-pictures": "",
        "--picture": "mid-calf-section",
        "--width": "30",
        "--pager": "",
        "-o": "new",
        "--force": "",
    },
    "massage": {
        "--guided": "",
        "--format": "html",
        "-o": "new",
        "--force": "",
        "--side": "left",
        "--pain": "3",
        "--dose": "gentle",
        "--intensity": "uncrossed",
        "--none-apply": "",
        "--resume": "",
        "--fresh": "",
        "--voice": "",
        "--no-voice": "",
        "--audio": "new.wav",
        "--speed": "100",
    },
    "history": {"--side": "right", "--since": "6d", "--limit": "1", "-o": "new", "--json": "",
                "--force": ""},
    "history show 1": {"--json": "", "-o": "new", "--force": ""},
    "history export": {"--format": "csv", "--guide": GUIDE, "-o": "new", "--force": ""},
    "history plot": {"--side": "left", "--since": "6d", "--table": ""},
    "measure": {"--test": "knee-to-wall", "--result": "left=11", "--undo": ""},
    "report": {"--since": "6d", "--name": "A. Person", "-o": "new", "--force": ""},
    "validate wrong.yaml": {"--all": "", "--json": ""},
    "new arm": {"--folder": ".", "-o": "new", "--force": ""},
    "schema": {"-o": "new", "--force": ""},
    "settings": {"--json": ""},
    "doctor": {"--floor": "", "--json": ""},
}  # fmt: skip
#: What changes nothing where it says what is so anyway, and what is tried elsewhere.
SAY_WHAT_IS_SO = {
    ("doctor", "--quiet"),  # is heard, not read
    ("show", "--pictures"),
    ("show", "--no-pager"),
    ("massage", "--rehearse"),  # plays through a whole session
    ("history plot", "--guide"),
}
#: Pairs of which one may leave the other as it was: a file that isn't there is not replaced.
MAY_CHANGE_NOTHING = {("--since", "--limit"), ("-o", "--force"), ("--no-pictures", "-o")}


def _kept(home: Path) -> None:
    """Keep sessions of both sides, old and new, and a measurement."""
    records = [
        structs.replace(
            a_record(a_side(side), number=n, began=MORNING + timedelta(days=3 * n)), guide=GUIDE
        )
        for n, side in enumerate(("left", "right", "right", "left"), 1)
    ]
    with open_journal(home / "data", lambda: MORNING) as journal:
        journal.add(Archive(sessions=tuple(ArchivedSession(record=one) for one in records)))
        for day, test in enumerate(("knee-to-wall", "heel-raise")):
            at = MORNING + timedelta(days=day)
            journal.keep_measurement(
                Measurement(guide=GUIDE, test=test, side="right", at=at, value=9)
            )


@pytest.mark.parametrize("command", OPTIONS)
def test_each_option_does_something_beside_each_other_or_is_refused(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = OPTIONS[command]
    count = 0

    def done(*options: str) -> str | None:
        """Return all that the command gives out with *options*, or None if they are refused."""
        nonlocal count
        folder = tmp_path / f"{(count := count + 1)}"
        folder.mkdir()
        home = folder / "home" if command == "measure" else tmp_path / "home"  # it keeps results
        if not home.exists():
            _kept(home)
        monkeypatch.chdir(folder)
        Path("wrong.yaml").write_text("slug: arm\nname: 3\n" + "more: 1\n" * 9)
        environment = {"TPGUIDE_HOME": str(home), "FORCE_COLOR": "1"}
        context = Context(
            environment,
            io.StringIO(),
            io.StringIO(),
            io.StringIO(),
            clock=FakeClock(MORNING + timedelta(days=14)),
        )
        words = [*command.split(), *(word for one in options for word in (one, typed[one]) if word)]
        code = CliRunner().invoke(app, words, obj=context).exit_code
        assert isinstance(context.stdout, io.StringIO)
        assert isinstance(context.stderr, io.StringIO)
        said = context.stdout.getvalue() + context.stderr.getvalue()
        said += "".join(path.read_text() for path in sorted(Path().glob("new*")))
        assert code in (ExitCode.DONE, ExitCode.WRONG_USE, ExitCode.WRONG_GUIDE), words
        return None if code == ExitCode.WRONG_USE else said.replace(str(folder), "")

    alone = {option: done(option) for option in typed}
    for option in typed:
        assert alone[option] is None or alone[option] != done(), option
    for pair in combinations(typed, 2):
        both = done(*pair)
        if both is not None and pair not in MAY_CHANGE_NOTHING:
            assert both not in (alone[pair[0]], alone[pair[1]]), pair


def test_every_option_of_every_command_is_tried() -> None:
    tried = {(_words(command), option) for command, typed in OPTIONS.items() for option in typed}
    # These have one option at most, or need all of them.
    alone = {
        "settings get",
        "settings set",
        "settings reset",
        "read",
        "check",
        "history note",
        "history undo",
    }
    alone |= {
        "history add",
        "history delete",
        "history forget",
        "history import",
    }
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    for name, command in group.commands.items():
        inner = command.commands if isinstance(command, TyperGroup) else {}
        for path, each in [(name, command), *((f"{name} {one}", inner[one]) for one in inner)]:
            for option in (one for one in each.params if one.param_type_name == "option"):
                names = {*option.opts, *option.secondary_opts}
                is_known = any((path, one) in tried | SAY_WHAT_IS_SO for one in names)
                assert is_known or path in alone, (path, names)


def _words(command: str) -> str:
    """Return the words of *command* without its arguments."""
    first, *others = command.split()
    return f"{first} {others[0]}" if first == "history" and others else first
