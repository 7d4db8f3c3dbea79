from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, strategies as st

from tpguide.session.events import (
    AskToStop,
    Back,
    ChangeIntensity,
    Less,
    Lighter,
    More,
    Next,
    Pause,
    Rate,
    SomethingWrong,
    SoreSpotHere,
    Stop,
    TogglePause,
)
from tpguide.terminal.bindings import BINDINGS, Action
from tpguide.terminal.key_events import TEN_MILLISECONDS, KeyMeaning, Typing

LONG_AFTER = 100_000
KEYS = [key for binding in BINDINGS for key in binding.keys if key != "ctrl-c"]
any_key = st.sampled_from([*KEYS, "z", "escape", "unknown", "paste"])


def typed(*keys: tuple[int, str], told_every: int | None = None) -> list[KeyMeaning]:
    """Return what is wanted when *keys* come at their times and nothing comes any more."""
    told = range(0, keys[-1][0] + TEN_MILLISECONDS, told_every or LONG_AFTER)
    moments = sorted({at for at, _ in keys} | set(told))
    typing, wishes = Typing(), list[KeyMeaning]()
    for at in (*moments, LONG_AFTER):
        typing, wanted = typing.after([key for when, key in keys if when == at], at)
        wishes += wanted
    assert typing.deadline is None
    return wishes


def kinds(wishes: Sequence[KeyMeaning]) -> list[object]:
    return [wish if isinstance(wish, Action) else type(wish) for wish in wishes]


def ratings(wishes: Sequence[KeyMeaning]) -> list[int]:
    assert all(isinstance(wish, Rate) for wish in wishes)
    return [wish.rating for wish in wishes if isinstance(wish, Rate)]


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        (("space", "enter", "b", ".", "z", "escape", "f5", "unknown", "paste"), TogglePause),
        (("s", "S"), SoreSpotHere),
        (("down", "l"), Lighter),
        (("right", "page-down", "n"), Next),
        (("left", "page-up", "p"), Back),
        (("x",), ChangeIntensity),
        (("+",), More),
        (("-",), Less),
        (("!",), SomethingWrong),
        (("m",), Action.MUTE),
        (("q",), AskToStop),
        (("ctrl-c",), Stop),
        (tuple("023456789"), Rate),
    ],
)
def test_a_key_by_itself_does_what_its_binding_says(keys: tuple[str, ...], wanted: object) -> None:
    for key in keys:
        assert kinds(typed((0, key))) == [wanted]


def test_a_digit_rates_pain_with_its_number() -> None:
    assert ratings(typed((0, "7"))) == [7]
    assert ratings(typed((0, "0"))) == [0]


def test_a_key_acts_when_no_other_can_belong_to_it_any_more() -> None:
    typing, at_once = Typing().after(["n"], 1000)
    typing, too_early = typing.after([], 1099)
    assert typing.deadline == 1100
    _, in_time = typing.after([], 1100)

    assert (at_once, too_early, in_time) == ((), (), (Next(1100),))


def test_two_keys_in_one_burst_both_act_in_their_order() -> None:
    assert kinds(typed((0, "l"), (40, "s"))) == [Lighter, SoreSpotHere]


def test_three_keys_further_apart_than_a_burst_all_act() -> None:
    assert kinds(typed((0, "n"), (100, "n"), (200, "n"))) == [Next, Next, Next]


def test_a_heel_pauses_at_its_third_key_and_doesnt_wait_for_the_others() -> None:
    assert typed((0, "n"), (10, "s"), (20, "x"), (60, "q")) == [Pause(20)]


@given(
    st.lists(st.tuples(st.integers(0, 99), any_key), min_size=2, max_size=12),
    st.sampled_from([7, 50, None]),
)
def test_no_burst_of_three_or_more_is_anything_but_one_pause(
    gaps_and_keys: list[tuple[int, str]], told_every: int | None
) -> None:
    at, keys = 0, [(0, "q")]
    for gap, key in gaps_and_keys:
        at += gap
        keys.append((at, key))

    assert kinds(typed(*keys, told_every=told_every)) == [Pause]


@given(any_key, st.integers(200, 700), st.integers(25, 99), st.integers(3, 60))
def test_a_held_key_acts_at_most_once_and_then_pauses(
    key: str, delay: int, repeats_every: int, repeats: int
) -> None:
    held = [(0, key), *((delay + n * repeats_every, key) for n in range(repeats))]

    wanted = kinds(typed(*held, told_every=30))

    assert wanted.count(Pause) == 1
    assert len(wanted) <= 2


@given(st.integers(200, 700), st.integers(25, 149))
def test_holding_q_never_stops_a_session(delay: int, repeats_every: int) -> None:
    held = [(0, "q"), *((delay + n * repeats_every, "q") for n in range(30))]

    assert kinds(typed(*held, told_every=30)).count(AskToStop) <= 1


@pytest.mark.parametrize("apart", [0, 90, 150, 400, 2900])
def test_q_pressed_twice_asks_twice(apart: int) -> None:
    assert kinds(typed((0, "q"), (apart, "q"))) == [AskToStop, AskToStop]


def test_a_heel_stays_one_until_it_is_off_the_keyboard() -> None:
    heel = ((0, "a"), (10, "b"), (20, "c"), (200, "n"), (480, "n"))

    assert kinds(typed(*heel)) == [Pause]
    assert kinds(typed(*heel, (780, "n"))) == [Pause, Next]


def test_ctrl_c_stops_at_once_in_the_middle_of_anything() -> None:
    assert Typing().after(["1", "a", "ctrl-c"], 50) == (Typing(), (Stop(50),))


@given(st.integers(0, TEN_MILLISECONDS - 1))
def test_ten_typed_fast_or_slowly_is_ten(apart: int) -> None:
    for told_every in (None, 50, 330):
        assert ratings(typed((0, "1"), (apart, "0"), told_every=told_every)) == [10]


def test_a_1_that_no_0_follows_is_one_after_a_second() -> None:
    typing, _ = Typing().after(["1"], 0)
    typing, _ = typing.after([], 100)

    assert typing.deadline == TEN_MILLISECONDS
    assert typing.after([], TEN_MILLISECONDS) == (Typing(), (Rate(TEN_MILLISECONDS, 1),))


def test_a_0_that_comes_too_late_is_a_rating_of_its_own() -> None:
    assert ratings(typed((0, "1"), (TEN_MILLISECONDS, "0"))) == [1, 0]


def test_a_1_before_another_key_is_one_and_keeps_its_place() -> None:
    assert kinds(typed((0, "1"), (300, "n"))) == [Rate, Next]
    assert ratings(typed((0, "1"), (300, "1"), (600, "0"))) == [1, 10]


def test_a_1_before_a_heel_is_still_a_rating() -> None:
    wanted = typed((0, "1"), (300, "a"), (310, "0"), (320, "c"))

    assert kinds(wanted) == [Pause, Rate]
    assert ratings(wanted[1:]) == [1]
