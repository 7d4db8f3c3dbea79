"""Speak by the system's own speech programs, aloud or into a file."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Final

from tpguide.session.cues import Speech
from tpguide.terminal.audio.mixer import Volumes
from tpguide.terminal.audio.process import Playing
from tpguide.terminal.audio.sayer import SoundSeconds
from tpguide.terminal.audio.synthesis import VOICE_NAMES, voice_of
from tpguide.terminal.audio.voice_file import VoiceFile

#: How long it may take to list voices.
LISTING_SECONDS: Final = 2
#: What the files have that are spoken into.
FILE_RATE_HERTZ: Final = 22050


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How a person wants to be spoken to. Without a *name*, by the language's usual voice.

    *recorded* is the guide's own voice, where it has one that is wanted. *name* is one of the
    system's voices, or of the synthetic ones that are spoken in our own process.
    """

    language: str = "en"
    words_per_minute: int = 150
    name: str = ""
    recorded: VoiceFile | None = None
    volumes: Volumes = field(default_factory=Volumes)

    @property
    def of_the_system(self) -> bool:
        """Whether the voice that is wanted is one of the system's."""
        return bool(self.name) and self.name not in VOICE_NAMES

    @property
    def synthetic(self) -> str | None:
        """The synthetic voice that speaks in our own process, if one can."""
        return voice_of(self.language, self.name)

    @property
    def is_in_process(self) -> bool:
        """Whether words can be spoken without a program of the system."""
        return self.recorded is not None or self.synthetic is not None

    @property
    def estimate(self) -> Speech:
        """How long texts take where no sound of theirs is known."""
        return Speech(self.words_per_minute)

    @property
    def speech(self) -> Speech:
        """How long texts take in this voice: by their sounds, wherever they are known before."""
        recorded = self.recorded.seconds if self.recorded else {}
        if not self.synthetic or self.of_the_system:
            return Speech(self.words_per_minute, recorded)
        return Speech(
            self.words_per_minute,
            SoundSeconds(recorded, self.synthetic, self.words_per_minute),
        )


class SpeechProgram(ABC):
    """A program that speaks, found at *path*."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._by_language: dict[str, str] | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return Path(self.path).name

    @abstractmethod
    def speak(self, text: str, voice: VoiceSettings, lead_milliseconds: int = 0) -> Playing:
        """Speak *text*, after so much silence where the program can be told of it.

        Raises OSError if it can't be started.
        """

    def into_file(self, path: Path, voice: VoiceSettings) -> list[str] | None:
        """Return the command that speaks what it reads into a WAV file, if it can."""
        return None

    def readable(self, text: str) -> str:
        """Return *text* without what it would obey instead of reading it."""
        return text

    #: The words that have it list its voices, if it can.
    listing: tuple[str, ...] = ()

    def voices(self) -> dict[str, str]:
        """Return its voices with their languages, as far as it tells them."""
        if not self.listing:
            return {}
        try:
            listed = subprocess.run(
                [self.path, *self.listing],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=LISTING_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return {}
        lines = listed.stdout.decode("utf-8", "replace").splitlines()
        return dict(filter(None, map(self._voice_in, lines)))

    def _voice_in(self, line: str) -> tuple[str, str] | None:
        """Return the name and the language of the voice that *line* of a list is about."""
        return None


class Espeak(SpeechProgram):
    """espeak-ng, and espeak, whose options it has kept."""

    listing = ("--voices",)

    def _voice_in(self, line: str) -> tuple[str, str] | None:
        number, language, *_ = [*line.split(), "", ""]
        return (language, language) if number.isdigit() else None

    def speak(self, text: str, voice: VoiceSettings, lead_milliseconds: int = 0) -> Playing:
        if not lead_milliseconds:
            return Playing(self._command(voice), text)
        # A break at the very beginning would be left out. The comma before it is not heard.
        silence = f'<speak>,<break time="{lead_milliseconds}ms"/>'
        return Playing(
            [*self._command(voice), "-m"], f"{silence}{escape(text, quote=False)}</speak>"
        )

    def into_file(self, path: Path, voice: VoiceSettings) -> list[str]:
        return [*self._command(voice), "-w", str(path)]

    def _command(self, voice: VoiceSettings) -> list[str]:
        spoken_by = voice.name if voice.of_the_system else voice.language
        speed = str(voice.words_per_minute)
        return [self.path, "-b", "1", "-v", spoken_by, "-s", speed, "--stdin"]


#: Voices of macOS that are jokes: they croak, sing or whisper. All are English, some the first.
_JOKES: Final = frozenset({
    "Albert", "Bad News", "Bahh", "Bells", "Boing", "Bubbles", "Cellos", "Deranged", "Good News",
    "Hysterical", "Jester", "Organ", "Pipe Organ", "Superstar", "Trinoids", "Whisper", "Wobble",
    "Zarvox",
})  # fmt: skip
#: What stands in double brackets `say` obeys: [[volm 0]] silences it.
_BEGINS_COMMAND: Final = re.compile(r"\[(?=\[)")


class Say(SpeechProgram):
    """macOS's own. It knows voices but no languages: it gets one that speaks the guide's."""

    listing = ("-v", "?")

    def _voice_in(self, line: str) -> tuple[str, str] | None:
        found = re.match(r"(.+?)\s+([a-z]{2,3})[_-]\w+\s+#", line)
        return (found[1], found[2]) if found else None

    def speak(self, text: str, voice: VoiceSettings, lead_milliseconds: int = 0) -> Playing:
        silence = f"[[slnc {lead_milliseconds}]] " if lead_milliseconds else ""
        return Playing(self._command(voice), silence + self.readable(text))

    def readable(self, text: str) -> str:
        return _BEGINS_COMMAND.sub("[ ", text)

    def into_file(self, path: Path, voice: VoiceSettings) -> list[str]:
        form = ("--file-format=WAVE", f"--data-format=LEI16@{FILE_RATE_HERTZ}")
        return [*self._command(voice), *form, "-o", str(path)]

    def _command(self, voice: VoiceSettings) -> list[str]:
        name = voice.name if voice.of_the_system else self._speaks(voice.language)
        named = ("-v", name) if name else ()
        return [self.path, "-r", str(voice.words_per_minute), *named, "-f", "-"]

    def _speaks(self, language: str) -> str:
        """Return a voice of *language*, asked for once."""
        if self._by_language is None:
            self._by_language = {}
            for name, spoken in self.voices().items():
                if name not in _JOKES:
                    self._by_language.setdefault(spoken, name)
        return self._by_language.get(language.partition("-")[0], "")


class SpdSay(SpeechProgram):
    """The client of Speech Dispatcher, a service that speaks.

    New words interrupt the old ones there, but it goes on when its client has been ended, and it
    keeps to itself that it can't be heard. So it comes after the others.
    """

    def speak(self, text: str, voice: VoiceSettings, lead_milliseconds: int = 0) -> Playing:
        # Without the silence: not every voice of the service knows how to wait.
        named = ("-y", voice.name) if voice.of_the_system else ()
        speed = str(_speed(voice.words_per_minute))
        how = ("-w", "-l", voice.language, "-r", speed, *named)
        return Playing([self.path, *how, "--", text], silenced_by=[self.path, "-S"])


def speech_programs(
    environment: Mapping[str, str], platform: str = sys.platform
) -> tuple[SpeechProgram, ...]:
    """Return the programs that can speak here, the best first."""
    programs = ((Say, "say"),) if platform == "darwin" else _PROGRAMS
    return tuple(
        program(path)
        for program, name in programs
        if (path := shutil.which(name, path=environment.get("PATH")))
    )


def voices_there_are(
    environment: Mapping[str, str], platform: str = sys.platform
) -> tuple[str, ...]:
    """Return the names of the voices that can be wanted here; none where that can't be told."""
    built_in = VOICE_NAMES if voice_of("en") else ()
    programs = speech_programs(environment, platform)
    listed = [name for program in programs for name in program.voices()]
    return (*built_in, *listed) if listed or not programs else ()


def is_a_voice(name: str, there_are: Sequence[str]) -> bool:
    """Tell whether *name* is one of the voices, or a variant of one, as far as that is known."""
    return not there_are or name.partition("+")[0] in there_are


def _speed(words_per_minute: int) -> int:
    """Return Speech Dispatcher's measure of speed: 80, 170, 390 words are -100, 0, 100."""
    more = words_per_minute - 170
    return max(-100, min(100, round(100 * more / (220 if more > 0 else 90))))


_PROGRAMS: Final = ((Espeak, "espeak-ng"), (Espeak, "espeak"), (SpdSay, "spd-say"))
