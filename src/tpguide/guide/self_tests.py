"""What is measured over weeks, and how much of a change means anything."""

from typing import Annotated

from msgspec import Meta

from tpguide.guide.types import Basis, Key, Rating, ShortText, Statement, Statements, Value, Word


class ChangeBand(Value, frozen=True, kw_only=True):
    """From a rating of *low* to *high* before: better at *better_by* less, or too low to judge."""

    low: Rating
    high: Rating
    better_by: Annotated[int, Meta(ge=1, le=10)] | None = None


class MeaningfulChange(Basis, frozen=True, kw_only=True):
    """How much a rating has to change over weeks before it means anything.

    *after_session* is told beside the ratings before and after one session, which mean less.
    """

    question: ShortText
    every_days: Annotated[int, Meta(ge=1, le=90)]
    bands: Annotated[tuple[ChangeBand, ...], Meta(min_length=1, max_length=11)]
    worse_by: Annotated[int, Meta(ge=1, le=10)]
    worse_at_top: tuple[Rating, Rating]
    text: Statements
    after_session: Statement


class ChangeVerdict(Value, frozen=True, kw_only=True):
    """What a change of a measurement of at least so much is called."""

    at_least: Annotated[float, Meta(ge=0, le=1000)]
    text: ShortText


class SelfTest(Basis, frozen=True, kw_only=True):
    """Something to measure at home, at most every so many days.

    *unit* is what is counted; *beat_seconds* the pace of one repetition; *verdicts* stand from
    the smallest change to the largest; *side_difference* is what two sides may differ by chance.
    """

    key: Key
    name: ShortText
    unit: Word
    decimals: Annotated[int, Meta(ge=0, le=2)] = 0
    highest: Annotated[float, Meta(ge=1, le=1000)]
    tries: Annotated[int, Meta(ge=1, le=5)] = 1
    beat_seconds: Annotated[int, Meta(ge=1, le=60)] | None = None
    every_days: Annotated[int, Meta(ge=1, le=90)]
    how: Statements
    skip: Statements
    meaning: Statements
    verdicts: Annotated[tuple[ChangeVerdict, ...], Meta(max_length=6)] = ()
    side_difference: Annotated[float, Meta(ge=0, le=1000)] | None = None
