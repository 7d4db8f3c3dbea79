"""Keep rasterised pictures in the cache folder, from one run to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tpguide.storage.cache import CacheFolder
from tpguide.storage.paths import cache_folder

#: All pictures of a guide at many sizes; a picture for a sharp display takes some 50 kB.
FULL_AT_BYTES: Final = 4 * 1024 * 1024


def image_folder(environment: Mapping[str, str]) -> CacheFolder:
    """Return the images in the cache folder."""
    return CacheFolder(cache_folder(environment) / "pictures", "image", FULL_AT_BYTES)
