"""Pages that are answered by one deliberate key, drawn on the whole window.

A `KeyPage` says what it shows and what a key means; `ask_page` shows it with prompt_toolkit.
Nothing is preselected, and a key that means nothing changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from tpguide.keyboard_layouts import digit_meant
from tpguide.ui.prompts.gate_pages import (
    Choice,
    Row,
    Sheet,
    box_rows,
    choice_rows,
    keys_row,
    labels,
    leaves,
    more_leaves,
    parts,
    sheet_rows,
    text_width,
    with_margin,
)

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent

T = TypeVar("T")

#: So long after a page was drawn keys are thrown away: they were meant for what stood there before.
DEAF_SECONDS: Final = 0.3
#: Keys that come faster than this are pasted, or an arm on the keyboard: none of them answers.
TOGETHER_SECONDS: Final = 0.1
NONE_KEY: Final = "0"
ENTER, BACKSPACE = "enter", "backspace"


@dataclass(frozen=True, slots=True)
class Answered(Generic[T]):
    """What a page was answered with."""

    value: T


class KeyPage(Protocol[T]):
    """What a page shows in a window, and what a key means on it."""

    #: Grows with everything that is newly read, after which keys pressed before don't count.
    leaf: int

    def rows(self, columns: int, rows: int) -> Sequence[Row]:
        """Return what the page shows."""

    def press(self, key: str) -> Answered[T] | None:
        """Return the answer that *key* gives, if it gives one."""

    def waited(self) -> Answered[T] | None:
        """Return the answer that is meant if no further key comes for a second."""


@dataclass
class SheetPage:
    """A sheet, asked part by part from the line *start*.

    Answered with the lines of the first part that gets a yes, or with None for none of them.
    """

    sheet: Sheet
    start: int = 0
    leaf: int = 0
    _refused: bool = False
    _more: int | None = None
    _window: tuple[int, int] = (80, 24)

    def rows(self, columns: int, rows: int) -> Sequence[Row]:
        """Return the part that is asked, or the signs in full."""
        self._window = columns, rows
        if self._more is None:
            return sheet_rows(self.sheet, self._part(), columns, rows, is_refused=self._refused)
        found = more_leaves(self.sheet, columns, rows)
        number = min(self._more, len(found) - 1)
        word = "back to the question" if number == len(found) - 1 else "next"
        place = "" if len(found) == 1 else f"({number + 1} of {len(found)})"
        keys = keys_row([("?", f"{word} {place}".rstrip())], columns)
        return [*found[number], *with_margin([keys], columns)]

    def press(self, key: str) -> Answered[range | None] | None:
        """Take y, n and ?, and nothing else."""
        self._refused = False
        if self._more is not None:
            if key == "?":
                self._more += 1
                if self._more >= len(more_leaves(self.sheet, *self._window)):
                    self._more = None
                    self.leaf += 1
        elif key == "y":
            return Answered(self._part())
        elif key == "n":
            part = self._part()
            if part.stop >= len(self.sheet.lines):
                return Answered(None)
            self.start = part.stop
            self.leaf += 1
        elif key == "?" and self.sheet.more:
            self._more = 0
        else:
            self._refused = True
        return None

    def waited(self) -> None:
        """Wait for a key."""

    def _part(self) -> range:
        found = parts(self.sheet, *self._window)
        # A window that was resized meanwhile begins again where its part begins.
        return next((one for one in reversed(found) if one.start <= self.start), found[0])


@dataclass
class WhichPage:
    """What to do, in a box, and then which of *choices* it is.

    Answered with the number of one, or with None for none of them after all.
    """

    advice: str
    question: str
    choices: Sequence[Choice]
    leaf: int = 0
    _refused: bool = False
    _at: int = 0
    _shown: str = ""

    def rows(self, columns: int, rows: int) -> Sequence[Row]:
        """Return the box, and as many of the choices as fit under it."""
        box = box_rows(self.advice, columns)
        keys = labels(len(self.choices))
        blocks = [
            choice_rows(one, key, columns) for one, key in zip(self.choices, keys, strict=True)
        ]
        asked: list[Row] = [[("class:ask", self.question)]]
        room = rows - len(asked) - 1
        top = box
        # Where the box leaves no room to speak of, it has leaves of its own.
        if room - len(box) < rows // 3:
            found, top = [*leaves([box], room), *leaves(blocks, room)], []
        else:
            found = leaves(blocks, room - len(box))
        self._at %= len(found)
        leaf = found[self._at]
        self._shown = _keys_on(leaf, keys, blocks)
        legend = [(NONE_KEY, "none after all")]
        if len(found) > 1:
            legend.insert(0, ("?", f"more ({self._at + 1} of {len(found)})"))
        refusal = "Press one that is shown" if self._refused else ""
        shown = [*top, *asked, *leaf, keys_row(legend, columns, refusal)]
        return with_margin(shown, columns)

    def press(self, key: str) -> Answered[int | None] | None:
        """Take the key of a choice that is shown, 0, and ? for the next ones."""
        self._refused = False
        if key == NONE_KEY:
            return Answered(None)
        if len(key) == 1 and key in self._shown:
            return Answered(labels(len(self.choices)).index(key))
        if key == "?":
            self._at += 1
        else:
            self._refused = True
        return None

    def waited(self) -> None:
        """Wait for a key."""


@dataclass
class LettersPage:
    """Every one of *groups* that is true, by its letter, and then enter.

    Answered with the numbers of all that were marked, or with None for none of them after all.
    """

    question: str
    groups: Sequence[tuple[str, Sequence[Choice]]]
    leaf: int = 0
    _refused: str = ""
    _at: int = 0
    _leaves: int = 1
    _more: bool = False
    _shown: str = ""
    _marked: set[int] = field(default_factory=set)

    def rows(self, columns: int, rows: int) -> Sequence[Row]:
        """Return the choices with their letters, and which are marked."""
        blocks, keys = [], []
        number = 0
        for title, choices in self.groups:
            for index, choice in enumerate(choices):
                letter = ascii_letter(number)
                shown = choice if self._more else Choice(choice.title)
                block = choice_rows(shown, letter, columns)
                if number in self._marked:
                    block[0] = [("class:marked", f"{letter}* "), *block[0][1:]]
                above: list[Row] = [[("class:title", title)]] if title and not index else []
                blocks.append([*above, *block])
                keys.append(letter)
                number += 1
        found = leaves(blocks, rows - 2)
        self._leaves = len(found)
        self._at = min(self._at, len(found) - 1)
        leaf = found[self._at]
        self._shown = _keys_on(leaf, keys, blocks)
        is_last = self._at == len(found) - 1
        legend = [("enter", "done" if is_last else "next"), (NONE_KEY, "none")]
        if not self._more:
            legend.append(("?", "more"))
        place = "" if len(found) == 1 else f" ({self._at + 1} of {len(found)})"
        asked: Row = [("class:ask", f"{self.question}{place}")]
        return with_margin([asked, *leaf, keys_row(legend, columns, self._refused)], columns)

    def press(self, key: str) -> Answered[frozenset[int] | None] | None:
        """Take letters, enter, 0 and ?."""
        self._refused = ""
        if key == NONE_KEY:
            return Answered(None)
        if len(key) == 1 and key in self._shown:
            self._marked ^= {letter_number(key)}
        elif key == ENTER and self._at < self._leaves - 1:
            self._at += 1
        elif key == ENTER and self._marked:
            return Answered(frozenset(self._marked))
        elif key == "?":
            self._more = not self._more
            self._at = 0
        else:
            self._refused = "Press a letter, or 0"
        return None

    def waited(self) -> None:
        """Wait for a key."""


@dataclass
class OptionsPage:
    """One of several by its key, under the paragraphs *above*. Answered with the key."""

    question: str
    options: Sequence[tuple[str, str]]
    above: Sequence[str] = ()
    leaf: int = 0
    _refused: bool = False

    def rows(self, columns: int, rows: int) -> Sequence[Row]:
        """Return what stands above, the question, and the keys."""
        legend = [(_shown_key(key), word) for key, word in self.options]
        keys = [keys_row(legend, columns)]
        if sum(len(text) for _, text in keys[0]) > columns:
            keys = [keys_row([option], columns) for option in legend]
        if self._refused:
            *others, last = (_shown_key(key) for key, _ in self.options)
            pressed = f"{', '.join(others)} or {last}" if others else last
            keys.append([("class:refused", f" Press {pressed} ")])
        return under(self.above, self.question, keys, columns, rows)

    def press(self, key: str) -> Answered[str] | None:
        """Take the keys of the options, and nothing else."""
        self._refused = key not in dict(self.options)
        return None if self._refused else Answered(key)

    def waited(self) -> None:
        """Wait for a key."""


@dataclass
class RatingPage:
    """A rating, 0 to 10, by its digits; answered with None where it is skipped."""

    question: str
    may_be_skipped: bool = False
    above: Sequence[str] = ()
    leaf: int = 0
    _typed: str = ""
    _refused: bool = False

    def rows(self, columns: int, rows: int) -> Sequence[Row]:
        """Return what stands above, the question, and what was typed of the answer."""
        keys: list[tuple[str, str]] = [("0-10", "")]
        if self.may_be_skipped:
            keys.append((ENTER, "skip"))
        refusal = "Type a whole number from 0 to 10" if self._refused else ""
        asked = f"{self.question} {self._typed}".rstrip()
        return under(self.above, asked, [keys_row(keys, columns, refusal)], columns, rows)

    def press(self, key: str) -> Answered[int | None] | None:
        """Take a digit: 1 waits a second for its 0, or for enter."""
        key = digit_meant(key)
        self._refused = False
        if self._typed and key == "0":
            return Answered(10)
        if self._typed and key == ENTER:
            return Answered(1)
        if key == BACKSPACE:
            self._typed = ""
        elif key == ENTER and self.may_be_skipped:
            return Answered(None)
        elif self._typed or not (key.isascii() and key.isdecimal()):
            self._typed, self._refused = "", True
        elif key == "1":
            self._typed = key
        else:
            return Answered(int(key))
        return None

    def waited(self) -> Answered[int | None] | None:
        """Take a 1 after which nothing came."""
        return Answered(1) if self._typed else None


@dataclass
class InfoPage:
    """Something to read, leaf by leaf, until it is at its end."""

    choices: Sequence[Choice]
    leaf: int = 0
    _leaves: int = 1

    def rows(self, columns: int, rows: int) -> Sequence[Row]:
        """Return a leaf of it."""
        found = leaves([choice_rows(one, "", columns) for one in self.choices], rows - 1)
        self._leaves = len(found)
        number = min(self.leaf, len(found) - 1)
        word = "back" if number == len(found) - 1 else "next"
        return with_margin([*found[number], keys_row([(ENTER, word)], columns)], columns)

    def press(self, key: str) -> Answered[bool] | None:
        """Go on at enter, space and ?."""
        if key in (ENTER, " ", "?"):
            self.leaf += 1
        return Answered(True) if self.leaf >= self._leaves else None

    def waited(self) -> None:
        """Wait for a key."""


def under(
    above: Sequence[str], question: str, keys: Sequence[Row], columns: int, rows: int
) -> list[Row]:
    """Return *question* and its *keys* under as much of *above* as there is room for."""
    width = text_width(columns)
    asked: list[Row] = [[("class:ask", row)] for row in wrap(question, width)]
    told: list[Row] = []
    for text in above:
        told += [[("", row)] for row in wrap(text, width) or [""]]
    room = rows - len(asked) - len(keys)
    shown = told[-room:] if room > 0 else []
    return with_margin([*shown, *asked, *keys], columns)


def _shown_key(key: str) -> str:
    return "space" if key == " " else key


def _keys_on(leaf: Sequence[Row], keys: Sequence[str], blocks: Sequence[Sequence[Row]]) -> str:
    """Return which of *keys* belong to blocks that stand on *leaf*."""
    shown = {id(row) for row in leaf}
    return "".join(
        key
        for key, block in zip(keys, blocks, strict=True)
        if any(id(row) in shown for row in block)
    )


def ascii_letter(number: int) -> str:
    """Return the letter of choice *number*."""
    return chr(ord("a") + number)


def letter_number(letter: str) -> int:
    """Return the number of the choice with *letter*."""
    return ord(letter) - ord("a")


def ask_page(
    page: KeyPage[T],
    *,
    clock: Callable[[], float],
    readable: Callable[[str], str],
    is_deliberate: bool = False,
    prepare: Callable[[Application[Any]], None] = lambda _: None,
) -> T:
    """Show *page* until it is answered.

    *is_deliberate*: keys typed before it was drawn are thrown away, and so are those of its first
    moment and those that come all at once. Raises KeyboardInterrupt for Ctrl-C, and EOFError for
    Ctrl-D.
    """
    return _Asking(page, clock, readable, prepare, is_deliberate=is_deliberate).answer()


class _Asking(Generic[T]):
    def __init__(
        self,
        page: KeyPage[T],
        clock: Callable[[], float],
        readable: Callable[[str], str],
        prepare: Callable[[Application[Any]], None],
        *,
        is_deliberate: bool,
    ) -> None:
        from prompt_toolkit.application import Application
        from prompt_toolkit.key_binding import KeyBindings
        from prompt_toolkit.keys import Keys
        from prompt_toolkit.layout import FormattedTextControl, Layout, Window
        from prompt_toolkit.styles import Style

        self._page = page
        self._clock = clock
        self._readable = readable
        self._is_deliberate = is_deliberate
        self._leaf = -1
        self._drawn_at = self._key_at = float("-inf")
        self._timer: Any = None
        bindings = KeyBindings()
        bindings.add(Keys.Any)(self._press)
        bindings.add(Keys.BracketedPaste)(self._press)
        self._application: Application[T] = Application(
            layout=Layout(Window(FormattedTextControl(self._text, show_cursor=False))),
            key_bindings=bindings,
            style=Style(list(_STYLES)),
            full_screen=True,
            erase_when_done=True,
            after_render=self._drawn,
        )
        self._application.ttimeoutlen = 0.05
        prepare(self._application)

    def answer(self) -> T:
        if self._is_deliberate:
            discard_typed(self._application.input)
        try:
            return self._application.run(handle_sigint=False)
        except BaseException:
            # A signal raises wherever the loop stands, in the middle of drawing as well.
            give_screen_back(self._application)
            raise

    def _text(self) -> StyleAndTextTuples:
        size = self._application.output.get_size()
        shown = self._page.rows(size.columns, size.rows)
        text: StyleAndTextTuples = []
        for row in shown[: size.rows]:
            text += [(style, self._readable(piece)) for style, piece in row]
            text.append(("", "\n"))
        return text[:-1]

    def _drawn(self, _: object) -> None:
        if self._page.leaf != self._leaf:
            self._leaf = self._page.leaf
            self._drawn_at = self._clock()
            if self._is_deliberate:
                discard_typed(self._application.input)

    def _press(self, event: KeyPressEvent) -> None:
        key = key_name(event)
        if key == "c-c":
            event.app.exit(exception=KeyboardInterrupt)
        elif key == "c-d":
            event.app.exit(exception=EOFError)
        elif key == "c-z":
            event.app.suspend_to_background()
        elif not (self._is_deliberate and self._is_no_answer(event)):
            self._take(self._page.press(key))
            self._wait()

    def _is_no_answer(self, event: KeyPressEvent) -> bool:
        """Return whether the key came too early, or together with others."""
        now, before = self._clock(), self._key_at
        self._key_at = now
        is_early = now - self._drawn_at < DEAF_SECONDS
        others = event.app.key_processor.input_queue
        return is_early or now - before < TOGETHER_SECONDS or bool(others)

    def _wait(self) -> None:
        if self._timer:
            self._timer.cancel()
        if not self._application.is_done and self._application.loop:
            self._timer = self._application.loop.call_later(1, self._waited)

    def _waited(self) -> None:
        if not self._application.is_done:
            self._take(self._page.waited())
            self._application.invalidate()

    def _take(self, answered: Answered[T] | None) -> None:
        if answered:
            self._application.exit(result=answered.value)


def give_screen_back(application: Application[Any]) -> None:
    """Leave the screen as a shell wants it, whatever of that has been done already."""
    output = application.output
    output.reset_attributes()
    output.enable_autowrap()
    output.show_cursor()
    if application.full_screen:
        output.quit_alternate_screen()
    output.flush()


def key_name(event: KeyPressEvent) -> str:
    """Return what a key is called: its character, or a name that no page takes by mistake."""
    from prompt_toolkit.keys import Keys

    key = event.key_sequence[0].key
    if not isinstance(key, Keys):
        return key.lower()
    names = {Keys.ControlM: ENTER, Keys.ControlJ: ENTER, Keys.ControlH: BACKSPACE}
    return names.get(key, key.value)


def discard_typed(source: Input) -> None:
    """Throw away what was typed and not yet read."""
    from prompt_toolkit.input.typeahead import clear_typeahead

    clear_typeahead(source)
    source.flush_keys()
    try:
        import termios

        termios.tcflush(source.fileno(), termios.TCIFLUSH)
    except (ImportError, OSError, NotImplementedError, ValueError):
        pass  # no terminal that can be flushed, or Windows, whose reader has nothing more
    except Exception as error:  # termios.error is no OSError
        if type(error).__name__ != "error":
            raise


_STYLES: Final = (
    ("title", "bold ansired"),
    ("note", ""),
    ("ask", "bold"),
    ("key", "bold"),
    ("name", "bold"),
    ("marked", "bold reverse"),
    ("refused", "reverse"),
    ("danger", "bold ansired"),
    ("advice", "bold"),
    ("number", "bold ansired"),
)
