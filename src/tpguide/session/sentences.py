"""Every sentence that a guide can say on the floor, and in a sound file.

Spoken texts are combinations of sentences, so each sentence needs one recording.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations, product

import msgspec

from tpguide.guide.model import Guide
from tpguide.session.cues import sentences_of
from tpguide.session.plan import Plan, SideChoice
from tpguide.session.plan_from_protocol import lay_out
from tpguide.session.state import Session, fresh
from tpguide.session.transcript import opening_texts
from tpguide.session.waiting import welcome_back


def sentences(guide: Guide) -> tuple[str, ...]:
    """Return each sentence that *guide* can say, in any dose, on any side, after any key."""
    return tuple(dict.fromkeys(part for text in _texts(guide) for part in sentences_of(text)))


def _texts(guide: Guide) -> Iterator[str]:
    yield from _spoken(guide.protocol)
    yield from _spoken(guide.safety.something_wrong)
    yield from _phrases(guide)
    yield from opening_texts(guide.safety)
    for plan in _plans(guide):
        yield from (line.text for step in plan.steps for line in step.lines)
        yield from map(welcome_back, _everywhere(plan))


def _spoken(value: object) -> Iterator[str]:
    """Yield all that is said of what *value* holds."""
    match value:
        case tuple():
            for item in value:
                yield from _spoken(item)
        case msgspec.Struct():
            for name in value.__struct_fields__:
                held = getattr(value, name)
                if name == "spoken" and isinstance(held, str):
                    yield held
                else:
                    yield from _spoken(held)


def _phrases(guide: Guide) -> Iterator[str]:
    """Yield the phrases that are spoken only, without a glance."""
    phrases = guide.protocol.phrases
    for held in (getattr(phrases, name) for name in phrases.__struct_fields__):
        match held:
            case str():
                yield held
            case tuple():
                yield from held


def _plans(guide: Guide) -> Iterator[Plan]:
    """Yield plans that between them hold every step: all doses, pressures, and orders of sides."""
    protocol = guide.protocol
    sides = [side.key for side in protocol.sides.each]
    orders = [order for n in range(1, len(sides) + 1) for order in permutations(sides, n)]
    for dose, intensity, order in product(protocol.doses, protocol.intensities, orders):
        key = intensity.key
        yield lay_out(guide, tuple(SideChoice(side, dose.key, key, key) for side in order))


def _everywhere(plan: Plan) -> Iterator[Session]:
    """Yield a session of *plan* at the beginning of each of its steps."""
    session = fresh(plan)
    return (replace(session, index=index) for index in range(len(plan.steps)))
