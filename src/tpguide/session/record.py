"""What is kept of sessions and answers: frozen values, each with its moment.

A moment is a datetime with an offset, so that its date is the one the person read.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import Annotated

from msgspec import Meta, Struct

from tpguide.guide.types import Rating
from tpguide.session.events import AnyEvent, Passed
from tpguide.session.plan import SideChoice
from tpguide.session.state import Ending, GivenRating, Session, SoreSpot

AwareMoment = Annotated[datetime, Meta(tz=True)]
#: The number of a session in its journal.
RecordNumber = int
#: The largest that a database can hold.
LARGEST_RECORD_NUMBER = 2**63 - 1
NOTE_LENGTH = 10_000
NoteText = Annotated[str, Meta(max_length=NOTE_LENGTH)]
KeptText = Annotated[str, Meta(max_length=1000)]
KeptName = Annotated[str, Meta(min_length=1, max_length=100)]
#: Years outside of these come from a wrong clock and are refused.
FIRST_YEAR, LAST_YEAR = 1900, 2199
#: Time zones lie within this offset from UTC.
LARGEST_OFFSET = timedelta(hours=15)


class Kept(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that is kept. Raises ValueError for a moment without offset or out of range."""

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, datetime):
                _check_moment(name, value)


def _check_moment(name: str, moment: datetime) -> None:
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"{name} needs an offset from UTC")
    if abs(offset) >= LARGEST_OFFSET:
        raise ValueError(f"{name} is further from UTC than any place on earth")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"{name} is not between the years {FIRST_YEAR} and {LAST_YEAR}")


class SideBeginning(Kept, frozen=True, kw_only=True):
    """What was chosen for a side, and the pain in it before the floor."""

    choice: SideChoice
    pain_before: Rating


class Beginning(Kept, frozen=True, kw_only=True):
    """A session as it begins; its sides in the order in which they are massaged.

    *guide_hash* tells whether the guide is still the same; *version* is that of the program.
    """

    guide: KeptName
    guide_hash: KeptText
    version: KeptText
    began: AwareMoment
    sides: tuple[SideBeginning, ...]

    @property
    def choices(self) -> tuple[SideChoice, ...]:
        """The choices, as `plan_from_protocol.lay_out` takes them."""
        return tuple(side.choice for side in self.sides)


class Rolled(Kept, frozen=True, kw_only=True):
    """How long a side was rolled at an intensity."""

    side: KeptName
    intensity: KeptName
    milliseconds: Passed


class KeptRating(Kept, frozen=True, kw_only=True):
    """A rating given in a session, and where the tool was, if it was anywhere."""

    at: Passed
    side: KeptName
    rating: Rating
    zone: KeptText | None = None
    strip: KeptText | None = None


class KeptSoreSpot(Kept, frozen=True, kw_only=True):
    """A sore place, how firm it was worked, and what was rated next on that side, if anything."""

    at: Passed
    side: KeptName
    zone: KeptName
    strip: KeptName
    intensity: KeptName
    rating: Rating | None = None


class Result(Kept, frozen=True, kw_only=True):
    """How a session ended, and what was done in it. *wrong* is the kind of something wrong."""

    ended: AwareMoment
    ending: Ending
    wrong: KeptText | None = None
    rolled: tuple[Rolled, ...] = ()
    ratings: tuple[KeptRating, ...] = ()
    sore_spots: tuple[KeptSoreSpot, ...] = ()


class Morning(Kept, frozen=True, kw_only=True):
    """Answers about a side on a later day. None: not asked, or not answered."""

    asked: AwareMoment
    pain: Rating | None = None
    new_bruise: bool | None = None
    lasting_soreness: bool | None = None


class SideRecord(Kept, frozen=True, kw_only=True):
    """One side of a past session."""

    choice: SideChoice
    pain_before: Rating
    pain_after: Rating | None = None
    morning: Morning | None = None

    @property
    def side(self) -> str:
        """The key of the side."""
        return self.choice.side


class SessionRecord(Kept, frozen=True, kw_only=True):
    """One past session. *token* identifies it in every journal that it is copied to."""

    number: Annotated[RecordNumber, Meta(ge=0, le=LARGEST_RECORD_NUMBER)]
    token: Annotated[str, Meta(min_length=1, max_length=64)]
    guide: KeptName
    guide_hash: KeptText
    version: KeptText
    began: AwareMoment
    sides: tuple[SideRecord, ...]
    result: Result
    note: NoteText = ""

    def side_named(self, key: str) -> SideRecord | None:
        """Return that side, if it was massaged."""
        return next((side for side in self.sides if side.side == key), None)

    def last_rating(self, side: str) -> int | None:
        """Return the final rating of that side: the one after the floor, else the last on it."""
        record = self.side_named(side)
        if record and record.pain_after is not None:
            return record.pain_after
        given = [rating.rating for rating in self.result.ratings if rating.side == side]
        return given[-1] if given else None


class UnfinishedSession(Kept, frozen=True, kw_only=True):
    """An interrupted session: what is needed to resume it.

    If not all of its events could be read, it *is not whole* and can't be resumed.
    """

    number: RecordNumber
    beginning: Beginning
    events: tuple[AnyEvent, ...]
    is_whole: bool = True

    @property
    def broke_off(self) -> datetime:
        """When the last thing happened in it."""
        last = self.events[-1].at if self.events else 0
        return self.beginning.began + timedelta(milliseconds=last)


class Asked(Enum):
    """How the last tier of the safety questions was asked."""

    NOT = "not"
    WHETHER_CHANGED = "whether changed"
    IN_FULL = "in full"


class ScreeningVerdict(Enum):
    """What the answers to the safety questions mean, from the mildest."""

    CLEAR = "clear"
    AGREED = "agreed"
    NOT_AGREED = "not agreed"
    BLOCK = "block"
    SAME_DAY = "same day"
    EMERGENCY = "emergency"


class Screening(Kept, frozen=True, kw_only=True):
    """Answers to the safety questions. *items* are the keys of those that were answered yes."""

    guide: KeptName
    at: AwareMoment
    reasons: Asked
    verdict: ScreeningVerdict
    items: tuple[Annotated[str, Meta(pattern=r"^\S{1,100}\Z")], ...] = ()


class Agreement(Kept, frozen=True, kw_only=True):
    """A professional agreed although a reason for care applies."""

    guide: KeptName
    item: KeptName
    at: AwareMoment


class RedFlag(Kept, frozen=True, kw_only=True):
    """A massage that was ended or refused by a sign: its kind, or the question it answered."""

    guide: KeptName
    at: AwareMoment
    kind: KeptName


class WeeklyRating(Kept, frozen=True, kw_only=True):
    """The average pain over the last day, the question on which trends rest."""

    guide: KeptName
    side: KeptName
    at: AwareMoment
    rating: Rating


class Measurement(Kept, frozen=True, kw_only=True):
    """The result of a self-test on a side, in the unit of the test."""

    guide: KeptName
    test: KeptName
    side: KeptName
    at: AwareMoment
    value: Annotated[float, Meta(ge=0, le=1_000_000)]

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.value != self.value:  # as it is with NaN alone
            raise ValueError("value is no number")


class ReadingPlace(Kept, frozen=True, kw_only=True):
    """Where someone stopped reading: a section, and a line in it."""

    section: KeptText
    line: Annotated[int, Meta(ge=0, le=1_000_000)]


def result_of(session: Session, *, began: datetime) -> Result:
    """Return what is kept of *session*, which is over or was broken off.

    It ended by its own clock: the clock on the wall may have been set meanwhile.
    """
    return Result(
        ended=began + timedelta(milliseconds=session.at),
        ending=session.ending or Ending.STOPPED,
        wrong=session.wrong,
        rolled=tuple(
            Rolled(
                side=side.side,
                intensity=session.plan.intensity(notch).key,
                milliseconds=milliseconds,
            )
            for side in session.sides
            for notch, milliseconds in enumerate(side.rolled)
            if milliseconds
        ),
        ratings=tuple(_kept_rating(session, given) for given in session.ratings),
        sore_spots=tuple(_kept_sore_spot(session, spot) for spot in session.sore_spots),
    )


def _kept_rating(session: Session, given: GivenRating) -> KeptRating:
    step = session.plan.steps[given.step]
    return KeptRating(
        at=given.at, side=given.side, rating=given.rating, zone=step.zone, strip=step.strip
    )


def _kept_sore_spot(session: Session, spot: SoreSpot) -> KeptSoreSpot:
    same_side = (other for other in session.sore_spots if other.side == spot.side)
    until = min((other.at for other in same_side if other.at > spot.at), default=None)
    rating = next(
        (
            given.rating
            for given in session.ratings
            if given.side == spot.side
            and given.at >= spot.at
            and (until is None or given.at < until)
        ),
        None,
    )
    return KeptSoreSpot(
        at=spot.at,
        side=spot.side,
        zone=spot.zone,
        strip=spot.strip,
        intensity=session.plan.intensity(spot.notch).key,
        rating=rating,
    )
