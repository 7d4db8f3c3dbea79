"""Twelve weeks of a person who is not there: plausible sessions, driven through the real engine.

    python tests/twelve_weeks.py FOLDER [FIRST-DAY]

The journal is in FOLDER/data afterwards, for TPGUIDE_HOME=FOLDER.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from plans import the_guide
from records import MORNING
from tpguide.guide.model import Guide
from tpguide.progress.dose_proposal import propose
from tpguide.progress.follow_up import mornings_due
from tpguide.progress.trends import is_due
from tpguide.session.engine import handle
from tpguide.session.events import (
    AnyEvent,
    AskToStop,
    Begin,
    Lighter,
    Rate,
    SomethingWrong,
    SoreSpotHere,
    Tick,
)
from tpguide.session.limits import limits_of
from tpguide.session.plan import SideChoice, StepKind
from tpguide.session.plan_from_protocol import lay_out
from tpguide.session.record import (
    Asked,
    Beginning,
    Measurement,
    Morning,
    RedFlag,
    Screening,
    ScreeningVerdict,
    SideBeginning,
    WeeklyRating,
    result_of,
)
from tpguide.session.state import Ending, Session, fresh
from tpguide.storage.journal import Journal, open_journal

WEEKS = 12
#: Days of a week on which this person massages, and the week in which they are away.
WEEKDAYS, AWAY = (0, 2, 4, 6), 6
NOTES = {
    3: "New roller, a softer one.",
    9: "Tight after the hill run. Upper third is the worst.",
    17: "Slept badly; calf fine.",
    25: "First run without pain: 5 km.",
}


@dataclass
class Person:
    """Someone whose left leg gets better, slowly and not straight."""

    chance: random.Random
    guide: Guide
    journal: Journal
    began: datetime = MORNING
    sessions: int = 0
    pain: dict[str, float] = field(default_factory=lambda: {"left": 6.2, "right": 3.1})

    def live(self) -> None:
        """Go through all the weeks."""
        for day in range(7 * WEEKS):
            now = self.began + timedelta(days=day, minutes=self.chance.randint(-40, 90))
            self.pain["left"] = max(self.pain["left"] - 0.055 + self.chance.gauss(0, 0.12), 0.6)
            self.pain["right"] = max(self.pain["right"] - 0.02 + self.chance.gauss(0, 0.08), 0.4)
            self.answer(now)
            if now.weekday() in WEEKDAYS and day // 7 != AWAY and self.chance.random() < 0.93:
                self.massage(now)
            if now.weekday() == 6 and day // 7 % 2 == 0:
                self.measure(now, day // 7)

    def answer(self, now: datetime) -> None:
        slug = self.guide.slug
        for due in mornings_due(self.guide.protocol, self.journal.sessions(slug, limit=9), now):
            pain = self.felt(due.side, 0.7)
            bruise = self.sessions == 12 and due.side == "left"
            morning = Morning(asked=now, pain=pain, new_bruise=bruise)
            if not due.asks_morning:
                morning = Morning(asked=now, lasting_soreness=False)
            self.journal.keep_morning(due.number, due.side, morning)
        for side in ("left", "right"):
            if is_due(self.guide.change, self.journal.weekly_ratings(slug), side, now):
                rating = self.felt(side, 0.5)
                self.journal.keep_weekly_rating(
                    WeeklyRating(guide=slug, side=side, at=now, rating=rating)
                )

    def massage(self, now: datetime) -> None:
        slug, protocol = self.guide.slug, self.guide.protocol
        self.sessions += 1
        last = self.journal.last_full_screening(slug)
        is_full = last is None or now - last.at >= timedelta(days=7)
        self.journal.keep_screening(
            Screening(
                guide=slug,
                at=now,
                reasons=Asked.IN_FULL if is_full else Asked.WHETHER_CHANGED,
                verdict=ScreeningVerdict.CLEAR,
            )
        )
        past = self.journal.sessions(slug, limit=60)
        sides = []
        for side in ("left", "right") if self.chance.random() < 0.7 else ("left",):
            rating = min(self.felt(side, 0.6), protocol.ratings.refuse_before - 1)
            limits = limits_of(
                self.guide.safety,
                protocol,
                verdict=ScreeningVerdict.CLEAR,
                records=past,
                rating=rating,
            )
            proposed = propose(self.guide, side, past, limits)
            choice = SideChoice(side, proposed.dose, proposed.intensity, "crossed")
            sides.append(SideBeginning(choice=choice, pain_before=rating))
        beginning = Beginning(
            guide=slug, guide_hash="twelve weeks", version="0.1.0", began=now, sides=tuple(sides)
        )
        number = self.journal.begin_session(beginning)
        session = self.go_through(number, fresh(lay_out(self.guide, beginning.choices)))
        result = result_of(session, began=now)
        self.journal.finish_session(number, result)
        if result.ending is Ending.SOMETHING_WRONG:
            self.journal.keep_red_flag(
                RedFlag(guide=slug, at=result.ended, kind=result.wrong or "")
            )
            return
        for side_beginning in sides:
            side = side_beginning.choice.side
            self.journal.keep_pain_after(number, side, self.felt(side, 0.6, easier=0.8))
        if self.sessions in NOTES:
            self.journal.keep_note(number, NOTES[self.sessions])

    def go_through(self, number: int, session: Session) -> Session:
        at = 0
        for event in self.events(session):
            session, _ = handle(session, event)
            self.journal.keep_event(number, event)
        while not session.is_over:
            at = session.at + 1000
            for event in (*self.keys(session, at), Tick(at)):
                session, _ = handle(session, event)
                self.journal.keep_event(number, event)
        return session

    def events(self, session: Session) -> Iterator[AnyEvent]:
        yield Begin(0)

    def keys(self, session: Session, at: int) -> Iterator[AnyEvent]:
        """What this person presses at that moment, if anything."""
        step = session.step
        is_sore = step.zone in {"upper", "middle"} and step.strip in {"inner", "centre"}
        if self.sessions == 7 and at > 150_000:
            yield from (AskToStop(at), AskToStop(at))
        elif self.sessions == 15 and at > 200_000:
            yield SomethingWrong(at)
            yield Rate(at, 3)
        elif step.kind is StepKind.CHECK_IN and session.elapsed == 1000:
            side = step.side
            yield Rate(at, min(self.felt(side, 0.5, easier=-0.3), 6))
        elif is_sore and step.kind is StepKind.ROLL and self.chance.random() < 0.012:
            yield SoreSpotHere(at)
        elif self.sessions == 21 and step.kind is StepKind.ROLL and at == 100_000:
            yield Lighter(at)

    def measure(self, now: datetime, week: int) -> None:
        for test in self.guide.self_tests:
            for side in ("left", "right"):
                behind = self.pain[side] / 3
                best = 24 - 2 * behind if test.beat_seconds else 11.5 - behind
                noise = self.chance.gauss(0, 1.5 if test.beat_seconds else 0.4)
                value = round(best + noise + week / 6, test.decimals)
                self.journal.keep_measurement(
                    Measurement(
                        guide=self.guide.slug, test=test.key, side=side, at=now, value=value
                    )
                )

    def felt(self, side: str, spread: float, easier: float = 0.0) -> int:
        return min(max(round(self.pain[side] - easier + self.chance.gauss(0, spread)), 0), 10)


def live_twelve_weeks(folder: Path, began: datetime = MORNING, seed: int = 4) -> None:
    """Write the journal of twelve weeks into *folder*."""
    with open_journal(folder, lambda: began) as journal:
        Person(random.Random(seed), the_guide(), journal, began).live()


if __name__ == "__main__":
    began = MORNING
    if len(sys.argv) > 2:
        began = datetime.fromisoformat(f"{sys.argv[2]}T07:30").astimezone()
    live_twelve_weeks(Path(sys.argv[1]) / "data", began)
