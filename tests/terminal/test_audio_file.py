from __future__ import annotations

import os
import wave
from array import array
from pathlib import Path

import pytest

from programs import ESPEAK, needs
from terminal.sound_programs import COMPLAINS, WORKS, Programs
from tpguide.session.cues import Sound
from tpguide.terminal.audio.recording import AUDIBLE, AudioFileError, write_audio
from tpguide.terminal.audio.speech import FILE_RATE_HERTZ, VoiceSettings, speech_programs
from tpguide.terminal.audio.tones import seconds_of, tone

#: A speech program for which every text is a tone.
WRITES_A_TONE = 'cat > /dev/null; for file; do :; done; cp "$(dirname "$0")/tone.wav" "$file"'
TONE_MILLISECONDS = int(1000 * seconds_of(Sound.STEP))
SCRIPT = ((0, "Get down."), (2000, "Toes in."), (2100, "Rest."))


@pytest.fixture
def programs(tmp_path: Path) -> Programs:
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "tone.wav").write_bytes(tone(Sound.STEP))
    return Programs(folder)


def heard(path: Path, begin: int, end: int) -> bool:
    """Tell whether something is heard between two milliseconds of a sound file."""
    with wave.open(str(path)) as sound:
        samples = array("h", sound.readframes(sound.getnframes()))
    part = samples[begin * FILE_RATE_HERTZ // 1000 : end * FILE_RATE_HERTZ // 1000]
    return any(abs(sample) > AUDIBLE for sample in part)


def length_milliseconds(path: Path) -> float:
    with wave.open(str(path)) as sound:
        frames: int = sound.getnframes()
    return 1000 * frames / FILE_RATE_HERTZ


def test_texts_are_heard_at_their_times_with_silence_between(
    programs: Programs, tmp_path: Path
) -> None:
    programs.add("espeak-ng", WRITES_A_TONE)
    path = tmp_path / "session.wav"

    write_audio(SCRIPT, path, speech_programs(programs.environment, "linux"), VoiceSettings())

    assert heard(path, 0, TONE_MILLISECONDS)
    assert not heard(path, TONE_MILLISECONDS, 2000)
    assert heard(path, 2000, 2000 + TONE_MILLISECONDS)
    assert length_milliseconds(path) == pytest.approx(2100 + TONE_MILLISECONDS, abs=2)


def test_what_is_said_is_told_and_what_is_cut_off_by_the_next_text(
    programs: Programs, tmp_path: Path
) -> None:
    programs.add("espeak-ng", WRITES_A_TONE)
    voices = speech_programs(programs.environment, "linux")

    spoken = write_audio(SCRIPT, tmp_path / "session.wav", voices, VoiceSettings())

    assert [(text.begins, text.text) for text in spoken] == list(SCRIPT)
    assert [text.is_cut_off for text in spoken] == [False, True, False]


def test_a_program_that_only_speaks_aloud_is_passed_over(
    programs: Programs, tmp_path: Path
) -> None:
    programs.add("spd-say", WORKS)
    voices = speech_programs(programs.environment, "linux")

    with pytest.raises(AudioFileError, match="no program here that speaks into a file"):
        write_audio(SCRIPT, tmp_path / "session.wav", voices, VoiceSettings())

    assert programs.told("spd-say") == []


@pytest.mark.parametrize(
    ("script", "why"), [(COMPLAINS, "no such device"), ("cat > /dev/null", "it wrote nothing")]
)
def test_a_program_that_fails_is_named_and_half_a_file_is_never_left(
    programs: Programs, tmp_path: Path, script: str, why: str
) -> None:
    programs.add("espeak-ng", script)
    path = tmp_path / "session.wav"
    path.write_text("an older file")
    voices = speech_programs(programs.environment, "linux")

    with pytest.raises(AudioFileError, match=f"espeak-ng can't speak into a file: .*{why}"):
        write_audio(SCRIPT, path, voices, VoiceSettings())

    assert path.read_text() == "an older file"
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == ["session.wav"]


@needs(ESPEAK, "espeak-ng")
def test_espeak_really_speaks(tmp_path: Path) -> None:
    path = tmp_path / "session.wav"
    script = ((1000, "Toes in."), (6000, "Push yourself up. Then roll slowly."))

    spoken = write_audio(script, path, speech_programs(os.environ), VoiceSettings())

    assert not heard(path, 0, 1000)
    assert heard(path, 1000, 1500)
    assert not heard(path, spoken[0].ends + 100, 6000)
    assert heard(path, 6000, 6500)
    assert spoken[0].ends - 1000 < spoken[1].ends - 6000
