"""What a session can be heard by on this machine, and why not by something better."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from msgspec.structs import replace

from tpguide.cli.context import Context
from tpguide.cli.session.sound import voice_settings, wished_ladder
from tpguide.errors import TpguideError
from tpguide.guide.model import Guide
from tpguide.session.cues import Cue, Sound
from tpguide.storage.settings import HeardBy, SmallestRead
from tpguide.terminal.audio.cue_player import Cues
from tpguide.terminal.audio.outputs import Rung
from tpguide.terminal.audio.speech import VoiceSettings
from tpguide.terminal.audio.trial import Trial, play_to_its_end, try_sound
from tpguide.terminal.environment import is_over_ssh
from tpguide.terminal.temporary import temporary_folder
from tpguide.ui.pages.doctor import Finding, FindingGroup, FindingStatus

_INSTALL: Final = {
    Rung.VOICE: "Install espeak-ng; on Debian and Ubuntu: sudo apt install espeak-ng",
    Rung.TONES: "Install aplay; on Debian and Ubuntu: sudo apt install alsa-utils",
}
_TEST: Final = {
    Rung.VOICE: "Is there a loudspeaker, and does the system know it? Test it with: {} hello",
    Rung.TONES: "Is there a loudspeaker, and does the system know it? Test it with: {} FILE.wav",
}
_LOUDSPEAKER: Final = "Is there a loudspeaker, and does the system know it?"


def sound_part(context: Context, *, with_sample: bool) -> FindingGroup:
    """Return what was found out about what can be heard. The best that is wanted is in use.

    *With a sample*, that is heard for a moment.
    """
    guide = _first_guide(context)
    is_here = not is_over_ssh(context.environment)
    trials = try_sound(context.environment, _voice(context, guide)) if is_here else ()
    best = context.settings.heard_by_at_best
    findings = [_rung(context, rung, trials) for rung in Rung]
    unwanted = list(HeardBy).index(best)
    findings = [
        *(_not_wanted(each, best) for each in findings[:unwanted]),
        *findings[unwanted:],
    ]
    used = next((n for n, each in enumerate(findings) if each.verdict is FindingStatus.GOOD), None)
    in_use = [replace(each, in_use=n == used) for n, each in enumerate(findings)]
    sample = (_sample(context, guide),) if with_sample and guide else ()
    return FindingGroup("Sound", (*in_use, *sample, _from_the_floor(context)))


def _first_guide(context: Context) -> Guide | None:
    with suppress(TpguideError):  # a guide that is wrong is told of elsewhere
        if context.library.slugs:
            return context.library.find(context.library.slugs[0])
    return None


def _voice(context: Context, guide: Guide | None) -> VoiceSettings:
    """Return how *guide* is spoken, where there is one."""
    if guide:
        return voice_settings(context, guide)
    return VoiceSettings(name=context.settings.voice_name or "")


def _sample(context: Context, guide: Guide) -> Finding:
    """Have a few words heard as a session would be, and return what they were heard by."""
    name, cue = "Sample", Cue(Sound.CHECK_IN, guide.protocol.phrases.sample.spoken)
    if context.settings.heard_by_at_best is HeardBy.NOTHING:
        return Finding(name, FindingStatus.NOTE, "none", why="by your settings")
    context.output.tell(f"Listen: {cue.spoken}")

    def ring() -> None:
        if context.can_draw:
            context.stdout.write("\a")
            context.stdout.flush()

    with temporary_folder() as folder:
        heard_by = wished_ladder(context, guide, ring, lambda _: None, folder)
        with Cues(heard_by, context.clock) as cues:
            play_to_its_end(cues, cue)
            by, losses = cues.in_use, "; ".join(f"{one.name}: {one.why}" for one in cues.losses)
    verdict = FindingStatus.LESS if losses else FindingStatus.GOOD
    fix = "Did you hear nothing? Look for the volume, and which loudspeaker is the default."
    return Finding(name, verdict, f"by {by}, just now", why=losses, fix=fix)


def _rung(context: Context, rung: Rung, trials: Sequence[Trial]) -> Finding:
    name = rung.value.capitalize()
    match rung:
        case Rung.BELL:
            rings = "the terminal's own, if it is not switched off there"
            return Finding(name, _if_terminal(context), rings)
        case Rung.FLASH:
            return Finding(name, _if_terminal(context), "the whole screen lights up")
    if is_over_ssh(context.environment):
        return Finding(
            name,
            FindingStatus.LESS,
            "not from here",
            why="over ssh it would be heard at the other machine",
            fix="Run tpguide on the machine in front of you.",
        )
    return _tried(rung, [trial for trial in trials if trial.rung is rung])


def _tried(rung: Rung, trials: Sequence[Trial]) -> Finding:
    name = rung.value.capitalize()
    if not trials:
        return Finding(name, FindingStatus.LESS, "no program for it", fix=_INSTALL[rung])
    works = [trial.name for trial in trials if not trial.trouble]
    if works:
        return Finding(name, FindingStatus.GOOD, ", then ".join(works))
    why = "; ".join(f"{trial.name}: {trial.trouble}" for trial in trials)
    by_hand = _TEST[rung].format(trials[-1].name)
    is_program = not trials[-1].name.startswith("the ")
    return Finding(
        name,
        FindingStatus.LESS,
        "can't be heard",
        why=why,
        fix=by_hand if is_program else _LOUDSPEAKER,
    )


def _not_wanted(finding: Finding, best: HeardBy) -> Finding:
    """Return *finding* for what is better than what the person wants."""
    reset = "voice" if best is HeardBy.TONES else "sound"
    fix = f"tpguide settings reset {reset}"
    return replace(
        finding, verdict=FindingStatus.NOTE, found="not used", why="by your settings", fix=fix
    )


def _if_terminal(context: Context) -> FindingStatus:
    return FindingStatus.GOOD if context.can_draw else FindingStatus.NOTE


def _from_the_floor(context: Context) -> Finding:
    """Return what the person said after the check from the floor."""
    name = "From the floor"
    digits, sound = context.settings.floor_digits, context.settings.floor_sound
    if digits is None:
        return Finding(name, FindingStatus.NOTE, "not tried yet", fix="tpguide doctor --floor")
    read = "no digits read" if digits is SmallestRead.NONE else f"{digits.value} digits read"
    heard = f"{sound.value} heard" if sound else "no sound tried"
    is_enough = digits in (SmallestRead.SMALL, SmallestRead.MIDDLE)
    if is_enough and sound is not HeardBy.NOTHING:
        return Finding(name, FindingStatus.GOOD, f"{read}, {heard}")
    return Finding(
        name, FindingStatus.LESS, f"{read}, {heard}", fix="Try again with: tpguide doctor --floor"
    )
