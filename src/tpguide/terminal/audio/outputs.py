"""The ways to make a cue heard or seen: spoken, played, rung, flashed; and which there are here."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from tpguide.session.cues import Cue, Sound, seconds_to_say
from tpguide.terminal.audio.process import Playing
from tpguide.terminal.audio.speech import SpeechProgram, VoiceSettings, speech_programs
from tpguide.terminal.audio.tones import MELODIES, Player, players, seconds_of, tone
from tpguide.terminal.environment import is_over_ssh


class Rung(Enum):
    """A step of the ladder, from the best down; its value is the word for it."""

    VOICE = "voice"
    TONES = "tones"
    BELL = "bell"
    FLASH = "flash"


class Output(ABC):
    """One way of making a cue heard, or seen."""

    rung: Rung
    name: str

    @abstractmethod
    def carries(self, cue: Cue) -> bool:
        """Tell whether it has anything for *cue*."""

    @abstractmethod
    def begin(self, cue: Cue, lead_milliseconds: int) -> Playing | None:
        """Begin with *cue* after so much silence, where silence can be given.

        None is returned if that was all. Raises OSError if it can't.
        """

    def milliseconds(self, cue: Cue) -> float:
        """Return how long *cue* takes, about."""
        return 0


class VoiceOutput(Output):
    """Words, spoken."""

    rung = Rung.VOICE

    def __init__(self, program: SpeechProgram, settings: VoiceSettings) -> None:
        self.name = program.name
        self._program = program
        self._settings = settings

    def carries(self, cue: Cue) -> bool:
        return bool(cue.spoken)

    def begin(self, cue: Cue, lead_milliseconds: int) -> Playing:
        return self._program.speak(cue.spoken, self._settings, lead_milliseconds)

    def milliseconds(self, cue: Cue) -> float:
        seconds = seconds_to_say(cue.spoken, self._settings.words_per_minute)
        return 1000 * seconds


class ToneOutput(Output):
    """The melody of a moment, from a file in *folder* that is made when it is first needed."""

    rung = Rung.TONES

    def __init__(self, player: Player, folder: Path) -> None:
        self.name = player.name
        self._player = player
        self._folder = folder

    def carries(self, cue: Cue) -> bool:
        return cue.sound in MELODIES

    def begin(self, cue: Cue, lead_milliseconds: int) -> Playing:
        file = self._folder / f"{cue.sound.name.lower()}-{lead_milliseconds}.wav"
        if not file.exists():
            file.write_bytes(tone(cue.sound, lead_milliseconds))
        return self._player.play(file)

    def milliseconds(self, cue: Cue) -> float:
        return 1000 * seconds_of(cue.sound)


class SignalOutput(Output):
    """What is over as soon as it is given, and tells one moment from another at most by looks."""

    def __init__(self, rung: Rung, give: Callable[[Sound], None]) -> None:
        self.rung = rung
        self.name = rung.value
        self._give = give

    def carries(self, cue: Cue) -> bool:
        return cue.sound in MELODIES

    def begin(self, cue: Cue, lead_milliseconds: int) -> None:
        self._give(cue.sound)


#: Why there are no tones where a disk is full.
NO_ROOM = "there is no place for temporary files, so no tones can be made"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The means that there are, the best first, and why there aren't more."""

    means: tuple[Output, ...]
    missing: tuple[str, ...] = ()


def ladder(
    *,
    voice: VoiceSettings,
    ring: Callable[[], None],
    flash: Callable[[Sound], None],
    tone_folder: Path | None,
    environment: Mapping[str, str],
    platform: str = sys.platform,
) -> Ladder:
    """Return what this machine has, and over ssh what the person's machine has.

    *ring* rings the terminal's bell, *flash* has the screen light up in the looks of a moment.
    *tone_folder* is there already, and belongs to whoever asks; without one there are no tones.
    """
    signals = (SignalOutput(Rung.BELL, lambda _: ring()), SignalOutput(Rung.FLASH, flash))
    if is_over_ssh(environment):
        return Ladder(signals, ("over ssh, voice and tones would sound on the other machine",))
    spoken = [VoiceOutput(program, voice) for program in speech_programs(environment, platform)]
    found = players(environment, platform)
    played = [ToneOutput(player, tone_folder) for player in found] if tone_folder else []
    missing = []
    if not spoken:
        missing.append("no program to speak with is installed; espeak-ng is one")
    if not tone_folder:
        missing.append(NO_ROOM)
    elif not played:
        missing.append("no program to play tones with is installed; pw-play and aplay are such")
    return Ladder((*spoken, *played, *signals), tuple(missing))


def from_rung(ladder: Ladder, highest: Rung) -> Ladder:
    """Return *ladder* without what is above *highest*, as a person may wish."""
    allowed = list(Rung)[list(Rung).index(highest) :]
    return Ladder(tuple(m for m in ladder.means if m.rung in allowed), ladder.missing)
