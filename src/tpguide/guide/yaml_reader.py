"""Turn the bytes of a guide file into plain values, and remember where each of them stands.

Reads a safe subset of YAML, since a file may come from anybody: no aliases, anchors, tags
or merge keys, one document, limited size and depth, no invisible characters.
Knows nothing of what a guide says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml
from msgspec import Struct

from tpguide.guide.problems import MOST_PROBLEMS, Disagreement, Path, Problem, shown_path
from tpguide.text import UNSEEN, character_name, clipped, is_blank

LARGEST_BYTES: Final = 512 * 1024
MOST_VALUES: Final = 50_000
DEEPEST: Final = 16
LONGEST_TEXT: Final = 10_000
LONGEST_NUMBER: Final = 15
LARGEST_NUMBER: Final = 1e15

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_BYTE_ORDER_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
PLAIN_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_WORDS: Final[dict[str, bool | None]] = {"": None, "null": None, "true": True, "false": False}

#: Parser messages by some of their words, and the same in plain words.
_SYNTAX: Final = (
    ("nesting depth", f"This lies more than {DEEPEST} levels deep.", ""),
    (
        "mapping values are not allowed",
        "A colon stands where none can.",
        "Put the text in quotes if the colon is part of it.",
    ),
    ("end of stream", "Quotes open here and are never closed.", "Close them."),
    ("escape", "This backslash begins nothing that is known.", "Write it twice to mean itself."),
    (
        "cannot start any token",
        "Nothing can begin like this.",
        "Indent with spaces, not tabs; put a text that begins with a sign in quotes.",
    ),
    ("expected ',' or", "A comma or a closing bracket is missing before this.", "Add it."),
    ("expected ':'", "A name with a colon after it should stand here.", "Add the colon."),
    (
        "expected key",
        "This line doesn't go on with what is before it.",
        "Indent it like the lines that it belongs to.",
    ),
    (
        "expected <block end>",
        "This line doesn't go on with what is before it.",
        "Indent it like the lines that it belongs to.",
    ),
)

_Event = Any  # the C parser's events and the Python parser's are of unrelated classes
_Mark = Any


class Branch(Struct):
    """Where a list or a mapping begins, and where each of its parts and names does."""

    mark: _Mark
    parts: dict[str | int, Branch | _Mark]
    names: dict[str | int, _Mark]


class Places:
    """The line and column of everything in a guide file."""

    def __init__(self, root: Branch | _Mark | None = None) -> None:
        self._root = root

    def value(self, path: Path) -> tuple[int, int]:
        """Return the line and column, from 1, where the value at *path* begins.

        What isn't there is looked for where it would stand: in the nearest thing that is.
        """
        return self._find(path, by_name=False)

    def name(self, path: Path) -> tuple[int, int]:
        """Return the line and column, from 1, of the name before the value at *path*."""
        return self._find(path, by_name=True)

    def problem(self, finding: Disagreement) -> Problem:
        """Return *finding* with the place of its value."""
        return _problem(self.value(finding.path), finding)

    def problem_with_name(self, finding: Disagreement) -> Problem:
        """Return *finding* with the place of the name before its value."""
        return _problem(self.name(finding.path), finding)

    def _find(self, path: Path, *, by_name: bool) -> tuple[int, int]:
        spot, name = self._root, None
        for part in path:
            if not isinstance(spot, Branch) or part not in spot.parts:
                name = None
                break
            name = spot.names.get(part)
            spot = spot.parts[part]
        mark = name if by_name and name else spot.mark if isinstance(spot, Branch) else spot
        return (mark.line + 1, mark.column + 1) if mark else (1, 1)


class YamlDocument(Struct):
    """What stands in a guide file: plain values, their places, and what YAML has to say."""

    value: object
    places: Places
    problems: tuple[Problem, ...]
    readable: bool = True


def read_yaml(data: bytes) -> YamlDocument:
    """Return what *data* holds.

    Never raises: whatever is wrong is among the problems, and a document that isn't *readable*
    has no value to go on with.
    """
    if len(data) > LARGEST_BYTES:
        return _unreadable(
            (1, 1),
            f"The file is larger than {LARGEST_BYTES // 1024} kB.",
            hint="Guides are text; this looks like something else.",
        )
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line_start = before.rfind(b"\n") + 1
        place = (before.count(b"\n") + 1, len(before[line_start:].decode()) + 1)
        return _unreadable(place, "The file isn't UTF-8 text.", hint="Save it as UTF-8.")
    composer = _Composer()
    try:
        value, root = composer.compose(composer.seen(text))
    except _StoppedError:
        return YamlDocument(None, Places(), tuple(composer.problems), readable=False)
    except yaml.YAMLError as error:
        composer.problems.append(_syntax_problem(error))
        return YamlDocument(None, Places(), tuple(composer.problems), readable=False)
    return YamlDocument(value, Places(root), tuple(composer.problems))


class _StoppedError(Exception):
    """Raised to stop reading: what follows would make no sense."""


class _Composer:
    """Composes plain values from the events of a YAML parser, checking each before it is kept."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._values = 0
        self._path: list[str | int] = []

    def seen(self, text: str) -> str:
        """Return *text* with a visible mark in the place of each character that isn't seen."""
        if text.startswith(_BYTE_ORDER_MARK):
            self._add((1, 1), "The file begins with a byte order mark.", "Save it as plain UTF-8.")
            text = text[1:]
        text = text.replace("\r\n", "\n")
        for found in UNSEEN.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            column = found.start() - text.rfind("\n", 0, found.start())
            self._add((line, column), _unseen_sentence(found.group()), "Delete it.")
        return UNSEEN.sub(REPLACEMENT, text)

    def compose(self, text: str) -> tuple[object, Branch | _Mark]:
        events: Iterator[_Event] = iter(yaml.parse(text, Loader=_parser()))
        next(events)  # the stream's start
        if isinstance(next(events), yaml.StreamEndEvent):
            self._add((1, 1), "The file is empty.", "tpguide new writes a guide to start from.")
            raise _StoppedError
        value, spot = self._compose(next(events), events)
        next(events)  # the document's end
        further = next(events)
        if not isinstance(further, yaml.StreamEndEvent):
            self._refuse(
                further, "A second document begins here.", "One file holds one guide: delete ---."
            )
        return value, spot

    def _compose(self, event: _Event, events: Iterator[_Event]) -> tuple[object, Branch | _Mark]:
        self._values += 1
        if self._values > MOST_VALUES:
            self._refuse(event, f"There are more than {MOST_VALUES} values in the file.")
            raise _StoppedError
        if isinstance(event, yaml.AliasEvent):
            self._refuse(
                event, f"*{clipped(str(event.anchor))} is an alias.", "Write the value itself."
            )
            return None, event.start_mark
        if event.anchor is not None:
            self._refuse(event, f"&{clipped(event.anchor)} is an anchor.", "Write the value alone.")
        if event.tag is not None:
            self._refuse(event, "A tag (with !) can't be used.", "Write the value alone.")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event), event.start_mark
        if len(self._path) >= DEEPEST:
            self._refuse(event, f"This lies more than {DEEPEST} levels deep.")
            raise _StoppedError
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, events)
        return self._mapping(event, events)

    def _sequence(self, start: _Event, events: Iterator[_Event]) -> tuple[object, Branch]:
        values: list[object] = []
        branch = Branch(start.start_mark, {}, {})
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            index = len(values)
            self._path.append(index)
            value, branch.parts[index] = self._compose(event, events)
            self._path.pop()
            values.append(value)
        return values, branch

    def _mapping(self, start: _Event, events: Iterator[_Event]) -> tuple[object, Branch]:
        values: dict[str, object] = {}
        branch = Branch(start.start_mark, {}, {})
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            name = self._name(event, events)
            self._path.append(name)
            if name in values:
                first = branch.names[name].line + 1
                self._refuse(
                    event,
                    f"“{clipped(name)}” stands here a second time.",
                    f"Keep one of the two; the first is in line {first}.",
                )
            value, spot = self._compose(next(events), events)
            self._path.pop()
            if name not in values:
                values[name] = value
                branch.parts[name] = spot
                branch.names[name] = event.start_mark
        return values, branch

    def _name(self, event: _Event, events: Iterator[_Event]) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(event, "The name of a field has to be a word.")
            raise _StoppedError
        name, _ = self._compose(event, events)
        if event.value == "<<" and event.implicit[0]:
            self._refuse(event, "<< merges another value into this.", "Write the fields out.")
        return name if isinstance(name, str) else str(event.value)

    def _scalar(self, event: _Event) -> object:
        text: str = event.value
        if len(text) > LONGEST_TEXT:
            self._refuse(event, f"This text is longer than {LONGEST_TEXT} characters.")
            raise _StoppedError
        if text and not text.isascii() and is_blank(text):
            self._refuse(event, "Nothing can be seen in this text.", "Write letters.")
            return REPLACEMENT
        if event.implicit[0]:  # plain: neither quoted nor a block
            return self._resolved(event, text)
        if found := UNSEEN.search(text):
            self._refuse(event, _unseen_sentence(found.group()), "Take it out of the text.")
            text = UNSEEN.sub(REPLACEMENT, text)
        # How a text is broken into lines in the file is not part of what it says.
        return _BLANKS.sub(" ", text).strip(" ")

    def _resolved(self, event: _Event, text: str) -> object:
        """Return what a plain scalar means: as in JSON, or else the text that it is."""
        if text in _WORDS:
            return _WORDS[text]
        if not PLAIN_NUMBER.fullmatch(text):
            return _BLANKS.sub(" ", text)
        if len(text) > LONGEST_NUMBER:
            self._refuse(event, f"A number has at most {LONGEST_NUMBER} characters.")
            return 0
        number = float(text)
        if abs(number) >= LARGEST_NUMBER:
            self._refuse(event, "This number is too large.")
            return 0
        return int(number) if number.is_integer() else number

    def _refuse(self, event: _Event, sentence: str, hint: str = "") -> None:
        mark = event.start_mark
        self._add((mark.line + 1, mark.column + 1), sentence, hint)

    def _add(self, place: tuple[int, int], sentence: str, hint: str = "") -> None:
        finding = Disagreement(path=tuple(self._path), sentence=sentence, hint=hint)
        self.problems.append(_problem(place, finding))
        if len(self.problems) >= MOST_PROBLEMS:
            raise _StoppedError


def _parser() -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _problem(place: tuple[int, int], finding: Disagreement) -> Problem:
    line, column = place
    return Problem(
        line=line,
        column=column,
        path=shown_path(finding.path),
        sentence=finding.sentence,
        expected=finding.expected,
        hint=finding.hint,
        severity=finding.severity,
    )


def _unreadable(place: tuple[int, int], sentence: str, hint: str) -> YamlDocument:
    problem = _problem(place, Disagreement(path=(), sentence=sentence, hint=hint))
    return YamlDocument(None, Places(), (problem,), readable=False)


def _unseen_sentence(character: str) -> str:
    return f"The character {character_name(character)} can't be seen and isn't allowed."


def _syntax_problem(error: yaml.YAMLError) -> Problem:
    said = str(getattr(error, "problem", None) or error)
    sentence, hint = next(
        ((sentence, hint) for words, sentence, hint in _SYNTAX if words in said),
        (f"This isn't YAML: {clipped(said, 100)}.", "See whether it is indented and closed."),
    )
    # Something never closed is reported where it opens.
    which = "context_mark" if "end of stream" in said else "problem_mark"
    mark = getattr(error, which, None)
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return _problem(place, Disagreement(path=(), sentence=sentence, hint=hint))
