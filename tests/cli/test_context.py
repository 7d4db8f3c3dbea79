"""What commands know of where they run."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from typer.testing import CliRunner

from fakes import ScriptedPrompts
from guides import FICTITIOUS
from tpguide.cli.app import COMMANDS, app
from tpguide.cli.context import Context
from tpguide.cli.output import Display
from tpguide.errors import WrongUseError
from tpguide.storage.guide_files import guides_folder
from tpguide.storage.settings import Settings
from tpguide.storage.settings_file import change_settings, settings_file
from tpguide.ui.prompts.lines import LinePrompts
from tpguide.ui.prompts.terminal import TerminalPrompts
from tpguide.ui.text import theme


class Terminal(io.TextIOWrapper):
    """A standard output that is seen on a terminal."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding)

    def isatty(self) -> bool:
        return True


def on_a_terminal(encoding: str = "utf-8", **environment: str) -> Context:
    return Context(
        environment={"TERM": "xterm"} | environment, stdin=Terminal(), stdout=Terminal(encoding)
    )


@pytest.mark.parametrize(
    ("environment", "writes"),
    [
        ({}, True),
        ({"LANG": "en_GB.UTF-8"}, True),
        ({"LANG": "C.UTF-8"}, True),
        ({"LANG": "C"}, False),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "POSIX"}, False),
        ({"LANG": "C", "LC_ALL": "en_GB.UTF-8"}, True),
    ],
)
def test_the_locale_tells_if_there_is_unicode(environment: dict[str, str], writes: bool) -> None:
    assert on_a_terminal(**environment).output.writes_unicode is writes


def test_so_does_the_encoding_of_the_terminal() -> None:
    assert not on_a_terminal("latin-1").output.writes_unicode


def test_who_has_boxes_come_out_too_wide_can_have_ascii_alone(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text('characters = "ascii"\n')

    output = on_a_terminal(TPGUIDE_HOME=str(tmp_path)).output

    assert output.text_options().glyphs == theme.ASCII
    assert output.readable("│ 4 → 3 │").isascii()


@pytest.mark.parametrize(
    ("context", "glyphs"),
    [
        (on_a_terminal(), theme.UNICODE),
        (on_a_terminal(LC_ALL="C"), theme.ASCII),
        (Context(environment={}, stdout=io.StringIO()), theme.PIPED),
        (Context(environment={"LC_ALL": "C"}, stdout=io.StringIO()), theme.PIPED_ASCII),
        (Context(environment={"FORCE_COLOR": "1"}, stdout=io.StringIO()), theme.UNICODE),
    ],
)
def test_what_is_drawn_suits_where_it_goes(context: Context, glyphs: theme.Glyphs) -> None:
    assert context.output.text_options().glyphs == glyphs


def test_the_width_is_that_of_the_environment_before_the_usual_one() -> None:
    assert on_a_terminal(COLUMNS="57").output.columns == 57
    assert on_a_terminal(COLUMNS="none").output.columns == 80
    assert on_a_terminal().output.columns == 80


def test_a_screen_can_be_drawn_on_unless_the_terminal_is_dumb() -> None:
    assert on_a_terminal().can_draw
    assert not on_a_terminal(TERM="dumb").can_draw
    assert not Context(environment={"TERM": "xterm"}, stdout=io.StringIO()).can_draw


def test_without_colours_a_screen_still_lights_what_was_found() -> None:
    row = [Segment("one "), Segment("two", Style(color="red", reverse=True))]

    assert on_a_terminal().output.painted_rows([row]) == ["one \x1b[7;31mtwo\x1b[0m"]
    assert on_a_terminal(NO_COLOR="1").output.painted_rows([row]) == ["one \x1b[7mtwo\x1b[0m"]


def test_a_document_is_utf_8_whatever_the_terminal_has() -> None:
    context = on_a_terminal("ascii")

    context.output.write_document("Größe")

    assert isinstance(context.stdout, Terminal)
    assert isinstance(context.stdout.buffer, io.BytesIO)
    assert context.stdout.buffer.getvalue() == "Größe".encode()


@pytest.mark.parametrize(
    ("context", "kind"),
    [
        (on_a_terminal(), TerminalPrompts),
        (on_a_terminal(TERM="dumb"), LinePrompts),
        (on_a_terminal(LC_ALL="C"), TerminalPrompts),
    ],
)
def test_where_no_pointer_can_be_moved_or_drawn_answers_are_typed(
    context: Context, kind: type
) -> None:
    assert isinstance(context.prompts, kind)


def test_who_wants_plain_lines_gets_no_screen_and_types_answers() -> None:
    context = replace(on_a_terminal(), display=Display.PLAIN)

    assert not context.can_draw
    assert isinstance(context.prompts, LinePrompts)


def test_what_is_printed_has_the_characters_of_the_terminal() -> None:
    context = on_a_terminal(LC_ALL="C")
    context.output.console().print("• five – “at most”")

    context.stdout.seek(0)
    assert context.stdout.read() == '* five - "at most"\n'


def test_a_path_is_told_in_one_piece(tmp_path: Path) -> None:
    context = replace(on_a_terminal(COLUMNS="40"), stderr=Terminal())

    aside = f"{tmp_path}/journal-damaged-2026-01-05-120000.db"
    context.output.tell(f"It is kept as {aside}, and so on.")

    context.stderr.seek(0)
    assert f"{aside}," in context.stderr.read().split()


class TestTheGuideThatIsMeant:
    def in_a_home(self, tmp_path: Path, name: str, content: bytes) -> Context:
        folder = tmp_path / "data" / "guides"
        folder.mkdir(parents=True)
        (folder / name).write_bytes(content)
        return Context({"TPGUIDE_HOME": str(tmp_path)})

    @pytest.mark.parametrize("name", ["arm.yaml", "tibialis-posterior-DESKTOP-1.yaml"])
    def test_is_the_only_one_that_can_be_used(self, tmp_path: Path, name: str) -> None:
        context = self.in_a_home(tmp_path, name, b"no guide")

        assert context.guide(None).slug == "tibialis-posterior"
        assert context.guide(None, from_its_file=True).slug == "tibialis-posterior"

    def test_has_to_be_named_among_several(self, tmp_path: Path) -> None:
        context = self.in_a_home(tmp_path, "muscle-imaginaire.yaml", FICTITIOUS.read_bytes())

        with pytest.raises(WrongUseError, match="Which guide") as caught:
            context.guide(None)

        assert "muscle-imaginaire, tibialis-posterior" in caught.value.hint


class TestPlainLines:
    @pytest.mark.parametrize(
        ("environment", "display"),
        [
            ({}, Display.DRAWN),
            ({"ACCESSIBLE": "1"}, Display.PLAIN),
            ({"ACCESSIBLE": ""}, Display.DRAWN),
            ({"ACCESSIBLE": "0"}, Display.DRAWN),
            ({"TERM": "dumb"}, Display.PLAIN),
        ],
    )
    def test_are_wanted_by_a_variable(
        self, tmp_path: Path, environment: dict[str, str], display: Display
    ) -> None:
        context = on_a_terminal(TPGUIDE_HOME=str(tmp_path), **environment)

        assert context.output.display is display
        assert context.can_draw is (display is Display.DRAWN)

    def test_are_wanted_by_a_setting(self, tmp_path: Path) -> None:
        context = on_a_terminal(TPGUIDE_HOME=str(tmp_path))
        change_settings(settings_file(context.environment), lambda _: Settings(plain=True))

        assert context.output.display is Display.PLAIN

    @pytest.mark.parametrize("command", sorted(COMMANDS))
    def test_are_an_option_of_every_command(self, tmp_path: Path, command: str) -> None:
        context = on_a_terminal(TPGUIDE_HOME=str(tmp_path))
        ended = CliRunner().invoke(app, [command, "--plain", "--help"], obj=context)

        assert ended.exit_code == 0

    def test_have_no_colours_and_leave_the_context_as_it_was(self, tmp_path: Path) -> None:
        context = on_a_terminal(TPGUIDE_HOME=str(tmp_path))
        CliRunner().invoke(app, ["list", "--plain"], obj=context)

        context.stdout.seek(0)
        assert "tibialis-posterior" in (said := context.stdout.read())
        assert "\x1b" not in said
        assert context.output.display is Display.DRAWN


class TestSeveralGuides:
    @pytest.fixture(name="context")
    def with_a_second_guide(self, tmp_path: Path) -> Context:
        context = on_a_terminal(TPGUIDE_HOME=str(tmp_path))
        folder = guides_folder(context.environment)
        folder.mkdir(parents=True)
        (folder / FICTITIOUS.name).write_bytes(FICTITIOUS.read_bytes())
        return context

    def test_are_asked_for_once_with_the_one_used_last_proposed(self, context: Context) -> None:
        prompts = ScriptedPrompts("muscle-imaginaire")
        context = replace(context, prompts_for=lambda _: prompts)

        assert context.guide(None).slug == "muscle-imaginaire"
        assert context.guide_folder(None) == guides_folder(context.environment)
        assert prompts.asked == ["Which guide?"]

    def test_are_named_without_a_terminal(self, context: Context) -> None:
        context = replace(context, stdin=io.StringIO())

        with pytest.raises(WrongUseError, match="Which guide"):
            context.guide(None)
