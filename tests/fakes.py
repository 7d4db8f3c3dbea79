"""Devices for tests: a clock that is told the time, keys and answers that were written down."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from math import ceil
from typing import TypeVar

from tpguide.session.cues import Cue
from tpguide.session.strokes import Strokes
from tpguide.storage.database import Database
from tpguide.storage.journal import Journal
from tpguide.ui.prompts.gate_pages import Choice, Sheet
from tpguide.ui.prompts.prompt_picture import PromptPicture
from tpguide.ui.prompts.terminal import KeyOption, Option
from tpguide.ui.prompts.told import Told, told_in_lines

T = TypeVar("T")

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class FakeClock:
    """Time stands still until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self._began = now
        self.at = 0

    def milliseconds(self) -> int:
        return self.at

    def now(self) -> datetime:
        return self._began + timedelta(milliseconds=self.at)

    def here(self, moment: datetime) -> datetime:
        """Return *moment* here, where from April to September clocks are an hour ahead."""
        offset = self._began.utcoffset() or timedelta(0)
        summer = timedelta(hours=moment.month in range(4, 10))
        return moment.replace(tzinfo=timezone(offset + summer))

    def set_back(self, **span: float) -> None:
        """Set the wall clock back; the time that has passed stays what it is."""
        self._began -= timedelta(**span)

    def forward(self, **span: float) -> None:
        self.at += round(timedelta(**span).total_seconds() * 1000)


class ScriptedKeys:
    """Keys by the second at which they are pressed; waiting for them moves the clock."""

    def __init__(self, clock: FakeClock, script: Iterable[tuple[float, str]] = ()) -> None:
        self._clock = clock
        self._began = clock.at
        self._script = deque(sorted(script, key=lambda each: each[0]))
        self.waits: list[float] = []

    def read(self, timeout_seconds: float | None) -> tuple[str, ...]:
        assert timeout_seconds is not None
        self.waits.append(timeout_seconds)
        until = self._clock.at + ceil(timeout_seconds * 1000)
        due = self._began + round(self._script[0][0] * 1000) if self._script else until + 1
        if due > until:
            self._clock.at = until
            return ()
        self._clock.at = max(self._clock.at, due)
        return (self._script.popleft()[1],)


class HeardCues:
    """A loudspeaker that writes down when which cue began; each is said in so many seconds."""

    def __init__(self, clock: FakeClock, seconds_each: float = 0) -> None:
        self._clock = clock
        self._seconds_each = seconds_each
        self.heard: list[tuple[float, Cue]] = []
        self.muted = False
        self.with_pacer = True
        self.paced: list[tuple[float, Strokes | None]] = []

    def say_last(self, cue: Cue) -> None:
        self.sound(cue)
        self.muted = True

    def follow(self, strokes: Strokes | None) -> None:
        self.paced.append((self._clock.at / 1000, strokes))

    @property
    def is_speaking(self) -> bool:
        return bool(self.heard) and self._clock.at / 1000 < self.heard[-1][0] + self._seconds_each

    def sound(self, cue: Cue) -> None:
        if not self.muted:
            self.heard.append((self._clock.at / 1000, cue))

    def silence(self) -> None: ...

    def poll(self) -> None: ...


class ScriptedPrompts:
    """Gives the answers that were written down, in order, and fails at any other question.

    An answer is a key, or what an option is called or how that begins; for several, a tuple of
    them. One that is an error is raised, as when the person leaves the question.
    """

    def __init__(self, *answers: str | int | tuple[str, ...] | Exception | None) -> None:
        self._answers = deque(answers)
        self.asked: list[str] = []
        self.told: list[str] = []
        self.sheets: list[Sheet] = []

    @property
    def left(self) -> list[object]:
        """The answers that nobody has asked for."""
        return list(self._answers)

    def choose(self, question: str, options: Sequence[Option[T]], default: int | None = None) -> T:
        return _meant(self._answer(question), options)

    def yes_from(self, sheet: Sheet, start: int = 0) -> range | None:
        self.sheets.append(sheet)
        answer = self._answer(sheet.ask)
        assert answer in ("y", "n"), f"“{answer}” is no answer to “{sheet.ask}”"
        return range(start, len(sheet.lines)) if answer == "y" else None

    def which(self, advice: str, question: str, choices: Sequence[Choice]) -> int | None:
        self.told.append(advice)
        answer = self._answer(question)
        return None if answer == "0" else _number(answer, choices)

    def letters(
        self, question: str, groups: Sequence[tuple[str, Sequence[Choice]]]
    ) -> frozenset[int] | None:
        answer = self._answer(question)
        if answer == "0":
            return None
        assert isinstance(answer, tuple)
        choices = [choice for _, group in groups for choice in group]
        return frozenset(_number(one, choices) for one in answer)

    def pick(self, question: str, options: Sequence[KeyOption[T]], above: Sequence[Told] = ()) -> T:
        self.told += told_in_lines(above)
        return _pressed(self._answer(question), options)

    def pain(
        self, question: str, options: Sequence[KeyOption[T]] = (), above: Sequence[Told] = ()
    ) -> int | T:
        self.told += told_in_lines(above)
        answer = self._answer(question)
        return answer if isinstance(answer, int) else _pressed(answer or "enter", options)

    def read(self, choices: Sequence[Choice], picture: PromptPicture | None = None) -> None:
        self.told += (choice.title for choice in choices)
        self.told += [picture.title] if picture else []

    def line(self, question: str) -> str:
        answer = self._answer(question)
        assert isinstance(answer, str)
        return answer

    def _answer(self, question: str) -> object:
        self.asked.append(question)
        assert self._answers, f"no answer was written down for “{question}”"
        answer = self._answers.popleft()
        if isinstance(answer, Exception):
            raise answer
        return answer


def _pressed(answer: object, options: Sequence[KeyOption[T]]) -> T:
    meant = [option for option in options if option.key == answer]
    assert meant, f"“{answer}” is none of {[option.key for option in options]}"
    return meant[0].value


def _number(answer: object, choices: Sequence[Choice]) -> int:
    assert isinstance(answer, str)
    meant = [n for n, choice in enumerate(choices) if choice.title.startswith(answer)]
    assert len(meant) == 1, f"“{answer}” is not one of {[choice.title for choice in choices]}"
    return meant[0]


def _meant(answer: object, options: Sequence[Option[T]]) -> T:
    assert isinstance(answer, str)
    meant = [option for option in options if option.label.startswith(answer)]
    assert len(meant) == 1, f"“{answer}” is not one of {[option.label for option in options]}"
    return meant[0].value


def journal_in_memory() -> Journal:
    """An empty journal that keeps nothing beyond the test."""
    return Journal(Database(None, lambda: NOON))
