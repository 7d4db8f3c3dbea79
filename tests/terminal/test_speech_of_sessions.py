"""Real speech, on espeak-ng writing files: all that is said, on time, and none of it cut off."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from plans import a_plan, the_guide
from programs import ESPEAK, needs
from tpguide.session.transcript import script
from tpguide.terminal.audio.recording import SpokenLine, write_audio
from tpguide.terminal.audio.speech import Espeak, VoiceSettings

pytestmark = needs(ESPEAK, "espeak-ng")


def spoken(path: Path, dose: str, intensity: str) -> tuple[SpokenLine, ...]:
    assert ESPEAK, "CI installs espeak-ng"
    guide = the_guide()
    voice = VoiceSettings(guide.language, guide.voice.words_per_minute)
    plan = a_plan("left", "right", dose=dose, intensity=intensity)
    return write_audio(script(plan), path, [Espeak(ESPEAK)], voice)


@pytest.mark.parametrize("intensity", ["uncrossed", "crossed"])
@pytest.mark.parametrize("dose", ["gentle", "standard", "thorough"])
def test_nothing_that_is_said_is_cut_off_by_what_follows(
    tmp_path: Path, dose: str, intensity: str
) -> None:
    heard = spoken(tmp_path / "session.wav", dose, intensity)

    assert [each.text for each in heard if each.is_cut_off] == []


def test_what_is_spoken_is_the_script_at_its_moments(tmp_path: Path) -> None:
    plan = a_plan("left", "right", dose="standard", intensity="crossed")

    heard = spoken(tmp_path / "session.wav", "standard", "crossed")

    assert tuple((each.begins, each.text) for each in heard) == script(plan)


def test_the_file_lasts_from_the_signs_to_the_last_word(tmp_path: Path) -> None:
    heard = spoken(tmp_path / "session.wav", "gentle", "uncrossed")

    with wave.open(str(tmp_path / "session.wav")) as file:
        milliseconds = 1000 * file.getnframes() / file.getframerate()
    assert milliseconds >= heard[-1].begins
    assert heard[0].text.startswith(the_guide().safety.emergency.title)
