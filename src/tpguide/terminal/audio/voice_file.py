"""The recorded voice of a guide: one sound for each sentence, in a file beside the guide.

The sounds are named by the hash of their sentence and of the voice, so that a sentence that was
edited has none until it is recorded again, and is spoken by a synthetic voice meanwhile. The file
may be anybody's: what is too large or isn't what it should be counts as not there.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

INDEX: Final = "voice.json"
#: A sentence isn't larger, nor are all of them together.
MOST_BYTES_OF_A_SOUND: Final = 500_000
MOST_BYTES_OF_THE_INDEX: Final = 1_000_000
LONGEST_SOUND_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class VoiceFile:
    """A recorded voice: its file, the name of its voice, and how long each sentence of it is."""

    path: Path
    voice: str
    seconds: Mapping[str, float]

    def sound(self, sentence: str) -> bytes:
        """Return the sound of *sentence* as it is in the file, or nothing without one.

        Raises OSError if the file can't be read any more.
        """
        if sentence not in self.seconds:
            return b""
        try:
            with zipfile.ZipFile(self.path) as archive:
                return _read(archive, sound_name(sentence, self.voice), MOST_BYTES_OF_A_SOUND)
        except (KeyError, ValueError, zipfile.BadZipFile):
            return b""


def sound_name(sentence: str, voice: str) -> str:
    """Return the name of the sound of *sentence* in a file of *voice*."""
    return hashlib.sha256(f"{voice}\n{sentence}".encode()).hexdigest()[:20] + ".ogg"


def voice_path(guide_folder: Path, language: str, slug: str) -> Path:
    """Return where the voice of a guide in that folder lies, whether there is one or not."""
    return guide_folder / "voices" / language / f"{slug}.zip"


def open_voice(path: Path) -> VoiceFile | None:
    """Return the voice in the file at *path*, or nothing if there is none that can be used."""
    try:
        with zipfile.ZipFile(path) as archive:
            index = json.loads(_read(archive, INDEX, MOST_BYTES_OF_THE_INDEX))
            voice = str(index["voice"])
            names = set(archive.namelist())
            seconds = {
                str(sentence): min(float(length), LONGEST_SOUND_SECONDS)
                for sentence, length in index["seconds"].items()
                if sound_name(sentence, voice) in names and float(length) > 0
            }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    except (zipfile.BadZipFile, NotImplementedError):
        return None
    return VoiceFile(path, voice, seconds)


def decoded(sound: bytes) -> array[int]:
    """Return the samples of *sound*, which is Vorbis.

    Raises ImportError where nothing here can decode it, ValueError if it is something else.
    """
    import miniaudio

    from tpguide.terminal.audio.samples import RATE_HERTZ

    try:
        decoded = miniaudio.decode(sound, nchannels=1, sample_rate=RATE_HERTZ)
    except miniaudio.MiniaudioError as error:
        raise ValueError(str(error)) from None
    return array("h", decoded.samples)


def _read(archive: zipfile.ZipFile, name: str, most_bytes: int) -> bytes:
    with archive.open(name) as file:
        content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise ValueError("too large")
    return content
