"""The file of the settings, which can be read and changed by hand as well.

Whatever is in it, there are settings: what can't be used is told, and the default holds.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from tpguide.errors import GuideFileError, TpguideError
from tpguide.storage.files import make_private_folder, write_whole
from tpguide.storage.guide_files import bytes_of
from tpguide.storage.paths import config_folder
from tpguide.storage.settings import (
    Settings,
    quotable,
    settings_from,
    settings_there_are,
    values_set,
    written,
)
from tpguide.text import nearest, visible

SETTINGS_FILE: Final = "settings.toml"
#: Answers of the floor check were settings once. They are in the journal now.
_FORMER: Final = {"floor-digits", "floor-sound"}
_HEADING: Final = """\
# The settings of tpguide. A line that begins with # holds no setting: it tells what there is.
# They can be changed here, or with: tpguide settings set NAME VALUE
"""


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
        if name in _FORMER:
            continue
        trouble = _trouble(name, value)
        if trouble:
            troubles.append(f"{_place(path, _line_of(name, text))}: {trouble}")
        else:
            taken[name] = value
    settings = settings_from(taken)
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
    """Reset all settings. Raises SettingsFileError where the file can't be removed."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise SettingsFileError(
            f"{visible(str(path))} can't be removed: {error.strerror}."
        ) from None


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
        return f"There is no setting named “{quotable(name)}”.{hint}"
    try:
        settings_from({name: value})
    except msgspec.ValidationError:
        setting = known[name]
        return (
            f"{name} can't be “{quotable(written(value))}”, it takes {setting.takes}. "
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


def _file_text(settings: Settings) -> str:
    return _HEADING + "".join(f"\n{line}\n" for line in _entries(settings))


def _entries(settings: Settings) -> Iterator[str]:
    values = values_set(settings)
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
