from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from tpguide.terminal.awake import Awake, awake

PATIENCE_SECONDS = 20


class Desktop:
    """A desktop that is asked to keep its display awake."""

    def __init__(self, trouble: str = "") -> None:
        self.keeps_awake = False
        self.may_answer = Event()
        self.may_answer.set()
        self._trouble = trouble

    @contextmanager
    def asked(self) -> Iterator[str]:
        self.may_answer.wait(PATIENCE_SECONDS)
        self.keeps_awake = True
        try:
            yield self._trouble
        finally:
            self.keeps_awake = False


def test_the_display_is_kept_awake_until_the_end() -> None:
    desktop = Desktop()

    with Awake(desktop.asked) as display:
        assert display.await_answer(PATIENCE_SECONDS)
        assert desktop.keeps_awake
        assert display.trouble == ""

    assert not desktop.keeps_awake


def test_the_display_may_sleep_again_after_a_fault() -> None:
    desktop = Desktop()

    try:
        with Awake(desktop.asked) as display:
            display.await_answer(PATIENCE_SECONDS)
            raise ZeroDivisionError
    except ZeroDivisionError:
        assert not desktop.keeps_awake


def test_a_desktop_that_doesnt_answer_is_not_waited_for() -> None:
    desktop = Desktop()
    desktop.may_answer.clear()

    with Awake(desktop.asked) as display:
        assert display.trouble == ""
        assert not display.await_answer(0)
        desktop.may_answer.set()


def test_why_it_cant_be_had_is_told() -> None:
    with Awake(Desktop("no desktop here").asked) as display:
        display.await_answer(PATIENCE_SECONDS)

        assert display.trouble == "no desktop here"


@contextmanager
def a_broken_bus() -> Iterator[str]:
    raise RuntimeError("the bus broke down")
    yield ""


def test_a_desktop_with_a_fault_of_its_own_is_no_fault_of_ours() -> None:
    with Awake(a_broken_bus) as display:
        display.await_answer(PATIENCE_SECONDS)

        assert display.trouble == "the bus broke down"


def test_over_ssh_the_display_that_is_looked_at_is_another_one() -> None:
    with awake({"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}) as display:
        assert display.await_answer(PATIENCE_SECONDS)

        assert display.trouble.startswith("over ssh")


def test_the_desktop_here_answers_one_way_or_the_other() -> None:
    with awake({}, "linux") as display:
        assert display.await_answer(PATIENCE_SECONDS)
