"""How many keys and words lie between the command and the floor, on a real terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from records import a_record, a_side
from terminal.massages import GUIDE, MASSAGE, home, kept_in, press_until, whole_page
from terminal.pseudo_terminal import PseudoTerminal, job_on
from tpguide.guide.safety import gate_fingerprint
from tpguide.session.record import Asked, Morning, Screening, ScreeningVerdict
from tpguide.storage.archive import Archive, ArchivedSession

pytestmark = [pytest.mark.pty, pytest.mark.usefixtures("home")]

__all__ = ["home"]

GUIDED = (*MASSAGE, "--guided")
SIZES = ((100, 30), (80, 24), (40, 12))
#: So high that nothing of what is said line by line is scrolled away.
PLAIN = (80, 120)
MOST_KEYS_FIRST, MOST_KEYS_LATER = 9, 6
MOST_WORDS_FIRST, MOST_WORDS_LATER = 400, 180
#: By what a page shows, which of its keys is pressed by someone to whom nothing applies.
ANSWERS = (
    ("which leg?", "b"),
    ("pain now (", "3"),
    ("pain (0-10)", "3"),
    ("y yes", "n"),
    ("as last time", ""),
    ("enter start", ""),
)


@pytest.fixture
def homes(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return homes where nothing is kept yet."""

    def fresh() -> Iterator[Path]:
        for number in range(len(SIZES) + 1):
            folder = home / str(number)
            folder.mkdir()
            monkeypatch.setenv("TPGUIDE_HOME", str(folder))
            yield folder

    return fresh()


def keep_a_session_of_both_sides(home: Path) -> None:
    """Keep one that went well three days ago, the mornings after it, and full answers then."""
    began = datetime.now().astimezone() - timedelta(days=3)
    morning = Morning(
        asked=began + timedelta(days=2), pain=3, new_bruise=False, lasting_soreness=False
    )
    sides = [
        a_side(side, "standard", "crossed", pain_before=4, morning=morning)
        for side in ("left", "right")
    ]
    record = structs.replace(a_record(*sides, began=began), guide=GUIDE.slug)
    clear = ScreeningVerdict.CLEAR
    full = Screening(guide=GUIDE.slug, at=began, reasons=Asked.IN_FULL, verdict=clear)
    with kept_in(home) as journal:
        journal.add(Archive(sessions=(ArchivedSession(record=record, events=()),)))
        journal.keep_screening(full)
        journal.remember(f"gate of {GUIDE.slug}", gate_fingerprint(GUIDE.safety))


def screens_before_the_floor(columns: int, rows: int) -> Iterator[list[str]]:
    """Yield the rows of each page until the person gets down, and answer it with one key."""
    terminal = PseudoTerminal(columns, rows)
    floor = GUIDE.protocol.sides.each[0].name
    try:
        with job_on(terminal, *GUIDED):
            page: list[str] = []
            while not (page := whole_page(terminal, page))[0].strip().startswith(floor):
                shown = [" ".join(row.split()) for row in page]
                if (key := key_for(shown)) is not None:
                    yield shown
                    press_until(lambda: terminal.rows() != page, terminal, key.encode() or b"\r")
    finally:
        terminal.close()


def questions_before_the_floor() -> Iterator[str]:
    """Yield each line that asks something, and answer it with a line."""
    terminal = PseudoTerminal(*PLAIN)
    down = GUIDE.protocol.phrases.get_down.spoken[:30]
    try:
        with job_on(terminal, *GUIDED, "--plain"):
            page: list[str] = []
            while down not in " ".join(page := whole_page(terminal, page)):
                *_, before, last = filter(None, page)
                if last.endswith(":"):
                    yield last
                    terminal.press((key_for([before, last]) or "").encode() + b"\r")
    finally:
        terminal.close()


def key_for(shown: list[str]) -> str | None:
    return next((key for text, key in ANSWERS if text in said(shown)), None)


def said(shown: list[str]) -> str:
    return " ".join(shown).lower()


def words(screens: list[list[str]]) -> int:
    """Return how many words are read, a row that stays from screen to screen once."""
    rows = dict.fromkeys(row for screen in screens for row in screen)
    return sum(any(map(str.isalnum, word)) or word == "?" for row in rows for word in row.split())


def test_the_first_session_costs_nine_keys_and_400_words(homes: Iterator[Path]) -> None:
    for (columns, rows), _ in zip(SIZES, homes, strict=False):
        screens = list(screens_before_the_floor(columns, rows))
        assert len(screens) <= MOST_KEYS_FIRST, (columns, rows, screens)
        assert words(screens) <= MOST_WORDS_FIRST, (columns, rows, words(screens))


def test_later_ones_cost_six_keys_and_180_words(homes: Iterator[Path]) -> None:
    for (columns, rows), folder in zip(SIZES, homes, strict=False):
        keep_a_session_of_both_sides(folder)
        screens = list(screens_before_the_floor(columns, rows))
        assert len(screens) <= MOST_KEYS_LATER, (columns, rows, screens)
        assert words(screens) <= MOST_WORDS_LATER, (columns, rows, words(screens))


def test_the_weekly_question_costs_no_key(homes: Iterator[Path]) -> None:
    keep_a_session_of_both_sides(next(homes))

    *_, last = screens_before_the_floor(80, 24)

    assert GUIDE.change.question.lower() in said(last)
    assert "enter start" in said(last)


def test_plain_lines_cost_no_more_answers(homes: Iterator[Path]) -> None:
    next(homes)
    assert len(list(questions_before_the_floor())) <= MOST_KEYS_FIRST

    keep_a_session_of_both_sides(next(homes))
    assert len(list(questions_before_the_floor())) <= MOST_KEYS_LATER
