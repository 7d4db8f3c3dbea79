"""The loop of a session, on a clock that costs nothing."""

from __future__ import annotations

from itertools import pairwise, takewhile

import pytest

from fakes import FakeClock, HeardCues, ScriptedKeys
from plans import a_plan, the_guide
from tpguide.session.engine import replay
from tpguide.session.events import AnyEvent, Begin, TakeUpAgain, Tick
from tpguide.session.plan import Plan, StepKind
from tpguide.session.state import Ending, Session, Status, fresh
from tpguide.terminal.keys import HUNG_UP, RESIZED, RESUMED, TERMINATED
from tpguide.terminal.runner import Devices, Performed, perform


class Performance:
    """A session that was performed on fakes, and all that came of it."""

    def __init__(
        self,
        *script: tuple[float, str],
        start: Session | None = None,
        speed: int = 1,
        stalls: dict[int, float] | None = None,
        seconds_each: float = 0,
    ) -> None:
        self.clock = FakeClock()
        self.keys = ScriptedKeys(self.clock, script)
        self.loudspeaker = HeardCues(self.clock, seconds_each)
        self.shown: list[Session] = []
        self.kept: list[AnyEvent] = []
        self.repaints = 0
        self.start = start or fresh(PLAN)
        self.stalls: dict[int, float] = stalls or {}
        self.performed: Performed = perform(
            self.start,
            Devices(
                clock=self.clock,
                keys=self.keys,
                loudspeaker=self.loudspeaker,
                show=self._show,
                repaint=self._repaint,
                keep=self.kept.append,
                speed=speed,
            ),
        )

    def _show(self, session: Session) -> None:
        """Draw *session*; in the seconds of *stalls* that takes as long as is written there."""
        self.shown.append(session)
        self.clock.forward(seconds=self.stalls.pop(session.at // 1000, 0))

    def _repaint(self) -> None:
        self.repaints += 1

    @property
    def session(self) -> Session:
        return self.performed.session


PLAN: Plan = a_plan("left", "right")


def test_a_whole_session_runs_by_itself_with_nothing_pressed() -> None:
    done = Performance()

    assert done.session.ending is Ending.COMPLETED
    assert done.clock.at == (20 + 482 + 12) * 1000


def test_every_step_begins_in_the_millisecond_it_is_planned_for() -> None:
    done = Performance()

    began: dict[int, int] = {}
    for session in done.shown:
        began.setdefault(session.index, session.at)
    planned, at = {}, 0
    for index, step in enumerate(PLAN.steps):
        planned[index] = at
        at += step.seconds * 1000
    assert began == planned


def test_what_was_kept_replays_to_the_same_session() -> None:
    done = Performance((30, "space"), (40, "space"), (70, "s"), (100, "6"), (130, "q"), (131, "q"))

    assert replay(done.start, done.kept) == done.session


def test_a_heartbeat_is_kept_every_second_even_in_a_pause() -> None:
    done = Performance((50.05, "space"), (80, "space"), (100, "ctrl-c"))

    beats = [event.at for event in done.kept if isinstance(event, Tick)]
    assert max(later - beat for beat, later in pairwise(beats)) <= 2000


def test_nothing_is_drawn_ten_times_a_second_but_the_pacer() -> None:
    done = Performance((55, "space"), (655, "ctrl-c"))

    in_pause = [
        wait
        for wait, shown in zip(done.keys.waits, done.shown, strict=False)
        if shown.status is Status.PAUSED
    ]
    rolling = [
        wait for wait, shown in zip(done.keys.waits, done.shown, strict=False) if shown.is_rolling
    ]
    assert min(in_pause[2:-2]) == 1.0
    assert max(rolling) <= 0.1


def test_a_rating_of_ten_is_ten() -> None:
    done = Performance((60, "1"), (60.6, "0"), (70, "ctrl-c"))

    assert [given.rating for given in done.session.ratings] == [10]


@pytest.mark.parametrize(("key", "rating"), [("'", 4), ("-", 6), ("§", 6), ("à", 0)])
def test_while_a_rating_is_asked_for_a_key_of_the_digit_row_is_its_digit_on_every_layout(
    key: str, rating: int
) -> None:
    before = takewhile(lambda step: step.kind is not StepKind.CHECK_IN, PLAN.steps)
    asked = sum(step.seconds for step in before)

    done = Performance((asked + 1, key), (asked + 3, "ctrl-c"))

    assert [given.rating for given in done.session.ratings] == [rating]


def test_a_machine_that_slept_comes_back_paused() -> None:
    clock = FakeClock()

    class SleepingKeys(ScriptedKeys):
        slept = False

        def read(self, timeout_seconds: float | None) -> tuple[str, ...]:
            if clock.at > 60_000 and not self.slept:
                self.slept = True
                clock.forward(minutes=5)
                return ()
            return super().read(timeout_seconds)

    shown: list[Session] = []
    keys = SleepingKeys(clock, [(400, "ctrl-c")])
    stage = Devices(
        clock=clock,
        keys=keys,
        loudspeaker=HeardCues(clock),
        show=shown.append,
        repaint=lambda: None,
        keep=lambda _: None,
    )

    perform(fresh(PLAN), stage)

    after_sleep = next(session for session in shown if session.at > 300_000)
    assert after_sleep.status is Status.PAUSED
    assert after_sleep.sides[0].rolled_in_all < 20_000


def test_a_terminal_that_stalls_is_lost_time_as_well() -> None:
    done = Performance((400, "ctrl-c"), stalls={60: 60})

    after = next(session for session in done.shown if session.at > 110_000)
    assert after.status is Status.PAUSED
    assert after.sides[0].rolled_in_all < 20_000


def test_what_drawing_takes_makes_no_step_late() -> None:
    done = Performance(stalls=dict.fromkeys(range(1000), 0.02))

    assert done.clock.at == pytest.approx((20 + 482 + 12) * 1000, abs=20)
    assert (
        max(
            later.at % 1000
            for earlier, later in pairwise(done.shown)
            if earlier.index != later.index
        )
        <= 20
    )


def test_coming_back_from_being_suspended_is_a_pause_and_a_repaint() -> None:
    done = Performance((60, RESUMED), (70, "ctrl-c"))

    assert done.repaints == 1
    assert any(session.status is Status.PAUSED for session in done.shown)


def test_a_resize_repaints_and_changes_nothing_else() -> None:
    done = Performance((60, RESIZED))

    assert done.repaints == 1
    assert done.session.ending is Ending.COMPLETED


def test_being_terminated_ends_the_session_as_stopped() -> None:
    done = Performance((60, TERMINATED))

    assert done.performed.was_terminated
    assert done.session.ending is Ending.STOPPED


def test_the_last_words_are_heard_out_unless_a_key_is_pressed() -> None:
    heard_out = Performance((60, "ctrl-c"), seconds_each=4)
    resized = Performance((60, "ctrl-c"), (61, RESIZED), seconds_each=4)
    cut_off = Performance((60, "ctrl-c"), (61, "n"), seconds_each=4)

    assert heard_out.clock.at == resized.clock.at == pytest.approx(64_000, abs=200)
    assert resized.repaints == 1
    assert cut_off.clock.at == 61_000


def test_what_ends_the_program_ends_it_in_its_last_words_too() -> None:
    terminated = Performance((60, "ctrl-c"), (61, TERMINATED), seconds_each=4)
    left = Performance((60, "ctrl-c"), (61, HUNG_UP), seconds_each=4)

    assert terminated.performed.was_terminated
    assert left.performed.was_left
    assert terminated.clock.at == left.clock.at == 61_000


def test_a_window_that_goes_away_leaves_the_session_to_be_taken_up() -> None:
    done = Performance((60, HUNG_UP))

    assert done.performed.was_left
    assert not done.session.is_over

    going_on = Performance(start=done.session)

    assert isinstance(going_on.kept[0], TakeUpAgain)
    assert going_on.session.ending is Ending.COMPLETED


def test_muting_silences_cues_and_unmuting_says_so() -> None:
    done = Performance((60, "m"), (90, "m"), (120, "ctrl-c"))

    times = [at for at, _ in done.loudspeaker.heard]
    assert not [at for at in times if 60.2 < at < 90]
    unmuted = the_guide().protocol.phrases.unmuted.spoken
    assert unmuted in [cue.spoken for _, cue in done.loudspeaker.heard]


@pytest.mark.parametrize("speed", [10, 37, 100])
def test_a_rehearsal_goes_through_the_same_steps_faster(speed: int) -> None:
    done = Performance(speed=speed)

    assert done.session.ending is Ending.COMPLETED
    assert {session.index for session in done.shown} == set(range(len(PLAN.steps)))
    assert done.clock.at * speed == pytest.approx((20 + 482 + 12) * 1000, rel=0.2)


def test_a_new_session_begins_with_its_first_event() -> None:
    done = Performance((5, "ctrl-c"))

    assert done.kept[0] == Begin(0)
