"""Print what is long: through the person's pager where there is a person and it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tpguide.cli.context import Context

if TYPE_CHECKING:
    from tpguide.ui.text.lines import StyledLine


def print_paged(context: Context, lines: Sequence[StyledLine], wanted: bool | None) -> None:
    """Print *lines*, paged if that is *wanted*; None pages what is longer than the screen."""
    print_text_paged(context, context.painted(lines), wanted)


def print_text_paged(context: Context, text: str, wanted: bool | None) -> None:
    """Print *text* that is drawn already, paged as `print_paged` does."""
    if wanted is None:
        wanted = text.count("\n") >= context.rows and not context.wants_plain
    if not (wanted and context.stdout.isatty() and _page(context, text)):
        context.stdout.write(text)


def _page(context: Context, text: str) -> bool:
    """Show *text* in the pager; return whether it has been seen. What goes wrong is told."""
    from tpguide.terminal.pager import pager_of

    pager = pager_of(context.environment)
    if pager is None:
        return False
    context.stdout.flush()
    ended = pager.show(text)
    if ended.trouble:
        context.tell(ended.trouble)
    return ended.was_shown
