"""What every event does in every state of a session, as one table.

A point is “nothing, and nothing is heard”. Anything else is the state that follows at once, which
may be the same one: a rating is kept, or a strip made longer, without leaving it.
"""

from __future__ import annotations

from typing import Final, get_args

import pytest
from msgspec import structs

from plans import a_plan, a_session, wait, wait_for
from tpguide.session.engine import handle
from tpguide.session.events import (
    AnyEvent,
    AskToStop,
    Back,
    Begin,
    ChangeIntensity,
    Less,
    Lighter,
    More,
    Next,
    Pause,
    Rate,
    SomethingWrong,
    SoreSpotHere,
    Stop,
    TakeUpAgain,
    Tick,
    TimeLost,
    TogglePause,
)
from tpguide.session.outcome import Heard
from tpguide.session.plan import StepKind
from tpguide.session.state import Session, Status, fresh

CODES: Final = {
    "rdy": Status.READY,
    "run": Status.RUNNING,
    "pau": Status.PAUSED,
    "cnt": Status.COUNTING_IN,
    "chg": Status.CHANGING,
    "mov": Status.MOVING_ON,
    "rec": Status.RECHECKING,
    "fir": Status.ASKING_FIRMER,
    "stp": Status.ASKING_STOP,
    "dwn": Status.GETTING_DOWN,
    "knd": Status.ASKING_KIND,
    "adv": Status.ADVISING,
    "lea": Status.LEAVING,
    "ovr": Status.OVER,
}
EVENTS: Final[dict[str, AnyEvent]] = {
    "Begin": Begin(0),
    "Tick": Tick(0),
    "TogglePause": TogglePause(0),
    "Pause": Pause(0),
    "Next": Next(0),
    "Back": Back(0),
    "More": More(0),
    "Less": Less(0),
    "SoreSpotHere": SoreSpotHere(0),
    "ChangeIntensity": ChangeIntensity(0),
    "Lighter": Lighter(0),
    "Rate 3": Rate(0, 3),
    "Rate 6": Rate(0, 6),
    "Rate 7": Rate(0, 7),
    "SomethingWrong": SomethingWrong(0),
    "AskToStop": AskToStop(0),
    "Stop": Stop(0),
    "TimeLost": TimeLost(0),
    "TakeUpAgain": TakeUpAgain(0),
}
TABLE: Final = """
                rdy run pau cnt chg mov rec fir stp dwn knd adv lea ovr
Begin           run .   .   .   .   .   .   .   run .   .   ovr ovr .
Tick            .   .   .   .   .   .   .   .   .   .   .   .   .   .
TogglePause     .   pau cnt pau pau pau pau pau pau pau .   ovr ovr .
Pause           .   pau .   pau pau pau pau pau pau pau .   ovr ovr .
Next            .   run pau cnt run run chg run run cnt .   ovr ovr .
Back            .   run pau cnt run run run run run cnt .   ovr ovr .
More            .   run pau .   .   .   .   .   run .   .   ovr ovr .
Less            .   run pau .   .   .   .   .   run .   .   ovr ovr .
SoreSpotHere    .   run .   .   .   .   .   .   run .   .   ovr ovr .
ChangeIntensity .   chg pau .   .   .   .   .   chg .   .   ovr ovr .
Lighter         .   chg pau chg chg mov chg chg chg dwn .   ovr ovr .
Rate 3          .   run pau cnt chg mov run chg run dwn adv ovr ovr .
Rate 6          .   chg pau chg chg mov chg chg chg dwn adv ovr ovr .
Rate 7          .   chg pau chg chg mov chg chg chg dwn .   ovr ovr .
SomethingWrong  knd knd knd knd knd knd knd knd knd knd .   ovr knd .
AskToStop       ovr stp stp stp stp stp stp stp ovr stp .   ovr ovr .
Stop            ovr ovr ovr ovr ovr ovr ovr ovr ovr ovr ovr ovr ovr .
TimeLost        .   pau .   pau pau pau pau pau pau pau .   .   .   .
TakeUpAgain     .   dwn dwn dwn dwn dwn dwn dwn dwn dwn .   ovr ovr .
"""


def happen(session: Session, *events: AnyEvent) -> tuple[Session, Heard]:
    """Let *events* happen without any time going by."""
    heard: Heard = ()
    for event in events:
        session, heard = handle(session, structs.replace(event, at=session.at))
    return session, heard


def examples() -> dict[Status, Session]:
    """A session in every state, come there from the middle of a strip."""
    rolling = wait(wait_for(a_session("left", "right"), StepKind.ROLL, 2), 5)
    lighter = wait(wait_for(a_session("left", intensity="uncrossed"), StepKind.ROLL, 2), 5)
    lightest = wait(wait_for(a_session("left", intensity="supported"), StepKind.ROLL, 2), 5)
    rated = wait(happen(rolling, Rate(0, 7))[0], 20)
    return {
        Status.READY: fresh(a_plan("left", "right")),
        Status.RUNNING: rolling,
        Status.PAUSED: happen(rolling, Pause(0))[0],
        Status.COUNTING_IN: happen(rolling, Pause(0), TogglePause(0))[0],
        Status.CHANGING: happen(rolling, Lighter(0))[0],
        Status.MOVING_ON: happen(lightest, Lighter(0))[0],
        Status.RECHECKING: wait(happen(rolling, Rate(0, 6))[0], 21),
        Status.ASKING_FIRMER: happen(lighter, ChangeIntensity(0))[0],
        Status.ASKING_STOP: happen(rolling, AskToStop(0))[0],
        Status.GETTING_DOWN: happen(rolling, TakeUpAgain(0))[0],
        Status.ASKING_KIND: happen(rolling, SomethingWrong(0))[0],
        Status.ADVISING: happen(rolling, SomethingWrong(0), Rate(0, 1))[0],
        Status.LEAVING: happen(rated, Rate(0, 7))[0],
        Status.OVER: happen(rolling, Stop(0))[0],
    }


EXAMPLES: Final = examples()
HEADING, *ROWS = TABLE.strip().splitlines()
COLUMNS: Final = [CODES[code] for code in HEADING.split()]
CELLS: Final = {
    (row[:16].strip(), status): code
    for row in ROWS
    for status, code in zip(COLUMNS, row[16:].split(), strict=True)
}


def code_after(session: Session, event: AnyEvent) -> str:
    after, heard = happen(session, event)
    if after == session and not heard:
        return "."
    return next(code for code, status in CODES.items() if status is after.status)


def test_the_examples_are_in_the_states_that_they_stand_for() -> None:
    assert {status: session.status for status, session in EXAMPLES.items()} == {
        status: status for status in Status
    }


def test_every_state_and_every_event_is_in_the_table() -> None:
    decided = {(type(EVENTS[event]), status) for event, status in CELLS}

    assert decided == {(event, status) for event in get_args(AnyEvent) for status in Status}


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_does_in_every_state_what_the_table_says(event: str) -> None:
    happened = {status: code_after(EXAMPLES[status], EVENTS[event]) for status in COLUMNS}

    assert happened == {status: CELLS[event, status] for status in COLUMNS}
