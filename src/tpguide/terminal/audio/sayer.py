"""Make a text into sound: each of its sentences as it was recorded, or else synthesised."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tpguide.session.cues import BREATH_SECONDS, sentences_of
from tpguide.terminal.audio.mixer import VOICE_LEVEL
from tpguide.terminal.audio.samples import (
    RATE_HERTZ,
    frames_in,
    peak,
    scaled,
    silence,
)
from tpguide.terminal.audio.synthesis import synthesised
from tpguide.terminal.audio.voice_file import VoiceFile, decoded


class CannotSayError(Exception):
    """A sentence that there is no sound for."""


@dataclass(frozen=True, slots=True)
class Sayer:
    """What says texts: a *recorded* voice, a *synthetic* one, and *otherwise* something else.

    *synthetic* is the name of a voice of Pico. *otherwise* returns a sentence's samples.
    """

    recorded: VoiceFile | None
    synthetic: str | None
    words_per_minute: int
    otherwise: Callable[[str], array[int]] | None = None

    def samples(self, text: str) -> array[int]:
        """Return the sound of *text*. Raises CannotSayError."""
        said = array("h")
        for number, sentence in enumerate(sentences_of(text)):
            if number:
                said += silence(frames_in(1000 * BREATH_SECONDS))
            said += self._sentence(sentence)
        return said

    def _sentence(self, sentence: str) -> array[int]:
        why = "there is no sound for it"
        try:
            if self.recorded and (sound := self.recorded.sound(sentence)):
                return _not_too_loud(decoded(sound))
        except (ImportError, ValueError, OSError) as error:
            why = str(error)
        try:
            if self.synthetic:
                return _synthesised(sentence, self.synthetic, self.words_per_minute)
        except (ImportError, RuntimeError) as error:
            why = str(error)
        if self.otherwise:
            return _not_too_loud(self.otherwise(sentence))
        raise CannotSayError(f"“{sentence}”: {why}")


@dataclass(frozen=True, slots=True)
class SoundSeconds(Mapping[str, float]):
    """How long each sentence is: as it was *recorded*, or else as the synthetic voice says it.

    What is not recorded is synthesised when its length is first asked for.
    """

    recorded: Mapping[str, float]
    synthetic: str
    words_per_minute: int

    def __getitem__(self, sentence: str) -> float:
        """Return the seconds of *sentence*. Raises KeyError where nothing here can say it."""
        if sentence in self.recorded:
            return self.recorded[sentence]
        try:
            samples = _synthesised(sentence, self.synthetic, self.words_per_minute)
        except (ImportError, RuntimeError):
            raise KeyError(sentence) from None
        return len(samples) / RATE_HERTZ

    def __iter__(self) -> Iterator[str]:
        """Yield the sentences that were recorded."""
        return iter(self.recorded)

    def __len__(self) -> int:
        """Return how many were recorded."""
        return len(self.recorded)


@lru_cache(maxsize=512)
def _synthesised(sentence: str, voice: str, words_per_minute: int) -> array[int]:
    return synthesised(sentence, voice, words_per_minute, VOICE_LEVEL)


def _not_too_loud(samples: array[int]) -> array[int]:
    """Return *samples*, softer if they would leave no room for what they are mixed with."""
    loudest = peak(samples)
    return scaled(samples, VOICE_LEVEL / loudest) if loudest > VOICE_LEVEL else samples
