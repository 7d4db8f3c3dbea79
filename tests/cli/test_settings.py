"""What can be set: listed, set, reset, completed, and heeded by whatever is printed."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from plans import the_guide
from tpguide.cli.app import app
from tpguide.cli.context import Context
from tpguide.cli.output import Display
from tpguide.cli.picture_mode import picture_choice
from tpguide.cli.session.sound import voice_settings
from tpguide.errors import ExitCode
from tpguide.modes import PictureMode
from tpguide.terminal.audio.speech import voices_there_are

COMPLETE = "import sys; sys.argv[0] = 'tpguide'; from tpguide.__main__ import main; main()"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Tpguide:
    """The command line with a home of its own, and what it said."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self.file = home / "config" / "settings.toml"
        self.said = self.warned = ""

    def context(self, stdout: io.StringIO, **environment: str) -> Context:
        return Context(
            environment={"TPGUIDE_HOME": str(self._home), "COLUMNS": "80", "TERM": "xterm"}
            | environment,
            stdin=io.StringIO(),
            stdout=stdout,
            stderr=io.StringIO(),
        )

    def run(self, *words: str, on: io.StringIO | None = None, **environment: str) -> int:
        context = self.context(on or io.StringIO(), **environment)
        ended = CliRunner().invoke(app, list(words), obj=context)
        assert isinstance(context.stdout, io.StringIO)
        assert isinstance(context.stderr, io.StringIO)
        self.said, self.warned = context.stdout.getvalue(), context.stderr.getvalue()
        return ended.exit_code

    def completed(self, *words: str) -> list[str]:
        """Return what a shell offers in place of the last of *words*."""
        ended = subprocess.run(
            [sys.executable, "-c", COMPLETE],
            env={
                **os.environ,
                "TPGUIDE_HOME": str(self._home),
                "_TPGUIDE_COMPLETE": "complete_bash",
                "COMP_WORDS": "\n".join(["tpguide", *words]),
                "COMP_CWORD": str(len(words)),
            },
            capture_output=True,
            text=True,
            check=True,
        )
        return ended.stdout.split()


@pytest.fixture(name="tpguide")
def command_line(tmp_path: Path) -> Tpguide:
    return Tpguide(tmp_path)


class TestList:
    def test_tells_each_setting_its_value_and_what_it_takes(self, tpguide: Tpguide) -> None:
        assert tpguide.run("settings") == ExitCode.DONE
        said = " ".join(tpguide.said.split())

        assert "voice on Whether words are spoken: on or off." in said
        assert "colours auto Colours, unless NO_COLOR or FORCE_COLOR says it: " in said
        assert "pictures auto" in said

    def test_tells_where_they_are_kept_in_one_line(self, tpguide: Tpguide) -> None:
        tpguide.run("settings", COLUMNS="40")

        assert tpguide.said.endswith(f"They are kept in {tpguide.file}\n")

    def test_marks_what_was_set(self, tpguide: Tpguide) -> None:
        tpguide.run("settings", "set", "words-a-minute", "130")
        tpguide.run("settings")

        assert "words-a-minute 130 (set)" in " ".join(tpguide.said.split())
        assert tpguide.said.count("(set)") == 1

    def test_as_json_every_value_has_its_type(self, tpguide: Tpguide) -> None:
        tpguide.run("settings", "set", "voice", "off")
        tpguide.run("settings", "--json")
        found = json.loads(tpguide.said)
        by_name = {each["name"]: each for each in found["settings"]}

        assert found["file"] == str(tpguide.file)
        assert (by_name["voice"]["value"], by_name["voice"]["set"]) == (False, True)
        assert (by_name["sound"]["value"], by_name["sound"]["set"]) == ("voice", False)
        assert by_name["language"]["value"] is None

    def test_tells_what_is_wrong_with_the_file_and_lists_what_holds(self, tpguide: Tpguide) -> None:
        tpguide.file.parent.mkdir()
        tpguide.file.write_text('voice = false\ncolours = "pink"\n')

        assert tpguide.run("settings") == ExitCode.DONE
        assert tpguide.warned.startswith(f"{tpguide.file}, line 2: colours can't be “pink”")
        assert "off (set)" in tpguide.said


class TestSet:
    def test_what_is_set_is_kept_and_told(self, tpguide: Tpguide) -> None:
        assert tpguide.run("settings", "set", "sound", "tones") == ExitCode.DONE
        assert tpguide.said == "sound is tones now.\n"
        assert 'sound = "tones"' in tpguide.file.read_text()

    def test_the_beginning_of_a_name_is_enough(self, tpguide: Tpguide) -> None:
        tpguide.run("settings", "set", "lang", "fr")

        assert tpguide.said == "language is fr now.\n"

    def test_an_unknown_name_is_answered_with_the_nearest(self, tpguide: Tpguide) -> None:
        assert tpguide.run("settings", "set", "colors", "never") == ExitCode.WRONG_USE
        assert tpguide.warned == "There is no setting named “colors”.\nDid you mean colours?\n"

    def test_a_value_that_cannot_be_is_refused_and_nothing_is_written(
        self, tpguide: Tpguide
    ) -> None:
        assert tpguide.run("settings", "set", "colours", "pink") == ExitCode.WRONG_USE
        assert tpguide.warned == "colours can't be “pink”.\nIt takes auto, always or never.\n"
        assert not tpguide.file.exists()

    def test_a_voice_that_nothing_here_has_is_refused_with_those_there_are(
        self, tpguide: Tpguide
    ) -> None:
        there_are = voices_there_are(tpguide.context(io.StringIO()).environment)

        assert tpguide.run("settings", "set", "voice-name", "nosuch") == ExitCode.WRONG_USE
        assert tpguide.warned.startswith("There is no voice called 'nosuch' here.\nThere are: ")
        assert [name for name in there_are if name not in tpguide.warned] == []
        assert not tpguide.file.exists()

    def test_for_a_voice_that_went_away_later_the_usual_one_speaks(self, tpguide: Tpguide) -> None:
        usual = voice_settings(tpguide.context(io.StringIO()), the_guide())
        tpguide.file.parent.mkdir()
        tpguide.file.write_text('voice-name = "gone"\n')

        assert voice_settings(tpguide.context(io.StringIO()), the_guide()).name == usual.name == ""

    def test_a_file_that_cannot_be_read_is_left_alone(self, tpguide: Tpguide) -> None:
        tpguide.file.parent.mkdir()
        tpguide.file.write_text("voice = yes")

        assert tpguide.run("settings", "set", "voice", "on") == ExitCode.WRONG_USE
        assert f"{tpguide.file}, line 1" in tpguide.warned
        assert "tpguide settings reset" in tpguide.warned
        assert tpguide.file.read_text() == "voice = yes"

    def test_what_could_not_be_used_is_told_when_it_is_left_out(self, tpguide: Tpguide) -> None:
        tpguide.file.parent.mkdir()
        tpguide.file.write_text("wrods = 1")
        tpguide.run("settings", "set", "voice", "off")

        assert "line 1: There is no setting named “wrods”" in tpguide.warned
        assert tpguide.warned.endswith("It was left out.\n")


class TestGet:
    def test_prints_the_value_alone(self, tpguide: Tpguide) -> None:
        tpguide.run("settings", "set", "voice", "off")

        assert tpguide.run("settings", "get", "voice") == ExitCode.DONE
        assert tpguide.said == "off\n"

    def test_knows_a_setting_by_what_was_meant(self, tpguide: Tpguide) -> None:
        assert tpguide.run("settings", "get", "voic") == ExitCode.WRONG_USE
        assert tpguide.run("settings", "get", "colour") == ExitCode.DONE
        assert tpguide.said == "auto\n"


class TestReset:
    def test_one_setting_is_as_it_comes_and_the_others_stay(self, tpguide: Tpguide) -> None:
        tpguide.run("settings", "set", "voice", "off")
        tpguide.run("settings", "set", "sound", "bell")

        assert tpguide.run("settings", "reset", "voice") == ExitCode.DONE
        assert tpguide.said == "voice is back to its default: on.\n"
        tpguide.run("settings")
        assert tpguide.said.count("(set)") == 1

    def test_without_a_name_all_are_even_if_the_file_is_broken(self, tpguide: Tpguide) -> None:
        tpguide.file.parent.mkdir()
        tpguide.file.write_text("voice = yes")

        assert tpguide.run("settings", "reset") == ExitCode.DONE
        assert not tpguide.file.exists()


class TestCompletion:
    def test_completes_names_and_then_the_choices_of_what_is_named(self, tpguide: Tpguide) -> None:
        assert tpguide.completed("settings", "set", "voice-n") == ["voice-name"]
        assert tpguide.completed("settings", "set", "sound", "t") == ["tones"]
        assert tpguide.completed("settings", "reset", "lan") == ["language"]

    def test_offers_nothing_where_anything_may_stand(self, tpguide: Tpguide) -> None:
        assert tpguide.completed("settings", "set", "voice-name", "") == []
        assert tpguide.completed("settings", "set", "nothing", "") == []


class TestWhatIsPrinted:
    """`list` stands here for all that is printed."""

    def test_colours_are_never_there_when_that_is_set(self, tpguide: Tpguide) -> None:
        colours = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        tpguide.run("list", on=Terminal(), **colours)
        assert "\x1b[" in tpguide.said

        tpguide.run("settings", "set", "colours", "never")
        context = tpguide.context(Terminal(), **colours)
        assert context.output.colour_system is None

    def test_colours_are_in_pipes_too_when_that_is_set(self, tpguide: Tpguide) -> None:
        tpguide.run("settings", "set", "colours", "always")
        tpguide.run("settings", TERM="xterm-256color")

        assert "\x1b[" in tpguide.said

    def test_the_environment_comes_before_what_is_set_of_colours(self, tpguide: Tpguide) -> None:
        tpguide.run("settings", "set", "colours", "always")

        context = tpguide.context(io.StringIO(), NO_COLOR="1")
        assert context.output.display is Display.PIPE

    @pytest.mark.parametrize(
        ("environment", "mode", "says"),
        [
            ({}, PictureMode.CHARACTERS, "your settings"),
            ({"TPGUIDE_PICTURES": "braille"}, PictureMode.BRAILLE, "TPGUIDE_PICTURES"),
        ],
    )
    def test_pictures_are_shown_as_is_set_unless_the_environment_says_otherwise(
        self, tpguide: Tpguide, environment: dict[str, str], mode: PictureMode, says: str
    ) -> None:
        tpguide.run("settings", "set", "pictures", "characters")
        choice = picture_choice(tpguide.context(Terminal(), **environment))

        assert (choice.mode, choice.says) == (mode, says)

    def test_pictures_are_never_in_pipes(self, tpguide: Tpguide) -> None:
        tpguide.run("settings", "set", "pictures", "kitty")

        assert picture_choice(tpguide.context(io.StringIO())).mode is PictureMode.NONE
