"""`tpguide show`: the article, or some of it, on the terminal, in a pipe, or as a document."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

from tpguide.cli.completion import guide_names, picture_names, section_names
from tpguide.cli.context import Context
from tpguide.errors import WrongUseError

if TYPE_CHECKING:
    from tpguide.cli.picture_files import PictureFiles
    from tpguide.document.build import Document
    from tpguide.guide.article import Picture
    from tpguide.ui.text.lines import Finder
    from tpguide.ui.text.options import TextOptions


class ArticleFormat(Enum):
    """How the article is written."""

    RICH = "rich"
    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


def show(
    ctx: typer.Context,
    guide: Annotated[
        str | None,
        typer.Argument(
            metavar="GUIDE",
            help="Which guide. It may be left out if there is only one.",
            autocompletion=guide_names,
        ),
    ] = None,
    *,
    section: Annotated[
        list[str] | None,
        typer.Option(
            "--section",
            "-s",
            metavar="NAME",
            help="Only this section: number, key or title. Repeatable.",
            autocompletion=section_names,
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="With every appendix in full.")] = False,
    origins: Annotated[
        bool, typer.Option("--origins", help="Say of all that was added where it comes from.")
    ] = False,
    toc: Annotated[bool, typer.Option("--toc", help="Only the numbers and titles.")] = False,
    find: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Only passages that have all these words.")
    ] = None,
    written: Annotated[
        ArticleFormat | None,
        typer.Option("--format", help="Else rich on a terminal, and plain into a pipe."),
    ] = None,
    pictures: Annotated[
        bool | None, typer.Option(help="Draw the pictures, or say what they show.")
    ] = None,
    picture: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Only this picture.", autocompletion=picture_names),
    ] = None,
    width: Annotated[
        int | None,
        typer.Option(metavar="COLUMNS", min=20, max=400, help="Other than the window's."),
    ] = None,
    pager: Annotated[bool | None, typer.Option(help="Page by page, or all at once.")] = None,
) -> None:
    """Read the article about a muscle."""
    from dataclasses import replace

    from tpguide.cli.output import print_paged
    from tpguide.cli.picture_files import PictureFiles
    from tpguide.document.build import folded, headings_of, page_of
    from tpguide.guide.contents import picture_named, sections_named
    from tpguide.ui.text.article import article_lines, contents_lines

    context = ctx.ensure_object(Context)
    found, folder = context.guide(guide), context.guide_folder(guide)
    if written:
        context = replace(context, is_styled=written is ArticleFormat.RICH)
    files = PictureFiles(context, folder)
    page = page_of(found, sections_named(found, section or ()))
    is_whole = not (section or toc or find or picture)
    if everything and not (is_whole and written in (None, ArticleFormat.RICH, ArticleFormat.PLAIN)):
        raise WrongUseError(
            "--all is for the article as a whole, on the screen or as plain text.",
            "Leave it out: sections, finds and documents have everything as it is.",
        )
    page, finder = _searched(page, find) if find else (page, None)
    if toc:
        page = headings_of(page)
    if document := _document(page, written, files):
        context.write_document(document)
        return
    if is_whole and not everything:
        page = folded(page)
    look = context.look(width).lighting(finder)
    if origins:
        look = look.spelling_marks()
    draws = context.shows_pictures if pictures is None else pictures
    if picture:
        _print_alone(context, picture_named(found, picture), files if draws else None, look)
        return
    if draws:
        look = look.drawing(files.beside_text)
    lines = contents_lines(page, look) if toc else article_lines(page, look)
    print_paged(context, lines, pager)


def _searched(page: Document, find: str) -> tuple[Document, Finder]:
    """Return the passages of *page* that have the words, and what finds the words in them."""
    from tpguide.document.search import passages, words_of

    words = words_of(find)
    return passages(page, words), words.hits


def _document(page: Document, written: ArticleFormat | None, files: PictureFiles) -> str | None:
    """Return *page* as a document, if it is to be written as one."""
    if written is ArticleFormat.MARKDOWN:
        from tpguide.ui.export.markdown import markdown

        return markdown(page)
    if written is ArticleFormat.HTML:
        from tpguide.ui.export.html import html

        return html(page, files.svg)
    if written is ArticleFormat.JSON:
        from tpguide.ui.export.json import article_json

        return article_json(page)
    return None


def _print_alone(
    context: Context, picture: Picture, files: PictureFiles | None, look: TextOptions
) -> None:
    """Print *picture* from *files*, as large as the window, and what it shows in words."""
    from tpguide.ui.text.article import picture_words
    from tpguide.ui.text.lines import indented

    words = picture_words(picture, look)
    room = (look.columns - 2 * look.margin, context.rows - len(words) - 1)
    if files and (image := files.image(picture, *room)):
        context.stdout.write(f"{' ' * look.margin}{image}\n")
    elif files and (drawn := files.drawn(picture, *room)):
        words = [*indented(drawn, look.margin), *words]
    context.print_lines(words)
