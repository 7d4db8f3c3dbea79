"""Which pager a person gets, and what becomes of a text in it."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from systems import unix_only
from tpguide.terminal.pager import Pager, PagerEnd, pager_of


def a_program(folder: Path, name: str, python: str) -> Path:
    """Make a program of that name that does what the lines of *python* say."""
    program = folder / name
    program.write_text(f"#!{sys.executable}\nimport os, sys\n{python}\n")
    program.chmod(0o755)
    return program


def command_of(program: Path) -> str:
    """Return how *program* is started, as a person would write it here."""
    words = [sys.executable, str(program)]
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


@pytest.fixture(name="keeping")
def a_pager_that_keeps_what_it_is_shown(tmp_path: Path) -> tuple[str, Path]:
    kept = tmp_path / "kept"
    words = "sys.stdin.buffer.read() + repr(sys.argv[1:]).encode()"
    program = a_program(tmp_path, "keeping", f"open({str(kept)!r}, 'wb').write({words})")
    return command_of(program), kept


def show(text: str, **environment: str) -> PagerEnd:
    needed = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    pager = pager_of({**needed, **environment})
    assert pager
    return pager.show(text)


def test_a_text_is_shown_whole(keeping: tuple[str, Path]) -> None:
    command, kept = keeping

    assert show("one\ntwo ±\n" * 20_000, PAGER=command) == PagerEnd(was_shown=True)
    assert kept.read_text(encoding="utf-8") == "one\ntwo ±\n" * 20_000 + "[]"


def test_ours_goes_before_the_usual_one(keeping: tuple[str, Path]) -> None:
    command, kept = keeping

    assert show("text", TPGUIDE_PAGER=f'{command} -a "b c"', PAGER="nonsense").was_shown
    assert kept.read_text() == "text['-a', 'b c']"


@pytest.mark.parametrize("none", ["", "cat"])
def test_there_may_be_none(none: str) -> None:
    assert pager_of({"PATH": os.environ["PATH"], "PAGER": none}) is None


def test_a_dumb_terminal_has_none() -> None:
    assert pager_of({"PATH": os.environ["PATH"], "TERM": "dumb"}) is None


@pytest.mark.parametrize("command", ["no-such-program", "no-such-program | cat >&2; exit 127"])
def test_one_that_does_not_start_is_told_and_the_text_is_not_lost(command: str) -> None:
    ended = show("text", PAGER=command)

    assert not ended.was_shown
    assert ended.trouble.startswith(f"The pager “{command}” failed: ")


def test_one_that_fails_is_told(tmp_path: Path) -> None:
    program = a_program(tmp_path, "failing", "sys.stdin.read()\nsys.exit(3)")

    assert "it ended with 3" in show("text", PAGER=command_of(program)).trouble


@unix_only
def test_signs_of_a_shell_are_a_shells(keeping: tuple[str, Path]) -> None:
    command, kept = keeping

    assert show("text\n", PAGER=f"tr t T | {command}").was_shown
    assert kept.read_text() == "TexT\n[]"


@unix_only
def test_less_in_a_script_has_its_options_too(tmp_path: Path) -> None:
    told = tmp_path / "told"
    lines = f"open({str(told)!r}, 'w').write(os.environ['LESS'][:3] + os.environ['LV'])"
    script = a_program(tmp_path, "script", lines)

    assert show("text", PAGER=str(script)).was_shown
    assert told.read_text() == "FRX-c"


def test_one_that_is_set_empty_is_not_made_up_for() -> None:
    assert pager_of({"PATH": os.environ["PATH"], "TPGUIDE_PAGER": "", "PAGER": "less"}) is None


def test_a_pager_that_stops_reading_is_no_trouble(tmp_path: Path) -> None:
    program = a_program(tmp_path, "brief", "sys.stdin.readline()")

    assert show("line\n" * 100_000, PAGER=command_of(program)).was_shown


@unix_only
def test_one_that_is_shown_ends_with_the_program(tmp_path: Path) -> None:
    """Else it would live on, and take the keys that are meant for the shell."""
    kept = tmp_path / "process"
    program = a_program(
        tmp_path,
        "lingering",
        f"import signal, time\nopen({str(kept)!r}, 'w').write(str(os.getpid()))\n"
        "os.kill(os.getppid(), signal.SIGTERM)\ntime.sleep(60)",
    )

    def end(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        with pytest.raises(SystemExit):
            show("text", PAGER=str(program))
    finally:
        signal.signal(signal.SIGTERM, before)
    with pytest.raises(ProcessLookupError):
        os.kill(int(kept.read_text()), 0)


@unix_only
class TestLess:
    told = "open(os.environ['TOLD'], 'w').write(repr((os.environ.get('LESS'), sys.argv[1:])))"

    def shown(self, folder: Path, **environment: str) -> str:
        a_program(folder, "less", self.told)
        kept = folder / "told"
        pager = pager_of({"PATH": str(folder), "TOLD": str(kept), **environment})
        assert pager
        assert pager.show("text").was_shown
        return kept.read_text()

    def test_it_is_the_pager_of_whoever_has_chosen_none(self, tmp_path: Path) -> None:
        told = self.shown(tmp_path)

        assert told.startswith("('FRXPs")
        assert "q leaves" in told
        assert told.endswith("['-R'])")

    def test_a_persons_own_options_stay_and_colours_are_shown(self, tmp_path: Path) -> None:
        assert self.shown(tmp_path, LESS="-M") == "('-M', ['-R'])"

    @pytest.mark.parametrize(("version", "shows"), [("551", False), ("566", True), ("590.1", True)])
    def test_links_are_for_those_that_let_them_through(
        self, tmp_path: Path, version: str, shows: bool
    ) -> None:
        program = a_program(tmp_path, "less", f"print('less {version} (GNU regular expressions)')")

        assert Pager(str(program), {}).shows_links is shows

    def test_other_pagers_get_no_links(self, tmp_path: Path) -> None:
        program = a_program(tmp_path, "more", "print('more 600')")

        assert not Pager(str(program), {}).shows_links
