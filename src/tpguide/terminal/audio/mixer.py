"""Mix what is heard at once: words, the tone of the moment, the ticks of the pacer.

The voice comes first: while something is said, tones and ticks are soft. Nothing clips: at their
levels here, all three together stay below the loudest there is. No device is known here, so that
a sound file and a loudspeaker get the same.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from tpguide.session.cues import Sound
from tpguide.terminal.audio.samples import frames_in, mixed, scaled, silence
from tpguide.terminal.audio.tones import melody, tick

#: Shares of the loudest there is. Voices come no louder than this.
VOICE_LEVEL: Final = 0.7
TONE_LEVEL: Final = 0.4
TICK_LEVEL: Final = 0.25
#: While something is said.
TONE_LEVEL_UNDER_VOICE: Final = 0.07
TICK_LEVEL_UNDER_VOICE: Final = 0.05
#: What is cut off fades for so long, since a sudden end clicks.
FADE_FRAMES: Final = frames_in(10)


@dataclass(frozen=True, slots=True)
class Volumes:
    """How loud each is, in percent of its usual level."""

    voice: int = 100
    tones: int = 100
    pacer: int = 100


class _Kind(Enum):
    VOICE = auto()
    TONE = auto()
    TICK = auto()


@dataclass(frozen=True, slots=True)
class _Sounding:
    """Samples that are heard from the frame *begins* on."""

    kind: _Kind
    begins: int
    samples: array[int]

    @property
    def ends(self) -> int:
        return self.begins + len(self.samples)

    def between(self, begins: int, ends: int) -> array[int]:
        """Return what is heard of it from one frame to another, silence around it included."""
        before = max(0, self.begins - begins)
        part = self.samples[max(0, begins - self.begins) : max(0, ends - self.begins)]
        return silence(before) + part + silence(ends - begins - before - len(part))

    def cut_off_at(self, frame: int) -> _Sounding:
        """Return it with a quick end at *frame*."""
        heard = max(0, frame - self.begins)
        tail = self.samples[heard : heard + FADE_FRAMES]
        faded = array("h", [round(s * (1 - n / FADE_FRAMES)) for n, s in enumerate(tail)])
        return _Sounding(self.kind, self.begins, self.samples[:heard] + faded)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Words and a tone, ready to be heard."""

    voice: array[int]
    tone: array[int]


class Mixer:
    """Sounds on their way. Its frames are asked for in order, and counted by *frame*."""

    def __init__(self, volumes: Volumes) -> None:
        self.frame = 0
        self._volumes = volumes
        self._sounding: list[_Sounding] = []

    def play(self, voice: array[int], sound: Sound) -> int:
        """Begin with words and the tone of *sound*, as `begin` does."""
        return self.begin(self.prepared(voice, sound))

    def prepared(self, voice: array[int], sound: Sound) -> Prepared:
        """Return words and the tone of *sound* as loud as they are wanted. It takes its time."""
        tone_level = TONE_LEVEL_UNDER_VOICE if voice else TONE_LEVEL
        return Prepared(
            scaled(voice, self._volumes.voice / 100),
            melody(sound, tone_level * self._volumes.tones / 100),
        )

    def begin(self, prepared: Prepared) -> int:
        """Begin with what is prepared, and cut off what sounds. It takes no time.

        Return the frame at which it ends.
        """
        self.cut_off()
        begun = [
            _Sounding(_Kind.VOICE, self.frame, prepared.voice),
            _Sounding(_Kind.TONE, self.frame, prepared.tone),
        ]
        self._sounding += begun
        return max(each.ends for each in begun)

    def cut_off(self) -> None:
        """Let words and tones end now. Ticks are too short for it."""
        self._sounding = [
            each if each.kind is _Kind.TICK else each.cut_off_at(self.frame)
            for each in self._sounding
        ]

    def tick(self, frame: int, *, turns: bool) -> None:
        """Have the pacer tick at *frame*. What would be late is left out."""
        if frame < self.frame:
            return
        level = TICK_LEVEL_UNDER_VOICE if self._is_said_at(frame) else TICK_LEVEL
        samples = tick(level * self._volumes.pacer / 100, turns=turns)
        self._sounding.append(_Sounding(_Kind.TICK, frame, samples))

    def forget_ticks(self) -> None:
        """Leave out the ticks that haven't begun."""
        self._sounding = [
            each
            for each in self._sounding
            if each.kind is not _Kind.TICK or each.begins < self.frame
        ]

    def next_frames(self, count: int) -> array[int]:
        """Return the next *count* frames."""
        begins, ends = self.frame, self.frame + count
        heard = silence(count)
        for number, part in enumerate(e for e in self._sounding if e.begins < ends):
            samples = part.between(begins, ends)
            heard = mixed(heard, samples) if number else samples
        self.frame = ends
        self._sounding = [each for each in self._sounding if each.ends > ends]
        return heard

    def _is_said_at(self, frame: int) -> bool:
        voices = (each for each in self._sounding if each.kind is _Kind.VOICE)
        return any(each.begins <= frame < each.ends for each in voices)
