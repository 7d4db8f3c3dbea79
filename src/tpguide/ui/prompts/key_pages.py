"""Pages that are answered by one deliberate key, drawn on the whole window.

A `KeyPage` says what it shows and what a key means; `ui/prompts/deliberate_keys` shows it.
Nothing is preselected, and a key that means nothing changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, Protocol, TypeVar

from tpguide.guide.gate import ROOMY_COLUMNS
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
from tpguide.ui.prompts.prompt_picture import PromptPicture, page_rows
from tpguide.ui.prompts.told import KeyLabel, Told, key_rows, page_under

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
            at, of = self._at + 1, len(found)
            place = f"({at} of {of})" if columns >= ROOMY_COLUMNS else f"{at}/{of}"
            legend.insert(0, ("?", f"more {place}"))
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
                above: list[Row] = [[("class:heading", title)]] if title and not index else []
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
    """One of several by its key, under what is told *above*. Answered with the key."""

    question: str
    options: Sequence[KeyLabel]
    above: Sequence[Told] = ()
    leaf: int = 0
    _refused: bool = False

    def rows(self, columns: int, rows: int) -> Sequence[Row]:
        """Return what stands above, the question, and the keys."""
        refusal = f"Press {one_of(self.options)}" if self._refused else ""
        keys = key_rows(self.options, columns, refusal)
        return page_under(self.above, self.question, keys, columns, rows)

    def press(self, key: str) -> Answered[str] | None:
        """Take the keys of the options, and nothing else."""
        self._refused = key not in [option.key for option in self.options]
        return None if self._refused else Answered(key)

    def waited(self) -> None:
        """Wait for a key."""


@dataclass
class RatingPage:
    """A rating, 0 to 10, by its digits, or one of *options*, answered with its key."""

    question: str
    options: Sequence[KeyLabel] = ()
    above: Sequence[Told] = ()
    leaf: int = 0
    _typed: str = ""
    _refused: bool = False

    def rows(self, columns: int, rows: int) -> Sequence[Row]:
        """Return what stands above, the question, and what was typed of the answer."""
        keys = [KeyLabel("0-10", "", ""), *self.options]
        refusal = "Type a whole number from 0 to 10" if self._refused else ""
        asked = f"{self.question} {self._typed}".rstrip()
        return page_under(self.above, asked, key_rows(keys, columns, refusal), columns, rows)

    def press(self, key: str) -> Answered[int | str] | None:
        """Take a digit: 1 waits a second for its 0, or for enter."""
        key = digit_meant(key)
        self._refused = False
        if self._typed and key == "0":
            return Answered(10)
        if self._typed and key == ENTER:
            return Answered(1)
        if key == BACKSPACE:
            self._typed = ""
        elif not self._typed and key in [option.key for option in self.options]:
            return Answered(key)
        elif self._typed or not (key.isascii() and key.isdecimal()):
            self._typed, self._refused = "", True
        elif key == "1":
            self._typed = key
        else:
            return Answered(int(key))
        return None

    def waited(self) -> Answered[int | str] | None:
        """Take a 1 after which nothing came."""
        return Answered(1) if self._typed else None


@dataclass
class InfoPage:
    """Something to read, leaf by leaf, until it is at its end; then its picture, if it has one."""

    choices: Sequence[Choice]
    picture: PromptPicture | None = None
    leaf: int = 0
    _leaves: int = 1

    def rows(self, columns: int, rows: int) -> Sequence[Row]:
        """Return a leaf of it."""
        found = leaves([choice_rows(one, "", columns) for one in self.choices], rows - 1)
        if self.picture:
            found += self._pictured(self.picture, columns, rows - 1)
        self._leaves = len(found)
        number = min(self.leaf, len(found) - 1)
        word = "back" if number == len(found) - 1 else "next"
        return with_margin([*found[number], keys_row([(ENTER, word)], columns)], columns)

    def _pictured(self, picture: PromptPicture, columns: int, room: int) -> list[list[Row]]:
        title = choice_rows(Choice(picture.title), "", columns)
        drawn = page_rows(picture.draw(text_width(columns), room - len(title)))
        told = choice_rows(Choice(picture.title, (picture.alternative,)), "", columns)
        return leaves([[*title, *drawn] if drawn else told], room)

    def press(self, key: str) -> Answered[bool] | None:
        """Go on at enter, space and ?."""
        if key in (ENTER, " ", "?"):
            self.leaf += 1
        return Answered(True) if self.leaf >= self._leaves else None

    def waited(self) -> None:
        """Wait for a key."""


def one_of(options: Sequence[KeyLabel]) -> str:
    """Return the keys of *options* in words: l, r or b."""
    *others, last = (option.key for option in options)
    return f"{', '.join(others)} or {last}" if others else last


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


#: The names of styles in rows, and how each is drawn.
PAGE_STYLES: Final = (
    ("heading", "bold ansimagenta"),
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
