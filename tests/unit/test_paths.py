from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from systems import unix_only
from tpguide.errors import WrongUseError
from tpguide.storage.paths import cache_folder, config_folder, data_folder, packaged_data_folder

FOLDERS = (data_folder, config_folder, cache_folder)


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_home_variable_moves_every_folder(
    folder: Callable[[Mapping[str, str]], Path], tmp_path: Path
) -> None:
    assert folder({"TPGUIDE_HOME": str(tmp_path)}).parent == tmp_path


def test_what_is_kept_and_what_can_be_made_again_lie_apart(tmp_path: Path) -> None:
    assert len({folder({"TPGUIDE_HOME": str(tmp_path)}) for folder in FOLDERS}) == len(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("environment", [{}, {"TPGUIDE_HOME": ""}])
def test_without_the_home_variable_the_platform_says_where(
    folder: Callable[[Mapping[str, str]], Path], environment: Mapping[str, str]
) -> None:
    assert "tpguide" in folder(environment).parts
    assert folder(environment).is_absolute()


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("home", ["h", "./h", "../h", pytest.param("~nouser/h", marks=unix_only)])
def test_a_home_that_would_be_another_from_another_folder_or_is_nobodys_is_refused(
    folder: Callable[[Mapping[str, str]], Path], home: str
) -> None:
    with pytest.raises(WrongUseError, match="TPGUIDE_HOME") as caught:
        folder({"TPGUIDE_HOME": home})

    assert "the whole path" in caught.value.hint


def test_asking_for_a_folder_does_not_make_it(tmp_path: Path) -> None:
    for folder in FOLDERS:
        folder({"TPGUIDE_HOME": str(tmp_path)})

    assert list(tmp_path.iterdir()) == []


def test_the_guides_that_come_with_tpguide_are_found() -> None:
    assert list(packaged_data_folder().glob("*.yaml"))


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="asks the system otherwise")
@pytest.mark.parametrize("folder", FOLDERS)
def test_a_user_without_a_home_is_told_how_to_give_one(
    folder: Callable[[Mapping[str, str]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    nobody = 2_000_000_001
    monkeypatch.setattr(os, "getuid", lambda: nobody)

    with pytest.raises(WrongUseError) as caught:
        folder({})

    assert "TPGUIDE_HOME" in caught.value.hint
