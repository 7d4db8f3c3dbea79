"""Speak by the system's own speech programs, aloud or into a file."""

from __future__ import annotations

import shutil
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from tpguide.terminal.audio.process import Playing

#: What the files have that are spoken into.
FILE_RATE_HERTZ: Final = 22050


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How a person wants to be spoken to. Without a *name*, by the language's usual voice."""

    language: str = "en"
    words_per_minute: int = 150
    name: str = ""


class SpeechProgram(ABC):
    """A program that speaks, found at *path*."""

    def __init__(self, path: str) -> None:
        self.path = path

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


class Espeak(SpeechProgram):
    """espeak-ng, and espeak, whose options it has kept."""

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
        spoken_by = voice.name or voice.language
        speed = str(voice.words_per_minute)
        return [self.path, "-b", "1", "-v", spoken_by, "-s", speed, "--stdin"]


class Say(SpeechProgram):
    """macOS's own. It knows voices but no languages: without a name it uses the system's."""

    def speak(self, text: str, voice: VoiceSettings, lead_milliseconds: int = 0) -> Playing:
        silence = f"[[slnc {lead_milliseconds}]] " if lead_milliseconds else ""
        return Playing(self._command(voice), silence + text)

    def into_file(self, path: Path, voice: VoiceSettings) -> list[str]:
        form = ("--file-format=WAVE", f"--data-format=LEI16@{FILE_RATE_HERTZ}")
        return [*self._command(voice), *form, "-o", str(path)]

    def _command(self, voice: VoiceSettings) -> list[str]:
        named = ("-v", voice.name) if voice.name else ()
        return [self.path, "-r", str(voice.words_per_minute), *named, "-f", "-"]


class SpdSay(SpeechProgram):
    """The client of Speech Dispatcher, a service that speaks.

    New words interrupt the old ones there, but it goes on when its client has been ended, and it
    keeps to itself that it can't be heard. So it comes after the others.
    """

    def speak(self, text: str, voice: VoiceSettings, lead_milliseconds: int = 0) -> Playing:
        # Without the silence: not every voice of the service knows how to wait.
        named = ("-y", voice.name) if voice.name else ()
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


def _speed(words_per_minute: int) -> int:
    """Return Speech Dispatcher's measure of speed: 80, 170, 390 words are -100, 0, 100."""
    more = words_per_minute - 170
    return max(-100, min(100, round(100 * more / (220 if more > 0 else 90))))


_PROGRAMS: Final = ((Espeak, "espeak-ng"), (Espeak, "espeak"), (SpdSay, "spd-say"))
