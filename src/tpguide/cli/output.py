"""What a command prints to standard output and says on standard error, as they can show it.

Standard output is for what was asked for, standard error for what is said about it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO, cast

from tpguide.errors import WrongUseError
from tpguide.terminal.environment import IS_WINDOWS

if TYPE_CHECKING:
    from rich.color import ColorSystem
    from rich.console import Console

    from tpguide.storage.settings import Settings
    from tpguide.terminal.pager import Pager
    from tpguide.ui.text.lines import StyledLine
    from tpguide.ui.text.options import TextOptions

#: TERM where it is unset; on Windows no terminal sets it.
USUAL_TERM: Final = "" if IS_WINDOWS else "dumb"
MOST_DIGITS_OF_WIDTH: Final = 4
SIZE_WITHOUT_TERMINAL: Final = os.terminal_size((80, 24))


class Display(Enum):
    """How what is printed is shown."""

    #: Text alone, for a file or another program.
    PIPE = "pipe"
    #: Plain lines, for a screen reader or a terminal that can do no more.
    PLAIN = "plain"
    #: Colours, boxes and pictures; on a terminal, the whole screen can be drawn on.
    DRAWN = "drawn"


def _in_ascii(text: str) -> str:
    from tpguide.text import plain_ascii

    return plain_ascii(text)


@dataclass(frozen=True, eq=False)
class CommandOutput:
    """Standard output and standard error, and what can be shown there."""

    environment: Mapping[str, str]
    stdout: TextIO
    stderr: TextIO
    #: Read only where they are needed: telling an error must not depend on a settings file.
    settings: Callable[[], Settings]
    #: The display that an option asked for; None: what the environment and the settings say.
    wished: Display | None = None

    @cached_property
    def display(self) -> Display:
        """How standard output shows what is printed."""
        if self.wished:
            return self.wished
        told = self.environment.get("ACCESSIBLE", "")
        if told not in ("", "0") or self.settings().plain:
            return Display.PLAIN
        if not self.stdout.isatty():
            return Display.DRAWN if self._wished_colours.get("FORCE_COLOR") else Display.PIPE
        is_dumb = self.environment.get("TERM", USUAL_TERM) == "dumb"
        return Display.PLAIN if is_dumb else Display.DRAWN

    @cached_property
    def writes_unicode(self) -> bool:
        """Whether more characters than those of ASCII are printed.

        A terminal may have them, but draw those of boxes two columns wide.
        """
        from tpguide.storage.settings import Characters

        return self._has_unicode and self.settings().characters is not Characters.ASCII

    @cached_property
    def _has_unicode(self) -> bool:
        """Whether the terminal has more characters than those of ASCII."""
        names = ("LC_ALL", "LC_CTYPE", "LANG")  # the first that is set holds
        locale = next(filter(None, (self.environment.get(name) for name in names)), "")
        if locale in ("C", "POSIX"):
            return False
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        return encoding.lower().replace("-", "").startswith("utf")

    @property
    def colour_system(self) -> ColorSystem | None:
        """How many colours the terminal has; None if none are wanted."""
        from rich.console import COLOR_SYSTEMS

        console = self.console()
        name = None if console.no_color else console.color_system
        return COLOR_SYSTEMS[name] if name else None

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

    def text_options(self, columns: int | None = None) -> TextOptions:
        """Return how text is laid out here, in the width of the terminal or in *columns*."""
        from tpguide.ui.text import theme
        from tpguide.ui.text.options import TextOptions

        if self.display is Display.DRAWN:
            glyphs = theme.UNICODE if self.writes_unicode else theme.ASCII
        else:
            glyphs = theme.PIPED if self.writes_unicode else theme.PIPED_ASCII
        return TextOptions(columns or self.columns, glyphs)

    def readable(self, text: str) -> str:
        """Return *text* in the characters that the terminal has."""
        return text if self.writes_unicode else _in_ascii(text)

    def tell(self, text: str) -> None:
        """Write *text* to standard error, for a person."""
        from tpguide.text import visible

        with suppress(OSError):  # nowhere to tell it: the exit status still says it
            told = visible(text) if self._has_unicode else _in_ascii(visible(text))
            for line in told.splitlines():
                self.stderr.write(f"{self._wrapped(line)}\n")

    def print_lines(self, lines: Sequence[StyledLine]) -> None:
        """Print *lines*."""
        self.stdout.write(self.painted(lines))

    def print_paged(self, lines: Sequence[StyledLine], wanted: bool | None = None) -> None:
        """Print *lines* as `print_text_paged` prints text."""
        self.print_text_paged(self.painted(lines), wanted)

    def print_text_paged(self, text: str, wanted: bool | None = None) -> None:
        """Print *text* through the person's pager if that is *wanted*.

        None pages what is longer than the screen. Only on a terminal anything is paged.
        """
        if wanted is None:
            wanted = text.count("\n") >= self.rows and self.display is not Display.PLAIN
        pager = self._pager() if wanted and self.stdout.isatty() else None
        self.stdout.flush()
        ended = pager.show(text) if pager else None
        if ended is None or not ended.was_shown:
            self.stdout.write(text)
            self.stdout.flush()
        if ended and ended.trouble:  # below the text, where it is seen
            self.tell(ended.trouble)

    def write_document(self, text: str) -> None:
        """Write *text* as UTF-8, whatever the terminal has: it is for a file."""
        if buffer := getattr(self.stdout, "buffer", None):
            self.stdout.flush()
            buffer.write(text.encode())
        else:
            self.stdout.write(text)

    def give_out(self, text: str, file: Path | None, *, force: bool = False) -> None:
        """Write *text* to *file*, for its owner alone; without a file, or for “-”, print it.

        Raises WrongUseError for a file that is there already, unless by *force*, and for one that
        can't be written.
        """
        if file is None or str(file) == "-":
            self.write_document(text)
            return
        from tpguide.storage.files import write_whole
        from tpguide.text import visible

        name = visible(str(file))
        try:
            write_whole(file, text.encode(), replace=force)
        except FileExistsError:
            raise WrongUseError(
                f"{name} is there already, and was not changed.", "--force replaces it."
            ) from None
        except OSError as error:
            raise WrongUseError(f"{name} can't be written: {error.strerror}.") from None
        self.tell(f"Written to {name}.")

    def painted(self, lines: Sequence[StyledLine]) -> str:
        """Return *lines* as they are printed: with colours where they are drawn, else as text."""
        from tpguide.ui.text.lines import as_printed, text_of

        if self.display is not Display.DRAWN:
            return "".join(f"{text_of(line)}\n" for line in lines)
        console = self.console()
        with console.capture() as captured:
            console.print(as_printed(lines), end="")
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
            force_terminal=True if self.wished is Display.DRAWN else None,
            width=self.columns,
            markup=False,
            emoji=False,
            highlight=False,
            soft_wrap=True,
            _environ=self._colour_variables,
        )

    def silence(self) -> None:
        """Point standard output, which takes no more, at the null device, for a silent exit."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        with suppress(OSError, ValueError):  # a stream without a file descriptor needs none
            os.dup2(nowhere, self.stdout.fileno())
        os.close(nowhere)

    @property
    def _wished_colours(self) -> Mapping[str, str]:
        """The environment, or where it says nothing of colours, with what the settings say."""
        from tpguide.storage.settings import Colours
        from tpguide.terminal.environment import says_of_colours

        if says_of_colours(self.environment):
            return self.environment
        told = {Colours.ALWAYS: {"FORCE_COLOR": "1"}, Colours.NEVER: {"NO_COLOR": "1"}}
        return {**self.environment, **told.get(self.settings().colours, {})}

    @cached_property
    def _colour_variables(self) -> Mapping[str, str]:
        """The same as Rich reads it, with how many colours the terminal has."""
        from tpguide.terminal.environment import colour_environment

        return colour_environment(self._wished_colours)

    def _pager(self) -> Pager | None:
        from tpguide.terminal.pager import pager_of

        return pager_of(self.environment)

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
        except (OSError, ValueError):  # a pipe, a file, or a stream without a file descriptor
            return SIZE_WITHOUT_TERMINAL
        return size if size.columns and size.lines else SIZE_WITHOUT_TERMINAL
