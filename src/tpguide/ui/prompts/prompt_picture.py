"""A picture among what is read at a question, drawn for the window, or told where it can't be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tpguide.ui.prompts.gate_pages import Row

if TYPE_CHECKING:
    from rich.segment import Segment


@dataclass(frozen=True, slots=True)
class PromptPicture:
    """A picture with its *title*; *alternative* says what is on it.

    *draw* returns its lines, at most so many columns by rows; none where it can't be drawn.
    """

    title: str
    alternative: str
    draw: Callable[[int, int], Sequence[Iterable[Segment]]]


def page_rows(lines: Sequence[Iterable[Segment]]) -> list[Row]:
    """Return *lines* of a picture as rows of a page."""
    return [[(_style(segment), segment.text) for segment in line] for line in lines]


def _style(segment: Segment) -> str:
    style = segment.style
    colours = (("fg", style.color), ("bg", style.bgcolor)) if style else ()
    return " ".join(
        f"{ground}:{colour.get_truecolor().hex}"
        for ground, colour in colours
        if colour is not None and not colour.is_default
    )
