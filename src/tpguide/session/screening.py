"""The safety questions: which are due, what the answers mean, and what they leave open.

Tiers one and two are asked in full before every session. The remaining reasons are asked in full
the first time, when the last full answer is too old and after a red flag; else only whether
anything has changed. Nothing here can be answered by a default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tpguide.guide.safety import Question, Safety
from tpguide.session.record import Asked, Verdict


@dataclass(frozen=True, slots=True)
class Answers:
    """What applies, by the keys of the questions; *agreed* are those a professional agreed to."""

    emergency: frozenset[str] = frozenset()
    same_day: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    agreed: frozenset[str] = frozenset()


def reasons_due(
    safety: Safety, asked_in_full: datetime | None, red_flag: datetime | None, now: datetime
) -> Asked:
    """Return how the remaining reasons are asked at *now*.

    *asked_in_full* is when they were last asked so, *red_flag* when a session or a screening last
    ended by a sign.
    """
    if asked_in_full is None or (red_flag is not None and red_flag >= asked_in_full):
        return Asked.IN_FULL
    age = now - asked_in_full
    if age < timedelta(0) or age >= timedelta(days=safety.reasons_again_after.days):
        return Asked.IN_FULL
    return Asked.WHETHER_CHANGED


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
        return Verdict.BLOCK
    if answers.reasons - answers.agreed:
        return Verdict.NOT_AGREED
    return Verdict.AGREED if answers.reasons else Verdict.CLEAR


def needing_agreement(safety: Safety, answers: Answers) -> tuple[Question, ...]:
    """Return the items that apply and that a professional has not agreed to."""
    open_items = answers.reasons - answers.agreed
    return tuple(question for question in safety.reasons.agreed if question.key in open_items)
