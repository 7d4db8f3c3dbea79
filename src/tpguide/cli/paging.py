"""Print what is long: through the person's pager where there is a person and it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tpguide.cli.surroundings import Surroundings

if TYPE_CHECKING:
    from tpguide.ui.lines import Line


def print_paged(around: Surroundings, lines: Sequence[Line], wanted: bool | None) -> None:
    """Print *lines*, paged if that is *wanted*; None pages what is longer than the screen."""
    if wanted is None:
        wanted = len(lines) >= around.rows and not around.wants_plain
    if not (wanted and around.stdout.isatty() and _page(around, lines)):
        around.print_lines(lines)


def _page(around: Surroundings, lines: Sequence[Line]) -> bool:
    from tpguide.terminal.pager import pager_of
    from tpguide.ui.lines import without_links

    pager = pager_of(around.environment)
    if pager is None:
        return False
    return pager.show(around.painted(lines if pager.shows_links else without_links(lines)))
