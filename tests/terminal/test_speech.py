from __future__ import annotations

from pathlib import Path

import pytest

from terminal.sound_programs import WORKS, Programs
from tpguide.terminal.audio.process import Playing
from tpguide.terminal.audio.speech import VoiceSettings, speech_programs

HOSTILE = '-w /etc/passwd "; rm -rf ~; $(echo) `echo` <b>&amp; grün'


@pytest.fixture
def programs(tmp_path: Path) -> Programs:
    return Programs(tmp_path)


def said(programs: Programs, playing: Playing, name: str) -> tuple[list[str], str]:
    """Return the options that the program got, and what it read."""
    playing.await_end()
    assert playing.trouble() == ""
    options, *text = programs.told(name)
    return options.split(), "\n".join(text)


def test_espeak_reads_the_text_and_nothing_in_it_is_an_option(programs: Programs) -> None:
    programs.add("espeak-ng", WORKS)
    (program,) = speech_programs(programs.environment, "linux")

    options, text = said(programs, program.speak(HOSTILE, VoiceSettings()), "espeak-ng")

    assert options == ["-b", "1", "-v", "en", "-s", "150", "--stdin"]
    assert text == HOSTILE


def test_espeak_is_given_a_text_with_a_silence_as_well_formed_markup(programs: Programs) -> None:
    programs.add("espeak-ng", WORKS)
    (program,) = speech_programs(programs.environment, "linux")

    speaking = program.speak("1 < 2 & <b>", VoiceSettings(), lead_milliseconds=500)
    options, text = said(programs, speaking, "espeak-ng")

    assert options[-1] == "-m"
    assert text == '<speak>,<break time="500ms"/>1 &lt; 2 &amp; &lt;b&gt;</speak>'


def test_say_is_given_no_commands_by_a_text(programs: Programs) -> None:
    programs.add("say", WORKS)
    (program,) = speech_programs(programs.environment, "darwin")
    speaking = program.speak("[[volm 0]] [[[rate 9]]", VoiceSettings(name="Anna"), 500)

    _, text = said(programs, speaking, "say")

    assert text == "[[slnc 500]] [ [volm 0]] [ [ [rate 9]]"
    assert program.readable("[[volm 0]]") == "[ [volm 0]]"


def test_voice_rate_and_language_are_the_persons(programs: Programs) -> None:
    for name in ("espeak-ng", "spd-say", "say"):
        programs.add(name, WORKS)
    espeak, spd_say = speech_programs(programs.environment, "linux")
    (say,) = speech_programs(programs.environment, "darwin")
    in_german = VoiceSettings(language="de", words_per_minute=120)
    by_name = VoiceSettings(language="de", words_per_minute=120, name="Anna")

    espeak_options, _ = said(programs, espeak.speak("Zehen", in_german), "espeak-ng")
    spd_options, _ = said(programs, spd_say.speak("Zehen", by_name), "spd-say")
    say_options, say_text = said(programs, say.speak("Zehen", by_name, 500), "say")

    assert espeak_options[2:6] == ["-v", "de", "-s", "120"]
    assert spd_options == ["-w", "-l", "de", "-r", "-56", "-y", "Anna", "--", "Zehen"]
    assert say_options == ["-r", "120", "-v", "Anna", "-f", "-"]
    assert say_text == "[[slnc 500]] Zehen"


LISTS_ITS_VOICES = """\
if [ "$2" != '?' ]; then echo "$@" >> {told}; cat >> {told}; exit; fi
echo "Albert              en_US    # I have a frog in my throat. No, I mean a real frog!"
echo "Eddy (German (Germany)) de_DE    # Hallo! Ich heiße Eddy."
echo "Bad News            en_US    # Hello! My name is Bad News."
echo "Daniel (Enhanced)   en_GB    # Hello! My name is Daniel."
echo "Samantha            en_US    # Hello! My name is Samantha."
"""


@pytest.mark.parametrize(
    ("language", "named"),
    [
        ("en", ["-v", "Daniel", "(Enhanced)"]),
        ("de-AT", ["-v", "Eddy", "(German", "(Germany))"]),
        ("fr", []),
    ],
)
def test_on_a_mac_a_voice_of_the_guides_language_speaks_and_none_that_is_a_joke(
    programs: Programs, language: str, named: list[str]
) -> None:
    programs.add("say", LISTS_ITS_VOICES)
    (say,) = speech_programs(programs.environment, "darwin")

    options, _ = said(programs, say.speak("toes", VoiceSettings(language=language)), "say")

    assert options == ["-r", "150", *named, "-f", "-"]


def test_the_programs_are_tried_from_the_one_that_is_cut_off_best(programs: Programs) -> None:
    for name in ("spd-say", "espeak", "say", "espeak-ng"):
        programs.add(name, WORKS)

    on_linux = speech_programs(programs.environment, "linux")
    on_a_mac = speech_programs(programs.environment, "darwin")

    assert [program.name for program in on_linux] == ["espeak-ng", "espeak", "spd-say"]
    assert [program.name for program in on_a_mac] == ["say"]


def test_where_nothing_is_installed_nothing_speaks(programs: Programs) -> None:
    assert speech_programs(programs.environment) == ()


def test_a_program_that_ends_before_it_has_read_is_no_fault_here(programs: Programs) -> None:
    playing = Playing([str(programs.add("espeak-ng", "exit 3"))], "a text " * 50_000)
    playing.await_end()

    assert playing.trouble() == "it ended with 3"
