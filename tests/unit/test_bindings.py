from __future__ import annotations

from collections import Counter

from tpguide.terminal.bindings import (
    BINDINGS,
    HINT_SEPARATOR_COLUMNS,
    Action,
    action_of,
    hints,
    hints_in_words,
    table,
)
from tpguide.text import plain_ascii

SEPARATOR = " " * HINT_SEPARATOR_COLUMNS


def help_line(columns: int) -> str:
    return SEPARATOR.join(f"{key} {word}" for key, word in hints(columns))


def test_every_action_has_keys_and_no_key_has_two() -> None:
    assert {binding.action for binding in BINDINGS} == set(Action)
    assert set(Counter(key for binding in BINDINGS for key in binding.keys).values()) == {1}


def test_a_key_without_a_meaning_pauses() -> None:
    assert action_of("f7") is Action.TOGGLE_PAUSE


def test_caps_lock_takes_no_meaning_away() -> None:
    for binding in BINDINGS:
        assert {action_of(key.upper()) for key in binding.keys} == {binding.action}


def test_the_help_line_fits_and_tells_the_most_important_first() -> None:
    for columns in range(121):
        assert len(help_line(columns)) <= columns
        assert help_line(200).startswith(help_line(columns)), columns


def test_a_narrow_help_line_has_pausing_and_stopping() -> None:
    assert help_line(30) == "space pause   qq/Ctrl-C stop"


def test_the_help_line_can_be_followed_on_every_keyboard() -> None:
    told = help_line(200)

    assert told.startswith("space pause   qq/Ctrl-C stop   s sore spot   ↓ lighter   0-9 pain")
    assert "→ next   ← back" in told
    assert plain_ascii(told).isascii()


def test_the_table_tells_every_key_and_what_it_does() -> None:
    told = table()

    for binding in BINDINGS:
        assert binding.does in told
    assert "| `↓`, `l` |" in told
    assert "| `0` to `9` |" in told
    assert len(told.splitlines()) == len(BINDINGS) + 2


def test_where_keys_are_typed_as_lines_all_are_told_in_one() -> None:
    told = hints_in_words()

    assert all(f"{binding.hint} {binding.word}" in told for binding in BINDINGS if binding.hint)
