"""Print what is long: through the person's pager where there is a person and it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tpguide.cli.context import Context

if TYPE_CHECKING:
    from tpguide.ui.text.lines import StyledLine


def print_paged(context: Context, lines: Sequence[StyledLine], wanted: bool | None) -> None:
    """Print *lines*, paged if that is *wanted*; None pages what is longer than the screen."""
    if wanted is None:
        wanted = len(lines) >= context.rows and not context.wants_plain
    if not (wanted and context.stdout.isatty() and _page(context, lines)):
        context.print_lines(lines)


def _page(context: Context, lines: Sequence[StyledLine]) -> bool:
    from tpguide.terminal.pager import pager_of
    from tpguide.ui.text.lines import without_links

    pager = pager_of(context.environment)
    if pager is None:
        return False
    return pager.show(context.painted(lines if pager.shows_links else without_links(lines)))
