"""Cues: a sound for the kind of moment, and the words to be spoken."""

from __future__ import annotations

import re
from dataclasses import dataclass
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


#: How much longer than its words a text takes at each break between two sentences; measured on
#: espeak-ng, which needs the most.
SENTENCE_BREAK_SECONDS: Final = 0.45
_SENTENCE_BREAK: Final = re.compile(r"[.:;?!…。؟][\s]+\S")


def seconds_to_say(text: str, words_per_minute: int) -> float:
    """Return how long *text* takes at that speed, the breaks between its sentences included."""
    breaks = len(_SENTENCE_BREAK.findall(text))
    return len(text.split()) * 60 / words_per_minute + breaks * SENTENCE_BREAK_SECONDS
