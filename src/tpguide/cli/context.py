"""The context of a command: environment, streams, settings, clock, library and journal.

Wired here once. A test passes a context of its own as Typer's object and patches nothing. No
command changes its context: what an option changes is a new one, by `dataclasses.replace`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from tpguide.cli.output import CommandOutput, Display
from tpguide.errors import GuideFileError, NotDoneError, WrongUseError

if TYPE_CHECKING:
    from tpguide.cli.session.live import Floor
    from tpguide.guide.library import Library, LibraryEntry
    from tpguide.guide.model import Guide
    from tpguide.storage.journal import Journal
    from tpguide.storage.settings import Settings
    from tpguide.storage.settings_file import KeptSettings
    from tpguide.terminal.clock import Clock
    from tpguide.ui.prompts.terminal import Prompts

WHAT_TO_DO: Final = "What can be done about it is told by: tpguide doctor"


def _system_clock() -> Clock:
    from tpguide.terminal.clock import SystemClock

    return SystemClock()


def _prompts_for(context: Context) -> Prompts:
    def seconds() -> float:
        return context.clock.milliseconds() / 1000

    readable = context.output.readable
    if context.can_draw:
        from tpguide.terminal.prompt_keys import read_all_keys
        from tpguide.ui.prompts.terminal import TerminalPrompts

        return TerminalPrompts(readable, seconds, read_all_keys)
    from tpguide.ui.prompts.lines import LinePrompts

    return LinePrompts(context.stdin, context.stdout, readable, seconds)


def _live_floor() -> Floor:
    from tpguide.cli.session import live

    return live


@dataclass(frozen=True, eq=False)
class Context:
    """What commands get through Typer's context; each part is made when it is first used."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    stdin: TextIO = field(default_factory=lambda: sys.stdin)
    stdout: TextIO = field(default_factory=lambda: sys.stdout)
    stderr: TextIO = field(default_factory=lambda: sys.stderr)
    #: The display that an option asks for; None: what the environment and the settings say.
    display: Display | None = None
    #: Settings in place of those in the file, where an option changes one for this command.
    given_settings: KeptSettings | None = None
    clock: Clock = field(default_factory=_system_clock)
    prompts_for: Callable[[Context], Prompts] = _prompts_for
    floor_for_sessions: Callable[[], Floor] = _live_floor

    @cached_property
    def output(self) -> CommandOutput:
        """Where things are printed and told, and how they are shown there."""
        return CommandOutput(
            self.environment, self.stdout, self.stderr, lambda: self.settings, self.display
        )

    @cached_property
    def library(self) -> Library:
        """The guides there are."""
        from tpguide.storage.guide_files import library

        return library(self.environment)

    @cached_property
    def prompts(self) -> Prompts:
        """What asks the questions before and after the floor."""
        return self.prompts_for(self)

    @cached_property
    def floor(self) -> Floor:
        """Where a session is gone through."""
        return self.floor_for_sessions()

    @cached_property
    def kept_settings(self) -> KeptSettings:
        """The settings and their file. What can't be used of it is told when it is first read."""
        if self.given_settings:
            return self.given_settings
        from tpguide.storage.settings_file import read_settings, settings_file

        kept = read_settings(settings_file(self.environment))
        for trouble in kept.troubles:
            self.output.tell(trouble)
        return kept

    @property
    def settings(self) -> Settings:
        """What is set, with the default of all else."""
        return self.kept_settings.settings

    @contextmanager
    def journal(
        self, *, unread: str = "", unkept: str = "", again: bool = False
    ) -> Iterator[Journal]:
        """Yield the journal; tell its troubles when it opens, and new ones when it closes.

        *again* repeats all of them in the end, for a screen that is cleared. *unread* says what is
        not done where nothing of it can be read, *unkept* where nothing can be kept; without them
        the command goes on. Raises NotDoneError with them.
        """
        from tpguide.storage.journal import open_journal
        from tpguide.storage.paths import data_folder

        told: list[str] = []
        with open_journal(data_folder(self.environment), self.clock.now) as journal:
            try:
                self._tell_new(journal, told)
                if unread and not journal.could_be_read:
                    raise NotDoneError(unread, WHAT_TO_DO)
                if unkept and not journal.is_kept:
                    raise NotDoneError(unkept, WHAT_TO_DO)
                yield journal
            finally:
                self._tell_new(journal, [] if again else told)
            if unkept and not journal.is_kept:
                raise NotDoneError(unkept, WHAT_TO_DO)

    def _tell_new(self, journal: Journal, told: list[str]) -> None:
        for trouble in journal.troubles:
            if trouble not in told:
                told.append(trouble)
                self.output.tell(trouble)

    def guide(self, name: str | None, *, from_its_file: bool = False) -> Guide:
        """Return the guide of that name or path; without one, the only one that can be used.

        *From its file* itself it is read for the safety questions: a cache may have been tampered
        with. Raises WrongUseError where there are several to choose from.
        """
        from tpguide.storage.guide_files import guide_named, library

        guides = library(self.environment, from_cache=False) if from_its_file else self.library
        return guide_named(self._only_slug if name is None else name, guides)

    @cached_property
    def _only_slug(self) -> str:
        """The only guide that can be used, or else the only one there is, or the one chosen now."""
        slugs = self.library.slugs
        if len(slugs) > 1:
            slugs = tuple(entry.slug for entry in self.library if _is_usable(entry))
        if len(slugs) == 1:
            return slugs[0]
        if slugs and self.can_ask:
            return self._chosen_of(slugs)
        raise WrongUseError("Which guide?", f"There are: {', '.join(slugs or self.library.slugs)}.")

    def _chosen_of(self, slugs: Sequence[str]) -> str:
        """Return the guide that the person chooses; the one used last is proposed."""
        from tpguide.ui.prompts.terminal import Option

        with self.journal() as journal:
            last = next((one.guide for one in journal.sessions(limit=1)), None)
        default = slugs.index(last) if last in slugs else 0
        return self.prompts.choose("Which guide?", [Option(one, one) for one in slugs], default)

    def guide_file(self, name: str | None) -> Path:
        """Return the file of the guide of that name or path, or of the only one; unread."""
        from tpguide.storage.guide_files import file_of

        return file_of(name or self._only_slug, self.library)

    def guide_folder(self, name: str | None) -> Path:
        """Return the folder of the guide of that name or path, which holds its pictures."""
        return self.guide_file(name).parent

    @property
    def can_ask(self) -> bool:
        """Whether there is a person at a terminal who can be asked."""
        return self.stdin.isatty() and self.stdout.isatty()

    @property
    def can_draw(self) -> bool:
        """Whether there is a person at a terminal whose whole screen can be drawn on."""
        return self.can_ask and self.output.display is Display.DRAWN


def _is_usable(entry: LibraryEntry) -> bool:
    try:
        entry.read()
    except GuideFileError:
        return False
    return True
