"""Listing guides, checking their files, writing a new one."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from guides import CORPUS, FICTITIOUS, fictitious_text, fictitious_with
from tpguide.cli.app import app
from tpguide.cli.context import Context
from tpguide.errors import ExitCode
from tpguide.guide.json_schema import schema_text
from tpguide.guide.loader import load

REPOSITORY = Path(__file__).parents[2]


class Tpguide:
    """The command line with a home of its own, and what it said."""

    def __init__(self, home: Path) -> None:
        self.guides = home / "data" / "guides"
        self.guides.mkdir(parents=True)
        self._home = home
        self.said = self.warned = ""

    def run(self, *words: str, **environment: str) -> int:
        said, warned = io.StringIO(), io.StringIO()
        context = Context(
            environment={"TPGUIDE_HOME": str(self._home), "COLUMNS": "80"} | environment,
            stdin=io.StringIO(),
            stdout=said,
            stderr=warned,
        )
        ended = CliRunner().invoke(app, list(words), obj=context)
        self.said, self.warned = (
            file.getvalue()
            for file in (context.stdout, context.stderr)
            if isinstance(file, io.StringIO)
        )
        return ended.exit_code


@pytest.fixture(name="tpguide")
def command_line(tmp_path: Path) -> Tpguide:
    return Tpguide(tmp_path)


class TestList:
    def test_tells_what_each_guide_is_about_and_where_it_lies(self, tpguide: Tpguide) -> None:
        own = tpguide.guides / "muscle-imaginaire.yaml"
        own.write_bytes(FICTITIOUS.read_bytes())

        assert tpguide.run("list") == ExitCode.DONE
        assert tpguide.said.startswith(
            "Guides\n"
            "muscle-imaginaire Muscle imaginaire du bras\n"
            "  Gêne inventée au dehors du bras\n"
            "  5 sections. Tools: Une balle, Un bâton.\n"
            f"  your own: {own}\n"
        )
        assert "tibialis-posterior" in tpguide.said
        assert "comes with tpguide" in tpguide.said

    def test_marks_a_broken_one_and_lists_the_others(self, tpguide: Tpguide) -> None:
        wrong = tpguide.guides / "arm.yaml"
        wrong.write_bytes(b"\x1b[2J")

        assert tpguide.run("list") == ExitCode.DONE
        assert (
            "arm can't be used\n"
            "  Line 1: The character U+001B can't be seen and isn't allowed. tpguide validate\n"
            "  tells what to do.\n"
            f"  your own: {wrong}\n"
        ) in tpguide.said
        assert "tibialis-posterior" in tpguide.said

    def test_names_one_that_would_hide_a_packaged_one(self, tpguide: Tpguide) -> None:
        text = fictitious_text().replace("slug: muscle-imaginaire", "slug: tibialis-posterior")
        (tpguide.guides / "tibialis-posterior.yaml").write_text(text, encoding="utf-8")

        tpguide.run("list")

        assert "Not used, since a guide that comes with tpguide has this name." in tpguide.said

    def test_tells_it_to_other_programs_as_well(self, tpguide: Tpguide) -> None:
        (tpguide.guides / "arm.yaml").write_bytes(b"")

        assert tpguide.run("list", "--json") == ExitCode.DONE
        guides = {guide["slug"]: guide for guide in json.loads(tpguide.said)}
        arm, tibialis = guides["arm"], guides["tibialis-posterior"]
        assert (arm["name"], arm["shelf"]) == (None, "own")
        assert "empty" in arm["fault"]
        assert tibialis["fault"] is None
        assert len(tibialis["tools"]) == 3

    def test_shows_what_a_file_name_hides(self, tpguide: Tpguide) -> None:
        (tpguide.guides / "arm\x1b[2J\udcff.yaml").write_bytes(b"")

        tpguide.run("list")

        assert "<U+001B>" in tpguide.said
        assert tpguide.said.replace("\n", "").isprintable()


class TestValidate:
    def test_finds_nothing_in_a_good_file(self, tpguide: Tpguide) -> None:
        assert tpguide.run("validate", str(FICTITIOUS)) == ExitCode.DONE
        assert tpguide.said == f"{FICTITIOUS}: nothing wrong\n"

    def test_reports_a_problem_like_a_compiler(self, tpguide: Tpguide, tmp_path: Path) -> None:
        file = tmp_path / "muscle-imaginaire.yaml"
        file.write_bytes(fictitious_with("intensity: ferme", "intensity: ferm"))
        line = 1 + file.read_text(encoding="utf-8").split("\n").index("      intensity: ferm")

        assert tpguide.run("validate", str(file)) == ExitCode.WRONG_GUIDE
        assert tpguide.said == (
            f"{file}:{line}:18: There is no intensity “ferm”.\n"
            f"  {line} │       intensity: ferm\n"
            f"      │                  ^\n"
            f"  in        protocol.doses[1].intensity\n"
            f"  expected  one of leger, moyen, ferme\n"
            f"  to do     Did you mean “ferme”?\n"
            f"\n"
            f"{file}: 1 problem\n"
        )

    def test_shows_what_there_is_room_for_of_a_long_line(
        self, tpguide: Tpguide, tmp_path: Path
    ) -> None:
        file = tmp_path / "muscle-imaginaire.yaml"
        words = "Le livre vert, " + "et bleu, " * 100
        file.write_bytes(
            fictitious_with(
                "title: Le livre vert, published",
                f'title: "{words}", verified: true, note: "{words}", published',
            )
        )

        tpguide.run("validate", str(file))

        _, _, told = tpguide.said.partition("There is no field “verified” here.")
        _, excerpt, caret, *_ = told.split("\n")
        assert len(excerpt) <= 80
        assert excerpt[caret.index("^") :].startswith("verified: true")

    def test_reports_every_problem_of_every_file(self, tpguide: Tpguide) -> None:
        files = [str(path) for path in sorted((CORPUS / "wrong").iterdir())]

        assert tpguide.run("validate", *files) == ExitCode.WRONG_GUIDE
        for file in files:
            assert f"{file}:" in tpguide.said

    def test_lets_nothing_of_a_file_act_upon_the_terminal(self, tpguide: Tpguide) -> None:
        files = [str(path) for path in sorted((CORPUS / "wrong").iterdir())]

        tpguide.run("validate", "--all", *files)

        assert tpguide.said.replace("\n", "").isprintable()
        assert "<U+001B>[2J" in tpguide.said

    def test_goes_on_after_what_is_no_file(self, tpguide: Tpguide, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.yaml")
        wrong = [str(tmp_path / "pipe.yaml"), str(tmp_path), "/dev/zero", "missing.yaml"]

        assert tpguide.run("validate", *wrong, str(FICTITIOUS)) == ExitCode.WRONG_GUIDE
        assert tpguide.said.count("isn't a file.") == 3
        assert "missing.yaml can't be read: No such file or directory." in tpguide.said
        assert f"{FICTITIOUS}: nothing wrong\n" in tpguide.said

    def test_a_name_that_no_file_has_is_wrong_use(self, tpguide: Tpguide) -> None:
        assert tpguide.run("validate", str(FICTITIOUS), "missing.yaml") == ExitCode.WRONG_USE

    def test_only_warns_of_what_is_poor(self, tpguide: Tpguide, tmp_path: Path) -> None:
        file = tmp_path / "muscle-imaginaire.yaml"
        text = fictitious_text()
        text = text.replace("glance: Noté,", "glance: Noté un deux trois quatre cinq six,")
        file.write_text(text, encoding="utf-8")
        picture = tmp_path / "pictures" / "bras.svg"
        picture.parent.mkdir()
        picture.write_bytes((FICTITIOUS.parent / "pictures" / "bras.svg").read_bytes())

        assert tpguide.run("validate", str(file)) == ExitCode.DONE
        assert "warning: This text has 7 words." in tpguide.said
        assert tpguide.said.endswith(f"{file}: 1 warning\n")

    def test_a_guide_that_breaks_its_own_totals_is_wrong(
        self, tpguide: Tpguide, tmp_path: Path
    ) -> None:
        file = tmp_path / "muscle-imaginaire.yaml"
        text = fictitious_text().replace("one_side_seconds: 105", "one_side_seconds: 90")
        file.write_text(text, encoding="utf-8")

        assert tpguide.run("validate", str(file)) == ExitCode.WRONG_GUIDE
        assert "The steps add up to 105 seconds, not 90." in tpguide.said
        assert "warning: The steps" not in tpguide.said

    def test_tells_more_problems_than_anybody_reads_only_where_all_are_asked_for(
        self, tpguide: Tpguide, tmp_path: Path
    ) -> None:
        file = tmp_path / "arm.yaml"
        file.write_text("slug: arm\n" + "one: 1\n" * 300 + "two: \u200b\n" * 300, encoding="utf-8")

        tpguide.run("validate", str(file))
        assert tpguide.said.endswith(f"{file}: 200 problems and perhaps more\n")
        tpguide.run("validate", str(file), "--json")
        [found] = json.loads(tpguide.said)
        tpguide.run("validate", str(file), "--all")
        assert tpguide.said.endswith(f"{file}: {len(found['problems'])} problems\n")
        assert len(found["problems"]) > 800
        assert {each["line"] for each in found["problems"]} >= set(range(3, 602))

    @pytest.mark.parametrize("words", [(), ("--guided",), ("--rehearse",)])
    def test_nobody_is_led_by_a_guide_that_breaks_its_own_limits_but_it_can_be_read(
        self, tpguide: Tpguide, tmp_path: Path, words: tuple[str, ...]
    ) -> None:
        file = tmp_path / "muscle-imaginaire.yaml"
        text = fictitious_text().replace("one_side_seconds: 105", "one_side_seconds: 90")
        file.write_text(text, encoding="utf-8")

        assert tpguide.run("massage", str(file), *words) == ExitCode.WRONG_GUIDE
        assert "nobody is led by it" in tpguide.warned
        assert "105 seconds, not 90" in tpguide.warned
        assert tpguide.run("show", str(file)) == ExitCode.DONE

    def test_warns_of_a_name_that_the_library_would_refuse(
        self, tpguide: Tpguide, tmp_path: Path
    ) -> None:
        file = tmp_path / "other.yaml"
        file.write_bytes(FICTITIOUS.read_bytes())

        tpguide.run("validate", str(file))

        assert "warning: The file isn't named muscle-imaginaire.yaml." in tpguide.said

    @pytest.mark.parametrize(
        ("svg", "sentence"),
        [
            (None, "can't be read: No such file"),
            (b"<svg><script>alert(1)</script></svg>", "script"),
            (b'<!DOCTYPE x [<!ENTITY a "b">]><svg>&a;</svg>', ""),
            (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', "has no part “creux”"),
        ],
    )
    def test_looks_at_the_pictures_too(
        self, tpguide: Tpguide, tmp_path: Path, svg: bytes | None, sentence: str
    ) -> None:
        file = tmp_path / "muscle-imaginaire.yaml"
        file.write_bytes(FICTITIOUS.read_bytes())
        if svg:
            (tmp_path / "pictures").mkdir()
            (tmp_path / "pictures" / "bras.svg").write_bytes(svg)

        assert tpguide.run("validate", str(file)) == ExitCode.WRONG_GUIDE
        assert sentence in tpguide.said

    def test_tells_it_to_other_programs_as_well(self, tpguide: Tpguide) -> None:
        file = str(CORPUS / "wrong" / "tag.yaml")

        assert tpguide.run("validate", "--json", file) == ExitCode.WRONG_GUIDE
        (examination,) = json.loads(tpguide.said)
        assert examination["file"] == file
        assert {
            "line": 1,
            "column": 7,
            "path": "name",
            "sentence": "A tag (with !) can't be used.",
            "expected": "",
            "hint": "Write the value alone.",
            "severity": "error",
        } in examination["problems"]

    @pytest.mark.parametrize("columns", ["40", "80", "200"])
    def test_keeps_the_caret_under_its_place(self, tpguide: Tpguide, columns: str) -> None:
        file = CORPUS / "wrong" / "zero-width-space.yaml"

        tpguide.run("validate", str(file), COLUMNS=columns)

        _, _, told = tpguide.said.partition("1:11: The character U+200B can't be seen")
        _, excerpt, caret, *_ = told.split("\n")
        assert excerpt[cell_len(caret) - 1 :].startswith("<U+200B>")

    def test_writes_ascii_where_there_is_nothing_else(self, tpguide: Tpguide) -> None:
        tpguide.run("validate", str(CORPUS / "wrong" / "latin-1.yaml"), LC_ALL="C")

        assert tpguide.said.isascii()


class TestNew:
    def test_writes_a_guide_that_has_nothing_wrong(self, tpguide: Tpguide) -> None:
        assert tpguide.run("new", "Biceps Brachii") == ExitCode.DONE
        file = tpguide.guides / "biceps-brachii.yaml"
        assert tpguide.said == f"{file}\n"
        assert tpguide.warned.endswith(f"tpguide validate {file}\n")

        assert tpguide.run("validate", str(file)) == ExitCode.DONE
        assert tpguide.said == f"{file}: nothing wrong\n"
        assert load(file.read_bytes()).slug == "biceps-brachii"
        assert "my-guide" not in file.read_text(encoding="utf-8")

    def test_writes_where_it_is_told_to(self, tpguide: Tpguide, tmp_path: Path) -> None:
        folder = tmp_path / "not" / "yet"

        assert tpguide.run("new", "arm", "--folder", str(folder)) == ExitCode.DONE
        assert (folder / "arm.yaml").is_file()

    def test_changes_nothing_that_is_there(self, tpguide: Tpguide, tmp_path: Path) -> None:
        (tmp_path / "arm.yaml").write_text("mine", encoding="utf-8")

        assert tpguide.run("new", "arm", "--folder", str(tmp_path)) == ExitCode.WRONG_USE
        assert "arm.yaml is there already." in tpguide.warned
        assert (tmp_path / "arm.yaml").read_text(encoding="utf-8") == "mine"

    @pytest.mark.parametrize("name", ["tibialis-posterior", "Tibialis Posterior"])
    def test_hides_no_guide(self, tpguide: Tpguide, name: str) -> None:
        assert tpguide.run("new", name) == ExitCode.WRONG_USE
        assert "There is a guide named tibialis-posterior already." in tpguide.warned

    @pytest.mark.parametrize("name", ["", "---", "العضلة", "x" * 61, "\x1b[2J"])
    def test_refuses_what_can_not_be_a_name(self, tpguide: Tpguide, name: str) -> None:
        if name == "\x1b[2J":
            assert tpguide.run("new", name) == ExitCode.DONE  # what is left of it is 2j
            assert (tpguide.guides / "2j.yaml").is_file()
            return
        assert tpguide.run("new", name) == ExitCode.WRONG_USE
        assert list(tpguide.guides.iterdir()) == []

    def test_says_where_it_can_not_write(self, tpguide: Tpguide, tmp_path: Path) -> None:
        (tmp_path / "file").touch()

        assert tpguide.run("new", "arm", "--folder", str(tmp_path / "file")) == ExitCode.WRONG_USE
        assert "arm.yaml can't be written" in tpguide.warned


class TestSchema:
    def test_is_printed(self, tpguide: Tpguide) -> None:
        assert tpguide.run("schema") == ExitCode.DONE
        assert json.loads(tpguide.said)["$ref"] == "#/$defs/Guide"

    def test_in_the_repository_is_what_the_models_give(self) -> None:
        kept = REPOSITORY / "schema" / "guide.schema.json"

        assert kept.read_text(encoding="utf-8") == schema_text()

    def test_an_option_without_effect_is_an_error(self, tpguide: Tpguide) -> None:
        assert tpguide.run("validate", "--json", "--all", str(FICTITIOUS)) == ExitCode.WRONG_USE
