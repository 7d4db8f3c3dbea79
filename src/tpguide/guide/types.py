"""What every statement of a guide is made of: texts of bounded length, and what they rest on."""

from enum import Enum
from typing import Annotated, Final

from msgspec import Meta, Struct

#: The numeric rating scale of pain runs from 0, none, to this, the worst imaginable.
HIGHEST_RATING: Final = 10

Key = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=60,
        description="lower-case words joined by hyphens",
    ),
]
SomeKeys = Annotated[tuple[Key, ...], Meta(max_length=40)]
FactKey = Annotated[
    str, Meta(pattern=r"^[A-Za-z][0-9]{1,3}$", description="a letter and a number, like F12")
]
Facts = Annotated[tuple[FactKey, ...], Meta(max_length=60)]
Address = Annotated[
    str, Meta(pattern=r"^https?://[^\s<>\"]+$", max_length=400, description="a web address")
]
Language = Annotated[
    str,
    Meta(
        pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", description="a language tag like en or pt-BR"
    ),
]
#: A line of a heading or a list.
ShortText = Annotated[str, Meta(min_length=1, max_length=160)]
#: A few sentences.
Text = Annotated[str, Meta(min_length=1, max_length=2000)]
#: What is seen from the floor. More than six words can't be taken in at a glance.
Glance = Annotated[str, Meta(min_length=1, max_length=60)]
#: A word or two on the band of the screen, on a badge, in a choice.
Word = Annotated[str, Meta(min_length=1, max_length=20)]
#: What is heard: a sentence or two.
Spoken = Annotated[str, Meta(min_length=1, max_length=1200)]
Seconds = Annotated[int, Meta(ge=1, le=3600)]
#: A rating of pain on the numeric rating scale, 0 to 10.
Rating = Annotated[int, Meta(ge=0, le=10)]


class Value(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a guide: immutable, and nothing in it that is not known."""


class Origin(Enum):
    """Where a statement or a number comes from."""

    ARTICLE = "article"
    RESTORED = "restored"
    ADDED = "added"
    JUDGEMENT = "judgement"


class Basis(Value, frozen=True, kw_only=True):
    """What a statement or a number rests on.

    *facts* are the numbered statements of the article that it carries, *sources* the works that
    an addition rests on. *unverified*: no such work has been checked, and it is shown as that.
    """

    origin: Origin
    sources: SomeKeys = ()
    facts: Facts = ()
    unverified: bool = False


class Statement(Basis, frozen=True, kw_only=True):
    """A sentence or a few, of one origin."""

    text: Text


Statements = Annotated[tuple[Statement, ...], Meta(min_length=1, max_length=60)]


class Phrase(Value, frozen=True, kw_only=True):
    """Something said while hands and eyes are busy: seen in six words, heard in a sentence."""

    glance: Glance
    spoken: Spoken


class Instruction(Basis, frozen=True, kw_only=True):
    """Something to do on the floor: seen in six words, heard in a sentence."""

    glance: Glance
    spoken: Spoken


class Duration(Basis, frozen=True, kw_only=True):
    """A number of seconds and what it rests on."""

    seconds: Seconds


class Days(Basis, frozen=True, kw_only=True):
    """A number of days and what it rests on."""

    days: Annotated[int, Meta(ge=1, le=366)]
