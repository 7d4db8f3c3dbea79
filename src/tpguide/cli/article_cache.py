"""The cache of rendered articles, valid while nothing that one depends on has changed.

A hit costs neither decoding the guide nor rendering.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import rich

from tpguide.cli.output import Display
from tpguide.storage.cache import article_folder, state_of_code, state_of_files
from tpguide.storage.digest import blake2b
from tpguide.storage.guide_files import bytes_of

if TYPE_CHECKING:
    from tpguide.cli.context import Context

#: The rooms whose code decides how an article is drawn.
_DRAWING_ROOMS: Final = (".", "cli", "document", "guide", "terminal", "ui/pictures", "ui/text")
#: The variables on which colours and pictures depend.
_DRAWING_VARIABLES: Final = (
    "COLORTERM", "FORCE_COLOR", "KONSOLE_VERSION", "NO_COLOR", "SSH_CONNECTION", "SSH_TTY", "STY",
    "TERM", "TERM_PROGRAM", "TMUX", "TPGUIDE_PICTURES", "TTY_COMPATIBLE",
)  # fmt: skip
#: Lines, colours and links: other escapes are not ours, and an entry with them is thrown away.
_DRAWN: Final = re.compile(
    r"(?:[^\x00-\x09\x0b-\x1f\x7f-\x9f]|\x1b\[[0-9;]*m|\x1b\]8;[^\x00-\x1f\x7f-\x9f]*\x1b\\)*"
)


class KeptArticle:
    """An article in the cache, found by its guide file, the options and the terminal."""

    def __init__(self, context: Context, guide_file: Path, wishes: object) -> None:
        """Look for the article of *guide_file*; *wishes* are the options that it depends on.

        Raises GuideFileError if the file can't be read.
        """
        self._articles = article_folder(context.environment)
        # The size of the window decides how large pictures are.
        terminal: tuple[object, ...] = (
            context.output.columns,
            context.output.rows,
            context.output.writes_unicode,
        )
        if context.output.display is Display.DRAWN:
            told = {name: context.environment.get(name) for name in _DRAWING_VARIABLES}
            terminal += (told, context.settings.colours, context.settings.pictures)
        depends_on = repr((str(guide_file.absolute()), wishes, terminal))
        self._folder = guide_file.parent
        self._key = blake2b(depends_on.encode(errors="replace"), digest_size=16).hexdigest()
        self._made_from = b"".join(
            (
                state_of_code(*_DRAWING_ROOMS),
                state_of_files(Path(rich.__file__).parent, "__init__.py"),
                bytes_of(guide_file),
            )
        )

    def text(self) -> str | None:
        """Return the article as it is printed, or None if it has to be drawn."""
        kept = self._articles.kept(self._key, self._made_from)
        if kept is None:
            return None
        pictures, _, text = kept.decode(errors="replace").partition("\n")
        if pictures == self._state_of(pictures) and _DRAWN.fullmatch(text):
            return text
        self._articles.throw_away(self._key)
        return None

    def keep(self, text: str, pictures: Iterable[str] = ()) -> None:
        """Keep the article as it is printed, for the next time, with the files of its pictures."""
        state = self._state_of(" ".join(pictures))
        self._articles.keep(self._key, f"{state}\n{text}".encode(errors="replace"), self._made_from)

    def _state_of(self, pictures: str) -> str:
        """Return the names in *pictures*, each with the size and time that its file has now."""
        return " ".join(self._with_state(each.partition(":")[0]) for each in pictures.split())

    def _with_state(self, picture: str) -> str:
        try:
            found = (self._folder / picture).stat()
        except OSError:
            return f"{picture}:"
        return f"{picture}:{found.st_size}:{found.st_mtime_ns}"
