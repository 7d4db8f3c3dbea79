"""Tell the time. Nobody else asks for it."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from typing import Protocol

NANOSECONDS_PER_MILLISECOND = 1_000_000


class Clock(Protocol):
    """What a session and a command know of time."""

    def milliseconds(self) -> int:
        """Return the time since an unknown moment: it never goes back, and counts on in sleep."""

    def now(self) -> datetime:
        """Return the date and the time of day where the person is, with its offset."""

    def here(self, moment: datetime) -> datetime:
        """Return *moment*, as clocks show it where the person is, with the offset it has then.

        In summer that is another than in winter.
        """


class SystemClock:
    """The machine's own clock.

    Python's monotonic clock stands still while a Linux machine or a Mac sleeps. So on Linux this
    is the time since the boot; on macOS the raw clock, which there, unlike on Linux, goes on in
    sleep. Elsewhere it is Python's, which counts sleep on Windows.
    """

    def milliseconds(self) -> int:
        """Return the time since an unknown moment: it never goes back, and counts on in sleep."""
        return _nanoseconds() // NANOSECONDS_PER_MILLISECOND

    def now(self) -> datetime:
        """Return the date and the time of day where the person is, with its offset."""
        return datetime.now().astimezone()

    def here(self, moment: datetime) -> datetime:
        """Return *moment*, as clocks show it where the person is, with the offset it has then."""
        moment = moment.replace(tzinfo=None)
        try:
            return moment.astimezone()
        except (OSError, OverflowError, ValueError):  # so long ago that the system doesn't know
            return moment.replace(tzinfo=self.now().tzinfo)


if sys.platform == "darwin":

    def _nanoseconds() -> int:
        return time.clock_gettime_ns(time.CLOCK_MONOTONIC_RAW)

elif sys.platform == "linux":

    def _nanoseconds() -> int:
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)

else:

    def _nanoseconds() -> int:
        return time.monotonic_ns()
