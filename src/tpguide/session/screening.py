"""The safety questions: which are due, what the answers mean, and what they leave open.

Tiers one and two are asked in full before every session. The remaining reasons are asked in full
the first time, when the last full answer is too old and after a red flag; else only whether
anything has changed. Nothing here can be answered by a default.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from tpguide.guide.protocol import Protocol
from tpguide.guide.safety import Question, Safety


class Verdict(Enum):
    """What the answers allow."""

    CLEAR = "clear"
    CAREFUL = "careful"
    NEEDS_AGREEMENT = "needs agreement"
    BLOCKED = "blocked"
    SAME_DAY = "same day"
    EMERGENCY = "emergency"

    @property
    def allows_massage(self) -> bool:
        """Whether a session may begin."""
        return self in {Verdict.CLEAR, Verdict.CAREFUL}


class ReasonsDue(Enum):
    """How the remaining reasons are asked now."""

    IN_FULL = "in full"
    ANY_CHANGE = "any change"


@dataclass(frozen=True, slots=True)
class Answers:
    """What applies, by the keys of the questions; *agreed* are those a professional agreed to."""

    emergency: frozenset[str] = frozenset()
    same_day: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    agreed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Screening:
    """What was asked and answered, and what it allows."""

    verdict: Verdict
    answers: Answers
    reasons_due: ReasonsDue


def reasons_due(
    safety: Safety, asked_in_full: datetime | None, red_flag: datetime | None, now: datetime
) -> ReasonsDue:
    """Return how the remaining reasons are asked at *now*.

    *asked_in_full* is when they were last asked so, *red_flag* when a session or a screening last
    ended by a sign.
    """
    if asked_in_full is None or (red_flag is not None and red_flag >= asked_in_full):
        return ReasonsDue.IN_FULL
    age = now - asked_in_full
    if age < timedelta(0) or age >= timedelta(days=safety.reasons_again_after.days):
        return ReasonsDue.IN_FULL
    return ReasonsDue.ANY_CHANGE


def standing_agreements(
    safety: Safety, agreements: Mapping[str, datetime], now: datetime
) -> frozenset[str]:
    """Return the items for which a professional's agreement still holds at *now*."""
    lasts = timedelta(days=safety.agreement_lasts.days)
    return frozenset(key for key, when in agreements.items() if timedelta(0) <= now - when < lasts)


def verdict_on(safety: Safety, answers: Answers) -> Verdict:
    """Return what *answers* allow: the gravest thing that applies decides."""
    if answers.emergency:
        return Verdict.EMERGENCY
    if answers.same_day:
        return Verdict.SAME_DAY
    agreed_items = {question.key for question in safety.reasons.agreed}
    if answers.reasons - agreed_items:
        return Verdict.BLOCKED
    if answers.reasons - answers.agreed:
        return Verdict.NEEDS_AGREEMENT
    return Verdict.CAREFUL if answers.reasons else Verdict.CLEAR


def needing_agreement(safety: Safety, answers: Answers) -> tuple[Question, ...]:
    """Return the items that apply and that a professional has not agreed to."""
    open_items = answers.reasons - answers.agreed
    return tuple(question for question in safety.reasons.agreed if question.key in open_items)


@dataclass(frozen=True, slots=True)
class Limits:
    """The dose and the intensity that can't be passed on a side; *None* where nothing limits."""

    dose: str | None = None
    intensity: str | None = None

    @property
    def are_careful(self) -> bool:
        """Whether anything is limited."""
        return self.dose is not None


def limits_of(
    safety: Safety, protocol: Protocol, *, verdict: Verdict, is_first: bool, rating: int
) -> Limits:
    """Return what nobody may pass: for the first session, an agreed reason, a high rating before.

    Raises ValueError for a rating that allows no massage at all.
    """
    if rating >= protocol.ratings.refuse_before:
        raise ValueError(f"a rating of {rating} allows no massage")
    if verdict is Verdict.CAREFUL or rating >= protocol.ratings.careful_before:
        return Limits(safety.careful.dose, safety.careful.intensity)
    if is_first:
        return Limits(protocol.first_time.dose, protocol.first_time.intensity)
    return Limits()


def refuses(protocol: Protocol, ratings: Iterable[int]) -> bool:
    """Return whether any rating before the floor rules a massage out."""
    return any(rating >= protocol.ratings.refuse_before for rating in ratings)
