"""What is kept where, and whether it can be."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tpguide.cli.context import Context
from tpguide.errors import GuideFileError
from tpguide.guide.library import LibraryEntry, Shelf
from tpguide.storage.guide_files import guides_folder
from tpguide.storage.journal import Journal, open_journal, set_aside_in
from tpguide.storage.paths import HOME_VARIABLE, JOURNAL_FILE, cache_folder, data_folder
from tpguide.storage.settings import is_set, settings_there_are
from tpguide.ui.pages.doctor import Finding, FindingGroup, FindingStatus

#: Less room than this is soon used up.
LITTLE_ROOM_BYTES: Final = 20_000_000
_NOT_KEPT_FIX: Final = (
    "If a newer tpguide has written it, update this one. Else move it away, or choose another "
    f"folder: export {HOME_VARIABLE}=FOLDER"
)
_UNREADABLE_FIX: Final = (
    "What can be read: tpguide history export -o FILE. From an older export the rest comes back: "
    "tpguide history import FILE"
)


def files_part(context: Context) -> FindingGroup:
    """Return what was found out about what is kept."""
    findings = (_sessions(context), _settings(context), _guides(context), _cache(context))
    return FindingGroup("Files", (*findings, *_set_aside(context)))


def _sessions(context: Context) -> Finding:
    folder = data_folder(context.environment)
    if fault := _fault(folder):
        return _unusable("Sessions", folder, fault)
    if not os.path.lexists(folder / JOURNAL_FILE):
        return Finding("Sessions", FindingStatus.GOOD, "none kept yet", place=str(folder))
    with open_journal(folder, context.clock.now) as journal:
        return _journal(journal, folder)


def _journal(journal: Journal, folder: Path) -> Finding:
    sessions = journal.archive().sessions  # by reading everything, what can't be read is found
    found = f"kept, the last of {sessions[-1].record.began:%Y-%m-%d}" if sessions else "none kept"
    if journal.troubles:
        fix = _NOT_KEPT_FIX if not journal.is_kept else _UNREADABLE_FIX
        why = " ".join(journal.troubles)
        return Finding("Sessions", FindingStatus.BAD, found, why=why, fix=fix, place=str(folder))
    return Finding("Sessions", FindingStatus.GOOD, found, place=str(folder))


def _set_aside(context: Context) -> Iterator[Finding]:
    folder = data_folder(context.environment)
    for aside in set_aside_in(folder) if not _fault(folder) else ():
        yield Finding(
            "Set aside",
            FindingStatus.LESS,
            "a damaged journal",
            why="What could be read of it is in the journal that was begun then.",
            fix="The rest comes back from an export: tpguide history import FILE. "
            "Delete it when it is needed no more.",
            place=str(aside),
        )


def _settings(context: Context) -> Finding:
    kept = context.kept_settings
    place = str(kept.path)
    if fault := _fault(kept.path.parent):
        return _unusable("Settings", kept.path.parent, fault)
    if kept.troubles:
        return Finding(
            "Settings",
            FindingStatus.LESS,
            "not all can be used" if not kept.broken else "can't be used",
            why=" ".join(kept.troubles),
            fix="Mend the file, or begin anew with: tpguide settings reset",
        )
    count = sum(is_set(kept.settings, setting) for setting in settings_there_are())
    return Finding("Settings", FindingStatus.GOOD, f"{count or 'none'} set", place=place)


def _guides(context: Context) -> Finding:
    entries = [*context.library, *context.library.hidden]
    own = [entry for entry in entries if entry.shelf is Shelf.OWN]
    found = f"{len(entries) - len(own)} with tpguide, {len(own) or 'none'} of your own"
    place = str(guides_folder(context.environment))
    wrong = [entry.slug for entry in entries if not _is_usable(entry)]
    if wrong or context.library.hidden:
        return Finding(
            "Guides",
            FindingStatus.LESS,
            found,
            why="not all of them can be used",
            fix="Why is told by: tpguide list",
            place=place,
        )
    return Finding("Guides", FindingStatus.GOOD, found, place=place)


def _is_usable(entry: LibraryEntry) -> bool:
    try:
        entry.read()
    except GuideFileError:
        return False
    return True


def _cache(context: Context) -> Finding:
    folder = cache_folder(context.environment)
    if fault := _fault(folder):
        return Finding(
            "Cache",
            FindingStatus.LESS,
            "not used",
            why=f"{fault} Everything works, only a little slower.",
            place=str(folder),
        )
    return Finding("Cache", FindingStatus.GOOD, "can be emptied at any time", place=str(folder))


def _unusable(name: str, folder: Path, fault: str) -> Finding:
    return Finding(
        name,
        FindingStatus.BAD,
        "can't be kept",
        why=fault,
        fix=f"Let yourself write there, or choose another folder: export {HOME_VARIABLE}=FOLDER",
        place=str(folder),
    )


def _fault(folder: Path) -> str:
    """Return why nothing can be written into *folder*, which may still have to be made."""
    nearest = next(path for path in (folder, *folder.parents) if os.path.exists(path))
    if not nearest.is_dir():
        return f"{nearest} is a file."
    if not os.access(nearest, os.W_OK | os.X_OK):
        return "The folder can't be written." if nearest == folder else "It can't be made."
    if shutil.disk_usage(nearest).free < LITTLE_ROOM_BYTES:
        return "The disk is full, or nearly."
    return ""
