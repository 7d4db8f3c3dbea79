"""`tpguide check`: the safety questions alone, and what the answers mean."""

from __future__ import annotations

from typing import Annotated

import typer

from tpguide.cli.completion import guide_names
from tpguide.cli.surroundings import Surroundings


def check(
    context: typer.Context,
    guide: Annotated[
        str | None,
        typer.Argument(
            help="Which guide. It may be left out if there is only one.",
            autocompletion=guide_names,
        ),
    ] = None,
) -> None:
    """Ask the safety questions alone, and say what the answers mean."""
    from tpguide.cli.safety_questions import SafetyQuestions
    from tpguide.errors import WrongUseError
    from tpguide.session.record import Verdict
    from tpguide.ui.safety import paragraph

    around = context.ensure_object(Surroundings)
    found = around.guide(guide, from_its_file=True)
    if not around.can_ask:
        raise WrongUseError(
            "The safety questions need a terminal: only you can answer them.",
            f"They can be read with: tpguide massage {found.slug}",
        )
    with around.journal() as journal:
        now = around.clock.now()
        verdict = SafetyQuestions(around.prompts, found, journal, now).ask()
    meaning = "Nothing you answered speaks against the massage today."
    if verdict is Verdict.AGREED:
        meaning = found.safety.careful.text
    around.console().print(paragraph(meaning, around.columns))
