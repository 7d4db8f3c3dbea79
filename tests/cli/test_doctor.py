"""The doctor tells what works, what is in use, why it isn't something better, and what to do."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from fakes import NOON
from guides import fictitious_text
from terminal.sound_programs import COMPLAINS, FAILS, WORKS, Programs
from tpguide.cli.app import app
from tpguide.cli.context import Context
from tpguide.errors import ExitCode
from tpguide.storage.journal import open_journal
from tpguide.ui.pages.doctor import Finding, FindingGroup, FindingStatus, doctor_lines
from tpguide.ui.text.lines import text_of
from tpguide.ui.text.options import TextOptions
from tpguide.ui.text.theme import ASCII

#: A terminal that is not asked what it can draw, and a desktop that isn't asked to stay awake.
AT_A_TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TMUX": "a socket"}
OVER_SSH = {"SSH_CONNECTION": "here there"}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Tpguide:
    """The command line with a home and programs of its own, and what it said."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        (folder / "programs").mkdir()
        self.programs = Programs(folder / "programs")
        self.said = self.warned = ""

    def run(self, *words: str, **environment: str) -> int:
        return self._run(io.StringIO, words, environment)

    def run_on_a_terminal(self, *words: str, **environment: str) -> int:
        return self._run(Terminal, words, AT_A_TERMINAL | environment)

    def findings(self, **environment: str) -> dict[str, Finding]:
        """Return what the doctor finds on a terminal, by name."""
        assert self.run_on_a_terminal("doctor", "--json", **environment) == ExitCode.DONE
        return {
            found["name"]: Finding(**found | {"verdict": FindingStatus(found["verdict"])})
            for part in json.loads(self.said)["parts"]
            for found in part["findings"]
        }

    def set(self, name: str, value: str) -> None:
        assert self.run("settings", "set", name, value) == ExitCode.DONE

    def _run(
        self, kind: type[io.StringIO], words: tuple[str, ...], environment: dict[str, str]
    ) -> int:
        said, warned = kind(), io.StringIO()
        home = {"TPGUIDE_HOME": str(self.home), "COLUMNS": "80"} | self.programs.environment
        context = Context(home | environment, stdin=kind(), stdout=said, stderr=warned)
        ended = CliRunner().invoke(app, list(words), obj=context)
        self.said, self.warned = said.getvalue(), warned.getvalue()
        return ended.exit_code


@pytest.fixture(name="tpguide")
def command_line(tmp_path: Path) -> Tpguide:
    return Tpguide(tmp_path)


class TestTheReport:
    def test_tells_of_screen_sound_and_files(self, tpguide: Tpguide) -> None:
        assert tpguide.run("doctor") == ExitCode.DONE
        titles = [
            line for line in tpguide.said.splitlines() if line in ("Screen", "Sound", "Files")
        ]

        assert titles == ["Screen", "Sound", "Files"]
        assert tpguide.said.startswith("tpguide ")

    def test_as_json_is_nothing_but_json(self, tpguide: Tpguide) -> None:
        assert tpguide.run("doctor", "--json") == ExitCode.DONE
        found = json.loads(tpguide.said)

        assert [part["title"] for part in found["parts"]] == ["Screen", "Sound", "Files"]
        assert found["python"].startswith("Python 3.")

    def test_leaves_no_trace(self, tpguide: Tpguide) -> None:
        tpguide.run("doctor")

        assert not (tpguide.home / "config").exists()
        assert not (tpguide.home / "data").exists()


class TestTheScreen:
    def test_a_good_terminal_is_good(self, tpguide: Tpguide) -> None:
        found = tpguide.findings()

        assert found["Terminal"].found == "xterm-256color, in tmux"
        assert found["Colours"].found == "16 million"
        assert found["Characters"].found == "all, in UTF-8"
        assert {
            found[name].verdict for name in ("Terminal", "Window", "Colours", "Characters")
        } == {FindingStatus.GOOD}

    @pytest.mark.parametrize(
        ("environment", "name", "why", "fix"),
        [
            ({"TERM": "dumb"}, "Terminal", "nothing can be drawn", "export TERM="),
            ({"TERM": "xterm", "COLORTERM": ""}, "Colours", "too few", "export TERM="),
            ({"TERM": "dumb"}, "Colours", "says that it has none", "export TERM="),
            ({"NO_COLOR": "1"}, "Colours", "NO_COLOR is set", "unset NO_COLOR"),
            ({"LC_ALL": "C"}, "Characters", "locale", "export LC_ALL=C.UTF-8"),
            ({"LC_ALL": "C"}, "Pictures", "for want of characters", "See Characters"),
            ({"NO_COLOR": "1"}, "Pictures", "for want of colours", "See Colours"),
            ({}, "Pictures", "in tmux there are no sharper ones", ""),
            ({"COLUMNS": "24"}, "Window", "too small", "at least 30 × 10"),
            (OVER_SSH, "Kept awake", "over ssh", "settings of your desktop"),
        ],
    )
    def test_what_is_lesser_has_a_reason_and_a_remedy(
        self, tpguide: Tpguide, environment: dict[str, str], name: str, why: str, fix: str
    ) -> None:
        finding = tpguide.findings(**environment)[name]

        assert why in finding.why
        assert fix in finding.fix

    def test_a_wish_for_a_way_to_show_pictures_is_told(self, tpguide: Tpguide) -> None:
        tpguide.set("pictures", "braille")
        assert tpguide.findings()["Pictures"].why == "your settings"

        wished = tpguide.findings(TPGUIDE_PICTURES="none")["Pictures"]
        assert (wished.found, wished.why) == ("none", "TPGUIDE_PICTURES says so")

    def test_a_wish_that_cannot_be_is_told_with_those_that_can(self, tpguide: Tpguide) -> None:
        finding = tpguide.findings(TPGUIDE_PICTURES="oil")["Pictures"]

        assert finding.verdict is FindingStatus.BAD
        assert "half-blocks" in finding.fix


class TestTheSound:
    def test_the_best_that_works_is_in_use(self, tpguide: Tpguide) -> None:
        tpguide.programs.add("espeak-ng", COMPLAINS)
        tpguide.programs.add("pw-play", FAILS)
        tpguide.programs.add("aplay", WORKS)
        found = tpguide.findings()

        assert [name for name, each in found.items() if each.in_use] == ["Tones"]
        assert found["Tones"].found == "aplay"
        assert found["Voice"].why.endswith("espeak-ng: error: no such device")
        assert "espeak-ng hello" in found["Voice"].fix

    def test_a_voice_that_works_is_in_use(self, tpguide: Tpguide) -> None:
        tpguide.programs.add("espeak-ng", WORKS)
        found = tpguide.findings()

        assert (found["Voice"].verdict, found["Voice"].in_use) == (FindingStatus.GOOD, True)

    def test_what_comes_with_it_is_tried_by_name(self, tpguide: Tpguide) -> None:
        found = tpguide.findings()

        assert found["Voice"].why.startswith("the guide's own voice: ")
        assert found["Tones"].why.startswith("the built-in player: ")
        assert "loudspeaker" in found["Voice"].fix
        assert found["Bell"].in_use

    def test_over_ssh_nothing_is_tried_and_the_bell_is_in_use(self, tpguide: Tpguide) -> None:
        tpguide.programs.add("espeak-ng", WORKS)
        found = tpguide.findings(**OVER_SSH)

        assert found["Voice"].why == "over ssh it would be heard at the other machine"
        assert found["Bell"].in_use
        assert tpguide.programs.told("espeak-ng") == []

    @pytest.mark.parametrize(
        ("name", "value", "used", "fix"),
        [
            ("voice", "off", "Tones", "tpguide settings reset voice"),
            ("sound", "bell", "Bell", "tpguide settings reset sound"),
        ],
    )
    def test_what_the_person_does_not_want_is_not_in_use(
        self, tpguide: Tpguide, name: str, value: str, used: str, fix: str
    ) -> None:
        for program in ("espeak-ng", "aplay"):
            tpguide.programs.add(program, WORKS)
        tpguide.set(name, value)
        found = tpguide.findings()

        assert [name for name, each in found.items() if each.in_use] == [used]
        assert (found["Voice"].verdict, found["Voice"].fix) == (FindingStatus.NOTE, fix)

    @pytest.mark.parametrize(
        ("digits", "sound", "verdict", "told"),
        [
            ("small", "voice", FindingStatus.GOOD, "small digits read, voice heard"),
            ("middle", "bell", FindingStatus.GOOD, "middle digits read, bell heard"),
            ("large", "voice", FindingStatus.LESS, "large digits read, voice heard"),
            ("small", "nothing", FindingStatus.LESS, "small digits read, nothing heard"),
            (None, "nothing", FindingStatus.LESS, "no digits read, nothing heard"),
        ],
    )
    def test_what_was_said_from_the_floor_is_told(
        self, tpguide: Tpguide, digits: str | None, sound: str, verdict: FindingStatus, told: str
    ) -> None:
        with open_journal(tpguide.home / "data", lambda: NOON) as journal:
            answers = {"smallest": digits, "heard": sound}
            journal.remember("floor check", json.dumps(answers))
        finding = tpguide.findings()["From the floor"]

        assert (finding.verdict, finding.found) == (verdict, told)

    def test_what_was_not_tried_yet_is_told_with_how(self, tpguide: Tpguide) -> None:
        assert tpguide.findings()["From the floor"].fix == "tpguide doctor --floor"


class TestTheFiles:
    def test_places_are_told_that_are_still_to_be_made(self, tpguide: Tpguide) -> None:
        found = tpguide.findings()
        home = tpguide.home

        assert found["Sessions"].place == str(home / "data")
        assert found["Settings"].place == str(home / "config" / "settings.toml")
        assert found["Guides"].place == str(home / "data" / "guides")
        assert found["Cache"].place == str(home / "cache")
        assert found["Sessions"].found == "none kept yet"

    def test_a_damaged_journal_is_told_with_where_it_was_set_aside(self, tpguide: Tpguide) -> None:
        data = tpguide.home / "data"
        data.mkdir(parents=True)
        (data / "journal.db").write_bytes(b"not a database at all" * 100)
        finding = tpguide.findings()["Sessions"]

        assert finding.verdict is FindingStatus.BAD
        assert "The journal was damaged. It is kept as" in finding.why

    def test_a_place_that_is_taken_by_a_file_is_told_with_what_to_do(
        self, tpguide: Tpguide
    ) -> None:
        tpguide.home.mkdir()
        for name in ("data", "config", "cache"):
            (tpguide.home / name).touch()
        found = tpguide.findings()

        assert found["Sessions"].verdict is FindingStatus.BAD
        assert found["Sessions"].why == f"{tpguide.home / 'data'} is a file."
        assert "export TPGUIDE_HOME=FOLDER" in found["Settings"].fix
        assert found["Cache"].verdict is FindingStatus.LESS

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
    def test_a_folder_that_cannot_be_written_is_told(self, tpguide: Tpguide) -> None:
        tpguide.home.mkdir(mode=0o500)

        assert tpguide.findings()["Sessions"].why == "It can't be made."

    def test_settings_that_cannot_be_used_are_told_there_and_nowhere_else(
        self, tpguide: Tpguide
    ) -> None:
        file = tpguide.home / "config" / "settings.toml"
        file.parent.mkdir(parents=True)
        file.write_text("colours = 1")
        finding = tpguide.findings()["Settings"]

        assert f"{file}, line 1: colours can't be “1”" in finding.why
        assert "tpguide settings reset" in finding.fix
        assert tpguide.warned == ""

    def test_guides_are_counted_and_one_that_cannot_be_used_is_told(self, tpguide: Tpguide) -> None:
        guides = tpguide.home / "data" / "guides"
        guides.mkdir(parents=True)
        (guides / "muscle-imaginaire.yaml").write_text(fictitious_text())
        assert tpguide.findings()["Guides"].found.endswith(" with tpguide, 1 of your own")

        (guides / "arm.yaml").write_text("slug: arm")
        finding = tpguide.findings()["Guides"]
        assert (finding.verdict, finding.fix) == (
            FindingStatus.LESS,
            "Why is told by: tpguide list",
        )


class TestTheCheckFromTheFloor:
    def test_needs_a_terminal(self, tpguide: Tpguide) -> None:
        assert tpguide.run("doctor", "--floor") == ExitCode.WRONG_USE
        assert "found out on a terminal" in tpguide.warned


FINDINGS = (
    Finding("Voice", FindingStatus.GOOD, "espeak-ng", in_use=True),
    Finding("Tones", FindingStatus.LESS, "can't be heard", why="no card", fix="Plug one in."),
    Finding(
        "Sessions", FindingStatus.BAD, "can't be kept", place="/a/rather/long/place/to/keep/them"
    ),
)


def drawn(look: TextOptions, *findings: Finding) -> list[str]:
    return [text_of(line) for line in doctor_lines([FindingGroup("All", findings)], "about", look)]


class TestTheLooks:
    def test_marks_tell_verdicts_apart_without_colours(self) -> None:
        def marks(look: TextOptions) -> list[str]:
            names = {finding.name for finding in FINDINGS}
            words = [line.split() for line in drawn(look, *FINDINGS)]
            return [mark for mark, *rest in filter(None, words) if names & set(rest)]

        assert marks(TextOptions(80)) == ["✓", "!", "✗"]
        assert marks(TextOptions(80, ASCII)) == ["+", "!", "x"]

    @pytest.mark.parametrize("columns", [30, 40, 60, 80, 120])
    def test_fits_any_width_but_for_paths_which_stay_whole(self, columns: int) -> None:
        lines = drawn(TextOptions(columns), *FINDINGS)

        assert all(cell_len(line) <= columns for line in lines if "/" not in line)
        assert any(line.endswith("/a/rather/long/place/to/keep/them") for line in lines)

    @pytest.mark.parametrize(
        ("verdicts", "summary"),
        [
            ([FindingStatus.GOOD, FindingStatus.NOTE], "All is well."),
            ([FindingStatus.LESS], "1 thing could be better."),
            ([FindingStatus.LESS, FindingStatus.LESS], "2 things could be better."),
            ([FindingStatus.BAD], "1 thing does not work."),
            (
                [FindingStatus.BAD, FindingStatus.BAD, FindingStatus.LESS],
                "2 things do not work, and 1 could be better.",
            ),
        ],
    )
    def test_the_sum_comes_first(self, verdicts: list[FindingStatus], summary: str) -> None:
        findings = [Finding("Thing", verdict, "found") for verdict in verdicts]

        assert drawn(TextOptions(80), *findings)[1].strip() == summary
