"""A massage as it is begun by hand on a real terminal: what is typed, and what is kept of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest

from plans import a_plan, the_guide
from terminal.pseudo_terminal import PATIENCE_SECONDS, PseudoTerminal
from terminal.words_on_screen import is_shown
from tpguide.session.plan import Step, StepKind
from tpguide.storage.journal import Journal, open_journal

GUIDE: Final = the_guide()
PHRASES: Final = GUIDE.protocol.phrases
#: So large that no page of the gate is split.
ALL_QUESTIONS: Final = (100, 30)
#: Where there is no picture beside the instruction.
FLOOR: Final = (60, 14)

TPGUIDE: Final = str(Path(__file__).with_name("listens_at_once.py"))
MASSAGE: Final = (TPGUIDE, "massage")
GUIDED: Final = (*MASSAGE, "--guided", "--side", "left", "--pain", "left=3", "--dose", "gentle")
#: What becomes of it, since it is the first.
PLAN: Final = a_plan("left", dose="gentle", intensity="uncrossed", ceiling="uncrossed")
NUMBER: Final = 1

ENTER = b"\r"
#: After so long without a further byte a page is taken for whole.
WHOLE_SECONDS: Final = 0.1
#: So often a key is pressed for a page that may not listen yet, and so long its effect is waited
#: for: a key too many would answer the next page.
ATTEMPTS: Final = 10
EFFECT_SECONDS: Final = 3.0


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home where nothing is kept yet, and far from it: what is heard is the terminal's bell."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("TPGUIDE_HOME", str(folder))
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # what is killed can't tidy up
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("SSH_TTY", "/dev/tty")
    # The terminal in memory doesn't tell where its cursor is; each question would wait for that.
    monkeypatch.setenv("PROMPT_TOOLKIT_NO_CPR", "1")
    return folder


def kept_in(home: Path) -> Journal:
    return open_journal(home / "data", datetime.now().astimezone)


def answer_no_emergency(terminal: PseudoTerminal) -> None:
    """Answer that none of the emergency signs is there."""
    answer(terminal, GUIDE.safety.emergency.title.upper(), b"n")


def answer_until_the_floor(terminal: PseudoTerminal) -> None:
    """Answer everything for a first session, and get down."""
    safety = GUIDE.safety
    for page in (safety.emergency, safety.same_day, safety.reasons):
        answer(terminal, page.title.upper(), b"n")
    terminal.await_text("Ready?")
    terminal.resize(*FLOOR)
    terminal.press(ENTER)
    await_glance(terminal, PHRASES.get_down.glance)


def answer(terminal: PseudoTerminal, shown: str, key: bytes) -> None:
    """Press *key* until what is *shown* has gone."""
    terminal.await_text(shown)
    whole_page(terminal)
    press_until(lambda: not any(shown in row for row in terminal.rows()), terminal, key)


def press_until(is_so: Callable[[], bool], terminal: PseudoTerminal, key: bytes) -> None:
    """Press *key* until something is so: one that comes while a page is drawn is lost."""
    for _ in range(ATTEMPTS):
        terminal.press(key)
        while not is_so():
            if not terminal.take(EFFECT_SECONDS):
                break  # each key has it drawn anew
        else:
            return
    raise AssertionError(f"{key!r} answers nothing: {terminal.rows()}")


def whole_page(terminal: PseudoTerminal, before: Sequence[str] = ()) -> list[str]:
    """Return the rows of a page once it is there, another one than *before*."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        is_drawn = not terminal.take(WHOLE_SECONDS)
        rows = terminal.rows()
        if is_drawn and any(rows) and rows != list(before):
            return rows
    raise AssertionError(f"no page comes after {before}")


def go_on_until_rolling(terminal: PseudoTerminal) -> None:
    """Press the key for the next step, each time that one is seen, until one is seen that rolls.

    On a busy machine a step of a few seconds may come and go unseen.
    """
    while (step := await_step(terminal)).kind is not StepKind.ROLL:
        terminal.press(b"n")
        while await_step(terminal).glance == step.glance:
            await_change(terminal)


def await_step(terminal: PseudoTerminal) -> Step:
    """Wait until the few words on the screen are those of a step, and return that."""
    while True:
        rows = terminal.rows()
        for step in PLAN.steps:
            if is_shown(step.glance, rows, terminal.columns):
                return step
        await_change(terminal)


def await_glance(terminal: PseudoTerminal, glance: str) -> None:
    """Wait until the few words on the screen are *glance*."""
    await_that(lambda: is_shown(glance, terminal.rows(), terminal.columns), terminal)


def await_that(is_so: Callable[[], bool], terminal: PseudoTerminal) -> None:
    """Wait until something is so while the program goes on writing."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < until, f"it never came: {terminal.rows()}"
        await_change(terminal)


def await_change(terminal: PseudoTerminal) -> None:
    assert terminal.take(PATIENCE_SECONDS), f"nothing changes any more: {terminal.rows()}"
