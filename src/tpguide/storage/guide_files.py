"""Guide files on disk: the packaged ones, the person's own, and what is derived from them.

A guide that was found to be good is kept in the cache folder as bytes that are decoded in a
fraction of the time. It is safe to lose and never trusted: whatever doesn't fit the file and the
models exactly is made again.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator, Mapping
from functools import partial
from hashlib import blake2b
from pathlib import Path

import msgspec

import tpguide.guide as guide_package
from tpguide.errors import GuideFileError, WrongUseError
from tpguide.guide.characters import visible
from tpguide.guide.library import Entry, Library, Shelf, slug_of
from tpguide.guide.model import Guide
from tpguide.guide.values import Key
from tpguide.storage.paths import cache_folder, data_folder, packaged_data_folder

GUIDES_VARIABLE = "TPGUIDE_GUIDES"
SUFFIXES = (".yaml", ".yml")
#: More than any guide may have, so that `guide.reading` tells of it.
READ_AT_MOST_BYTES = 1024 * 1024
SEAL_BYTES = 32
TEMPLATE = Path(guide_package.__file__).with_name("template.yaml")
TEMPLATE_SLUG = "my-guide"


def guides_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of the person's own guides."""
    if folder := environment.get(GUIDES_VARIABLE):
        return Path(folder).expanduser()
    return data_folder(environment) / "guides"


def library(environment: Mapping[str, str]) -> Library:
    """Return all the guides there are, packaged and own; reads none of them."""
    derived = DerivedGuides(cache_folder(environment) / "guides")
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
    return guide_in_file(Path(wanted)) if _is_path(wanted) else guides.find(wanted)


def folder_of(wanted: str, guides: Library) -> Path:
    """Return the folder of the guide that *wanted* names, in which its pictures lie as well.

    Raises UnknownNameError and AmbiguousNameError.
    """
    return Path(wanted if _is_path(wanted) else guides.entry(wanted).where).parent


def _is_path(wanted: str) -> bool:
    return os.sep in wanted or wanted.endswith(SUFFIXES)


def guide_in_file(path: Path) -> Guide:
    """Return the guide in the file at *path*, wherever that is.

    Raises GuideFileError if it can't be read or isn't a guide.
    """
    from tpguide.guide.loading import load

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
                raise GuideFileError(f"{visible(str(path))} isn't a file.", "Give the path of one.")
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                return file.read(READ_AT_MOST_BYTES)
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise GuideFileError(f"{visible(str(path))} can't be read: {reason}.") from None


def write_template(wanted: str, folder: Path) -> Path:
    """Write a guide to start from into *folder*, and return the path of its file.

    Raises WrongUseError for a name that can't be one, for a file that is there already, and where
    nothing can be written.
    """
    slug = slug_of(wanted)
    try:
        msgspec.convert(slug, Key)
    except msgspec.ValidationError:
        raise WrongUseError(
            f"“{visible(wanted)}” can't be the name of a guide.",
            "Choose English letters, figures and hyphens.",
        ) from None
    path = folder / f"{slug}.yaml"
    # Figures alone would be a number in YAML.
    written = f'"{slug}"' if slug.isdecimal() else slug
    template = TEMPLATE.read_text(encoding="utf-8").replace(TEMPLATE_SLUG, written)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(template)
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

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, path: Path) -> Guide:
        """Return the guide in the file at *path*, from what is kept if that still fits.

        Raises GuideFileError if the file can't be read or isn't a guide.
        """
        data = bytes_of(path)
        name = blake2b(os.fsencode(path), digest_size=16).hexdigest()
        kept = self._folder / f"{name}.msgpack"
        guide = _kept_guide(kept, data)
        if guide is None:
            from tpguide.guide.loading import load

            guide = load(data, visible(str(path)))
            _keep(kept, data, msgspec.msgpack.encode(guide))
        return guide


def _kept_guide(kept: Path, data: bytes) -> Guide | None:
    """Return the guide derived from *data* that is *kept*, or None if it is any other."""
    try:
        content = bytes_of(kept)
        seal, packed = content[:SEAL_BYTES], content[SEAL_BYTES:]
        if seal != _seal(data, packed):
            return None
        return msgspec.msgpack.decode(packed, type=Guide)
    except (GuideFileError, OSError, msgspec.MsgspecError):
        return None


def _seal(data: bytes, packed: bytes) -> bytes:
    """Return what binds derived bytes to the file they are from and the code that made them."""
    seal = blake2b(digest_size=SEAL_BYTES)
    code = Path(guide_package.__file__).parent
    for module in sorted(os.scandir(code), key=lambda each: each.name):
        if module.name.endswith(".py"):
            found = module.stat()
            seal.update(f"{module.name} {found.st_size} {found.st_mtime_ns}\n".encode())
    seal.update(len(data).to_bytes(8))
    seal.update(data)
    seal.update(packed)
    return seal.digest()


def _keep(kept: Path, data: bytes, packed: bytes) -> None:
    """Keep what was derived from *data*, whole or not at all; it can be done without."""
    import tempfile

    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=kept.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(_seal(data, packed) + packed)
            os.replace(name, kept)
        except OSError:
            os.unlink(name)


def _entries(folder: Path, shelf: Shelf, derived: DerivedGuides) -> Iterator[Entry]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        stem, suffix = os.path.splitext(name)
        if suffix in SUFFIXES and not stem.startswith("."):
            slug, path = slug_of(stem), folder / name
            yield Entry(
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
