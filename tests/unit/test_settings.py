"""Settings are kept in a file that people can write too, whatever they write in it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from systems import unix_only
from tpguide.errors import WrongUseError
from tpguide.modes import OutputKind, PictureMode
from tpguide.storage.settings import (
    Colours,
    Setting,
    Settings,
    settings_there_are,
    shown_value,
    with_value,
    without_value,
)
from tpguide.storage.settings_file import (
    KeptSettings,
    SettingsFileError,
    change_settings,
    read_settings,
    remove_settings,
    settings_file,
)

SET_ALL = Settings(
    voice=False,
    sound=OutputKind.BELL,
    words_a_minute=130,
    voice_name="en-gb+f3",
    language="pt-BR",
    colours=Colours.NEVER,
    pictures=PictureMode.BRAILLE,
    voice_volume=60,
)


@pytest.fixture(name="file")
def file_of_settings(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def setting(name: str) -> Setting:
    return next(each for each in settings_there_are() if each.name == name)


def read(file: Path, content: str | bytes) -> KeptSettings:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_settings(file)


def becoming(settings: Settings) -> Callable[[Settings], Settings]:
    return lambda _: settings


class TestKeeping:
    def test_without_a_file_all_is_unset_and_none_is_made(self, file: Path) -> None:
        assert read_settings(file) == KeptSettings(path=file, settings=Settings())
        assert not file.parent.exists()

    @pytest.mark.parametrize("settings", [Settings(), SET_ALL])
    def test_what_is_written_is_read_again(self, file: Path, settings: Settings) -> None:
        change_settings(file, becoming(settings))

        assert read_settings(file) == KeptSettings(path=file, settings=settings)

    def test_a_change_starts_from_what_is_set(self, file: Path) -> None:
        change_settings(file, becoming(SET_ALL))
        change_settings(file, lambda was: msgspec.structs.replace(was, words_a_minute=100))

        changed = msgspec.structs.replace(SET_ALL, words_a_minute=100)
        assert read_settings(file).settings == changed

    def test_the_file_says_what_there_is_to_set_and_sets_no_more_than_was_wanted(
        self, file: Path
    ) -> None:
        change_settings(file, becoming(Settings(words_a_minute=130)))

        text = file.read_text(encoding="utf-8")
        assert [line for line in text.splitlines() if line and line[0] != "#"] == [
            "words-a-minute = 130"
        ]
        for each in settings_there_are():
            assert f"# {each.meaning}: {each.takes}." in text

    def test_nothing_else_is_left_in_the_folder(self, file: Path) -> None:
        change_settings(file, becoming(SET_ALL))

        assert [each.name for each in file.parent.iterdir()] == [file.name]

    @unix_only
    def test_a_link_to_a_file_elsewhere_stays_one(self, file: Path, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere.toml"
        file.parent.mkdir()
        file.symlink_to(elsewhere)

        change_settings(file, becoming(SET_ALL))

        assert file.is_symlink()
        assert read_settings(elsewhere).settings == SET_ALL

    def test_removed_settings_are_unset(self, file: Path) -> None:
        change_settings(file, becoming(SET_ALL))
        remove_settings(file)
        remove_settings(file)

        assert read_settings(file).settings == Settings()

    def test_a_place_that_cannot_be_written_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        inside_a_file = tmp_path / "file" / "settings.toml"

        with pytest.raises(SettingsFileError, match=r"settings\.toml can't be written"):
            change_settings(inside_a_file, becoming(SET_ALL))

    def test_they_lie_where_the_home_variable_says(self, tmp_path: Path) -> None:
        file = settings_file({"TPGUIDE_HOME": str(tmp_path)})

        assert file == tmp_path / "config" / "settings.toml"


class TestAFileThatIsWrong:
    def test_what_can_be_used_of_it_is_used(self, file: Path) -> None:
        kept = read(file, 'voice = false\nwords-a-minute = 5\ncolours = "never"\n')

        assert kept.settings == Settings(voice=False, colours=Colours.NEVER)
        assert not kept.broken

    def test_a_value_that_cannot_be_is_told_with_its_line(self, file: Path) -> None:
        kept = read(file, "# slow\n\nwords-a-minute = 5\n")

        assert kept.troubles == (
            f"{file}, line 3: words-a-minute can't be “5”, it takes 80 to 300. "
            "It is as if unset: the guide's.",
        )

    def test_an_unknown_name_is_told_with_the_nearest(self, file: Path) -> None:
        kept = read(file, "colors = 1")

        assert kept.troubles == (
            f"{file}, line 1: There is no setting named “colors”. Did you mean colours?",
        )

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            ("voice = true\nsound =\n", ", line 2: Invalid value."),
            ("voice = true\nvoice = false\n", ", line 2: Cannot overwrite a value."),
            ("voice", ": Expected '=' after a key in a key/value pair."),
            (b"\xff\xfe", ": It is no text in TOML."),
            ("voice = " + "[" * 50_000, ": It is no text in TOML."),
            ("words-a-minute = " + "9" * 5000, ": It is no text in TOML."),
        ],
    )
    def test_one_that_is_not_toml_sets_nothing_and_is_told_with_the_place(
        self, file: Path, content: str | bytes, told: str
    ) -> None:
        kept = read(file, content)

        assert kept.settings == Settings()
        assert kept.broken
        assert kept.troubles == (f"{file}{told} Nothing of the file is used.",)

    def test_one_that_is_not_toml_is_not_overwritten(self, file: Path) -> None:
        read(file, "voice = maybe")

        with pytest.raises(SettingsFileError, match="line 1") as told:
            change_settings(file, becoming(SET_ALL))
        assert "tpguide settings reset" in told.value.hint
        assert file.read_text() == "voice = maybe"

    @pytest.mark.parametrize("make", [Path.mkdir, pytest.param(make_pipe, marks=unix_only)])
    def test_what_is_no_file_sets_nothing_and_is_not_waited_for(
        self, file: Path, make: Callable[[Path], None]
    ) -> None:
        file.parent.mkdir()
        make(file)

        assert read_settings(file).troubles == (f"{file} isn't a file. Nothing is set.",)

    @pytest.mark.parametrize(
        "line",
        [
            "words-a-minute = 301",
            "words-a-minute = true",
            "words-a-minute = 1e300",
            "words-a-minute = nan",
            'voice = "on"',
            "voice = 1",
            'voice-name = "-w/etc/passwd"',
            'voice-name = "a\\nb"',
            'voice-name = "\\u202e"',
            'voice-name = ""',
            f'voice-name = "{"a" * 61}"',
            'language = "en; rm"',
            'pictures = "all"',
            "language = [1, 2]",
            "sound = 1979-05-27",
            "[sound]\nsound = 'voice'",
            '"\\u001b[2J" = 1',
        ],
    )
    def test_nothing_odd_gets_into_the_settings_or_onto_the_screen(
        self, file: Path, line: str
    ) -> None:
        kept = read(file, line)

        assert kept.settings == Settings()
        assert len(kept.troubles) == 1
        assert kept.troubles[0].isprintable()


class TestSettingOne:
    @pytest.mark.parametrize(
        ("name", "text", "settings"),
        [
            ("voice", "off", Settings(voice=False)),
            ("voice", "No", Settings(voice=False)),
            ("voice", "on", Settings(voice=True)),
            ("sound", "tones", Settings(sound=OutputKind.TONES)),
            ("words-a-minute", "120", Settings(words_a_minute=120)),
            ("voice-name", "Anna (Premium)", Settings(voice_name="Anna (Premium)")),
            ("language", "no", Settings(language="no")),
            ("pictures", "half-blocks", Settings(pictures=PictureMode.HALF_BLOCKS)),
        ],
    )
    def test_takes_the_value_as_it_is_typed(self, name: str, text: str, settings: Settings) -> None:
        assert with_value(Settings(), setting(name), text) == settings

    @pytest.mark.parametrize(
        ("name", "text"),
        [("voice", "loud"), ("words-a-minute", "79"), ("language", "-"), ("sound", "\x1b[2J")],
    )
    def test_refuses_what_it_does_not_take_and_says_what_it_does(
        self, name: str, text: str
    ) -> None:
        with pytest.raises(WrongUseError) as told:
            with_value(Settings(), setting(name), text)

        assert told.value.sentence.isprintable()
        assert told.value.hint == f"It takes {setting(name).takes}."

    def test_leaves_the_others(self) -> None:
        assert with_value(SET_ALL, setting("voice"), "on") == msgspec.structs.replace(
            SET_ALL, voice=True
        )

    @pytest.mark.parametrize("name", [each.name for each in settings_there_are()])
    def test_what_is_unset_again_is_as_it_was(self, name: str) -> None:
        unset = without_value(SET_ALL, setting(name))

        assert shown_value(unset, setting(name)) == setting(name).unset
        assert without_value(unset, setting(name)) == unset


class TestWhatThereIs:
    def test_each_tells_its_name_its_meaning_and_what_it_takes(self) -> None:
        described = {each.name: (each.takes, each.unset) for each in settings_there_are()}

        assert described["voice"] == ("on or off", "on")
        assert described["words-a-minute"] == ("80 to 300", "the guide's")
        assert described["colours"] == ("auto, always or never", "auto")
        assert described["pictures"] == (
            "auto, kitty, sixel, sextants, quadrants, half-blocks, braille, characters or none",
            "auto",
        )
        assert all(each.meaning for each in settings_there_are())

    def test_the_word_for_unset_unsets(self) -> None:
        wanted = with_value(Settings(), setting("pictures"), "braille")

        assert wanted.pictures is PictureMode.BRAILLE
        assert with_value(wanted, setting("pictures"), "auto") == Settings()

    def test_answers_that_were_settings_once_are_no_trouble(self, file: Path) -> None:
        kept = read(file, 'plain = true\nfloor-digits = "small"\nfloor-sound = "voice"\n')

        assert (kept.settings, kept.troubles) == (Settings(plain=True), ())

    @pytest.mark.parametrize(
        ("settings", "best"),
        [
            (Settings(), OutputKind.VOICE),
            (Settings(voice=False), OutputKind.TONES),
            (Settings(voice=False, sound=OutputKind.BELL), OutputKind.BELL),
            (Settings(sound=OutputKind.NOTHING), OutputKind.NOTHING),
        ],
    )
    def test_without_a_voice_tones_are_the_best(self, settings: Settings, best: OutputKind) -> None:
        assert settings.heard_by_at_best is best
