"""What a session can be heard by on this machine, and why not by something better."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from tpguide.cli.checkup.rules import Rule, findings, otherwise
from tpguide.cli.checkup.sample import sample_finding
from tpguide.cli.context import Context
from tpguide.cli.session.floor_check import FloorAnswers
from tpguide.cli.session.sound import voice_settings
from tpguide.errors import TpguideError
from tpguide.guide.model import Guide
from tpguide.modes import OutputKind
from tpguide.session.floor_check import DigitSize
from tpguide.terminal.audio.speech import VoiceSettings
from tpguide.terminal.audio.trial import Trial, try_sound
from tpguide.terminal.environment import is_over_ssh
from tpguide.ui.pages.doctor import FindingGroup, FindingStatus

_LOUDSPEAKER: Final = "Is there a loudspeaker, and does the system know it?"
_INSTALL: Final = {
    OutputKind.VOICE: "Install espeak-ng; on Debian and Ubuntu: sudo apt install espeak-ng",
    OutputKind.TONES: "Install aplay; on Debian and Ubuntu: sudo apt install alsa-utils",
}
_TEST: Final = {
    OutputKind.VOICE: f"{_LOUDSPEAKER} Test it with: {{}} hello",
    OutputKind.TONES: f"{_LOUDSPEAKER} Test it with: {{}} FILE.wav",
}


@dataclass(frozen=True, slots=True)
class OutputFacts:
    """What was found out about one kind of output, by trying it where it can be tried."""

    kind: OutputKind
    best_wanted: OutputKind
    has_terminal: bool
    is_over_ssh: bool
    trials: tuple[Trial, ...]

    @property
    def name(self) -> str:
        """Its name for people."""
        return self.kind.value.capitalize()

    @property
    def is_wanted(self) -> bool:
        """Whether the person wants it, or something better that may be missing."""
        ladder = list(OutputKind)
        return ladder.index(self.kind) >= ladder.index(self.best_wanted)

    @property
    def setting(self) -> str:
        """The setting that turns it off."""
        return "voice" if self.best_wanted is OutputKind.TONES else "sound"

    @property
    def works(self) -> str:
        """The programs and voices that work, the first choice first."""
        return ", then ".join(trial.name for trial in self.trials if not trial.trouble)

    @property
    def troubles(self) -> str:
        """Why each that was tried doesn't work."""
        return "; ".join(f"{trial.name}: {trial.trouble}" for trial in self.trials)

    @property
    def install(self) -> str:
        """What to install where there is no program for it."""
        return _INSTALL[self.kind]

    @property
    def remedy(self) -> str:
        """What to do where nothing works; a program can be tried by hand."""
        last = self.trials[-1].name
        return _LOUDSPEAKER if last.startswith("the ") else _TEST[self.kind].format(last)


_BELL: Final = "the terminal's own, if it is not switched off there"
_FLASH: Final = "the whole screen lights up"

OUTPUT_RULES: Final[tuple[Rule[OutputFacts], ...]] = (
    Rule(
        "{f.name}",
        lambda f: not f.is_wanted,
        FindingStatus.NOTE,
        "not used",
        why="by your settings",
        fix="tpguide settings reset {f.setting}",
    ),
    Rule(
        "{f.name}",
        lambda f: f.kind is OutputKind.BELL and f.has_terminal,
        FindingStatus.GOOD,
        _BELL,
    ),
    Rule("{f.name}", lambda f: f.kind is OutputKind.BELL, FindingStatus.NOTE, _BELL),
    Rule(
        "{f.name}",
        lambda f: f.kind is OutputKind.FLASH and f.has_terminal,
        FindingStatus.GOOD,
        _FLASH,
    ),
    Rule("{f.name}", lambda f: f.kind is OutputKind.FLASH, FindingStatus.NOTE, _FLASH),
    Rule(
        "{f.name}",
        lambda f: f.is_over_ssh,
        FindingStatus.LESS,
        "not from here",
        why="over ssh it would be heard at the other machine",
        fix="Run tpguide on the machine in front of you.",
    ),
    Rule(
        "{f.name}",
        lambda f: not f.trials,
        FindingStatus.LESS,
        "no program for it",
        fix="{f.install}",
    ),
    Rule("{f.name}", lambda f: f.works, FindingStatus.GOOD, "{f.works}"),
    Rule(
        "{f.name}",
        otherwise,
        FindingStatus.LESS,
        "can't be heard",
        why="{f.troubles}",
        fix="{f.remedy}",
    ),
)


@dataclass(frozen=True, slots=True)
class FloorFacts:
    """What the person said after the check from the floor, if it was tried."""

    answers: FloorAnswers | None

    @property
    def said(self) -> str:
        """The answers, in words."""
        if self.answers is None:
            return ""
        size, heard = self.answers.smallest, self.answers.heard
        read = f"{size.value} digits read" if size else "no digits read"
        return f"{read}, {heard.value} heard" if heard else f"{read}, no sound tried"

    @property
    def is_enough(self) -> bool:
        """Whether a session can be followed from there."""
        return (
            self.answers is not None
            and self.answers.smallest in (DigitSize.SMALL, DigitSize.MIDDLE)
            and self.answers.heard is not OutputKind.NOTHING
        )


FLOOR_RULES: Final[tuple[Rule[FloorFacts], ...]] = (
    Rule(
        "From the floor",
        lambda f: f.answers is None,
        FindingStatus.NOTE,
        "not tried yet",
        fix="tpguide doctor --floor",
    ),
    Rule("From the floor", lambda f: f.is_enough, FindingStatus.GOOD, "{f.said}"),
    Rule(
        "From the floor",
        otherwise,
        FindingStatus.LESS,
        "{f.said}",
        fix="Try again with: tpguide doctor --floor",
    ),
)


def sound_part(
    context: Context, answers: FloorAnswers | None, *, with_sample: bool
) -> FindingGroup:
    """Return what was found out about what can be heard. The best that is wanted is in use.

    *answers* are those of the floor check. *With a sample*, a few words are heard.
    """
    guide = _first_guide(context)
    found = [
        finding
        for facts in output_facts(context, guide)
        for finding in findings(OUTPUT_RULES, facts)
    ]
    used = next((n for n, each in enumerate(found) if each.verdict is FindingStatus.GOOD), None)
    in_use = [replace(each, in_use=n == used) for n, each in enumerate(found)]
    floor = findings(FLOOR_RULES, FloorFacts(answers))
    sample = (sample_finding(context, guide),) if with_sample and guide else ()
    return FindingGroup("Sound", (*in_use, *sample, *floor))


def output_facts(context: Context, guide: Guide | None) -> Sequence[OutputFacts]:
    """Find out what each kind of output does here, except for none at all."""
    over_ssh = is_over_ssh(context.environment)
    trials = () if over_ssh else try_sound(context.environment, _voice(context, guide))
    return [
        OutputFacts(
            kind=kind,
            best_wanted=context.settings.heard_by_at_best,
            has_terminal=context.can_draw,
            is_over_ssh=over_ssh,
            trials=tuple(trial for trial in trials if trial.kind is kind),
        )
        for kind in OutputKind
        if kind is not OutputKind.NOTHING
    ]


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
