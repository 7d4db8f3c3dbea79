"""Which pager a person gets, and what becomes of a text in it."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pytest

from tpguide.terminal.pager import Pager, pager_of


def a_program(folder: Path, name: str, python: str) -> Path:
    """Make a program of that name that does what the lines of *python* say."""
    program = folder / name
    program.write_text(f"#!{sys.executable}\nimport os, sys\n{python}\n")
    program.chmod(0o755)
    return program


@pytest.fixture(name="keeping")
def a_pager_that_keeps_what_it_is_shown(tmp_path: Path) -> tuple[str, Path]:
    kept = tmp_path / "kept"
    lines = f"open({str(kept)!r}, 'w').write(sys.stdin.read() + repr(sys.argv[1:]))"
    return shlex.quote(str(a_program(tmp_path, "keeping", lines))), kept


def show(text: str, **environment: str) -> bool:
    pager = pager_of({"PATH": os.environ["PATH"], **environment})
    assert pager
    return pager.show(text)


def test_a_text_is_shown_whole(keeping: tuple[str, Path]) -> None:
    command, kept = keeping

    assert show("one\ntwo ±\n" * 20_000, PAGER=command)
    assert kept.read_text() == "one\ntwo ±\n" * 20_000 + "[]"


def test_ours_goes_before_the_usual_one(keeping: tuple[str, Path]) -> None:
    command, kept = keeping

    assert show("text", TPGUIDE_PAGER=f"{command} -a 'b c'", PAGER="nonsense")
    assert kept.read_text() == "text['-a', 'b c']"


@pytest.mark.parametrize("none", ["", "cat", "no-such-program", "less 'never closed"])
def test_there_may_be_none(none: str) -> None:
    assert pager_of({"PATH": os.environ["PATH"], "PAGER": none}) is None


def test_one_that_is_set_empty_is_not_made_up_for() -> None:
    assert pager_of({"PATH": os.environ["PATH"], "TPGUIDE_PAGER": "", "PAGER": "less"}) is None


def test_a_pager_that_stops_reading_is_no_trouble(tmp_path: Path) -> None:
    program = a_program(tmp_path, "brief", "sys.stdin.readline()")

    assert show("line\n" * 100_000, PAGER=shlex.quote(str(program)))


class TestLess:
    told = "open(os.environ['TOLD'], 'w').write(repr((os.environ.get('LESS'), sys.argv[1:])))"

    def shown(self, folder: Path, **environment: str) -> str:
        a_program(folder, "less", self.told)
        kept = folder / "told"
        pager = pager_of({"PATH": str(folder), "TOLD": str(kept), **environment})
        assert pager
        assert pager.show("text")
        return kept.read_text()

    def test_it_is_the_pager_of_whoever_has_chosen_none(self, tmp_path: Path) -> None:
        assert self.shown(tmp_path) == "('FRX', ['-R'])"

    def test_a_persons_own_options_stay_and_colours_are_shown(self, tmp_path: Path) -> None:
        assert self.shown(tmp_path, LESS="-M") == "('-M', ['-R'])"

    @pytest.mark.parametrize(("version", "shows"), [("551", False), ("566", True), ("590.1", True)])
    def test_links_are_for_those_that_let_them_through(
        self, tmp_path: Path, version: str, shows: bool
    ) -> None:
        program = a_program(tmp_path, "less", f"print('less {version} (GNU regular expressions)')")

        assert Pager([str(program)], {}).shows_links is shows

    def test_other_pagers_get_no_links(self, tmp_path: Path) -> None:
        program = a_program(tmp_path, "more", "print('more 600')")

        assert not Pager([str(program)], {}).shows_links
