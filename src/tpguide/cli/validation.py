"""Everything that can be found out about a guide file, for whoever writes one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tpguide.errors import GuideFileError, TpguideError
from tpguide.guide.lint import weaknesses
from tpguide.guide.loader import load_with_places
from tpguide.guide.model import Guide
from tpguide.guide.problems import (
    MOST_PROBLEMS,
    Disagreement,
    InvalidGuideError,
    Problem,
    Severity,
)
from tpguide.guide.semantic_check import select
from tpguide.names import slug_of
from tpguide.session.cues import Speech
from tpguide.session.timing_check import Misfit, misfits
from tpguide.storage.guide_files import bytes_of
from tpguide.terminal.audio.voice_file import open_voice, voice_path
from tpguide.text import visible
from tpguide.ui.pages.problems import ProblemFile
from tpguide.ui.pictures.svg import drawing

#: Where a guide names a part of the protocol's picture.
PARTS = (
    "protocol.moving_part",
    "protocol.zones.*.part",
    "protocol.places.*.part",
    "safety.no_go_places.*.part",
)


def examine(
    path: Path, content: bytes | None = None, most_problems: int = MOST_PROBLEMS
) -> ProblemFile:
    """Return the problems of the guide file at *path*, *most_problems* of them, and advice.

    Its *content* may have been read already, from standard input.
    """
    name = str(path)
    try:
        data = bytes_of(path) if content is None else content
    except GuideFileError as error:
        return ProblemFile(name, "", (_unplaced(error),))
    text = data.decode(errors="replace")
    try:
        loaded = load_with_places(data, most_problems=most_problems)
    except InvalidGuideError as error:
        return ProblemFile(name, text, error.problems)
    places = loaded.document.places
    found = [
        *weaknesses(loaded.document.value),
        *_misfits(loaded.guide, path.parent),
        *_pictures(loaded.guide, loaded.document.value, path.parent),
        *(_name(loaded.guide, path) if content is None else ()),
    ]
    problems = sorted((places.problem(each) for each in found), key=lambda each: each.place)
    return ProblemFile(name, text, tuple(problems))


def _unplaced(error: GuideFileError) -> Problem:
    return Problem(line=1, column=1, path="", sentence=error.sentence, hint=error.hint)


def _misfits(guide: Guide, folder: Path) -> Iterator[Disagreement]:
    """Yield what doesn't fit its seconds, by its recording or else by an estimate."""
    voice = open_voice(voice_path(folder, guide.language, guide.slug))
    recorded = voice.seconds if voice else {}
    for misfit in misfits(guide, Speech(guide.voice.words_per_minute, recorded)):
        yield Disagreement(
            path=misfit.path,
            sentence=misfit.sentence,
            hint=_what_fits(misfit),
            severity=misfit.severity,
        )


def _what_fits(misfit: Misfit) -> str:
    if misfit.severity is Severity.WARNING:
        return "Say less, or give it more seconds."
    return "Write that number." if "totals" in misfit.path else "Keep to the limit."


def _pictures(guide: Guide, document: object, folder: Path) -> Iterator[Disagreement]:
    for index, picture in enumerate(guide.pictures):
        try:
            drawn = drawing(bytes_of(folder / picture.file))
        except TpguideError as error:
            yield Disagreement(
                path=("pictures", index, "file"), sentence=visible(error.sentence), hint=error.hint
            )
            continue
        if picture.key == guide.protocol.picture:
            for pattern in PARTS:
                for path, part in select(document, pattern):
                    if part not in drawn.parts:
                        yield Disagreement(
                            path=path,
                            sentence=f"The picture “{picture.key}” has no part “{part}”.",
                            expected=f"the id of one: {', '.join(sorted(drawn.parts))}",
                        )


def _name(guide: Guide, path: Path) -> Iterator[Disagreement]:
    if slug_of(path.stem) != guide.slug:
        yield Disagreement(
            path=("slug",),
            sentence=f"The file isn't named {guide.slug}.yaml.",
            hint="Name it so before it goes into the folder of your guides.",
            severity=Severity.WARNING,
        )
