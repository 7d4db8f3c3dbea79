"""The ways to make a cue heard or seen: spoken, played, rung, flashed; and which there are here."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tpguide.modes import OutputKind
from tpguide.session.cues import Cue, Sound, sentences_of
from tpguide.terminal.audio.player import AudioPlayer, can_play_here
from tpguide.terminal.audio.player_process import Setup
from tpguide.terminal.audio.process import Sounding
from tpguide.terminal.audio.speech import SpeechProgram, VoiceSettings, speech_programs
from tpguide.terminal.audio.tones import MELODIES, Player, players, seconds_of, tone
from tpguide.terminal.environment import is_over_ssh


class Output(ABC):
    """One way of making a cue heard, or seen."""

    kind: OutputKind
    name: str

    @abstractmethod
    def carries(self, cue: Cue) -> bool:
        """Tell whether it has anything for *cue*."""

    @abstractmethod
    def begin(self, cue: Cue, lead_milliseconds: int) -> Sounding | None:
        """Begin with *cue* after so much silence, where silence can be given.

        None is returned if that was all. Raises OSError if it can't.
        """

    def milliseconds(self, cue: Cue) -> float:
        """Return how long *cue* takes, about."""
        return 0


class PlayedVoice(Output):
    """Words as the guide's own voice says them, or a synthetic one, with the tone of the moment.

    Its player is never silenced for long, and so needs no silence before its sounds.
    """

    kind = OutputKind.VOICE

    def __init__(self, player: AudioPlayer, voice: VoiceSettings) -> None:
        self.name = "the recorded voice" if voice.recorded else "the synthetic voice"
        self._player = player
        self._voice = voice

    def carries(self, cue: Cue) -> bool:
        if self._voice.synthetic or not self._voice.recorded:
            return bool(cue.spoken)
        recorded = self._voice.recorded.seconds
        return bool(cue.spoken) and all(part in recorded for part in sentences_of(cue.spoken))

    def begin(self, cue: Cue, lead_milliseconds: int) -> Sounding:
        return self._player.play(cue, words=True)

    def milliseconds(self, cue: Cue) -> float:
        return 1000 * self._voice.speech.seconds(cue.spoken)


class PlayedTones(Output):
    """The melody of a moment, by the same player."""

    kind = OutputKind.TONES
    name = "the built-in player"

    def __init__(self, player: AudioPlayer) -> None:
        self._player = player

    def carries(self, cue: Cue) -> bool:
        return cue.sound in MELODIES

    def begin(self, cue: Cue, lead_milliseconds: int) -> Sounding:
        return self._player.play(cue, words=False)

    def milliseconds(self, cue: Cue) -> float:
        return 1000 * seconds_of(cue.sound)


class VoiceOutput(Output):
    """Words, spoken by a program of the system."""

    kind = OutputKind.VOICE

    def __init__(self, program: SpeechProgram, settings: VoiceSettings) -> None:
        self.name = program.name
        self._program = program
        self._settings = settings

    def carries(self, cue: Cue) -> bool:
        return bool(cue.spoken)

    def begin(self, cue: Cue, lead_milliseconds: int) -> Sounding:
        return self._program.speak(cue.spoken, self._settings, lead_milliseconds)

    def milliseconds(self, cue: Cue) -> float:
        return 1000 * self._settings.estimate.seconds(cue.spoken)


class ToneOutput(Output):
    """The melody of a moment, from a file in *folder* that is made when it is first needed."""

    kind = OutputKind.TONES

    def __init__(self, player: Player, folder: Path) -> None:
        self.name = player.name
        self._player = player
        self._folder = folder

    def carries(self, cue: Cue) -> bool:
        return cue.sound in MELODIES

    def begin(self, cue: Cue, lead_milliseconds: int) -> Sounding:
        file = self._folder / f"{cue.sound.name.lower()}-{lead_milliseconds}.wav"
        content = tone(cue.sound, lead_milliseconds)
        if not file.exists() or file.stat().st_size != len(content):
            file.write_bytes(content)
        return self._player.play(file)

    def milliseconds(self, cue: Cue) -> float:
        return 1000 * seconds_of(cue.sound)


class SignalOutput(Output):
    """What is over as soon as it is given, and tells one moment from another at most by looks."""

    def __init__(self, kind: OutputKind, give: Callable[[Sound], None]) -> None:
        self.kind = kind
        self.name = kind.value
        self._give = give

    def carries(self, cue: Cue) -> bool:
        return cue.sound in MELODIES

    def begin(self, cue: Cue, lead_milliseconds: int) -> None:
        self._give(cue.sound)


#: Why there are no tones where a disk is full.
NO_ROOM = "there is no place for temporary files, so no tones can be made"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The outputs that there are, the best first, and why there aren't more.

    *player* is the program that plays by several of them, where there is one.
    """

    outputs: tuple[Output, ...]
    missing: tuple[str, ...] = ()
    player: AudioPlayer | None = None

    def close(self) -> None:
        """End what was started for it."""
        if self.player:
            self.player.close()


def ladder(
    *,
    voice: VoiceSettings,
    ring: Callable[[], None],
    flash: Callable[[Sound], None],
    tone_folder: Path | None,
    environment: Mapping[str, str],
    platform: str = sys.platform,
    highest: OutputKind = OutputKind.VOICE,
    plays: bool = True,
) -> Ladder:
    """Return what this machine has from *highest* down, and over ssh what the person's has.

    *ring* rings the terminal's bell, *flash* has the screen light up in the looks of a moment.
    *tone_folder* is where tones are made for the system's players; without one they play none.
    The ladder is to be closed: a program that plays may have been started for it, if *plays*.
    """
    signals = (
        SignalOutput(OutputKind.BELL, lambda _: ring()),
        SignalOutput(OutputKind.FLASH, flash),
    )
    if is_over_ssh(environment):
        why = "over ssh, voice and tones would sound on the other machine"
        return _up_to(Ladder(signals, (why,)), highest)
    player = None
    missing = []
    if plays and highest in {OutputKind.VOICE, OutputKind.TONES} and can_play_here():
        try:
            player = AudioPlayer(setup_of(voice), environment)
        except OSError as error:
            missing.append(f"what plays can't be started: {error}")
    programs = [VoiceOutput(program, voice) for program in speech_programs(environment, platform)]
    played = [PlayedVoice(player, voice)] if player and voice.is_in_process else []
    # Whoever names a voice of the system wants that one.
    spoken = [*programs, *played] if voice.of_the_system else [*played, *programs]
    found = players(environment, platform) if tone_folder else ()
    tones: list[Output] = [ToneOutput(each, tone_folder) for each in found if tone_folder]
    if player:
        tones.insert(0, PlayedTones(player))
    if not spoken:
        missing.append("no program to speak with is installed; espeak-ng is one")
    if not tones and not tone_folder:
        missing.append(NO_ROOM)
    elif not tones:
        missing.append("no program to play tones with is installed; pw-play and aplay are such")
    there_are = Ladder((*spoken, *tones, *signals), tuple(missing), player)
    return _up_to(there_are, highest)


def setup_of(voice: VoiceSettings) -> Setup:
    """Return what a player is started with for *voice*."""
    return Setup(
        voice_file=str(voice.recorded.path) if voice.recorded else None,
        synthetic=voice.synthetic,
        words_per_minute=voice.words_per_minute,
        voice_volume=voice.volumes.voice,
        tone_volume=voice.volumes.tones,
        pacer_volume=voice.volumes.pacer,
    )


def _up_to(ladder: Ladder, highest: OutputKind) -> Ladder:
    allowed = list(OutputKind)[list(OutputKind).index(highest) :]
    outputs = tuple(each for each in ladder.outputs if each.kind in allowed)
    return Ladder(outputs, ladder.missing, ladder.player)
