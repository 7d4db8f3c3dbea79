"""Record a guide's own voice: every sentence that it can say, in the file beside the guide.

    pip install --group voice      (pip 25.1 or newer, in the environment of ./run)
    python tools/record_voice.py data/tibialis_posterior.yaml

Only what has no sound yet is spoken anew; what is no longer said is left out. The voice speaks
English. Each sound is trimmed, and as loud as the others, as far as none of them clips.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

import numpy as np
import soundfile
from hibari import Hibari

from tpguide.guide.loader import load
from tpguide.session.sentences import sentences
from tpguide.terminal.audio.mixer import VOICE_LEVEL
from tpguide.terminal.audio.samples import RATE_HERTZ
from tpguide.terminal.audio.voice_file import INDEX, open_voice, sound_name, voice_path

SPEED = 0.88
#: Whatever changes how it sounds changes this name, and everything is recorded again.
VOICE = f"hibari-tts 0.2 heart, speed {SPEED}, mastered 1"
#: Softer than this is silence; so much of it is left before and after.
QUIET = 0.004
BEFORE_SECONDS, AFTER_SECONDS = 0.02, 0.08
#: The loudness of all of it: of what isn't silence, its mean square.
LOUDNESS = 0.11
#: Of Vorbis: 0 is the best, 1 the smallest.
COMPRESSION = 0.75


def main(guide_file: Path) -> None:
    """Bring the voice of the guide in that file up to date."""
    guide = load(guide_file.read_bytes())
    path = voice_path(guide_file.parent, guide.language, guide.slug)
    before = open_voice(path)
    kept = before if before and before.voice == VOICE else None
    voice = Hibari(threads=2)
    sounds: dict[str, bytes] = {}
    seconds: dict[str, float] = {}
    made = 0
    for sentence in sentences(guide):
        sound = kept.sound(sentence) if kept else b""
        if kept and sound:
            sounds[sentence], seconds[sentence] = sound, kept.seconds[sentence]
            continue
        samples = mastered(voice(sentence, speed=SPEED, seed=0))
        sounds[sentence] = as_vorbis(samples)
        seconds[sentence] = round(len(samples) / RATE_HERTZ, 3)
        made += 1
    write(path, sounds, seconds)
    size = path.stat().st_size / 1e6
    sys.stdout.write(f"{path}: {len(sounds)} sentences, {made} of them new, {size:.2f} MB\n")


def mastered(samples: np.ndarray) -> np.ndarray:
    """Return *samples* without their silence, as loud as all others."""
    loud = np.flatnonzero(abs(samples) > QUIET)
    begins = max(0, loud[0] - round(BEFORE_SECONDS * RATE_HERTZ))
    samples = samples[begins : loud[-1] + round(AFTER_SECONDS * RATE_HERTZ)]
    voiced = samples[abs(samples) > 10 * QUIET]
    gain = LOUDNESS / np.sqrt(np.mean(voiced**2))
    # What would be too loud is bent, not cut: only the tips of the loudest sounds are.
    bent: np.ndarray = VOICE_LEVEL * 0.97 * np.tanh(gain * samples / (VOICE_LEVEL * 0.97))
    return bent


def as_vorbis(samples: np.ndarray) -> bytes:
    """Return *samples* as a Vorbis file."""
    file = io.BytesIO()
    soundfile.write(
        file, samples, RATE_HERTZ, format="OGG", subtype="VORBIS", compression_level=COMPRESSION
    )
    return file.getvalue()


def write(path: Path, sounds: dict[str, bytes], seconds: dict[str, float]) -> None:
    """Write the voice file, the same for the same sounds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    index = json.dumps({"voice": VOICE, "seconds": seconds}, ensure_ascii=False, indent=0)
    half = path.with_suffix(".part")
    with zipfile.ZipFile(half, "w") as archive:
        archive.writestr(zipfile.ZipInfo(INDEX), index, zipfile.ZIP_DEFLATED)
        for sentence, sound in sounds.items():
            archive.writestr(zipfile.ZipInfo(sound_name(sentence, VOICE)), sound)
    half.replace(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
