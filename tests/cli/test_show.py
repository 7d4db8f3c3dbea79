"""`tpguide show`, and `tpguide` alone: what is printed, where, and how one is told."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from guides import FICTITIOUS, fictitious_guide
from plans import the_guide
from records import MORNING, a_record
from tpguide.cli.app import COMMANDS, app
from tpguide.cli.context import Context
from tpguide.cli.picture_files import PictureFiles
from tpguide.errors import ExitCode
from tpguide.storage.archive import Archive, ArchivedSession
from tpguide.storage.journal import open_journal

ESCAPE = "\x1b"
BLOCKS = set("▀▄▌▐▘▝▖▗")
SHIPPED_PICTURES = list((Path(__file__).parents[2] / "data" / "pictures").glob("*.svg"))


class Terminal(io.StringIO):
    """A standard output that is seen on a terminal."""

    def isatty(self) -> bool:
        return True


class Tpguide:
    """The command line with a home of its own, in which there is a second guide."""

    def __init__(self, home: Path) -> None:
        guides = home / "data" / "guides"
        guides.mkdir(parents=True)
        (guides / FICTITIOUS.name).write_bytes(FICTITIOUS.read_bytes())
        self.environment = {"TPGUIDE_HOME": str(home), "TPGUIDE_PAGER": "", "PATH": os.defpath}
        self.said = self.told = ""

    def run(self, *words: str, **environment: str) -> int:
        return self._run(io.StringIO(), *words, **environment)

    def run_on_a_terminal(self, *words: str, **environment: str) -> int:
        return self._run(Terminal(), *words, **{"TERM": "xterm-256color"} | environment)

    def _run(self, stdout: io.StringIO, *words: str, **environment: str) -> int:
        stderr = io.StringIO()
        context = Context(
            environment=self.environment | environment,
            stdin=io.StringIO(),
            stdout=stdout,
            stderr=stderr,
        )
        ended = CliRunner().invoke(app, list(words), obj=context)
        self.said, self.told = stdout.getvalue(), stderr.getvalue()
        return ended.exit_code


@pytest.fixture(name="tpguide")
def command_line(tmp_path: Path) -> Tpguide:
    return Tpguide(tmp_path)


class TestTheWholeArticle:
    @pytest.mark.parametrize(
        "name",
        ["tibialis-posterior", "tibialis_posterior", "Tibialis Posterior", "TIBIALIS", "tib"],
    )
    def test_names_are_forgiving(self, tpguide: Tpguide, name: str) -> None:
        assert tpguide.run("show", name) == ExitCode.DONE
        assert tpguide.said.startswith("Tibialis posterior: pain and trigger points\n")

    def test_in_a_pipe_it_is_plain_text(self, tpguide: Tpguide) -> None:
        tpguide.run("show", "tib")

        assert ESCAPE not in tpguide.said
        assert not set("─━│┃┏╭") & set(tpguide.said)
        assert not any(line.endswith(" ") for line in tpguide.said.splitlines())

    def test_on_a_terminal_it_has_colours_boxes_and_links(self, tpguide: Tpguide) -> None:
        tpguide.run_on_a_terminal("show", "muscle")

        assert f"{ESCAPE}[1;35m" in tpguide.said
        assert "╭──" in tpguide.said
        assert f"{ESCAPE}]8;" in tpguide.said

    @pytest.mark.parametrize(
        ("environment", "absent"),
        [
            ({"NO_COLOR": "1"}, f"{ESCAPE}[1;35m"),
            ({"TERM": "dumb"}, ESCAPE),
            ({"LC_ALL": "C"}, "─"),
        ],
    )
    def test_it_gets_by_with_less(
        self, tpguide: Tpguide, environment: dict[str, str], absent: str
    ) -> None:
        assert tpguide.run_on_a_terminal("show", "muscle", **environment) == ExitCode.DONE
        assert "Les Grecs" in tpguide.said
        assert absent not in tpguide.said

    def test_colours_can_be_forced_into_a_pipe(self, tpguide: Tpguide) -> None:
        tpguide.run("show", "muscle", FORCE_COLOR="1", TERM="xterm")

        assert f"{ESCAPE}[1;35m" in tpguide.said

    def test_it_is_as_wide_as_the_terminal_or_as_is_wanted(self, tpguide: Tpguide) -> None:
        tpguide.run("show", "muscle", COLUMNS="50")
        widest = max(map(len, tpguide.said.splitlines()))
        tpguide.run("show", "muscle", "--width", "40")
        narrower = max(map(len, tpguide.said.splitlines()))

        assert widest == 50
        assert narrower == 40

    def test_a_guide_can_be_given_as_a_file(self, tpguide: Tpguide) -> None:
        assert tpguide.run("show", str(FICTITIOUS)) == ExitCode.DONE
        assert tpguide.said.startswith("Le muscle imaginaire")


class TestBriefly:
    def test_an_appendix_stands_briefly_and_says_how_to_read_it(self, tpguide: Tpguide) -> None:
        tpguide.run("show", "muscle")

        assert "En bref." in tpguide.said
        assert "In full: --section A" in tpguide.said
        assert "Le livre vert" not in tpguide.said

    @pytest.mark.parametrize("words", [["--all"], ["--section", "A"]])
    def test_all_of_it_is_there_for_the_asking(self, tpguide: Tpguide, words: list[str]) -> None:
        tpguide.run("show", "muscle", *words)

        assert "Le livre vert" in tpguide.said
        assert "En bref." not in tpguide.said

    @pytest.mark.parametrize("words", [["-s", "A"], ["--toc"], ["--format", "json"]])
    def test_all_is_refused_where_everything_is_there_anyway(
        self, tpguide: Tpguide, words: list[str]
    ) -> None:
        assert tpguide.run("show", "muscle", "--all", *words) == ExitCode.WRONG_USE
        assert tpguide.told.startswith("--all is for the article as a whole")

    def test_origins_are_spelled_out(self, tpguide: Tpguide) -> None:
        tpguide.run("show", "muscle", "--origins", "--all")

        assert "2.1  Prudence [ajouté]" in tpguide.said
        assert "[avis] avis de la rédaction" in tpguide.said


class TestTheSecondTime:
    def test_it_is_as_it_was_drawn(self, tpguide: Tpguide) -> None:
        tpguide.run_on_a_terminal("show", "tib", COLUMNS="120")
        drawn = tpguide.said
        tpguide.run_on_a_terminal("show", "tib", COLUMNS="120")

        assert tpguide.said == drawn
        assert BLOCKS & set(drawn)

    @pytest.mark.parametrize(
        ("words", "environment"),
        [
            (["--all"], {}),
            (["--origins"], {}),
            (["--no-pictures"], {}),
            (["--section", "1"], {}),
            (["--width", "60"], {}),
            ([], {"COLUMNS": "60"}),
            ([], {"NO_COLOR": "1"}),
            ([], {"LC_ALL": "C"}),
            ([], {"TPGUIDE_PICTURES": "braille"}),
        ],
    )
    def test_whatever_it_depends_on_makes_another(
        self, tpguide: Tpguide, words: list[str], environment: dict[str, str]
    ) -> None:
        tpguide.run_on_a_terminal("show", "tib")
        usual = tpguide.said
        tpguide.run_on_a_terminal("show", "tib", *words, **environment)

        assert tpguide.said != usual

    def test_a_guide_file_that_changed_is_drawn_anew(
        self, tpguide: Tpguide, tmp_path: Path
    ) -> None:
        guide = tmp_path / "data" / "guides" / FICTITIOUS.name
        tpguide.run("show", "muscle")
        guide.write_text(guide.read_text().replace("Le muscle imaginaire", "Le muscle rêvé"))
        tpguide.run("show", "muscle")

        assert tpguide.said.startswith("Le muscle rêvé")

    def test_a_picture_that_changed_is_drawn_anew(self, tpguide: Tpguide, tmp_path: Path) -> None:
        pictures = tmp_path / "data" / "guides" / "pictures"
        pictures.mkdir()
        tpguide.run_on_a_terminal("show", "muscle")
        (pictures / "bras.svg").write_bytes(
            (FICTITIOUS.parent / "pictures" / "bras.svg").read_bytes()
        )
        tpguide.run_on_a_terminal("show", "muscle")

        assert BLOCKS & set(tpguide.said)

    @pytest.mark.parametrize("harm", [b"", b"nothing of ours", b"\x1b]0;title\x07"])
    def test_what_is_damaged_is_drawn_anew(
        self, tpguide: Tpguide, tmp_path: Path, harm: bytes
    ) -> None:
        tpguide.run("show", "muscle")
        whole = tpguide.said
        (kept,) = (tmp_path / "cache" / "articles").iterdir()
        kept.write_bytes(kept.read_bytes()[:40] + harm)
        tpguide.run("show", "muscle")

        assert tpguide.said == whole

    def test_what_was_looked_for_is_not_kept(self, tpguide: Tpguide, tmp_path: Path) -> None:
        tpguide.run("show", "muscle", "--find", "grecs")

        assert not (tmp_path / "cache" / "articles").exists()


class TestIntoAFile:
    def test_it_is_plain_text(self, tpguide: Tpguide, tmp_path: Path) -> None:
        file = tmp_path / "article.txt"
        tpguide.run("show", "muscle", COLUMNS="80")
        piped = tpguide.said

        assert tpguide.run_on_a_terminal("show", "muscle", "-o", str(file), COLUMNS="80") == 0
        assert tpguide.said == ""
        assert file.read_text() == piped

    def test_one_that_is_there_is_replaced_by_force_alone(
        self, tpguide: Tpguide, tmp_path: Path
    ) -> None:
        file = tmp_path / "article.txt"
        file.write_text("mine")

        assert tpguide.run("show", "muscle", "-o", str(file)) == ExitCode.WRONG_USE
        assert file.read_text() == "mine"
        assert tpguide.run("show", "muscle", "-o", str(file), "--force") == ExitCode.DONE
        assert file.read_text() != "mine"

    def test_a_line_for_a_file_is_standard_output(self, tpguide: Tpguide) -> None:
        tpguide.run("show", "muscle", "--format", "json")
        printed = tpguide.said

        assert tpguide.run("show", "muscle", "--format", "json", "-o", "-") == ExitCode.DONE
        assert tpguide.said == printed


class TestPartsOfIt:
    @pytest.mark.parametrize("name", ["2.1", "prudence", "Prudence", "pru"])
    def test_one_section(self, tpguide: Tpguide, name: str) -> None:
        assert tpguide.run("show", "muscle", "--section", name) == ExitCode.DONE
        assert "2.1  Prudence" in tpguide.said
        assert "3  Le massage" not in tpguide.said

    def test_several_sections_in_the_order_of_the_article(self, tpguide: Tpguide) -> None:
        tpguide.run("show", "muscle", "-s", "3", "-s", "1")

        assert tpguide.said.index("1  Le muscle") < tpguide.said.index("\n3  Le massage")

    def test_the_contents(self, tpguide: Tpguide) -> None:
        tpguide.run("show", "muscle", "--toc")

        assert tpguide.said.splitlines()[1:3] == ["2    Symptômes", "  2.1  Prudence⁺"]

    def test_the_passages_with_some_words(self, tpguide: Tpguide) -> None:
        tpguide.run("show", "tib", "--find", "ACHILLES tendon", "--section", "1")

        assert "passages have “achilles” and “tendon”." in tpguide.said
        assert "they hurt at the" in tpguide.said

    def test_a_section_alone_has_nothing_before_it(self, tpguide: Tpguide) -> None:
        tpguide.run("show", "muscle", "--section", "3")

        assert tpguide.said.startswith("3  Le massage")

    def test_what_no_passage_has_is_told_by_the_exit_status_too(self, tpguide: Tpguide) -> None:
        assert tpguide.run("show", "muscle", "--find", "sternum") == ExitCode.NOTHING_FOUND
        assert tpguide.said == "No passage has “sternum”.\n"

    def test_a_find_names_what_a_word_hides(self, tpguide: Tpguide) -> None:
        tpguide.run("show", "muscle", "--find", "x\x1b[31m\x07")

        assert tpguide.said == "No passage has “x<U+001B>[31m<U+0007>”.\n"

    def test_a_find_draws_no_pictures(self, tpguide: Tpguide) -> None:
        tpguide.run_on_a_terminal("show", "tib", "--find", "calf")

        assert not BLOCKS & set(tpguide.said)

    def test_what_was_found_is_lit_on_a_terminal(self, tpguide: Tpguide) -> None:
        tpguide.run_on_a_terminal("show", "muscle", "--find", "grecs")

        assert f"{ESCAPE}[1;7mGrecs{ESCAPE}[0m" in tpguide.said


class TestPictures:
    def test_they_stand_in_the_article_on_a_terminal_alone(self, tpguide: Tpguide) -> None:
        tpguide.run_on_a_terminal("show", "tib")
        on_a_terminal = tpguide.said
        tpguide.run("show", "tib")

        assert BLOCKS & set(on_a_terminal)
        assert not BLOCKS & set(tpguide.said)

    def test_who_wants_none_is_told_what_they_show(self, tpguide: Tpguide) -> None:
        tpguide.run_on_a_terminal("show", "tib", "--no-pictures", "--all")

        assert not BLOCKS & set(tpguide.said)
        assert tpguide.said.count("Picture: ") == len(SHIPPED_PICTURES)

    @pytest.mark.parametrize("name", ["referred-pain", "refer", "Where it hurts"])
    def test_one_alone_by_name_or_title_or_the_beginning(self, tpguide: Tpguide, name: str) -> None:
        tpguide.run_on_a_terminal("show", "tib", "--picture", name)

        assert BLOCKS & set(tpguide.said)
        assert "Picture: Where it hurts." in tpguide.said

    @pytest.mark.parametrize("words", [["--no-pictures"], []])
    def test_one_alone_that_can_not_be_seen_is_said(
        self, tpguide: Tpguide, words: list[str]
    ) -> None:
        tpguide.run("show", "tib", "--picture", "supination", *words)

        assert tpguide.said.startswith("Picture: Supination. The inner edge")

    @pytest.mark.parametrize(("way", "begins"), [("kitty", "\x1b_G"), ("sixel", "\x1bP")])
    def test_one_alone_is_an_image_where_there_are_any(
        self, tpguide: Tpguide, way: str, begins: str
    ) -> None:
        words = ["show", "tib", "--picture", "supination"]
        tpguide.run_on_a_terminal(*words, TPGUIDE_PICTURES=way)

        assert tpguide.said.startswith(f"  {begins}")
        assert "Picture: Supination" in tpguide.said

    def test_without_colours_they_are_dots_and_without_unicode_characters(
        self, tpguide: Tpguide
    ) -> None:
        words = ["show", "tib", "--picture", "calf"]
        tpguide.run_on_a_terminal(*words, NO_COLOR="1")
        dots = tpguide.said
        tpguide.run_on_a_terminal(*words, LANG="C")

        assert any("⠁" <= character <= "⣿" for character in dots)
        assert tpguide.said.isascii()
        assert tpguide.said.count("\n") == dots.count("\n")

    def test_a_way_that_there_is_not_is_told(self, tpguide: Tpguide) -> None:
        ended = tpguide.run_on_a_terminal("show", "tib", TPGUIDE_PICTURES="crayons")

        assert ended == ExitCode.WRONG_USE
        assert "TPGUIDE_PICTURES is “crayons”" in tpguide.told

    @pytest.mark.parametrize("name", ["arm.yaml", "arm"])
    def test_they_lie_beside_the_guide_wherever_that_is(
        self, tpguide: Tpguide, tmp_path: Path, name: str
    ) -> None:
        (tmp_path / "elsewhere" / "pictures").mkdir(parents=True)
        guide = tmp_path / "elsewhere" / name
        guide.write_bytes(FICTITIOUS.read_bytes())
        picture = FICTITIOUS.parent / "pictures" / "bras.svg"
        (guide.parent / "pictures" / "bras.svg").write_bytes(picture.read_bytes())
        tpguide.run_on_a_terminal("show", str(guide))

        assert BLOCKS & set(tpguide.said)

    @pytest.mark.parametrize("content", [None, b"no drawing", b"<svg onload='x()'/>"])
    def test_one_that_is_missing_or_broken_costs_only_itself(
        self, tpguide: Tpguide, tmp_path: Path, content: bytes | None
    ) -> None:
        if content is not None:
            (tmp_path / "data" / "guides" / "pictures").mkdir()
            (tmp_path / "data" / "guides" / "pictures" / "bras.svg").write_bytes(content)

        assert tpguide.run_on_a_terminal("show", "muscle") == ExitCode.DONE
        assert not BLOCKS & set(tpguide.said)
        assert "Picture: Le bras." in tpguide.said
        assert "Un bras vu de côté" in tpguide.said

    @pytest.mark.parametrize(("rows", "is_drawn"), [(8, False), (20, True)])
    def test_one_of_a_few_cells_is_left_to_its_words(self, rows: int, is_drawn: bool) -> None:
        environment = {"LANG": "C.UTF-8", "TERM": "xterm-256color"}
        context = Context(environment, io.StringIO(), Terminal(), io.StringIO())
        guide = the_guide()
        files = PictureFiles(context, context.guide_folder(guide.slug))
        (leg,) = (one for one in guide.pictures if one.key == "referred-pain")

        assert bool(files.within_text(leg, 36, rows)) is is_drawn


class TestDocuments:
    def test_markdown(self, tpguide: Tpguide) -> None:
        tpguide.run("show", "muscle", "--format", "markdown")

        assert tpguide.said.startswith("# Le muscle imaginaire")

    def test_html_with_its_pictures_inside(self, tpguide: Tpguide) -> None:
        tpguide.run("show", "tib", "--format", "html")

        assert tpguide.said.startswith("<!DOCTYPE html>")
        assert tpguide.said.count('src="data:image/svg+xml;base64,') == len(SHIPPED_PICTURES)

    def test_json(self, tpguide: Tpguide) -> None:
        tpguide.run("show", "muscle", "--format", "json", "--section", "1")

        (section,) = json.loads(tpguide.said)["sections"]
        assert section["heading"]["title"] == fictitious_guide().sections[0].title

    def test_json_of_the_contents_has_no_pieces(self, tpguide: Tpguide) -> None:
        tpguide.run("show", "muscle", "--format", "json", "--toc")

        assert {len(each["pieces"]) for each in json.loads(tpguide.said)["sections"]} == {0}

    def test_plain_on_a_terminal_is_as_in_a_pipe(self, tpguide: Tpguide) -> None:
        tpguide.run("show", "muscle", COLUMNS="80")
        piped = tpguide.said
        tpguide.run_on_a_terminal("show", "muscle", "--format", "plain", COLUMNS="80")

        assert tpguide.said == piped

    def test_rich_in_a_pipe_is_as_on_a_terminal(self, tpguide: Tpguide) -> None:
        tpguide.run("show", "tib", "--format", "rich", "--section", "1", TERM="xterm-256color")

        assert "╭──" in tpguide.said
        assert f"{ESCAPE}[1;35m" in tpguide.said
        assert "▀" in tpguide.said


class TestWhatIsTold:
    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (
                ["show", "tibialis-posteror"],
                "There is no guide named “tibialis-posteror”.\nDid you mean tibialis-posterior?\n",
            ),
            (
                ["show", "muscle", "-s", "symtomes"],
                "There is no section named “symtomes”.\nDid you mean symptomes?\n",
            ),
            (
                ["show", "--quux"],
                "No such option: --quux\ntpguide show --help tells what there is.\n",
            ),
            (
                ["shwo"],
                "No such command 'shwo'. Did you mean 'show'?\n"
                "tpguide --help tells what there is.\n",
            ),
        ],
    )
    def test_wrong_use_is_told_with_what_to_do(
        self, tpguide: Tpguide, words: list[str], told: str
    ) -> None:
        assert tpguide.run(*words) == ExitCode.WRONG_USE
        assert tpguide.said == ""
        assert tpguide.told == told

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (["6"], "There is no guide named “6”.\nDid you mean: tpguide show --section 6?\n"),
            (["muscle", "-s", "99"], "There is no section named “99”.\n--toc lists the sections"),
            (["/nonexistent.yaml"], "There is no file /nonexistent.yaml.\n"),
            (["tib", "--picture", "calf", "--toc"], "--toc has no effect with --picture.\n"),
            (["tib", "--find", "calf", "--pictures"], "--pictures has no effect with --find.\n"),
            (["tib", "--force"], "--force replaces a file, and no file is named.\n"),
            (["tib", "--format", "html", "--width", "60"], "--width has no effect with --format"),
        ],
    )
    def test_what_was_meant_or_does_nothing_is_told(
        self, tpguide: Tpguide, words: list[str], told: str
    ) -> None:
        assert tpguide.run("show", *words) == ExitCode.WRONG_USE
        assert tpguide.said == ""
        assert tpguide.told.startswith(told)

    def test_a_pager_that_fails_is_told_below_the_text(self, tpguide: Tpguide) -> None:
        words = ["show", "muscle", "--pager"]

        assert tpguide.run_on_a_terminal(*words, TPGUIDE_PAGER="no-such-program") == ExitCode.DONE
        assert "Les Grecs" in tpguide.said
        assert tpguide.told.startswith("The pager “no-such-program” failed: ")

    def test_of_several_guides_one_has_to_be_named(self, tpguide: Tpguide) -> None:
        assert tpguide.run("show") == ExitCode.WRONG_USE
        assert tpguide.told.startswith("Which guide?\nThere are: ")
        assert "muscle-imaginaire" in tpguide.told
        assert "tibialis-posterior" in tpguide.told

    def test_a_guide_file_that_is_wrong_is_told(self, tpguide: Tpguide, tmp_path: Path) -> None:
        wrong = tmp_path / "wrong.yaml"
        wrong.write_text("format: 1\n")

        assert tpguide.run("show", str(wrong)) == ExitCode.WRONG_GUIDE
        assert "can't be used" in tpguide.told

    def test_a_fault_of_ours_is_one_sentence_and_how_to_see_more(self, tpguide: Tpguide) -> None:
        class Broken(Context):
            def guide(self, name: str | None) -> object:  # type: ignore[override]
                raise ValueError("so much for that\nand more")

        stderr = io.StringIO()
        context = Broken(environment={}, stdout=io.StringIO(), stderr=stderr)

        ended = CliRunner().invoke(app, ["show", "tib"], obj=context)

        assert ended.exit_code == ExitCode.FAULT
        assert stderr.getvalue() == (
            "Internal error: ValueError: so much for that\n"
            "With TPGUIDE_DEBUG=1 before the command it shows where.\n"
        )

    def test_a_reader_that_has_seen_enough_is_no_trouble(self, tmp_path: Path) -> None:
        pipe = f"{sys.executable} -m tpguide show tib --format html"
        environment = os.environ | {"TPGUIDE_HOME": str(tmp_path)}

        ended = subprocess.run(
            ["bash", "-c", f"{pipe} | head -c 1; exit ${{PIPESTATUS[0]}}"],
            env=environment,
            capture_output=True,
            check=False,
        )

        assert (ended.returncode, ended.stdout, ended.stderr) == (ExitCode.DONE, b"<", b"")


class TestTpguideAlone:
    def test_it_says_what_this_is_and_three_commands_to_try(self, tpguide: Tpguide) -> None:
        assert tpguide.run() == ExitCode.DONE
        assert [word in tpguide.said for word in ("tpguide list", "tpguide show ", "--guided")] == [
            True,
            True,
            True,
        ]
        assert "tpguide --help" in tpguide.said
        assert "No clinician has reviewed" in tpguide.said

    def test_it_fits_a_narrow_window(self, tpguide: Tpguide) -> None:
        tpguide.run(COLUMNS="40")

        assert max(map(len, tpguide.said.splitlines())) <= 40

    def test_the_version(self, tpguide: Tpguide) -> None:
        assert tpguide.run("--version") == ExitCode.DONE
        assert tpguide.said.startswith("tpguide ")

    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_command_can_tell_what_it_is(self, tpguide: Tpguide, command: str) -> None:
        ended = CliRunner().invoke(app, [command, "--help"])

        assert ended.exit_code == ExitCode.DONE
        assert f"tpguide {command} " in ended.output

    def test_help_lists_every_command_and_exit_status(self, tpguide: Tpguide) -> None:
        said = CliRunner().invoke(app, ["--help"]).output

        assert [command for command in COMMANDS if f" {command} " not in said] == []
        assert "129, 130, 143" in said


class TestCompletion:
    @staticmethod
    def completed(words: str, tmp_path: Path) -> list[str]:
        """What bash is offered after *words*."""
        environment = os.environ | {
            "TPGUIDE_HOME": str(tmp_path),
            "_TPGUIDE_COMPLETE": "complete_bash",
            "COMP_WORDS": words.replace(" ", "\n"),
            "COMP_CWORD": str(words.count(" ")),
        }
        program = Path(sys.executable).with_name("tpguide")
        ended = subprocess.run(
            [program], env=environment, capture_output=True, text=True, check=True
        )
        return ended.stdout.split()

    def test_of_guides(self, tmp_path: Path) -> None:
        assert self.completed("tpguide show ti", tmp_path) == ["tibialis-posterior"]

    @pytest.mark.parametrize(
        ("words", "offered"),
        [
            ("massage --guided --side ", ["left", "right", "both"]),
            ("history --side l", ["left"]),
            ("massage --dose t", ["thorough"]),
            ("massage --dose left=g", ["left=gentle"]),
            ("massage --intensity u", ["uncrossed"]),
            ("massage --pain ", ["left=", "right="]),
            ("measure --test h", ["heel-raise"]),
        ],
    )
    def test_of_what_a_guide_names(self, tmp_path: Path, words: str, offered: list[str]) -> None:
        assert self.completed(f"tpguide {words}", tmp_path) == offered

    @pytest.mark.parametrize(
        ("words", "offered"),
        [
            ("massage --dose left =", ["gentle", "standard", "thorough"]),
            ("massage --dose left = g", ["gentle"]),
            ("massage --dose = left = g", ["gentle"]),
            ("massage --dose = g", ["gentle"]),
            ("massage --dose left = gentle --intensity c", ["crossed"]),
            ("massage --pain left =", []),
        ],
    )
    def test_after_the_equals_sign_at_which_bash_breaks_words(
        self, tmp_path: Path, words: str, offered: list[str]
    ) -> None:
        assert self.completed(f"tpguide {words}", tmp_path) == offered

    def test_of_sessions_by_their_numbers(self, tmp_path: Path) -> None:
        sessions = (ArchivedSession(record=a_record(number=n)) for n in (1, 12, 2))
        with open_journal(tmp_path / "data", lambda: MORNING) as journal:
            journal.add(Archive(sessions=tuple(sessions)))

        assert self.completed("tpguide history show 1", tmp_path) == ["1"]
        assert self.completed("tpguide history note ", tmp_path)[0] == "last"

    @pytest.mark.parametrize("damage", [None, b"", b"no database"])
    def test_changes_nothing_in_a_journal(self, tmp_path: Path, damage: bytes | None) -> None:
        journal = tmp_path / "data" / "journal.db"
        if damage is not None:
            journal.parent.mkdir()
            journal.write_bytes(damage)

        assert self.completed("tpguide history show ", tmp_path) == []
        assert sorted(tmp_path.rglob("*.db")) == ([] if damage is None else [journal])
        assert damage is None or journal.read_bytes() == damage

    @pytest.mark.parametrize("words", ["show ", "show tib --section 3", "history show "])
    def test_a_home_that_is_refused_completes_to_nothing(self, words: str) -> None:
        assert self.completed(f"tpguide {words}", Path("relative")) == []

    def test_of_sections_by_number_and_by_key(self, tmp_path: Path) -> None:
        assert self.completed("tpguide show tib --section 3", tmp_path) == ["3", "3.1", "3.2"]
        assert self.completed("tpguide show tib --section pal", tmp_path) == ["palpation"]

    def test_of_pictures(self, tmp_path: Path) -> None:
        assert self.completed("tpguide show tib --picture roll", tmp_path) == [
            "roller-crossed",
            "roller-uncrossed",
        ]

    def test_a_guide_that_is_not_there_completes_to_nothing(self, tmp_path: Path) -> None:
        assert self.completed("tpguide show nonsense --section 3", tmp_path) == []
