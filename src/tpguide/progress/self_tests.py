"""Compare self-test results: over time and between sides, against the measuring error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tpguide.guide.self_tests import SelfTest
from tpguide.progress.moments import so_far
from tpguide.session.record import Measurement

#: Rounding for floating-point error: 10.1 - 8.2 is slightly less than 1.9.
_EXACT_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Comparison:
    """The last measurement of a side against the one before it and the first; None: none yet."""

    side: str
    last: Measurement
    since_before: float | None
    since_first: float | None
    verdict_before: str | None
    verdict_first: str | None


def compare(test: SelfTest, measurements: Sequence[Measurement], side: str) -> Comparison | None:
    """Return how *side* does in *test*, or None if it was never measured."""
    own = _of(test, measurements, side)
    if not own:
        return None
    last = own[-1].value
    before = difference(own[-2].value, last) if len(own) > 1 else None
    first = difference(own[0].value, last) if len(own) > 1 else None
    return Comparison(
        side=side,
        last=own[-1],
        since_before=before,
        since_first=first,
        verdict_before=None if before is None else measurement_verdict(test, before),
        verdict_first=None if first is None else measurement_verdict(test, first),
    )


def difference(before: float, after: float) -> float:
    """Return *after* minus *before*, without floating-point error."""
    return round(after - before, _EXACT_DECIMALS)


def measurement_verdict(test: SelfTest, change: float) -> str | None:
    """Return what the guide calls a *change* of that size, up or down."""
    reached = [verdict for verdict in test.verdicts if abs(change) >= verdict.at_least]
    return max(reached, key=lambda verdict: verdict.at_least).text if reached else None


def sides_differ(
    test: SelfTest, measurements: Sequence[Measurement], sides: Sequence[str]
) -> float | None:
    """Return the difference between two *sides* in the last measurements, if beyond chance.

    None, too, if the guide does not say what chance is, or if they are of different days.
    """
    lasts = [own[-1] for side in sides if (own := _of(test, measurements, side))]
    if test.side_difference is None or len(lasts) < len(sides) or len(lasts) <= 1:
        return None
    if len({measured.at.date() for measured in lasts}) > 1:
        return None
    values = [measured.value for measured in lasts]
    apart = difference(min(values), max(values))
    return apart if apart > test.side_difference else None


def days_until_due(
    test: SelfTest, measurements: Sequence[Measurement], side: str, now: datetime
) -> int:
    """Return in how many days *side* may do *test* again; 0 if it may today.

    A day has one measuring at most, so never one before and one after a massage.
    """
    own = _of(test, so_far(measurements, now), side)
    return max(test.every_days - (now.date() - own[-1].at.date()).days, 0) if own else 0


def _of(test: SelfTest, measurements: Sequence[Measurement], side: str) -> list[Measurement]:
    own = (one for one in measurements if (one.test, one.side) == (test.key, side))
    return sorted(own, key=lambda one: one.at)
