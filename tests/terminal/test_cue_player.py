from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes import FakeClock
from terminal.sound_programs import (
    COMPLAINS,
    FAILS,
    GOES_ON,
    SERVES,
    WORKS,
    Programs,
    await_an_end,
)
from tpguide.modes import OutputKind
from tpguide.session.cues import Cue, Sound
from tpguide.terminal.audio.cue_player import Cues
from tpguide.terminal.audio.outputs import Ladder, ladder
from tpguide.terminal.audio.speech import VoiceSettings
from tpguide.terminal.audio.tones import MELODIES

TOES_IN = Cue(Sound.STEP, "Toes in.")
REST = Cue(Sound.STEP, "Rest.")
WORDS = Cue(Sound.WORDS, "Half way.")
WORDLESS = Cue(Sound.PAUSE)


class Machine:
    """A machine with the programs that a test gives it, and what it has shown and rung."""

    def __init__(self, folder: Path) -> None:
        (folder / "tones").mkdir()
        (folder / "programs").mkdir()
        self.programs = Programs(folder / "programs")
        self.tone_folder = folder / "tones"
        self.clock = FakeClock()
        self.rings = 0
        self.flashes: list[Sound] = []

    def ring(self) -> None:
        self.rings += 1

    def ladder(self, highest: OutputKind = OutputKind.VOICE, **more: str) -> Ladder:
        return ladder(
            voice=VoiceSettings(language="tlh"),
            highest=highest,
            plays=False,
            ring=self.ring,
            flash=self.flashes.append,
            tone_folder=self.tone_folder,
            environment={**self.programs.environment, **more},
            platform="linux",
        )

    def cues(self, highest: OutputKind = OutputKind.VOICE) -> Cues:
        return Cues(self.ladder(highest), self.clock)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    yield Machine(tmp_path)
    with pytest.raises(ChildProcessError):  # whatever was started is gone, and was noticed to be
        os.waitpid(-1, os.WNOHANG)


def spoken(machine: Machine, program: str = "espeak-ng") -> list[str]:
    return [line for line in machine.programs.told(program) if line and not line.startswith("-")]


def test_what_is_said_is_spoken_after_the_silence_that_wakes_a_speaker(machine: Machine) -> None:
    machine.programs.add("espeak-ng", WORKS)

    with machine.cues() as cues:
        cues.sound(TOES_IN)
        await_an_end()
        cues.poll()

        assert spoken(machine) == ['<speak>,<break time="500ms"/>Toes in.</speak>']
        assert cues.kind is OutputKind.VOICE
        assert cues.in_use == "voice"


@pytest.mark.parametrize(
    ("quiet_milliseconds", "second"),
    [(2999, "Rest."), (3000, '<speak>,<break time="500ms"/>Rest.</speak>')],
)
def test_a_speaker_that_heard_something_just_now_is_awake(
    machine: Machine, quiet_milliseconds: int, second: str
) -> None:
    machine.programs.add("espeak-ng", WORKS)

    with machine.cues() as cues:
        cues.sound(TOES_IN)
        await_an_end()
        machine.clock.at += quiet_milliseconds
        cues.sound(REST)
        await_an_end()

    assert spoken(machine)[-1] == second


def test_a_moment_without_words_has_its_melody_although_there_is_a_voice(
    machine: Machine,
) -> None:
    machine.programs.add("espeak-ng", WORKS)
    machine.programs.add("aplay", WORKS)

    with machine.cues() as cues:
        cues.sound(WORDLESS)
        await_an_end()

        assert machine.programs.told("aplay") == [f"-q {machine.tone_folder}/pause-500.wav", ""]
        assert cues.kind is OutputKind.VOICE


def test_what_comes_next_cuts_off_what_is_being_said(machine: Machine) -> None:
    machine.programs.add("espeak-ng", GOES_ON)

    with machine.cues() as cues:
        cues.sound(TOES_IN)
        cues.sound(REST)
        await_an_end()
        cues.poll()

        assert cues.kind is OutputKind.VOICE


def test_silence_cuts_off_and_is_no_failure(machine: Machine) -> None:
    machine.programs.add("espeak-ng", GOES_ON)

    with machine.cues() as cues:
        cues.sound(TOES_IN)
        cues.silence()
        await_an_end()
        cues.poll()

        assert cues.kind is OutputKind.VOICE


@pytest.mark.parametrize("failing", [COMPLAINS, FAILS])
def test_what_a_means_fails_to_say_the_next_one_says(machine: Machine, failing: str) -> None:
    machine.programs.add("espeak-ng", failing)
    machine.programs.add("aplay", WORKS)

    with machine.cues() as cues:
        cues.sound(TOES_IN)
        await_an_end()
        cues.poll()
        await_an_end()

        assert machine.programs.told("aplay") == [f"-q {machine.tone_folder}/step-500.wav", ""]
        assert cues.in_use == "tones"


def test_a_failing_ladder_is_gone_down_to_the_bell_with_one_and_the_same_cue(
    machine: Machine,
) -> None:
    for name in ("espeak-ng", "pw-play", "paplay", "aplay"):
        machine.programs.add(name, COMPLAINS)

    with machine.cues() as cues:
        cues.sound(TOES_IN)
        for _ in range(4):
            await_an_end()
            cues.poll()

        assert machine.rings == 1
        assert cues.in_use == "bell"
        assert [(loss.name, loss.why) for loss in cues.losses] == [
            ("espeak-ng", "error: no such device"),
            ("pw-play", "error: no such device"),
            ("paplay", "error: no such device"),
            ("aplay", "error: no such device"),
        ]


def test_a_failure_is_noticed_although_the_next_cue_came_first(machine: Machine) -> None:
    machine.programs.add("espeak-ng", COMPLAINS)

    with machine.cues() as cues:
        cues.sound(TOES_IN)
        await_an_end()
        cues.sound(REST)

        assert machine.rings == 1
        assert cues.in_use == "bell"


def test_a_program_that_cannot_be_started_has_failed(machine: Machine) -> None:
    machine.programs.add("espeak-ng", WORKS).write_bytes(b"\x7fELF no program at all")

    with machine.cues() as cues:
        cues.sound(TOES_IN)

        assert machine.rings == 1
        assert cues.losses[-1].name == "espeak-ng"


def let_pass(machine: Machine, cues: Cues, seconds: int) -> None:
    for _ in range(seconds * 4):
        machine.clock.at += 250
        cues.poll()


def test_a_program_that_never_ends_is_not_heard_and_gives_way(machine: Machine) -> None:
    machine.programs.add("spd-say", SERVES)

    with machine.cues() as cues:
        cues.sound(TOES_IN)
        let_pass(machine, cues, seconds=4)
        assert cues.in_use == "voice"

        let_pass(machine, cues, seconds=4)
        assert cues.in_use == "bell"
        assert machine.rings == 1
        assert (cues.losses[-1].name, cues.losses[-1].why) == ("spd-say", "it got stuck")


def test_a_machine_that_slept_while_something_was_said_has_lost_no_voice(
    machine: Machine,
) -> None:
    machine.programs.add("espeak-ng", GOES_ON)

    with machine.cues() as cues:
        cues.sound(TOES_IN)
        machine.clock.at += 8 * 60 * 60 * 1000
        cues.poll()

        assert cues.in_use == "voice"


def test_mute_silences_at_once_and_keeps_silent_until_it_is_over(machine: Machine) -> None:
    machine.programs.add("espeak-ng", GOES_ON)

    with machine.cues() as cues:
        cues.sound(TOES_IN)
        cues.muted = True
        await_an_end()
        cues.sound(REST)
        assert cues.in_use == "muted"
        assert machine.rings == 0

        cues.muted = False
        cues.sound(REST)
        assert cues.in_use == "voice"


def test_mere_words_have_no_melody_no_bell_and_no_flash(machine: Machine) -> None:
    machine.programs.add("aplay", FAILS)

    with machine.cues() as cues:
        cues.sound(WORDS)

        assert (machine.rings, machine.flashes) == (0, [])


def test_a_flash_knows_which_moment_it_is_for(machine: Machine) -> None:
    with machine.cues(highest=OutputKind.FLASH) as cues:
        cues.sound(TOES_IN)

        assert machine.flashes == [Sound.STEP]
        assert machine.rings == 0
        assert cues.in_use == "flash"


def test_a_person_may_have_the_ladder_begin_further_down(machine: Machine) -> None:
    machine.programs.add("espeak-ng", WORKS)
    machine.programs.add("aplay", WORKS)

    highest_first = [kind for kind in OutputKind if kind is not OutputKind.NOTHING]
    in_use = [machine.cues(highest).in_use for highest in highest_first]
    assert in_use == ["voice", "tones", "bell", "flash"]


@pytest.mark.parametrize("variable", ["SSH_CONNECTION", "SSH_TTY"])
def test_over_ssh_nothing_sounds_on_the_other_machine(machine: Machine, variable: str) -> None:
    machine.programs.add("espeak-ng", WORKS)
    machine.programs.add("aplay", WORKS)

    found = machine.ladder(OutputKind.VOICE, **{variable: "somewhere"})

    assert [output.kind for output in found.outputs] == [OutputKind.BELL, OutputKind.FLASH]
    assert found.missing == ("over ssh, voice and tones would sound on the other machine",)


def test_a_machine_without_programs_says_what_is_missing(machine: Machine) -> None:
    with machine.cues() as cues:
        assert cues.in_use == "bell"
        assert len(cues.missing) == 2


def test_a_speech_service_is_told_when_it_is_cut_off(machine: Machine) -> None:
    machine.programs.add("spd-say", SERVES)

    with machine.cues() as cues:
        cues.sound(TOES_IN)
        cues.silence()

    assert "-S" in machine.programs.told("spd-say")


def test_every_moment_but_mere_words_has_a_melody() -> None:
    assert set(MELODIES) == set(Sound) - {Sound.WORDS}


LONG = Cue(Sound.STEP, "Sit down and rest. Shake out your hands. Next, the middle third.")


def test_two_cues_in_a_row_that_should_be_over_are_enough(machine: Machine) -> None:
    machine.programs.add("espeak-ng", GOES_ON)

    with machine.cues() as cues:
        cues.sound(TOES_IN)
        let_pass(machine, cues, seconds=2)
        cues.sound(REST)
        assert cues.in_use == "voice"

        let_pass(machine, cues, seconds=2)
        cues.sound(TOES_IN)
        assert machine.rings == 1
        assert [(loss.name, loss.why) for loss in cues.losses] == [("espeak-ng", "it got stuck")]


def test_a_program_that_is_silent_twice_in_a_row_gives_way_with_the_same_cue(
    machine: Machine,
) -> None:
    machine.programs.add("espeak-ng", WORKS)

    with machine.cues() as cues:
        for _ in range(2):
            cues.sound(LONG)
            await_an_end()
            cues.poll()

        assert machine.rings == 1
        assert cues.losses[-1].why == "it was silent"


def test_a_loss_is_told_for_four_seconds(machine: Machine) -> None:
    machine.programs.add("espeak-ng", COMPLAINS)

    with machine.cues() as cues:
        assert cues.loss is None
        cues.sound(TOES_IN)
        await_an_end()
        cues.poll()

        assert cues.loss
        assert (cues.loss.name, cues.loss.now) == ("espeak-ng", OutputKind.BELL)
        machine.clock.at += 4000
        assert cues.loss is None


def test_the_last_words_before_it_is_mute_are_said(machine: Machine) -> None:
    machine.programs.add("espeak-ng", GOES_ON)

    with machine.cues() as cues:
        cues.say_last(TOES_IN)
        cues.poll()

        assert cues.is_speaking
        cues.sound(REST)
        assert not cues.is_speaking
