"""What can be read and heard from the floor: shown and sounded in time, asked once, kept."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
import typer
from msgspec import structs
from rich.color import ColorSystem

from fakes import FakeClock, HeardCues, ScriptedKeys, ScriptedPrompts
from guides import fictitious_guide
from tpguide.cli.context import Context
from tpguide.cli.session.visibility_check import (
    CheckPage,
    CheckStage,
    ask_see_and_hear,
    ask_whether_it_came_through,
    go_through,
    pages_of,
    visibility_advice,
)
from tpguide.errors import ExitCode
from tpguide.session.cues import Cue, Sound, seconds_to_say
from tpguide.storage.settings import (
    HeardBy,
    PictureSetting,
    Settings,
    SmallestRead,
    change_settings,
    read_settings,
    settings_file,
)
from tpguide.terminal.keys import HUNG_UP, RESIZED, RESUMED, TERMINATED
from tpguide.ui.prompts.terminal import CancelledError
from tpguide.ui.session.digits import FEWEST_ROWS
from tpguide.ui.session.layout import Window
from tpguide.ui.session.styles import StepLook
from tpguide.ui.session.visibility_check import CheckMoment, CheckScene, check_rows

GUIDE = fictitious_guide()
PHRASES = GUIDE.protocol.phrases
PAGES = (
    CheckPage(CheckScene.GET_DOWN, 3, Cue(Sound.START, "down")),
    CheckPage(CheckScene.LARGE, 2, Cue(Sound.STEP, "1")),
    CheckPage(CheckScene.OVER, 1, Cue(Sound.FINISH)),
)


class Check:
    """Pages gone through on devices that write down what happened, and when."""

    def __init__(self, *script: tuple[float, str]) -> None:
        self.clock = FakeClock()
        self.keys = ScriptedKeys(self.clock, script)
        self.loudspeaker = HeardCues(self.clock)
        self.shown: list[tuple[float, int, int]] = []
        self.repainted = 0

    def run(self, pages: Sequence[CheckPage] = PAGES) -> bool:
        stage = CheckStage(self.clock, self.keys, self.loudspeaker, self._show, self._repaint)
        return go_through(pages, stage)

    def _show(self, number: int, seconds: int) -> None:
        self.shown.append((self.clock.at / 1000, number, seconds))

    def _repaint(self) -> None:
        self.repainted += 1


class TestGoingThrough:
    def test_each_page_begins_in_its_time_with_its_cue_and_no_key(self) -> None:
        check = Check()

        assert check.run() is True
        assert check.loudspeaker.heard == [
            (0.0, PAGES[0].cue),
            (3.0, PAGES[1].cue),
            (5.0, PAGES[2].cue),
        ]
        assert check.clock.at == 6000

    def test_the_seconds_left_of_a_page_are_shown_as_they_change(self) -> None:
        check = Check()
        check.run()
        changes = {(number, seconds): at for at, number, seconds in reversed(check.shown)}

        assert changes == {(0, 3): 0, (0, 2): 1, (0, 1): 2, (1, 2): 3, (1, 1): 4, (2, 1): 5}

    def test_what_is_said_is_looked_after_ten_times_a_second(self) -> None:
        check = Check()
        check.run()

        assert max(check.keys.waits) <= 0.1

    def test_q_leaves(self) -> None:
        check = Check((1.5, "q"))

        assert check.run() is False
        assert check.clock.at == 1500

    def test_ctrl_c_leaves_as_it_leaves_a_question(self) -> None:
        with pytest.raises(CancelledError):
            Check((1.5, "ctrl-c")).run()

    @pytest.mark.parametrize(
        ("told", "exit_code"),
        [(TERMINATED, ExitCode.ENDED_BY_TERMINATE), (HUNG_UP, ExitCode.ENDED_BY_HANGUP)],
    )
    def test_a_signal_ends_the_program_with_its_exit_code(
        self, told: str, exit_code: ExitCode
    ) -> None:
        stage = Check()
        stage.keys = OneRead(stage.clock, told)

        with pytest.raises(typer.Exit) as ended:
            stage.run()
        assert ended.value.exit_code == exit_code

    def test_any_other_key_changes_nothing(self) -> None:
        check = Check((0.5, "space x 7 enter"), (4.2, "up"))

        assert check.run() is True
        assert check.clock.at == 6000

    @pytest.mark.parametrize("told", [RESIZED, RESUMED])
    def test_a_window_that_may_have_changed_is_painted_anew(self, told: str) -> None:
        check = Check()
        check.keys = OneRead(check.clock, told)
        check.run()

        assert check.repainted == 1

    def test_time_that_passes_at_once_is_shown_to_nobody(self) -> None:
        check = Check()
        check.keys = OneRead(check.clock, RESUMED, slept_seconds=3600)
        check.run()

        assert check.clock.at == 3_600_000 + 5000
        assert [cue for _, cue in check.loudspeaker.heard] == [page.cue for page in PAGES]


class OneRead(ScriptedKeys):
    """Keys of which the first read returns what the system told."""

    def __init__(self, clock: FakeClock, told: str, slept_seconds: float = 0) -> None:
        super().__init__(clock)
        self._clock = clock
        self._told = [told]
        self._slept_seconds = slept_seconds

    def read(self, timeout_seconds: float | None) -> tuple[str, ...]:
        if self._told:
            self._clock.forward(seconds=self._slept_seconds)
            return (self._told.pop(),)
        return super().read(timeout_seconds)


class TestThePages:
    def test_begin_with_the_time_to_get_down_that_the_guide_gives(self) -> None:
        first = pages_of(GUIDE, Settings())[0]

        assert first.scene is CheckScene.GET_DOWN
        assert first.seconds == GUIDE.protocol.timing.get_down.seconds
        assert first.cue.spoken == PHRASES.get_down.spoken

    def test_announce_three_sizes_from_the_largest_down_then_the_sample(self) -> None:
        _, *pages = pages_of(GUIDE, Settings())

        assert [(page.scene, page.cue.spoken) for page in pages] == [
            (CheckScene.LARGE, "1"),
            (CheckScene.MIDDLE, "2"),
            (CheckScene.SMALL, "3"),
            (CheckScene.SAMPLE, PHRASES.sample.spoken),
            (CheckScene.OVER, ""),
        ]

    @pytest.mark.parametrize("speed", [80, 150, 300])
    def test_the_sample_is_heard_out_however_slowly_it_is_spoken(self, speed: int) -> None:
        pages = pages_of(GUIDE, Settings(words_a_minute=speed))
        sample = next(page for page in pages if page.scene is CheckScene.SAMPLE)

        assert sample.seconds > seconds_to_say(PHRASES.sample.spoken, speed) + 1


WINDOWS = [(200, 60), (100, 30), (80, 24), (60, 20), (40, 12), (30, 10), (12, 3)]
COLOURFUL, PLAIN = StepLook(ColorSystem.TRUECOLOR, True), StepLook(None, False)


def rows_of(scene: CheckScene, columns: int, rows: int, look: StepLook = COLOURFUL) -> list[str]:
    drawn = check_rows(CheckMoment(scene, 28, 0.4), PHRASES, Window(columns, rows, look), "voice")
    return ["".join(segment.text for segment in row) for row in drawn]


def blocks(rows: Sequence[str]) -> list[str]:
    return [row for row in rows if set(row.strip()) & set("█▀▄#")]


class TestTheScreen:
    @pytest.mark.parametrize("look", [COLOURFUL, PLAIN])
    @pytest.mark.parametrize("scene", CheckScene)
    def test_fits_any_window(self, scene: CheckScene, look: StepLook) -> None:
        for columns, rows in WINDOWS:
            shown = rows_of(scene, columns, rows, look)

            assert len(shown) <= rows, (columns, rows)
            assert max(map(len, shown)) <= columns, (columns, rows)
            assert look.unicode or all(map(str.isascii, shown)), (columns, rows)

    @pytest.mark.parametrize(("columns", "rows"), WINDOWS[:-2])
    def test_large_digits_fill_the_window_and_small_ones_are_the_smallest(
        self, columns: int, rows: int
    ) -> None:
        large = blocks(rows_of(CheckScene.LARGE, columns, rows))
        small = blocks(rows_of(CheckScene.SMALL, columns, rows))

        assert len(small) == FEWEST_ROWS
        assert len(large) >= rows - 4 or max(map(len, large)) >= columns * 3 // 4

    def test_the_middle_size_is_seen_as_a_session_shows_it(self) -> None:
        shown = rows_of(CheckScene.MIDDLE, 40, 12)

        assert any(PHRASES.sample.glance in row for row in shown)

    @pytest.mark.parametrize("scene", CheckScene)
    def test_tells_how_to_leave(self, scene: CheckScene) -> None:
        assert any("q leaves" in row for row in rows_of(scene, 80, 24))


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
        ask_see_and_hear(context, GUIDE)
        seconds = sum(page.seconds for page in pages_of(GUIDE, Settings())[1:])

        assert f"For {seconds} seconds I show three sizes of words" in context.printed
        assert read_settings(settings_file(context.environment)).settings == Settings()

    def test_after_a_session_it_is_asked_once_whether_it_came_through(self, tmp_path: Path) -> None:
        context = at_a_terminal(tmp_path, "y")
        with context.journal() as journal:
            ask_whether_it_came_through(context, journal)
            ask_whether_it_came_through(context, journal)

        assert context.asked == ["Could you read and hear it?"]

    def test_a_no_leads_to_what_can_be_changed_and_changes_it(self, tmp_path: Path) -> None:
        context = at_a_terminal(tmp_path, "n", "p", "s", "l", "enter")
        with context.journal() as journal:
            ask_whether_it_came_through(context, journal)

        kept = read_settings(settings_file(context.environment)).settings
        assert kept.pictures is PictureSetting.NONE
        assert kept.words_a_minute == 130

    def test_nobody_is_asked_who_tried_it_before_or_has_plain_lines(self, tmp_path: Path) -> None:
        context = at_a_terminal(tmp_path)
        change_settings(
            settings_file(context.environment),
            lambda settings: structs.replace(settings, floor_digits=SmallestRead.SMALL),
        )
        plain = at_a_terminal(tmp_path / "other", term="dumb")
        for one in (context, plain):
            with one.journal() as journal:
                ask_whether_it_came_through(one, journal)

            assert one.printed == ""


class TestAdvice:
    @pytest.mark.parametrize("digits", [SmallestRead.MIDDLE, SmallestRead.SMALL])
    def test_there_is_none_where_all_came_through(self, digits: SmallestRead) -> None:
        assert list(visibility_advice(digits, HeardBy.VOICE)) == [
            "Good. I will remember that. (Again any time: tpguide doctor --floor)"
        ]

    @pytest.mark.parametrize("digits", [SmallestRead.LARGE, SmallestRead.NONE])
    def test_digits_that_are_too_small_want_a_larger_window(self, digits: SmallestRead) -> None:
        advice = " ".join(visibility_advice(digits, HeardBy.VOICE))

        assert "large as the screen" in advice
        assert "tpguide doctor --floor" in advice

    def test_what_was_not_heard_wants_to_be_louder(self) -> None:
        assert "Turn the sound up" in " ".join(
            visibility_advice(SmallestRead.SMALL, HeardBy.NOTHING)
        )

    def test_where_only_something_lesser_was_heard_the_doctor_knows_why(self) -> None:
        assert "tpguide doctor" in " ".join(visibility_advice(SmallestRead.SMALL, HeardBy.BELL))

    def test_that_nothing_came_through_is_said_plainly(self) -> None:
        advice = " ".join(visibility_advice(SmallestRead.NONE, HeardBy.NOTHING))

        assert "neither be seen nor heard" in advice
