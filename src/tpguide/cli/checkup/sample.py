"""Play a few words as a session would, to prove what doctor says."""

from __future__ import annotations

from tpguide.cli.context import Context
from tpguide.cli.session.sound import wished_ladder
from tpguide.guide.model import Guide
from tpguide.modes import OutputKind
from tpguide.session.cues import Cue, Sound
from tpguide.terminal.audio.cue_player import Cues
from tpguide.terminal.audio.trial import play_to_its_end
from tpguide.terminal.temporary import temporary_folder
from tpguide.ui.pages.doctor import Finding, FindingStatus


def sample_finding(context: Context, guide: Guide) -> Finding:
    """Play the sample of *guide* by the best output that is wanted; return which one that was.

    What fails gives way to the next output, as it would in a session.
    """
    name, cue = "Sample", Cue(Sound.CHECK_IN, guide.protocol.phrases.sample.spoken)
    if context.settings.heard_by_at_best is OutputKind.NOTHING:
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
