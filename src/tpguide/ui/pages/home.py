"""What `tpguide` alone says: what this is, what to try first, where help is."""

from __future__ import annotations

from tpguide.ui.text import theme
from tpguide.ui.text.article import TextOptions
from tpguide.ui.text.lines import StyledLine, flow, indented, led
from tpguide.ui.text.theme import PLAIN, QUIET, TERM, TITLE

SENTENCE = (
    "Read about a muscle, its trigger points and the pain they cause, then be led through "
    "massaging it yourself: timed, spoken, with nothing to press."
)
REVIEW = "No clinician has reviewed these guides. They don't replace medical advice."


def welcome(slug: str, look: TextOptions) -> list[StyledLine]:
    """Return the first screen; *slug* is the guide that its examples name."""
    commands = (
        ("tpguide list", "the guides there are"),
        (f"tpguide show {slug}", "read one"),
        ("tpguide massage --guided", "be led through a massage"),
    )
    widest = max(len(command) for command, _ in commands) + 3
    tries: list[StyledLine] = []
    for command, meaning in commands:
        if widest + len(meaning) <= look.measure:
            tries += led(flow([(meaning, QUIET)], look.measure), (f"{command:<{widest}}", TERM))
        else:
            tries += [*flow([(command, TERM)], look.measure)]
            tries += indented(flow([(meaning, QUIET)], look.measure - 2), 2)
    blocks = (
        flow([("tpguide", TITLE)], look.measure),
        flow([(SENTENCE, PLAIN)], look.measure),
        tries,
        flow([("tpguide --help tells the rest.", PLAIN)], look.measure),
        flow([(REVIEW, theme.TERM)], look.measure),
    )
    return [line for block in blocks for line in [*indented(block, look.margin), []]][:-1]
