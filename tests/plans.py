"""Plans and sessions to test on: the shipped guide's, since its rules are the ones decided on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from tpguide.guide.loader import load
from tpguide.guide.model import Guide
from tpguide.session.cues import Cue, Speech
from tpguide.session.engine import handle
from tpguide.session.events import AnyEvent, Begin, Rate, Tick
from tpguide.session.outcome import Heard
from tpguide.session.plan import Plan, SideChoice, StepKind
from tpguide.session.plan_from_protocol import lay_out
from tpguide.session.state import Session, Status, fresh
from tpguide.terminal.audio.voice_file import VoiceFile, open_voice, voice_path

DATA = Path(__file__).parent.parent / "data"


@cache
def the_guide() -> Guide:
    return load((DATA / "tibialis_posterior.yaml").read_bytes())


@cache
def the_voice() -> VoiceFile | None:
    return open_voice(voice_path(DATA, the_guide().language, the_guide().slug))


def a_plan(
    *sides: str,
    dose: str = "standard",
    intensity: str = "crossed",
    ceiling: str = "crossed",
    speech: Speech | None = None,
) -> Plan:
    choices = (SideChoice(side, dose, intensity, ceiling) for side in sides or ("left",))
    return lay_out(the_guide(), tuple(choices), speech)


def a_session(
    *sides: str, dose: str = "standard", intensity: str = "crossed", ceiling: str = "crossed"
) -> Session:
    """A session that has just begun."""
    plan = a_plan(*sides, dose=dose, intensity=intensity, ceiling=ceiling)
    return handle(fresh(plan), Begin(0))[0]


def play(session: Session, *events: AnyEvent) -> tuple[Session, Heard]:
    heard: Heard = ()
    for event in events:
        session, more = handle(session, event)
        heard += more
    return session, heard


def wait(session: Session, seconds: float, every: float = 0.1) -> Session:
    """Let time go by in ticks of *every* seconds."""
    until = session.at + round(seconds * 1000)
    for at in range(session.at, until, round(every * 1000)):
        session, _ = handle(session, Tick(at))
    return handle(session, Tick(until))[0]


def wait_for(session: Session, kind: StepKind, number: int = 1) -> Session:
    """Let time go by until the *number*-th step of that kind from here has begun."""
    indexes = [
        index
        for index, step in enumerate(session.plan.steps)
        if step.kind is kind and index > session.index
    ]
    wanted = indexes[number - 1]
    while session.index < wanted and not session.is_over:
        session, _ = handle(session, Tick(session.at + 500))
    assert session.step.kind is kind
    return session


def wait_while(session: Session, status: Status) -> Session:
    while session.status is status:
        session, _ = handle(session, Tick(session.at + 100))
    return session


def rate(session: Session, rating: int) -> Session:
    return handle(session, Rate(session.at, rating))[0]


def spoken(heard: Iterable[object]) -> Sequence[str]:
    return [cue.spoken for cue in heard if isinstance(cue, Cue)]
