"""How exactly steps end on the real clock, and what the loop costs while it runs.

A session of the thorough dose for both sides (11:46) on a pseudo-terminal, drawn, spoken to
nobody. Prints how late each step began, and the processor time. Takes as long as the session:

    python benchmarks/step_ends.py [SECONDS]
"""

from __future__ import annotations

import os
import pty
import resource
import statistics
import sys
import termios
import threading
import time
from collections.abc import Callable, Sequence

from tpguide.cli.context import Context
from tpguide.cli.picture_files import PictureFiles
from tpguide.cli.session import live as floor
from tpguide.cli.session.floor import Speed
from tpguide.cli.session.live import on_screen
from tpguide.session.events import AnyEvent, Begin
from tpguide.session.plan import SideChoice
from tpguide.session.plan_from_protocol import lay_out
from tpguide.session.state import Session, fresh
from tpguide.session.view import View

COLUMNS, ROWS = 100, 30


def main(arguments: Sequence[str]) -> None:
    """Run, and print what was measured."""
    seconds = float(arguments[0]) if arguments else 600.0
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (ROWS, COLUMNS))
    written = _drain(ours)
    with os.fdopen(theirs, "r+b", buffering=0) as raw:
        terminal = _Terminal(raw.fileno())
        environment = {**os.environ, "TERM": "xterm-256color"}
        context = Context(environment=environment, stdin=terminal, stdout=terminal)
        guide = context.guide(None)
        sides = guide.protocol.sides.each
        dose = guide.protocol.doses[-1]
        choices = tuple(SideChoice(s.key, dose.key, dose.intensity, dose.intensity) for s in sides)
        plan = lay_out(guide, choices)
        picture = PictureFiles(context, context.guide_folder(None)).of_session(guide)
        threading.Timer(seconds, lambda: os.write(ours, b"\x03")).start()

        watch = _Watch()
        seen = floor.view
        floor.view = watch.over(seen)
        on_screen(context, guide, fresh(plan), watch.keep, Speed(), picture=picture)
    used = resource.getrusage(resource.RUSAGE_SELF)
    took = time.monotonic() - watch.began
    at, late = 0.0, []
    for index, step in enumerate(plan.steps):
        if index in watch.seen and index:
            late.append(1000 * (watch.seen[index] - watch.began - at))
        at += step.seconds
    print(f"{len(late)} step ends in {took:.0f} s")
    print(f"late by {statistics.median(late):.1f} ms at the median, {max(late):.1f} ms at most")
    cpu = used.ru_utime + used.ru_stime
    print(f"processor: {cpu:.1f} s, {100 * cpu / took:.1f} % of a core, start-up included")
    print(f"written to the terminal: {written[0] / took / 1000:.1f} kB a second")


class _Watch:
    """When the session began, and when each of its steps was first drawn."""

    def __init__(self) -> None:
        self.began = 0.0
        self.seen: dict[int, float] = {}

    def keep(self, event: AnyEvent) -> None:
        if isinstance(event, Begin):
            self.began = time.monotonic()

    def over(self, view: Callable[[Session], View]) -> Callable[[Session], View]:
        def watching(session: Session) -> View:
            self.seen.setdefault(session.index, time.monotonic())
            return view(session)

        return watching


class _Terminal:
    """Enough of a stream for a session: a descriptor of a terminal."""

    encoding = "utf-8"

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None: ...


def _drain(descriptor: int) -> list[int]:
    """Read what is drawn, as a terminal does, and count it."""
    count = [0]

    def read() -> None:
        while True:
            try:
                count[0] += len(os.read(descriptor, 65536))
            except OSError:
                return

    threading.Thread(target=read, daemon=True).start()
    return count


if __name__ == "__main__":
    main(sys.argv[1:])
