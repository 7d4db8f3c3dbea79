"""Propose a side's dose and intensity from its past sessions, with the reason in a line.

A proposal stays within the limits, which `session/limits.py` decides, as it does what counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from tpguide.guide.model import Guide
from tpguide.guide.protocol import Protocol
from tpguide.progress.follow_up import is_bad, is_good, is_neutral
from tpguide.session.limits import Limits, completed, is_known, massaged, offered
from tpguide.session.plan import notch
from tpguide.session.record import SessionRecord, SideRecord
from tpguide.session.state import Ending
from tpguide.text import quantity


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for a side, and why, in a line."""

    dose: str
    intensity: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Setting:
    """A dose and an intensity by their indexes: 0 is the least."""

    dose: int
    notch: int


@dataclass(frozen=True, slots=True)
class _Past:
    """A session in which the side was massaged."""

    record: SessionRecord
    side: SideRecord


def propose(guide: Guide, side: str, records: Sequence[SessionRecord], limits: Limits) -> Proposal:
    """Return what is proposed for *side* within *limits*; *records* stand newest first."""
    protocol = guide.protocol
    wanted, reason = _wanted(protocol, side, records)
    setting = _within(protocol, wanted, limits)
    if limits.why or setting != wanted:
        reason = limits.why or guide.safety.careful.text
    return Proposal(
        dose=protocol.doses[setting.dose].key,
        intensity=protocol.intensities[setting.notch].key,
        reason=reason,
    )


def _wanted(
    protocol: Protocol, side: str, records: Sequence[SessionRecord]
) -> tuple[_Setting, str]:
    past = _past_of(protocol, records, side)
    if not past:
        first = protocol.first_time
        return _Setting(_dose(protocol, first.dose), notch(protocol, first.intensity)), first.text
    last, setting = past[0], _chosen(protocol, past[0])
    lightest = _lightest_offered(protocol)
    if is_bad(protocol.next_morning, last.side):
        return _less(protocol, setting, "the morning after the last session was a bad one.")
    if last.record.result.ending in {Ending.RATINGS, Ending.SOMETHING_WRONG}:
        return _less(protocol, setting, "the last session ended early because of pain.")
    worked = max(_worked_at(protocol, last, side), lightest)
    if worked < setting.notch:
        name = protocol.intensities[worked].name
        return _Setting(setting.dose, worked), f"{name.capitalize()}: as it ended the last time."
    good = _good_in_a_row(protocol, past)
    needed = protocol.frequency.notch_more_after_sessions
    more = _more(protocol, setting)
    if more is None:
        return setting, "Same as last time."
    if good >= needed:
        return more, f"A step up: your last {good} sessions and the mornings after went well."
    left = needed - good
    return (
        setting,
        f"Same as last time. After {quantity(left, 'more good session')} I will suggest a step up.",
    )


def _past_of(protocol: Protocol, records: Sequence[SessionRecord], side: str) -> list[_Past]:
    found = ((record, record.side_named(side)) for record in records)
    return [
        _Past(record, kept)
        for record, kept in found
        if kept and is_known(protocol, kept.choice) and massaged(protocol, record, side)
    ]


def _chosen(protocol: Protocol, past: _Past) -> _Setting:
    choice = past.side.choice
    return _Setting(_dose(protocol, choice.dose), notch(protocol, choice.intensity))


def _worked_at(protocol: Protocol, past: _Past, side: str) -> int:
    """Return the lightest intensity that *side* was rolled at."""
    used = {one.intensity for one in past.record.result.rolled if one.side == side}
    return min(
        (n for n, one in enumerate(protocol.intensities) if one.key in used),
        default=notch(protocol, past.side.choice.intensity),
    )


def _good_in_a_row(protocol: Protocol, past: Sequence[_Past]) -> int:
    """Return how many of the last sessions with the same choice went well, the mornings too.

    A morning that nobody answered for neither counts nor ends the row.
    """
    rules = protocol.next_morning
    same = takewhile(lambda one: _chosen(protocol, one) == _chosen(protocol, past[0]), past)
    well = takewhile(
        lambda one: (
            _went_well(protocol, one) and (is_good(rules, one.side) or is_neutral(rules, one.side))
        ),
        same,
    )
    return sum(is_good(rules, one.side) for one in well)


def _went_well(protocol: Protocol, past: _Past) -> bool:
    side = past.side
    rating = past.record.last_rating(side.side)
    return (
        completed(protocol, past.record)
        and completed(protocol, past.record, side.side)
        and rating is not None
        and rating <= protocol.frequency.notch_more_rating_at_most
    )


def _less(protocol: Protocol, setting: _Setting, because: str) -> tuple[_Setting, str]:
    """Return one dose less; of the smallest dose, the lightest intensity."""
    if setting.dose:
        return _Setting(setting.dose - 1, setting.notch), f"One dose less: {because}"
    return _Setting(0, _lightest_offered(protocol)), f"The gentlest there is: {because}"


def _more(protocol: Protocol, setting: _Setting) -> _Setting | None:
    """Return one notch more: up to the intensity that is the dose's own, then a larger dose."""
    own = notch(protocol, protocol.doses[setting.dose].intensity)
    firmer = [
        n for one in offered(protocol) if setting.notch < (n := notch(protocol, one.key)) <= own
    ]
    if firmer:
        return _Setting(setting.dose, firmer[0])
    if setting.dose + 1 < len(protocol.doses):
        return _Setting(setting.dose + 1, setting.notch)
    return None


def _within(protocol: Protocol, wanted: _Setting, limits: Limits) -> _Setting:
    """Return *wanted* or, where that is more than is allowed now, the most that is."""
    allowed = [notch(protocol, one.key) for one in limits.intensities]
    return _Setting(
        min(wanted.dose, len(limits.doses) - 1),
        max((n for n in allowed if n <= wanted.notch), default=allowed[0]),
    )


def _lightest_offered(protocol: Protocol) -> int:
    return notch(protocol, offered(protocol)[0].key)


def _dose(protocol: Protocol, key: str) -> int:
    return next(n for n, dose in enumerate(protocol.doses) if dose.key == key)
