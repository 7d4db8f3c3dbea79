"""What can happen in a session, and when. Time enters the session through these alone."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from tpguide.guide.values import Score

#: Milliseconds since the session began. Whole numbers, so that a replay is exact.
Milliseconds = int
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
    """Pause, or go on. Every key without a meaning is this one."""


class Pause(Event, frozen=True):
    """Pause, never go on: a heel on the keyboard, a held key, a suspended program."""


class Next(Event, frozen=True):
    """On to the next step."""


class Back(Event, frozen=True):
    """Back to the step before."""


class More(Event, frozen=True):
    """A pass or a stroke more; ten seconds more where nothing is rolled."""


class Less(Event, frozen=True):
    """A pass or a stroke fewer; ten seconds less where nothing is rolled."""


class SoreSpotHere(Event, frozen=True):
    """It is sore here: spend one of the plan's sore spots on it now."""


class ChangeIntensity(Event, frozen=True):
    """The pressure lever: one notch firmer, or from the firmest one notch lighter."""


class Lighter(Event, frozen=True):
    """Too much: one notch lighter at once, without a number."""


class Rate(Event, frozen=True):
    """Pain now, 0 to 10. While the kind of something wrong is asked for: that kind's number."""

    rating: Score


class SomethingWrong(Event, frozen=True):
    """Something feels wrong: the massage is over."""


class AskToStop(Event, frozen=True):
    """The key that stops when it is pressed a second time."""


class Stop(Event, frozen=True):
    """Stop at once: Ctrl-C, or the program is being ended."""


class TimeLost(Event, frozen=True):
    """The machine slept, or the program was suspended, until now: credit nobody with it."""


class TakeUpAgain(Event, frozen=True):
    """A session that broke off is gone on with now: get down, count in, and on."""


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
