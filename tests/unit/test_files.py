"""What is kept is written whole, and nobody but its owner can read it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from records import NOON_UTC
from systems import unix_only
from tpguide.storage.files import close_to_others, make_private_folder, write_whole
from tpguide.storage.journal import open_journal


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@unix_only
def test_a_file_is_for_its_owner_alone_whatever_was_there(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("old")
    file.chmod(0o644)

    write_whole(file, b"new")

    assert file.read_bytes() == b"new"
    assert mode(file) == 0o600
    assert list(tmp_path.iterdir()) == [file]


@unix_only
def test_a_folder_that_others_could_enter_is_closed_to_them(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir(0o755)

    make_private_folder(folder)

    assert mode(folder) == 0o700


@unix_only
def test_what_its_owner_may_not_do_stays_so(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    file.chmod(0o444)

    close_to_others(file)

    assert mode(file) == 0o400


def test_what_is_there_is_left_alone_unless_it_may_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "file", b"new", replace=False)

    assert (tmp_path / "file").read_text() == "mine"


def test_what_could_not_be_written_leaves_the_old_and_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()

    with pytest.raises(OSError, match=r"directory|denied"):
        write_whole(tmp_path / "folder", b"new")

    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@unix_only
def test_a_link_is_kept_and_what_it_points_to_written(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("file")

    write_whole(tmp_path / "link", b"new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"new"


def test_a_device_is_written_to_and_stays_one() -> None:
    write_whole(Path(os.devnull), b"new")

    assert Path(os.devnull).is_char_device()


@unix_only
def test_a_journal_is_for_its_owner_alone_whoever_made_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "guides").mkdir(parents=True, mode=0o755)
    folder.chmod(0o755)

    with open_journal(folder, lambda: NOON_UTC) as journal:
        journal.remember("a", "b")
        assert {mode(path) for path in folder.iterdir() if path.is_file()} == {0o600}
        assert mode(folder) == 0o700


@unix_only
def test_an_old_journal_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    with open_journal(tmp_path, lambda: NOON_UTC) as journal:
        journal.remember("a", "b")
    for path in (tmp_path, *tmp_path.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)

    with open_journal(tmp_path, lambda: NOON_UTC) as journal:
        assert journal.remembered("a") == "b"
        assert {mode(path) for path in tmp_path.iterdir()} == {0o600}
        assert mode(tmp_path) == 0o700
