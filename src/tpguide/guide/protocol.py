"""What is done: sides, zones, strips, doses, intensities, seconds, and what is said meanwhile."""

from typing import Annotated

from msgspec import Meta

from tpguide.guide.safety import Careful
from tpguide.guide.types import (
    Basis,
    Duration,
    Instruction,
    Key,
    Phrase,
    Rating,
    Seconds,
    ShortText,
    SomeKeys,
    Spoken,
    Statement,
    Statements,
    Text,
    Value,
    Word,
)


class Side(Value, frozen=True, kw_only=True):
    """One of what there are two of (or one: then nobody is asked); said when it comes next.

    *mirrored*: the pictures of the protocol show another side, which this one mirrors.
    """

    key: Key
    name: ShortText
    change_to: Phrase
    mirrored: bool = False


class Sides(Value, frozen=True, kw_only=True):
    """What is massaged: *noun* for one of them, *all* for the choice of all of them."""

    noun: Word
    all: Key
    each: Annotated[tuple[Side, ...], Meta(min_length=1, max_length=4)]


class Intensity(Basis, frozen=True, kw_only=True):
    """How hard the tool presses, and how the body makes it so.

    *long_name* is what it is called where its *name* would leave open of what.
    *offered* can be chosen; the others are only reached by lightening. *rating_at_most* is the
    rating (0-10) that has to be given on a side before it goes up to this intensity. *set_up*
    stands in place of the item of the set-up that depends on the intensity.
    """

    key: Key
    name: Word
    long_name: ShortText | None = None
    how: Text
    reaches: Statements
    offered: bool
    rating_at_most: Rating | None = None
    change_to: Phrase
    set_up: Phrase | None = None
    picture: Key | None = None

    @property
    def in_words(self) -> str:
        """What it is called in a sentence."""
        return self.long_name or self.name


class Zone(Basis, frozen=True, kw_only=True):
    """A region that is worked as one."""

    key: Key
    name: ShortText
    extent: Text
    spoken: Spoken
    part: Key | None = None


class Strip(Instruction, frozen=True, kw_only=True):
    """A line through a zone; its instruction brings that line onto the tool."""

    key: Key
    name: ShortText
    text: Text


class Place(Value, frozen=True, kw_only=True):
    """Where a zone and a strip meet: the part of the picture, and words of its own if it needs."""

    zone: Key
    strip: Key
    part: Key | None = None
    instruction: Instruction | None = None


class Totals(Value, frozen=True, kw_only=True):
    """What a dose adds up to: one side, and all sides with the changes between them."""

    one_side_seconds: Seconds
    all_sides_seconds: Seconds


class Dose(Basis, frozen=True, kw_only=True):
    """How many passes and strokes; *sore_spots_after* names the zones that a sore spot follows."""

    key: Key
    name: Word
    intensity: Key
    passes_per_strip: Annotated[int, Meta(ge=1, le=20)]
    strokes_per_sore_spot: Annotated[int, Meta(ge=1, le=40)]
    sore_spots_after: SomeKeys
    totals: Totals
    notes: Statements


class SetUpStep(Instruction, frozen=True, kw_only=True):
    """One item of the set-up, in the seconds it gets; what it says may be the intensity's."""

    key: Key
    seconds: Seconds
    by_intensity: bool = False


class CheckIns(Instruction, frozen=True, kw_only=True):
    """When pain is asked for: after which steps of the set-up, and after which zones.

    *first* is what is said the first time in a session.
    """

    first: Phrase | None = None
    after: Annotated[tuple[Key, ...], Meta(min_length=1, max_length=20)]
    seconds: Seconds


class Timing(Value, frozen=True, kw_only=True):
    """The seconds of everything that is not counted in passes and strokes."""

    get_down: Duration
    one_pass: Duration
    one_stroke: Duration
    rest: Duration
    change_sides: Duration
    change_intensity: Duration
    get_up: Duration
    sore_spot_at_most: Duration
    side_rolling_below: Duration
    longest_pause: Duration


class Band(Basis, frozen=True, kw_only=True):
    """What a range of ratings means while rolling, for people to read."""

    low: Rating
    high: Rating
    text: Text


class Ratings(Basis, frozen=True, kw_only=True):
    """What follows from a rating, 0 to 10.

    While rolling: *lighten_at* and above, one notch lighter and asked again after *recheck*;
    *leave_at* and above, the place is left as well, and *ends_at_count* such ratings end it.
    Before the floor: *careful_before* caps dose and intensity, *refuse_before* allows no massage.
    """

    lowest_word: ShortText
    highest_word: ShortText
    bands: Annotated[tuple[Band, ...], Meta(min_length=1, max_length=8)]
    quality: Statement
    lighten_at: Rating
    recheck: Duration
    leave_at: Rating
    ends_at_count: Annotated[int, Meta(ge=1, le=5)]
    careful_before: Rating
    refuse_before: Rating
    refused_advice: Text


class Frequency(Basis, frozen=True, kw_only=True):
    """How often, when to look back, and when a notch more may be proposed.

    That is after *notch_more_after_sessions* completed ones in a row that ended at a rating of
    *notch_more_rating_at_most* or less and had good mornings.
    """

    start_per_week: Annotated[int, Meta(ge=1, le=14)]
    at_most_per_week: Annotated[int, Meta(ge=1, le=14)]
    per_side_per_day: Annotated[int, Meta(ge=1, le=4)]
    hours_between: Annotated[int, Meta(ge=1, le=168)]
    review_after_days: Annotated[int, Meta(ge=1, le=90)]
    notch_more_after_sessions: Annotated[int, Meta(ge=1, le=20)]
    notch_more_rating_at_most: Rating
    next_time: Text
    text: Statements


class NextMorning(Basis, frozen=True, kw_only=True):
    """What a bad morning is, and what follows from it."""

    pain_up_by: Annotated[int, Meta(ge=1, le=10)]
    skip_hours: Annotated[int, Meta(ge=1, le=168)]
    soreness_hours: Annotated[int, Meta(ge=1, le=336)]
    ask_pain: ShortText
    ask_bruise: ShortText
    ask_soreness: ShortText
    text: Statements


class BandWords(Value, frozen=True, kw_only=True):
    """The one word on the band of the screen, for each kind of step and each other state."""

    get_down: Word
    set_up: Word
    roll: Word
    sore_spot: Word
    check_in: Word
    rest: Word
    change_sides: Word
    done: Word
    paused: Word
    ready: Word
    change: Word
    again: Word
    wrong: Word
    stop: Word


class Phrases(Value, frozen=True, kw_only=True):
    """Everything else that is said on the floor.

    *minutes_left* is said for one minute, for two, and so on; *numbers* of the ratings 0 to 10,
    *numbers_too_much* in their place of the highest of them, those that lighten.
    """

    words: BandWords
    get_down: Instruction
    get_up: Instruction
    rest: Instruction
    sore_spot: Instruction
    done: Spoken
    next_roll: Spoken
    go: Spoken
    last_pass: Spoken
    half_of_side: Spoken
    minutes_left: Annotated[tuple[Spoken, ...], Meta(max_length=10)] = ()
    numbers: Annotated[tuple[Word, ...], Meta(min_length=11, max_length=11)]
    numbers_too_much: Annotated[tuple[Spoken, ...], Meta(max_length=11)] = ()
    countdown: Annotated[tuple[Word, ...], Meta(min_length=3, max_length=3)]
    paused: Phrase
    going_on: Phrase
    sore_spot_here: Phrase
    back_to_the_sweep: Phrase
    no_sore_spot_left: Phrase
    no_more_time: Phrase
    noted: Phrase
    too_much: Phrase
    recheck: Phrase
    leave_this_place: Phrase
    lightest_already: Phrase
    firmer_question: Phrase
    not_firmer: Phrase
    stop_question: Phrase
    stopped: Phrase
    ended_by_ratings: Phrase
    ended_by_pause: Phrase
    muted: Phrase
    unmuted: Phrase
    sample: Phrase


class GuideVoice(Value, frozen=True, kw_only=True):
    """How the guide is spoken: the speed that its texts are fitted to."""

    words_per_minute: Annotated[int, Meta(ge=60, le=300)]


class Protocol(Value, frozen=True, kw_only=True):
    """What the guide prescribes. Intensities stand from the lightest to the firmest.

    *needed* is what has to be at hand before the floor; *reaching* says which intensity reaches
    what, in a line for the choice; *picture* is the one whose parts zones and places name.
    """

    title: ShortText
    tool: Key
    needed: Statements
    sides: Sides
    intensities: Annotated[tuple[Intensity, ...], Meta(min_length=1, max_length=6)]
    zones: Annotated[tuple[Zone, ...], Meta(min_length=1, max_length=12)]
    strips: Annotated[tuple[Strip, ...], Meta(min_length=1, max_length=12)]
    places: Annotated[tuple[Place, ...], Meta(max_length=144)] = ()
    picture: Key | None = None
    moving_part: Key | None = None
    doses: Annotated[tuple[Dose, ...], Meta(min_length=1, max_length=8)]
    first_time: Careful
    set_up: Annotated[tuple[SetUpStep, ...], Meta(min_length=1, max_length=12)]
    check_ins: CheckIns
    timing: Timing
    ratings: Ratings
    frequency: Frequency
    next_morning: NextMorning
    phrases: Phrases

    def side(self, key: str) -> Side:
        """Return the side of that key."""
        return next(side for side in self.sides.each if side.key == key)

    def zone(self, key: str) -> Zone:
        """Return the zone of that key."""
        return next(zone for zone in self.zones if zone.key == key)
