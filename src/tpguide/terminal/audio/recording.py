"""Speak a whole session into one sound file, for a phone or a speaker without a screen."""

from __future__ import annotations

import subprocess
import tempfile
import wave
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tpguide.errors import TpguideError
from tpguide.terminal.audio.speech import FILE_RATE_HERTZ, SpeechProgram, VoiceSettings

#: What is louder can be heard. Speech programs end a text with a silence of their own.
AUDIBLE: Final = 300
#: A text that isn't written by then never will be.
RECORDING_PATIENCE_SECONDS: Final = 60
#: One channel of two bytes.
FORM: Final = (1, 2, FILE_RATE_HERTZ)


class AudioFileError(TpguideError):
    """A sound file that can't be made here."""


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A text in a sound file, by the milliseconds from its beginning.

    *ends* is when the last of it would be heard, *next_begins* when the next text comes.
    """

    text: str
    begins: int
    ends: int
    next_begins: int | None

    @property
    def is_cut_off(self) -> bool:
        """Whether the next text comes before this one is over."""
        return self.next_begins is not None and self.ends > self.next_begins


def write_audio(
    script: Sequence[tuple[int, str]],
    path: Path,
    programs: Sequence[SpeechProgram],
    voice: VoiceSettings,
) -> tuple[SpokenLine, ...]:
    """Write *script*, texts with their milliseconds in order, as a WAV file; return what is heard.

    As in a session, each text cuts off the one before. Half a file is never left at *path*.
    Raises AudioFileError if the texts can't be spoken, OSError if *path* can't be written.
    """
    half = path.with_name(f"{path.name}.part")
    try:
        with tempfile.TemporaryDirectory(prefix="tpguide-") as folder:
            speech = _Speech(programs, voice, Path(folder))
            with wave.open(str(half), "wb") as out:
                out.setparams((*FORM, 0, "NONE", "not compressed"))
                spoken = tuple(_spoken_into(out, script, speech))
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    return spoken


def _spoken_into(
    out: wave.Wave_write, script: Sequence[tuple[int, str]], speech: _Speech
) -> Iterator[SpokenLine]:
    moments = [at for at, _ in script]
    written = 0
    for (at, text), following in zip(script, (*moments[1:], None), strict=True):
        samples = speech.of(text)
        begin = _samples_in(at)
        room = len(samples) if following is None else _samples_in(following) - begin
        out.writeframesraw(bytes(out.getsampwidth() * (begin - written)))
        out.writeframesraw(samples[:room].tobytes())
        written = begin + min(room, len(samples))
        yield SpokenLine(text, at, at + _audible_milliseconds(samples), following)


class _Speech:
    """The sound of texts, each spoken once however often it is said."""

    def __init__(
        self, programs: Sequence[SpeechProgram], voice: VoiceSettings, folder: Path
    ) -> None:
        self._file = folder / "text.wav"
        self._commands = [program.into_file(self._file, voice) for program in programs]
        self._sounds: dict[str, array[int]] = {}

    def of(self, text: str) -> array[int]:
        """Return the samples of *text*, in the machine's own order of bytes."""
        if text not in self._sounds:
            self._sounds[text] = self._sound(text)
        return self._sounds[text]

    def _sound(self, text: str) -> array[int]:
        command = next(filter(None, self._commands), None)
        if not command:
            raise AudioFileError(
                "There is no program here that speaks into a file.", "Install espeak-ng."
            )
        ended = subprocess.run(
            command,
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=RECORDING_PATIENCE_SECONDS,
            check=False,
        )
        try:
            with wave.open(str(self._file), "rb") as spoken:
                if spoken.getparams()[:3] == FORM:
                    return array("h", spoken.readframes(spoken.getnframes()))
                why = "its files are of another kind than expected"
        except (OSError, EOFError, wave.Error):
            why = ended.stderr.decode("utf-8", "replace").strip() or "it wrote nothing"
        raise AudioFileError(f"{Path(command[0]).name} can't speak into a file: {why}.")


def _samples_in(milliseconds: int) -> int:
    return milliseconds * FILE_RATE_HERTZ // 1000


def _audible_milliseconds(samples: array[int]) -> int:
    last = next((n for n in reversed(range(len(samples))) if abs(samples[n]) > AUDIBLE), 0)
    return last * 1000 // FILE_RATE_HERTZ
