from __future__ import annotations

import io
import wave
from array import array
from itertools import combinations
from pathlib import Path

import pytest

from terminal.sound_programs import WORKS, Programs
from tpguide.session.cues import Sound
from tpguide.terminal.audio.samples import RATE_HERTZ
from tpguide.terminal.audio.tones import MELODIES, players, seconds_of, tone


def samples_of(file: bytes) -> array[int]:
    with wave.open(io.BytesIO(file)) as sound:
        assert sound.getparams()[:3] == (1, 2, RATE_HERTZ)
        return array("h", sound.readframes(sound.getnframes()))


@pytest.mark.parametrize("sound", MELODIES)
def test_a_melody_is_a_sound_file_as_long_as_it_says(sound: Sound) -> None:
    samples = samples_of(tone(sound))

    assert len(samples) / RATE_HERTZ == pytest.approx(seconds_of(sound), abs=0.001)
    assert 8_000 < max(samples) < 32_000


@pytest.mark.parametrize("sound", MELODIES)
def test_a_melody_begins_and_ends_without_a_click(sound: Sound) -> None:
    samples = samples_of(tone(sound))

    assert abs(samples[0]) < 100
    assert abs(samples[-1]) < 100


def test_a_lead_is_silent() -> None:
    led = samples_of(tone(Sound.STEP, lead_milliseconds=500))

    assert set(led[: RATE_HERTZ // 2]) == {0}
    assert led[RATE_HERTZ // 2 :] == samples_of(tone(Sound.STEP))


def test_no_two_moments_sound_alike() -> None:
    for one, another in combinations(MELODIES.values(), 2):
        assert [note.hertz for note in one] != [note.hertz for note in another]


def test_a_count_is_over_before_the_next_one() -> None:
    assert seconds_of(Sound.COUNT) < 1


def test_the_systems_players_are_found_the_best_first(tmp_path: Path) -> None:
    programs = Programs(tmp_path)
    for name in ("aplay", "afplay", "pw-play", "paplay"):
        programs.add(name, WORKS)

    on_linux = players(programs.environment, "linux")
    on_a_mac = players(programs.environment, "darwin")

    assert [player.name for player in on_linux] == ["pw-play", "paplay", "aplay"]
    assert [player.name for player in on_a_mac] == ["afplay"]
