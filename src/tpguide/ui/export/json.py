"""Write a page as JSON for other programs: `docs/article.md` says what is where.

Within a version no field is removed or renamed; new ones may come.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct

from tpguide.document.build import Document, PageSection
from tpguide.guide.article import Article, Detail, Marks, Verification

VERSION = 1


class NumberedSource(Struct, frozen=True):
    """A source by the number that marks refer to."""

    number: int
    key: str
    authors: str | None
    year: int | None
    title: str
    published: str | None
    address: str
    verification: Verification
    unverified: tuple[Detail, ...]


class ArticleRecord(Struct, frozen=True):
    """All that is written, in its order."""

    version: int
    slug: str
    name: str
    title: str
    language: str
    complaint: str
    article: Article
    review: str
    marks: Marks
    sections: tuple[PageSection, ...]
    sources: tuple[NumberedSource, ...]


def article_json(page: Document) -> str:
    """Return *page* as JSON."""
    guide = page.guide
    record = ArticleRecord(
        VERSION,
        guide.slug,
        guide.name,
        guide.title,
        guide.language,
        guide.complaint,
        guide.article,
        guide.safety.review,
        guide.marks,
        page.sections,
        tuple(
            NumberedSource(
                number,
                one.key,
                one.authors,
                one.year,
                one.title,
                one.published,
                one.address,
                one.verification,
                one.unverified,
            )
            for number, one in enumerate(guide.sources, start=1)
        ),
    )
    encoded = msgspec.json.encode(record, order="deterministic")
    return msgspec.json.format(encoded, indent=2).decode() + "\n"
