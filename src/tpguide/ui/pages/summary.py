"""What a session was, and what this person needs now: the result first, and never a paragraph.

Ratings stand as numbers, without a verdict: one session can't show one. `history show` has the
rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from tpguide.document.marks import Marking
from tpguide.document.nodes import Box, Heading, Item, Listing, Prose, Run, Tone
from tpguide.guide.article import GeneratedPart, Shown
from tpguide.guide.model import Guide
from tpguide.guide.protocol import Dose, Intensity, Side
from tpguide.guide.safety import Wrong
from tpguide.progress.after_session import AfterSession
from tpguide.progress.moments import day_said
from tpguide.session.record import Result, SideRecord
from tpguide.session.state import Ending
from tpguide.text import capital, plain_ascii, visible
from tpguide.ui.pages.history import ENDINGS, clock
from tpguide.ui.text import theme
from tpguide.ui.text.compact import SEPARATOR, BlockMarks, CardBlock
from tpguide.ui.text.lines import Styled, StyledLine, flow, indented
from tpguide.ui.text.nodes import close_lines
from tpguide.ui.text.options import TextOptions

#: Where the words of signs begin, beside whom to call or see.
_NAME_COLUMNS = 16
#: Below this they stand under it.
_NARROW = 60


def summary_lines(
    guide: Guide,
    result: Result,
    sides: Sequence[SideRecord],
    after: AfterSession,
    look: TextOptions,
    *,
    now: datetime,
) -> list[StyledLine]:
    """Return how a session ended and what this person needs to know *now*.

    Where something felt wrong, what to do about that comes first.
    """
    summary = _Summary(guide, look)
    wrong = wrong_of(guide, result)
    lines = [*close_lines(summary.what_to_do(wrong), look), []] if wrong else []
    lines += summary.results(result, sides, wrong)
    if wrong is None:
        told = summary.in_full if after.is_told_in_full else summary.in_brief
        lines += told(after, now)
    if after.looks_back:
        lines += [[], *summary.looking_back()]
    return lines


def result_lines(
    guide: Guide, result: Result, sides: Sequence[SideRecord], look: TextOptions
) -> list[StyledLine]:
    """Return how a session ended and what was done in it, a line for each side."""
    return _Summary(guide, look).results(result, sides, wrong_of(guide, result))


def whole_advice_lines(guide: Guide, look: TextOptions) -> list[StyledLine]:
    """Return all that is to be watched after any session, and when to see someone."""
    marking = Marking(guide)
    later = guide.safety.later
    marks = BlockMarks(marking, later)
    watched: CardBlock = [
        Heading("In the next days", mark=marks.shared),
        Listing(tuple(Item(marks.runs((one.text, one))) for one in later)),
    ]
    professional = guide.safety.professional
    marks = BlockMarks(marking, professional)
    someone: CardBlock = [
        Heading("See a professional if", mark=marks.shared),
        Listing(tuple(Item(marks.runs((one.text, one))) for one in professional)),
    ]
    return [*close_lines(watched, look), [], *close_lines(someone, look)]


def wrong_of(guide: Guide, result: Result) -> Wrong | None:
    """Return what felt wrong, if that ended it; its kind may not have been said."""
    if result.ending is not Ending.SOMETHING_WRONG:
        return None
    kinds = {kind.key: kind for kind in guide.safety.something_wrong.kinds}
    unanswered = kinds[guide.safety.something_wrong.unanswered]
    return kinds.get(result.wrong or "", unanswered)


class _Summary:
    """Writes the rows of a summary."""

    def __init__(self, guide: Guide, look: TextOptions) -> None:
        self._guide = guide
        self._protocol = guide.protocol
        self._afterwards = guide.safety.afterwards
        self._look = look

    def what_to_do(self, wrong: Wrong) -> CardBlock:
        signs, advice = self._guide.safety.something_wrong.signs, wrong.advice
        told = Run(advice.spoken, Marking(self._guide).always(advice))
        return [
            Box(Tone.CAUTION, signs.glance, (Prose((Run(signs.spoken),)),)),
            Box(Tone.CAUTION, capital(wrong.name), (Prose((told,)),)),
        ]

    def results(
        self, result: Result, sides: Sequence[SideRecord], wrong: Wrong | None
    ) -> list[StyledLine]:
        kind = f", {wrong.name}" if wrong else ""
        ended = f"{ENDINGS[result.ending].upper()}{kind}"
        lines: list[StyledLine] = []
        for number, side in enumerate(sides):
            is_alike = number > 0 and _is_alike(side, sides[number - 1])
            done = self._done(result, side, is_alike=is_alike, is_alone=len(sides) == 1)
            said = SEPARATOR.join(done)
            first = [(ended, theme.TITLE)] if number == 0 else []
            lines += self._row(*first, (f"· {said}" if first else said, theme.PLAIN))
        return lines

    def _done(
        self, result: Result, side: SideRecord, *, is_alike: bool, is_alone: bool
    ) -> Iterator[str]:
        """Yield what was done on *side*, shorter where it isn't alone, or is as the one before."""
        choice = side.choice
        name = _name(self._protocol.sides.each, side.side)
        how = "" if is_alike else f", {_name(self._protocol.doses, choice.dose)}"
        if not is_alike:
            how += f", {_name(self._protocol.intensities, choice.intensity)}"
        yield f"{name}{how}"
        milliseconds = sum(one.milliseconds for one in result.rolled if one.side == side.side)
        yield f"{clock(milliseconds)} rolled" if milliseconds else "nothing rolled"
        if side.pain_after is None:
            yield f"pain {side.pain_before} before"
        elif is_alone:
            yield f"pain {side.pain_before} before, {side.pain_after} after"
        else:
            yield f"pain {side.pain_before} → {side.pain_after}"

    def in_full(self, after: AfterSession, now: datetime) -> list[StyledLine]:
        lines = self._row((self._afterwards.watch, theme.PLAIN))
        for group in self._afterwards.signs:
            lines += self._signs(group.name, group.text)
        lines += self._row((self._afterwards.not_recovery, theme.PLAIN))
        lines += self._next(after, now)
        if number := _section_of(self._guide, GeneratedPart.PROFESSIONAL):
            lines += self._row(
                (f"When to see someone: tpguide show --section {number}", theme.QUIET)
            )
        return lines

    def in_brief(self, after: AfterSession, now: datetime) -> list[StyledLine]:
        trends = ", ".join(
            f"{_name(self._protocol.sides.each, one.side)} {one.first.rating} → {one.last.rating}"
            for one in after.trends
        )
        lines = self._row((f"Weekly averages: {trends}.", theme.PLAIN)) if trends else []
        return [*lines, *self._next(after, now), *self._row((self._afterwards.brief, theme.PLAIN))]

    def looking_back(self) -> list[StyledLine]:
        days = self._protocol.frequency.review_after_days
        asked = f"Better, the same, or worse than {days} days ago? See a professional if:"
        lines = self._row((asked, theme.TERM))
        for one in self._guide.safety.professional:
            lines += self._row((f"{self._look.glyphs.bullet} {one.text}", theme.PLAIN))
        return lines

    def _next(self, after: AfterSession, now: datetime) -> list[StyledLine]:
        told = []
        if after.next_at:
            at = max(after.next_at, now)
            told.append(f"Next: {day_said(at, now)}, if tomorrow morning is no worse.")
        if after.number:
            is_counting = after.number <= after.of
            told.append(
                f"Session {after.number} of {after.of}, then look back."
                if is_counting
                else f"Session {after.number}."
            )
        return self._row((" ".join(told), theme.TERM)) if told else []

    def _signs(self, name: str, text: str) -> list[StyledLine]:
        if self._look.measure < _NARROW:
            return self._row((f"{name}:", theme.TERM), (text, theme.PLAIN))
        beside = flow([(self._said(text), theme.PLAIN)], self._look.measure - _NAME_COLUMNS)
        first, *others = indented(beside, _NAME_COLUMNS)
        named = flow([(self._said(f"  {name}"), theme.TERM)], _NAME_COLUMNS)[0]
        gap = " " * (_NAME_COLUMNS - sum(segment.cell_length for segment in named))
        rows = [[*named, type(named[0])(gap), *first[1:]], *others]
        return indented(rows, self._look.margin)

    def _row(self, *runs: Styled) -> list[StyledLine]:
        said = [(self._said(text), style) for text, style in runs]
        return indented(flow(said, self._look.measure), self._look.margin)

    def _said(self, text: str) -> str:
        return plain_ascii(text) if self._look.glyphs.ascii_only else text


def _is_alike(one: SideRecord, other: SideRecord) -> bool:
    chosen, others = one.choice, other.choice
    return (chosen.dose, chosen.intensity) == (others.dose, others.intensity)


def _section_of(guide: Guide, part: GeneratedPart) -> str:
    """Return the number of the section that shows *part*, if there is one."""
    return next(
        (
            section.number
            for section in guide.sections
            for block in section.blocks
            if isinstance(block, Shown) and block.part is part
        ),
        "",
    )


def _name(named: Sequence[Side | Dose | Intensity], key: str) -> str:
    """Return what *key* is called; the guide may have changed since the session."""
    return next((one.name for one in named if one.key == key), visible(key))
