"""What a session is heard by on the floor: the best output there is of those the person wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tpguide.cli.context import Context
from tpguide.errors import TpguideError
from tpguide.guide.model import Guide
from tpguide.modes import OutputKind
from tpguide.session.cues import Sound, Speech
from tpguide.terminal.audio.cue_player import Cues
from tpguide.terminal.audio.mixer import Volumes
from tpguide.terminal.audio.outputs import Ladder, ladder
from tpguide.terminal.audio.player import can_play_here
from tpguide.terminal.audio.speech import VoiceSettings, is_a_voice, voices_there_are
from tpguide.terminal.audio.voice_file import VoiceFile, open_voice, voice_path
from tpguide.terminal.clock import Clock
from tpguide.terminal.screen import Screen
from tpguide.terminal.temporary import temporary_folder
from tpguide.text import capital

#: How long the whole screen is lit up where nothing can be heard.
FLASH_MILLISECONDS: Final = 400


class Flash:
    """The screen lit up for a moment, as the last way of being noticed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until = 0

    def light_up(self, _: Sound) -> None:
        """Begin to be lit."""
        self._until = self._clock.milliseconds() + FLASH_MILLISECONDS

    @property
    def is_lit(self) -> bool:
        """Whether the screen is lit now."""
        return self._clock.milliseconds() < self._until


@dataclass(frozen=True, slots=True)
class Hearing:
    """What makes cues heard, and the flash that stands in for it."""

    cues: Cues
    flash: Flash


@contextmanager
def hearing(context: Context, guide: Guide, screen: Screen) -> Iterator[Hearing]:
    """Yield what makes the cues of *guide* heard beside *screen*; afterwards it is silent."""
    flash = Flash(context.clock)
    with temporary_folder() as folder:
        found = wished_ladder(context, guide, screen.ring, flash.light_up, folder)
        with Cues(found, context.clock, with_pacer=context.settings.pacer) as cues:
            yield Hearing(cues, flash)


def wished_ladder(
    context: Context,
    guide: Guide,
    ring: Callable[[], None],
    flash: Callable[[Sound], None],
    tone_folder: Path | None,
) -> Ladder:
    """Return the outputs there are of those that the person wants."""
    best = context.settings.heard_by_at_best
    if best is OutputKind.NOTHING:
        return Ladder((), ("your settings turn all sound off",))
    return ladder(
        voice=voice_settings(context, guide),
        ring=ring,
        flash=flash,
        tone_folder=tone_folder,
        environment=context.environment,
        highest=best,
    )


def voice_settings(context: Context, guide: Guide) -> VoiceSettings:
    """Return how the texts of *guide* are spoken.

    They are fitted to the guide's pace, so nobody speaks more slowly. Its own voice is meant
    unless the person wants another voice, language or pace.
    """
    settings, usual = context.settings, guide.voice.words_per_minute
    wanted = max(usual, settings.words_a_minute or usual)
    language = settings.language or guide.language
    name = settings.voice_name or ""
    if name and not is_a_voice(name, voices_there_are(context.environment)):
        name = ""  # it was there when it was set
    is_own = (language, wanted) == (guide.language, usual) and not name
    return VoiceSettings(
        language=language,
        words_per_minute=wanted,
        name=name,
        recorded=recorded_voice(context, guide) if is_own else None,
        volumes=Volumes(settings.voice_volume, settings.tone_volume, settings.pacer_volume),
    )


def speech_of(context: Context, guide: Guide) -> Speech:
    """Return how long texts take in what speaks them here."""
    return voice_settings(context, guide).speech


def recorded_voice(context: Context, guide: Guide) -> VoiceFile | None:
    """Return the guide's own voice, if it has one that can be played here."""
    try:
        folder = context.guide_folder(guide.slug)
    except TpguideError:  # a file that is in no folder of guides
        return None
    return open_voice(voice_path(folder, guide.language, guide.slug)) if can_play_here() else None


def told_losses(cues: Cues) -> tuple[str, ...]:
    """Return what is said afterwards of what was lost on the way, and what would mend it."""
    told = [f"{capital(loss.name)} was lost: {loss.why}." for loss in cues.losses]
    return (*told, "To see what can be done about it: tpguide doctor") if told else ()
