from __future__ import annotations

from tpguide.terminal.clock import SystemClock


def test_the_clock_never_goes_back() -> None:
    clock = SystemClock()

    readings = [clock.milliseconds() for _ in range(1000)]

    assert readings == sorted(readings)


def test_the_time_of_day_knows_where_it_is_that_time() -> None:
    assert SystemClock().now().utcoffset() is not None
