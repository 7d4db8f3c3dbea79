"""Write rows to a terminal's whole screen: those that changed, in one piece a frame.

Knows nothing of what the rows show. It never waits for the terminal: a frame that the terminal
can't take yet is left out, because the voice has to go on.
"""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Final, NamedTuple, Self

from tpguide.terminal.environment import IS_WINDOWS
from tpguide.terminal.key_decoder import PLAIN_KEYS


class Size(NamedTuple):
    """How many cells there are in a row, and how many rows."""

    columns: int
    rows: int


#: What a terminal has that doesn't say.
USUAL_SIZE: Final = Size(80, 24)
#: How often, and how long each time, a frame waits until the terminal has room for more of it.
TRIES: Final = 20
TRY_SECONDS: Final = 0.005
#: The same when the screen is given back: no frame follows that could make up for it.
LAST_TRIES: Final = 20
LAST_TRY_SECONDS: Final = 0.05

#: The alternate screen, no cursor, no wrapping. Each screen may have its own keyboard modes; a
#: Windows console has none to take back.
_KEYS: Final = "" if IS_WINDOWS else PLAIN_KEYS
_ENTER: Final = f"{_KEYS}\x1b[?1049h{_KEYS}\x1b[?25l\x1b[?7l"
_LEAVE: Final = f"\x1b[?2026l\x1b[m\x1b[?7h\x1b[?25h{_KEYS}\x1b[?1049l"
_WATCH_MOUSE: Final = "\x1b[?1000h\x1b[?1006h"
_LEAVE_MOUSE: Final = "\x1b[?1006l\x1b[?1000l"
#: A terminal that knows these shows a frame when it is whole; any other passes over them.
_BEGIN_FRAME: Final = "\x1b[?2026h"
_END_FRAME: Final = "\x1b[?2026l"
_CLEAR: Final = "\x1b[m\x1b[2J"
_BELL: Final = "\a"
#: Ends an escape sequence that was cut off.
_CANCEL: Final = "\x18"


class Screen:
    """A terminal's alternate screen, without a cursor; afterwards all is as it was."""

    def __init__(self, descriptor: int | None = None) -> None:
        self._terminal = sys.stdout.fileno() if descriptor is None else descriptor
        self._output = self._terminal
        self._owed = b""
        self._size = USUAL_SIZE
        self._shown: list[str] | None = None
        self._images = self._moved = ""
        self._watches_mouse = False
        self._console = ExitStack()

    def __enter__(self) -> Self:
        """Take the screen."""
        if sys.platform == "win32":
            from tpguide.terminal.windows_console import drawing_console

            self._console.enter_context(drawing_console())
        self._output = _opened_without_waiting(self._terminal)
        self._take()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Give the screen back, unless the terminal is gone."""
        self._give_back()
        self._console.close()
        if self._output != self._terminal:
            os.close(self._output)
            self._output = self._terminal

    @contextmanager
    def left(self) -> Iterator[None]:
        """Give the screen back for a while; after it everything is painted anew."""
        self._give_back()
        try:
            yield
        finally:
            self._take()

    def watch_mouse(self, watches: bool = True) -> None:
        """Have clicks and the wheel read as keys, or no more. Selecting text then needs Shift."""
        if watches is not self._watches_mouse:
            self._watches_mouse = watches
            self._send(_WATCH_MOUSE if watches else _LEAVE_MOUSE)

    def size(self) -> Size:
        """Return how large the window is now."""
        try:
            size = Size(*os.get_terminal_size(self._terminal))
        except OSError:
            return self._size
        return size if all(size) else USUAL_SIZE

    def show(self, rows: Sequence[str], *, images: str = "", moved: str = "") -> bool:
        """Show *rows*, from the top. Each has its own styles; the rest of the screen is empty.

        What doesn't fit is left out below; to the right the terminal cuts it off. *images* are
        escape sequences that show images over the rows, *moved* those that move them; both are
        sent when they change, and whenever all is painted anew. Returns whether the terminal has
        taken all of it: one that is slow is shown it again.
        """
        if not self._nothing_owed():
            return False
        size = self.size()
        wanted = [*rows[: size.rows], *[""] * (size.rows - len(rows))]
        if size != self._size:
            self.repaint()
        clear = _CLEAR if self._shown is None else ""
        shown = self._shown or [""] * size.rows
        changed = "".join(
            f"\x1b[{number}H\x1b[K{row}\x1b[m"
            for number, (row, before) in enumerate(zip(wanted, shown, strict=True), start=1)
            if row != before
        )
        has_new_images = bool(images) and (bool(clear) or images != self._images)
        over = images if has_new_images else ""
        if moved and (has_new_images or moved != self._moved):
            over += moved
        if clear or changed or over:
            self._send(f"{_BEGIN_FRAME}{clear}{changed}{over}{_END_FRAME}")
        self._shown, self._size = wanted, size
        self._images, self._moved = images, moved
        return not self._owed

    def repaint(self) -> None:
        """Take nothing for shown any longer, as after a resize there and back."""
        self._shown = None

    def ring(self) -> None:
        """Ring the terminal's bell."""
        self._send(_BELL)

    def _take(self) -> None:
        self._shown = None
        self._send(_ENTER + (_WATCH_MOUSE if self._watches_mouse else ""))

    def _give_back(self) -> None:
        cut_off = _CANCEL if self._owed else ""
        self._owed = b""
        self._send(cut_off + (_LEAVE_MOUSE if self._watches_mouse else "") + _LEAVE)
        for _ in range(LAST_TRIES):
            if self._nothing_owed():
                return
            select.select((), (self._output,), (), LAST_TRY_SECONDS)

    def _send(self, text: str) -> None:
        self._owed += text.encode("utf-8", "replace")
        for _ in range(TRIES):
            if self._nothing_owed():
                return
            if not select.select((), (self._output,), (), TRY_SECONDS)[1]:
                return

    def _nothing_owed(self) -> bool:
        """Write what is owed, as far as the terminal takes it now, and tell if that was all.

        A terminal that is gone is owed nothing: whoever reads its keys is told.
        """
        try:
            while self._owed:
                self._owed = self._owed[os.write(self._output, self._owed) :]
        except BlockingIOError:
            return False
        except OSError:
            self._owed = b""
        return True


def _opened_without_waiting(descriptor: int) -> int:
    """Return a descriptor of the same terminal that never waits, or the same one if need be.

    Opened anew, since not to wait is a property shared by all who got the terminal handed down:
    the shell and standard error among them.
    """
    if sys.platform == "win32":  # a console never makes a writer wait for long
        return descriptor
    try:
        return os.open(os.ttyname(descriptor), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return descriptor
