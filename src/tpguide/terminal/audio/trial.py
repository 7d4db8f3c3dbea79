"""Try in silence what speaks and what plays: whether it could be heard."""

from __future__ import annotations

import io
import sys
import time
import wave
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from tpguide.modes import OutputKind
from tpguide.session.cues import Cue, Sound
from tpguide.terminal.audio.cue_player import Cues
from tpguide.terminal.audio.mixer import Volumes
from tpguide.terminal.audio.outputs import setup_of
from tpguide.terminal.audio.player import AudioPlayer, can_play_here
from tpguide.terminal.audio.process import Sounding
from tpguide.terminal.audio.samples import RATE_HERTZ
from tpguide.terminal.audio.speech import VoiceSettings, speech_programs
from tpguide.terminal.audio.tones import players
from tpguide.terminal.temporary import temporary_folder

SILENCE_MILLISECONDS: Final = 100
#: Nothing of it is spoken, unlike of an empty text, which some programs wait for.
UNSPOKEN: Final = ","
#: How long all of them together have: some sinks take 2.8 s. What takes longer is stuck.
TRIAL_PATIENCE_SECONDS: Final = 6.0
#: Longer than any sample, by every output that may have to be given up before one is heard.
SAMPLE_SECONDS: Final = 30.0
#: A word that a synthetic voice is tried with.
UNRECORDED: Final = "Hello!"
POLL_SECONDS: Final = 0.02

#: Begins to be silent. Raises OSError if it can't.
Start = Callable[[], Sounding]


@dataclass(frozen=True, slots=True)
class Trial:
    """A program that was tried, and why it can't be heard, or nothing if it can."""

    kind: OutputKind
    name: str
    trouble: str


def try_sound(
    environment: Mapping[str, str],
    voice: VoiceSettings,
    *,
    platform: str = sys.platform,
    plays: bool = True,
    patience_seconds: float = TRIAL_PATIENCE_SECONDS,
) -> tuple[Trial, ...]:
    """Have every program there is speak or play silence, all at once; return how that went.

    The best comes first. Whether it is loud enough, no program knows.
    """
    with temporary_folder() as folder:
        file = _silence_in(folder) if folder else None
        with ExitStack() as stack:
            built_in = _built_in(environment, voice, stack) if plays else ()
            by_programs = _starts(environment, platform, voice, file)
            attempts = [
                _Attempt(kind, name, start) for kind, name, start in (*built_in, *by_programs)
            ]
            until = time.monotonic() + patience_seconds
            while any(attempt.is_under_way for attempt in attempts) and time.monotonic() < until:
                time.sleep(POLL_SECONDS)
            return tuple(attempt.end() for attempt in attempts)


def play_to_its_end(cues: Cues, cue: Cue) -> None:
    """Have *cue* heard, by the next output where one fails, and wait until it is over."""
    until = time.monotonic() + SAMPLE_SECONDS
    cues.sound(cue)
    while time.monotonic() < until:
        time.sleep(POLL_SECONDS)
        cues.poll()  # which gives up what has failed, and begins anew
        if not cues.is_speaking:
            return


def _built_in(
    environment: Mapping[str, str], voice: VoiceSettings, stack: ExitStack
) -> Iterator[tuple[OutputKind, str, Start]]:
    """Yield what plays in silence by what pip installed; its program ends with *stack*."""

    def play(cue: Cue, *, words: bool) -> Sounding:
        if not can_play_here():
            raise OSError("there is no build of it for this machine")
        silent = replace(voice, recorded=recorded, volumes=Volumes(0, 0, 0))
        player = AudioPlayer(setup_of(silent), environment)
        stack.callback(player.close)
        return player.play(cue, words=words)

    recorded = voice.recorded
    if recorded:
        said = Cue(Sound.WORDS, min(recorded.seconds, key=lambda each: recorded.seconds[each]))
        yield OutputKind.VOICE, "the guide's own voice", partial(play, said, words=True)
    if voice.synthetic:
        yield (
            OutputKind.VOICE,
            f"the synthetic voice {voice.synthetic}",
            partial(play, Cue(Sound.WORDS, UNRECORDED), words=True),
        )
    yield OutputKind.TONES, "the built-in player", partial(play, Cue(Sound.COUNT), words=False)


def _starts(
    environment: Mapping[str, str], platform: str, voice: VoiceSettings, file: Path | None
) -> Iterator[tuple[OutputKind, str, Start]]:
    for program in speech_programs(environment, platform):
        speak = partial(program.speak, UNSPOKEN, voice, SILENCE_MILLISECONDS)
        yield OutputKind.VOICE, program.name, speak
    if file:
        for player in players(environment, platform):
            yield OutputKind.TONES, player.name, partial(player.play, file)


class _Attempt:
    """A program that is being tried."""

    def __init__(self, kind: OutputKind, name: str, start: Start) -> None:
        self._kind = kind
        self._name = name
        self._playing: Sounding | None = None
        self._trouble = ""
        try:
            self._playing = start()
        except OSError as error:
            self._trouble = str(error)

    @property
    def is_under_way(self) -> bool:
        """Whether it hasn't come to its end yet."""
        return self._playing is not None and not self._playing.is_over

    def end(self) -> Trial:
        """End it if it hasn't ended, and tell how it went."""
        if self._playing is None:
            return Trial(self._kind, self._name, self._trouble)
        if self._playing.is_over:
            return Trial(self._kind, self._name, self._playing.trouble())
        self._playing.stop()
        self._playing.await_end()
        return Trial(self._kind, self._name, "it got stuck")


def _silence_in(folder: Path) -> Path | None:
    """Return a file of silence, or None where even that has no room."""
    file = folder / "silence.wav"
    try:
        file.write_bytes(_silence())
    except OSError:
        return None
    return file


def _silence() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, RATE_HERTZ, 0, "NONE", "not compressed"))
        out.writeframes(bytes(2 * RATE_HERTZ * SILENCE_MILLISECONDS // 1000))
    return file.getvalue()
