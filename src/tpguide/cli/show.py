"""`tpguide show`: the article, or some of it."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from tpguide.cli.completion import guide_names, section_names
from tpguide.cli.surroundings import Surroundings


class Format(Enum):
    """How the article is written."""

    RICH = "rich"
    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


def show(
    context: typer.Context,
    guide: Annotated[
        str,
        typer.Argument(help="Which guide: its name, or how it begins.", autocompletion=guide_names),
    ],
    *,
    section: Annotated[
        list[str] | None,
        typer.Option(
            "--section",
            "-s",
            help="Only this section: number, key or title. Repeatable.",
            autocompletion=section_names,
        ),
    ] = None,
    toc: Annotated[bool, typer.Option("--toc", help="Only the numbers and titles.")] = False,
    find: Annotated[
        str | None, typer.Option("--find", metavar="WORDS", help="Only passages with these words.")
    ] = None,
    width: Annotated[
        int | None, typer.Option("--width", min=20, max=400, help="Columns to write in.")
    ] = None,
    pager: Annotated[
        bool | None,
        typer.Option("--pager/--no-pager", help="Page by page, or all at once."),
    ] = None,
) -> None:
    """Read the article about a muscle."""
    from tpguide.cli.paging import print_paged
    from tpguide.guide.contents import sections_named
    from tpguide.ui.article import article_lines, contents_lines
    from tpguide.ui.page import page_of

    around = context.ensure_object(Surroundings)
    found = around.library.find(guide)
    page = page_of(found, sections_named(found, section or ()))
    look = around.look(width)
    lines = contents_lines(page, look) if toc else article_lines(page, look)
    print_paged(around, lines, pager)
