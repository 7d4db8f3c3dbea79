"""The questions as plain lines: every answer has a number, which is typed, and enter.

For screen readers, and for terminals that can't move a pointer or have no signs for one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from textwrap import wrap
from typing import TextIO, TypeVar

from tpguide.text import quantity
from tpguide.ui.prompts.gate_pages import PRESS_Y_OR_N, Choice, Sheet
from tpguide.ui.prompts.key_pages import (
    DEAF_SECONDS,
    NONE_KEY,
    ascii_letter,
    letter_number,
    one_of,
)
from tpguide.ui.prompts.prompt_picture import PromptPicture
from tpguide.ui.prompts.terminal import (
    NO_RATING,
    CancelledError,
    KeyOption,
    Option,
    rating_of,
)
from tpguide.ui.prompts.told import KeyLabel, Told, told_in_lines

T = TypeVar("T")


class LinePrompts:
    """Asks on *shown*, in the words that *readable* makes for it, and reads from *typed*.

    *clock* tells seconds, *columns* how wide the terminal is now.
    """

    def __init__(
        self,
        typed: TextIO,
        shown: TextIO,
        readable: Callable[[str], str],
        clock: Callable[[], float] = time.monotonic,
        columns: Callable[[], int] = lambda: 80,
    ) -> None:
        self._typed = typed
        self._shown = shown
        self._readable = readable
        self._clock = clock
        self._columns = columns
        self._told: list[Told] = []

    def yes_from(self, sheet: Sheet, start: int = 0) -> range | None:
        """Return the lines from *start* on if they are answered with yes.

        How many they are is said first, and what is asked stands before and after them.
        """
        lines = sheet.lines[start:]
        count = f" {quantity(len(lines), 'line')}." if lines else ""
        title = f"{sheet.number} {sheet.title.upper()}.{count}".strip() if sheet.title else ""
        above = [title, sheet.remark, *sheet.standing, *([sheet.ask] if lines else [])]
        self._say(*filter(None, above), *(f"- {line}" for line in lines))
        yes = "yes, or unsure" if sheet.unsure else "yes"
        keys = f"y {yes}, n {'none' if lines else 'no'}{', ? more' if sheet.more else ''}:"
        answer = self._deliberate(f"{sheet.ask} {keys}", ("y", "n", "?"), sheet.more)
        return range(start, len(sheet.lines)) if answer == "y" else None

    def which(self, advice: str, question: str, choices: Sequence[Choice]) -> int | None:
        """Say *advice*, and return which of *choices* it is, if any."""
        self._say("", advice, "", f"{question} {len(choices)} lines.")
        self._say(*_listed(choices))
        last = len(choices)

        def chosen(text: str) -> int | None:
            if text == NONE_KEY:
                return None
            return _index(int(text), last)

        hint = f"{question} A number, or {NONE_KEY} for none after all:"
        return self._answer(hint, chosen, f"A number from 1 to {last}, or {NONE_KEY}.")

    def letters(
        self, question: str, groups: Sequence[tuple[str, Sequence[Choice]]]
    ) -> frozenset[int] | None:
        """Return the numbers of all choices whose letters are typed, if any."""
        count = sum(len(choices) for _, choices in groups)
        self._say(f"{question} {count} lines.")
        number = 0
        for title, choices in groups:
            self._say(*filter(None, [title]))
            for choice in choices:
                self._say(f"{ascii_letter(number)}. {choice.title}")
                number += 1
        every = [choice for _, choices in groups for choice in choices]

        def chosen(text: str) -> frozenset[int] | None:
            if text == NONE_KEY:
                return None
            typed = {letter_number(one) for one in text.lower() if one.isalpha()}
            if not typed or max(typed) >= count or min(typed) < 0:
                raise ValueError
            return frozenset(typed)

        hint = f"{question} All letters that are true, or {NONE_KEY} for none, ? more:"
        while True:
            answer = self._answer(hint, lambda text: text, "")
            if answer == "?":
                self._say(*_listed(every, lettered=True))
                continue
            try:
                return chosen(answer)
            except ValueError:
                self._say(f"Letters from a to {ascii_letter(count - 1)}, or {NONE_KEY}.")

    def pick(self, question: str, options: Sequence[KeyOption[T]], above: Sequence[Told] = ()) -> T:
        """Return the one whose key is typed; enter is an empty line."""
        self._tell(above)
        typed = one_of([KeyLabel(option.key, option.label) for option in options])
        asked = f"{question} {_keys(options)}:".strip()
        return self._answer(asked, lambda text: _chosen(text, options), f"Type {typed}.")

    def pain(
        self, question: str, options: Sequence[KeyOption[T]] = (), above: Sequence[Told] = ()
    ) -> int | T:
        """Return a rating of pain, or the option whose key is typed; enter is an empty line."""
        self._tell(above)

        def meant(text: str) -> int | T:
            try:
                return rating_of(text)
            except ValueError:
                return _chosen(text, options)

        told = f" {_keys(options)}:" if len(options) > 1 else ""
        return self._answer(f"{question}{told}", meant, NO_RATING)

    def _tell(self, above: Sequence[Told]) -> None:
        """Say what stands above a question, as far as it was not said over the one before."""
        new = above[len(self._told) :] if list(above[: len(self._told)]) == self._told else above
        self._told = list(above)
        self._say(*told_in_lines(new))

    def read(self, choices: Sequence[Choice], picture: PromptPicture | None = None) -> None:
        """Say something to read, and what is on its picture."""
        self._say(*_listed(choices, numbered=False))
        if picture:
            self._say(f"Picture: {picture.title}. {picture.alternative}")

    def _deliberate(self, question: str, keys: Sequence[str], more: Sequence[Choice]) -> str:
        """Return which of *keys* is typed for this question; an empty line repeats it alone."""
        while True:
            self._discard_typed()
            self._ask(question)
            asked = self._clock()
            typed = self._line().lower()
            if self._clock() - asked < DEAF_SECONDS:
                self._say("")
                continue
            if typed == "?" and "?" in keys and more:
                self._say(*_listed(more, numbered=False))
            elif typed in keys and typed != "?":
                return typed
            elif typed:
                self._say(f"{PRESS_Y_OR_N}.")

    def _discard_typed(self) -> None:
        try:
            import termios

            termios.tcflush(self._typed.fileno(), termios.TCIFLUSH)
        except (ImportError, OSError, ValueError):
            return
        except Exception as error:  # termios.error is no OSError
            if type(error).__name__ != "error":
                raise

    def choose(self, question: str, options: Sequence[Option[T]], default: int | None = None) -> T:
        """Return the one whose number is typed; an empty line is the default, if there is one."""
        self._list(question, [option.label for option in options])
        hint = "A number:" if default is None else f"A number (enter for {default + 1}):"

        def chosen(text: str) -> T:
            number = default + 1 if not text and default is not None else int(text)
            return options[_index(number, len(options))].value

        return self._answer(hint, chosen, f"A number from 1 to {len(options)}.")

    def line(self, question: str) -> str:
        """Return a line of text, which may be empty."""
        return self._answer(question, str, "")

    def _list(self, question: str, answers: Sequence[str]) -> None:
        self._say(question, *(f"{number}. {answer}" for number, answer in enumerate(answers, 1)))

    def _answer(self, question: str, meant: Callable[[str], T], otherwise: str) -> T:
        """Return what is *meant* by the line that is typed; ask again if that raises ValueError."""
        while True:
            self._ask(question)
            try:
                return meant(self._line())
            except ValueError:
                self._say(otherwise)

    def _line(self) -> str:
        try:
            line = self._typed.readline()
        except KeyboardInterrupt:
            line = ""
        if not line:
            self._say("")
            raise CancelledError
        return line.strip()

    def _say(self, *lines: str) -> None:
        self._shown.writelines(f"{row}\n" for line in lines for row in self._rows(line))

    def _ask(self, question: str) -> None:
        self._shown.write("\n".join(self._rows(question)) + " ")
        self._shown.flush()

    def _rows(self, line: str) -> list[str]:
        """Return *line* broken at words: a terminal would break it inside them."""
        return wrap(self._readable(line), self._columns() - 1) or [""]


def _listed(
    choices: Sequence[Choice], *, numbered: bool = True, lettered: bool = False
) -> Iterator[str]:
    """Yield *choices* with all their signs, a line each."""
    for number, choice in enumerate(choices):
        label = f"{number + 1}. " if numbered else ""
        if lettered:
            label = f"{ascii_letter(number)}. "
        yield from chain([f"{label}{choice.title}"], (f"- {sign}" for sign in choice.signs))


def _keys(options: Sequence[KeyOption[T]]) -> str:
    return ", ".join(f"{option.key} {option.label}" for option in options)


def _chosen(text: str, options: Sequence[KeyOption[T]]) -> T:
    """Return the option whose key is *text*. Raises ValueError if none is."""
    typed = text.lower() or "enter"
    for option in options:
        if option.key == typed:
            return option.value
    raise ValueError


def _index(number: int, count: int) -> int:
    """Return where the answer of that number stands among so many. Raises ValueError if nowhere."""
    if not 1 <= number <= count:
        raise ValueError
    return number - 1
