"""`tpguide` alone: a home for who comes back, a welcome for a newcomer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tpguide.cli.context import Context
from tpguide.errors import TpguideError

if TYPE_CHECKING:
    from tpguide.ui.text.lines import StyledLine


def print_home(context: Context) -> None:
    """Print where this person is, or what there is to try first."""
    from tpguide.storage.paths import JOURNAL_FILE, data_folder
    from tpguide.ui.pages.home import welcome

    lines = None
    if os.path.exists(data_folder(context.environment) / JOURNAL_FILE):  # else nothing is opened
        lines = _of_who_comes_back(context)
    context.output.print_lines(
        lines or welcome(context.library.slugs[0], context.output.text_options())
    )


def _of_who_comes_back(context: Context) -> list[StyledLine] | None:
    """Return the home, or None before the first session."""
    from tpguide.cli.session.resume import close_what_is_over
    from tpguide.progress.coming_back import coming_back
    from tpguide.session.record import ScreeningVerdict
    from tpguide.ui.pages.home import home

    now = context.clock.now()
    with context.journal() as journal:
        close_what_is_over(context, journal)
        slug = next((one.guide for one in journal.sessions(limit=1)), None)
        if slug is None:
            return None
        try:
            guide = context.library.find(slug)
        except TpguideError:  # without its guide nothing can be said of a session
            return None
        answers = journal.last_answers(slug)
        verdict = answers.verdict if answers else ScreeningVerdict.CLEAR
        records, ratings = journal.sessions(slug, limit=100), journal.weekly_ratings(slug)
    back = coming_back(guide, records, ratings, now, verdict=verdict)
    return home(guide, back, context.output.text_options(), now=now) if back else None
