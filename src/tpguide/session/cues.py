"""What a session wants heard: a sound that tells the kind of moment, and words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


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
    """Something to be heard now; what was still being said is cut off."""

    sound: Sound
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """Whatever is still being said is cut off."""


def seconds_to_say(text: str, words_per_minute: int) -> float:
    """Return how long *text* takes at that speed; pauses between sentences are in the speed."""
    return len(text.split()) * 60 / words_per_minute
