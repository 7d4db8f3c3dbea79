"""What is mixed: the voice first, nothing clipped, each tick at its frame."""

from __future__ import annotations

from array import array

from tpguide.session.cues import Sound
from tpguide.session.strokes import Strokes
from tpguide.terminal.audio.mixer import VOICE_LEVEL, Mixer, Volumes
from tpguide.terminal.audio.pacer import FrameClock, Pacer
from tpguide.terminal.audio.samples import LOUDEST, RATE_HERTZ, peak, silence

SECOND = RATE_HERTZ
#: A second of a voice, as loud as one comes.
VOICE = array("h", [round(VOICE_LEVEL * LOUDEST), -round(VOICE_LEVEL * LOUDEST)] * (SECOND // 2))
NO_VOICE = array("h")


def test_with_nothing_to_be_heard_it_is_silent() -> None:
    assert Mixer(Volumes()).next_frames(100) == silence(100)


def test_voice_tone_and_ticks_together_do_not_clip() -> None:
    mixer = Mixer(Volumes())
    mixer.play(VOICE, Sound.WARNING)
    for frame in range(0, SECOND, SECOND // 10):
        mixer.tick(frame, turns=True)

    assert VOICE_LEVEL < peak(mixer.next_frames(SECOND)) < 1


def test_a_tone_is_softer_while_something_is_said() -> None:
    under_words, alone = Mixer(Volumes(voice=0)), Mixer(Volumes())
    under_words.play(VOICE, Sound.STEP)
    alone.play(NO_VOICE, Sound.STEP)

    assert peak(under_words.next_frames(SECOND)) < peak(alone.next_frames(SECOND)) / 2


def test_a_tick_is_softer_while_something_is_said() -> None:
    mixer = Mixer(Volumes(voice=0, tones=0))
    mixer.play(VOICE, Sound.WORDS)
    mixer.tick(SECOND // 2, turns=False)
    mixer.tick(SECOND + SECOND // 2, turns=False)

    assert peak(mixer.next_frames(SECOND)) < peak(mixer.next_frames(SECOND)) / 2


def test_what_comes_next_cuts_off_what_is_said_without_a_click() -> None:
    mixer = Mixer(Volumes(tones=0))
    mixer.play(VOICE, Sound.WORDS)
    mixer.next_frames(SECOND // 2)
    mixer.play(NO_VOICE, Sound.WORDS)
    end = mixer.next_frames(SECOND // 10)

    assert peak(end[:10]) > 0.6
    assert peak(end[SECOND // 100 :]) == 0


def test_it_says_at_which_frame_a_sound_ends() -> None:
    mixer = Mixer(Volumes(tones=0))
    mixer.next_frames(500)

    assert mixer.play(VOICE, Sound.WORDS) == 500 + SECOND


def test_ticks_come_at_the_moments_of_the_strokes_whenever_frames_are_asked_for() -> None:
    frames, mixer, pacer = FrameClock(latency_milliseconds=100), Mixer(Volumes()), Pacer()
    pacer.follow(Strokes(began=50_300, unit=4000, length=8000), now=50_000)
    heard = array("h")
    for asked_at in range(50_000, 52_000, 25):
        frames.asked(mixer.frame, asked_at + asked_at % 7)
        pacer.hand_on(mixer, asked_at, frames)
        heard += mixer.next_frames(RATE_HERTZ * 25 // 1000)

    ticks = [n for n in range(1, len(heard)) if heard[n] and not any(heard[max(0, n - 500) : n])]
    # What is asked for at 50.0 s is heard at 50.1 s.
    moments = [50.1 + frame / RATE_HERTZ for frame in ticks]
    assert len(moments) == 2
    assert all(abs(one - other) < 0.03 for one, other in zip(moments, (50.3, 51.3), strict=True))


def test_the_end_of_a_stretch_ticks_since_the_next_is_told_too_late_to_begin_with_it() -> None:
    ends = Strokes(began=0, unit=4000, length=4000)

    assert [beat.at for beat in ends.beats(2000, 9000)] == [3000]
    assert [beat.at for beat in ends.beats(2000, 9000, with_end=True)] == [3000, 4000]
