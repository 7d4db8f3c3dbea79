from __future__ import annotations

import os
import wave
from array import array
from pathlib import Path

import pytest

from programs import ESPEAK, needs
from terminal.sound_programs import COMPLAINS, WORKS, Programs
from tpguide.session.cues import Cue, Sound
from tpguide.session.strokes import Beat
from tpguide.session.transcript import Script, TimedCue
from tpguide.terminal.audio.mixer import Mixer, Volumes
from tpguide.terminal.audio.recording import AUDIBLE, AudioFileError, sayer_of, write_audio
from tpguide.terminal.audio.samples import RATE_HERTZ
from tpguide.terminal.audio.speech import VoiceSettings, speech_programs
from tpguide.terminal.audio.tones import seconds_of, tone

#: A speech program for which every text is a tone.
WRITES_A_TONE = 'cat > /dev/null; for file; do :; done; cp "$(dirname "$0")/tone.wav" "$file"'
TONE_MILLISECONDS = int(1000 * seconds_of(Sound.STEP))
#: Nothing in this process speaks it.
VOICE = VoiceSettings(language="tlh")


def a_script(*said: tuple[int, str], beats: tuple[Beat, ...] = ()) -> Script:
    heard = tuple(TimedCue(at, Cue(Sound.WORDS, text)) for at, text in said)
    return Script(heard, beats, begins=0, ends=3000)


SCRIPT = a_script((0, "Get down."), (2000, "Toes in."), (2100, "Rest."))


@pytest.fixture
def programs(tmp_path: Path) -> Programs:
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "tone.wav").write_bytes(tone(Sound.STEP))
    return Programs(folder)


def written(script: Script, path: Path, programs: Programs) -> float:
    sayer = sayer_of(VOICE, speech_programs(programs.environment, "linux"))
    return write_audio(script, path, sayer, Mixer(Volumes()))


def samples_of(path: Path) -> array[int]:
    with wave.open(str(path)) as sound:
        return array("h", sound.readframes(sound.getnframes()))


def heard(path: Path, begin: int, end: int) -> bool:
    """Tell whether something is heard between two milliseconds of a sound file."""
    part = samples_of(path)[begin * RATE_HERTZ // 1000 : end * RATE_HERTZ // 1000]
    return any(abs(sample) > AUDIBLE for sample in part)


def test_texts_are_heard_at_their_times_with_silence_between(
    programs: Programs, tmp_path: Path
) -> None:
    programs.add("espeak-ng", WRITES_A_TONE)
    path = tmp_path / "session.wav"

    seconds = written(SCRIPT, path, programs)

    assert heard(path, 0, TONE_MILLISECONDS)
    assert not heard(path, TONE_MILLISECONDS, 2000)
    assert heard(path, 2000, 2000 + TONE_MILLISECONDS)
    assert seconds == len(samples_of(path)) / RATE_HERTZ == 4


def test_the_pacer_ticks_at_its_moments(programs: Programs, tmp_path: Path) -> None:
    programs.add("espeak-ng", WRITES_A_TONE)
    path = tmp_path / "session.wav"

    written(a_script((0, "Go."), beats=(Beat(1000, False), Beat(2000, True))), path, programs)

    assert not heard(path, 600, 1000)
    assert heard(path, 1000, 1020)
    assert not heard(path, 1050, 2000)
    assert heard(path, 2000, 2020)


def test_a_name_that_ends_in_mp3_makes_a_smaller_file(programs: Programs, tmp_path: Path) -> None:
    pytest.importorskip("lameenc")
    programs.add("espeak-ng", WRITES_A_TONE)

    written(SCRIPT, tmp_path / "session.wav", programs)
    written(SCRIPT, tmp_path / "session.mp3", programs)

    assert (tmp_path / "session.mp3").stat().st_size < (tmp_path / "session.wav").stat().st_size / 5


def test_a_program_that_only_speaks_aloud_is_passed_over(
    programs: Programs, tmp_path: Path
) -> None:
    programs.add("spd-say", WORKS)

    with pytest.raises(AudioFileError, match="no program here speaks into a file"):
        written(SCRIPT, tmp_path / "session.wav", programs)

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

    with pytest.raises(AudioFileError, match=f"espeak-ng can't speak into a file: .*{why}"):
        written(SCRIPT, path, programs)

    assert path.read_text() == "an older file"
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == ["session.wav"]


@needs(ESPEAK, "espeak-ng")
def test_espeak_really_speaks(tmp_path: Path) -> None:
    path = tmp_path / "session.wav"
    sayer = sayer_of(VoiceSettings(language="pt"), speech_programs(os.environ))

    write_audio(a_script((1000, "Toes in."), (6000, "Push up.")), path, sayer, Mixer(Volumes()))

    assert not heard(path, 0, 1000)
    assert heard(path, 1000, 1500)
    assert not heard(path, 4000, 6000)
    assert heard(path, 6000, 6500)
