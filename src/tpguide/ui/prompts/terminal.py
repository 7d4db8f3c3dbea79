"""The questions before and after the floor, each an answer that a person gives.

`Prompts` is what a command needs; `TerminalPrompts` asks it with questionary. A newline that came
from a pipe would answer a default, so nobody may ask without a terminal.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from tpguide.errors import ExitCode, TpguideError
from tpguide.keyboard_layouts import digit_meant
from tpguide.ui.prompts.deliberate_keys import ask_page
from tpguide.ui.prompts.gate_pages import Choice, Sheet
from tpguide.ui.prompts.key_pages import (
    InfoPage,
    KeyPage,
    LettersPage,
    OptionsPage,
    RatingPage,
    SheetPage,
    WhichPage,
)
from tpguide.ui.prompts.prompt_picture import PromptPicture
from tpguide.ui.prompts.told import KeyLabel, Told

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent
    from questionary import Question

T = TypeVar("T")

#: Said to what is no rating.
NO_RATING: Final = "Please type a whole number from 0 to 10."
#: Stands after the question for a rating that nobody has to give.
MAY_BE_SKIPPED: Final = "(0-10, enter skips):"


class CancelledError(TpguideError):
    """The person left a question by Ctrl-C or Ctrl-D."""

    exit_code = ExitCode.ENDED_BY_CTRL_C

    def __init__(self, sentence: str = "Nothing was changed.") -> None:
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """An answer that can be chosen, and what it is called."""

    value: T
    label: str


@dataclass(frozen=True, slots=True)
class KeyOption(Generic[T]):
    """An answer that is given by pressing *key*, what it is called, and that in fewer words."""

    key: str
    value: T
    label: str
    brief: str = ""


#: What skips a rating.
SKIP: Final[KeyOption[None]] = KeyOption("enter", None, "skip")


class Prompts(Protocol):
    """What can be asked. Each raises CancelledError when the person leaves it."""

    def yes_from(self, sheet: Sheet, start: int = 0) -> range | None:
        """Return the lines from *start* on, asked together, that are answered with yes.

        None if all are answered with none. No key answers that was not pressed for this page.
        """

    def which(self, advice: str, question: str, choices: Sequence[Choice]) -> int | None:
        """Tell *advice* at once, and return which of *choices* it is; None: none after all."""

    def letters(
        self, question: str, groups: Sequence[tuple[str, Sequence[Choice]]]
    ) -> frozenset[int] | None:
        """Return the numbers of all choices that are true; None: none after all."""

    def pick(self, question: str, options: Sequence[KeyOption[T]], above: Sequence[Told] = ()) -> T:
        """Return the one whose key is pressed, under what is told *above*."""

    def pain(
        self, question: str, options: Sequence[KeyOption[T]] = (), above: Sequence[Told] = ()
    ) -> int | T:
        """Return a rating of pain, by its digits, or the option whose key is pressed."""

    def read(self, choices: Sequence[Choice], picture: PromptPicture | None = None) -> None:
        """Show something to read, to its end, and then a picture."""

    def choose(self, question: str, options: Sequence[Option[T]], default: int | None = None) -> T:
        """Return the one that is chosen; *default* is the one that is proposed, if any is."""

    def line(self, question: str) -> str:
        """Return a line of text, which may be empty."""


class TerminalPrompts:
    """Asks on the terminal: pages by prompt_toolkit, all else by questionary.

    They are imported with the first question. *readable* puts a text into the characters that the
    terminal has; *clock* tells seconds; *prepare* is given each question before it is asked.
    """

    def __init__(
        self,
        readable: Callable[[str], str] = str,
        clock: Callable[[], float] = time.monotonic,
        prepare: Callable[[Application[Any]], None] = lambda _: None,
    ) -> None:
        self._readable = readable
        self._clock = clock
        self._prepare = prepare

    def yes_from(self, sheet: Sheet, start: int = 0) -> range | None:
        """Return the lines of the part that is answered with yes, if one is."""
        return self._page(SheetPage(sheet, start), is_deliberate=True)

    def which(self, advice: str, question: str, choices: Sequence[Choice]) -> int | None:
        """Show *advice* in a box, and return which of *choices* it is, if any."""
        return self._page(WhichPage(advice, question, choices), is_deliberate=True)

    def letters(
        self, question: str, groups: Sequence[tuple[str, Sequence[Choice]]]
    ) -> frozenset[int] | None:
        """Return the numbers of all choices that are true, if any."""
        return self._page(LettersPage(question, groups))

    def pick(self, question: str, options: Sequence[KeyOption[T]], above: Sequence[Told] = ()) -> T:
        """Return the one whose key is pressed."""
        key = self._page(OptionsPage(question, _keys(options), above))
        return next(option.value for option in options if option.key == key)

    def pain(
        self, question: str, options: Sequence[KeyOption[T]] = (), above: Sequence[Told] = ()
    ) -> int | T:
        """Return a rating of pain, by its digits, or the option whose key is pressed."""
        answer = self._page(RatingPage(question, _keys(options), above))
        if isinstance(answer, int):
            return answer
        return next(option.value for option in options if option.key == answer)

    def read(self, choices: Sequence[Choice], picture: PromptPicture | None = None) -> None:
        """Show something to read, leaf by leaf, and then a picture."""
        self._page(InfoPage(choices, picture))

    def _page(self, page: KeyPage[T], *, is_deliberate: bool = False) -> T:
        try:
            return ask_page(
                page,
                clock=self._clock,
                readable=self._readable,
                is_deliberate=is_deliberate,
                prepare=self._prepare,
            )
        except (KeyboardInterrupt, EOFError):
            raise CancelledError from None

    def choose(self, question: str, options: Sequence[Option[T]], default: int | None = None) -> T:
        """Return the one that is chosen; the pointer stands on the default, or the first."""
        import questionary

        choices = [questionary.Choice(option.label, value=n) for n, option in enumerate(options)]
        number: int = self._answer(
            questionary.select(
                _at_words(question),
                choices=choices,
                default=choices[default or 0],
                qmark="",
                pointer=self._readable("›"),
                instruction=" ",
                style=_style(),
            ),
            leaves_at_end=True,
        )
        return options[number].value

    def line(self, question: str) -> str:
        """Return a line of text, which may be empty."""
        import questionary

        text: str = self._answer(questionary.text(_at_words(question), qmark="", style=_style()))
        return text.strip()

    def _answer(self, question: Question, *, leaves_at_end: bool = False) -> Any:
        _let_suspend(question.application, leaves_at_end=leaves_at_end)
        self._prepare(question.application)
        # Where a terminal doesn't tell its cursor, a warning would be written into the question.
        question.application.renderer.cpr_not_supported_callback = None
        try:
            # SIGINT raises KeyboardInterrupt; questionary ignores the Ctrl-C key.
            return question.application.run(handle_sigint=False)
        except (KeyboardInterrupt, EOFError):
            raise CancelledError from None


def _at_words(question: str) -> str:
    """Return *question* broken at words, at the margin that questionary gives its start."""
    from prompt_toolkit.application import get_app_session

    room = get_app_session().output.get_size().columns - 1
    return fill(question, room, initial_indent=" ", subsequent_indent=" ")[1:]


def _keys(options: Sequence[KeyOption[Any]]) -> list[KeyLabel]:
    return [KeyLabel(option.key, option.label, option.brief) for option in options]


def rating_of(text: str) -> int:
    """Return the rating that was typed. Raises ValueError if it is none."""
    rating = int("".join(map(digit_meant, text)))
    if not 0 <= rating <= 10:
        raise ValueError
    return rating


def _let_suspend(application: Application[Any], *, leaves_at_end: bool) -> None:
    """Have Ctrl-Z do what it does everywhere; a question would take it for text, or for nothing.

    *leaves_at_end*: Ctrl-D too, which a question takes for nothing unless it is typed.
    """
    from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings

    suspending = KeyBindings()

    @suspending.add("c-z")
    def _(event: KeyPressEvent) -> None:
        event.app.suspend_to_background()

    if leaves_at_end:

        @suspending.add("c-d")
        def _(event: KeyPressEvent) -> None:
            event.app.exit(exception=EOFError)

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
