"""A cache folder: safe to lose, and never trusted.

Who can write there could change what a guide says. So only a folder and files that
nobody else could have written are read, and what is damaged or doubtful is thrown away.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import tpguide
from tpguide.storage.digest import blake2b
from tpguide.storage.files import close_to_others, is_ours, make_private_folder, write_whole
from tpguide.storage.paths import cache_folder

#: All pictures of a guide at many sizes; a picture for a sharp display takes some 50 kB.
IMAGES_FULL_AT_BYTES: Final = 4 * 1024 * 1024
#: An article takes some 30 kB, with pictures 150.
ARTICLES_FULL_AT_BYTES: Final = 4 * 1024 * 1024
_CHECKSUM_BYTES: Final = 32
#: What is left when it is full, so that room isn't made for each entry anew.
_SHARE_THAT_STAYS: Final = 0.75
_WRITABLE_BY_OTHERS: Final = 0o022


class CacheFolder:
    """Bytes in a folder, each in a file of its own; when it is full, the oldest go."""

    def __init__(self, folder: Path, suffix: str, full_at_bytes: int) -> None:
        self._folder = folder
        self._suffix = suffix
        self._full_at_bytes = full_at_bytes

    def kept(self, key: str, made_from: bytes = b"") -> bytes | None:
        """Return what was kept under *key*, a hexadecimal digest, if it was *made from* the same.

        None if it wasn't, is damaged, or could have been written by somebody else.
        """
        if not self._is_safe():
            return None
        try:
            content = _content_of(self._file(key))
        except FileNotFoundError:
            return None
        except OSError:
            content = b""
        checksum, kept = content[:_CHECKSUM_BYTES], content[_CHECKSUM_BYTES:]
        if checksum == _checksum(kept, made_from):
            return kept
        self.throw_away(key)
        return None

    def keep(self, key: str, content: bytes, made_from: bytes = b"") -> None:
        """Keep *content* whole or not at all; where that can't be done, it is done without."""
        with suppress(OSError):
            make_private_folder(self._folder.parent)
            make_private_folder(self._folder)
            self._make_room(len(content))
            # If a crash leaves half of it, the checksum doesn't fit.
            write_whole(self._file(key), _checksum(content, made_from) + content, is_lasting=False)

    def throw_away(self, key: str) -> None:
        """Forget what was kept under *key*."""
        with suppress(OSError):
            self._file(key).unlink()

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}.{self._suffix}"

    def _is_safe(self) -> bool:
        """Return whether nobody else writes here. Where others could have, all is thrown away."""
        try:
            found = self._folder.lstat()
            if not (stat.S_ISDIR(found.st_mode) and is_ours(found)):
                return False
            if os.name != "nt" and found.st_mode & _WRITABLE_BY_OTHERS:
                for entry in list(os.scandir(self._folder)):
                    os.unlink(entry.path)
        except OSError:
            return False
        close_to_others(self._folder)
        return True

    def _make_room(self, size: int) -> None:
        found = [(entry.stat(), entry.path) for entry in os.scandir(self._folder)]
        taken = sum(status.st_size for status, _ in found)
        if taken + size <= self._full_at_bytes:
            return
        oldest_first = sorted(found, key=lambda each: each[0].st_mtime_ns)
        for status, path in oldest_first:
            if taken + size <= self._full_at_bytes * _SHARE_THAT_STAYS:
                break
            os.unlink(path)
            taken -= status.st_size


def image_folder(environment: Mapping[str, str]) -> CacheFolder:
    """Return the rasterised images in the cache folder."""
    return CacheFolder(cache_folder(environment) / "pictures", "image", IMAGES_FULL_AT_BYTES)


def article_folder(environment: Mapping[str, str]) -> CacheFolder:
    """Return the drawn articles in the cache folder."""
    return CacheFolder(cache_folder(environment) / "articles", "text", ARTICLES_FULL_AT_BYTES)


def state_of_code(*rooms: str) -> bytes:
    """Return a fingerprint of the code in *rooms*; an entry made by other code is stale."""
    state = blake2b()
    package = Path(tpguide.__file__).parent
    for room in rooms:
        state.update(state_of_files(package / room, ".py"))
    return state.digest()


def state_of_files(folder: Path, suffix: str) -> bytes:
    """Return the names, sizes and times of the files in *folder*, if there are any."""
    try:
        entries = sorted(os.scandir(folder), key=lambda each: each.name)
    except OSError:
        return b""
    found = [(each.name, each.stat()) for each in entries if each.name.endswith(suffix)]
    lines = (f"{name} {status.st_size} {status.st_mtime_ns}\n" for name, status in found)
    return os.fsencode("".join(lines))


def _content_of(path: Path) -> bytes:
    """Return what is in the file at *path*, or nothing of what isn't a file of our own."""
    descriptor = os.open(
        path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    )
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not (stat.S_ISREG(found.st_mode) and is_ours(found)):
            return b""
        if os.name != "nt" and found.st_mode & _WRITABLE_BY_OTHERS:
            return b""
        return file.read()


def _checksum(content: bytes, made_from: bytes) -> bytes:
    """Return a checksum of *content* and of what it was made from."""
    checksum = blake2b(digest_size=_CHECKSUM_BYTES)
    checksum.update(len(made_from).to_bytes(8))
    checksum.update(made_from)
    checksum.update(content)
    return checksum.digest()
