"""Check that every safety question is asked on some page of the gate, and each page is short.

Works on plain values, as `semantic_check` does; a value of the wrong type is skipped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from string import ascii_lowercase
from textwrap import wrap
from typing import Final

from tpguide.guide.gate import (
    CHROME_WORDS,
    DAY,
    MOST_OPENING_SECONDS,
    MOST_WORDS,
    MOST_WORDS_SHORT,
    SMALLEST_PAGE_COLUMNS,
    SMALLEST_PAGE_ROWS,
    fits_smallest,
)
from tpguide.guide.problems import Disagreement, Path
from tpguide.guide.semantic_check import numbers_of, select, unknown

_SIGNS: Final = ("safety.emergency.questions.*.key", "safety.same_day.questions.*.key")
_REASONS: Final = ("safety.reasons.block.*.key", "safety.reasons.agreed.*.key")
_SHORT: Final = "safety.gate.short"
_SINCE: Final = f"{_SHORT}.since"
#: Where the lines are, and which questions they have to cover: each exactly once.
PAGES: Final = (
    ("safety.emergency", _SIGNS[:1]),
    ("safety.same_day", _SIGNS[1:]),
    ("safety.reasons", _REASONS),
    (_SHORT, _SIGNS),
)
_FULL_PAGES: Final = tuple(page for page, _ in PAGES if page != _SHORT)
#: A letter for each reason, and one for the risk of the short page.
_MOST_REASONS: Final = len(ascii_lowercase) - 1


def gate_problems(guide: object) -> Iterator[Disagreement]:
    """Yield what is wrong with the gate of *guide*, the plain values of a guide file."""
    for page, questions in PAGES:
        yield from _coverage(guide, page, questions)
        yield from _too_long(guide, page)
    yield from _since(guide)
    yield from _letters(guide)
    words = sum(_words_of(guide, page) for page in _FULL_PAGES)
    yield from _too_many_words(("safety", "reasons", "lines"), words, MOST_WORDS)
    words = _words_of(guide, _SHORT) + _words_in(guide, f"{_SINCE}.ask") + CHROME_WORDS
    yield from _too_many_words(("safety", "gate", "short"), words, MOST_WORDS_SHORT)
    yield from _opening(guide)


def _coverage(guide: object, page: str, patterns: tuple[str, ...]) -> Iterator[Disagreement]:
    questions = _texts(guide, *patterns)
    covered = _texts(guide, f"{page}.lines.*.covers.*")
    known = [key for _, key in questions]
    for path, key in covered:
        if key not in known:
            yield unknown(path, "question on this page", key, known)
    times = Counter(key for _, key in covered)
    for path, key in covered:
        if times[key] > 1:
            yield Disagreement(
                path=path,
                sentence=f"“{key}” hangs on more than one line of this page.",
                expected="each question on exactly one line",
            )
    if covered:
        for path, key in questions:
            if not times[key]:
                yield Disagreement(
                    path=path,
                    sentence=f"No line of {page} covers “{key}”, so nobody would be asked.",
                    hint=f"Name it under “covers” of one of the lines of {page}.",
                )


def _too_long(guide: object, page: str) -> Iterator[Disagreement]:
    for _, ask in _texts(guide, f"{page}.ask"):
        for path, line in _texts(guide, f"{page}.lines.*.text"):
            if not fits_smallest(ask, line):
                yield Disagreement(
                    path=path,
                    sentence="This line is too long for a page of a small window.",
                    expected=f"it fits {SMALLEST_PAGE_COLUMNS} columns by "
                    f"{SMALLEST_PAGE_ROWS} rows, with what is asked and the keys",
                    hint="Say it in fewer words; the signs say it in full.",
                )


def _since(guide: object) -> Iterator[Disagreement]:
    for names, defined, noun in (
        (f"{_SINCE}.risks.*", _REASONS, "reason"),
        (f"{_SINCE}.risk_means", _SIGNS, "sign"),
    ):
        known = [key for _, key in _texts(guide, *defined)]
        for path, key in _texts(guide, names):
            if key not in known:
                yield unknown(path, noun, key, known)
    for path, ask in _texts(guide, f"{_SINCE}.ask"):
        if DAY not in ask:
            yield Disagreement(
                path=path,
                sentence="This asks what is new, and not since when.",
                expected=f"{DAY} where the day of the last answers stands",
            )
        if len(wrap(ask, SMALLEST_PAGE_COLUMNS)) + 1 > SMALLEST_PAGE_ROWS:
            yield Disagreement(
                path=path,
                sentence="This question is too long for a page of a small window.",
                expected=f"it fits {SMALLEST_PAGE_COLUMNS} columns by {SMALLEST_PAGE_ROWS} rows",
            )


def _letters(guide: object) -> Iterator[Disagreement]:
    reasons = _texts(guide, *_REASONS)
    if len(reasons) > _MOST_REASONS:
        yield Disagreement(
            path=("safety", "reasons"),
            sentence=f"There are {len(reasons)} reasons, and each is chosen by a letter.",
            expected=f"at most {_MOST_REASONS}",
        )


def _too_many_words(path: Path, words: int, most: int) -> Iterator[Disagreement]:
    if words > most:
        yield Disagreement(
            path=path,
            sentence=f"Whom nothing applies to would be shown {words} words.",
            expected=f"at most {most}, with titles, questions and keys",
            hint="Words that nobody reads protect nobody. Say it in fewer.",
        )


def _opening(guide: object) -> Iterator[Disagreement]:
    for _, voice in select(guide, "voice"):
        (speed,) = numbers_of(voice, "words_per_minute")
        for path, text in _texts(guide, "safety.gate.opening"):
            seconds = len(text.split()) * 60 / speed if speed else 0
            if seconds > MOST_OPENING_SECONDS:
                yield Disagreement(
                    path=path,
                    sentence=f"This takes {seconds:.0f} seconds to say.",
                    expected=f"at most {MOST_OPENING_SECONDS} seconds",
                )


def _words_of(guide: object, page: str) -> int:
    shown = (f"{page}.title", f"{page}.ask", f"{page}.lines.*.text")
    return _words_in(guide, *shown) + CHROME_WORDS


def _words_in(guide: object, *patterns: str) -> int:
    return sum(len(text.split()) for _, text in _texts(guide, *patterns))


def _texts(guide: object, *patterns: str) -> list[tuple[Path, str]]:
    found = chain.from_iterable(select(guide, pattern) for pattern in patterns)
    return [(path, text) for path, text in found if isinstance(text, str)]
