"""Make the tones of a session, and find what plays them.

Each kind of moment has a melody of its own, that can be told from the others at once. No pitch
is low, because a laptop's speakers play none.
"""

from __future__ import annotations

import math
import shutil
import sys
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

from tpguide.session.cues import Sound
from tpguide.terminal.audio.process import Playing
from tpguide.terminal.audio.samples import LOUDEST, RATE_HERTZ, as_wav, silence

#: How long a note takes to rise and to fall, since a sudden one clicks.
RISE_SECONDS: Final = 0.008
FALL_SECONDS: Final = 0.06
#: How loud a melody is where nothing else sounds, as a share of the loudest there is.
LONE_TONE_LEVEL: Final = 0.5


class ToneNote(NamedTuple):
    """A tone, or with no pitch a rest."""

    hertz: float
    seconds: float


C5, E5, G5, A5, C6, E6 = 523.25, 659.26, 783.99, 880.0, 1046.5, 1318.51
REST: Final = ToneNote(0, 0.07)

#: The pacer's: short, so that words go on over them.
TICK: Final = ToneNote(1567.98, 0.035)
TURN: Final = ToneNote(783.99, 0.11)

#: Every moment but mere words.
MELODIES: Final = {
    Sound.START: (ToneNote(G5, 0.15), ToneNote(C6, 0.35)),
    Sound.STEP: (ToneNote(C6, 0.22),),
    Sound.CHANGE: (ToneNote(E6, 0.12), REST, ToneNote(E6, 0.12)),
    Sound.SORE_SPOT: (ToneNote(A5, 0.1), REST, ToneNote(A5, 0.1), REST, ToneNote(A5, 0.25)),
    Sound.CHECK_IN: (
        ToneNote(E5, 0.15),
        ToneNote(A5, 0.15),
        REST,
        ToneNote(E5, 0.15),
        ToneNote(A5, 0.3),
    ),
    Sound.CHANGE_SIDES: (*(ToneNote(C6, 0.16), ToneNote(G5, 0.16)) * 3, ToneNote(C6, 0.3)),
    Sound.COUNT: (ToneNote(A5, 0.09),),
    Sound.PAUSE: (ToneNote(C6, 0.15), ToneNote(G5, 0.15), ToneNote(C5, 0.35)),
    Sound.WARNING: (ToneNote(E6, 0.3), REST, ToneNote(E6, 0.3), REST, ToneNote(E6, 0.5)),
    Sound.FINISH: (ToneNote(C5, 0.16), ToneNote(E5, 0.16), ToneNote(G5, 0.16), ToneNote(C6, 0.6)),
}


@dataclass(frozen=True, slots=True)
class Player:
    """A program that plays a WAV file."""

    command: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is called."""
        return Path(self.command[0]).name

    def play(self, file: Path) -> Playing:
        """Play *file*. Raises OSError if it can't be started."""
        return Playing((*self.command, str(file)))


def players(environment: Mapping[str, str], platform: str = sys.platform) -> tuple[Player, ...]:
    """Return the programs that can play here, the best first."""
    programs = (("afplay",),) if platform == "darwin" else _PLAYERS
    return tuple(
        Player((path, *options))
        for name, *options in programs
        if (path := shutil.which(name, path=environment.get("PATH")))
    )


def tone(sound: Sound, lead_milliseconds: int = 0) -> bytes:
    """Return the melody of *sound*, after so much silence, as a WAV file."""
    lead = silence(lead_milliseconds * RATE_HERTZ // 1000)
    return as_wav(lead + melody(sound, LONE_TONE_LEVEL))


@cache
def melody(sound: Sound, level: float) -> array[int]:
    """Return the melody of *sound*, at most so loud; nothing for mere words."""
    return _played(MELODIES.get(sound, ()), level)


@cache
def tick(level: float, *, turns: bool) -> array[int]:
    """Return a tick of the pacer; where the stroke *turns*, it is another note."""
    return _played((TURN if turns else TICK,), level)


def seconds_of(sound: Sound) -> float:
    """Return how long the melody of *sound* is."""
    return sum(note.seconds for note in MELODIES[sound])


def _played(notes: Iterable[ToneNote], level: float) -> array[int]:
    return array("h", chain.from_iterable(_samples(note, level * LOUDEST) for note in notes))


def _samples(note: ToneNote, loudest: float) -> Iterable[int]:
    length = round(note.seconds * RATE_HERTZ)
    if not note.hertz:
        return bytes(length)
    rise, fall = RISE_SECONDS * RATE_HERTZ, FALL_SECONDS * RATE_HERTZ
    step = note.hertz * len(_PERIOD) / RATE_HERTZ
    return (
        int(
            loudest
            * _PERIOD[int(n * step) % len(_PERIOD)]
            * min(1.0, n / rise, (length - n) / fall)
        )
        for n in range(length)
    )


def _period() -> tuple[float, ...]:
    """Return one swing of a note: with the two tones above it, since one alone is missed."""
    turns = (2 * math.pi * n / 1024 for n in range(1024))
    return tuple(
        0.7 * math.sin(turn) + 0.22 * math.sin(2 * turn) + 0.08 * math.sin(3 * turn)
        for turn in turns
    )


_PERIOD: Final = _period()
_PLAYERS: Final = (("pw-play",), ("paplay",), ("aplay", "-q"))
