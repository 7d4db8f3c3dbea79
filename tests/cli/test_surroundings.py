"""What commands know of where they run."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style

from guides import FICTITIOUS
from tpguide.cli.surroundings import Surroundings
from tpguide.errors import WrongUseError
from tpguide.ui import theme
from tpguide.ui.line_prompts import LinePrompts
from tpguide.ui.prompts import TerminalPrompts


class Terminal(io.TextIOWrapper):
    """A standard output that is seen on a terminal."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding)

    def isatty(self) -> bool:
        return True


def on_a_terminal(encoding: str = "utf-8", **environment: str) -> Surroundings:
    return Surroundings(
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
    assert on_a_terminal(**environment).writes_unicode is writes


def test_so_does_the_encoding_of_the_terminal() -> None:
    assert not on_a_terminal("latin-1").writes_unicode


@pytest.mark.parametrize(
    ("around", "glyphs"),
    [
        (on_a_terminal(), theme.UNICODE),
        (on_a_terminal(LC_ALL="C"), theme.ASCII),
        (Surroundings(environment={}, stdout=io.StringIO()), theme.PIPED),
        (Surroundings(environment={"LC_ALL": "C"}, stdout=io.StringIO()), theme.PIPED_ASCII),
        (Surroundings(environment={"FORCE_COLOR": "1"}, stdout=io.StringIO()), theme.UNICODE),
    ],
)
def test_what_is_drawn_suits_where_it_goes(around: Surroundings, glyphs: theme.Glyphs) -> None:
    assert around.look().glyphs == glyphs


def test_the_width_is_that_of_the_environment_before_the_usual_one() -> None:
    assert on_a_terminal(COLUMNS="57").columns == 57
    assert on_a_terminal(COLUMNS="none").columns == 80
    assert on_a_terminal().columns == 80


def test_a_screen_can_be_drawn_on_unless_the_terminal_is_dumb() -> None:
    assert on_a_terminal().can_draw
    assert not on_a_terminal(TERM="dumb").can_draw
    assert not Surroundings(environment={"TERM": "xterm"}, stdout=io.StringIO()).can_draw


def test_without_colours_a_screen_still_lights_what_was_found() -> None:
    row = [Segment("one "), Segment("two", Style(color="red", reverse=True))]

    assert on_a_terminal().painted_rows([row]) == ["one \x1b[7;31mtwo\x1b[0m"]
    assert on_a_terminal(NO_COLOR="1").painted_rows([row]) == ["one \x1b[7mtwo\x1b[0m"]


def test_a_document_is_utf_8_whatever_the_terminal_has() -> None:
    around = on_a_terminal("ascii")

    around.write_document("Größe")

    assert isinstance(around.stdout, Terminal)
    assert isinstance(around.stdout.buffer, io.BytesIO)
    assert around.stdout.buffer.getvalue() == "Größe".encode()


@pytest.mark.parametrize(
    ("around", "kind"),
    [
        (on_a_terminal(), TerminalPrompts),
        (on_a_terminal(TERM="dumb"), LinePrompts),
        (on_a_terminal(LC_ALL="C"), TerminalPrompts),
    ],
)
def test_where_no_pointer_can_be_moved_or_drawn_answers_are_typed(
    around: Surroundings, kind: type
) -> None:
    assert isinstance(around.prompts, kind)


def test_who_wants_plain_lines_gets_no_screen_and_types_answers() -> None:
    around = on_a_terminal()
    around.is_plain = True

    assert not around.can_draw
    assert isinstance(around.prompts, LinePrompts)


def test_what_is_printed_has_the_characters_of_the_terminal() -> None:
    around = on_a_terminal(LC_ALL="C")
    around.console().print("• five – “at most”")

    around.stdout.seek(0)
    assert around.stdout.read() == '* five - "at most"\n'


class TestTheGuideThatIsMeant:
    def in_a_home(self, tmp_path: Path, name: str, content: bytes) -> Surroundings:
        folder = tmp_path / "data" / "guides"
        folder.mkdir(parents=True)
        (folder / name).write_bytes(content)
        return Surroundings({"TPGUIDE_HOME": str(tmp_path)})

    @pytest.mark.parametrize("name", ["arm.yaml", "tibialis-posterior-DESKTOP-1.yaml"])
    def test_is_the_only_one_that_can_be_used(self, tmp_path: Path, name: str) -> None:
        around = self.in_a_home(tmp_path, name, b"no guide")

        assert around.guide(None).slug == "tibialis-posterior"
        assert around.guide(None, from_its_file=True).slug == "tibialis-posterior"

    def test_has_to_be_named_among_several(self, tmp_path: Path) -> None:
        around = self.in_a_home(tmp_path, "muscle-imaginaire.yaml", FICTITIOUS.read_bytes())

        with pytest.raises(WrongUseError, match="Which guide") as caught:
            around.guide(None)

        assert "muscle-imaginaire, tibialis-posterior" in caught.value.hint
