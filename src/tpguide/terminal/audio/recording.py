"""Write a whole session into one sound file, for a phone or a speaker without a screen."""

from __future__ import annotations

import subprocess
import wave
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol

from tpguide.errors import TpguideError
from tpguide.session.transcript import Script
from tpguide.terminal.audio.mixer import Mixer
from tpguide.terminal.audio.samples import (
    RATE_HERTZ,
    frames_in,
    resampled,
    set_form,
    trimmed,
)
from tpguide.terminal.audio.sayer import CannotSayError, Sayer
from tpguide.terminal.audio.speech import SpeechProgram, VoiceSettings
from tpguide.terminal.temporary import temporary_folder

#: Speech programs end a text with a silence of their own. What is louder can be heard.
AUDIBLE: Final = 300
#: A text that isn't written by then never will be.
RECORDING_PATIENCE_SECONDS: Final = 60
#: What is heard after the last words.
SILENT_END_SECONDS: Final = 1
MP3_KILOBITS: Final = 48
MP3_QUALITY: Final = 3
#: Written at a time.
BLOCK_SECONDS: Final = 1


class AudioFileError(TpguideError):
    """A sound file that can't be made here."""


def sayer_of(voice: VoiceSettings, programs: Sequence[SpeechProgram]) -> Sayer:
    """Return what says texts into a file: in process where that can be, else by a program."""

    def otherwise(sentence: str) -> array[int]:
        return _spoken_by_a_program(sentence, programs, voice)

    return Sayer(voice.recorded, voice.synthetic, voice.words_per_minute, otherwise)


def write_audio(script: Script, path: Path, sayer: Sayer, mixer: Mixer) -> float:
    """Write *script* to *path*, as WAV or, if it is called so, as MP3; return its seconds.

    As in a session, each text cuts off the one before. Half a file is never left at *path*.
    Raises AudioFileError if that can't be made here, OSError if *path* can't be written.
    """
    half = path.with_name(f"{path.name}.part")
    write = _write_mp3 if path.suffix.lower() == ".mp3" else _write_wav
    try:
        frames = write(half, mixed_script(script, sayer, mixer))
        half.replace(path)
    except CannotSayError as error:
        raise AudioFileError(
            f"There is nothing here that can say it: {error}.", "Install espeak-ng."
        ) from None
    finally:
        half.unlink(missing_ok=True)
    return frames / RATE_HERTZ


def mixed_script(script: Script, sayer: Sayer, mixer: Mixer) -> Iterator[array[int]]:
    """Yield the samples of *script*, one after the other. Raises CannotSayError."""
    beats = iter(script.beats)
    beat = next(beats, None)
    ends = frames_in(script.ends)
    moments = [frames_in(each.at) for each in script.heard[1:]]
    for heard, following in zip(script.heard, [*moments, None], strict=True):
        yield from _blocks(mixer, frames_in(heard.at))
        spoken_until = mixer.play(sayer.samples(heard.cue.spoken), heard.cue.sound)
        until = following if following is not None else max(ends, spoken_until)
        while beat and frames_in(beat.at) < until:
            mixer.tick(frames_in(beat.at), turns=beat.turns)
            beat = next(beats, None)
        yield from _blocks(mixer, until)
    yield from _blocks(mixer, mixer.frame + SILENT_END_SECONDS * RATE_HERTZ)


def _blocks(mixer: Mixer, until: int) -> Iterator[array[int]]:
    while mixer.frame < until:
        yield mixer.next_frames(min(until - mixer.frame, BLOCK_SECONDS * RATE_HERTZ))


def _write_wav(path: Path, blocks: Iterator[array[int]]) -> int:
    frames = 0
    with wave.open(str(path), "wb") as out:
        set_form(out)
        for block in blocks:
            out.writeframes(block.tobytes())
            frames += len(block)
    return frames


class _Encoder(Protocol):
    def encode(self, samples: bytes, /) -> bytearray: ...

    def flush(self) -> bytearray: ...


def _write_mp3(path: Path, blocks: Iterator[array[int]]) -> int:
    frames = 0
    encoder = _mp3_encoder()
    with path.open("wb") as out:
        for block in blocks:
            out.write(encoder.encode(block.tobytes()))
            frames += len(block)
        out.write(encoder.flush())
    return frames


def _mp3_encoder() -> _Encoder:
    try:
        import lameenc
    except ImportError:
        raise AudioFileError(
            "MP3 can't be written here: there is no build of lameenc for this machine.",
            "Give the file a name that ends in .wav.",
        ) from None
    encoder = lameenc.Encoder()
    encoder.set_in_sample_rate(RATE_HERTZ)
    encoder.set_channels(1)
    encoder.set_bit_rate(MP3_KILOBITS)
    encoder.set_quality(MP3_QUALITY)
    encoder.silence()
    made: _Encoder = encoder
    return made


def _spoken_by_a_program(
    text: str, programs: Sequence[SpeechProgram], voice: VoiceSettings
) -> array[int]:
    """Return the samples of *text* as a program of the system speaks it into a file."""
    with temporary_folder() as folder:
        if folder is None:
            raise AudioFileError("There is no place for temporary files.", "Free some space.")
        file = folder / "text.wav"
        able = ((program, program.into_file(file, voice)) for program in programs)
        program, command = next(((one, how) for one, how in able if how), (None, None))
        if not program or not command:
            raise CannotSayError(f"“{text}”: no program here speaks into a file")
        ended = subprocess.run(
            command,
            input=program.readable(text).encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=RECORDING_PATIENCE_SECONDS,
            check=False,
        )
        try:
            with wave.open(str(file), "rb") as spoken:
                if spoken.getparams()[:2] == (1, 2):
                    samples = array("h", spoken.readframes(spoken.getnframes()))
                    return resampled(trimmed(samples, AUDIBLE), spoken.getframerate())
            why = "its files are of another kind than expected"
        except (OSError, EOFError, wave.Error):
            why = ended.stderr.decode("utf-8", "replace").strip() or "it wrote nothing"
    raise AudioFileError(f"{Path(command[0]).name} can't speak into a file: {why}.")
