"""What an option needs is said where it would have no effect; help and version have short ways."""

from __future__ import annotations

import io

import pytest
from typer.testing import CliRunner

from tpguide.cli.app import app
from tpguide.cli.context import Context
from tpguide.errors import ExitCode


def told(tmp_path: object, *words: str) -> tuple[int, str]:
    context = Context({"TPGUIDE_HOME": str(tmp_path)}, io.StringIO(), io.StringIO(), io.StringIO())
    result = CliRunner().invoke(app, words, obj=context)
    assert isinstance(context.stderr, io.StringIO)
    return result.exit_code, context.stderr.getvalue()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--none-apply"], "--none-apply needs --guided."),
        (["--resume"], "--resume needs --guided."),
        (["--fresh"], "--fresh needs --guided."),
        (["--side", "left"], "--side needs --guided."),
        (["--no-voice"], "--no-voice needs --guided."),
        (["--audio", "a.wav", "--resume"], "--resume needs --guided without --audio"),
        (["--audio", "a.wav", "--none-apply"], "--none-apply needs --guided without --audio"),
        (["--audio", "a.wav", "--no-voice"], "--no-voice needs --guided without --audio"),
        (["--audio", "-"], "Sound is not printed."),
        (["--guided", "--speed", "20"], "--speed needs --rehearse."),
        (["--rehearse", "--none-apply"], "--none-apply needs --guided without --rehearse"),
        (["--guided", "--format", "html"], "--format needs the card"),
        (["--rehearse", "-o", "card.html"], "-o needs the card"),
        (["--force"], "--force replaces a file, and no file is named."),
        (["--format", "html", "-o", "-", "--force"], "--force replaces a file, and no file is"),
        (["--rehearse", "--audio", "a.wav"], "--audio writes all that is said"),
    ],
)
def test_an_option_of_the_massage_without_effect_is_refused(
    tmp_path: object, options: list[str], said: str
) -> None:
    code, error = told(tmp_path, "massage", *options)

    assert code == ExitCode.WRONG_USE
    assert said in error


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["doctor", "--floor", "--json"], "--floor shows and sounds what there is."),
        (["doctor", "--quiet", "--json"], "--json is quiet already."),
        (["settings", "--json", "reset"], "--json means nothing before reset."),
        (["show", "--pager"], "--pager needs a terminal."),
        (["history", "show", "last", "--force"], "--force replaces a file, and no file is named."),
        (["history", "export", "--guide", "GUIDE"], "--guide needs --format ics."),
        (["new", "arm", "--folder", ".", "-o", "arm.yaml"], "-o names the file, --folder only"),
        (["validate", "-", "-"], "Standard input can be read once."),
    ],
)
def test_an_option_without_effect_is_refused(tmp_path: object, words: list[str], said: str) -> None:
    code, error = told(tmp_path, *words)

    assert code == ExitCode.WRONG_USE
    assert said in error


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "6"], "Did you mean: tpguide show --section 6?"),
        (["massage", "left"], "Did you mean: tpguide massage --guided --side left?"),
        (["history", "3"], "Did you mean: tpguide history show 3?"),
        (["history", "last"], "Did you mean: tpguide history show last?"),
        (
            ["history", "--since", "6w", "show", "3"],
            "Options before show are those of the list alone",
        ),
        (["history", "--side", "middle"], "There are: left, right."),
        (["show", "--section", "99"], "--toc lists the sections"),
        (["show", "--picture"], "There are: where-it-lies, referred-pain,"),
        (["massage", "--dose"], "There are: gentle, standard, thorough."),
        (["measure", "--test"], "There are: knee-to-wall, heel-raise."),
        (["shwo"], "Did you mean 'show'?"),
    ],
)
def test_a_wrong_word_is_answered_with_what_was_meant(
    tmp_path: object, words: list[str], said: str
) -> None:
    code, error = told(tmp_path, *words)

    assert code == ExitCode.WRONG_USE
    assert said in error


def test_help_of_a_command_is_also_a_command() -> None:
    assert "--guided" in CliRunner().invoke(app, ["help", "massage"], env={"COLUMNS": "100"}).output


def test_the_version_has_a_short_option(tmp_path: object) -> None:
    assert told(tmp_path, "-V")[0] == ExitCode.DONE


@pytest.mark.parametrize("width", ["5", "401", "abc", "40.5"])
def test_a_number_out_of_its_bounds_is_answered_with_them(tmp_path: object, width: str) -> None:
    code, error = told(tmp_path, "show", "--width", width)

    assert code == ExitCode.WRONG_USE
    assert "--width takes a whole number from 20 to 400." in error
