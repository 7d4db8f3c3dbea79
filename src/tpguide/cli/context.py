"""What a command meets outside itself: the environment, the terminal, the guides.

Wired here once. A test passes surroundings of its own as the context's object and patches nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from tpguide.errors import GuideFileError, NotDoneError, WrongUseError
from tpguide.terminal.environment import IS_WINDOWS

if TYPE_CHECKING:
    from rich.color import ColorSystem
    from rich.console import Console

    from tpguide.cli.session.live import Floor
    from tpguide.guide.library import Library, LibraryEntry
    from tpguide.guide.model import Guide
    from tpguide.storage.journal import Journal
    from tpguide.storage.settings import KeptSettings, Settings
    from tpguide.terminal.clock import Clock
    from tpguide.ui.prompts.terminal import Prompts
    from tpguide.ui.text.lines import StyledLine
    from tpguide.ui.text.options import TextOptions

#: What a terminal is that doesn't say; on Windows none does.
USUAL_TERM = "" if IS_WINDOWS else "dumb"
WHAT_TO_DO = "What can be done about it is told by: tpguide doctor"
MOST_DIGITS_OF_WIDTH = 4
SIZE_WITHOUT_TERMINAL = os.terminal_size((80, 24))


@dataclass
class Context:
    """What commands get through Typer's context; each part is made when it is first used."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    stdin: TextIO = field(default_factory=lambda: sys.stdin)
    stdout: TextIO = field(default_factory=lambda: sys.stdout)
    stderr: TextIO = field(default_factory=lambda: sys.stderr)
    #: Whether what is printed has colours and boxes; None: if it is seen on a terminal.
    is_styled: bool | None = None
    #: Whether `--plain` was given; else it is a variable or a setting, see `wants_plain`.
    is_plain: bool = False

    @cached_property
    def library(self) -> Library:
        """The guides there are."""
        from tpguide.storage.guide_files import library

        return library(self.environment)

    @cached_property
    def clock(self) -> Clock:
        """The one clock."""
        from tpguide.terminal.clock import SystemClock

        return SystemClock()

    @cached_property
    def prompts(self) -> Prompts:
        """What asks the questions before and after the floor."""

        def seconds() -> float:
            return self.clock.milliseconds() / 1000

        if self.can_draw:
            from tpguide.terminal.prompt_keys import read_all_keys
            from tpguide.ui.prompts.terminal import TerminalPrompts

            return TerminalPrompts(self.readable, seconds, read_all_keys)
        from tpguide.ui.prompts.lines import LinePrompts

        return LinePrompts(self.stdin, self.stdout, self.readable, seconds)

    @cached_property
    def floor(self) -> Floor:
        """Where a session is gone through."""
        from tpguide.cli.session import live as floor

        return floor

    @cached_property
    def kept_settings(self) -> KeptSettings:
        """What is set. What can't be used of the file is told when it is first read."""
        from tpguide.storage.settings import read_settings, settings_file

        kept = read_settings(settings_file(self.environment))
        for trouble in kept.troubles:
            self.tell(trouble)
        return kept

    @cached_property
    def settings(self) -> Settings:
        """What is set, and for all else how it is then."""
        return self.kept_settings.settings

    @contextmanager
    def journal(
        self, *, unread: str = "", unkept: str = "", again: bool = False
    ) -> Iterator[Journal]:
        """Yield the journal of all sessions, and tell what troubles it: then, and what comes after.

        All is told *again* in the end where the screen is cleared meanwhile. *unread* says what is
        not done where nothing of it can be read, *unkept* where nothing can be kept; without them
        it is gone on all the same. Raises NotDoneError with them.
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
                self.tell(trouble)

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
    def wants_plain(self) -> bool:
        """Whether all is asked and shown in plain lines, as for a screen reader."""
        told = self.environment.get("ACCESSIBLE", "")
        return self.is_plain or told not in ("", "0") or self.settings.plain

    @property
    def shows_on_terminal(self) -> bool:
        """Whether what is printed is seen on a terminal, or has to look as if it were."""
        if self.is_styled is not None:
            return self.is_styled
        if self.wants_plain:
            return False
        return self.stdout.isatty() or bool(self._told_of_colours.get("FORCE_COLOR"))

    @property
    def shows_pictures(self) -> bool:
        """Whether pictures are worth drawing where things are printed."""
        return self.shows_on_terminal and self.environment.get("TERM") != "dumb"

    @property
    def can_ask(self) -> bool:
        """Whether there is a person at a terminal who can be asked."""
        return self.stdin.isatty() and self.stdout.isatty()

    @property
    def can_draw(self) -> bool:
        """Whether there is a terminal that can be drawn on, not only written to."""
        is_dumb = self.environment.get("TERM", USUAL_TERM) == "dumb"
        return self.can_ask and not (is_dumb or self.wants_plain)

    @property
    def colour_system(self) -> ColorSystem | None:
        """How many colours the terminal has; *None* if none are wanted."""
        from rich.console import COLOR_SYSTEMS

        console = self.console()
        name = None if console.no_color else console.color_system
        return COLOR_SYSTEMS[name] if name else None

    @cached_property
    def _told_of_colours(self) -> Mapping[str, str]:
        """The environment, with what is set of colours where it says nothing of them itself."""
        from tpguide.storage.settings import Colours
        from tpguide.terminal.environment import colour_environment, says_of_colours

        environment = colour_environment(self.environment)
        if says_of_colours(environment):
            return environment
        told = {Colours.ALWAYS: {"FORCE_COLOR": "1"}, Colours.NEVER: {"NO_COLOR": "1"}}
        return {**environment, **told.get(self.settings.colours, {})}

    @cached_property
    def writes_unicode(self) -> bool:
        """Whether the terminal has more characters than those of ASCII."""
        names = ("LC_ALL", "LC_CTYPE", "LANG")  # the first that is set holds
        locale = next(filter(None, (self.environment.get(name) for name in names)), "")
        if locale in ("C", "POSIX"):
            return False
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        return encoding.lower().replace("-", "").startswith("utf")

    def readable(self, text: str) -> str:
        """Return *text* in the characters that the terminal has."""
        if self.writes_unicode:
            return text
        from tpguide.text import plain_ascii

        return plain_ascii(text)

    def turn_page(self) -> None:
        """Clear the screen, unless lines are only added to it."""
        if self.can_draw:
            self.console().clear()

    def tell(self, text: str) -> None:
        """Write *text* to standard error, for a person beside what the program was asked for."""
        from tpguide.text import visible

        with suppress(OSError):  # nowhere to tell it: the exit status still says it
            for line in self.readable(visible(text)).splitlines():
                self.stderr.write(f"{self._wrapped(line)}\n")

    @property
    def columns(self) -> int:
        """How wide what is printed may be."""
        told = self.environment.get("COLUMNS", "")
        is_width = told.isascii() and told.isdecimal() and len(told) <= MOST_DIGITS_OF_WIDTH
        return (int(told) if is_width else 0) or self._size().columns

    @property
    def rows(self) -> int:
        """How many lines the terminal shows at once."""
        return self._size().lines

    def look(self, columns: int | None = None) -> TextOptions:
        """Return how text is laid out for standard output, in its own width or in *columns*."""
        from tpguide.ui.text import theme
        from tpguide.ui.text.options import TextOptions

        if self.shows_on_terminal:
            glyphs = theme.UNICODE if self.writes_unicode else theme.ASCII
        else:
            glyphs = theme.PIPED if self.writes_unicode else theme.PIPED_ASCII
        return TextOptions(columns or self.columns, glyphs)

    def standard_input(self, at_most: int = -1) -> bytes:
        """Return what comes from standard input, for which “-” stands as a file; all, or *at most*
        so many bytes.
        """
        buffer = getattr(self.stdin, "buffer", None)
        return bytes(buffer.read(at_most)) if buffer else self.stdin.read().encode()

    def write_document(self, text: str) -> None:
        """Write *text* to standard output as UTF-8, whatever the terminal has: it is for a file."""
        if buffer := getattr(self.stdout, "buffer", None):
            self.stdout.flush()
            buffer.write(text.encode())
        else:
            self.stdout.write(text)

    def give_out(self, text: str, output: Path | None, *, force: bool = False) -> None:
        """Write *text* to the file *output*, for its owner alone; else, or for “-”, print it.

        Raises WrongUseError for a file that is there already, unless by *force*, and for one that
        can't be written.
        """
        if output is None or str(output) == "-":
            self.write_document(text)
            return
        from tpguide.storage.files import write_whole
        from tpguide.text import visible

        name = visible(str(output))
        try:
            write_whole(output, text.encode(), replace=force)
        except FileExistsError:
            raise WrongUseError(
                f"{name} is there already, and was not changed.", "--force replaces it."
            ) from None
        except OSError as error:
            raise WrongUseError(f"{name} can't be written: {error.strerror}.") from None
        self.tell(f"Written to {name}.")

    def print_lines(self, lines: Sequence[StyledLine]) -> None:
        """Print *lines* to standard output."""
        self.stdout.write(self.painted(lines))

    def painted(self, lines: Sequence[StyledLine]) -> str:
        """Return *lines* as standard output takes them; for a pipe, only what they say."""
        from tpguide.ui.text.lines import LineBreaker, text_of

        if not self.shows_on_terminal:
            return "".join(f"{text_of(line)}\n" for line in lines)
        console = self.console()
        with console.capture() as captured:
            console.print(LineBreaker(lines), end="")
        return captured.get()

    def painted_rows(self, rows: Sequence[StyledLine]) -> list[str]:
        """Return *rows* as they are written to a screen that is drawn on."""
        from rich.color import ColorSystem

        system = self.colour_system
        return [
            "".join(
                (style if system else style.without_color).render(
                    text, color_system=system or ColorSystem.STANDARD
                )
                if style
                else text
                for text, style, _ in row
            )
            for row in rows
        ]

    def console(self) -> Console:
        """Return a Rich console for standard output that takes nothing as markup."""
        from rich.console import Console

        from tpguide.ui.text.ascii import AsciiOnly

        return Console(
            file=self.stdout if self.writes_unicode else cast("TextIO", AsciiOnly(self.stdout)),
            force_terminal=True if self.is_styled else None,
            width=self.columns,
            markup=False,
            emoji=False,
            highlight=False,
            soft_wrap=True,
            _environ=self._told_of_colours,
        )

    def forget_stdout(self) -> None:
        """Let go of standard output that takes nothing more, so that leaving is silent."""
        silent = os.open(os.devnull, os.O_WRONLY)
        with suppress(OSError, ValueError):  # what has no number needs no silencing
            os.dup2(silent, self.stdout.fileno())
        os.close(silent)

    def _wrapped(self, line: str) -> str:
        if not self.stderr.isatty():
            return line
        import textwrap

        inset = " " * (len(line) - len(line.lstrip()))
        return textwrap.fill(
            line,
            self.columns,
            subsequent_indent=inset,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def _size(self) -> os.terminal_size:
        try:
            size = os.get_terminal_size(self.stdout.fileno())
        except (OSError, ValueError):  # a pipe, a file, or nothing that has a number
            return SIZE_WITHOUT_TERMINAL
        return size if size.columns and size.lines else SIZE_WITHOUT_TERMINAL


def _is_usable(entry: LibraryEntry) -> bool:
    try:
        entry.read()
    except GuideFileError:
        return False
    return True
