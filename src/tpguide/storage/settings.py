"""Keep what a person has set, in one small file that can be read and changed by hand as well.

Whatever is in the file, there are settings: what can't be used is told, and the default holds.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct, inspect

from tpguide.errors import GuideFileError, TpguideError, WrongUseError
from tpguide.guide.types import Language
from tpguide.storage.files import make_private_folder, write_whole
from tpguide.storage.guide_files import bytes_of
from tpguide.storage.paths import config_folder
from tpguide.text import clipped, nearest, visible

SETTINGS_FILE: Final = "settings.toml"
ON_OR_OFF: Final = ("on", "off")
_MEANS_ON: Final = ("on", "yes", "true")
_MEANS_OFF: Final = ("off", "no", "false")
_HEADING: Final = """\
# The settings of tpguide. A line that begins with # holds no setting: it tells what there is.
# They can be changed here, or with: tpguide settings set NAME VALUE
"""


class HeardBy(Enum):
    """What a session is heard by, the best first; the last of them is seen."""

    VOICE = "voice"
    TONES = "tones"
    BELL = "bell"
    FLASH = "flash"
    NOTHING = "nothing"


class Colours(Enum):
    """Whether there are colours: where the terminal has them, in files and pipes too, or never."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class PictureSetting(Enum):
    """How pictures are shown: the best way there is, or this one."""

    AUTO = "auto"
    KITTY = "kitty"
    SIXEL = "sixel"
    SEXTANTS = "sextants"
    QUADRANTS = "quadrants"
    HALF_BLOCKS = "half-blocks"
    BRAILLE = "braille"
    CHARACTERS = "characters"
    NONE = "none"


class SmallestRead(Enum):
    """The smallest digits that could be read from the floor."""

    SMALL = "small"
    MIDDLE = "middle"
    LARGE = "large"
    NONE = "none"


WordsAMinute = Annotated[int, Meta(ge=80, le=300)]
Volume = Annotated[int, Meta(ge=0, le=100)]
VoiceName = Annotated[str, Meta(pattern=r"^[^\W_][\w .,()+/'-]*\Z", max_length=60)]


class Settings(Struct, frozen=True, kw_only=True, rename="kebab", omit_defaults=True):
    """What a person has set, and for all else how it is then."""

    voice: Annotated[bool, Meta(description="Whether words are spoken")] = True
    sound: Annotated[HeardBy, Meta(description="The best means to be heard by")] = HeardBy.VOICE
    words_a_minute: Annotated[
        WordsAMinute | None,
        Meta(
            description="Words a minute that a synthetic voice speaks, if more than the guide's",
            extra={"unset": "the guide's"},
        ),
    ] = None
    voice_name: Annotated[
        VoiceName | None,
        Meta(
            description="Which voice speaks; doctor lists them",
            extra={"unset": "the guide's own", "form": "a name like en-gb+f3 or Samantha"},
        ),
    ] = None
    language: Annotated[
        Language | None,
        Meta(
            description="The language that is read aloud",
            extra={"unset": "the guide's", "form": "a language tag like en or pt-BR"},
        ),
    ] = None
    voice_volume: Annotated[
        Volume, Meta(description="How loud words are, in percent of what can't distort")
    ] = 100
    tone_volume: Annotated[Volume, Meta(description="How loud tones are, in percent")] = 100
    pacer: Annotated[bool, Meta(description="Whether a tick a second is heard while rolling")] = (
        True
    )
    pacer_volume: Annotated[Volume, Meta(description="How loud the ticks are, in percent")] = 100
    colours: Annotated[
        Colours,
        Meta(description="Colours, unless NO_COLOR or FORCE_COLOR says it"),
    ] = Colours.AUTO
    pictures: Annotated[PictureSetting, Meta(description="How pictures are shown")] = (
        PictureSetting.AUTO
    )
    plain: Annotated[
        bool, Meta(description="Plain lines in every command, as for a screen reader")
    ] = False
    floor_digits: Annotated[
        SmallestRead | None,
        Meta(
            description="The smallest digits you could read from the floor",
            extra={"unset": "not asked yet"},
        ),
    ] = None
    floor_sound: Annotated[
        HeardBy | None,
        Meta(
            description="What you could hear there",
            extra={"unset": "not asked yet"},
        ),
    ] = None

    @property
    def heard_by_at_best(self) -> HeardBy:
        """The best means of being heard that the person wants."""
        if self.sound is HeardBy.VOICE and not self.voice:
            return HeardBy.TONES
        return self.sound


class Setting(Struct, frozen=True, kw_only=True):
    """A setting as people know it: its name, what it is for, how it is when it is unset.

    It takes one of its *choices*, or where there are none what its *form* tells.
    """

    name: str
    meaning: str
    unset: str
    choices: tuple[str, ...] = ()
    form: str = ""

    @property
    def takes(self) -> str:
        """What it takes, in words."""
        *others, last = self.choices or (self.form,)
        return f"{', '.join(others)} or {last}" if others else last


class SettingsFileError(TpguideError):
    """A settings file that can't be read or written."""


class KeptSettings(Struct, frozen=True, kw_only=True):
    """What the file at *path* sets.

    *troubles* tell what of it can't be used. If the file is *broken*, nothing of it can.
    """

    path: Path
    settings: Settings = Settings()
    troubles: tuple[str, ...] = ()
    broken: bool = False


def settings_file(environment: Mapping[str, str]) -> Path:
    """Return where the settings are kept."""
    return config_folder(environment) / SETTINGS_FILE


def read_settings(path: Path) -> KeptSettings:
    """Return what is set in the file at *path*; if there is none, nothing is."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return KeptSettings(path=path)
    except OSError:
        pass  # it is there, and reading it tells what is wrong
    try:
        text = bytes_of(path).decode("utf-8-sig")
        found = _parsed(text)
    except (GuideFileError, ValueError, RecursionError) as error:
        return KeptSettings(path=path, troubles=(_why_broken(path, error),), broken=True)
    taken: dict[str, object] = {}
    troubles = []
    for name, value in found.items():
        trouble = _trouble(name, value)
        if trouble:
            troubles.append(f"{_place(path, _line_of(name, text))}: {trouble}")
        else:
            taken[name] = value
    settings = msgspec.convert(taken, Settings)
    return KeptSettings(path=path, settings=settings, troubles=tuple(troubles))


def change_settings(path: Path, change: Callable[[Settings], Settings]) -> KeptSettings:
    """Write what *change* makes of the settings into the file at *path*, whole or not at all.

    What couldn't be used in it is not kept. Raises SettingsFileError where the file is broken,
    rather than to overwrite it, and where it can't be written.
    """
    kept = read_settings(path)
    if kept.broken:
        raise SettingsFileError(
            kept.troubles[0],
            "It was not changed. Mend it, or begin anew with: tpguide settings reset",
        )
    changed = msgspec.structs.replace(kept, settings=change(kept.settings))
    _write(path, _file_text(changed.settings))
    return changed


def remove_settings(path: Path) -> None:
    """Go back to how all is unset. Raises SettingsFileError where the file can't be removed."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise SettingsFileError(
            f"{visible(str(path))} can't be removed: {error.strerror}."
        ) from None


def with_value(settings: Settings, setting: Setting, text: str) -> Settings:
    """Return *settings* with what *text* means as the value of *setting*.

    Raises WrongUseError for a value that it doesn't take.
    """
    value: object = text
    if setting.choices == ON_OR_OFF:
        meanings = {**dict.fromkeys(_MEANS_ON, True), **dict.fromkeys(_MEANS_OFF, False)}
        value = meanings.get(text.lower(), text)
    values = {**msgspec.to_builtins(settings), setting.name: value}
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError:
        raise WrongUseError(
            f"{setting.name} can't be “{_shown(text)}”.", f"It takes {setting.takes}."
        ) from None


def without_value(settings: Settings, setting: Setting) -> Settings:
    """Return *settings* with *setting* as it is unset."""
    values = msgspec.to_builtins(settings)
    values.pop(setting.name, None)
    return msgspec.convert(values, Settings)


def settings_there_are() -> tuple[Setting, ...]:
    """Return every setting, in the order in which they are listed."""
    described = inspect.type_info(Settings)
    assert isinstance(described, inspect.StructType)
    return tuple(map(_described, described.fields))


def value_of(settings: Settings, setting: Setting) -> bool | int | str | None:
    """Return the value of *setting* as it stands in a file, or None where it is to be found out."""
    value: bool | int | str | None = msgspec.to_builtins(
        getattr(settings, setting.name.replace("-", "_"))
    )
    return value


def shown_value(settings: Settings, setting: Setting) -> str:
    """Return the value of *setting* as people write it."""
    value = value_of(settings, setting)
    return setting.unset if value is None else _written(value)


def is_set(settings: Settings, setting: Setting) -> bool:
    """Return whether *setting* is other than it comes."""
    return setting.name in msgspec.to_builtins(settings)


def _described(field: inspect.Field) -> Setting:
    assert isinstance(field.type, inspect.Metadata)
    kind, extra = field.type.type, field.type.extra or {}
    if isinstance(kind, inspect.UnionType):
        kind = kind.types[0]
    return Setting(
        name=field.encode_name,
        meaning=(field.type.extra_json_schema or {})["description"],
        unset=extra.get("unset") or _written(msgspec.to_builtins(field.default)),
        choices=_choices(kind),
        form=extra.get("form") or _form(kind),
    )


def _choices(kind: inspect.Type) -> tuple[str, ...]:
    match kind:
        case inspect.BoolType():
            return ON_OR_OFF
        case inspect.EnumType(cls=choices):
            return tuple(choice.value for choice in choices)
    return ()


def _form(kind: inspect.Type) -> str:
    match kind:
        case inspect.IntType(ge=lowest, le=highest):
            return f"{lowest} to {highest}"
    return ""


def _parsed(text: str) -> dict[str, object]:
    import tomllib

    return tomllib.loads(text)


def _why_broken(path: Path, error: Exception) -> str:
    if isinstance(error, GuideFileError):
        return f"{error.sentence} Nothing is set."
    told = re.match(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", str(error))
    reason = told.group(1) if told else "It is no text in TOML"
    line = int(told.group(2)) if told and told.group(2) else None
    return f"{_place(path, line)}: {visible(reason)}. Nothing of the file is used."


def _trouble(name: str, value: object) -> str:
    """Return why *value* can't be the setting of that name, or nothing if it can."""
    known = {setting.name: setting for setting in settings_there_are()}
    if name not in known:
        near = nearest(name, known)
        hint = f" Did you mean {near}?" if near else ""
        return f"There is no setting named “{_shown(name)}”.{hint}"
    try:
        msgspec.convert({name: value}, Settings)
    except msgspec.ValidationError:
        setting = known[name]
        return (
            f"{name} can't be “{_shown(_written(value))}”, it takes {setting.takes}. "
            f"It is as if unset: {setting.unset}."
        )
    return ""


def _line_of(name: str, text: str) -> int | None:
    """Return the line on which *name* is set, where that is plain to see."""
    begins = re.compile(rf"""\s*\[*\s*["']?{re.escape(name)}["']?\s*[.=\]]""")
    lines = text.split("\n")
    return next((number for number, line in enumerate(lines, 1) if begins.match(line)), None)


def _place(path: Path, line: int | None) -> str:
    where = visible(str(path))
    return where if line is None else f"{where}, line {line}"


def _shown(text: str) -> str:
    return visible(clipped(" ".join(text.split())))


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


def _file_text(settings: Settings) -> str:
    return _HEADING + "".join(f"\n{line}\n" for line in _entries(settings))


def _entries(settings: Settings) -> Iterator[str]:
    values = msgspec.to_builtins(settings)
    for setting in settings_there_are():
        told = f"# {setting.meaning}: {setting.takes}. Unset: {setting.unset}."
        if setting.name in values:
            # Text, whole numbers and truth are written the same in JSON and TOML.
            value = json.dumps(values[setting.name], ensure_ascii=False)
            yield f"{told}\n{setting.name} = {value}"
        else:
            yield f"{told}\n# {setting.name} ="


def _write(path: Path, text: str) -> None:
    try:
        make_private_folder(path.parent)
        # A link is kept: people have their settings in a folder of their own and link to it.
        Path(os.path.realpath(path)).parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
    except OSError as error:
        raise SettingsFileError(
            f"{visible(str(path))} can't be written: {error.strerror}.",
            "Nothing was changed.",
        ) from None
