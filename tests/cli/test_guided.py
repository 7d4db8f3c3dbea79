"""`tpguide massage --guided` from its first question to its summary, and what is kept of it."""

from __future__ import annotations

import io
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs
from typer.testing import CliRunner

from fakes import NOON, FakeClock, HeardCues, ScriptedKeys, ScriptedPrompts
from plans import the_guide
from records import a_record, a_side
from tpguide.cli.app import app
from tpguide.cli.context import Context
from tpguide.cli.session.floor import Keep, Speed
from tpguide.errors import ExitCode
from tpguide.guide.model import Guide
from tpguide.guide.safety import BlockingQuestion, Question, gate_fingerprint
from tpguide.session.limits import completed
from tpguide.session.plan import SideChoice, StepKind
from tpguide.session.record import (
    Asked,
    Morning,
    Screening,
    ScreeningVerdict,
    SessionRecord,
)
from tpguide.session.screening import advice_on
from tpguide.session.state import Ending, Session, Status
from tpguide.storage.archive import Archive, ArchivedSession
from tpguide.storage.journal import Journal, open_journal
from tpguide.terminal.keys import HUNG_UP, TERMINATED
from tpguide.terminal.runner import Devices, Performed, perform
from tpguide.ui.prompts.gate_pages import Sheet
from tpguide.ui.prompts.terminal import CancelledError
from tpguide.ui.session.picture import ScenePicture

GUIDE = the_guide()
SAFETY = GUIDE.safety
REASONS = SAFETY.reasons
EMERGENCY, SAME_DAY = SAFETY.emergency.questions, SAFETY.same_day.questions

NO_REASONS = ("n", "n", "n")
NOTHING_CHANGED = ("n", "n")
SHORT = SAFETY.gate.short
WHICH = "Which is it?"
KEYS = "y yes, or unsure n none ? more"
WEEKLY = 3
#: After the floor: the pain now, and a note.
AFTER = (2, "felt good")
AFTER_BOTH = (2, 1, "felt good")

Answer = str | int | tuple[str, ...] | Exception | None
Keys = Sequence[tuple[float, str]]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Around(Context):
    """Surroundings with a window so high that all safety questions of a tier fit into it."""

    @property
    def rows(self) -> int:
        return 200


class FakeFloor:
    """The floor without a terminal: keys that were written down, and time that costs nothing."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.keys: Keys = ()
        self.trouble = ""
        self.entered: list[tuple[str, Session]] = []
        #: What is to be told of the devices.
        self.afterwards: tuple[str, ...] = ()
        #: What happens elsewhere meanwhile.
        self.meanwhile: Callable[[], object] = lambda: None
        self.last: Session | None = None
        #: How far the wall clock is set back once the session runs.
        self.set_back_hours = 0

    def on_screen(
        self,
        context: Context,
        guide: Guide,
        session: Session,
        keep: Keep,
        pace: Speed,
        *,
        picture: ScenePicture,
    ) -> Performed:
        return self._perform("on screen", session, keep, pace)

    def display_trouble(self, context: Context) -> str:
        return self.trouble

    def as_lines(self, context: Context, session: Session, keep: Keep, pace: Speed) -> Performed:
        return self._perform("as lines", session, keep, pace)

    def _perform(self, way: str, session: Session, keep: Keep, pace: Speed) -> Performed:
        self.entered.append((way, session))
        self._clock.set_back(hours=self.set_back_hours)
        stage = Devices(
            clock=self._clock,
            keys=ScriptedKeys(self._clock, self.keys),
            loudspeaker=HeardCues(self._clock),
            show=lambda _: None,
            repaint=lambda: None,
            keep=keep,
            speed=pace.speed,
        )
        performed = perform(session, stage)
        self.meanwhile()
        self.last = performed.session
        return replace(performed, afterwards=self.afterwards)


class Tpguide:
    """The command line with a home of its own, what it said, and what it asked."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.clock = FakeClock()
        self.floor = FakeFloor(self.clock)
        self.said = self.warned = ""
        self.asked: list[str] = []
        self.told: list[str] = []
        self.sheets: list[Sheet] = []

    def journal(self) -> Journal:
        return open_journal(self.home / "data", self.clock.now)

    def massage(
        self,
        *options: str,
        answers: Sequence[Answer] = (),
        keys: Keys = (),
        term: str = "dumb",
        stdin: io.StringIO | None = None,
    ) -> int:
        """Run it, and check that nothing else was asked than was answered."""
        said, prompts = Terminal(), ScriptedPrompts(*answers)
        context = Around(
            environment={
                "TPGUIDE_HOME": str(self.home),
                "TPGUIDE_DEBUG": "1",
                "TERM": term,
                "PATH": "",
            },
            stdin=stdin or Terminal(),
            stdout=said,
            stderr=io.StringIO(),
            clock=self.clock,
            prompts_for=lambda _: prompts,
            floor=self.floor,
        )
        self.floor.keys = keys
        ended = CliRunner().invoke(
            app, ["massage", "tibialis-posterior", *options], obj=context, catch_exceptions=False
        )
        assert prompts.left == [], prompts.asked
        assert isinstance(context.stderr, io.StringIO)
        self.said, self.warned = said.getvalue(), context.stderr.getvalue()
        self.asked, self.told, self.sheets = prompts.asked, prompts.told, prompts.sheets
        return ended.exit_code

    def guided(self, *options: str, answers: Sequence[Answer] = (), keys: Keys = ()) -> int:
        return self.massage("--guided", *options, answers=answers, keys=keys)

    def first_session(self, *options: str, keys: Keys = (), after: Sequence[Answer] = AFTER) -> int:
        """Be led through a first session of the left side with all that is asked before it."""
        answers = (*NO_REASONS, 4, "enter", *after)
        return self.guided("--side", "left", *options, answers=answers, keys=keys)

    @property
    def sessions(self) -> tuple[SessionRecord, ...]:
        with self.journal() as journal:
            return journal.sessions()

    @property
    def choices(self) -> tuple[SideChoice, ...]:
        """What was chosen for the last session that was entered."""
        return self.floor.entered[-1][1].plan.choices

    def last_screening(self) -> Screening | None:
        with self.journal() as journal:
            return next(reversed(journal.archive().screenings), None)


@pytest.fixture(name="tpguide")
def command_line(tmp_path: Path) -> Tpguide:
    return Tpguide(tmp_path)


@pytest.fixture(name="used")
def command_line_of_someone_who_has_done_it_before(tpguide: Tpguide) -> Tpguide:
    """One with a completed session three days ago, good days after it, and full answers then."""
    began = NOON - timedelta(days=3)
    morning = Morning(
        asked=began + timedelta(days=2), pain=3, new_bruise=False, lasting_soreness=False
    )
    keep_a_session_of_both_sides(tpguide, began, morning)
    return tpguide


def keep_a_session_of_both_sides(
    tpguide: Tpguide, began: datetime, morning: Morning | None
) -> None:
    """Keep a completed session, and the full answers before it."""
    sides = [
        a_side(side, "standard", "crossed", pain_before=4, morning=morning)
        for side in ("left", "right")
    ]
    record = structs.replace(a_record(*sides, began=began), guide=GUIDE.slug)
    with tpguide.journal() as journal:
        journal.add(Archive(sessions=(ArchivedSession(record=record, events=()),)))
        journal.keep_screening(
            Screening(
                guide=GUIDE.slug, at=began, reasons=Asked.IN_FULL, verdict=ScreeningVerdict.CLEAR
            )
        )
        journal.remember(f"gate of {GUIDE.slug}", gate_fingerprint(SAFETY))


class TestAFirstSession:
    def test_is_led_from_the_questions_to_the_summary(self, tpguide: Tpguide) -> None:
        assert tpguide.first_session() == ExitCode.DONE

        assert tpguide.floor.last is not None
        assert tpguide.floor.last.ending is Ending.COMPLETED
        assert (
            "DONE · left leg, gentle, uncrossed · 1:24 rolled · pain 4 before, 2 after"
        ) in tpguide.said

    def test_tells_after_all_questions_what_was_lost_on_the_way(self, tpguide: Tpguide) -> None:
        tpguide.floor.afterwards = ("The recorded voice was lost: it got stuck.",)
        tpguide.first_session()

        assert tpguide.warned.endswith("The recorded voice was lost: it got stuck.\n")

    def test_is_kept_with_every_answer(self, tpguide: Tpguide) -> None:
        tpguide.first_session()

        [kept] = tpguide.sessions
        [side] = kept.sides
        assert completed(GUIDE.protocol, kept)
        assert (side.side, side.pain_before, side.pain_after) == ("left", 4, 2)
        assert kept.note == "felt good"
        assert [(one.intensity, one.milliseconds) for one in kept.result.rolled] == [
            ("uncrossed", 84_000)
        ]
        with tpguide.journal() as journal:
            screening = journal.last_full_screening(GUIDE.slug)
            assert journal.events(kept.number)
        assert screening is not None
        assert (screening.verdict, screening.items) == (ScreeningVerdict.CLEAR, ())

    def test_is_gentle_and_uncrossed_whatever_the_options_and_the_keys_say(
        self, tpguide: Tpguide
    ) -> None:
        firmer = [(60, "x"), (61, "0"), (80, "x"), (81, "0")]
        tpguide.first_session("--dose", "thorough", "--intensity", "crossed", keys=firmer)

        assert tpguide.choices == (SideChoice("left", "gentle", "uncrossed", "uncrossed"),)
        [kept] = tpguide.sessions
        assert {one.intensity for one in kept.result.rolled} == {"uncrossed"}

    def test_stays_the_first_after_next_was_pressed_through_it(self, tpguide: Tpguide) -> None:
        through = [(1 + second, "n") for second in range(60)]
        assert tpguide.first_session(keys=through) == ExitCode.DONE
        tpguide.clock.forward(minutes=5)
        options = ("--side", "left", "--pain", "3", "--dose", "standard", "--intensity", "crossed")
        tpguide.guided(*options, answers=(*NOTHING_CHANGED, "enter", *AFTER))

        assert tpguide.choices == (SideChoice("left", "gentle", "uncrossed", "uncrossed"),)

    def test_lasts_as_long_as_its_own_clock_says_though_the_wall_clock_is_set_back(
        self, tpguide: Tpguide
    ) -> None:
        tpguide.floor.set_back_hours = 3
        tpguide.first_session(keys=[(90, "ctrl-c")])

        [kept] = tpguide.sessions
        assert kept.result.ended - kept.began == timedelta(seconds=90)

    def test_stays_the_first_until_one_was_completed(self, tpguide: Tpguide) -> None:
        stopped = tpguide.first_session(keys=[(90, "ctrl-c")])
        tpguide.clock.forward(hours=1)
        answers = (*NOTHING_CHANGED, "g", "enter", *AFTER)
        options = ("--side", "left", "--pain", "3", "--dose", "standard", "--intensity", "crossed")
        done = tpguide.guided(*options, answers=answers)

        assert (stopped, done) == (ExitCode.STOPPED_EARLY, ExitCode.DONE)
        assert tpguide.choices == (SideChoice("left", "gentle", "uncrossed", "uncrossed"),)


def words(prompts_told: Sequence[str]) -> int:
    return sum(any(map(str.isalnum, word)) for text in prompts_told for word in text.split())


class TestBudgets:
    """Keys and words from the command to getting down, where nothing applies."""

    def before_the_floor(self, tpguide: Tpguide, *answers: Answer) -> int:
        """Return how many words were shown before the floor, each text once."""
        ended = tpguide.guided(answers=(*answers, *AFTER), keys=[(1, "q"), (2, "q")])
        assert ended == ExitCode.STOPPED_EARLY
        gate = [
            text
            for sheet in tpguide.sheets
            for text in (sheet.number, sheet.title, sheet.remark, sheet.ask, *sheet.lines, KEYS)
        ]
        return words([*gate, *dict.fromkeys(tpguide.told), *tpguide.asked[len(tpguide.sheets) :]])

    def test_the_first_time(self, tpguide: Tpguide) -> None:
        answers = ("n", "n", "n", "l", 4, "enter")

        assert self.before_the_floor(tpguide, *answers) <= 400
        assert len(answers) <= 9

    def test_both_sides_the_first_time(self, tpguide: Tpguide) -> None:
        answers: tuple[Answer, ...] = ("n", "n", "n", "b", 4, 3, "enter")
        after = (2, 2, "felt good")
        tpguide.guided(answers=(*answers, *after), keys=[(1, "q"), (2, "q")])

        assert len(answers) <= 9

    def test_later(self, tpguide: Tpguide) -> None:
        tpguide.first_session()
        tpguide.clock.forward(hours=15)  # no new morning yet
        answers = ("n", "n", "enter", 3, "enter")

        assert self.before_the_floor(tpguide, *answers) <= 180
        assert len(answers) <= 6

    def test_the_morning_after_takes_three_more_keys(self, tpguide: Tpguide) -> None:
        tpguide.first_session()
        tpguide.clock.forward(days=2)
        answers = ("n", "n", 3, "n", "enter", 3, "enter")

        self.before_the_floor(tpguide, *answers)
        assert len(answers) <= 9

    def test_so_it_does_with_both_sides(self, tpguide: Tpguide) -> None:
        keep_a_session_of_both_sides(tpguide, NOON - timedelta(days=3), morning=None)
        answers = ("n", "n", 3, 3, "n", "enter", 3, 3, "enter")

        ended = tpguide.guided(answers=(*answers, *AFTER_BOTH), keys=[(1, "q"), (2, "q")])
        assert ended == ExitCode.STOPPED_EARLY
        assert len(answers) <= 9


class TestTheMorningAfter:
    def test_asks_for_one_at_a_time_only_after_a_yes(self, tpguide: Tpguide) -> None:
        tpguide.first_session()
        tpguide.clock.forward(days=3)
        ended = tpguide.guided(answers=("n", "n", 3, "y", "n", "y", "enter", 3))

        assert ended == ExitCode.NO_MASSAGE
        (record,) = tpguide.sessions
        (side,) = record.sides
        assert side.morning is not None
        assert side.morning.new_bruise is False
        assert side.morning.lasting_soreness is True


class TestTheGate:
    @pytest.mark.parametrize("sign", EMERGENCY, ids=lambda sign: sign.key)
    def test_an_emergency_sign_ends_it_with_whom_to_call(
        self, tpguide: Tpguide, sign: Question
    ) -> None:
        assert tpguide.guided(answers=("y", sign.title)) == ExitCode.NO_MASSAGE

        assert tpguide.told == [SAFETY.emergency.advice]
        assert tpguide.warned.strip() == advice_on(SAFETY, sign.key).strip()
        assert_nothing_was_begun(tpguide, ScreeningVerdict.EMERGENCY, sign.key)

    @pytest.mark.parametrize("sign", SAME_DAY, ids=lambda sign: sign.key)
    def test_a_same_day_sign_ends_it_with_whom_to_ask_today(
        self, tpguide: Tpguide, sign: Question
    ) -> None:
        assert tpguide.guided(answers=("n", "y", sign.title)) == ExitCode.NO_MASSAGE

        assert tpguide.warned.strip() == advice_on(SAFETY, sign.key).strip()
        assert_nothing_was_begun(tpguide, ScreeningVerdict.SAME_DAY, sign.key)

    @pytest.mark.parametrize("sign", [*EMERGENCY, *SAME_DAY], ids=lambda sign: sign.key)
    def test_every_sign_ends_it_from_the_short_page_too(
        self, used: Tpguide, sign: Question
    ) -> None:
        assert used.guided(answers=("y", sign.title)) == ExitCode.NO_MASSAGE

        assert used.warned.strip() == advice_on(SAFETY, sign.key).strip()

    def test_none_after_all_leads_back_to_the_question_which_wants_its_own_answer(
        self, tpguide: Tpguide
    ) -> None:
        tpguide.guided(answers=("y", "0", "n", CancelledError()))

        assert tpguide.asked == [
            SAFETY.emergency.ask, WHICH, SAFETY.emergency.ask, SAFETY.same_day.ask
        ]  # fmt: skip
        assert tpguide.last_screening() is None

    def test_leaving_after_a_yes_counts_as_yes_and_is_no_red_flag(self, tpguide: Tpguide) -> None:
        assert tpguide.guided(answers=("y", CancelledError())) == ExitCode.NO_MASSAGE

        assert tpguide.warned.strip() == SAFETY.emergency.advice.strip()
        screening = tpguide.last_screening()
        assert screening is not None
        assert (screening.verdict, screening.items) == (ScreeningVerdict.EMERGENCY, ())
        with tpguide.journal() as journal:
            assert journal.last_red_flag(GUIDE.slug) is None

    def test_whoever_leaves_the_questions_reads_that_no_session_started(
        self, tpguide: Tpguide
    ) -> None:
        code = tpguide.guided(answers=(*NO_REASONS, CancelledError()))

        assert code == ExitCode.ENDED_BY_CTRL_C
        assert "No session started." in tpguide.warned

    @pytest.mark.parametrize("answers", [("y", CancelledError()), ("n", "y", CancelledError())])
    def test_a_yes_that_was_left_has_all_pages_asked_the_next_time(
        self, tpguide: Tpguide, answers: tuple[Answer, ...]
    ) -> None:
        tpguide.guided(answers=(*NO_REASONS, CancelledError()))
        tpguide.clock.forward(days=1)
        assert tpguide.guided(answers=answers) == ExitCode.NO_MASSAGE
        tpguide.clock.forward(minutes=1)

        tpguide.guided(answers=(*NO_REASONS, CancelledError()))

        assert tpguide.asked[2] == REASONS.ask

    @pytest.mark.parametrize("reason", REASONS.block, ids=lambda one: one.key)
    def test_a_reason_that_blocks_ends_it_and_is_kept(
        self, tpguide: Tpguide, reason: BlockingQuestion
    ) -> None:
        lift = ("n",) if reason.unless else ()
        answers = ("n", "n", "y", (reason.title,), *lift)
        assert tpguide.guided(answers=answers) == ExitCode.NO_MASSAGE

        assert tpguide.warned.strip() == REASONS.block_advice.strip()
        assert_nothing_was_begun(tpguide, ScreeningVerdict.BLOCK, reason.key)

    @pytest.mark.parametrize("reason", REASONS.agreed, ids=lambda one: one.key)
    def test_a_reason_to_ask_first_ends_it_without_an_agreement(
        self, tpguide: Tpguide, reason: Question
    ) -> None:
        answers = ("n", "n", "y", (reason.title,), "n")
        assert tpguide.guided(answers=answers) == ExitCode.NO_MASSAGE

        assert tpguide.warned.strip() == REASONS.agreed_advice.strip()
        assert_nothing_was_begun(tpguide, ScreeningVerdict.NOT_AGREED, reason.key)

    def test_an_agreement_allows_gentle_and_uncrossed_alone(self, used: Tpguide) -> None:
        reason = REASONS.agreed[0]
        answers = ("n", "y", (reason.title,), "y", WEEKLY, "enter", *AFTER)
        options = ("--side", "left", "--pain", "2", "--dose", "thorough", "--intensity", "crossed")
        used.guided(*options, answers=answers, keys=[(60, "x"), (61, "0")])

        assert used.choices == (SideChoice("left", "gentle", "uncrossed", "uncrossed"),)

    @pytest.mark.parametrize(("days", "is_asked"), [(6, False), (29, False), (30, True)])
    def test_an_agreement_is_remembered_for_thirty_days_and_said_on_the_short_page(
        self, used: Tpguide, days: int, is_asked: bool
    ) -> None:
        reason = REASONS.agreed[0]
        used.guided("--side", "left", answers=("n", "y", (reason.title,), "y", CancelledError()))
        used.clock.forward(days=days)

        is_short = days < 11  # the session of this person was three days before
        reasons = ("n",) if is_short else ("n", "y", (reason.title,))
        answers = ("n", *reasons, "n" if is_asked else CancelledError())
        used.guided("--side", "left", answers=answers)

        assert (REASONS.agreement in used.asked) == is_asked
        if is_short:
            assert used.sheets[0].standing == ("Gentle, uncrossed: weak bones (agreed 2 March)",)

    @pytest.mark.parametrize("options", [(), ("--none-apply",)])
    def test_signs_are_asked_before_every_session(
        self, used: Tpguide, options: tuple[str, ...]
    ) -> None:
        used.guided("--side", "left", *options, answers=(CancelledError(),))

        assert used.asked == [SHORT.ask]

    def test_what_is_new_is_asked_since_the_day_of_the_last_answers(self, used: Tpguide) -> None:
        used.guided("--side", "left", answers=(*NOTHING_CHANGED, CancelledError()))

        assert used.sheets[0].remark == "last time: Friday 27 February"
        assert used.asked[1] == SHORT.since.ask.replace("{day}", "Friday")

    def test_what_is_new_is_named_by_letters(self, used: Tpguide) -> None:
        answers = ("n", "y", "0", "y", ("A wound",))
        assert used.guided("--side", "left", answers=answers) == ExitCode.NO_MASSAGE

        assert used.asked[2] == REASONS.which
        assert_nothing_was_begun(used, ScreeningVerdict.BLOCK, "broken-skin", sessions=1)

    @pytest.mark.parametrize("named", ["A journey", "Pregnancy", "Surgery", "Cancer", "A clot"])
    def test_what_raises_a_risk_leads_to_the_question_that_it_is_a_risk_for(
        self, used: Tpguide, named: str
    ) -> None:
        answers = ("n", "y", (named,), "y")
        assert used.guided("--side", "left", answers=answers) == ExitCode.NO_MASSAGE

        assert used.asked[-1] == SHORT.since.risk_ask
        assert_nothing_was_begun(
            used, ScreeningVerdict.SAME_DAY, SHORT.since.risk_means, sessions=1
        )

    def test_a_journey_without_pain_is_no_reason(self, used: Tpguide) -> None:
        used.guided("--side", "left", answers=("n", "y", ("A journey",), "n", CancelledError()))

        screening = used.last_screening()
        assert screening is not None
        assert (screening.verdict, screening.items) == (ScreeningVerdict.CLEAR, ())

    def test_none_apply_answers_what_is_new_and_nothing_else(self, used: Tpguide) -> None:
        used.guided("--side", "left", "--none-apply", answers=("n", CancelledError()))

        assert used.asked[1] == "Left leg, pain now (0-10):"

    def test_none_apply_answers_nothing_that_is_due_in_full(self, tpguide: Tpguide) -> None:
        answers = (*NO_REASONS, CancelledError())
        tpguide.guided("--side", "left", "--none-apply", answers=answers)
        assert tpguide.asked[2] == REASONS.ask

        tpguide.clock.forward(days=28, seconds=1)
        tpguide.guided("--side", "left", "--none-apply", answers=answers)
        assert tpguide.asked[2] == REASONS.ask

    def test_a_block_is_asked_after_until_it_is_over(self, tpguide: Tpguide) -> None:
        strain = "A calf strain"
        tpguide.guided(answers=("n", "n", "y", (strain,)))
        tpguide.clock.forward(days=1)

        assert tpguide.guided(answers=("n", "y", "n")) == ExitCode.NO_MASSAGE
        assert tpguide.sheets[0].standing == (f"{REASONS.wait}: {strain}",)
        assert tpguide.asked[1] == REASONS.still

        tpguide.clock.forward(days=1)
        tpguide.guided("--side", "left", answers=("n", "n", "n", CancelledError()))
        assert tpguide.last_screening() is not None
        tpguide.clock.forward(days=1)
        tpguide.guided("--side", "left", answers=("n", "n", CancelledError()))
        assert not tpguide.sheets[0].standing

    def test_who_is_under_sixteen_is_asked_for_an_adult_each_time(self, tpguide: Tpguide) -> None:
        tpguide.guided(answers=("n", "n", "y", ("Under 16",), "y", CancelledError()))
        tpguide.clock.forward(days=1)
        answers = ("n", "n", "n")

        assert tpguide.guided(answers=answers) == ExitCode.NO_MASSAGE
        assert tpguide.asked[2] == "Is an adult with you now?"

    def test_the_lines_of_the_short_page_turn_by_one_each_time(self, used: Tpguide) -> None:
        seen = []
        for _ in SHORT.lines:
            used.clock.forward(minutes=1)
            used.guided("--side", "left", answers=("n", "n", CancelledError()))
            seen.append(used.sheets[0].lines[0])

        assert seen == [line.text for line in SHORT.lines]

    def test_a_sign_has_all_pages_asked_the_next_time(self, used: Tpguide) -> None:
        used.guided(answers=("y", SAME_DAY[0].title))
        used.clock.forward(hours=20)

        answers = (*NO_REASONS, CancelledError())
        used.guided("--side", "left", "--none-apply", answers=answers)

        assert used.asked[2] == REASONS.ask

    def test_leaving_a_question_begins_nothing(self, tpguide: Tpguide) -> None:
        answers = ("n", "n", CancelledError())

        assert tpguide.guided(answers=answers) == ExitCode.ENDED_BY_CTRL_C
        assert tpguide.floor.entered == []
        assert tpguide.sessions == ()


def assert_nothing_was_begun(
    tpguide: Tpguide, verdict: ScreeningVerdict, item: str, *, sessions: int = 0
) -> None:
    assert tpguide.floor.entered == []
    with tpguide.journal() as journal:
        assert len(journal.sessions()) == sessions
        assert journal.unfinished_sessions(GUIDE.slug) == ()
        screening = next(reversed(journal.archive().screenings), None)
        flag = journal.last_red_flag(GUIDE.slug)
    assert screening is not None
    assert (screening.verdict, screening.items) == (verdict, (item,))
    is_sign = verdict in {ScreeningVerdict.EMERGENCY, ScreeningVerdict.SAME_DAY}
    assert (flag.kind if flag else None) == (item if is_sign else None)


class TestChoices:
    def test_the_sorer_side_comes_first(self, used: Tpguide) -> None:
        doses = ("s", "f") * 2
        answers = (
            *(*NOTHING_CHANGED, "c", "b", 2, 5),
            *(*doses, "enter", *AFTER_BOTH),
        )
        assert used.guided(answers=answers) == ExitCode.DONE

        assert [choice.side for choice in used.choices] == ["right", "left"]

    @pytest.mark.parametrize("pain", [("7", "0"), ("0", "7"), ("10", "10")])
    def test_a_seven_on_any_side_allows_no_massage_at_all(
        self, used: Tpguide, pain: tuple[str, str]
    ) -> None:
        options = ("--side", "both", "--pain", f"left={pain[0]}", "--pain", f"right={pain[1]}")
        assert used.guided(*options, answers=NOTHING_CHANGED) == ExitCode.NO_MASSAGE

        assert used.warned.strip() == GUIDE.protocol.ratings.refused_advice.strip()
        assert used.floor.entered == []

    def test_a_six_caps_its_own_side_and_no_key_passes_it(self, used: Tpguide) -> None:
        pain = ("--pain", "left=6", "--pain", "right=5")
        used.guided(
            *("--side", "both", *pain, "--dose", "thorough", "--intensity", "crossed"),
            answers=(*NOTHING_CHANGED, WEEKLY, WEEKLY, "enter", *AFTER_BOTH),
            keys=[(60, "x"), (61, "0")],
        )

        assert used.choices == (
            SideChoice("left", "gentle", "uncrossed", "uncrossed"),
            SideChoice("right", "thorough", "crossed", "crossed"),
        )
        last = used.floor.last
        assert last is not None
        assert last.side_named("left").rolled[2] == 0

    def test_dose_and_intensity_can_differ_by_side(self, used: Tpguide) -> None:
        used.guided(
            *("--side", "both", "--pain", "4", "--dose", "left=gentle", "--dose", "right=standard"),
            *("--intensity", "left=crossed", "--intensity", "right=uncrossed"),
            answers=(*NOTHING_CHANGED, WEEKLY, WEEKLY, "enter", *AFTER_BOTH),
        )

        assert [(one.side, one.dose, one.intensity) for one in used.choices] == [
            ("left", "gentle", "crossed"),
            ("right", "standard", "uncrossed"),
        ]

    def test_what_speaks_against_it_can_be_heeded(self, tpguide: Tpguide) -> None:
        tpguide.first_session()
        tpguide.clock.forward(hours=2)
        answers = (*NOTHING_CHANGED, "l")
        ended = tpguide.guided("--side", "left", "--pain", "2", answers=answers)

        assert ended == ExitCode.STOPPED_EARLY
        assert len(tpguide.sessions) == 1

    def test_leaving_when_all_is_ready_begins_nothing(self, used: Tpguide) -> None:
        options = ("--side", "left", "--pain", "2", "--dose", "gentle", "--intensity", "uncrossed")
        answers = (*NOTHING_CHANGED, WEEKLY, CancelledError())

        assert used.guided(*options, answers=answers) == ExitCode.ENDED_BY_CTRL_C
        assert used.floor.entered == []


class TestEndings:
    @pytest.mark.parametrize(
        ("keys", "ending", "exit_code"),
        [
            ([(90, "q"), (91, "q")], Ending.STOPPED, ExitCode.STOPPED_EARLY),
            ([(90, "ctrl-c")], Ending.STOPPED, ExitCode.STOPPED_EARLY),
            ([(90, "space")], Ending.LONG_PAUSE, ExitCode.STOPPED_EARLY),
            ([(90, "7"), (110, "8")], Ending.RATINGS, ExitCode.NO_MASSAGE),
        ],
    )
    def test_an_early_end_is_kept_with_what_was_done(
        self, tpguide: Tpguide, keys: Keys, ending: Ending, exit_code: ExitCode
    ) -> None:
        assert tpguide.first_session(keys=keys) == exit_code

        [kept] = tpguide.sessions
        assert kept.result.ending is ending
        assert sum(one.milliseconds for one in kept.result.rolled) > 10_000
        assert kept.sides[0].pain_after == 2

    def test_being_terminated_keeps_it_and_asks_no_more(self, tpguide: Tpguide) -> None:
        ended = tpguide.first_session(keys=[(90, TERMINATED)], after=())

        assert ended == ExitCode.ENDED_BY_TERMINATE
        [kept] = tpguide.sessions
        assert kept.result.ending is Ending.STOPPED

    def test_something_wrong_ends_it_without_further_questions(self, tpguide: Tpguide) -> None:
        keys = [(90, "!"), (91, "4"), (95, "space")]
        assert tpguide.first_session(keys=keys, after=()) == ExitCode.NO_MASSAGE

        [kept] = tpguide.sessions
        with tpguide.journal() as journal:
            flag = journal.last_red_flag(GUIDE.slug)
        assert (kept.result.ending, kept.result.wrong) == (Ending.SOMETHING_WRONG, "throbbing")
        assert flag is not None
        assert flag.kind == "throbbing"

    def test_after_something_wrong_all_is_asked_and_it_is_warned_about(
        self, tpguide: Tpguide
    ) -> None:
        tpguide.first_session(keys=[(90, "!"), (91, "4"), (95, "space")], after=())
        tpguide.clock.forward(days=1)

        options = ("--side", "left", "--pain", "2", "--none-apply")
        answers = (*NO_REASONS, 2, "n", "l")
        tpguide.guided(*options, answers=answers)

        assert tpguide.asked[2] == REASONS.ask
        throbbing = next(kind for kind in SAFETY.something_wrong.kinds if kind.key == "throbbing")
        assert " ".join(throbbing.advice.spoken.split()) in " ".join(tpguide.told)

    def test_leaving_the_questions_after_the_floor_still_sums_up(self, tpguide: Tpguide) -> None:
        assert tpguide.first_session(after=(CancelledError(),)) == ExitCode.DONE

        [kept] = tpguide.sessions
        assert completed(GUIDE.protocol, kept)
        assert "Next: Wednesday 4 March" in tpguide.said


class TestASessionThatBrokeOff:
    """A window that went away at second 90, in the rolling of the left side."""

    @pytest.fixture(autouse=True)
    def _broken_off(self, tpguide: Tpguide) -> None:
        assert tpguide.first_session(keys=[(90, HUNG_UP)], after=()) == ExitCode.ENDED_BY_HANGUP
        assert tpguide.sessions == ()

    def test_goes_on_at_that_second_after_the_emergency_signs(self, tpguide: Tpguide) -> None:
        broke_off = tpguide.floor.last
        tpguide.clock.forward(minutes=20)

        assert tpguide.guided(answers=("r", "n", *AFTER)) == ExitCode.DONE

        _, taken_up = tpguide.floor.entered[-1]
        assert broke_off is not None
        assert (taken_up.index, taken_up.elapsed) == (broke_off.index, broke_off.elapsed)
        [kept] = tpguide.sessions
        assert completed(GUIDE.protocol, kept)
        assert sum(one.milliseconds for one in kept.result.rolled) == 84_000

    def test_goes_on_unasked_with_resume(self, tpguide: Tpguide) -> None:
        assert tpguide.guided("--resume", answers=("n", *AFTER)) == ExitCode.DONE
        assert len(tpguide.sessions) == 1

    def test_begins_anew_where_that_is_wanted(self, tpguide: Tpguide) -> None:
        answers = ("s", *NOTHING_CHANGED, "g", "enter", *AFTER)
        tpguide.guided("--side", "left", "--pain", "4", answers=answers)

        assert_closed_before(tpguide, Ending.COMPLETED)

    def test_is_closed_unasked_with_fresh(self, tpguide: Tpguide) -> None:
        answers = (*NOTHING_CHANGED, "g", "enter", *AFTER)
        tpguide.guided("--side", "left", "--pain", "4", "--fresh", answers=answers)

        assert_closed_before(tpguide, Ending.COMPLETED)

    def test_is_closed_as_stopped_after_half_an_hour(self, tpguide: Tpguide) -> None:
        tpguide.clock.forward(minutes=30, seconds=1)
        answers = (*NOTHING_CHANGED, "g", "enter", *AFTER)
        tpguide.guided("--side", "left", "--pain", "4", "--resume", answers=answers)

        assert_closed_before(tpguide, Ending.COMPLETED)
        assert tpguide.warned == "There is no session to go on with, so a new one begins.\n"

    def test_half_an_hour_is_counted_from_when_it_broke_off_the_second_time(
        self, tpguide: Tpguide
    ) -> None:
        tpguide.clock.forward(minutes=20)
        tpguide.guided("--resume", answers=("n",), keys=[(60, HUNG_UP)])
        tpguide.clock.forward(minutes=20)

        assert tpguide.guided("--resume", answers=("n", *AFTER)) == ExitCode.DONE
        assert len(tpguide.sessions) == 1

    def test_is_not_gone_on_with_after_an_emergency_sign(self, tpguide: Tpguide) -> None:
        answers = ("y", EMERGENCY[0].title)
        assert tpguide.guided("--resume", answers=answers) == ExitCode.NO_MASSAGE
        tpguide.clock.forward(minutes=5)

        tpguide.guided("--resume", "--side", "left", answers=(*NO_REASONS, CancelledError()))

        assert tpguide.asked[:3] == [SAFETY.emergency.ask, SAFETY.same_day.ask, REASONS.ask]
        [closed] = tpguide.sessions
        assert closed.result.ending is Ending.STOPPED

    def test_a_sound_file_comes_with_the_command_by_which_it_is_entered(
        self, tpguide: Tpguide
    ) -> None:
        options = ("--side", "left", "--pain", "2", "--audio", str(tpguide.home / "file.wav"))
        tpguide.massage(*options, answers=NOTHING_CHANGED)

        assert (
            "tpguide history add --side left --dose gentle --intensity uncrossed"
        ) in tpguide.warned

    def test_is_left_alone_by_a_sound_file(self, tpguide: Tpguide) -> None:
        options = ("--side", "left", "--pain", "2", "--audio", str(tpguide.home / "file.wav"))
        tpguide.massage(*options, answers=NOTHING_CHANGED)

        with tpguide.journal() as journal:
            assert len(journal.unfinished_sessions(GUIDE.slug)) == 1
        assert tpguide.guided("--resume", answers=("n", *AFTER)) == ExitCode.DONE


def assert_closed_before(tpguide: Tpguide, ending_of_next: Ending) -> None:
    newest, closed = tpguide.sessions
    assert newest.result.ending is ending_of_next
    assert closed.result.ending is Ending.STOPPED
    assert sum(one.milliseconds for one in closed.result.rolled) > 10_000


class TestBrokenOffOtherwise:
    def test_one_that_was_all_done_is_kept_as_completed(self, tpguide: Tpguide) -> None:
        tpguide.first_session(keys=[(20 + 144 + 5, HUNG_UP)], after=())
        assert tpguide.floor.last is not None
        assert tpguide.floor.last.step.kind is StepKind.DONE

        tpguide.guided("--resume", "--side", "left", answers=(*NOTHING_CHANGED, CancelledError()))

        [kept] = tpguide.sessions
        assert completed(GUIDE.protocol, kept)

    def test_one_that_something_wrong_had_ended_is_kept_so(self, tpguide: Tpguide) -> None:
        tpguide.first_session(keys=[(90, "!"), (92, HUNG_UP)], after=())
        assert tpguide.floor.last is not None
        assert tpguide.floor.last.status is Status.ASKING_KIND

        answers = (*NO_REASONS, CancelledError())
        tpguide.guided("--resume", "--none-apply", "--side", "left", answers=answers)

        assert tpguide.asked[2] == REASONS.ask
        [kept] = tpguide.sessions
        assert kept.result.wrong == SAFETY.something_wrong.unanswered

    def test_of_several_only_the_last_can_be_gone_on_with(self, tpguide: Tpguide) -> None:
        tpguide.first_session(keys=[(90, HUNG_UP)], after=())
        with tpguide.journal() as journal:
            [first] = journal.unfinished_sessions(GUIDE.slug)
            began = first.beginning.began + timedelta(minutes=5)
            second = journal.begin_session(structs.replace(first.beginning, began=began))
            for event in first.events:
                journal.keep_event(second, event)

        assert tpguide.guided("--resume", answers=("n", *AFTER)) == ExitCode.DONE

        newest, oldest = tpguide.sessions
        assert newest.number == second
        assert completed(GUIDE.protocol, newest)
        assert oldest.result.ending is Ending.STOPPED


class TestWithoutATerminal:
    def test_a_real_session_is_refused_and_what_is_missing_named(self, tpguide: Tpguide) -> None:
        ended = tpguide.massage("--guided", "--side", "left", stdin=io.StringIO("\n" * 99))

        assert ended == ExitCode.WRONG_USE
        assert "--pain, --dose, --intensity" in tpguide.warned
        assert tpguide.floor.entered == []

    @pytest.mark.parametrize(
        ("keys", "exit_code"),
        [
            ((), ExitCode.DONE),
            ([(3, "ctrl-c")], ExitCode.STOPPED_EARLY),
            ([(3, TERMINATED)], ExitCode.ENDED_BY_TERMINATE),
            ([(3, HUNG_UP)], ExitCode.ENDED_BY_HANGUP),
        ],
    )
    def test_a_rehearsal_asks_and_keeps_nothing(
        self, tpguide: Tpguide, keys: Keys, exit_code: ExitCode
    ) -> None:
        assert tpguide.massage("--rehearse", keys=keys, stdin=io.StringIO()) == exit_code

        assert tpguide.floor.entered
        assert not (tpguide.home / "data").exists()


def make_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def make_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def take_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 0")


def take_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE screening")


def make_text(path: Path) -> None:
    path.write_bytes(b"no journal, not by far" * 1000)


def spoil_what_broke_off(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(
            "INSERT INTO session (number, token, guide, guide_hash, version, began, process)"
            f" VALUES (1, 'a', '{GUIDE.slug}', '', '', '2026-03-02T11:59:00Z', 0)"
        )
        connection.execute(
            "INSERT INTO session_side (session, side, position, dose, intensity, ceiling,"
            " pain_before) VALUES (1, 'left', 0, 'a', 'b', 'c', 4)"
        )
        connection.execute("INSERT INTO event VALUES (1, 0, 0, 'Begin', '{bad')")
        connection.commit()


class TestWithAJournalInTrouble:
    @pytest.mark.parametrize(
        "make",
        [make_pipe, make_newer, make_text, take_version, take_table, spoil_what_broke_off],
    )
    def test_the_session_runs_to_its_summary_and_the_trouble_is_told(
        self, tpguide: Tpguide, make: Callable[[Path], None]
    ) -> None:
        tpguide.journal().close()
        make(tpguide.home / "data" / "journal.db")

        assert tpguide.first_session() == ExitCode.DONE

        assert "journal" in tpguide.warned
        assert tpguide.floor.last is not None
        assert tpguide.floor.last.ending is Ending.COMPLETED

    def test_one_that_broke_off_and_can_not_be_read_whole_is_closed_and_not_gone_on_with(
        self, tpguide: Tpguide
    ) -> None:
        tpguide.first_session(keys=[(90, HUNG_UP)], after=())
        with closing(sqlite3.connect(tpguide.home / "data" / "journal.db")) as connection:
            connection.execute("UPDATE event SET event = '{bad' WHERE sequence = 40")
            connection.commit()

        tpguide.guided("--resume", "--side", "left", answers=(*NOTHING_CHANGED, CancelledError()))

        assert "There is no session to go on with" in tpguide.warned
        [closed] = tpguide.sessions
        assert closed.result.ending is Ending.STOPPED

    def test_one_that_was_deleted_elsewhere_meanwhile_is_told(self, tpguide: Tpguide) -> None:
        def forget() -> None:
            with tpguide.journal() as journal:
                journal.forget()

        tpguide.floor.meanwhile = forget

        assert tpguide.first_session() == ExitCode.DONE
        assert "This session was deleted while it ran" in tpguide.warned
        assert tpguide.sessions == ()

    def test_one_that_runs_in_another_window_is_neither_offered_nor_closed(
        self, tpguide: Tpguide
    ) -> None:
        tpguide.first_session(keys=[(90, HUNG_UP)], after=())
        with tpguide.journal() as other:
            [running] = other.unfinished_sessions(GUIDE.slug)
            assert other.take_up_session(running.number)

            answers = (*NOTHING_CHANGED, 4, "enter", *AFTER)
            assert tpguide.guided("--side", "left", answers=answers) == ExitCode.DONE
            assert [one.number for one in tpguide.sessions] != [running.number]
            assert len(other.unfinished_sessions(GUIDE.slug)) == 1


class TestHowItIsShown:
    def test_on_the_screen_of_a_terminal(self, used: Tpguide) -> None:
        options = ("--side", "left", "--pain", "2", "--dose", "gentle", "--intensity", "uncrossed")
        answers = (*NOTHING_CHANGED, WEEKLY, "enter", *AFTER)
        used.massage("--guided", *options, answers=answers, term="xterm-256color")

        assert [way for way, _ in used.floor.entered] == ["on screen"]

    def test_as_lines_where_they_are_wanted(self, used: Tpguide) -> None:
        options = ("--side", "left", "--pain", "2", "--dose", "gentle", "--intensity", "uncrossed")
        answers = (*NOTHING_CHANGED, WEEKLY, "enter", *AFTER)
        used.massage("--guided", "--plain", *options, answers=answers, term="xterm-256color")

        assert [way for way, _ in used.floor.entered] == ["as lines"]
