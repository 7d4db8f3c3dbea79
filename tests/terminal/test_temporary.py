"""Where nothing temporary can be written, it is gone on without."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tpguide.modes import OutputKind
from tpguide.terminal.audio.outputs import NO_ROOM, ladder
from tpguide.terminal.audio.speech import VoiceSettings
from tpguide.terminal.audio.trial import try_sound
from tpguide.terminal.temporary import (
    LOCK,
    OLD_SECONDS,
    PREFIX,
    is_there_room,
    temporary_folder,
)

#: Has a temporary folder until it is killed.
HOLDS_A_FOLDER = """
from tpguide.terminal.temporary import temporary_folder
with temporary_folder() as folder:
    print(folder, flush=True)
    input()
"""


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

    assert [output.kind for output in found.outputs] == [
        OutputKind.VOICE,
        OutputKind.BELL,
        OutputKind.FLASH,
    ]
    assert found.missing == (NO_ROOM,)


@pytest.mark.usefixtures("full")
def test_what_needs_a_file_is_not_tried(tmp_path: Path) -> None:
    (tmp_path / "aplay").write_text("#!/bin/sh\n")
    (tmp_path / "aplay").chmod(0o700)

    tried = try_sound({"PATH": str(tmp_path)}, VoiceSettings("en", 150), platform="linux")

    assert "aplay" not in {trial.name for trial in tried}


@pytest.fixture(name="temporary")
def a_place_for_temporary_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


@contextmanager
def another_program(*, is_killed: bool) -> Iterator[Path]:
    """Yield the temporary folder of another program: of one that runs, or was killed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS_A_FOLDER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout
        folder = Path(program.stdout.readline().strip())
        if is_killed:
            program.send_signal(signal.SIGKILL)
            program.wait()
        assert folder.is_dir()
        yield folder


@pytest.mark.usefixtures("temporary")
@pytest.mark.parametrize("is_killed", [True, False])
def test_what_a_killed_program_left_is_cleared_and_no_more(is_killed: bool) -> None:
    with another_program(is_killed=is_killed) as folder, temporary_folder():
        assert folder.exists() is not is_killed


def test_what_is_not_ours_alone_or_not_a_folder_is_left(temporary: Path) -> None:
    shared, file, link = (temporary / f"{PREFIX}{name}" for name in ("shared", "file", "link"))
    elsewhere = temporary / "elsewhere"
    for folder in (shared, elsewhere):
        folder.mkdir()
        (folder / LOCK).touch()
    shared.chmod(0o755)
    elsewhere.chmod(0o700)
    file.touch()
    link.symlink_to(elsewhere)

    with temporary_folder():
        assert (shared / LOCK).exists()
        assert (elsewhere / LOCK).exists()
        assert file.exists()


@pytest.mark.usefixtures("temporary")
def test_a_folder_that_nobody_ever_held_is_cleared_once_it_is_old() -> None:
    new, old = Path(tempfile.mkdtemp(prefix=PREFIX)), Path(tempfile.mkdtemp(prefix=PREFIX))
    long_ago = new.stat().st_mtime - OLD_SECONDS - 60
    os.utime(old, (long_ago, long_ago))

    with temporary_folder():
        assert new.exists()
        assert not old.exists()
