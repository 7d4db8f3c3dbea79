"""A session as one sound file, for a phone or a speaker without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tpguide.cli.context import Context
from tpguide.cli.session.sound import voice_settings
from tpguide.errors import WrongUseError
from tpguide.guide.model import Guide
from tpguide.session.plan import SideChoice
from tpguide.session.plan_from_protocol import lay_out
from tpguide.session.transcript import script
from tpguide.terminal.audio.mixer import Mixer
from tpguide.terminal.audio.recording import sayer_of, write_audio
from tpguide.terminal.audio.speech import speech_programs
from tpguide.text import minutes_and_seconds


def write_session(
    context: Context, guide: Guide, choices: tuple[SideChoice, ...], path: Path
) -> None:
    """Write what is heard in a session of *choices* to *path*, and say what it became.

    Raises WrongUseError if *path* can't be written, AudioFileError if nothing here can speak.
    """
    voice = voice_settings(context, guide)
    told = script(lay_out(guide, choices, voice.speech), voice.speech)
    sayer = sayer_of(voice, speech_programs(context.environment))
    try:
        seconds = write_audio(told, path, sayer, Mixer(voice.volumes))
    except OSError as error:
        raise WrongUseError(
            f"{path} can't be written: {error.strerror}.", "Give --audio another file."
        ) from None
    length = minutes_and_seconds(round(seconds))
    begins = minutes_and_seconds(round(told.begins / 1000))
    saved = f"Saved {path} ({length}). The massage starts at {begins}.\n"
    context.stdout.write(context.output.readable(saved))
    enter = " ".join(["tpguide history add", *_as_options(context, guide, choices)])
    context.output.tell(f"Once you have gone through it, enter it, so that it counts: {enter}")


def _as_options(context: Context, guide: Guide, choices: tuple[SideChoice, ...]) -> Iterator[str]:
    """Yield what tells *choices* to `history add`."""
    if len(context.library.slugs) > 1:
        yield f"--guide {guide.slug}"
    sides = guide.protocol.sides
    yield f"--side {sides.all if len(choices) > 1 else choices[0].side}"
    for option, chosen in (
        ("--dose", {choice.side: choice.dose for choice in choices}),
        ("--intensity", {choice.side: choice.intensity for choice in choices}),
    ):
        if len(set(chosen.values())) == 1:
            yield f"{option} {chosen[choices[0].side]}"
        else:
            yield from (f"{option} {side}={value}" for side, value in chosen.items())
