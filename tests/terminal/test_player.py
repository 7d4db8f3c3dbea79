"""The program that plays, as a program: what it tells where nothing can be played."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tpguide.session.cues import Cue, Sound
from tpguide.terminal.audio.player import AudioPlayer
from tpguide.terminal.audio.player_process import Setup

pytest.importorskip("miniaudio")

#: No sound server and no card can be found by these.
DEAF = {"PULSE_SERVER": "unix:/nowhere", "ALSA_CONFIG_PATH": "/dev/null"}
SETUP = Setup(
    voice_file=None,
    synthetic=None,
    words_per_minute=150,
    voice_volume=0,
    tone_volume=0,
    pacer_volume=0,
)


def come_true(condition: Callable[[], bool]) -> bool:
    until = time.monotonic() + 20
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    return condition()


@pytest.mark.skipif(os.name != "posix", reason="other systems have other ways to be deaf")
def test_without_a_loudspeaker_it_says_so_and_ends() -> None:
    player = AudioPlayer(SETUP, {**os.environ, **DEAF})
    try:
        played = player.play(Cue(Sound.STEP), words=False)

        assert come_true(lambda: played.is_over)
        assert played.trouble()
    finally:
        player.close()


def why_it_plays_no_more(player: AudioPlayer) -> str:
    try:
        while True:
            player.play(Cue(Sound.STEP), words=False)
    except OSError as error:
        return str(error)


@pytest.mark.skipif(os.name != "posix", reason="other systems have other ways to be deaf")
def test_what_it_is_told_after_it_gave_up_fails_with_its_reason() -> None:
    player = AudioPlayer(SETUP, {**os.environ, **DEAF})
    try:
        played = player.play(Cue(Sound.STEP), words=False)
        assert come_true(lambda: played.is_over)

        assert why_it_plays_no_more(player) == played.trouble()
    finally:
        player.close()


def test_what_it_is_told_after_it_has_ended_fails_at_once() -> None:
    player = AudioPlayer(SETUP, {**os.environ, **DEAF})
    player.close()

    with pytest.raises((OSError, ValueError)):
        player.play(Cue(Sound.STEP), words=False)
    player.silence()
    player.follow(None)


@pytest.mark.skipif(os.name != "posix", reason="sockets in folders")
def test_it_ends_with_who_started_it_even_while_the_sound_server_hangs(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "hangs"))
        server.listen()
        player = subprocess.Popen(
            [sys.executable, "-P", "-m", "tpguide.terminal.audio.player_process"],
            stdin=subprocess.PIPE,
            env={**os.environ, **DEAF, "PULSE_SERVER": f"unix:{tmp_path}/hangs"},
        )
        assert player.stdin
        with player.stdin as told:
            told.write(json.dumps(msgspec.to_builtins(SETUP)).encode() + b"\n")

        assert player.wait(20) == 0
