"""`tpguide show`: the article, or some of it, on the terminal, in a pipe, or as a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpguide.cli.common_options import (
    ForceOption,
    GuideArgument,
    OutputOption,
    refuse_idle_force,
)
from tpguide.cli.completion import picture_names, section_names
from tpguide.cli.context import Context
from tpguide.cli.output import Display
from tpguide.errors import ExitCode, UnknownNameError, WrongUseError

if TYPE_CHECKING:
    from tpguide.document.build import Document
    from tpguide.guide.model import Guide


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What of the article is wanted, and how it is drawn."""

    sections: tuple[str, ...]
    everything: bool
    origins: bool
    toc: bool
    find: str | None
    pictures: bool | None
    width: int | None
    is_paged: bool

    @property
    def is_whole(self) -> bool:
        return not (self.sections or self.toc or self.find)


class ArticleFormat(Enum):
    """How the article is written."""

    RICH = "rich"
    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


#: A pager's own line.
ROWS_OF_PROMPT = 1
_DOCUMENTS = (ArticleFormat.MARKDOWN, ArticleFormat.HTML, ArticleFormat.JSON)
_DOCUMENT_OPTIONS = tuple(f"--format {one.value}" for one in _DOCUMENTS)
#: The number of a section, which may have been typed in the place of a guide.
_SECTION_NUMBER = re.compile(r"([0-9]{1,2}|[A-Za-z])(\.[0-9]{1,2}){0,2}")
_HAVE_ALL_ANYWAY = ("--section", "--toc", "--find", "--picture", *_DOCUMENT_OPTIONS)
#: By option, the others that have no effect beside it.
_WITHOUT_EFFECT = {
    "--picture": (
        "--section", "--toc", "--find", "--origins", "--pager", "--format", "-o", "--force",
    ),
    "--toc": ("--pictures", "--no-pictures"),
    "--find": ("--pictures", "--no-pictures"),
    "-o": ("--pager",),
    "--format html": ("--origins", "--width", "--pager", "--pictures"),
    **dict.fromkeys(
        ("--format markdown", "--format json"),
        ("--origins", "--width", "--pager", "--pictures", "--no-pictures"),
    ),
}  # fmt: skip


def show(
    ctx: typer.Context,
    guide: GuideArgument = None,
    *,
    section: Annotated[
        list[str] | None,
        typer.Option(
            "--section",
            "-s",
            metavar="NAME",
            help="Only this one: number, key, title. Repeatable.",
            autocompletion=section_names,
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="With every appendix in full.")] = False,
    origins: Annotated[
        bool, typer.Option("--origins", help="Say of what was added where it comes from.")
    ] = False,
    toc: Annotated[bool, typer.Option("--toc", help="Only the numbers and titles.")] = False,
    find: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Only passages that have all these words.")
    ] = None,
    written: Annotated[
        ArticleFormat | None,
        typer.Option("--format", metavar="FORMAT", help="rich, plain, markdown, html or json."),
    ] = None,
    pictures: Annotated[
        bool | None, typer.Option(help="Draw pictures, or say what they show.")
    ] = None,
    picture: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Only this picture, as large as it goes.",
            autocompletion=picture_names,
        ),
    ] = None,
    width: Annotated[
        int | None,
        typer.Option(metavar="COLUMNS", min=20, max=400, help="20 to 400; else the window's."),
    ] = None,
    pager: Annotated[bool | None, typer.Option(help="Page by page, or all at once.")] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Read the article about a muscle."""
    from dataclasses import replace

    context = ctx.ensure_object(Context)
    asked = {
        "--section": bool(section),
        "--all": everything,
        "--origins": origins,
        "--toc": toc,
        "--find": find is not None,
        "--pictures": pictures is True,
        "--no-pictures": pictures is False,
        "--picture": picture is not None,
        "--width": width is not None,
        "--pager": pager is True,
        "-o": output is not None,
        "--force": force,
        "--format": written is not None,
        f"--format {written.value if written else ''}": written is not None,
    }
    _refuse_without_effect(asked)
    refuse_idle_force(output, force=force)
    if written or output:
        display = Display.DRAWN if written is ArticleFormat.RICH else Display.PIPE
        context = replace(context, display=display)
    if pager and not context.stdout.isatty():
        raise WrongUseError("--pager needs a terminal.", "Leave it out.")
    file = _guide_file(context, guide)
    is_paged = pager is not False and output is None and context.stdout.isatty()
    wanted = _Wanted(
        tuple(section or ()), everything, origins, toc, find, pictures, width, is_paged
    )
    if picture:
        _print_alone(context, context.guide(guide), picture, wanted, file.parent)
    elif written in _DOCUMENTS:
        document = _document(context, context.guide(guide), wanted, written, file.parent)
        context.output.give_out(document, output, force=force)
    else:
        text = _text(context, guide, wanted, file)
        if output:
            context.output.give_out(text, output, force=force)
        else:
            context.output.print_text_paged(text, pager)


def _refuse_without_effect(asked: Mapping[str, bool]) -> None:
    """Raise WrongUseError if an option is asked for that does nothing beside another."""
    if asked["--all"] and any(asked.get(name) for name in _HAVE_ALL_ANYWAY):
        raise WrongUseError(
            "--all is for the article as a whole, on the screen or as plain text.",
            "Leave it out: sections, finds and documents have everything as it is.",
        )
    for option, useless in _WITHOUT_EFFECT.items():
        for name in useless if asked.get(option) else ():
            if asked[name]:
                raise WrongUseError(
                    f"{name} has no effect with {option}.", "Leave one of them out."
                )


def _guide_file(context: Context, guide: str | None) -> Path:
    """Return the file of *guide*. Raises WrongUseError for the number of a section."""
    try:
        return context.guide_file(guide)
    except UnknownNameError as error:
        if guide is None or not _SECTION_NUMBER.fullmatch(guide):
            raise
        raise WrongUseError(
            error.sentence, f"Did you mean: tpguide show --section {guide.upper()}?"
        ) from None


def _text(context: Context, name: str | None, wanted: _Wanted, file: Path) -> str:
    """Return what is *wanted* of the article as it is printed, from the cache or drawn anew.

    What was looked for is private, so it isn't kept. Raises typer.Exit if nothing has it.
    """
    from tpguide.cli.article_cache import KeptArticle

    kept = None if wanted.find is not None else KeptArticle(context, file, wanted)
    text = kept.text() if kept else None
    if text is None:
        guide = context.guide(name)
        text = _drawn(context, guide, wanted, file.parent)
        if kept:
            kept.keep(text, [one.file for one in guide.pictures])
    return text


def _drawn(context: Context, guide: Guide, wanted: _Wanted, folder: Path) -> str:
    from tpguide.cli.picture_files import PictureFiles
    from tpguide.ui.text.article import article_lines, contents_lines

    page = _page(guide, wanted)
    look = context.output.text_options(wanted.width).centred()
    if wanted.origins:
        look = look.spelling_marks()
    if wanted.find is not None:
        from tpguide.document.search import words_of

        look = look.lighting(words_of(wanted.find).hits)
    elif context.output.display is Display.DRAWN if wanted.pictures is None else wanted.pictures:
        look = look.drawing(PictureFiles(context, folder).within_text)
        if wanted.is_paged:
            look = look.paged(context.output.rows - ROWS_OF_PROMPT)
        if wanted.is_whole:
            look = look.gathering_pictures()
    if wanted.find is not None and not page.sections:
        context.output.print_lines(article_lines(page, look))
        raise typer.Exit(ExitCode.NOTHING_FOUND)
    drawn = contents_lines if wanted.toc else article_lines
    return context.output.painted(drawn(page, look))


def _page(guide: Guide, wanted: _Wanted, *, folds: bool = True) -> Document:
    """Return the pages that are *wanted*; the whole article folded, unless all of it is."""
    from tpguide.document.build import folded, headings_of, page_of
    from tpguide.guide.contents import sections_named

    try:
        page = page_of(guide, sections_named(guide, wanted.sections))
    except UnknownNameError as error:
        if error.nearest:
            raise
        raise WrongUseError(error.sentence, "--toc lists the sections that there are.") from None
    if wanted.find is not None:
        from tpguide.document.search import passages, words_of

        page = passages(page, words_of(wanted.find))
    if wanted.toc:
        page = headings_of(page)
    return folded(page) if folds and wanted.is_whole and not wanted.everything else page


def _document(
    context: Context, guide: Guide, wanted: _Wanted, written: ArticleFormat | None, folder: Path
) -> str:
    """Return what is *wanted* of the article as a document."""
    page = _page(guide, wanted, folds=False)
    if written is ArticleFormat.MARKDOWN:
        from tpguide.ui.export.markdown import markdown

        return markdown(page)
    if written is ArticleFormat.HTML:
        from tpguide.cli.picture_files import PictureFiles
        from tpguide.ui.export.html import html

        files = PictureFiles(context, folder)
        has_pictures = wanted.pictures is not False
        return html(page, lambda picture: files.animated(picture, guide) if has_pictures else None)
    from tpguide.ui.export.json import article_json

    return article_json(page)


def _print_alone(context: Context, guide: Guide, name: str, wanted: _Wanted, folder: Path) -> None:
    """Print a picture of *guide* as large as the window, and what it shows in words."""
    from tpguide.cli.picture_files import PictureFiles
    from tpguide.guide.contents import picture_named
    from tpguide.ui.text.article import picture_words
    from tpguide.ui.text.lines import indented

    picture, look = picture_named(guide, name), context.output.text_options(wanted.width)
    words = picture_words(picture, look)
    room = (look.columns - 2 * look.margin, context.output.rows - len(words) - 1)
    draws = context.output.display is Display.DRAWN if wanted.pictures is None else wanted.pictures
    files = PictureFiles(context, folder) if draws else None
    if files and (image := files.image(picture, *room)):
        context.stdout.write(f"{' ' * look.margin}{image}\n")
    elif files and (drawn := files.drawn(picture, *room)):
        words = [*indented(drawn, look.margin), *words]
    context.output.print_lines(words)
