"""The plots of a history: drawn, or as tables where drawings can't be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tpguide.cli.context import Context
from tpguide.cli.output import Display
from tpguide.guide.model import Guide
from tpguide.guide.protocol import Side
from tpguide.progress.frequency import Week, weeks
from tpguide.progress.periods import Period
from tpguide.progress.sore_spots import SorePlace, sore_places
from tpguide.session.record import SessionRecord, WeeklyRating
from tpguide.ui.pages.charts import (
    pain_chart,
    pain_legend,
    pain_table,
    sore_place_lines,
    week_bars,
    week_table,
)

if TYPE_CHECKING:
    from tpguide.ui.text.lines import StyledLine

MAP_ROWS = 14

StyledLines = list["StyledLine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plotting:
    """Plots of *sides* from what was kept; *asked_for* is what the guide was asked for by."""

    context: Context
    guide: Guide
    asked_for: str | None
    sides: Sequence[Side]
    records: Sequence[SessionRecord]
    ratings: Sequence[WeeklyRating]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be seen."""
        return not self.records and not self.ratings

    def drawings(self) -> StyledLines:
        """Return what was kept as drawings."""
        look, frequency = self.context.output.text_options(), self.guide.protocol.frequency
        return _spaced(
            *(
                pain_chart(side, self.records, self.ratings, self._period, look)
                for side in self.sides
            ),
            pain_legend(self.guide.change.question, look),
            week_bars(self._weeks, frequency, look),
            self._maps(),
            self._places(),
        )

    def tables(self) -> StyledLines:
        """Return the same as tables."""
        look, frequency = self.context.output.text_options(), self.guide.protocol.frequency
        return _spaced(
            pain_table(self.sides, self.records, self.ratings, self._period, look),
            week_table(self._weeks, frequency, look),
            self._places(),
        )

    @property
    def _keys(self) -> list[str]:
        return [side.key for side in self.sides]

    @property
    def _period(self) -> Period:
        moments = [one.began for one in self.records] + [one.at for one in self.ratings]
        return Period(min(moments), max(*moments, self.context.clock.now()))

    @property
    def _weeks(self) -> Sequence[Week]:
        return weeks(self.guide.protocol, self.records, self.context.clock.now(), self._keys)

    @property
    def _sore(self) -> list[SorePlace]:
        return [place for place in sore_places(self.records) if place.spot.side in self._keys]

    def _places(self) -> StyledLines:
        now, look = self.context.clock.now(), self.context.output.text_options()
        places = self._sore
        return sore_place_lines(places, self.guide.protocol, now, look) if places else []

    def _maps(self) -> StyledLines:
        """Return the maps of the sides side by side, as far as they can be drawn here."""
        if self.context.output.display is not Display.DRAWN:
            return []
        from tpguide.cli.picture_mode import mode_among_text
        from tpguide.cli.sore_map import sore_maps
        from tpguide.ui.pages.charts import map_lines

        maps = sore_maps(self.context, self.guide, self.asked_for, self.records)
        shown = [(side.name, maps[side.key]) for side in self.sides if side.key in maps]
        return map_lines(
            shown, MAP_ROWS, mode_among_text(self.context), self.context.output.text_options()
        )


def _spaced(*blocks: StyledLines) -> StyledLines:
    return [line for block in blocks if block for line in [*block, []]][:-1]
