"""Repetitions counted aloud at an even pace."""

from __future__ import annotations

from fakes import FakeClock, HeardCues, ScriptedKeys
from tpguide.session.cues import Sound
from tpguide.terminal.metronome import count_aloud


def counted(
    *keys: tuple[float, str], highest: int = 100
) -> tuple[int, list[tuple[float, Sound, str]], list[int]]:
    """Return the count, what was heard when, and what was shown, at 2 s a repetition."""
    clock = FakeClock()
    loudspeaker = HeardCues(clock)
    shown: list[int] = []
    count = count_aloud(
        2,
        highest,
        clock=clock,
        keys=ScriptedKeys(clock, keys),
        loudspeaker=loudspeaker,
        show=shown.append,
    )
    return count, [(at, cue.sound, cue.spoken) for at, cue in loudspeaker.heard], shown


def test_three_seconds_are_counted_down_and_then_every_repetition_when_it_is_over() -> None:
    count, heard, shown = counted((8.5, "space"))

    assert heard == [
        (0, Sound.COUNT, "3"),
        (1, Sound.COUNT, "2"),
        (2, Sound.COUNT, "1"),
        (3, Sound.START, ""),
        (5, Sound.COUNT, "1"),
        (7, Sound.COUNT, "2"),
    ]
    assert shown == [0, 1, 2]
    assert count == 2


def test_a_key_before_the_first_repetition_is_over_counts_none() -> None:
    assert counted((1.5, "x"))[0] == 0
    assert counted((4.9, "x"))[0] == 0


def test_counting_ends_by_itself_at_the_highest_number() -> None:
    count, heard, _ = counted(highest=4)

    assert count == 4
    assert heard[-1] == (11, Sound.COUNT, "4")


def test_a_resized_window_is_no_key() -> None:
    assert counted((4, "(resized)"), (8.5, "x"))[0] == 2
