"""What a session was, and what follows from it: shown when it is over, whether or not it is kept.

Ratings stand as numbers, without a verdict: one session can't show one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tpguide.document.generated_parts import capital
from tpguide.document.marks import Marking
from tpguide.document.nodes import Box, Heading, Item, Listing, Prose, Run, Runs, TableNode, Tone
from tpguide.guide.characters import visible
from tpguide.guide.model import Guide
from tpguide.guide.protocol import Dose, Intensity, Side, Strip, Zone
from tpguide.guide.safety import Wrong
from tpguide.guide.types import Origin
from tpguide.session.record import KeptSoreSpot, Result, SideRecord
from tpguide.session.state import Ending
from tpguide.ui.pages.card import how_often
from tpguide.ui.pages.history import ENDINGS, clock
from tpguide.ui.text.compact import SEPARATOR, BlockMarks, CardBlock, spaced, title_lines
from tpguide.ui.text.lines import StyledLine
from tpguide.ui.text.nodes import close_lines
from tpguide.ui.text.options import TextOptions

NOT_GIVEN = "–"


def summary_lines(
    guide: Guide, result: Result, sides: Sequence[SideRecord], look: TextOptions
) -> list[StyledLine]:
    """Return what was done in a session that ended with *result*, and what to do after it.

    Where something felt wrong, what to do about that comes first.
    """
    summary = _Summary(guide, result, sides)
    wrong = summary.wrong()
    return spaced(
        [
            *([close_lines(summary.what_to_do(wrong), look)] if wrong else []),
            [
                *title_lines(f"{guide.protocol.title}: {summary.how_it_ended(wrong)}", look),
                *close_lines(summary.done(), look),
            ],
            close_lines(summary.next_days(), look),
            close_lines(summary.later_on(may_go_on=wrong is None), look),
        ]
    )


class _Summary:
    """Lays out the blocks of the summary of one session."""

    def __init__(self, guide: Guide, result: Result, sides: Sequence[SideRecord]) -> None:
        self._guide = guide
        self._protocol = guide.protocol
        self._result = result
        self._sides = sides
        self._marking = Marking(guide)

    def wrong(self) -> Wrong | None:
        """Return what felt wrong, if that ended it; its kind may not have been said."""
        if self._result.ending is not Ending.SOMETHING_WRONG:
            return None
        kinds = {kind.key: kind for kind in self._guide.safety.something_wrong.kinds}
        unanswered = kinds[self._guide.safety.something_wrong.unanswered]
        return kinds.get(self._result.wrong or "", unanswered)

    def what_to_do(self, wrong: Wrong) -> CardBlock:
        signs, advice = self._guide.safety.something_wrong.signs, wrong.advice
        told = Run(advice.spoken, self._marking.always(advice))
        return [
            Box(Tone.CAUTION, signs.glance, (Prose((Run(signs.spoken),)),)),
            Box(Tone.CAUTION, capital(wrong.name), (Prose((told,)),)),
        ]

    def how_it_ended(self, wrong: Wrong | None) -> str:
        kind = f", {wrong.name}" if wrong else ""
        return f"{ENDINGS[self._result.ending]}{kind}"

    def done(self) -> CardBlock:
        not_recovery = self._guide.change.after_session
        return [
            self._table(),
            *([Listing(spots)] if (spots := tuple(self._sore_spots())) else []),
            Prose((Run(not_recovery.text, self._marking.always(not_recovery)),)),
        ]

    def _table(self) -> TableNode:
        rolled = {(one.side, one.intensity): one.milliseconds for one in self._result.rolled}
        intensities = self._intensities_rolled()
        rows: list[tuple[Runs, ...]] = []
        for side in self._sides:
            cells = (
                capital(_name(self._protocol.sides.each, side.side)),
                _name(self._protocol.doses, side.choice.dose),
                *(clock(rolled.get((side.side, key), 0)) for key in intensities),
                str(side.pain_before),
                NOT_GIVEN if side.pain_after is None else str(side.pain_after),
            )
            rows.append(tuple((Run(cell),) for cell in cells))
        columns = (
            capital(self._protocol.sides.noun),
            "Dose",
            *(capital(_name(self._protocol.intensities, key)) for key in intensities),
            "Pain before",
            "Pain after",
        )
        caption = "Rolled for so many minutes and seconds" if intensities else "Nothing was rolled"
        return TableNode(columns, tuple(rows), caption, numeric=frozenset(range(2, len(columns))))

    def _intensities_rolled(self) -> list[str]:
        """Return the keys of those, from the lightest, and last any that the guide has no more."""
        used = dict.fromkeys(one.intensity for one in self._result.rolled)
        known = [one.key for one in self._protocol.intensities]
        return [*filter(used.__contains__, known), *(key for key in used if key not in known)]

    def _sore_spots(self) -> Iterator[Item]:
        for side in self._sides:
            spots = [spot for spot in self._result.sore_spots if spot.side == side.side]
            if spots:
                where = SEPARATOR.join(self._sore_spot(spot) for spot in spots)
                yield Item(
                    (Run(where),), f"Sore spots, {_name(self._protocol.sides.each, side.side)}"
                )

    def _sore_spot(self, spot: KeptSoreSpot) -> str:
        place = (
            f"{_name(self._protocol.zones, spot.zone)}, {_name(self._protocol.strips, spot.strip)}"
        )
        return place if spot.rating is None else f"{place} ({spot.rating})"

    def next_days(self) -> CardBlock:
        later = self._guide.safety.later
        marks = BlockMarks(self._marking, later)
        items = tuple(Item(marks.runs((one.text, one))) for one in later)
        return [Heading("In the next days", mark=marks.shared), Listing(items)]

    def later_on(self, *, may_go_on: bool) -> CardBlock:
        """Lay out when to do it again, where that is left open, and when to see someone."""
        frequency = self._protocol.frequency
        text = f"{frequency.next_time} {how_often(self._protocol)}"
        again = Item((Run(text, self._marking.always(frequency)),), "Again")
        statements = self._guide.safety.professional
        professional = Item(self._marking.runs(statements, Origin.ARTICLE), "See a professional if")
        return [Listing((again, professional) if may_go_on else (professional,))]


def _name(named: Sequence[Side | Dose | Intensity | Zone | Strip], key: str) -> str:
    """Return what *key* is called; the guide may have changed since the session."""
    return next((one.name for one in named if one.key == key), visible(key))
