"""A session as one sound file, for a phone or a speaker without a screen."""

from __future__ import annotations

from pathlib import Path

from tpguide.cli.context import Context
from tpguide.cli.session.sound import voice_settings
from tpguide.errors import WrongUseError
from tpguide.guide.model import Guide
from tpguide.session.plan import Plan
from tpguide.session.transcript import script
from tpguide.terminal.audio.recording import write_audio
from tpguide.terminal.audio.speech import speech_programs


def write_session(context: Context, guide: Guide, plan: Plan, path: Path) -> None:
    """Write what is said in a session of *plan* to *path*, and say where it is.

    Raises WrongUseError if *path* can't be written, AudioFileError if nothing here can speak.
    """
    programs = speech_programs(context.environment)
    try:
        said = write_audio(script(plan), path, programs, voice_settings(context.settings, guide))
    except OSError as error:
        raise WrongUseError(
            f"{path} can't be written: {error.strerror}.", "Give --audio another file."
        ) from None
    minutes, seconds = divmod(round(said[-1].ends / 1000), 60)
    context.stdout.write(context.readable(f"{path}: {minutes}:{seconds:02}, spoken throughout.\n"))
