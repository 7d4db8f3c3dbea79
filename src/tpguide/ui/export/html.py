"""Write a page as one HTML file for screens and paper: no script, nothing to be fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape

from tpguide.document.build import Document, PageSection
from tpguide.document.nodes import (
    Box,
    Definition,
    Definitions,
    Figure,
    Heading,
    Item,
    Listing,
    Mark,
    Piece,
    Prose,
    Runs,
    TableNode,
    Tone,
)
from tpguide.guide.article import Picture
from tpguide.ui.export.html_style import ARTICLE_STYLE

#: Returns the SVG of a picture, or None where there is none.
Svg = Callable[[Picture], bytes | None]

_TONES = {Tone.NOTE: ("note", "Note"), Tone.CAUTION: ("caution", "Caution")}


def html(page: Document, svg: Svg) -> str:
    """Return *page* as a whole HTML document, its pictures inside."""
    guide = page.guide
    title, language = escape(guide.title), escape(guide.language)
    # Nothing is ever loaded from anywhere, whatever a guide file says.
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{ARTICLE_STYLE}</style>
</head>
<body>
<header>
{_joined(_head(page))}
</header>
<nav aria-label="Contents">
{_contents(page)}
</nav>
<main>
{_joined(_section(section, svg) for section in page.sections)}
</main>
</body>
</html>
"""


def _head(page: Document) -> Iterator[str]:
    guide = page.guide
    article = _link(guide.article.address, escape(guide.article.address))
    yield f"<h1>{escape(guide.title)}</h1>"
    yield f"<p>{escape(guide.article.credit)} {article}</p>"
    yield f'<p class="review">{escape(guide.safety.review)}</p>'
    yield "<dl>"
    for mark, meaning in page.legend:
        yield f"<div><dt>{_mark(mark)}</dt> <dd>{escape(meaning)}</dd></div>"
    yield "</dl>"


def _contents(page: Document) -> str:
    items = (
        f'<li class="depth-{one.heading.depth}">'
        f'<a href="#{escape(one.heading.key)}">{_numbered(one.heading)}</a></li>'
        for one in page.sections
    )
    return f"<ul>\n{_joined(items)}\n</ul>"


def _section(section: PageSection, svg: Svg) -> str:
    heading = section.heading
    key = escape(heading.key)
    level = heading.depth + 2
    title = f'<h{level} id="{key}">{_numbered(heading)}{_spaced(_mark(heading.mark))}</h{level}>'
    pieces = (_piece(piece, level + 1, svg) for piece in section.pieces)
    return f'<section aria-labelledby="{key}">\n{title}\n{_joined(pieces)}\n</section>'


def _piece(piece: Piece, level: int, svg: Svg) -> str:
    match piece:
        case Heading():
            return f"<h{level}>{escape(piece.title)}{_spaced(_mark(piece.mark))}</h{level}>"
        case Prose():
            return f"<p>{_runs(piece.runs)}</p>"
        case Listing():
            return _listing(piece)
        case Box():
            return _box(piece, level, svg)
        case TableNode():
            return _grid(piece)
        case Definitions():
            entries = (_entry(entry, cited=piece.cited) for entry in piece.items)
            return f'<ol class="works">\n{_joined(entries)}\n</ol>'
        case Figure():
            return _figure(piece.picture, svg(piece.picture))


def _listing(listing: Listing) -> str:
    kind = "ol" if listing.numbered else "ul"
    return f"<{kind}>\n{_joined(_item(item) for item in listing.items)}\n</{kind}>"


def _item(item: Item) -> str:
    said = _runs(item.runs)
    colon = ":" if item.inner or any(run.text for run in item.runs) else ""
    term = f"<strong>{escape(item.term)}{colon}</strong>" if item.term else ""
    inner = _joined(f"<li>{escape(text)}</li>" for text in item.inner)
    return f"<li>{term}{_spaced(said)}{f'<ul>{inner}</ul>' if inner else ''}</li>"


def _box(box: Box, level: int, svg: Svg) -> str:
    kind, word = _TONES[box.tone]
    title = f'<p class="title"><span class="tone">{word}:</span> {escape(box.title)}</p>'
    inside = _joined(_piece(piece, level, svg) for piece in box.pieces)
    return f'<div class="{kind}" role="note">\n{title}\n{inside}\n</div>'


def _grid(grid: TableNode) -> str:
    caption = f"{escape(grid.caption)}{_spaced(_mark(grid.mark))}"
    head = "".join(
        f'<th scope="col"{_aligned(grid, n)}>{escape(name)}</th>'
        for n, name in enumerate(grid.columns)
    )
    rows = (f"<tr>{''.join(_cells(grid, row))}</tr>" for row in grid.rows)
    return (
        f'<div class="table" role="region" tabindex="0" aria-label="{escape(_name_of(grid))}">'
        f"<table>{f'<caption>{caption}</caption>' if caption else ''}"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{_joined(rows)}\n</tbody></table></div>"
    )


def _cells(grid: TableNode, row: Sequence[Runs]) -> Iterator[str]:
    for number, cell in enumerate(row):
        if number == 0:
            yield f'<th scope="row">{_runs(cell)}</th>'
        else:
            yield f"<td{_aligned(grid, number)}>{_runs(cell)}</td>"


def _aligned(grid: TableNode, column: int) -> str:
    return ' class="number"' if column in grid.numeric else ""


def _name_of(grid: TableNode) -> str:
    return grid.caption or ", ".join(grid.columns)


def _entry(entry: Definition, *, cited: bool) -> str:
    name = f' id="{_anchor(entry.number)}"' if cited else ""
    said = _runs(entry.runs)
    address = f" <br>{_link(entry.address, escape(entry.address))}" if entry.address else ""
    note = f" <br>{_runs(entry.note)}" if entry.note else ""
    return f"<li{name}>{said}{address}{note}</li>"


def _figure(picture: Picture, svg: bytes | None) -> str:
    title, alternative = escape(picture.title), escape(picture.alternative)
    if svg is None:
        return f"<p><strong>Picture: {title}.</strong> {alternative}</p>"
    from base64 import b64encode

    source = f"data:image/svg+xml;base64,{b64encode(svg).decode()}"
    return (
        f'<figure><img src="{source}" alt="{alternative}"><figcaption>{title}</figcaption></figure>'
    )


def _runs(runs: Runs) -> str:
    said = (part for run in runs for part in (escape(run.text), _mark(run.mark)))
    return " ".join(filter(None, said))


def _mark(mark: Mark | None) -> str:
    if mark is None:
        return ""
    numbers = ", ".join(f'<a href="#{_anchor(n)}">{n}</a>' for n in mark.sources)
    return f'<span class="mark">[{escape(mark.word)}{_spaced(numbers)}]</span>'


def _numbered(heading: Heading) -> str:
    return f'<span class="section-number">{escape(heading.number)}</span> {escape(heading.title)}'


def _anchor(number: int) -> str:
    return f"source-{number}"


def _link(address: str, shown: str) -> str:
    return f'<a href="{escape(address)}" rel="noreferrer">{shown}</a>'


def _spaced(text: str) -> str:
    return f" {text}" if text else ""


def _joined(parts: Iterator[str]) -> str:
    return "\n".join(parts)
