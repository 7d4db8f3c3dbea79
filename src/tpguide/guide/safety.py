"""What stands between a person and harm: questions, signs, places, and what to do."""

from __future__ import annotations

from hashlib import blake2b
from typing import Annotated

from msgspec import Meta, msgpack

from tpguide.guide.gate import Gate, GateLines
from tpguide.guide.types import (
    Basis,
    Days,
    Duration,
    Instruction,
    Key,
    Phrase,
    ShortText,
    Statements,
    Text,
    Value,
    Word,
)


class Question(Basis, frozen=True, kw_only=True):
    """A safety question: any one of its signs is a yes. A rule stays even without a source."""

    key: Key
    title: ShortText
    signs: Annotated[tuple[ShortText, ...], Meta(min_length=1, max_length=12)]


class BlockingQuestion(Question, frozen=True, kw_only=True):
    """A question that ends it; a yes to *unless*, asked each time, lifts it for this time."""

    unless: ShortText | None = None


Questions = Annotated[tuple[Question, ...], Meta(min_length=1, max_length=30)]


class Tier(Value, frozen=True, kw_only=True):
    """Questions that are asked together as a page of lines, and what a yes means.

    *advice* is told to a person who has one of the signs: whom to call, and how soon.
    """

    title: ShortText
    ask: ShortText
    advice: Text
    lines: GateLines
    questions: Questions


class Reasons(Value, frozen=True, kw_only=True):
    """The last tier: *block* ends it, *agreed* goes on only with a professional's agreement.

    After a yes all are listed under *wait* and *ask_first*, and *which* is asked. Whether a block
    that was answered yes before *still* holds is asked each time.
    """

    title: ShortText
    ask: ShortText
    which: ShortText
    wait: ShortText
    ask_first: ShortText
    still: ShortText
    block_advice: Text
    agreement: ShortText
    agreed_advice: Text
    lines: GateLines
    block: Annotated[tuple[BlockingQuestion, ...], Meta(min_length=1, max_length=30)]
    agreed: Questions


class Careful(Basis, frozen=True, kw_only=True):
    """The dose and the intensity that nobody may pass who has a reason for care."""

    dose: Key
    intensity: Key
    text: Text


class Wrong(Basis, frozen=True, kw_only=True):
    """A kind of something feeling wrong while rolling, and the one line of what to do."""

    key: Key
    name: Word
    advice: Instruction


class SomethingWrongRules(Value, frozen=True, kw_only=True):
    """What follows when something feels wrong: the signs first, then its kind, then what to do."""

    signs: Phrase
    ask: Phrase
    ask_wait: Duration
    kinds: Annotated[tuple[Wrong, ...], Meta(min_length=1, max_length=6)]
    unanswered: Key


class NoGoPlace(Basis, frozen=True, kw_only=True):
    """A place that is never rolled or pressed."""

    key: Key
    name: ShortText
    text: Text
    part: Key | None = None


class SignGroup(Value, frozen=True, kw_only=True):
    """Signs that ask for the same, in a few words: whom to call or see, and for what."""

    name: Annotated[str, Meta(min_length=1, max_length=24)]
    text: ShortText


class Afterwards(Value, frozen=True, kw_only=True):
    """What a person needs to know when a session is over, in as few words as carry it.

    *brief* is all that is said of signs once *signs* have been told after the first sessions.
    """

    watch: ShortText
    signs: Annotated[tuple[SignGroup, ...], Meta(min_length=1, max_length=3)]
    brief: ShortText
    not_recovery: ShortText


class Safety(Value, frozen=True, kw_only=True):
    """All that stands between a person and harm."""

    review: Text
    emergency: Tier
    same_day: Tier
    reasons: Reasons
    gate: Gate
    agreement_lasts: Days
    careful: Careful
    something_wrong: SomethingWrongRules
    no_go_places: Annotated[tuple[NoGoPlace, ...], Meta(max_length=30)]
    afterwards: Afterwards
    later: Statements
    professional: Statements


def gate_fingerprint(safety: Safety) -> str:
    """Return a hash that changes when what the gate asks does."""
    asked = (safety.emergency, safety.same_day, safety.reasons, safety.gate)
    return blake2b(msgpack.encode(asked), digest_size=8).hexdigest()
