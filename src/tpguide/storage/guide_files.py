"""Guide files on disk: the packaged ones, the person's own, and what is derived from them.

A valid guide is kept in the cache folder in a form that is decoded in a
fraction of the time. It is safe to lose and never trusted: whatever doesn't fit the file and the
models exactly is made again.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import tpguide.guide as guide_package
from tpguide.errors import GuideFileError, WrongUseError
from tpguide.guide.library import Library, LibraryEntry, Shelf
from tpguide.guide.types import Key
from tpguide.names import slug_of
from tpguide.storage.cache import CacheFolder, state_of_code
from tpguide.storage.digest import blake2b
from tpguide.storage.files import make_private_folder, write_whole
from tpguide.storage.paths import cache_folder, data_folder, folder_in, packaged_data_folder
from tpguide.text import UNSEEN, visible

if TYPE_CHECKING:
    from tpguide.guide.model import Guide

GUIDES_VARIABLE = "TPGUIDE_GUIDES"
SUFFIXES = (".yaml", ".yml")
#: Larger than any guide may be: `guide/yaml_reader` then reports it.
READ_AT_MOST_BYTES = 1024 * 1024
GUIDES_FULL_AT_BYTES = 16 * 1024 * 1024
#: Files of editors and cloud folders: locks, backups, conflicting copies.
_LEFT_BY_OTHERS = re.compile(
    r"[.#~].*|.*~|.*(sync-conflict|conflict(ed)? copy|conflict-?\d).*", re.I
)
TEMPLATE = Path(guide_package.__file__).with_name("template.yaml")
TEMPLATE_SLUG = "my-guide"


def guides_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of the person's own guides."""
    return folder_in(environment, GUIDES_VARIABLE) or data_folder(environment) / "guides"


def library(environment: Mapping[str, str], *, from_cache: bool = True) -> Library:
    """Return all the guides there are, packaged and own; reads none of them.

    Not *from cache* each is read from its own file, as for the safety questions.
    """
    derived = DerivedGuides(cache_folder(environment) / "guides", reads_cache=from_cache)
    return Library(
        [
            *_entries(packaged_data_folder(), Shelf.PACKAGED, derived),
            *_entries(guides_folder(environment), Shelf.OWN, derived),
        ]
    )


def guide_named(wanted: str, guides: Library) -> Guide:
    """Return the guide that *wanted* names, or that lies in the file whose path it is.

    Raises UnknownNameError and AmbiguousNameError, and GuideFileError if its file is wrong.
    """
    return guide_in_file(file_of(wanted, guides)) if _is_path(wanted) else guides.find(wanted)


def file_of(wanted: str, guides: Library) -> Path:
    """Return the file of the guide that *wanted* names; in its folder lie its pictures as well.

    Raises UnknownNameError and AmbiguousNameError, and WrongUseError for a path to nothing.
    """
    if not _is_path(wanted):
        return Path(guides.entry(wanted).where)
    path = Path(wanted)
    if not os.path.lexists(path):
        raise WrongUseError(
            f"There is no file {visible(wanted)}.", "tpguide list names the guides."
        )
    return path


def _is_path(wanted: str) -> bool:
    return os.sep in wanted or wanted.endswith(SUFFIXES)


def guide_in_file(path: Path) -> Guide:
    """Return the guide in the file at *path*, wherever that is.

    Raises GuideFileError if it can't be read or isn't a guide.
    """
    from tpguide.guide.loader import load

    return load(bytes_of(path), visible(str(path)))


def bytes_of(path: Path) -> bytes:
    """Return what is in the file at *path*, or so much of it that it is seen to be too large.

    Raises GuideFileError for whatever isn't a regular file: a pipe or a device may never end.
    """
    try:
        # Without blocking, since opening a pipe waits for whoever writes into it.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise _no_file(path)
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                return file.read(READ_AT_MOST_BYTES)
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:
        if isinstance(error, PermissionError) and path.is_dir():  # Windows doesn't open folders
            raise _no_file(path) from None
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise GuideFileError(f"{visible(str(path))} can't be read: {reason}.") from None


def _no_file(path: Path) -> GuideFileError:
    return GuideFileError(f"{visible(str(path))} isn't a file.", "Give the path of one.")


def template(wanted: str) -> str:
    """Return a guide named *wanted* to start from.

    Raises WrongUseError for a name that can't be one.
    """
    slug = slug_of(wanted)
    try:
        msgspec.convert(slug, Key)
    except msgspec.ValidationError:
        raise WrongUseError(
            f"“{visible(wanted)}” can't be the name of a guide.",
            "Choose English letters, figures and hyphens.",
        ) from None
    # Figures alone would be a number in YAML.
    written = f'"{slug}"' if slug.isdecimal() else slug
    return TEMPLATE.read_text(encoding="utf-8").replace(TEMPLATE_SLUG, written)


def write_template(wanted: str, folder: Path, *, is_tpguides_own: bool = False) -> Path:
    """Write a guide to start from into *folder*, and return the path of its file.

    A folder that *is tpguide's own* is made for its owner alone.

    Raises WrongUseError for a name that can't be one, for a file that is there already, and where
    nothing can be written.
    """
    text = template(wanted)
    path = folder / f"{slug_of(wanted)}.yaml"
    try:
        if is_tpguides_own:
            make_private_folder(folder.parent)
            make_private_folder(folder)
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode(), replace=False)
    except OSError as error:
        if isinstance(error, FileExistsError) and folder.is_dir():
            raise WrongUseError(
                f"{visible(str(path))} is there already.",
                "It was not changed. Choose another name.",
            ) from None
        raise WrongUseError(
            f"{visible(str(path))} can't be written: {error.strerror}.", "Choose another --folder."
        ) from None
    return path


class DerivedGuides:
    """Guides that were found to be good, by the file that they are from."""

    def __init__(self, folder: Path, *, reads_cache: bool = True) -> None:
        self._cache = CacheFolder(folder, "msgpack", GUIDES_FULL_AT_BYTES)
        self._reads_cache = reads_cache

    def load(self, path: Path) -> Guide:
        """Return the guide in the file at *path*, from what is kept if that still fits.

        Raises GuideFileError if the file can't be read or isn't a guide.
        """
        data = bytes_of(path)
        key = blake2b(os.fsencode(path), digest_size=16).hexdigest()
        guide = self._kept(key, data) if self._reads_cache else None
        if guide is None:
            from tpguide.guide.loader import load

            guide = load(data, visible(str(path)))
            self._cache.keep(key, msgspec.msgpack.encode(guide), _made_from(data))
        return guide

    def _kept(self, key: str, data: bytes) -> Guide | None:
        packed = self._cache.kept(key, _made_from(data))
        if packed is None:
            return None
        from tpguide.guide.model import Guide

        try:
            guide = msgspec.msgpack.decode(packed, type=Guide)
        except msgspec.MsgspecError:
            guide = None
        if guide is None or not _can_be_from(msgspec.msgpack.decode(packed), data):
            self._cache.throw_away(key)
            return None
        return guide


def _made_from(data: bytes) -> bytes:
    """Return what a guide is derived from: the bytes of its file, and the code that does it."""
    return state_of_code("guide") + data


def _can_be_from(values: dict[str, object], data: bytes) -> bool:
    """Return whether a guide's *values* are sound, and its texts on safety stand in *data*.

    A checksum is not enough: whoever rewrites a cache can write one that fits.
    """
    from tpguide.guide.semantic_check import contradictions

    # JSON is one text to search, in which control characters are escaped.
    texts = msgspec.json.encode(values).decode()
    if next(contradictions(values), None) or "\\u00" in texts or UNSEEN.search(texts):
        return False
    # A text that is escaped in the file isn't found, so its guide is read anew.
    written = _unquoted(data.decode(errors="replace"))
    return all(_unquoted(text) in written for text in _texts_in(values["safety"]))


def _unquoted(text: str) -> str:
    """Return *text* without what YAML may add to it: line breaks and escapes of quotes."""
    return " ".join(text.replace("''", "'").replace('\\"', '"').split())


def _texts_in(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _texts_in(each)
        case list():
            for each in value:
                yield from _texts_in(each)


def _entries(folder: Path, shelf: Shelf, derived: DerivedGuides) -> Iterator[LibraryEntry]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        stem, suffix = os.path.splitext(name)
        if suffix in SUFFIXES and not _LEFT_BY_OTHERS.fullmatch(stem):
            slug, path = slug_of(stem), folder / name
            yield LibraryEntry(
                slug=slug, where=str(path), shelf=shelf, read=partial(_read, derived, path, slug)
            )


def _read(derived: DerivedGuides, path: Path, slug: str) -> Guide:
    guide = derived.load(path)
    if guide.slug != slug:
        # What is kept of past sessions goes by the slug, so one file must not pass for another.
        raise GuideFileError(
            f"{visible(str(path))} says “slug: {guide.slug}”, and its name says {slug}.",
            f"Rename the file to {guide.slug}.yaml, or change the slug.",
        )
    return guide
