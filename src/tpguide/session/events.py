"""The events of a session. `at` on an event is the only time that the core knows."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from tpguide.guide.types import Rating

#: Milliseconds since the session began. Whole numbers, so that a replay is exact.
Milliseconds = int
SECOND: Final[Milliseconds] = 1000
#: Those that can have passed: none backwards, and fewer than thirty years.
Passed = Annotated[Milliseconds, Meta(ge=0, le=10**12)]


class Event(Struct, frozen=True, tag_field="event", tag=True):
    """Something that happened at *at*."""

    at: Passed


class Begin(Event, frozen=True):
    """The session starts."""


class Tick(Event, frozen=True):
    """Time has passed; nothing else."""


class TogglePause(Event, frozen=True):
    """Pause or resume; also every key without a binding."""


class Pause(Event, frozen=True):
    """Pause, never resume: several keys at once, a held key, a suspended program."""


class Next(Event, frozen=True):
    """Go to the next step."""


class Back(Event, frozen=True):
    """Go to the previous step."""


class More(Event, frozen=True):
    """A pass or a stroke more; ten seconds more where nothing is rolled."""


class Less(Event, frozen=True):
    """A pass or a stroke fewer; ten seconds less where nothing is rolled."""


class SoreSpotHere(Event, frozen=True):
    """It is sore here: spend one of the plan's sore spots on it now."""


class ChangeIntensity(Event, frozen=True):
    """One notch firmer; from the firmest intensity one notch lighter."""


class Lighter(Event, frozen=True):
    """Too much: one notch lighter at once, without a number."""


class Rate(Event, frozen=True):
    """Pain now, 0 to 10; in ASKING_KIND the number of the kind."""

    rating: Rating


class SomethingWrong(Event, frozen=True):
    """Something feels wrong: the massage is over."""


class AskToStop(Event, frozen=True):
    """Stop, if it comes a second time within STOP_WAIT_SECONDS."""


class Stop(Event, frozen=True):
    """Stop at once: Ctrl-C, or the program is being ended."""


class TimeLost(Event, frozen=True):
    """The machine slept or the program was suspended until now; that time is not spent."""


class TakeUpAgain(Event, frozen=True):
    """An interrupted session is resumed now: get down, count in, go on."""


AnyEvent = (
    Begin
    | Tick
    | TogglePause
    | Pause
    | Next
    | Back
    | More
    | Less
    | SoreSpotHere
    | ChangeIntensity
    | Lighter
    | Rate
    | SomethingWrong
    | AskToStop
    | Stop
    | TimeLost
    | TakeUpAgain
)
