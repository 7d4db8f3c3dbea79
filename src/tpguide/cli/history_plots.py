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
from tpguide.session.record import Measurement, SessionRecord, WeeklyRating
from tpguide.ui.pages.charts import (
    half,
    measured_chart,
    measured_table,
    pain_chart,
    pain_legend,
    pain_table,
    two_by_two,
    week_bars,
    week_table,
)
from tpguide.ui.pages.sore_map import map_scale, most_sessions, sore_place_lines

if TYPE_CHECKING:
    from tpguide.ui.text.lines import StyledLine
    from tpguide.ui.text.options import TextOptions

MAP_ROWS = 14

StyledLines = list["StyledLine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plotting:
    """Plots of *sides* from what was kept; *asked_for* is the name or file the guide came by."""

    context: Context
    guide: Guide
    asked_for: str | None
    sides: Sequence[Side]
    records: Sequence[SessionRecord]
    ratings: Sequence[WeeklyRating]
    measurements: Sequence[Measurement]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be seen."""
        return not (self.records or self.ratings or self.measurements)

    def drawings(self) -> StyledLines:
        """Return what was kept as drawings."""
        look, frequency = self.context.output.text_options(), self.guide.protocol.frequency
        part, period = half(look), self._period
        pain = [pain_chart(side, self.records, self.ratings, period, part) for side in self.sides]
        measured = [
            measured_chart(test, side, self.measurements, period, part)
            for test in self.guide.self_tests
            for side in self.sides
        ]
        return _spaced(
            two_by_two(pain, look),
            pain_legend(self.guide.change.question, look),
            two_by_two(measured, look),
            two_by_two([week_bars(self._weeks, frequency, part), self._maps(part)], look),
            self._places(),
        )

    def tables(self) -> StyledLines:
        """Return the same as tables."""
        look, frequency = self.context.output.text_options(), self.guide.protocol.frequency
        return _spaced(
            pain_table(self.sides, self.records, self.ratings, self._period, look),
            measured_table(
                self.guide.self_tests, self.sides, self.measurements, self._period, look
            ),
            week_table(self._weeks, frequency, look),
            self._places(),
        )

    @property
    def _keys(self) -> list[str]:
        return [side.key for side in self.sides]

    @property
    def _period(self) -> Period:
        moments = [one.began for one in self.records]
        moments += [one.at for one in self.ratings] + [one.at for one in self.measurements]
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

    def _maps(self, look: TextOptions) -> StyledLines:
        """Return the maps of the sides side by side, as far as they can be drawn in *look*."""
        if self.context.output.display is not Display.DRAWN:
            return []
        from tpguide.cli.picture_mode import mode_among_text
        from tpguide.cli.sore_map import sore_maps
        from tpguide.ui.pages.sore_map import map_lines

        maps = sore_maps(self.context, self.guide, self.asked_for, self.records)
        shown = [(side.name, maps[side.key]) for side in self.sides if side.key in maps]
        drawn = map_lines(shown, MAP_ROWS, mode_among_text(self.context), look)
        has_colours = drawn and self.context.output.colour_system
        return [*drawn, *map_scale(most_sessions(self._sore), look)] if has_colours else drawn


def _spaced(*blocks: StyledLines) -> StyledLines:
    return [line for block in blocks if block for line in [*block, []]][:-1]
