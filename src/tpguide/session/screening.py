"""The gate's rules: which pages are due, what stands on them, what the answers mean.

All pages are asked the first time and whenever the last full answers can't be relied on any more;
else one short page with everything that is an emergency or urgent, and what is new since then.
No question has a default answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tpguide.guide.safety import BlockingQuestion, Question, Safety, Tier, gate_fingerprint
from tpguide.session.record import Asked, Screening, ScreeningVerdict


@dataclass(frozen=True, slots=True)
class Answers:
    """What applies, by the keys of the questions.

    *agreed* are those a professional agreed to, *lifted* those of which an `unless` holds now.
    *left* is the page that was left after a yes, before anything was named: that counts as yes.
    """

    emergency: frozenset[str] = frozenset()
    same_day: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    agreed: frozenset[str] = frozenset()
    lifted: frozenset[str] = frozenset()
    left: ScreeningVerdict | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is known of earlier answers and sessions; it decides which pages are due.

    *full* is when all pages were last answered, *gate* the fingerprint of the gate then;
    *yes* when a page was last answered with yes and that ended it, *session* when one last began.
    """

    full: datetime | None = None
    gate: str | None = None
    yes: datetime | None = None
    session: datetime | None = None


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line, and the questions that hang on it."""

    text: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class GatePage:
    """A page: one question, answered with yes, or unsure, or none."""

    title: str
    ask: str
    lines: tuple[PageLine, ...]


def pages_due(safety: Safety, earlier: Earlier, now: datetime) -> Asked:
    """Return whether all pages are asked at *now*, or the short one and what is new.

    Entries later than *now* are ignored.
    """
    full, yes, session = (
        moment if moment and moment <= now else None
        for moment in (earlier.full, earlier.yes, earlier.session)
    )
    gate = safety.gate
    is_reliable = (
        full is not None
        and (yes is None or yes < full)
        and now - full <= timedelta(days=gate.again_after.days)
        and (session is None or now - session <= timedelta(days=gate.again_after_pause.days))
        and earlier.gate == gate_fingerprint(safety)
    )
    return Asked.WHETHER_CHANGED if is_reliable else Asked.IN_FULL


def sign_pages(safety: Safety) -> tuple[GatePage, GatePage]:
    """Return the pages of emergency signs and of same-day signs."""
    return _tier_page(safety.emergency), _tier_page(safety.same_day)


def reasons_page(safety: Safety) -> GatePage:
    """Return the page of the remaining reasons."""
    reasons = safety.reasons
    found = {question.key: question for question in (*reasons.block, *reasons.agreed)}
    lines = tuple(
        PageLine(line.text, tuple(found[key] for key in line.covers)) for line in reasons.lines
    )
    return GatePage(reasons.title, reasons.ask, lines)


def short_page(safety: Safety, turn: int) -> GatePage:
    """Return the short page; the order of its lines turns by one with each *turn*."""
    short = safety.gate.short
    signs = {question.key: question for question in _signs(safety)}
    lines = [PageLine(one.text, tuple(signs[key] for key in one.covers)) for one in short.lines]
    first = turn % len(lines)
    return GatePage(short.title, short.ask, (*lines[first:], *lines[:first]))


def tier_of(safety: Safety, questions: Iterable[Question]) -> Tier:
    """Return the gravest tier among *questions*, which are signs."""
    grave = {question.key for question in safety.emergency.questions}
    has_grave = any(question.key in grave for question in questions)
    return safety.emergency if has_grave else safety.same_day


def advice_on(safety: Safety, key: str) -> str:
    """Return what to do for the sign *key*: its line's advice, or else its tier's."""
    for tier in (safety.emergency, safety.same_day):
        for line in tier.lines:
            if key in line.covers:
                return line.advice or tier.advice
    raise KeyError(key)


def sign_named(safety: Safety, key: str) -> Answers:
    """Return what it means that the sign *key* was named."""
    if any(question.key == key for question in safety.emergency.questions):
        return Answers(emergency=frozenset({key}))
    return Answers(same_day=frozenset({key}))


def left_after_yes(safety: Safety, questions: Sequence[Question]) -> Answers:
    """Return what it means to leave a page after a yes to a line of *questions*."""
    signs = {question.key for question in _signs(safety)}
    if not any(question.key in signs for question in questions):
        return Answers(left=ScreeningVerdict.BLOCK)
    is_grave = tier_of(safety, questions) is safety.emergency
    return Answers(left=ScreeningVerdict.EMERGENCY if is_grave else ScreeningVerdict.SAME_DAY)


def raises_risk(safety: Safety, named: Iterable[str], *, risk_named: bool) -> bool:
    """Return whether what is new leads to the question after the risk."""
    return risk_named or not set(named).isdisjoint(safety.gate.short.since.risks)


def standing_blocks(safety: Safety, last: Screening | None) -> tuple[BlockingQuestion, ...]:
    """Return the blocks that were answered yes in the *last* answers to the reasons."""
    items = last.items if last else ()
    return tuple(block for block in safety.reasons.block if block.key in items)


def standing_asks(safety: Safety, last: Screening | None) -> tuple[Question, ...]:
    """Return the reasons that want an agreement and were answered yes in the *last* answers."""
    items = last.items if last else ()
    return tuple(question for question in safety.reasons.agreed if question.key in items)


def standing_agreements(
    safety: Safety, agreements: Mapping[str, datetime], now: datetime
) -> frozenset[str]:
    """Return the items for which a professional's agreement still holds at *now*."""
    lasts = timedelta(days=safety.agreement_lasts.days)
    return frozenset(key for key, when in agreements.items() if timedelta(0) <= now - when < lasts)


def verdict_on(safety: Safety, answers: Answers) -> ScreeningVerdict:
    """Return what *answers* allow: the gravest thing that applies decides."""
    if answers.emergency or answers.left is ScreeningVerdict.EMERGENCY:
        return ScreeningVerdict.EMERGENCY
    if answers.same_day or answers.left is ScreeningVerdict.SAME_DAY:
        return ScreeningVerdict.SAME_DAY
    agreed_items = {question.key for question in safety.reasons.agreed}
    if answers.left or answers.reasons - agreed_items - answers.lifted:
        return ScreeningVerdict.BLOCK
    asks = answers.reasons & agreed_items
    if asks - answers.agreed:
        return ScreeningVerdict.NOT_AGREED
    return ScreeningVerdict.AGREED if asks else ScreeningVerdict.CLEAR


def needing_agreement(safety: Safety, answers: Answers) -> tuple[Question, ...]:
    """Return the items that apply and that a professional has not agreed to."""
    open_items = answers.reasons - answers.agreed
    return tuple(question for question in safety.reasons.agreed if question.key in open_items)


def _tier_page(tier: Tier) -> GatePage:
    found = {question.key: question for question in tier.questions}
    lines = (PageLine(one.text, tuple(found[key] for key in one.covers)) for one in tier.lines)
    return GatePage(tier.title, tier.ask, tuple(lines))


def _signs(safety: Safety) -> tuple[Question, ...]:
    return (*safety.emergency.questions, *safety.same_day.questions)
