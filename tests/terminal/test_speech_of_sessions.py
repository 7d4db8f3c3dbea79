"""Whole sessions, mixed as they are heard: all on time, none of it cut off, nothing clipped."""

from __future__ import annotations

from array import array
from functools import cache
from itertools import pairwise, product

import pytest

from plans import a_plan, the_guide, the_voice
from tpguide.session.plan import Plan
from tpguide.session.transcript import Script, script
from tpguide.terminal.audio.mixer import Mixer, Volumes
from tpguide.terminal.audio.recording import mixed_script, sayer_of
from tpguide.terminal.audio.samples import RATE_HERTZ, frames_in, peak
from tpguide.terminal.audio.sayer import Sayer
from tpguide.terminal.audio.speech import VoiceSettings

pytest.importorskip("miniaudio")
PROTOCOL = the_guide().protocol
DOSES = [dose.key for dose in PROTOCOL.doses]
INTENSITIES = [intensity.key for intensity in PROTOCOL.intensities if intensity.offered]
VOICES = {
    "recorded": VoiceSettings(recorded=the_voice()),
    "synthetic": VoiceSettings(words_per_minute=the_guide().voice.words_per_minute),
}


@cache
def sayer(voice: str) -> Sayer:
    return sayer_of(VOICES[voice], ())


@cache
def milliseconds(voice: str, text: str) -> float:
    return 1000 * len(sayer(voice).samples(text)) / RATE_HERTZ


def told(voice: VoiceSettings, plan: Plan) -> Script:
    return script(plan, voice.speech)


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize(("dose", "intensity"), list(product(DOSES, INTENSITIES)))
def test_nothing_that_is_said_is_cut_off_by_what_follows(
    voice: str, dose: str, intensity: str
) -> None:
    wanted = VOICES[voice]
    plan = a_plan("left", "right", dose=dose, intensity=intensity, speech=wanted.speech)

    cut_off = [
        one.cue.spoken
        for one, other in pairwise(told(wanted, plan).heard)
        if one.at + milliseconds(voice, one.cue.spoken) > other.at + 1
    ]

    assert cut_off == []


def test_a_whole_session_is_mixed_complete_without_clipping_its_ticks_at_their_moments() -> None:
    voice = VOICES["recorded"]
    plan = a_plan("left", dose=DOSES[0], speech=voice.speech)
    all_of_it = told(voice, plan)

    def mixed(volumes: Volumes) -> array[int]:
        samples = array("h")
        for block in mixed_script(all_of_it, sayer("recorded"), Mixer(volumes)):
            samples += block
        return samples

    everything, ticks = mixed(Volumes()), mixed(Volumes(0, 0, 100))

    assert len(everything) >= frames_in(all_of_it.ends)
    assert peak(everything) < 1
    at_its_moment = frames_in(20)
    for beat in all_of_it.beats:
        frame = frames_in(beat.at)
        assert peak(ticks[frame - at_its_moment : frame]) < 0.02
        assert peak(ticks[frame : frame + at_its_moment]) > 0.02
    for heard in all_of_it.heard:
        frame = frames_in(heard.at)
        assert peak(everything[frame : frame + frames_in(600)]) > 0.05
