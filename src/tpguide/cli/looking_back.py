"""What is asked about the days since the last session: the morning after, and the weekly rating."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tpguide.guide.model import Guide
from tpguide.progress.mornings import MorningDue, mornings_due
from tpguide.progress.trends import is_due
from tpguide.session.record import Morning, WeeklyRating
from tpguide.storage.journal import Journal
from tpguide.ui.prompts import Option, Prompts

_NO_OR_YES = (Option(False, "No"), Option(True, "Yes"))


@dataclass(frozen=True, slots=True)
class LookingBack:
    """Asks what is due, and keeps the answers."""

    prompts: Prompts
    guide: Guide
    journal: Journal
    now: datetime

    def ask_about_mornings(self) -> None:
        """Ask how the days after the last session of each side were, once for each."""
        records = self.journal.sessions(self.guide.slug, limit=100)
        for due in mornings_due(self.guide.protocol, records, self.now):
            self.journal.keep_morning(due.number, due.side, self._morning(due))

    def ask_weekly_rating(self, sides: Iterable[str]) -> None:
        """Ask the question on which trends rest, of each side at most once a week."""
        change, slug = self.guide.change, self.guide.slug
        ratings = self.journal.weekly_ratings(slug)
        for side in sides:
            if not is_due(change, ratings, side, self.now):
                continue
            rating = self.prompts.rating_or_none(f"{self._name(side)}: {change.question}")
            if rating is not None:
                self.journal.keep_weekly_rating(
                    WeeklyRating(guide=slug, side=side, at=self.now, rating=rating)
                )

    def _morning(self, due: MorningDue) -> Morning:
        asked, name = self.guide.protocol.next_morning, self._name(due.side)
        pain = bruise = soreness = None
        if due.asks_morning:
            pain = self.prompts.rating_or_none(f"{name}: {asked.ask_pain}")
            bruise = self.prompts.choose(f"{name}: {asked.ask_bruise}", _NO_OR_YES)
        if due.asks_soreness:
            soreness = self.prompts.choose(f"{name}: {asked.ask_soreness}", _NO_OR_YES)
        return Morning(asked=self.now, pain=pain, new_bruise=bruise, lasting_soreness=soreness)

    def _name(self, side: str) -> str:
        name = next(one.name for one in self.guide.protocol.sides.each if one.key == side)
        return name.capitalize()
