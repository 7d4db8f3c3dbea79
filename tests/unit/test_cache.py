"""What is kept in the cache folder: safe to lose, never trusted, bounded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tpguide.storage.cache import CacheFolder, image_folder

KEY, OTHER = "0" * 64, "f" * 64


def a_cache(folder: Path, full_at_bytes: int = 1_000_000) -> CacheFolder:
    return CacheFolder(folder, "image", full_at_bytes)


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    a_cache(tmp_path / "new").keep(KEY, b"image")

    assert a_cache(tmp_path / "new").kept(KEY) == b"image"
    assert a_cache(tmp_path / "new").kept(OTHER) is None


def test_the_folder_is_the_cache_folder_of_this_home(tmp_path: Path) -> None:
    image_folder({"TPGUIDE_HOME": str(tmp_path)}).keep(KEY, b"image")

    assert len(list((tmp_path / "cache" / "pictures").iterdir())) == 1


def test_nothing_but_whole_images_lies_there(tmp_path: Path) -> None:
    folder = a_cache(tmp_path)
    folder.keep(KEY, b"first")
    folder.keep(KEY, b"second")

    assert len(list(tmp_path.iterdir())) == 1
    assert folder.kept(KEY) == b"second"


@pytest.mark.parametrize("place", [0, 20, -1])
def test_a_damaged_image_is_none(tmp_path: Path, place: int) -> None:
    folder = a_cache(tmp_path)
    folder.keep(KEY, b"an image")
    (file,) = tmp_path.iterdir()
    damaged = bytearray(file.read_bytes())
    damaged[place] ^= 1
    file.write_bytes(damaged)

    assert folder.kept(KEY) is None


@pytest.mark.parametrize("left_bytes", [0, 5, 20])
def test_an_image_that_was_cut_off_is_none(tmp_path: Path, left_bytes: int) -> None:
    folder = a_cache(tmp_path)
    folder.keep(KEY, b"an image")
    (file,) = tmp_path.iterdir()
    os.truncate(file, left_bytes)

    assert folder.kept(KEY) is None


def test_where_nothing_can_be_kept_it_is_done_without(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    folder = a_cache(in_the_way)

    folder.keep(KEY, b"image")

    assert folder.kept(KEY) is None


def test_when_it_is_full_the_oldest_go(tmp_path: Path) -> None:
    folder = a_cache(tmp_path, full_at_bytes=10_000)
    for number in range(20):
        folder.keep(f"{number:064}", bytes(1000))
        os.utime(tmp_path / f"{number:064}.image", (number, number))

    kept = [number for number in range(20) if folder.kept(f"{number:064}")]

    assert kept == list(range(kept[0], 20))
    assert 5 <= len(kept) <= 9
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 10_000
