"""What a session can be heard by on this machine, and why not by something better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from tpguide.cli.findings_screen import is_over_ssh
from tpguide.cli.sound import voice_settings
from tpguide.cli.surroundings import Surroundings
from tpguide.storage.settings import HeardBy, SmallestRead
from tpguide.terminal.means import Rung
from tpguide.terminal.sound_trial import Trial, try_sound
from tpguide.terminal.voice import VoiceSettings
from tpguide.ui.doctor import Finding, Part, Verdict

_INSTALL: Final = {
    Rung.VOICE: "Install espeak-ng; on Debian and Ubuntu: sudo apt install espeak-ng",
    Rung.TONES: "Install aplay; on Debian and Ubuntu: sudo apt install alsa-utils",
}
_TEST: Final = {
    Rung.VOICE: "Is there a loudspeaker, and does the system know it? Test it with: {} hello",
    Rung.TONES: "Is there a loudspeaker, and does the system know it? Test it with: {} FILE.wav",
}
_LOUDSPEAKER: Final = "Is there a loudspeaker, and does the system know it?"


def sound_part(around: Surroundings) -> Part:
    """Return what was found out about what can be heard. The best that is wanted is in use."""
    trials = () if is_over_ssh(around) else try_sound(around.environment, _voice(around))
    best = around.settings.heard_by_at_best
    findings = [_rung(around, rung, trials) for rung in Rung]
    unwanted = list(HeardBy).index(best)
    findings = [
        *(_not_wanted(each, best) for each in findings[:unwanted]),
        *findings[unwanted:],
    ]
    used = next((n for n, each in enumerate(findings) if each.verdict is Verdict.GOOD), None)
    in_use = [replace(each, in_use=n == used) for n, each in enumerate(findings)]
    return Part("Sound", (*in_use, _from_the_floor(around)))


def _voice(around: Surroundings) -> VoiceSettings:
    """Return how the guide is spoken that comes first, where there is one."""
    if around.library.slugs:
        return voice_settings(around, around.library.find(around.library.slugs[0]))
    return VoiceSettings(name=around.settings.voice_name or "")


def _rung(around: Surroundings, rung: Rung, trials: Sequence[Trial]) -> Finding:
    name = rung.value.capitalize()
    match rung:
        case Rung.BELL:
            rings = "the terminal's own, if it is not switched off there"
            return Finding(name, _if_terminal(around), rings)
        case Rung.FLASH:
            return Finding(name, _if_terminal(around), "the whole screen lights up")
    if is_over_ssh(around):
        return Finding(
            name,
            Verdict.LESS,
            "not from here",
            why="over ssh it would be heard at the other machine",
            fix="Run tpguide on the machine in front of you.",
        )
    return _tried(rung, [trial for trial in trials if trial.rung is rung])


def _tried(rung: Rung, trials: Sequence[Trial]) -> Finding:
    name = rung.value.capitalize()
    if not trials:
        return Finding(name, Verdict.LESS, "no program for it", fix=_INSTALL[rung])
    works = [trial.name for trial in trials if not trial.trouble]
    if works:
        return Finding(name, Verdict.GOOD, ", then ".join(works))
    why = "; ".join(f"{trial.name}: {trial.trouble}" for trial in trials)
    by_hand = _TEST[rung].format(trials[-1].name)
    is_program = not trials[-1].name.startswith("the ")
    return Finding(
        name, Verdict.LESS, "can't be heard", why=why, fix=by_hand if is_program else _LOUDSPEAKER
    )


def _not_wanted(finding: Finding, best: HeardBy) -> Finding:
    """Return *finding* for what is better than what the person wants."""
    reset = "voice" if best is HeardBy.TONES else "sound"
    fix = f"tpguide settings reset {reset}"
    return replace(finding, verdict=Verdict.NOTE, found="not used", why="by your settings", fix=fix)


def _if_terminal(around: Surroundings) -> Verdict:
    return Verdict.GOOD if around.can_draw else Verdict.NOTE


def _from_the_floor(around: Surroundings) -> Finding:
    """Return what the person said after the check from the floor."""
    name = "From the floor"
    digits, sound = around.settings.floor_digits, around.settings.floor_sound
    if digits is None:
        return Finding(name, Verdict.NOTE, "not tried yet", fix="tpguide doctor --floor")
    read = "no digits read" if digits is SmallestRead.NONE else f"{digits.value} digits read"
    heard = f"{sound.value} heard" if sound else "no sound tried"
    is_enough = digits in (SmallestRead.SMALL, SmallestRead.MIDDLE)
    if is_enough and sound is not HeardBy.NOTHING:
        return Finding(name, Verdict.GOOD, f"{read}, {heard}")
    return Finding(
        name, Verdict.LESS, f"{read}, {heard}", fix="Try again with: tpguide doctor --floor"
    )
