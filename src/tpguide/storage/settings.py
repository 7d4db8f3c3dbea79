"""The settings there are: name, type, default and what each is for, in one table.

`Settings` is that table; the file, its comments, `tpguide settings`, completion and the page in
docs/using.md all follow from it. How the file is read and written is in `storage/settings_file`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct, inspect

from tpguide.errors import WrongUseError
from tpguide.guide.types import Language
from tpguide.modes import OutputKind, PictureMode
from tpguide.text import clipped, visible

ON_OR_OFF: Final = ("on", "off")
_MEANS_ON: Final = ("on", "yes", "true")
_MEANS_OFF: Final = ("off", "no", "false")


class Colours(Enum):
    """Whether there are colours: where the terminal has them, in files and pipes too, or never."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Characters(Enum):
    """What is printed with: all characters that the terminal has, or those of ASCII."""

    AUTO = "auto"
    ASCII = "ascii"


#: Words a minute that can be set.
SLOWEST: Final = 80
FASTEST: Final = 300
WordsAMinute = Annotated[int, Meta(ge=SLOWEST, le=FASTEST)]
Volume = Annotated[int, Meta(ge=0, le=100)]
VoiceName = Annotated[str, Meta(pattern=r"^[^\W_][\w .,()+/'-]*\Z", max_length=60)]


def _for(meaning: str, *, unset: str = "", form: str = "") -> Meta:
    """Describe a setting: its *meaning*, what it is while *unset*, and the *form* of a text."""
    return Meta(description=meaning, extra={"unset": unset, "form": form})


class Settings(Struct, frozen=True, kw_only=True, rename="kebab", omit_defaults=True):
    """What a person has set, and the default of all else."""

    voice: Annotated[bool, _for("Whether words are spoken")] = True
    sound: Annotated[OutputKind, _for("The best output to be heard by")] = OutputKind.VOICE
    words_a_minute: Annotated[
        WordsAMinute | None,
        _for(
            "Words a minute, if faster than the guide's; a synthetic voice says them",
            unset="the guide's",
        ),
    ] = None
    voice_name: Annotated[
        VoiceName | None,
        _for(
            "Which voice speaks; doctor lists them",
            unset="the guide's own",
            form="a name like en-gb+f3 or Samantha",
        ),
    ] = None
    language: Annotated[
        Language | None,
        _for(
            "The language that is read aloud",
            unset="the guide's",
            form="a language tag like en or pt-BR",
        ),
    ] = None
    voice_volume: Annotated[
        Volume, _for("How loud words are, in percent of what can't distort")
    ] = 100
    tone_volume: Annotated[Volume, _for("How loud tones are, in percent")] = 100
    pacer: Annotated[bool, _for("Whether a tick a second is heard while rolling")] = True
    pacer_volume: Annotated[Volume, _for("How loud the ticks are, in percent")] = 100
    colours: Annotated[Colours, _for("Colours, unless NO_COLOR or FORCE_COLOR says it")] = (
        Colours.AUTO
    )
    characters: Annotated[
        Characters, _for("What is drawn with: ascii, where boxes come out too wide")
    ] = Characters.AUTO
    pictures: Annotated[PictureMode | None, _for("How pictures are shown", unset="auto")] = None
    large_words: Annotated[
        bool, _for("On the floor, words as large as the window allows, and no picture")
    ] = False
    plain: Annotated[bool, _for("Plain lines in every command, as for a screen reader")] = False

    @property
    def heard_by_at_best(self) -> OutputKind:
        """The best output that the person wants."""
        if self.sound is OutputKind.VOICE and not self.voice:
            return OutputKind.TONES
        return self.sound


class Setting(Struct, frozen=True, kw_only=True):
    """A setting as people know it: its name, what it is for, how it is when it is unset.

    It takes one of its *choices*, or where there are none what its *form* tells. One that
    *can_be_none* is unset by its own word as well: “auto”.
    """

    name: str
    meaning: str
    unset: str
    choices: tuple[str, ...] = ()
    form: str = ""
    can_be_none: bool = False

    @property
    def takes(self) -> str:
        """What it takes, in words."""
        *others, last = self.choices or (self.form,)
        return f"{', '.join(others)} or {last}" if others else last


@cache
def settings_there_are() -> tuple[Setting, ...]:
    """Return every setting, in the order in which they are listed."""
    described = inspect.type_info(Settings)
    assert isinstance(described, inspect.StructType)
    return tuple(map(_described, described.fields))


def settings_from(values: Mapping[str, object], *, are_typed: bool = False) -> Settings:
    """Return the settings of those *values* by name; if they *are_typed*, numbers may be text.

    Raises msgspec.ValidationError for what a setting doesn't take.
    """
    unset = {each.name: each.unset for each in settings_there_are() if each.can_be_none}
    told = {name: value for name, value in values.items() if value != unset.get(name, ...)}
    return msgspec.convert(told, Settings, strict=not are_typed)


def with_value(settings: Settings, setting: Setting, text: str) -> Settings:
    """Return *settings* with what *text* means as the value of *setting*.

    Raises WrongUseError for a value that it doesn't take.
    """
    value: object = text
    if setting.choices == ON_OR_OFF:
        meanings = {**dict.fromkeys(_MEANS_ON, True), **dict.fromkeys(_MEANS_OFF, False)}
        value = meanings.get(text.lower(), text)
    try:
        return settings_from({**values_set(settings), setting.name: value}, are_typed=True)
    except msgspec.ValidationError:
        raise WrongUseError(
            f"{setting.name} can't be “{quotable(text)}”.", f"It takes {setting.takes}."
        ) from None


def without_value(settings: Settings, setting: Setting) -> Settings:
    """Return *settings* with *setting* as it is unset."""
    values = values_set(settings)
    values.pop(setting.name, None)
    return settings_from(values)


def values_set(settings: Settings) -> dict[str, bool | int | str]:
    """Return what is other than its default, by name, as it stands in a file."""
    values: dict[str, bool | int | str] = msgspec.to_builtins(settings)
    return values


def value_of(settings: Settings, setting: Setting) -> bool | int | str | None:
    """Return the value of *setting* as it stands in a file, or None where it is to be found out."""
    value: bool | int | str | None = msgspec.to_builtins(
        getattr(settings, setting.name.replace("-", "_"))
    )
    return value


def shown_value(settings: Settings, setting: Setting) -> str:
    """Return the value of *setting* as people write it."""
    value = value_of(settings, setting)
    return setting.unset if value is None else written(value)


def is_set(settings: Settings, setting: Setting) -> bool:
    """Return whether *setting* has another value than its default."""
    return setting.name in values_set(settings)


def written(value: object) -> str:
    """Return a value as people write it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


def quotable(text: str) -> str:
    """Return *text* that somebody gave as a value, short and harmless enough to be shown."""
    return visible(clipped(" ".join(text.split())))


def _described(field: inspect.Field) -> Setting:
    assert isinstance(field.type, inspect.Metadata)
    kind, extra = field.type.type, field.type.extra or {}
    can_be_none = isinstance(kind, inspect.UnionType)
    if isinstance(kind, inspect.UnionType):
        kind = kind.types[0]
    unset = extra["unset"] or written(msgspec.to_builtins(field.default))
    choices = _choices(kind)
    return Setting(
        name=field.encode_name,
        meaning=(field.type.extra_json_schema or {})["description"],
        unset=unset,
        choices=(unset, *choices) if choices and can_be_none else choices,
        form=extra["form"] or _form(kind),
        can_be_none=can_be_none,
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
