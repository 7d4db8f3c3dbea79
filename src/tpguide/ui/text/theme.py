"""How everything that is read looks: styles that suit dark and light terminals, and glyphs.

Only the terminal's own sixteen colours are used, but for the reader's contents, so that a person's
palette holds here as well, and no style means anything that a word or a glyph doesn't say too.
"""

from __future__ import annotations

from msgspec import Struct
from rich.box import HEAVY, ROUNDED, Box
from rich.style import Style

PLAIN = Style.null()
#: The eye goes to title and headings first, to cautions next, to marks last.
TITLE = Style(bold=True, color="magenta")
HEADING = Style(bold=True, color="magenta")
SECTION_NUMBER = Style(bold=True, color="magenta")
PART = Style(bold=True)
TERM = Style(bold=True)
MARK = Style(dim=True)
QUIET = Style(dim=True)
CAUTION = Style(color="red")
CAUTION_TITLE = Style(bold=True, color="red")
NOTE = Style(color="blue")
NOTE_TITLE = Style(bold=True, color="blue")
HIT = Style(reverse=True, bold=True)
#: Both colours are set, so that the reader's contents can be read on dark and on light terminals.
CONTENTS = Style(color="grey85", bgcolor="grey19")
CONTENTS_NUMBER = CONTENTS + Style(bold=True, color="plum2")
CONTENTS_HERE = CONTENTS + Style(bold=True, color="white")


def linked(style: Style, address: str) -> Style:
    """Return *style* as a link to *address*, where the terminal has links."""
    return style + Style(link=address)


def _table(rule: str) -> Box:
    """Return what a table is drawn with that has one line, below its titles."""
    nothing = "    \n"
    return Box(f"{nothing * 2} {rule * 2} \n{nothing * 5}")


def _box(across: str) -> Box:
    """Return what a box is drawn with in ASCII."""
    edge, middle = f"+{across * 2}+\n", "|  |\n"
    return Box(f"{edge}{middle * 6}{edge}", ascii=True)


class Glyphs(Struct, frozen=True):
    """The characters of a look. Without *note* and *caution* boxes are told apart by words."""

    bullet: str
    inner_bullet: str
    title_rule: str
    table: Box
    #: Stands after what was added.
    sign: str = "⁺"
    note: Box | None = None
    caution: Box | None = None
    ascii_only: bool = False


UNICODE = Glyphs(
    bullet="•",
    inner_bullet="–",
    title_rule="━",
    table=_table("─"),
    note=ROUNDED,
    caution=HEAVY,
)
ASCII = Glyphs(
    bullet="*",
    inner_bullet="-",
    title_rule="=",
    table=_table("-"),
    sign="+",
    note=_box("-"),
    caution=_box("="),
    ascii_only=True,
)
#: For pipes and files: nothing is drawn, all is said.
PIPED = Glyphs(bullet="•", inner_bullet="–", title_rule="=", table=_table("-"))
PIPED_ASCII = Glyphs(
    bullet="*", inner_bullet="-", title_rule="=", table=_table("-"), sign="+", ascii_only=True
)
