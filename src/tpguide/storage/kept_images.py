"""Keep rasterised pictures in the cache folder, from one run to the next.

They are safe to lose and never trusted: what was damaged is rasterised again.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Final

from tpguide.storage.paths import cache_folder

SEAL_BYTES: Final = 16
#: All pictures of a guide at many sizes; a picture for a sharp display takes some 50 kB.
FULL_AT_BYTES: Final = 4 * 1024 * 1024
#: What is left when it is full, so that room isn't made for each image anew.
SHARE_THAT_STAYS: Final = 0.75


class ImageFolder:
    """Images in a folder, each in a file of its own; when it is full, the oldest go."""

    def __init__(self, folder: Path, full_at_bytes: int = FULL_AT_BYTES) -> None:
        self._folder = folder
        self._full_at_bytes = full_at_bytes

    def kept(self, key: str) -> bytes | None:
        """Return what was kept under *key*, a hexadecimal digest, if it is there undamaged."""
        try:
            content = self._file(key).read_bytes()
        except OSError:
            return None
        seal, image = content[:SEAL_BYTES], content[SEAL_BYTES:]
        return image if seal == _seal(image) else None

    def keep(self, key: str, image: bytes) -> None:
        """Keep *image* whole or not at all; where that can't be done, it is done without."""
        import tempfile

        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._make_room(len(image))
            descriptor, name = tempfile.mkstemp(dir=self._folder)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(_seal(image) + image)
                os.replace(name, self._file(key))
            except OSError:
                os.unlink(name)

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}.image"

    def _make_room(self, size: int) -> None:
        found = [(entry.stat(), entry.path) for entry in os.scandir(self._folder)]
        taken = sum(status.st_size for status, _ in found)
        if taken + size <= self._full_at_bytes:
            return
        oldest_first = sorted(found, key=lambda each: each[0].st_mtime_ns)
        for status, path in oldest_first:
            if taken + size <= self._full_at_bytes * SHARE_THAT_STAYS:
                break
            os.unlink(path)
            taken -= status.st_size


def image_folder(environment: Mapping[str, str]) -> ImageFolder:
    """Return the images in the cache folder."""
    return ImageFolder(cache_folder(environment) / "pictures")


def _seal(image: bytes) -> bytes:
    return blake2b(image, digest_size=SEAL_BYTES).digest()
