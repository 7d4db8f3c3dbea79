"""The program that plays: started beside a session, told what to play, line by line.

It is a process of its own because the libraries of sound servers are known to crash, to abort and
to hang when there is no device or when theirs goes away: a session survives that. It ends with
whoever started it, since then nothing more can be read.

Read, as JSON in a line each: first a Setup; then {"play": NUMBER, "text": …, "sound": …},
{"silence": true}, {"strokes": [BEGAN, UNIT, LENGTH] or null}. Written: {"ready": BACKEND},
{"begun": NUMBER, "seconds": …}, {"over": NUMBER}, {"failed": NUMBER, "why": …},
{"trouble": WHY} as the last.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time
from array import array
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from tpguide.session.cues import Sound
from tpguide.session.strokes import Strokes
from tpguide.terminal.audio.mixer import Mixer, Volumes
from tpguide.terminal.audio.pacer import FrameClock, Pacer
from tpguide.terminal.audio.samples import LEAD_MILLISECONDS, RATE_HERTZ, frames_in
from tpguide.terminal.audio.sayer import CannotSayError, Sayer
from tpguide.terminal.audio.voice_file import open_voice
from tpguide.terminal.clock import SystemClock

PERIOD_MILLISECONDS: Final = 25
PERIODS: Final = 5
#: How long a device may ask for nothing: some sinks take 2.8 s to begin.
PATIENCE_SECONDS: Final = 3.5
LOOK_AROUND_SECONDS: Final = 0.2


class Setup(Struct, frozen=True, kw_only=True):
    """What is played with: a voice file's path and a synthetic voice, where there are such."""

    voice_file: str | None
    synthetic: str | None
    words_per_minute: int
    voice_volume: int
    tone_volume: int
    pacer_volume: int


class PlayerProcess:
    """Plays what it is told by the lines of a queue."""

    def __init__(self, setup: Setup, lines: queue.Queue[str]) -> None:
        recorded = open_voice(Path(setup.voice_file)) if setup.voice_file else None
        self._sayer = Sayer(recorded, setup.synthetic, setup.words_per_minute)
        volumes = Volumes(setup.voice_volume, setup.tone_volume, setup.pacer_volume)
        self._mixer = Mixer(volumes)
        self._lines = lines
        self._lock = threading.Lock()
        self._clock = SystemClock()
        self._pacer = Pacer()
        self._frames = FrameClock((PERIODS - 1) * PERIOD_MILLISECONDS)
        self._playing: tuple[int, int] | None = None  # its number, and the frame of its end
        self._asked_at = time.monotonic()

    def run(self) -> None:
        """Open the device, and play until it fails."""
        import miniaudio

        # Without the one that plays nothing, which would be taken where there is no other.
        useless = {miniaudio.Backend.NULL, miniaudio.Backend.CUSTOM}
        backends = list(miniaudio.get_enabled_backends() - useless)
        backends.sort(key=lambda backend: backend.value)
        with miniaudio.PlaybackDevice(
            nchannels=1,
            sample_rate=RATE_HERTZ,
            buffersize_msec=PERIOD_MILLISECONDS,
            callback_periods=PERIODS,
            backends=backends,
            app_name="tpguide",
        ) as device:
            asked = self._asked()
            next(asked)
            device.start(asked)
            self._asked_at = time.monotonic()
            _tell(ready=device.backend)
            while time.monotonic() - self._asked_at < PATIENCE_SECONDS:
                self._look_around()
        _tell(trouble="the loudspeaker takes nothing any more")

    def _look_around(self) -> None:
        with suppress(queue.Empty):
            self._heed(json.loads(self._lines.get(timeout=LOOK_AROUND_SECONDS)))
        with self._lock:
            self._pacer.hand_on(self._mixer, self._clock.milliseconds(), self._frames)
            is_over = self._playing is not None and self._mixer.frame >= self._playing[1]
        if is_over and self._playing:
            _tell(over=self._playing[0])
            self._playing = None

    def _heed(self, told: dict[str, Any]) -> None:
        match told:
            case {"play": int(number), "text": str(text), "sound": str(sound)}:
                self._play(number, text, Sound[sound])
            case {"silence": _}:
                self._playing = None
                with self._lock:
                    self._mixer.cut_off()
            case {"strokes": strokes}:
                with self._lock:
                    self._mixer.forget_ticks()
                    now = self._clock.milliseconds()
                    self._pacer.follow(Strokes(*strokes) if strokes else None, now)

    def _play(self, number: int, text: str, sound: Sound) -> None:
        try:
            said = self._sayer.samples(text)
        except CannotSayError as error:
            _tell(failed=number, why=str(error))
            return
        # Once it was opened the device is never closed, and so never sleeps.
        lead = frames_in(LEAD_MILLISECONDS)
        while self._mixer.frame < lead and time.monotonic() - self._asked_at < PATIENCE_SECONDS:
            time.sleep(PERIOD_MILLISECONDS / 1000)
        with self._lock:
            begins = self._mixer.frame
            ends = self._mixer.play(said, sound)
        buffered = frames_in(PERIODS * PERIOD_MILLISECONDS)
        self._playing = (number, ends + buffered)
        _tell(begun=number, seconds=(ends - begins) / RATE_HERTZ)

    def _asked(self) -> Generator[array[int], int, None]:
        """Yield as many frames as the device asks for."""
        count = yield array("h")
        while True:
            self._asked_at = time.monotonic()
            with self._lock:
                self._frames.asked(self._mixer.frame, self._clock.milliseconds())
                frames = self._mixer.next_frames(count)
            count = yield frames


def main() -> None:
    """Play what the standard input says, until it ends."""
    lines: queue.Queue[str] = queue.Queue()
    setup = Setup(**json.loads(sys.stdin.readline() or "{}"))
    threading.Thread(target=_play_until_it_fails, args=(setup, lines), daemon=True).start()
    for line in sys.stdin:
        lines.put(line)
    os._exit(0)  # whatever the device's library is waiting for


def _play_until_it_fails(setup: Setup, lines: queue.Queue[str]) -> None:
    try:
        PlayerProcess(setup, lines).run()
    except Exception as error:  # whatever it is, the next output is to take over
        _tell(trouble=str(error.args[0]) if error.args else type(error).__name__)
    os._exit(1)


def _tell(**what: object) -> None:
    with suppress(OSError):
        sys.stdout.write(json.dumps(what) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
