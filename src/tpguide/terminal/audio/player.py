"""Play by the program beside us: words, tones and ticks, mixed and never waited for."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

import msgspec

from tpguide.session.cues import Cue
from tpguide.session.strokes import Strokes
from tpguide.terminal.audio.player_process import Setup

#: How long it is waited for at the very end, before it is killed.
END_SECONDS: Final = 0.5
#: What it may take to begin with a sound, its own start included: some sinks take 2.8 s.
BEGIN_MILLISECONDS: Final = 6000
_MOST_BYTES_AT_ONCE: Final = 65536


def can_play_here() -> bool:
    """Tell whether what pip installed can play at all: there isn't a build of it everywhere."""
    return importlib.util.find_spec("miniaudio") is not None and hasattr(os, "set_blocking")


class AudioPlayer:
    """The program that plays. Nothing here waits for it, so that it may hang or crash."""

    def __init__(self, setup: Setup, environment: Mapping[str, str]) -> None:
        """Start it. Raises OSError if it can't be started."""
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tpguide.terminal.audio.player_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=0,
            env=environment,
        )
        assert self._process.stdin
        assert self._process.stdout
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        os.set_blocking(self._stdin.fileno(), False)
        os.set_blocking(self._stdout.fileno(), False)
        self._unread = b""
        self._number = 0
        self._seconds: dict[int, float] = {}
        self._over: set[int] = set()
        self._failed: dict[int, str] = {}
        self._trouble = ""
        self.backend = ""
        self._tell(**msgspec.to_builtins(setup))

    def play(self, cue: Cue, *, words: bool) -> Played:
        """Begin with *cue*, its *words* or its tone alone. Raises OSError if it has ended."""
        self._number += 1
        text = cue.spoken if words else ""
        self._tell(play=self._number, text=text, sound=cue.sound.name)
        return Played(self, self._number)

    def silence(self) -> None:
        """Cut off what is said, and the tone."""
        with suppress(OSError, ValueError):
            self._tell(silence=True)

    def follow(self, strokes: Strokes | None) -> None:
        """Tick for *strokes*, whose *began* is by the clock, or not at all."""
        told = [strokes.began, strokes.unit, strokes.length] if strokes else None
        with suppress(OSError, ValueError):
            self._tell(strokes=told)

    def close(self) -> None:
        """End it; it is killed if it doesn't."""
        with suppress(OSError):
            self._stdin.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(END_SECONDS)
        self._stdout.close()

    def is_over(self, number: int) -> bool:
        """Whether that sound has come to its end, or to nothing."""
        self._listen()
        return number in self._over or number in self._failed or bool(self._trouble)

    def why_not(self, number: int) -> str:
        """Return why that sound can't have been heard, or nothing if it is or was well."""
        self._listen()
        if number in self._over:
            return ""
        return self._failed.get(number) or self._trouble

    def seconds(self, number: int) -> float | None:
        """Return how long that sound is, once that is known."""
        return self._seconds.get(number)

    def _listen(self) -> None:
        """Read what it has to say."""
        with suppress(BlockingIOError, ValueError):
            while chunk := os.read(self._stdout.fileno(), _MOST_BYTES_AT_ONCE):
                self._unread += chunk
        *lines, self._unread = self._unread.split(b"\n")
        for line in lines:
            self._heed(line)
        if not self._trouble and self._process.poll() is not None:
            self._trouble = f"it ended with {self._process.returncode}"

    def _heed(self, line: bytes) -> None:
        match json.loads(line):
            case {"ready": str(backend)}:
                self.backend = backend
            case {"begun": int(number), "seconds": float(seconds)}:
                self._seconds[number] = seconds
            case {"over": int(number)}:
                self._over.add(number)
            case {"failed": int(number), "why": str(why)}:
                self._failed[number] = why
            case {"trouble": str(why)}:
                self._trouble = why

    def _tell(self, **what: object) -> None:
        try:
            os.write(self._stdin.fileno(), json.dumps(what).encode() + b"\n")
        except OSError:
            self._listen()
            raise OSError(self._trouble or "it takes nothing any more") from None


class Played:
    """A sound that the program plays, or has played."""

    def __init__(self, player: AudioPlayer, number: int) -> None:
        self._player = player
        self._number = number

    @property
    def is_over(self) -> bool:
        """Whether it has come to its end."""
        return self._player.is_over(self._number)

    @property
    def is_gone(self) -> bool:
        """Whether nothing is left of it."""
        return True

    def milliseconds(self, thought: float) -> float:
        """Return how long it is: what was *thought*, until it begins."""
        seconds = self._player.seconds(self._number)
        return thought if seconds is None else 1000 * seconds

    def patience(self, thought: float) -> float:
        """Return after how many milliseconds it is stuck: it isn't long until it has to begin."""
        seconds = self._player.seconds(self._number)
        if seconds is None:
            return BEGIN_MILLISECONDS
        return BEGIN_MILLISECONDS + 1000 * seconds

    def trouble(self) -> str:
        """Return why nothing can have been heard of it, or nothing if it is or was well."""
        return self._player.why_not(self._number)

    def give_way(self) -> None:
        """Do nothing: what comes next cuts it off."""

    def stop(self) -> None:
        """Cut it off."""
        self._player.silence()

    def await_end(self) -> None:
        """Do nothing: it ends with its program."""
