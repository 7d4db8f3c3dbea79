from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest

from tpguide.terminal.clock import SystemClock


def test_the_clock_never_goes_back() -> None:
    clock = SystemClock()

    readings = [clock.milliseconds() for _ in range(1000)]

    assert readings == sorted(readings)


def test_the_time_of_day_knows_where_it_is_that_time() -> None:
    assert SystemClock().now().utcoffset() is not None


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="has no zones to choose from")
@pytest.mark.parametrize(
    ("day", "hours"),
    [("2026-01-05", 1), ("2026-07-05", 2), ("2026-10-25", 2), ("2026-10-26", 1)],
)
def test_a_day_in_summer_has_the_offset_of_summer(
    day: str, hours: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()

    moment = SystemClock().here(datetime.fromisoformat(day))

    monkeypatch.undo()
    time.tzset()
    assert (moment.utcoffset(), moment.date().isoformat()) == (timedelta(hours=hours), day)


def test_the_first_of_all_days_is_one_here_too() -> None:
    first = datetime.fromisoformat("0001-01-01")

    assert SystemClock().here(first).replace(tzinfo=None) == first
