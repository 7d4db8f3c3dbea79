"""What is asked about the days since the last session: the morning after, and the weekly rating."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tpguide.guide.model import Guide
from tpguide.progress.follow_up import MorningDue, mornings_due
from tpguide.progress.trends import is_due
from tpguide.session.record import Morning, WeeklyRating
from tpguide.storage.journal import Journal
from tpguide.ui.prompts.terminal import MAY_BE_SKIPPED, SKIP, KeyOption, Prompts
from tpguide.ui.prompts.told import Told

_NO_OR_YES = (KeyOption("y", True, "yes"), KeyOption("n", False, "no"))


@dataclass(frozen=True, slots=True)
class LookingBack:
    """Asks what is due, and keeps the answers; *above* is what stands over each question."""

    prompts: Prompts
    guide: Guide
    journal: Journal
    now: datetime
    above: list[Told] = field(default_factory=list)

    def ask_about_mornings(self) -> None:
        """Ask how the days after the last session of each side were, once for each."""
        records = self.journal.sessions(self.guide.slug, limit=100)
        due = mornings_due(self.guide.protocol, records, self.now)
        mornings = [one for one in due if one.asks_morning]
        asked = self.guide.protocol.next_morning
        pain = {one.side: self._rating(one.side, asked.ask_pain) for one in mornings}
        lasting = [one for one in due if one.asks_soreness]
        if mornings and lasting and self._is_neither(asked.ask_bruise, asked.ask_soreness):
            bruised = {one.side: False for one in mornings}
            sore = {one.side: False for one in lasting}
        else:
            bruised = self._sides_with(asked.ask_bruise, mornings)
            sore = self._sides_with(asked.ask_soreness, lasting)
        for one in due:
            morning = Morning(
                asked=self.now,
                pain=pain.get(one.side),
                new_bruise=bruised.get(one.side),
                lasting_soreness=sore.get(one.side),
            )
            self.journal.keep_morning(one.number, one.side, morning)

    def weekly_due(self, sides: Iterable[str]) -> list[str]:
        """Return which of *sides* the question on which trends rest is due for."""
        ratings = self.journal.weekly_ratings(self.guide.slug)
        return [side for side in sides if is_due(self.guide.change, ratings, side, self.now)]

    def weekly_question(self, side: str) -> str:
        """Return what is asked about *side* once a week."""
        return f"{self._asked(side, self.guide.change.question)} {MAY_BE_SKIPPED}"

    def keep_weekly_rating(self, side: str, rating: int) -> None:
        """Keep the answer to that, and let it stand above."""
        kept = WeeklyRating(guide=self.guide.slug, side=side, at=self.now, rating=rating)
        self.journal.keep_weekly_rating(kept)
        self._tell(side, f"{self.guide.change.question}: {rating}")

    def _rating(self, side: str, question: str) -> int | None:
        asked = f"{self._asked(side, question)} {MAY_BE_SKIPPED}"
        rating = self.prompts.pain(asked, (SKIP,), self.above)
        self._tell(side, f"{question}: {'skipped' if rating is None else rating}")
        return rating

    def _tell(self, side: str, text: str) -> None:
        self.above.append(Told(f"{text[:1].lower()}{text[1:]}", self._name(side).capitalize()))

    def _asked(self, side: str, question: str) -> str:
        return f"{self._name(side).capitalize()}, {question[:1].lower()}{question[1:]}"

    def _is_neither(self, *questions: str) -> bool:
        """Ask all *questions* at once: on most days one key answers them."""
        options = (KeyOption("y", False, "yes, to one or both"), KeyOption("n", True, "no"))
        return self.prompts.pick(" ".join(questions), options, self.above)

    def _sides_with(self, question: str, due: Sequence[MorningDue]) -> dict[str, bool]:
        """Return for each side that is *due* whether the answer is yes: one question for all."""
        if not due:
            return {}
        sides = [one.side for one in due]
        name = f"{self._name(sides[0]).capitalize()}. " if len(sides) == 1 else ""
        is_so = self.prompts.pick(f"{name}{question}", _NO_OR_YES, self.above)
        if not is_so or len(sides) == 1:
            return dict.fromkeys(sides, is_so)
        return {
            side: self.prompts.pick(f"{self._name(side).capitalize()}?", _NO_OR_YES, self.above)
            for side in sides
        }

    def _name(self, side: str) -> str:
        return next(one.name for one in self.guide.protocol.sides.each if one.key == side)
