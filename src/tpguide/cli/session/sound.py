"""What a session is heard by on the floor: the best means there is of those the person wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tpguide.cli.context import Context
from tpguide.guide.model import Guide
from tpguide.session.cues import Sound
from tpguide.storage.settings import HeardBy, Settings
from tpguide.terminal.audio.cue_player import Cues
from tpguide.terminal.audio.outputs import Ladder, Rung, from_rung, ladder
from tpguide.terminal.audio.speech import VoiceSettings
from tpguide.terminal.clock import Clock
from tpguide.terminal.screen import Screen
from tpguide.terminal.temporary import temporary_folder

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
        means = wished_ladder(context, guide, screen.ring, flash.light_up, folder)
        with Cues(means, context.clock) as cues:
            yield Hearing(cues, flash)


def wished_ladder(
    context: Context,
    guide: Guide,
    ring: Callable[[], None],
    flash: Callable[[Sound], None],
    tone_folder: Path | None,
) -> Ladder:
    """Return the means there are of those that the person wants."""
    best = context.settings.heard_by_at_best
    if best is HeardBy.NOTHING:
        return Ladder((), ("by your settings there is nothing to be heard",))
    there_are = ladder(
        voice=voice_settings(context.settings, guide),
        ring=ring,
        flash=flash,
        tone_folder=tone_folder,
        environment=context.environment,
    )
    return from_rung(there_are, Rung(best.value))


def voice_settings(settings: Settings, guide: Guide) -> VoiceSettings:
    """Return how the texts of *guide* are spoken."""
    return VoiceSettings(
        language=settings.language or guide.language,
        words_per_minute=settings.words_a_minute or guide.voice.words_per_minute,
        name=settings.voice_name or "",
    )
