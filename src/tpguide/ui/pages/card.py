"""The protocol of a guide as one card, to be printed or kept beside the mat.

Signs, places, seconds and rules are the guide's. It holds what is needed while rolling, and says
where all the rest is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace
from rich.segment import Segment

from tpguide.document.generated_parts import span
from tpguide.document.marks import Marking
from tpguide.document.nodes import Box, Heading, Item, Listing, Prose, Run, TableNode, Tone
from tpguide.guide.article import GeneratedPart, Shown
from tpguide.guide.model import Guide
from tpguide.guide.protocol import Protocol
from tpguide.guide.types import Basis
from tpguide.session.plan import dose_named, notch, place_of
from tpguide.text import NO_BREAK, capital, minutes_and_seconds
from tpguide.ui.text.compact import (
    SEPARATOR,
    WIDE_ENOUGH_FOR_TWO,
    BlockMarks,
    CardBlock,
    spaced,
    title_lines,
)
from tpguide.ui.text.lines import StyledLine, beside, indented
from tpguide.ui.text.nodes import close_lines
from tpguide.ui.text.options import TextOptions
from tpguide.ui.text.theme import PLAIN

#: The quiet sign of what was added.
SIGN = "⁺"
#: What the drawing may take of a card.
DRAWING_COLUMNS, DRAWING_ROWS, DRAWING_GAP = 18, 17, 2


class Card(Struct, frozen=True):
    """What stands on the card of a guide, block by block; however it is drawn, in this order.

    *numbers*: by which number each part of the picture is rolled.
    """

    title: str
    review: str
    stops: CardBlock
    set_up: CardBlock
    places: CardBlock
    doses: CardBlock
    pain: CardBlock
    limits: CardBlock
    more: CardBlock
    numbers: Mapping[str, int]
    forbidden: Sequence[str]


def card_of(guide: Guide) -> Card:
    """Return what stands on the card of *guide*."""
    blocks = _Blocks(guide)
    return Card(
        title=f"{guide.name}: {guide.protocol.title}",
        review=guide.safety.review,
        stops=blocks.stops(),
        set_up=[*blocks.set_up(), *blocks.after_each_zone()],
        places=blocks.places(),
        doses=blocks.doses(),
        pain=blocks.pain(),
        limits=blocks.limits(),
        more=blocks.more(),
        numbers=blocks.numbers(),
        forbidden=[place.part for place in guide.safety.no_go_places if place.part],
    )


def card_lines(guide: Guide, look: TextOptions, drawing: Sequence[str] = ()) -> list[StyledLine]:
    """Return the card of *guide*; *drawing* shows its places, numbered, and else a table does."""
    card = card_of(guide)
    look = replace(look, glyphs=replace(look.glyphs, note=None, caution=None))  # a box takes rows
    review = close_lines([Prose((Run(card.review),))], look)
    return spaced(
        [
            [*title_lines(card.title, look), *review],
            close_lines(card.stops, look),
            _drawn_beside(card, look, drawing),
            close_lines(card.doses, look),
            close_lines(card.pain, look),
            close_lines([*card.limits, *card.more], look),
        ]
    )


def _drawn_beside(card: Card, look: TextOptions, drawing: Sequence[str]) -> list[StyledLine]:
    """Return the places drawn, and what is done there beside them, or below where it is narrow."""
    where, done = card.places, card.set_up
    rows: list[StyledLine] = [[Segment(row, PLAIN)] for row in drawing]
    widest = max((len(row) for row in drawing), default=0) + DRAWING_GAP
    if drawing and look.measure >= WIDE_ENOUGH_FOR_TWO:
        # What stands beside it has no margin of its own.
        right = TextOptions(look.measure - widest, look.glyphs)
        inner = [*close_lines(done, right), *close_lines(where, right)]
        return indented(
            beside([(rows, widest - DRAWING_GAP), (inner, right.columns)], DRAWING_GAP), look.margin
        )
    return [*close_lines(done, look), *indented(rows, look.margin), *close_lines(where, look)]


def how_often(protocol: Protocol) -> str:
    """Return how often at most, in numbers."""
    frequency = protocol.frequency
    return (
        f"{frequency.start_per_week} times a week to start with, {frequency.at_most_per_week} at "
        f"most; {frequency.per_side_per_day} a day for each {protocol.sides.noun}."
    )


class _Blocks:
    """Lays out the blocks of the card of a guide."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._safety = guide.safety
        self._protocol = guide.protocol
        self._marking = Marking(guide)
        self._has_sides = len(guide.protocol.sides.each) > 1

    def stops(self) -> CardBlock:
        """Lay out the lines of the short gate, each group under what to do."""
        safety = self._safety
        emergency = {question.key for question in safety.emergency.questions}
        lines = safety.gate.short.lines
        at_once = [line for line in lines if set(line.covers) <= emergency]
        today = [line for line in lines if line not in at_once]
        pieces: list[Prose | Listing] = []
        for tier, its_lines in ((safety.emergency, at_once), (safety.same_day, today)):
            if its_lines:
                pieces.append(Prose((Run(tier.advice),)))
                pieces.append(Listing(tuple(Item((Run(line.text),)) for line in its_lines)))
        quality = self._protocol.ratings.quality
        pieces.append(Listing((Item((Run(quality.text),)),)))
        return [Box(Tone.CAUTION, safety.gate.short.ask, tuple(pieces))]

    def set_up(self) -> CardBlock:
        protocol = self._protocol
        marks = self._marks(protocol.set_up)
        steps = []
        for step in protocol.set_up:
            chosen = ""
            if step.by_intensity:
                chosen = SEPARATOR.join(
                    f"{one.name} ({one.set_up.glance})"
                    for one in protocol.intensities
                    if one.offered and one.set_up
                )
            said = f"{step.glance}: {chosen}" if chosen else step.spoken
            steps.append(Item(marks.runs((said, step))))
        return [Heading("Getting ready", mark=marks.shared), Listing(tuple(steps), numbered=True)]

    def after_each_zone(self) -> CardBlock:
        phrases, timing = self._protocol.phrases, self._protocol.timing
        asked = self._protocol.check_ins
        marks = self._marks([phrases.sore_spot, asked, phrases.rest])
        zones = self._protocol.zones
        asked_after = [zone.name for zone in zones if zone.key in asked.after]
        only = f", only after {', '.join(asked_after)}" if len(asked_after) < len(zones) else ""
        items: list[Item] = []
        if any(dose.sore_spots_after for dose in self._protocol.doses):
            items.append(Item(marks.runs((phrases.sore_spot.glance, phrases.sore_spot))))
        if asked_after:
            items.append(Item(marks.runs((f"{asked.glance}{only}", asked))))
        rest = f"{phrases.rest.glance}, {timing.rest.seconds} s"
        items.append(Item(marks.runs((rest, phrases.rest))))
        return [Heading("After each zone", mark=marks.shared), Listing(tuple(items), numbered=True)]

    def numbers(self) -> dict[str, int]:
        """Return the parts of the picture by the number under which they are rolled."""
        found = {}
        for number, zone, strip in self._numbered():
            place = place_of(self._protocol, zone, strip)
            if place and place.part:
                found[place.part] = number
        return found

    def _numbered(self) -> Iterator[tuple[int, str, str]]:
        zones, strips = self._protocol.zones, self._protocol.strips
        pairs = ((zone.key, strip.key) for zone in zones for strip in strips)
        for number, (zone, strip) in enumerate(pairs, start=1):
            yield number, zone, strip

    def places(self) -> CardBlock:
        protocol = self._protocol
        marks = self._marks([*protocol.zones, *protocol.strips])
        each = len(protocol.strips)
        strips = [
            (
                f"{strip.glance}{NO_BREAK}"
                + f"{NO_BREAK}".join(str(n) for n, _, key in self._numbered() if key == strip.key),
                strip,
            )
            for strip in protocol.strips
        ]
        zones = [
            (f"{zone.name}{NO_BREAK}{_from_to(row * each + 1, (row + 1) * each)}", zone)
            for row, zone in enumerate(protocol.zones)
        ]
        usual = {strip.key: strip.glance for strip in protocol.strips}
        special = [
            (f"{number}:{NO_BREAK}{place.instruction.glance}", place.instruction)
            for number, zone, strip in self._numbered()
            if (place := place_of(protocol, zone, strip))
            and place.instruction
            and place.instruction.glance != usual[strip]
        ]
        rows = [Item(marks.row(*parts)) for parts in (zones, strips, special) if parts]
        return [Heading("In this order", mark=marks.shared), Listing(tuple(rows))]

    def doses(self) -> CardBlock:
        protocol = self._protocol
        marks = self._marks(())
        columns = (
            *("Dose", "Passes", "Sore spots", "Strokes", "Pressure", f"One {protocol.sides.noun}"),
            *([capital(protocol.sides.all)] if self._has_sides else []),
        )
        rows = []
        for dose in protocol.doses:
            cells = (
                f"{dose.passes_per_strip} of {protocol.timing.one_pass.seconds} s",
                str(len(dose.sore_spots_after)),
                str(dose.strokes_per_sore_spot),
                protocol.intensities[notch(protocol, dose.intensity)].name,
                minutes_and_seconds(dose.totals.one_side_seconds),
                *([minutes_and_seconds(dose.totals.all_sides_seconds)] if self._has_sides else []),
            )
            name = marks.runs((capital(dose.name), dose))
            rows.append((name, *((Run(cell),) for cell in cells)))
        first_time = Prose(marks.runs((protocol.first_time.text, protocol.first_time)))
        numeric = frozenset({2, 3, 5, *([6] if self._has_sides else [])})
        return [TableNode(columns, tuple(rows), numeric=numeric), first_time]

    def pain(self) -> CardBlock:
        ratings, phrases = self._protocol.ratings, self._protocol.phrases
        light = [band for band in ratings.bands if band.low < ratings.lighten_at]
        marks = self._marks([*light, ratings])
        rules = (
            (f"{ratings.lighten_at} or more", phrases.too_much.glance),
            (
                f"{ratings.leave_at} or more, or still {ratings.lighten_at}",
                phrases.leave_this_place.glance,
            ),
            (
                f"{ratings.leave_at} or more, {ratings.ends_at_count} times",
                phrases.ended_by_ratings.glance,
            ),
            *self._before_the_floor(),
        )
        items = (
            *(Item(marks.runs((band.text, band)), span(band.low, band.high)) for band in light),
            *(Item(marks.runs((what, ratings)), rating) for rating, what in rules),
        )
        scale = f"Pain: 0 is {ratings.lowest_word}, 10 {ratings.highest_word}"
        return [Heading(scale, mark=marks.shared), Listing(items)]

    def _before_the_floor(self) -> Iterator[tuple[str, str]]:
        """Yield what a rating before the floor allows, each with that rating."""
        protocol, ratings, careful = self._protocol, self._protocol.ratings, self._safety.careful
        if ratings.careful_before < ratings.refuse_before:
            dose = capital(dose_named(protocol, careful.dose).name)
            intensity = protocol.intensities[notch(protocol, careful.intensity)].name
            which = span(ratings.careful_before, ratings.refuse_before - 1)
            yield f"{which} before you begin", f"{dose}, {intensity}, at most."
        yield f"{ratings.refuse_before} or more before you begin", ratings.refused_advice

    def limits(self) -> CardBlock:
        """Lay out where never, and how often at most."""
        return [Listing((*self._never(), self._how_often()))]

    def _never(self) -> Iterator[Item]:
        if places := self._safety.no_go_places:
            names = BlockMarks(self._marking).row(*((place.name, place) for place in places))
            yield Item(names, "Never on")

    def _how_often(self) -> Item:
        runs = BlockMarks(self._marking).runs((how_often(self._protocol), self._protocol.frequency))
        return Item(runs, "How often")

    def more(self) -> CardBlock:
        """Say where the signs are in full, and what the quiet sign means."""
        show = f"tpguide show {self._guide.slug}"
        where = "".join(
            f"All signs and reasons: {show} --section {number}. " for number in self._signs_in()
        )
        return [Prose((Run(f"{where}{SIGN} {self._guide.marks.legend} Sources: --origins"),))]

    def _signs_in(self) -> Iterator[str]:
        """Yield the number of the section, if there is one, in which all questions stand."""
        for section in self._guide.sections:
            shown = [block.part for block in section.blocks if isinstance(block, Shown)]
            if GeneratedPart.SCREENING in shown:
                yield section.number.partition(".")[0]

    def _marks(self, bases: Sequence[Basis]) -> BlockMarks:
        return BlockMarks(self._marking, bases)


def _from_to(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"
