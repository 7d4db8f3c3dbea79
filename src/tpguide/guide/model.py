"""What a guide says: one frozen value for everything that is about a muscle.

The fields are those of the guide file, name for name. A guide knows nothing of the program that
shows it; the program knows nothing of a muscle that is not here.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Annotated

from msgspec import Meta, msgpack

from tpguide.guide.article import Article, Marks, Picture, Reference, Section, Source, Tool
from tpguide.guide.protocol import GuideVoice, Protocol
from tpguide.guide.safety import Safety
from tpguide.guide.self_tests import MeaningfulChange, SelfTest
from tpguide.guide.types import Key, Language, ShortText, Value

#: The one format of guide files there is so far.
FormatVersion = Annotated[int, Meta(ge=1, le=1)]


class Guide(Value, frozen=True, kw_only=True):
    """Everything that the library says about one muscle."""

    format: FormatVersion
    slug: Key
    name: ShortText
    title: ShortText
    language: Language
    complaint: ShortText
    article: Article
    marks: Marks
    voice: GuideVoice
    safety: Safety
    protocol: Protocol
    change: MeaningfulChange
    self_tests: Annotated[tuple[SelfTest, ...], Meta(max_length=12)] = ()
    tools: Annotated[tuple[Tool, ...], Meta(min_length=1, max_length=12)]
    pictures: Annotated[tuple[Picture, ...], Meta(max_length=40)] = ()
    sections: Annotated[tuple[Section, ...], Meta(min_length=1, max_length=60)]
    references: Annotated[tuple[Reference, ...], Meta(max_length=60)] = ()
    sources: Annotated[tuple[Source, ...], Meta(max_length=120)] = ()


def fingerprint(guide: Guide) -> str:
    """Return a hash that changes when the guide does."""
    return blake2b(msgpack.encode(guide), digest_size=16).hexdigest()
