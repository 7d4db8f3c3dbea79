"""`tpguide check`: the safety questions alone, and what the answers mean."""

from __future__ import annotations

import typer

from tpguide.cli.common_options import GuideArgument
from tpguide.cli.context import Context


def check(
    ctx: typer.Context,
    guide: GuideArgument = None,
) -> None:
    """Ask the safety questions alone, and say what answers mean."""
    from tpguide.cli.session.gate import SafetyQuestions
    from tpguide.errors import WrongUseError
    from tpguide.session.record import ScreeningVerdict
    from tpguide.ui.prompts.gate_pages import paragraph

    context = ctx.ensure_object(Context)
    found = context.guide(guide, from_its_file=True)
    if not context.can_ask:
        raise WrongUseError(
            "The safety questions need a terminal: only you can answer them.",
            f"They can be read with: tpguide massage {found.slug}",
        )
    with context.journal() as journal:
        now = context.clock.now()
        verdict = SafetyQuestions(context.prompts, found, journal, now).ask()
    meaning = "Nothing you answered speaks against the massage today."
    if verdict is ScreeningVerdict.AGREED:
        meaning = found.safety.careful.text
    context.output.console().print(paragraph(meaning, context.output.columns))
