"""Where nothing temporary can be written, it is gone on without."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tpguide.modes import Rung
from tpguide.terminal.audio.outputs import NO_ROOM, ladder
from tpguide.terminal.audio.speech import VoiceSettings
from tpguide.terminal.audio.trial import try_sound
from tpguide.terminal.temporary import is_there_room, temporary_folder


@pytest.fixture(name="full")
def no_place_for_temporary_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))


def test_a_folder_is_there_and_gone_afterwards() -> None:
    with temporary_folder() as folder:
        assert folder is not None
        assert folder.is_dir()
    assert is_there_room()
    assert not folder.exists()


@pytest.mark.usefixtures("full")
def test_without_a_place_there_is_none_and_that_is_known_before() -> None:
    assert not is_there_room()
    with temporary_folder() as folder:
        assert folder is None


def test_without_a_place_programs_that_play_files_are_missing_and_no_more(tmp_path: Path) -> None:
    for name in ("espeak-ng", "aplay"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o700)

    found = ladder(
        voice=VoiceSettings("en", 150),
        ring=lambda: None,
        flash=lambda _: None,
        tone_folder=None,
        environment={"PATH": str(tmp_path)},
        platform="linux",
        plays=False,
    )

    assert [means.rung for means in found.means] == [Rung.VOICE, Rung.BELL, Rung.FLASH]
    assert found.missing == (NO_ROOM,)


@pytest.mark.usefixtures("full")
def test_what_needs_a_file_is_not_tried(tmp_path: Path) -> None:
    (tmp_path / "aplay").write_text("#!/bin/sh\n")
    (tmp_path / "aplay").chmod(0o700)

    tried = try_sound({"PATH": str(tmp_path)}, VoiceSettings("en", 150), platform="linux")

    assert "aplay" not in {trial.name for trial in tried}
