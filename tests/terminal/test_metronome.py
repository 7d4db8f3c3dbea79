"""Repetitions counted aloud at an even pace."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from fakes import FakeClock, HeardCues, ScriptedKeys
from plans import the_guide
from tpguide.cli.context import Context
from tpguide.cli.counting import count_at_pace
from tpguide.session.cues import Sound
from tpguide.storage.settings_file import settings_file
from tpguide.terminal.audio.counting import count_aloud


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


class ClockThatPressesKeys(FakeClock):
    """A clock of which each look presses a key."""

    def __init__(self, keyboard: int) -> None:
        super().__init__()
        self._keyboard = keyboard

    def milliseconds(self) -> int:
        os.write(self._keyboard, b"x")
        return super().milliseconds()


@pytest.mark.parametrize(("sound", "heard"), [("bell", "\a"), ("nothing", "")])
def test_what_is_counted_is_heard_as_a_session_is_by_the_settings(
    sound: str, heard: str, tmp_path: Path
) -> None:
    keyboard, terminal = os.openpty()
    environment = {"TPGUIDE_HOME": str(tmp_path), "PATH": ""}
    file = settings_file(environment)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'sound = "{sound}"\n', encoding="utf-8")
    said = io.StringIO()
    guide = the_guide()
    test = next(one for one in guide.self_tests if one.beat_seconds)
    with os.fdopen(keyboard, "wb"), os.fdopen(terminal, encoding="utf-8") as stdin:
        clock = ClockThatPressesKeys(keyboard)
        context = Context(environment=environment, stdin=stdin, stdout=said, clock=clock)

        assert count_at_pace(context, guide, test) == 0

    assert said.getvalue().strip() == heard
