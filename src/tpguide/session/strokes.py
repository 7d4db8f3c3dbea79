"""When the tool turns: what the pacer ticks by, and the marker on the screen moves by.

All of it follows from how far the step is, so that a tick and the marker can't drift apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tpguide.session.events import SECOND, Milliseconds
from tpguide.session.state import Session


class Beat(NamedTuple):
    """A tick of the pacer; at some of them the stroke turns."""

    at: Milliseconds
    turns: bool


@dataclass(frozen=True, slots=True)
class Strokes:
    """A stretch of rolling: *began* is the session's time at which its step would have begun.

    It changes only when rolling begins, is interrupted, or gets longer or shorter.
    """

    began: Milliseconds
    unit: Milliseconds
    length: Milliseconds

    def beats(
        self, after: Milliseconds, until: Milliseconds, *, with_end: bool = False
    ) -> Iterator[Beat]:
        """Yield the ticks in (after, until] of the session's time: one a second.

        *with_end* adds the last moment, at which the next stretch begins: its tick would come too
        late from there.
        """
        first = max(0, (after - self.began) // SECOND + 1)
        last = min(until - self.began, self.length - (0 if with_end else 1)) // SECOND
        for second in range(first, last + 1):
            at = second * SECOND
            yield Beat(self.began + at, at % self.unit == 0)


def strokes(session: Session) -> Strokes | None:
    """Return the strokes that go on now, or nothing where nothing is rolled."""
    if not session.is_rolling:
        return None
    step = session.step
    return Strokes(session.at - session.elapsed, step.unit_seconds * SECOND, session.length)
