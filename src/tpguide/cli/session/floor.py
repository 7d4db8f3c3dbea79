"""Where a session is gone through: on this terminal, or in a test on one that is made up.

Knows no context, so that the context can know it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from tpguide.guide.model import Guide
from tpguide.session.events import AnyEvent
from tpguide.session.state import Session
from tpguide.terminal.runner import Performed
from tpguide.ui.session.picture import ScenePicture

C_contra = TypeVar("C_contra", contravariant=True)
#: What is given every event that a replay needs, as it happens.
Keep = Callable[[AnyEvent], None]


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast a session goes: *speed* is 1, or more for a rehearsal, which says so."""

    speed: int = 1

    @property
    def mark(self) -> str:
        """What stands on every screen of a rehearsal."""
        return f"REHEARSAL ×{self.speed}" if self.is_rehearsal else ""

    @property
    def is_rehearsal(self) -> bool:
        """Whether this is only for looking at."""
        return self.speed > 1


REAL_TIME: Final = Speed()


class Floor(Protocol[C_contra]):
    """The two ways to go through a session, as `cli/session/live` has them."""

    def on_screen(
        self,
        context: C_contra,
        guide: Guide,
        session: Session,
        keep: Keep,
        pace: Speed,
        *,
        picture: ScenePicture,
    ) -> Performed:
        """Go through *session* on the whole screen."""

    def display_trouble(self, context: C_contra) -> str:
        """Return what has to be known of a display that may go dark, or nothing."""

    def as_lines(self, context: C_contra, session: Session, keep: Keep, pace: Speed) -> Performed:
        """Go through *session* as plain lines."""
