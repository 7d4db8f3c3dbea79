"""What can be read and heard from the floor: shown and sounded in time, asked once, kept."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace
from rich.color import ColorSystem

from fakes import FakeClock, HeardCues, ScriptedKeys, ScriptedPrompts
from guides import fictitious_guide
from tpguide.cli.context import Context
from tpguide.cli.session.floor_check import (
    FloorAnswers,
    ask_see_and_hear,
    ask_whether_it_came_through,
    floor_advice,
    floor_answers,
)
from tpguide.modes import OutputKind, PictureMode
from tpguide.session.cues import Cue, Sound, Speech
from tpguide.session.engine import replay
from tpguide.session.events import Begin, Tick
from tpguide.session.floor_check import DigitSize, floor_check_plan, size_shown
from tpguide.session.plan import StepKind
from tpguide.session.state import Ending, Session, fresh
from tpguide.storage.settings_file import change_settings, read_settings, settings_file
from tpguide.terminal.runner import Devices, perform
from tpguide.ui.session.digits import FEWEST_DIGIT_ROWS
from tpguide.ui.session.floor_check import floor_check_rows
from tpguide.ui.session.layout import Window
from tpguide.ui.session.styles import StepLook

GUIDE = fictitious_guide()
PHRASES = GUIDE.protocol.phrases
PLAN = floor_check_plan(GUIDE, Speech(GUIDE.voice.words_per_minute))
#: The moments at which its steps begin, in seconds.
BEGINNINGS = [sum(step.seconds for step in PLAN.steps[:n]) for n in range(len(PLAN.steps))]


def at_step(index: int, seconds: float = 0.5) -> Session:
    """Return the check so many seconds after the beginning of a step, left alone till then."""
    at = round((BEGINNINGS[index] + seconds) * 1000)
    return replay(fresh(PLAN), [Begin(0), Tick(at)])


class TestGoingThrough:
    """The ordinary runner goes through it, as through a session."""

    def go_through(self, *script: tuple[float, str]) -> tuple[Session, HeardCues]:
        clock = FakeClock()
        heard = HeardCues(clock)
        devices = Devices(
            clock=clock,
            keys=ScriptedKeys(clock, script),
            loudspeaker=heard,
            show=lambda _: None,
            repaint=lambda: None,
            keep=lambda _: None,
        )
        return perform(fresh(PLAN), devices).session, heard

    def test_each_step_begins_in_its_time_with_its_cue_and_no_key(self) -> None:
        session, heard = self.go_through()

        assert session.ending is Ending.COMPLETED
        assert heard.heard[: len(PLAN.steps)] == [
            (at, Cue(sound, step.opening))
            for at, step, sound in zip(
                BEGINNINGS,
                PLAN.steps,
                [Sound.START, *[Sound.STEP] * 4, Sound.FINISH],
                strict=True,
            )
        ]

    def test_q_twice_leaves(self) -> None:
        session, _ = self.go_through((1.5, "q"), (2.5, "q"))

        assert session.ending is Ending.STOPPED

    def test_a_pause_waits_as_in_a_session(self) -> None:
        session, _ = self.go_through((1.5, "space"), (60, "space"))

        assert session.ending is Ending.COMPLETED
        assert session.at > 1000 * (sum(step.seconds for step in PLAN.steps) + 58)


class TestThePlan:
    def test_begins_with_the_time_to_get_down_that_the_guide_gives(self) -> None:
        first = PLAN.steps[0]

        assert first.kind is StepKind.GET_DOWN
        assert first.seconds == GUIDE.protocol.timing.get_down.seconds
        assert first.opening == PHRASES.get_down.spoken

    def test_shows_three_sizes_from_the_largest_down_then_the_sample(self) -> None:
        shown = [size_shown(at_step(index)) for index in range(len(PLAN.steps))]

        assert shown == [None, DigitSize.LARGE, DigitSize.MIDDLE, DigitSize.SMALL, None, None]
        assert [step.opening for step in PLAN.steps[1:5]] == [
            *PHRASES.numbers[1:4],
            PHRASES.sample.spoken,
        ]

    @pytest.mark.parametrize("speed", [80, 150, 300])
    def test_the_sample_is_heard_out_however_slowly_it_is_spoken(self, speed: int) -> None:
        speech = Speech(speed)
        sample = floor_check_plan(GUIDE, speech).steps[4]

        assert sample.seconds > speech.seconds(PHRASES.sample.spoken) + 1


WINDOWS = [(200, 60), (100, 30), (80, 24), (60, 20), (40, 12), (30, 10), (12, 3)]
COLOURFUL, PLAIN = StepLook(ColorSystem.TRUECOLOR, True), StepLook(None, False)
LARGE, MIDDLE, SMALL, SAMPLE = 1, 2, 3, 4


def rows_of(index: int, columns: int, rows: int, look: StepLook = COLOURFUL) -> list[str]:
    drawn = floor_check_rows(at_step(index), Window(columns, rows, look), "voice")
    return ["".join(segment.text for segment in row) for row in drawn]


def blocks(rows: Sequence[str]) -> list[str]:
    return [row for row in rows if set(row.strip()) & set("█▀▄#")]


class TestTheScreen:
    @pytest.mark.parametrize("look", [COLOURFUL, PLAIN])
    @pytest.mark.parametrize("index", range(len(PLAN.steps)))
    def test_fits_any_window(self, index: int, look: StepLook) -> None:
        for columns, rows in WINDOWS:
            shown = rows_of(index, columns, rows, look)

            assert len(shown) <= rows, (columns, rows)
            assert max(map(len, shown)) <= columns, (columns, rows)
            assert look.unicode or all(map(str.isascii, shown)), (columns, rows)

    @pytest.mark.parametrize(("columns", "rows"), WINDOWS[:-2])
    def test_large_digits_fill_the_window_and_small_ones_are_the_smallest(
        self, columns: int, rows: int
    ) -> None:
        large, small = (blocks(rows_of(index, columns, rows)) for index in (LARGE, SMALL))

        assert len(small) == FEWEST_DIGIT_ROWS
        assert len(large) >= rows - 4 or max(map(len, large)) >= columns * 3 // 4

    @pytest.mark.parametrize("index", [MIDDLE, SAMPLE])
    def test_the_middle_size_and_the_sample_are_seen_as_a_session_shows_them(
        self, index: int
    ) -> None:
        assert any(PHRASES.sample.glance in row for row in rows_of(index, 40, 12))

    @pytest.mark.parametrize("index", range(len(PLAN.steps)))
    def test_tells_how_to_leave(self, index: int) -> None:
        assert any("q twice: leave" in row for row in rows_of(index, 80, 24))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def at_a_terminal(home: Path, *answers: str, term: str = "xterm") -> Asking:
    environment = {"TPGUIDE_HOME": str(home), "TERM": term, "COLUMNS": "80"}
    return Asking(
        environment,
        stdin=Terminal(),
        stdout=Terminal(),
        stderr=io.StringIO(),
        prompts_for=lambda _: ScriptedPrompts(*answers),
    )


class Asking(Context):
    @property
    def asked(self) -> list[str]:
        assert isinstance(self.prompts, ScriptedPrompts)
        return self.prompts.asked

    @property
    def printed(self) -> str:
        assert isinstance(self.stdout, io.StringIO)
        return " ".join(self.stdout.getvalue().split())


class TestAsking:
    def test_tells_how_long_it_takes_and_begins_only_when_that_is_wanted(
        self, tmp_path: Path
    ) -> None:
        context = at_a_terminal(tmp_path, "Not now")
        with context.journal() as journal:
            ask_see_and_hear(context, GUIDE, journal)
            assert floor_answers(journal) is None
        seconds = sum(step.seconds for step in PLAN.steps[1:])

        assert f"For {seconds} seconds I show three sizes of words" in context.printed

    def test_after_a_session_it_is_asked_once_whether_it_came_through(self, tmp_path: Path) -> None:
        context = at_a_terminal(tmp_path, "y")
        with context.journal() as journal:
            ask_whether_it_came_through(context, GUIDE, journal)
            ask_whether_it_came_through(context, GUIDE, journal)

        assert context.asked == ["Could you read and hear it?"]

    def test_a_no_leads_to_what_can_be_changed_and_changes_it(self, tmp_path: Path) -> None:
        context = at_a_terminal(tmp_path, "n", "w", "p", "l", "v", "fr-FR", "enter")
        with context.journal() as journal:
            ask_whether_it_came_through(context, GUIDE, journal)

        kept = read_settings(settings_file(context.environment)).settings
        assert kept.large_words
        assert kept.pictures is PictureMode.NONE
        assert not kept.pacer
        assert kept.voice_name == "fr-FR"

    def test_louder_is_first_of_all_louder(self, tmp_path: Path) -> None:
        context = at_a_terminal(tmp_path, "n", "l", "enter")
        path = settings_file(context.environment)
        change_settings(path, lambda settings: replace(settings, voice_volume=40))
        with context.journal() as journal:
            ask_whether_it_came_through(context, GUIDE, journal)

        kept = read_settings(path).settings
        assert (kept.voice_volume, kept.pacer) == (100, True)

    def test_nobody_is_asked_who_tried_it_before(self, tmp_path: Path) -> None:
        context = at_a_terminal(tmp_path)
        with context.journal() as journal:
            journal.remember("floor check", '{"smallest":"small","heard":null}')
            ask_whether_it_came_through(context, GUIDE, journal)

        assert context.printed == ""

    def test_nobody_is_asked_who_has_plain_lines(self, tmp_path: Path) -> None:
        context = at_a_terminal(tmp_path, term="dumb")
        with context.journal() as journal:
            ask_whether_it_came_through(context, GUIDE, journal)

        assert context.printed == ""


class TestTheAnswers:
    @pytest.mark.parametrize("kept", ["", "yes", '{"smallest": "huge", "heard": "voice"}'])
    def test_that_an_import_made_up_are_none(self, tmp_path: Path, kept: str) -> None:
        with at_a_terminal(tmp_path).journal() as journal:
            journal.remember("floor check", kept)

            assert floor_answers(journal) is None


def advice_on(smallest: DigitSize | None, heard: OutputKind | None) -> str:
    return " ".join(floor_advice(FloorAnswers(smallest, heard)))


class TestAdvice:
    @pytest.mark.parametrize("smallest", [DigitSize.MIDDLE, DigitSize.SMALL])
    def test_there_is_none_where_all_came_through(self, smallest: DigitSize) -> None:
        assert advice_on(smallest, OutputKind.VOICE) == (
            "Good. I will remember that. (Again any time: tpguide doctor --floor)"
        )

    @pytest.mark.parametrize("smallest", [DigitSize.LARGE, None])
    def test_digits_that_are_too_small_want_a_larger_window(
        self, smallest: DigitSize | None
    ) -> None:
        advice = advice_on(smallest, OutputKind.VOICE)

        assert "large as the screen" in advice
        assert "tpguide doctor --floor" in advice

    def test_what_was_not_heard_wants_to_be_louder(self) -> None:
        assert "Turn the sound up" in advice_on(DigitSize.SMALL, OutputKind.NOTHING)

    def test_where_only_something_lesser_was_heard_the_doctor_knows_why(self) -> None:
        assert "tpguide doctor" in advice_on(DigitSize.SMALL, OutputKind.BELL)

    def test_that_nothing_came_through_is_said_plainly(self) -> None:
        assert "neither be seen nor heard" in advice_on(None, OutputKind.NOTHING)
