"""The questions before and after the floor, each an answer that a person gives.

`Prompts` is what a command needs; `TerminalPrompts` asks it with questionary. A newline that came
from a pipe would answer a default, so nobody may ask without a terminal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from tpguide.errors import ExitCode, TpguideError

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent
    from questionary import Question

T = TypeVar("T")

#: Said to what is no rating.
NO_RATING: Final = "A whole number from 0 to 10."
#: Stands after the question for a rating that nobody has to give.
MAY_BE_SKIPPED: Final = "(0 to 10, enter to skip)"


class CancelledError(TpguideError):
    """The person left a question by Ctrl-C or Ctrl-D."""

    exit_code = ExitCode.ENDED_BY_CTRL_C

    def __init__(self) -> None:
        super().__init__("Nothing was begun.")


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """An answer that can be chosen, and what it is called."""

    value: T
    label: str


class Prompts(Protocol):
    """What can be asked. Each raises CancelledError when the person leaves it."""

    def choose(self, question: str, options: Sequence[Option[T]], default: int | None = None) -> T:
        """Return the one that is chosen; *default* is the one that is proposed, if any is."""

    def choose_some(self, question: str, options: Sequence[Option[T]], none: str) -> tuple[T, ...]:
        """Return all that apply; *none* is the answer that none does, and has to be given."""

    def rating(self, question: str) -> int:
        """Return a rating of pain, 0 to 10."""

    def rating_or_none(self, question: str) -> int | None:
        """Return a rating, or None for an empty answer."""

    def line(self, question: str) -> str:
        """Return a line of text, which may be empty."""


class TerminalPrompts:
    """Asks on the terminal, by questionary. It is imported with the first question."""

    def choose(self, question: str, options: Sequence[Option[T]], default: int | None = None) -> T:
        """Return the one that is chosen; the pointer stands on the default, or the first."""
        import questionary

        choices = [questionary.Choice(option.label, value=n) for n, option in enumerate(options)]
        number: int = _answer(
            questionary.select(
                question,
                choices=choices,
                default=choices[default or 0],
                qmark="",
                pointer="›",
                instruction=" ",
                style=_style(),
            )
        )
        return options[number].value

    def choose_some(self, question: str, options: Sequence[Option[T]], none: str) -> tuple[T, ...]:
        """Return all that apply, once at least one of them or *none* was marked."""
        import questionary

        nothing = len(options)
        choices = [questionary.Choice(option.label, value=n) for n, option in enumerate(options)]
        choices.append(questionary.Choice(none, value=nothing))

        def is_clear(marked: list[Any]) -> bool | str:
            if not marked:
                return "Mark what applies with space, or the last line."
            if nothing in marked and len(marked) > 1:
                return "The last line can't be marked together with others."
            return True

        marked: list[int] = _answer(
            questionary.checkbox(
                question,
                choices=choices,
                validate=is_clear,
                qmark="",
                pointer="›",
                instruction=" (space marks, enter answers)",
                style=_style(),
            )
        )
        return tuple(options[n].value for n in marked if n != nothing)

    def rating(self, question: str) -> int:
        """Return a rating of pain, 0 to 10."""
        return int(self._number(question, may_be_empty=False))

    def rating_or_none(self, question: str) -> int | None:
        """Return a rating, or None for an empty answer."""
        text = self._number(f"{question} {MAY_BE_SKIPPED}", may_be_empty=True)
        return int(text) if text else None

    def line(self, question: str) -> str:
        """Return a line of text, which may be empty."""
        import questionary

        text: str = _answer(questionary.text(question, qmark="", style=_style()))
        return text.strip()

    def _number(self, question: str, *, may_be_empty: bool) -> str:
        import questionary

        def is_rating(text: str) -> bool | str:
            text = text.strip()
            if not text and may_be_empty:
                return True
            try:
                rating_of(text)
            except ValueError:
                return NO_RATING
            return True

        text: str = _answer(
            questionary.text(question, validate=is_rating, qmark="", style=_style())
        )
        return text.strip()


def rating_of(text: str) -> int:
    """Return the rating that was typed. Raises ValueError if it is none."""
    rating = int(text)
    if not 0 <= rating <= 10:
        raise ValueError
    return rating


def _answer(question: Question) -> Any:
    _let_suspend(question.application)
    try:
        # Interrupts from outside come as exceptions too; as keys, most questions pass over them.
        return question.application.run(handle_sigint=False)
    except (KeyboardInterrupt, EOFError):
        raise CancelledError from None


def _let_suspend(application: Application[Any]) -> None:
    """Have Ctrl-Z do what it does everywhere; a question would take it for text, or for nothing."""
    from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings

    suspending = KeyBindings()

    @suspending.add("c-z")
    def _(event: KeyPressEvent) -> None:
        event.app.suspend_to_background()

    others = application.key_bindings
    application.key_bindings = merge_key_bindings([*([others] if others else []), suspending])


def _style() -> Any:
    import questionary

    return questionary.Style(
        [
            ("question", "bold"),
            ("pointer", "bold"),
            ("highlighted", "bold"),
            ("selected", "noreverse"),
            ("answer", "bold"),
            ("instruction", "italic"),
        ]
    )
