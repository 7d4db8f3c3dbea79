"""A session as one sound file, for a phone or a speaker without a screen."""

from __future__ import annotations

from pathlib import Path

from tpguide.cli.sound import voice_settings
from tpguide.cli.surroundings import Surroundings
from tpguide.errors import WrongUseError
from tpguide.guide.model import Guide
from tpguide.session.plan import Plan
from tpguide.session.script import script
from tpguide.terminal.audio_file import write_audio
from tpguide.terminal.voice import speech_programs


def write_session(around: Surroundings, guide: Guide, plan: Plan, path: Path) -> None:
    """Write what is said in a session of *plan* to *path*, and say where it is.

    Raises WrongUseError if *path* can't be written, AudioFileError if nothing here can speak.
    """
    programs = speech_programs(around.environment)
    try:
        said = write_audio(script(plan), path, programs, voice_settings(around.settings, guide))
    except OSError as error:
        raise WrongUseError(
            f"{path} can't be written: {error.strerror}.", "Give --audio another file."
        ) from None
    minutes, seconds = divmod(round(said[-1].ends / 1000), 60)
    around.stdout.write(around.readable(f"{path}: {minutes}:{seconds:02}, spoken throughout.\n"))
