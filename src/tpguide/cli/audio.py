"""A session as one sound file, for a phone or a speaker without a screen."""

from __future__ import annotations

from pathlib import Path

from tpguide.cli.sound import voice_settings
from tpguide.cli.surroundings import Surroundings
from tpguide.errors import WrongUseError
from tpguide.guide.model import Guide
from tpguide.session.plan import SideChoice, lay_out
from tpguide.session.script import script
from tpguide.terminal.audio.mixer import Mixer
from tpguide.terminal.audio_file import sayer_of, write_audio
from tpguide.terminal.voice import speech_programs


def write_session(
    around: Surroundings, guide: Guide, choices: tuple[SideChoice, ...], path: Path
) -> None:
    """Write what is heard in a session of *choices* to *path*, and say what it became.

    Raises WrongUseError if *path* can't be written, AudioFileError if nothing here can speak.
    """
    voice = voice_settings(around, guide)
    told = script(lay_out(guide, choices, voice.speech), voice.speech)
    sayer = sayer_of(voice, speech_programs(around.environment))
    try:
        seconds = write_audio(told, path, sayer, Mixer(voice.volumes))
    except OSError as error:
        raise WrongUseError(
            f"{path} can't be written: {error.strerror}.", "Give --audio another file."
        ) from None
    length, begins = _minutes(seconds), _minutes(told.begins / 1000)
    saved = f"Saved {path} ({length}). The massage starts at {begins}.\n"
    around.stdout.write(around.readable(saved))


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
