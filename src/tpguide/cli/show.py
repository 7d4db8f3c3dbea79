"""`tpguide show`: the article, or some of it."""

from __future__ import annotations

from typing import Annotated

import typer

from tpguide.cli.surroundings import Surroundings


def show(
    context: typer.Context,
    guide: Annotated[str, typer.Argument(help="Which guide: its name, or how it begins.")],
    section: Annotated[
        list[str] | None,
        typer.Option(
            "--section", "-s", help="Only this section: number, key or title. Repeatable."
        ),
    ] = None,
    toc: Annotated[bool, typer.Option("--toc", help="Only the numbers and titles.")] = False,
    width: Annotated[
        int | None, typer.Option("--width", min=20, max=400, help="Columns to write in.")
    ] = None,
) -> None:
    """Read the article about a muscle."""
    from tpguide.guide.contents import sections_named
    from tpguide.ui.article import article_lines, contents_lines
    from tpguide.ui.page import page_of

    around = context.ensure_object(Surroundings)
    found = around.library.find(guide)
    page = page_of(found, sections_named(found, section or ()))
    look = around.look(width)
    lines = contents_lines(page, look) if toc else article_lines(page, look)
    around.print_lines(lines)
