"""What is kept where, and whether it can be."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tpguide.cli.checkup.rules import Rule, findings, otherwise
from tpguide.cli.context import Context
from tpguide.cli.session.floor_check import FloorAnswers, floor_answers
from tpguide.errors import GuideFileError
from tpguide.guide.library import LibraryEntry, Shelf
from tpguide.storage.guide_files import guides_folder
from tpguide.storage.journal import open_journal, set_aside_in
from tpguide.storage.paths import HOME_VARIABLE, JOURNAL_FILE, cache_folder, data_folder
from tpguide.storage.settings import is_set, settings_there_are
from tpguide.storage.settings_file import KeptSettings
from tpguide.ui.pages.doctor import FindingGroup, FindingStatus

#: Less room than this is soon used up.
LITTLE_ROOM_BYTES: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class JournalFacts:
    """What was found out about the journal.

    *folder_fault* is why nothing can be kept there; *last* the day of the last session.
    """

    folder: Path
    folder_fault: str
    is_begun: bool = False
    is_kept: bool = True
    last: str = ""
    troubles: str = ""
    floor_answers: FloorAnswers | None = None

    @property
    def kept(self) -> str:
        """What is kept, in words."""
        return f"kept, the last of {self.last}" if self.last else "none kept"


@dataclass(frozen=True, slots=True)
class FilesFacts:
    """What was found out about the other files. A fault is why a folder can't be written."""

    settings: KeptSettings
    settings_fault: str
    settings_set: int
    guides_folder: Path
    packaged_guides: int
    own_guides: int
    has_wrong_guides: bool
    cache_folder: Path
    cache_fault: str

    @property
    def settings_folder(self) -> Path:
        """The folder of the settings."""
        return self.settings.path.parent

    @property
    def settings_troubles(self) -> str:
        """What can't be used of the settings."""
        return " ".join(self.settings.troubles)

    @property
    def settings_count(self) -> str:
        """How many settings are set, in words."""
        return f"{self.settings_set or 'none'} set"

    @property
    def guide_count(self) -> str:
        """How many guides there are, in words."""
        return f"{self.packaged_guides} with tpguide, {self.own_guides or 'none'} of your own"


_GOOD, _LESS, _BAD = FindingStatus.GOOD, FindingStatus.LESS, FindingStatus.BAD
_WRITABLE_FIX: Final = (
    f"Let yourself write there, or choose another folder: export {HOME_VARIABLE}=FOLDER"
)

JOURNAL_RULES: Final[tuple[Rule[JournalFacts], ...]] = (
    Rule(
        "Sessions",
        lambda f: f.folder_fault,
        _BAD,
        "can't be kept",
        why="{f.folder_fault}",
        fix=_WRITABLE_FIX,
        place="{f.folder}",
    ),
    Rule("Sessions", lambda f: not f.is_begun, _GOOD, "none kept yet", place="{f.folder}"),
    Rule(
        "Sessions",
        lambda f: f.troubles and not f.is_kept,
        _BAD,
        "{f.kept}",
        why="{f.troubles}",
        fix="If a newer tpguide has written it, update this one. Else move it away, or choose "
        f"another folder: export {HOME_VARIABLE}=FOLDER",
        place="{f.folder}",
    ),
    Rule(
        "Sessions",
        lambda f: f.troubles,
        _BAD,
        "{f.kept}",
        why="{f.troubles}",
        fix="What can be read: tpguide history export -o FILE. From an older export the rest comes "
        "back: tpguide history import FILE",
        place="{f.folder}",
    ),
    Rule("Sessions", otherwise, _GOOD, "{f.kept}", place="{f.folder}"),
)

FILES_RULES: Final[tuple[Rule[FilesFacts], ...]] = (
    Rule(
        "Settings",
        lambda f: f.settings_fault,
        _BAD,
        "can't be kept",
        why="{f.settings_fault}",
        fix=_WRITABLE_FIX,
        place="{f.settings_folder}",
    ),
    Rule(
        "Settings",
        lambda f: f.settings.troubles and f.settings.broken,
        _LESS,
        "can't be used",
        why="{f.settings_troubles}",
        fix="Mend the file, or begin anew with: tpguide settings reset",
    ),
    Rule(
        "Settings",
        lambda f: f.settings.troubles,
        _LESS,
        "not all can be used",
        why="{f.settings_troubles}",
        fix="Mend the file, or begin anew with: tpguide settings reset",
    ),
    Rule("Settings", otherwise, _GOOD, "{f.settings_count}", place="{f.settings.path}"),
    Rule(
        "Guides",
        lambda f: f.has_wrong_guides,
        _LESS,
        "{f.guide_count}",
        why="not all of them can be used",
        fix="Why is told by: tpguide list",
        place="{f.guides_folder}",
    ),
    Rule("Guides", otherwise, _GOOD, "{f.guide_count}", place="{f.guides_folder}"),
    Rule(
        "Cache",
        lambda f: f.cache_fault,
        _LESS,
        "not used",
        why="{f.cache_fault} Everything works, only a little slower.",
        place="{f.cache_folder}",
    ),
    Rule("Cache", otherwise, _GOOD, "can be emptied at any time", place="{f.cache_folder}"),
)

#: The facts are the path of a journal that was set aside.
SET_ASIDE_RULES: Final[tuple[Rule[Path], ...]] = (
    Rule(
        "Set aside",
        otherwise,
        _LESS,
        "a damaged journal",
        why="What could be read of it is in the journal that was begun then.",
        fix="The rest comes back from an export: tpguide history import FILE. "
        "Delete it when it is needed no more.",
        place="{f}",
    ),
)


def files_part(context: Context, journal: JournalFacts) -> FindingGroup:
    """Return what was found out about what is kept."""
    aside = set_aside_in(journal.folder) if not journal.folder_fault else []
    return FindingGroup(
        "Files",
        (
            *findings(JOURNAL_RULES, journal),
            *findings(FILES_RULES, files_facts(context)),
            *(finding for path in aside for finding in findings(SET_ASIDE_RULES, path)),
        ),
    )


def journal_facts(context: Context) -> JournalFacts:
    """Find out about the journal. None is begun for it, and a damaged one is opened only once."""
    folder = data_folder(context.environment)
    fault = _fault(folder)
    if fault or not os.path.lexists(folder / JOURNAL_FILE):
        return JournalFacts(folder, fault)
    with open_journal(folder, context.clock.now) as journal:
        sessions = journal.archive().sessions  # by reading all, what can't be read is found
        return JournalFacts(
            folder,
            fault,
            is_begun=True,
            is_kept=journal.is_kept,
            last=f"{sessions[-1].record.began:%Y-%m-%d}" if sessions else "",
            floor_answers=floor_answers(journal),
            troubles=" ".join(journal.troubles),
        )


def files_facts(context: Context) -> FilesFacts:
    """Find out about settings, guides and the cache."""
    kept, cache = context.kept_settings, cache_folder(context.environment)
    entries = [*context.library, *context.library.hidden]
    own = sum(entry.shelf is Shelf.OWN for entry in entries)
    is_usable = all(map(_is_usable, entries))
    return FilesFacts(
        settings=kept,
        settings_fault=_fault(kept.path.parent),
        settings_set=sum(is_set(kept.settings, setting) for setting in settings_there_are()),
        guides_folder=guides_folder(context.environment),
        packaged_guides=len(entries) - own,
        own_guides=own,
        has_wrong_guides=not is_usable or bool(context.library.hidden),
        cache_folder=cache,
        cache_fault=_fault(cache),
    )


def _is_usable(entry: LibraryEntry) -> bool:
    try:
        entry.read()
    except GuideFileError:
        return False
    return True


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
