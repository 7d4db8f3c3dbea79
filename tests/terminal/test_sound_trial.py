"""What speaks and plays is tried by programs that stand in for them, without a sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from terminal.sound_programs import COMPLAINS, FAILS, GOES_ON, WORKS, Programs
from tpguide.modes import OutputKind
from tpguide.terminal.audio.speech import VoiceSettings
from tpguide.terminal.audio.trial import Trial, try_sound

#: Plays by telling the length of what it is given, in bytes, without the header of the file.
MEASURES = "tail -c +45 \"$1\" | tr -d '\\0' | wc -c >> {told}"


@pytest.fixture(name="programs")
def folder_of_programs(tmp_path: Path) -> Programs:
    return Programs(tmp_path)


def tried(programs: Programs, patience_seconds: float = 20) -> tuple[Trial, ...]:
    return try_sound(
        programs.environment,
        VoiceSettings(),
        platform="linux",
        plays=False,
        patience_seconds=patience_seconds,
    )


def test_where_there_is_no_program_there_is_nothing_to_try(programs: Programs) -> None:
    assert tried(programs) == ()


def test_each_is_tried_and_the_best_comes_first(programs: Programs) -> None:
    for name in ("aplay", "pw-play", "espeak", "espeak-ng"):
        programs.add(name, WORKS)

    assert tried(programs) == (
        Trial(OutputKind.VOICE, "espeak-ng", ""),
        Trial(OutputKind.VOICE, "espeak", ""),
        Trial(OutputKind.TONES, "pw-play", ""),
        Trial(OutputKind.TONES, "aplay", ""),
    )


@pytest.mark.parametrize(
    ("script", "trouble"),
    [(COMPLAINS, "error: no such device"), (FAILS, "it ended with 3")],
)
def test_why_one_cannot_be_heard_is_told(programs: Programs, script: str, trouble: str) -> None:
    programs.add("espeak-ng", script)
    programs.add("aplay", WORKS)

    assert tried(programs) == (
        Trial(OutputKind.VOICE, "espeak-ng", trouble),
        Trial(OutputKind.TONES, "aplay", ""),
    )


def test_one_that_cannot_be_started_is_told(programs: Programs) -> None:
    programs.add("aplay", "").write_text("#!/nowhere/at/all\n")

    (trial,) = tried(programs)
    assert "No such file" in trial.trouble


def test_one_that_goes_on_and_on_is_stuck_and_ended(programs: Programs) -> None:
    programs.add("spd-say", GOES_ON)

    assert tried(programs, patience_seconds=0) == (
        Trial(OutputKind.VOICE, "spd-say", "it got stuck"),
    )


def test_nothing_is_spoken_and_nothing_played(programs: Programs) -> None:
    programs.add("espeak-ng", WORKS)
    programs.add("pw-play", MEASURES)
    tried(programs)

    assert programs.told("espeak-ng")[-1] == '<speak>,<break time="100ms"/>,</speak>'
    assert programs.told("pw-play") == ["0"]
