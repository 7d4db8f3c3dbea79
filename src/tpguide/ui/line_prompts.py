"""The questions as plain lines: every answer has a number, which is typed, and enter.

For screen readers, and for terminals that can't move a pointer or have no signs for one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TextIO, TypeVar

from tpguide.ui.prompts import MAY_BE_SKIPPED, NO_RATING, CancelledError, Option, rating_of

T = TypeVar("T")


class LinePrompts:
    """Asks on *shown*, in the words that *readable* makes for it, and reads from *typed*."""

    def __init__(self, typed: TextIO, shown: TextIO, readable: Callable[[str], str]) -> None:
        self._typed = typed
        self._shown = shown
        self._readable = readable

    def choose(self, question: str, options: Sequence[Option[T]], default: int | None = None) -> T:
        """Return the one whose number is typed; an empty line is the default, if there is one."""
        self._list(question, [option.label for option in options])
        hint = "A number:" if default is None else f"A number (enter for {default + 1}):"

        def chosen(text: str) -> T:
            number = default + 1 if not text and default is not None else int(text)
            return options[_index(number, len(options))].value

        return self._answer(hint, chosen, f"A number from 1 to {len(options)}.")

    def choose_some(self, question: str, options: Sequence[Option[T]], none: str) -> tuple[T, ...]:
        """Return all whose numbers are typed; the last number says that none applies."""
        self._list(question, [*(option.label for option in options), none])
        last = len(options)

        def chosen(text: str) -> tuple[T, ...]:
            typed = {_index(int(one), last + 1) for one in text.replace(",", " ").split()}
            if not typed or (last in typed and len(typed) > 1):
                raise ValueError
            return tuple(options[index].value for index in sorted(typed - {last}))

        return self._answer(
            "The numbers of all that apply:",
            chosen,
            f"Numbers with spaces between, as 1 3; or {last + 1} alone: {none}",
        )

    def rating(self, question: str) -> int:
        """Return a rating of pain, 0 to 10."""
        return self._answer(question, rating_of, NO_RATING)

    def rating_or_none(self, question: str) -> int | None:
        """Return a rating, or None for an empty answer."""
        asked = f"{question} {MAY_BE_SKIPPED}"
        return self._answer(asked, lambda text: rating_of(text) if text else None, NO_RATING)

    def line(self, question: str) -> str:
        """Return a line of text, which may be empty."""
        return self._answer(question, str, "")

    def _list(self, question: str, answers: Sequence[str]) -> None:
        self._say(question, *(f"{number}. {answer}" for number, answer in enumerate(answers, 1)))

    def _answer(self, question: str, meant: Callable[[str], T], otherwise: str) -> T:
        """Return what is *meant* by the line that is typed; ask again if that raises ValueError."""
        while True:
            self._shown.write(self._readable(f"{question} "))
            self._shown.flush()
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
        self._shown.writelines(f"{self._readable(line)}\n" for line in lines)


def _index(number: int, count: int) -> int:
    """Return where the answer of that number stands among so many. Raises ValueError if nowhere."""
    if not 1 <= number <= count:
        raise ValueError
    return number - 1
