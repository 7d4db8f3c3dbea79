"""`tpguide read`: the article in an interactive reader."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import typer

from tpguide.cli.common_options import GuideArgument
from tpguide.cli.context import Context
from tpguide.errors import ExitCode, WrongUseError

if TYPE_CHECKING:
    from tpguide.guide.model import Guide
    from tpguide.terminal.keys import TerminalKeys
    from tpguide.terminal.screen import Screen
    from tpguide.ui.reader.state import Reader
    from tpguide.ui.text.options import DrawPicture

#: When a terminal that didn't take a whole screen is given the rest.
SHOWN_AGAIN_SECONDS: Final = 0.1


def read(
    ctx: typer.Context,
    guide: GuideArgument = None,
) -> None:
    """Read it on the whole screen, and go straight on to the massage."""
    from tpguide.cli.massage import massage
    from tpguide.cli.picture_files import PictureFiles

    context = ctx.ensure_object(Context)
    if not context.can_draw:
        needed = "a whole screen, not plain lines" if context.can_ask else "a terminal"
        raise WrongUseError(f"Reading needs {needed}.", "tpguide show prints the article.")
    found = context.guide(guide)
    files = PictureFiles(context, context.guide_folder(guide))
    if _goes_on_to_massage(context, found, files.within_text):
        massage(ctx, guide, guided=True)


def _goes_on_to_massage(context: Context, guide: Guide, draw: DrawPicture) -> bool:
    """Let *guide* be read, from where it was left; tell if the massage is to follow."""
    from tpguide.document.build import page_of
    from tpguide.session.record import ReadingPlace
    from tpguide.terminal.keys import TerminalKeys
    from tpguide.terminal.screen import Screen
    from tpguide.ui.reader.state import Leaving, at_line_in_section, line_in_section, opened

    page = page_of(guide, guide.sections)
    with context.journal() as journal:
        with ExitStack() as stack:
            screen = stack.enter_context(Screen(context.stdout.fileno()))
            keys = stack.enter_context(
                TerminalKeys(context.stdin.fileno(), screen.left, takes_clicks=True)
            )
            look = context.output.text_options().centred().drawing(draw)
            reader = opened(page, look, *screen.size())
            if place := journal.reading_place(guide.slug):
                reader = at_line_in_section(reader, place.section, place.line)
            reader = replace(reader, message=" ".join(journal.troubles))
            ended, ended_by = _read(reader, context, screen, keys)
        # Only now that the screen is given back: a busy disk may take a while.
        section, line = line_in_section(ended)
        journal.keep_reading_place(guide.slug, ReadingPlace(section=section, line=line))
    if ended_by:
        raise typer.Exit(ended_by)
    return ended.leaving is Leaving.MASSAGE


def _read(
    reader: Reader, context: Context, screen: Screen, keys: TerminalKeys
) -> tuple[Reader, ExitCode | None]:
    """Obey the keys until the person leaves, or what tells the program to end."""
    from tpguide.terminal.keys import HUNG_UP, RESIZED, RESUMED, TERMINATED
    from tpguide.ui.reader.keys import pressed
    from tpguide.ui.reader.screen import reader_rows
    from tpguide.ui.reader.state import resized

    while True:
        is_shown = screen.show(context.output.painted_rows(reader_rows(reader)))
        for key in keys.read(None if is_shown else SHOWN_AGAIN_SECONDS):
            if key == HUNG_UP:
                return reader, ExitCode.ENDED_BY_HANGUP
            if key == TERMINATED:
                return reader, ExitCode.ENDED_BY_TERMINATE
            if key == RESIZED:
                reader = resized(reader, *screen.size())
            elif key in (RESUMED, "ctrl-l"):
                screen.repaint()
            else:
                reader = pressed(reader, key)
                screen.watch_mouse(reader.has_mouse)
            if reader.leaving:
                return reader, None
