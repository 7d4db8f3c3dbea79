"""Know in which folders tpguide keeps things, and where its own guides lie.

Creates none of them: whoever writes there does, and reports it when that fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tpguide.errors import WrongUseError
from tpguide.text import visible

HOME_VARIABLE = "TPGUIDE_HOME"
#: The journal's, in the data folder.
JOURNAL_FILE: Final = "journal.db"


def data_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of what must not be lost: sessions, answers, guides of one's own."""
    if home := _home(environment):
        return home / "data"
    import platformdirs

    return _whole(platformdirs.user_data_path)


def config_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of the settings."""
    if home := _home(environment):
        return home / "config"
    import platformdirs

    return _whole(platformdirs.user_config_path)


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of what can be made again at any time."""
    if home := _home(environment):
        return home / "cache"
    import platformdirs

    return _whole(platformdirs.user_cache_path)


def packaged_data_folder() -> Path:
    """Return the folder of the guides that come with tpguide.

    In an installed copy it lies inside the package. In a checkout it lies at the top, and is
    taken for ours only beside a pyproject.toml.

    Raises FileNotFoundError if it is in neither place, so the installation is damaged.
    """
    package = Path(__file__).parents[1]
    installed = package / "data"
    if installed.is_dir():
        return installed
    checkout = package.parents[1]
    if (checkout / "pyproject.toml").is_file() and (checkout / "data").is_dir():
        return checkout / "data"
    raise FileNotFoundError(f"tpguide's own guides are missing; expected them in {installed}")


def folder_in(environment: Mapping[str, str], variable: str) -> Path | None:
    """Return the folder that *variable* names, if it is set.

    Raises WrongUseError for one that is another from wherever tpguide is started, and for one in
    the home of nobody.
    """
    named = environment.get(variable)
    if not named:
        return None
    try:
        folder = Path(named).expanduser()
    except RuntimeError:
        raise WrongUseError(
            f"{variable} is “{visible(named)}”, and there is no such user.", "Give the whole path."
        ) from None
    if not folder.is_absolute():
        raise WrongUseError(
            f"{variable} is “{visible(named)}”: from another folder that would be another place.",
            f"Give the whole path: {variable}={visible(str(folder.absolute()))}",
        )
    return folder


def _whole(folder_of: Callable[..., Path]) -> Path:
    """Return the folder that the platform has for tpguide.

    Raises WrongUseError for a user without a home, as in containers, and if it is another from
    wherever tpguide is started.
    """
    try:
        folder = folder_of("tpguide", appauthor=False)
    except RuntimeError:
        raise WrongUseError(
            "This user has no home folder: neither HOME nor the system names one.",
            f"Set {HOME_VARIABLE} to the folder in which all is to be kept.",
        ) from None
    if not folder.is_absolute():
        raise WrongUseError(
            f"Your home folder (HOME) isn't a whole path: {visible(str(folder))}.",
            f"Set {HOME_VARIABLE} to the folder in which all is to be kept.",
        )
    return folder


def _home(environment: Mapping[str, str]) -> Path | None:
    return folder_in(environment, HOME_VARIABLE)
