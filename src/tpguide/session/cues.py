"""Cues: a sound for the kind of moment, and the words to be spoken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final


class Sound(Enum):
    """A moment that sounds different from the others; *words* alone have no tone."""

    WORDS = "words"
    START = "start"
    STEP = "step"
    CHANGE = "change of pressure"
    SORE_SPOT = "sore spot"
    CHECK_IN = "check-in"
    CHANGE_SIDES = "change sides"
    COUNT = "count"
    PAUSE = "pause"
    WARNING = "warning"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class Cue:
    """A sound and words to play now; whatever is still playing is cut off."""

    sound: Sound
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """Stop whatever is being spoken."""


#: Extra time for each break between two sentences; measured on espeak-ng, which needs the most.
SENTENCE_BREAK_SECONDS: Final = 0.45
#: The breath between two sentences that were recorded one by one, or synthesised so.
BREATH_SECONDS: Final = 0.3
_SENTENCE_BREAK: Final = re.compile(r"[.:;?!…。؟][\s]+\S")
_SENTENCE_END: Final = re.compile(r"(?<=[.?!…。؟])\s+")


def seconds_to_say(text: str, words_per_minute: int) -> float:
    """Return how long *text* takes at that speed, the breaks between its sentences included."""
    breaks = len(_SENTENCE_BREAK.findall(text))
    return len(text.split()) * 60 / words_per_minute + breaks * SENTENCE_BREAK_SECONDS


def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of *text*, each of which has a sound of its own."""
    return tuple(part for part in _SENTENCE_END.split(text.strip()) if part)


@dataclass(frozen=True, slots=True)
class Speech:
    """How long what is said takes: by its sounds, and by an estimate for what has none.

    *sounds* are the seconds of each sentence that was recorded.
    """

    words_per_minute: int
    sounds: Mapping[str, float] = field(default_factory=dict)

    def seconds(self, text: str) -> float:
        """Return how long *text* takes to say."""
        sentences = sentences_of(text)
        if not any(sentence in self.sounds for sentence in sentences):
            return seconds_to_say(text, self.words_per_minute)
        breaths = BREATH_SECONDS * (len(sentences) - 1)
        return breaths + sum(
            self.sounds.get(sentence) or seconds_to_say(sentence, self.words_per_minute)
            for sentence in sentences
        )
