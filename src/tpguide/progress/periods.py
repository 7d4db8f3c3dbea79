"""A period of weeks shown as one chart or table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """From the moment *first* to the moment *last*."""

    first: datetime
    last: datetime

    def share(self, moment: datetime) -> float:
        """Return how far into the period *moment* is: 0 at its start, 1 at its end."""
        return (moment - self.first) / max(self.last - self.first, timedelta(days=1))

    def holds(self, moment: datetime) -> bool:
        """Return whether *moment* lies in it."""
        return self.first <= moment <= self.last
