"""What `tpguide` alone says: to a newcomer what this is, to who comes back where they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from tpguide.text import NO_BREAK
from tpguide.ui.text import theme
from tpguide.ui.text.article import TextOptions
from tpguide.ui.text.lines import StyledLine, flow, indented, led
from tpguide.ui.text.options import NARROW_COLUMNS
from tpguide.ui.text.theme import PLAIN, QUIET, TERM, TITLE

if TYPE_CHECKING:
    from rich.style import Style

    from tpguide.guide.model import Guide
    from tpguide.progress.coming_back import ComingBack

SENTENCE = (
    "Read about a muscle, its trigger points and the pain they cause, then be led through "
    "massaging it yourself: timed, spoken, with nothing to press."
)
REVIEW = "No clinician has reviewed these guides. They don't replace medical advice."
#: The lowest to the highest rating.
_BLOCKS: Final = "▁▂▃▄▅▆▇"
_HIGHEST: Final = 10
#: So many of the newest weekly ratings are shown.
_WEEKS: Final = 12


def welcome(slug: str, look: TextOptions) -> list[StyledLine]:
    """Return the first screen; *slug* is the guide that its examples name.

    A small window gets what it has room for: what this is, and what to type.
    """
    commands = (
        ("tpguide list", "the guides there are"),
        (f"tpguide show {slug}", "read one"),
        ("tpguide massage --guided", "be led through a massage"),
    )
    widest = max(len(command) for command, _ in commands) + 3
    tries: list[StyledLine] = []
    is_small = look.columns < NARROW_COLUMNS
    for command, meaning in commands:
        if is_small:
            tries += flow([(command, TERM)], look.measure)
        elif widest + len(meaning) <= look.measure:
            tries += led(flow([(meaning, QUIET)], look.measure), (f"{command:<{widest}}", TERM))
        else:
            tries += [*flow([(command, TERM)], look.measure)]
            tries += indented(flow([(meaning, QUIET)], look.measure - 2), 2)
    title = flow([("tpguide", TITLE)], look.measure)
    rest = flow([("tpguide --help tells the rest.", PLAIN)], look.measure)
    sentence, review = (
        flow([(text, style)], look.measure) for text, style in ((SENTENCE, PLAIN), (REVIEW, TERM))
    )
    blocks = (sentence, tries, review) if is_small else (title, sentence, tries, rest, review)
    return [line for block in blocks for line in [*indented(block, look.margin), []]][:-1]


def home(guide: Guide, back: ComingBack, look: TextOptions, *, now: datetime) -> list[StyledLine]:
    """Return what a person sees who comes *back* to *guide*: the last session, what comes next."""
    from tpguide.progress.moments import day_said
    from tpguide.text import plain_ascii
    from tpguide.ui.pages.summary import result_lines

    def row(text: str, style: Style = PLAIN) -> list[StyledLine]:
        said = plain_ascii(text) if look.glyphs.ascii_only else text
        return indented(flow([(said, style)], look.measure), look.margin)

    last = back.last
    lines = row(f"Last session: {day_said(last.began, now)}", TITLE)
    lines += result_lines(guide, last.result, last.sides, look)
    for name, ratings in back.weekly.items():
        lines += row(f"Weekly pain, {name}: {_drawn(ratings[-_WEEKS:], look)}")
    if back.next_at:
        at = max(back.next_at, now).astimezone(now.tzinfo)
        day = "today" if at.date() == now.date() else day_said(at, now)
        lines += row(f"Next: {day}, if no worse.", TERM)
    for text in back.advised:
        lines += row(text)
    meaning, command = (
        ("To go on:", "tpguide massage --guided")
        if back.may_massage
        else ("When to see someone:", "tpguide history show last")
    )
    typed = flow([(meaning, QUIET), (command, TERM)], look.measure)
    return [*lines, [], *indented(typed, look.margin)]


def _drawn(ratings: Sequence[int], look: TextOptions) -> str:
    """Return *ratings* as blocks with the first and the last number; where nothing is drawn, all.

    Blocks mean nothing to a screen reader, and ASCII has none.
    """
    if look.glyphs != theme.UNICODE:
        return " ".join(map(str, ratings))
    top = len(_BLOCKS) - 1
    blocks = "".join(_BLOCKS[round(rating * top / _HIGHEST)] for rating in ratings)
    numbers = dict.fromkeys((0, len(ratings) - 1))  # one, if there is one
    change = " → ".join(str(ratings[number]) for number in numbers)
    return f"{blocks} {change}".replace(" ", NO_BREAK)
