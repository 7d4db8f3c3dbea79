"""What there is to read: sections of typed blocks, pictures, references and sources."""

from enum import Enum
from typing import Annotated

from msgspec import Meta

from tpguide.guide.types import (
    Address,
    Basis,
    Facts,
    Key,
    Origin,
    ShortText,
    Statement,
    Statements,
    Text,
    Value,
    Word,
)

SectionNumber = Annotated[
    str,
    Meta(pattern=r"^([0-9]{1,2}|[A-Z])(\.[0-9]{1,2}){0,2}$", description="like 6, 6.1 or B.2"),
]
FileName = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\.svg$",
        max_length=120,
        description="an .svg file below the folder of the guide",
    ),
]


class Article(Value, frozen=True, kw_only=True):
    """The work that the guide paraphrases, and how it is credited."""

    title: ShortText
    publisher: ShortText
    address: Address
    credit: Text
    #: What has to be known before anything else is read.
    warning: Statement | None = None


class MarkMeaning(Value, frozen=True, kw_only=True):
    """How an origin is spelled out: a word beside the text, and its meaning in full."""

    word: Word
    meaning: ShortText


class Marks(Value, frozen=True, kw_only=True):
    """What the one quiet mark says, and the mark of each origin where marks are spelled out.

    *legend* follows the mark itself. *unverified* goes with *added*.
    """

    legend: ShortText
    article: MarkMeaning
    restored: MarkMeaning
    added: MarkMeaning
    judgement: MarkMeaning
    unverified: MarkMeaning


class Verification(Enum):
    """How far a source was read."""

    READ = "read"
    WEAK = "weak"  # read, but a blog or a clinic's page


class Detail(Enum):
    """What has to be looked up of a source."""

    AUTHORS = "authors"
    YEAR = "year"
    TITLE = "title"
    PAGE = "page"  # what stands at its address


class Source(Value, frozen=True, kw_only=True):
    """A work that additions rest on.

    *published*: the journal or the series, with volume and pages. *unverified*: what could not be
    looked up, and is shown as that; nothing that is not there is made up.
    """

    key: Key
    authors: Text | None = None
    year: Annotated[int, Meta(ge=1500, le=2200)] | None = None
    title: Text
    published: ShortText | None = None
    address: Address
    verification: Verification
    unverified: Annotated[tuple[Detail, ...], Meta(max_length=4)] = ()


class Reference(Value, frozen=True, kw_only=True):
    """A reference of the article, as it prints it, and what the editors found about it."""

    printed: Text
    facts: Facts
    note: Statement | None = None


class Picture(Value, frozen=True, kw_only=True):
    """A drawing, and the text that stands for it where it can't be seen."""

    key: Key
    file: FileName
    title: ShortText
    alternative: Text


class Paragraph(Value, frozen=True, kw_only=True, tag_field="kind", tag="paragraph"):
    """Statements that run on as one text."""

    statements: Statements


class Bullets(Value, frozen=True, kw_only=True, tag_field="kind", tag="bullets"):
    """Statements side by side."""

    statements: Statements


class Steps(Value, frozen=True, kw_only=True, tag_field="kind", tag="steps"):
    """Statements one after the other, numbered."""

    statements: Statements


class Note(Value, frozen=True, kw_only=True, tag_field="kind", tag="note"):
    """Something beside the text that explains it."""

    title: ShortText
    statements: Statements


class Caution(Value, frozen=True, kw_only=True, tag_field="kind", tag="caution"):
    """Something beside the text that keeps a person safe."""

    title: ShortText
    statements: Statements


class TableRow(Basis, frozen=True, kw_only=True):
    """One row of a table, of one origin."""

    cells: Annotated[tuple[Text, ...], Meta(min_length=1, max_length=6)]


class Table(Value, frozen=True, kw_only=True, tag_field="kind", tag="table"):
    """Columns and rows; *caption* stands above them."""

    columns: Annotated[tuple[ShortText, ...], Meta(min_length=1, max_length=6)]
    rows: Annotated[tuple[TableRow, ...], Meta(min_length=1, max_length=60)]
    caption: ShortText | None = None


class Illustration(Value, frozen=True, kw_only=True, tag_field="kind", tag="picture"):
    """The place of a picture in the text, by the picture's key."""

    picture: Key


class GeneratedPart(Enum):
    """A part of the guide that is data elsewhere in the file and is shown in the text."""

    REFERENCES = "references"
    SOURCES = "sources"
    TOOLS = "tools"
    SCREENING = "screening"
    NO_GO_PLACES = "no-go-places"
    NEEDED = "needed"
    SET_UP = "set-up"
    INTENSITIES = "intensities"
    ZONES = "zones"
    DOSE_TABLE = "dose-table"
    DOSES = "doses"
    PAIN_SCALE = "pain-scale"
    RATINGS = "ratings"
    SOMETHING_WRONG = "something-wrong"
    LATER = "later"
    PROFESSIONAL = "professional"
    FREQUENCY = "frequency"
    NEXT_MORNING = "next-morning"
    SELF_TESTS = "self-tests"
    MEANINGFUL_CHANGE = "meaningful-change"


class Shown(Value, frozen=True, kw_only=True, tag_field="kind", tag="shown"):
    """A place in the text where a part of the guide is shown that is data elsewhere."""

    part: GeneratedPart


Block = Paragraph | Bullets | Steps | Note | Caution | Table | Illustration | Shown


Blocks = Annotated[tuple[Block, ...], Meta(max_length=60)]


class Section(Value, frozen=True, kw_only=True):
    """A numbered part of the article, or one added to it; 6.1 lies within 6.

    *brief*, if there is any, is what the article shows in place of *blocks* and of the sections
    within, which are then read by asking for the section.
    """

    number: SectionNumber
    key: Key
    title: ShortText
    origin: Origin
    blocks: Blocks = ()
    brief: Blocks = ()

    @property
    def depth(self) -> int:
        """How deep it lies: 0 for 6, 1 for 6.1."""
        return self.number.count(".")


class Tool(Basis, frozen=True, kw_only=True):
    """Something to massage with; *instructed* if the guide says how."""

    key: Key
    name: ShortText
    instructed: bool
    text: Text
