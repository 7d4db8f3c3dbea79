"""Sessions that were heard from a sound file and are entered afterwards."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cli.test_history import GUIDE, NOW, Tpguide
from fakes import ScriptedPrompts
from plans import a_plan, the_guide, the_voice
from tpguide.errors import ExitCode
from tpguide.session.limits import completed
from tpguide.session.plan import SideChoice
from tpguide.session.plan_from_protocol import rolling_seconds_of
from tpguide.session.record import SessionRecord, WeeklyRating
from tpguide.session.state import Ending
from tpguide.session.transcript import script
from tpguide.terminal.audio.speech import VoiceSettings
from tpguide.text import minutes_and_seconds
from tpguide.ui.pages.history import NOT_COUNTED
from tpguide.ui.prompts.terminal import CancelledError

PROTOCOL = the_guide().protocol
HEARD = ("add", "--side", "left", "--dose", "gentle", "--intensity", "uncrossed", "--pain", "4")
THIS_MORNING = ("--when", "7:30")
ALL_OF_IT = (*HEARD, *THIS_MORNING)


@pytest.fixture(name="tpguide")
def command_line(tmp_path: Path) -> Tpguide:
    return Tpguide(tmp_path)


def the_session(tpguide: Tpguide) -> SessionRecord:
    with tpguide.journal() as journal:
        [record] = journal.sessions(GUIDE)
    return record


def place_in_the_file(seconds_of_massage: int) -> str:
    """What a player shows after so much of the massage."""
    speech = VoiceSettings(recorded=the_voice()).speech
    told = script(a_plan("left", dose="gentle", intensity="uncrossed", speech=speech), speech)
    return minutes_and_seconds(told.begins // 1000 + 1 + seconds_of_massage)


def test_what_was_heard_to_its_end_counts_as_one_that_was_led(tpguide: Tpguide) -> None:
    assert tpguide.run(*ALL_OF_IT, "--highest", "5", "--pain-after", "3") == ExitCode.DONE

    record = the_session(tpguide)
    [side] = record.sides
    planned = rolling_seconds_of(PROTOCOL, SideChoice("left", "gentle", "uncrossed", "uncrossed"))
    assert tpguide.warned == "Entered: session 1, Fri 09 Jan 07:30. It counts.\n"
    assert record.result.ending is Ending.COMPLETED
    assert sum(one.milliseconds for one in record.result.rolled) == 1000 * planned
    assert (side.pain_before, side.pain_after) == (4, 3)
    assert [one.rating for one in record.result.ratings] == [5]
    assert (record.began.hour, record.began.minute) == (7, 30)
    assert completed(PROTOCOL, record)


def test_what_was_too_much_on_the_way_does_not_count(tpguide: Tpguide) -> None:
    tpguide.run(*ALL_OF_IT, "--highest", "6")

    assert NOT_COUNTED in tpguide.warned
    assert not completed(PROTOCOL, the_session(tpguide))


def test_what_was_stopped_is_kept_with_what_was_rolled(tpguide: Tpguide) -> None:
    get_down = PROTOCOL.timing.get_down.seconds
    set_up = sum(one.seconds for one in PROTOCOL.set_up) + PROTOCOL.check_ins.seconds

    tpguide.run(*ALL_OF_IT, "--stopped-at", place_in_the_file(get_down + set_up + 10))

    record = the_session(tpguide)
    [rolled] = record.result.rolled
    assert record.result.ending is Ending.STOPPED
    assert 10_000 <= rolled.milliseconds <= 11_000
    assert "doesn't count" in tpguide.warned


def test_it_is_asked_for_on_a_terminal(tpguide: Tpguide) -> None:
    tpguide.prompts = ScriptedPrompts(
        "both", 2, 5, *("gentle", "uncrossed") * 2, "Yes", "", 4, None, 3, 2
    )

    assert tpguide.run_on_a_terminal("add") == ExitCode.DONE

    record = the_session(tpguide)
    assert [side.side for side in record.sides] == ["right", "left"]  # the sorer one first
    assert record.result.ended <= NOW
    assert [one.rating for one in record.result.ratings] == [4]
    assert [side.pain_after for side in record.sides] == [3, 2]
    assert tpguide.prompts.left == []


@pytest.mark.parametrize(
    ("when", "day"),
    [("7:30", 9), ("today 07:30", 9), ("Yesterday 7:30", 8), ("2026-01-07 7:30", 7)],
)
def test_the_day_may_be_a_word_or_a_date(tpguide: Tpguide, when: str, day: int) -> None:
    assert tpguide.run(*HEARD, "--when", when) == ExitCode.DONE

    began = the_session(tpguide).began
    assert (began.day, began.hour, began.minute) == (day, 7, 30)


def test_what_means_nothing_is_asked_again(tpguide: Tpguide) -> None:
    stopped = place_in_the_file(60)
    tpguide.prompts = ScriptedPrompts("No", "0:01", stopped, "noon", "23:00", "7:30", None, None)

    assert tpguide.run_on_a_terminal(*HEARD) == ExitCode.DONE

    assert "The massage of that file is from" in tpguide.warned
    assert "“noon” is no time" in tpguide.warned
    assert "would not be over yet" in tpguide.warned
    assert the_session(tpguide).result.ending is Ending.STOPPED


def test_without_a_terminal_what_is_missing_is_named(tpguide: Tpguide) -> None:
    assert tpguide.run("add", "--side", "left", "--pain", "3") == ExitCode.WRONG_USE

    assert "Not given: --dose, --intensity, --when." in tpguide.warned


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--when", "2026-01-10 7:30"), "would not be over yet"),
        (("--when", "19:30"), "would not be over yet"),
        (("--when", "1926-01-05 7:30"), "is no time"),
        (("--when", "2026-02-30 7:30"), "is no time"),
        (("--when", "25:00"), "is no time"),
        (("--when", "7:30", "--stopped-at", "99:00"), "The massage of that file"),
        (("--when", "7:30", "--stopped-at", "half"), "is no place"),
        (("--when", "7:30", "--highest", "11"), "--highest takes 0 to 10"),
        (("--when", "7:30", "--pain-after", "right=2"), "--side leaves out"),
    ],
)
def test_what_can_not_be_is_refused(tpguide: Tpguide, options: tuple[str, ...], why: str) -> None:
    assert tpguide.run(*HEARD, *options) == ExitCode.WRONG_USE

    assert why in tpguide.warned
    with tpguide.journal() as journal:
        assert journal.sessions() == ()


def test_the_same_is_not_entered_twice(tpguide: Tpguide) -> None:
    tpguide.run(*ALL_OF_IT)

    assert tpguide.run(*HEARD, "--when", "7:32") == ExitCode.WRONG_USE
    assert "Session 1 is kept of that time already." in tpguide.warned
    assert tpguide.run(*HEARD, "--when", "2026-01-08 7:30") == ExitCode.DONE


def test_pain_that_allows_no_massage_is_kept_and_answered_with_what_to_do(
    tpguide: Tpguide,
) -> None:
    tpguide.run(*HEARD[:-1], "8", *THIS_MORNING)

    assert PROTOCOL.ratings.refused_advice in tpguide.warned


def test_who_leaves_a_question_keeps_nothing(tpguide: Tpguide) -> None:
    tpguide.prompts = ScriptedPrompts(CancelledError())

    assert tpguide.run_on_a_terminal("add") != ExitCode.DONE

    assert tpguide.warned == "The session was not kept.\n"


def test_undo_takes_back_what_was_entered_last_whenever_it_was(tpguide: Tpguide) -> None:
    rating = WeeklyRating(guide=GUIDE, side="left", at=NOW - timedelta(hours=1), rating=3)
    with tpguide.journal() as journal:
        journal.keep_weekly_rating(rating)
    tpguide.run(*ALL_OF_IT)

    assert tpguide.run("undo") == ExitCode.DONE
    assert tpguide.warned == "Taken back: the session of Fri 09 Jan 07:30. It no longer counts.\n"
    assert tpguide.run("undo") == ExitCode.DONE
    assert "the weekly rating" in tpguide.warned


def test_undo_leaves_sessions_that_were_led(tpguide: Tpguide) -> None:
    from records import a_record

    tpguide.keep(a_record())

    assert tpguide.run("undo") == ExitCode.WRONG_USE


def test_it_can_be_shown_deleted_and_taken_elsewhere(tpguide: Tpguide, tmp_path: Path) -> None:
    tpguide.run(*ALL_OF_IT)
    tpguide.run("export", "-o", str(tmp_path / "all.json"))
    elsewhere = Tpguide(tmp_path / "elsewhere")
    elsewhere.run("import", str(tmp_path / "all.json"))

    for one in (tpguide, elsewhere):
        one.run("show", "last")
        assert "Heard from a sound file; entered Fri 09 Jan 19:30." in one.said
        assert one.run("delete", "last", "--yes") == ExitCode.DONE
        with one.journal() as journal:
            assert journal.archive().remembered == {}


def test_a_session_in_summer_began_at_that_time_of_summer(tpguide: Tpguide) -> None:
    tpguide.run(*HEARD, "--when", "2025-07-05 7:30")

    began = the_session(tpguide).began
    assert began.utcoffset() == (NOW.utcoffset() or timedelta(0)) + timedelta(hours=1)
    assert (began.hour, began.minute) == (7, 30)
