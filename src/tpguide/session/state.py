"""The state of a session. Screen, journal and summary are made from this value alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from tpguide.session.events import Milliseconds
from tpguide.session.plan import Plan, SideChoice, Step, StepKind, set_up_for


class Status(Enum):
    """What the session is doing. In all but *RUNNING* the step waits."""

    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    COUNTING_IN = "counting in"
    CHANGING = "changing intensity"
    MOVING_ON = "moving on"
    RECHECKING = "rechecking"
    ASKING_FIRMER = "asking before firmer"
    ASKING_STOP = "asking to stop"
    GETTING_DOWN = "getting down again"
    ASKING_KIND = "asking what is wrong"
    ADVISING = "advising"
    LEAVING = "leaving"
    OVER = "over"


class Ending(Enum):
    """Why a session is over."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    LONG_PAUSE = "long pause"
    RATINGS = "ratings"
    SOMETHING_WRONG = "something wrong"


@dataclass(frozen=True, slots=True)
class SideState:
    """How firm a side is worked now, and for how long it was at each intensity.

    *notch* and the places of *rolled* count intensities from the lightest.
    """

    side: str
    notch: int
    rolled: tuple[Milliseconds, ...]

    @property
    def rolled_in_all(self) -> Milliseconds:
        """The time with weight on the tool."""
        return sum(self.rolled)


@dataclass(frozen=True, slots=True)
class GivenRating:
    """A rating that was given, 0 to 10, and in which step."""

    at: Milliseconds
    step: int
    side: str
    rating: int


@dataclass(frozen=True, slots=True)
class SoreSpot:
    """A place that was sore, and how firm it was worked."""

    at: Milliseconds
    side: str
    zone: str
    strip: str
    notch: int


@dataclass(frozen=True, slots=True)
class Detour:
    """The sweep that a sore spot interrupted, and which of the plan's sore spots it spends."""

    spot: int
    elapsed: Milliseconds
    length: Milliseconds


@dataclass(frozen=True, slots=True)
class Recheck:
    """A pending re-check: the side is asked again after *left* more rolling."""

    side: str
    left: Milliseconds


@dataclass(frozen=True, slots=True)
class Notice:
    """A short answer to a key, shown until *until*."""

    glance: str
    until: Milliseconds


@dataclass(frozen=True, slots=True)
class Interrupted:
    """Status to return to if stopping isn't confirmed."""

    status: Status
    held: Milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One going-through of a plan, as it stands.

    *elapsed* of *length* is the progress of the step, *held* the time in a waiting status.
    *spent* are planned sore spots used early; *on_spots* is the time that each step of the plan was
    worked as a sore spot.
    """

    plan: Plan
    sides: tuple[SideState, ...]
    status: Status = Status.READY
    at: Milliseconds = 0
    index: int = 0
    elapsed: Milliseconds = 0
    length: Milliseconds = 0
    held: Milliseconds = 0
    detour: Detour | None = None
    recheck: Recheck | None = None
    interrupted: Interrupted | None = None
    notice: Notice | None = None
    ratings: tuple[GivenRating, ...] = ()
    sore_spots: tuple[SoreSpot, ...] = ()
    spent: frozenset[int] = frozenset()
    on_spots: tuple[Milliseconds, ...] = ()
    ending: Ending | None = None
    wrong: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether it has ended: no event changes it."""
        return self.status is Status.OVER

    @property
    def asks_number(self) -> bool:
        """Whether a number is what is asked for now."""
        if self.status is Status.RUNNING:
            return self.step.kind is StepKind.CHECK_IN
        return self.status in (Status.RECHECKING, Status.ASKING_FIRMER, Status.ASKING_KIND)

    @property
    def step(self) -> Step:
        """The current step; in a detour, the sore spot."""
        if not self.detour:
            return self._as_firm_as_now(self.sweep)
        spot, sweep = self.plan.steps[self.spot], self.sweep
        return replace(spot, zone=sweep.zone, strip=sweep.strip, lines=spot.lines[:1])

    @property
    def spot(self) -> int:
        """Index of the step being worked: in a detour, of the sore spot that it uses."""
        return self.detour.spot if self.detour else self.index

    def _as_firm_as_now(self, step: Step) -> Step:
        if not step.says_intensity:
            return step
        return set_up_for(step, self.plan.intensity(self.side_named(step.side).notch))

    @property
    def sweep(self) -> Step:
        """The current step of the plan, ignoring a detour."""
        return self.plan.steps[self.index]

    @property
    def is_rolling(self) -> bool:
        """Whether there is weight on the tool now."""
        return self.status is Status.RUNNING and self.step.kind.is_rolling

    @property
    def side(self) -> SideState:
        """The side of the step."""
        return self.side_named(self.step.side)

    def side_named(self, key: str) -> SideState:
        """Return the state of that side."""
        return next(side for side in self.sides if side.side == key)

    @property
    def choice(self) -> SideChoice:
        """What was chosen for the side of the step."""
        return self.plan.choice(self.step.side)

    def with_side(self, changed: SideState) -> Session:
        """Return the session with that state of a side."""
        sides = tuple(changed if side.side == changed.side else side for side in self.sides)
        return replace(self, sides=sides)


def fresh(plan: Plan) -> Session:
    """Return a new session of *plan*, not begun yet."""
    none = (0,) * len(plan.protocol.intensities)
    return Session(
        plan=plan,
        sides=tuple(
            SideState(choice.side, plan.notch(choice.intensity), none) for choice in plan.choices
        ),
        on_spots=(0,) * len(plan.steps),
    )
