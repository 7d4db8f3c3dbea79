"""Measuring oneself: by questions, or with results that are there already."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs
from typer.testing import CliRunner

from fakes import FakeClock, ScriptedPrompts
from plans import the_guide
from records import MORNING, a_record
from tpguide.cli.app import app
from tpguide.cli.context import Context
from tpguide.errors import ExitCode
from tpguide.session.record import Measurement
from tpguide.storage.archive import Archive, ArchivedSession
from tpguide.storage.journal import Journal, open_journal

GUIDE = the_guide()
WALL, HEEL = (test.key for test in GUIDE.self_tests)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Tpguide:
    """The command line with a home of its own, and what it said."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self.clock = FakeClock(MORNING)
        self.said = self.warned = ""
        self.asked: list[str] = []

    def journal(self) -> Journal:
        return open_journal(self._home / "data", lambda: MORNING)

    def results(self) -> list[tuple[str, str, float]]:
        with self.journal() as journal:
            return [(one.test, one.side, one.value) for one in journal.measurements(GUIDE.slug)]

    def run(self, *words: str, answers: tuple[str, ...] | None = None) -> int:
        said = io.StringIO() if answers is None else Terminal()
        prompts = ScriptedPrompts(*(answers or ()))
        context = Context(
            environment={"TPGUIDE_HOME": str(self._home), "COLUMNS": "80", "TERM": "dumb"},
            stdin=type(said)(),
            stdout=said,
            stderr=io.StringIO(),
            clock=self.clock,
            prompts_for=lambda _: prompts,
        )
        ended = CliRunner().invoke(app, ["measure", "tibialis-posterior", *words], obj=context)
        assert isinstance(context.stderr, io.StringIO)
        self.said, self.warned, self.asked = (
            said.getvalue(),
            context.stderr.getvalue(),
            prompts.asked,
        )
        assert prompts.left == []
        return ended.exit_code


@pytest.fixture(name="tpguide")
def command_line(tmp_path: Path) -> Tpguide:
    return Tpguide(tmp_path)


class TestAsked:
    def test_the_best_of_three_tries_counts(self, tpguide: Tpguide) -> None:
        answers = ("None", "8.5", "9", "8,9", "10", "", "")

        assert tpguide.run("--test", WALL, answers=answers) == ExitCode.DONE
        assert tpguide.results() == [(WALL, "left", 9.0), (WALL, "right", 10.0)]
        assert "Bend the knee until it touches the wall." in tpguide.said
        assert "Skip it with any emergency or same-day sign." in tpguide.said
        assert tpguide.asked[1] == "Left leg, 1 of 3, cm (enter to leave it out):"

    def test_what_is_left_out_is_not_kept(self, tpguide: Tpguide) -> None:
        tpguide.run("--test", WALL, answers=("Leave it out",))
        assert tpguide.results() == []

        tpguide.run("--test", WALL, answers=("None", "", "", "", "9", "", ""))
        assert tpguide.results() == [(WALL, "right", 9.0)]

    def test_what_is_no_result_is_asked_again(self, tpguide: Tpguide) -> None:
        answers = ("None", "wide", "31", "9.55", "-1", "9.5 cm", "", "", "", "", "")
        tpguide.run("--test", WALL, answers=answers)

        assert tpguide.results() == [(WALL, "left", 9.5)]
        assert "“31” is no number from 0 to 30 in steps of 0.1." in tpguide.warned

    def test_who_counts_without_us_tells_the_number(self, tpguide: Tpguide) -> None:
        answers = ("None", "I count", "24", "I count", "0")
        tpguide.run("--test", HEEL, answers=answers)

        assert tpguide.results() == [(HEEL, "left", 24.0), (HEEL, "right", 0.0)]

    def test_a_test_that_is_not_due_is_not_asked_but_its_results_are_told(
        self, tpguide: Tpguide
    ) -> None:
        tpguide.run("--test", WALL, "--result", "left=9", "--result", "right=9")
        tpguide.clock.forward(days=6)

        assert tpguide.run("--test", WALL, answers=()) == ExitCode.DONE
        assert "Next: Monday 12 January, before a massage." in tpguide.said

    def test_nothing_is_measured_after_a_massage(self, tpguide: Tpguide) -> None:
        record = structs.replace(a_record(), guide=GUIDE.slug)
        with tpguide.journal() as journal:
            journal.add(Archive(sessions=(ArchivedSession(record=record),)))
        tpguide.clock.forward(hours=2)

        assert tpguide.run(answers=()) == ExitCode.WRONG_USE
        assert "There was a massage today" in tpguide.warned
        assert "Tuesday 6 January" in tpguide.warned

    def test_a_person_is_needed(self, tpguide: Tpguide) -> None:
        assert tpguide.run() == ExitCode.WRONG_USE
        assert "--result" in tpguide.warned


class TestGiven:
    def test_a_result_is_kept_and_compared_with_the_one_before(self, tpguide: Tpguide) -> None:
        tpguide.run("--test", WALL, "--result", "left=8.2", "--result", "right=10.5")
        tpguide.clock.forward(days=7)

        assert tpguide.run("--test", "knee", "--result", "left=10.1") == ExitCode.DONE
        assert tpguide.results()[-1] == (WALL, "left", 10.1)
        assert "+1.9  larger than the usual measuring error" in tpguide.said

    def test_sides_that_differ_by_more_than_chance_are_told(self, tpguide: Tpguide) -> None:
        tpguide.run("--test", WALL, "--result", "left=8.2", "--result", "right=10.5")

        assert "The sides are 2.3 cm apart, more than by chance." in tpguide.said

    def test_less_than_a_week_after_the_last_time_is_too_early(self, tpguide: Tpguide) -> None:
        tpguide.run("--test", WALL, "--result", "left=8.2")
        tpguide.clock.forward(days=6)
        results = ("--result", "right=9", "--result", "left=9")

        assert tpguide.run("--test", WALL, *results) == ExitCode.WRONG_USE
        assert "Next on Monday 12 January." in tpguide.warned
        assert tpguide.results() == [(WALL, "left", 8.2)]

    @pytest.mark.parametrize(
        "words",
        [
            ("--result", "left=9"),
            ("--test", WALL, "--result", "left"),
            ("--test", WALL, "--result", "left=nine"),
            ("--test", WALL, "--result", "left=nan"),
            ("--test", WALL, "--result", "middle=9"),
            ("--test", "jump", "--result", "left=9"),
        ],
    )
    def test_what_can_not_be_is_refused(self, tpguide: Tpguide, words: tuple[str, ...]) -> None:
        assert tpguide.run(*words) == ExitCode.WRONG_USE
        assert tpguide.warned
        assert tpguide.results() == []


def test_a_measurement_is_kept_with_the_moment_it_was_taken(tpguide: Tpguide) -> None:
    tpguide.clock.forward(hours=1)
    tpguide.run("--test", WALL, "--result", "left=9")

    with tpguide.journal() as journal:
        assert journal.measurements(GUIDE.slug) == (
            Measurement(
                guide=GUIDE.slug,
                test=WALL,
                side="left",
                at=MORNING + timedelta(hours=1),
                value=9.0,
            ),
        )
