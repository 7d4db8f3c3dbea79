"""A synthetic voice in this process: SVOX Pico, which comes with what pip installs."""

from __future__ import annotations

import importlib.util
from array import array
from typing import Final

from tpguide.terminal.audio.samples import peak, resampled, scaled, trimmed

#: Its voice of each language.
VOICES: Final = {"en": "en-GB", "de": "de-DE", "es": "es-ES", "fr": "fr-FR", "it": "it-IT"}
VOICE_NAMES: Final = (*VOICES.values(), "en-US")
#: How fast it speaks by itself, in the measure of session/cues: its own pauses are left out.
USUAL_WORDS_PER_MINUTE: Final = 120
#: As loud as it speaks by itself, it clips.
OWN_VOLUME: Final = 0.5
OWN_RATE_HERTZ: Final = 16000
#: What is softer at either end of a sentence is its silence.
SILENCE_LEVEL: Final = 150


def voice_of(language: str, name: str = "") -> str | None:
    """Return what speaks *language* here, if anything does: the voice of that name, if it can."""
    voice = name if name in VOICE_NAMES else VOICES.get(language.partition("-")[0])
    return voice if voice and importlib.util.find_spec("py_nanotts") else None


def synthesised(sentence: str, voice: str, words_per_minute: int, level: float) -> array[int]:
    """Return *sentence* as samples whose loudest has that level.

    Raises RuntimeError if it can't be spoken, ImportError where there is no such voice.
    """
    from py_nanotts import NanoTTS

    # What it would take for its own marks; each is said as a break.
    text = sentence.replace("<", ",").replace(">", ",").replace("&", ",")
    speed = words_per_minute / USUAL_WORDS_PER_MINUTE
    spoken = NanoTTS().speak(text, voice=voice, speed=speed, volume=OWN_VOLUME)
    samples = resampled(trimmed(array("h", spoken), SILENCE_LEVEL), OWN_RATE_HERTZ)
    loudest = peak(samples)
    return scaled(samples, level / loudest) if loudest else samples
