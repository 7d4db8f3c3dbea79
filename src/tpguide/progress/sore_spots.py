"""Count sore spots by zone and strip over many sessions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tpguide.session.record import KeptSoreSpot, SessionRecord


class Spot(NamedTuple):
    """Where a sore spot lies."""

    side: str
    zone: str
    strip: str


@dataclass(frozen=True, slots=True)
class SorePlace:
    """A place that was sore in so many sessions, when it last was, and its last rating."""

    spot: Spot
    sessions: int
    last: datetime
    last_rating: int | None


def sore_places(records: Sequence[SessionRecord]) -> tuple[SorePlace, ...]:
    """Return every place that was sore, the most frequent first."""
    found: dict[Spot, list[tuple[SessionRecord, KeptSoreSpot]]] = defaultdict(list)
    for record in sorted(records, key=lambda one: one.began):
        for sore in record.result.sore_spots:
            found[Spot(sore.side, sore.zone, sore.strip)].append((record, sore))
    places = [_place(spot, sores) for spot, sores in found.items()]
    return tuple(sorted(places, key=lambda place: (-place.sessions, place.spot)))


def _place(spot: Spot, sores: Sequence[tuple[SessionRecord, KeptSoreSpot]]) -> SorePlace:
    ratings = [sore.rating for _, sore in sores if sore.rating is not None]
    return SorePlace(
        spot=spot,
        sessions=len({record.number for record, _ in sores}),
        last=sores[-1][0].began,
        last_rating=ratings[-1] if ratings else None,
    )
