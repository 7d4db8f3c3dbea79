"""`tpguide measure`: the self-tests of a guide, at most as often as it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from tpguide.cli.common_options import GuideArgument
from tpguide.cli.completion import before_a_value, test_names
from tpguide.cli.context import Context
from tpguide.errors import WrongUseError

if TYPE_CHECKING:
    from tpguide.guide.model import Guide
    from tpguide.guide.protocol import Side
    from tpguide.guide.self_tests import SelfTest
    from tpguide.session.record import Measurement
    from tpguide.storage.journal import Journal
    from tpguide.ui.text.lines import StyledLine


def measure(
    ctx: typer.Context,
    guide: GuideArgument = None,
    *,
    test: Annotated[
        str | None,
        typer.Option(
            "--test",
            metavar="TEST",
            help="Only this one of its tests.",
            autocompletion=test_names,
        ),
    ] = None,
    result: Annotated[
        list[str] | None,
        typer.Option(
            "--result",
            metavar="SIDE=NUMBER",
            help="Enter a result of --test. Repeatable.",
            autocompletion=before_a_value,
        ),
    ] = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take back the last result (of --test).")
    ] = False,
) -> None:
    """Measure yourself once a week, and see what changed."""
    from tpguide.cli.session.options import known

    context = ctx.ensure_object(Context)
    found = context.guide(guide)
    keys = [one.key for one in found.self_tests]
    wanted = [known("test", test, keys)] if test else keys
    with context.journal(unkept="Nothing that is measured would be kept.") as journal:
        measuring = Measuring(context, found, journal)
        if undo and result:
            raise WrongUseError("--undo takes a result back, --result gives one.", "One at a time.")
        if undo:
            measuring.take_back(wanted)
        elif result:
            measuring.take([one for one in found.self_tests if one.key in wanted], result)
        else:
            measuring.go_through([one for one in found.self_tests if one.key in wanted])


@dataclass(frozen=True, slots=True)
class Measuring:
    """Leads a person through self-tests, keeps the results, and tells what they mean."""

    context: Context
    guide: Guide
    journal: Journal

    def take(self, tests: list[SelfTest], results: list[str]) -> None:
        """Keep results that are given as SIDE=NUMBER, and compare them."""
        from tpguide.cli.session.options import known

        if len(tests) != 1:
            raise WrongUseError("A result needs its test.", f"--test {_or(self.guide.self_tests)}")
        [test] = tests
        sides = {side.key: side for side in self.guide.protocol.sides.each}
        values = {}
        for text in results:
            name, _, value = text.partition("=")
            values[known("side (--result)", name, list(sides))] = _value(test, value)
        for key in values:
            self._refuse_too_early(test, sides[key])
        for key, number in values.items():
            self._keep(test, key, number)
        self._tell(test)

    def take_back(self, tests: list[str]) -> None:
        """Take back the last result of any of *tests*, and tell what it was."""
        from tpguide.cli.history_removal import take_back

        measured = self.journal.measurements(self.guide.slug)
        take_back(
            self.context,
            self.journal,
            max((one for one in measured if one.test in tests), key=_moment, default=None),
        )

    def go_through(self, tests: list[SelfTest]) -> None:
        """Lead through each of *tests* that is due; tell the results so far of the others."""
        if not self.context.can_ask:
            raise WrongUseError(
                "Measuring needs a terminal, or results that were measured already.",
                "tpguide measure --test TEST --result SIDE=NUMBER",
            )
        self._refuse_after_a_massage()
        for test in tests:
            due = [side for side in self._sides if not self._days_until_due(test, side)]
            if due:
                self._lead(test, due)
            self._tell(test)

    @property
    def _sides(self) -> tuple[Side, ...]:
        return self.guide.protocol.sides.each

    def _lead(self, test: SelfTest, sides: list[Side]) -> None:
        from tpguide.ui.pages.self_tests import how_lines
        from tpguide.ui.prompts.terminal import Option

        self.context.output.print_lines([*how_lines(test, self.context.output.text_options()), []])
        options = [Option(True, "None of these: go on"), Option(False, "Leave it out today")]
        if not self.context.prompts.choose(f"{test.name}: do any of these apply?", options):
            return
        for side in sides:
            tries = [self._try(test, side, number) for number in range(1, test.tries + 1)]
            if results := [value for value in tries if value is not None]:
                self._keep(test, side.key, max(results))

    def _try(self, test: SelfTest, side: Side, number: int) -> float | None:
        counted = self._count_aloud(test, side) if test.beat_seconds else None
        of = f", {number} of {test.tries}" if test.tries > 1 else ""
        otherwise = f"enter: {counted}" if counted else "enter to leave it out"
        question = f"{side.name.capitalize()}{of}, {test.unit} ({otherwise}):"
        while True:
            text = self.context.prompts.line(question)
            if not text:
                return counted or None
            try:
                return _value(test, text)
            except WrongUseError as error:
                self.context.output.tell(error.sentence)

    def _count_aloud(self, test: SelfTest, side: Side) -> int:
        from tpguide.cli.counting import count_at_pace
        from tpguide.ui.prompts.terminal import Option

        options = [Option(True, "Begin: 3, 2, 1; any key stops"), Option(False, "I count myself")]
        if not self.context.prompts.choose(f"{side.name.capitalize()}: ready?", options):
            return 0
        return count_at_pace(self.context, self.guide, test)

    def _keep(self, test: SelfTest, side: str, value: float) -> None:
        from tpguide.session.record import Measurement

        self.journal.keep_measurement(
            Measurement(
                guide=self.guide.slug,
                test=test.key,
                side=side,
                at=self.context.clock.now(),
                value=value,
            )
        )

    def _days_until_due(self, test: SelfTest, side: Side) -> int:
        from tpguide.progress.self_tests import days_until_due

        measured = self.journal.measurements(self.guide.slug)
        return days_until_due(test, measured, side.key, self.context.clock.now())

    def _refuse_too_early(self, test: SelfTest, side: Side) -> None:
        days = self._days_until_due(test, side)
        if days:
            raise WrongUseError(
                f"{test.name}, {side.name}: it was measured less than {test.every_days} days ago.",
                f"Next on {self._day_in(days)}.",
            )

    def _refuse_after_a_massage(self) -> None:
        from tpguide.progress.frequency import sessions_today

        protocol, now = self.guide.protocol, self.context.clock.now()
        records = self.journal.sessions(self.guide.slug, limit=20)
        if any(sessions_today(protocol, records, side.key, now) for side in self._sides):
            raise WrongUseError(
                "There was a massage today, and after one nothing is measured.",
                f"Next on {self._day_in(1)}, before the massage.",
            )

    def _tell(self, test: SelfTest) -> None:
        from tpguide.progress.moments import so_far
        from tpguide.ui.pages.self_tests import meaning_lines, measured_lines

        look, now = self.context.output.text_options(), self.context.clock.now()
        measured = so_far(self.journal.measurements(self.guide.slug), now)
        if any(one.test == test.key for one in measured):
            lines = measured_lines(test, measured, self._sides, now, look)
            self.context.output.print_lines(
                [[], *lines, *meaning_lines(test, look), *self._next(test)]
            )

    def _next(self, test: SelfTest) -> list[StyledLine]:
        from tpguide.ui.pages.self_tests import next_lines

        days = max(self._days_until_due(test, side) for side in self._sides)
        return next_lines(self._day_in(days), self.context.output.text_options()) if days else []

    def _day_in(self, days: int) -> str:
        from tpguide.progress.moments import day_said

        now = self.context.clock.now()
        return day_said(now + timedelta(days=days), now)


def _value(test: SelfTest, text: str) -> float:
    """Return the result that *text* is. Raises WrongUseError if it is none."""
    try:
        value = float(text.strip().removesuffix(test.unit).strip().replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value <= test.highest or round(value, test.decimals) != value:
        step = f"{10**-test.decimals:g}"
        raise WrongUseError(f"“{text}” is no number from 0 to {test.highest:g} in steps of {step}.")
    return value


def _moment(measurement: Measurement) -> datetime:
    return measurement.at


def _or(tests: tuple[SelfTest, ...]) -> str:
    return " or ".join(test.key for test in tests)
