"""Print what is long: through the person's pager where there is a person and it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tpguide.cli.context import Context

if TYPE_CHECKING:
    from tpguide.terminal.pager import Pager
    from tpguide.ui.text.lines import StyledLine


def print_paged(context: Context, lines: Sequence[StyledLine], wanted: bool | None) -> None:
    """Print *lines*, paged if that is *wanted*; None pages what is longer than the screen."""
    print_text_paged(context, context.painted(lines), wanted)


def print_text_paged(context: Context, text: str, wanted: bool | None) -> None:
    """Print *text* that is drawn already, paged as `print_paged` does."""
    if wanted is None:
        wanted = text.count("\n") >= context.rows and not context.wants_plain
    pager = _pager(context) if wanted and context.stdout.isatty() else None
    context.stdout.flush()
    ended = pager.show(text) if pager else None
    if ended is None or not ended.was_shown:
        context.stdout.write(text)
        context.stdout.flush()
    if ended and ended.trouble:  # below the text, where it is seen
        context.tell(ended.trouble)


def _pager(context: Context) -> Pager | None:
    from tpguide.terminal.pager import pager_of

    return pager_of(context.environment)
