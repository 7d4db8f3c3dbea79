"""A guide's own voice: there is a sound for all it says, and a file of anybody's is harmless."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from plans import DATA, a_plan, the_guide, the_voice
from tpguide.session.cues import Cue, sentences_of
from tpguide.session.engine import handle
from tpguide.session.events import (
    AnyEvent,
    Back,
    Begin,
    ChangeIntensity,
    Less,
    Lighter,
    More,
    Next,
    Rate,
    SomethingWrong,
    SoreSpotHere,
    TakeUpAgain,
    Tick,
    TogglePause,
)
from tpguide.session.sentences import sentences
from tpguide.session.state import fresh
from tpguide.terminal.audio.mixer import VOICE_LEVEL
from tpguide.terminal.audio.samples import RATE_HERTZ, peak
from tpguide.terminal.audio.voice_file import (
    INDEX,
    MOST_BYTES_OF_A_SOUND,
    decoded,
    open_voice,
    sound_name,
    voice_path,
)

#: What can happen, by when.
events = st.one_of(
    st.sampled_from([Tick, Next, Back, TogglePause, Lighter, SoreSpotHere, ChangeIntensity]),
    st.sampled_from([More, Less, SomethingWrong, TakeUpAgain, Tick, Tick]),
    st.integers(0, 10).map(lambda rating: partial(Rate, rating=rating)),
)
MENDED_BY = "run: python tools/record_voice.py data/tibialis_posterior.yaml"


def test_every_sentence_that_the_shipped_guide_can_say_has_a_sound() -> None:
    voice = the_voice()
    assert voice, MENDED_BY

    assert [each for each in sentences(the_guide()) if each not in voice.seconds] == [], MENDED_BY


def test_all_that_is_said_in_a_session_is_put_together_of_the_sentences_of_its_guide() -> None:
    known = set(sentences(the_guide()))
    moments = st.lists(st.tuples(st.integers(1, 60_000), events), max_size=30)

    @given(moments, st.sampled_from(["gentle", "thorough"]))
    @settings(max_examples=60, deadline=None)
    def holds(happened: list[tuple[int, Callable[[int], AnyEvent]]], dose: str) -> None:
        session, heard = handle(fresh(a_plan("left", "right", dose=dose)), Begin(0))
        for passed, event in happened:
            session, more = handle(session, event(session.at + passed))
            heard += more
        said = {part for cue in heard if isinstance(cue, Cue) for part in sentences_of(cue.spoken)}
        assert said - known == set()

    holds()


def test_the_voice_is_small_enough_to_come_with_the_guide() -> None:
    path = voice_path(DATA, the_guide().language, the_guide().slug)

    assert path.stat().st_size <= 3_000_000


def test_each_sound_is_as_long_as_it_says_evenly_loud_and_not_clipped() -> None:
    pytest.importorskip("miniaudio")
    voice = the_voice()
    assert voice, MENDED_BY

    for sentence, seconds in voice.seconds.items():
        samples = decoded(voice.sound(sentence))
        assert abs(len(samples) / RATE_HERTZ - seconds) < 0.03, sentence
        assert VOICE_LEVEL / 4 < peak(samples) < VOICE_LEVEL * 1.15, sentence


def write_voice(path: Path, index: object, *sounds: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(INDEX, json.dumps(index))
        for name, sound in sounds:
            archive.writestr(name, sound)
    return path


def test_a_sentence_that_was_edited_has_no_sound(tmp_path: Path) -> None:
    sound = (sound_name("Toes in.", "mine"), b"sound")
    path = write_voice(tmp_path / "a.zip", {"voice": "mine", "seconds": {"Toes in.": 1}}, sound)

    voice = open_voice(path)

    assert voice
    assert voice.sound("Toes in.") == b"sound"
    assert voice.sound("Toes slightly in.") == b""


@pytest.mark.parametrize("index", [None, [], {}, {"voice": "a"}, {"voice": "a", "seconds": [1]}])
def test_a_file_that_is_no_voice_counts_as_none(tmp_path: Path, index: object) -> None:
    assert open_voice(write_voice(tmp_path / "a.zip", index)) is None


def test_what_is_no_archive_or_not_there_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 no archive")

    assert open_voice(tmp_path / "a.zip") is None
    assert open_voice(tmp_path / "b.zip") is None


def test_a_sound_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    bomb = (sound_name("Boom.", "mine"), bytes(MOST_BYTES_OF_A_SOUND + 1))
    path = write_voice(tmp_path / "a.zip", {"voice": "mine", "seconds": {"Boom.": 1}}, bomb)

    voice = open_voice(path)

    assert voice
    assert voice.sound("Boom.") == b""


def test_a_sound_that_cannot_be_decoded_is_refused() -> None:
    pytest.importorskip("miniaudio")

    with pytest.raises(ValueError, match="decode"):
        decoded(b"OggS no sound")
