"""The protocol of a guide as one card, to be printed or kept beside the mat.

Signs, places, seconds and rules are the guide's. What is longer than a card stands in the article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tpguide.document.generated_parts import by_intensity, span
from tpguide.document.marks import Marking
from tpguide.document.nodes import Box, Heading, Item, Listing, Prose, Run, TableNode, Tone
from tpguide.guide.model import Guide
from tpguide.guide.protocol import Intensity, Protocol
from tpguide.guide.safety import Tier
from tpguide.guide.types import Basis
from tpguide.session.plan import dose_named, notch, place_of
from tpguide.text import NO_BREAK, capital, minutes_and_seconds
from tpguide.ui.text.compact import (
    SEPARATOR,
    BlockMarks,
    CardBlock,
    side_by_side,
    spaced,
    title_lines,
)
from tpguide.ui.text.lines import StyledLine
from tpguide.ui.text.nodes import close_lines
from tpguide.ui.text.options import TextOptions


def card_lines(guide: Guide, look: TextOptions) -> list[StyledLine]:
    """Return the card of *guide*."""
    card = _Card(guide)
    title = title_lines(f"{guide.name}: {guide.protocol.title}", look)
    return spaced(
        [
            [*title, *close_lines([Prose((Run(guide.safety.review),))], look)],
            close_lines(card.signs(guide.safety.emergency), look),
            close_lines(card.signs(guide.safety.same_day), look),
            close_lines(card.reasons(), look),
            side_by_side(card.set_up(), card.after_each_zone(), look),
            close_lines(card.places(), look),
            close_lines(card.doses(), look),
            close_lines(card.pressure(), look),
            close_lines(card.pain(), look),
            close_lines(card.limits(), look),
            close_lines(card.legend(look.glyphs.sign), look),
        ]
    )


def how_often(protocol: Protocol) -> str:
    """Return how often at most, in numbers."""
    frequency = protocol.frequency
    return (
        f"{frequency.start_per_week} times a week to start with, {frequency.at_most_per_week} at "
        f"most; {frequency.per_side_per_day} a day for each {protocol.sides.noun}. Look back after "
        f"{frequency.review_after_days} days."
    )


class _Card:
    """Lays out the blocks of the card of a guide."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._safety = guide.safety
        self._protocol = guide.protocol
        self._marking = Marking(guide)
        self._has_sides = len(guide.protocol.sides.each) > 1

    def signs(self, tier: Tier) -> CardBlock:
        marks = self._marks(tier.questions)
        questions = [
            Item(marks.runs((SEPARATOR.join(one.signs), one)), one.title) for one in tier.questions
        ]
        what_to_do = Prose((Run(f"{tier.ask} {tier.advice}", marks.shared),))
        return [Box(Tone.CAUTION, tier.title, (what_to_do, Listing(tuple(questions))))]

    def reasons(self) -> CardBlock:
        """Name what else speaks against it; the signs of each are too many for a card."""
        reasons = self._safety.reasons
        marks = self._marks([*reasons.block, *reasons.agreed])
        lines = []
        for questions, advice in (
            (reasons.block, reasons.block_advice),
            (reasons.agreed, reasons.agreed_advice),
        ):
            named = SEPARATOR.join(question.title for question in questions)
            lines.append(Item(marks.runs((f"{named}. {advice}", questions[0]))))
        return [Heading(reasons.title, mark=marks.shared), Listing(tuple(lines))]

    def set_up(self) -> CardBlock:
        asked = self._protocol.check_ins
        marks = self._marks(self._protocol.set_up)
        steps: list[Item] = []
        for step in self._protocol.set_up:
            done = marks.runs((f"{step.glance} {_seconds(step.seconds)}", step))
            steps.append(Item(done, inner=by_intensity(self._protocol, step)))
            if step.key in asked.after:
                steps.append(Item(marks.runs((self._check_in, asked))))
        heading = Heading("Getting ready", mark=marks.shared)
        return [heading, Listing(tuple(steps), numbered=True)]

    def after_each_zone(self) -> CardBlock:
        phrases, timing = self._protocol.phrases, self._protocol.timing
        asked, stroke = self._protocol.check_ins, timing.one_stroke
        marks = self._marks([phrases.sore_spot, stroke, asked, phrases.rest, timing.rest])
        stroke_time, rest_time = _seconds(stroke.seconds, " each"), _seconds(timing.rest.seconds)
        zones = self._protocol.zones
        asked_after = [zone.name for zone in zones if zone.key in asked.after]
        only = f", only after {', '.join(asked_after)}" if len(asked_after) < len(zones) else ""
        items: list[Item] = []
        if any(dose.sore_spots_after for dose in self._protocol.doses):
            what = (phrases.sore_spot.glance, phrases.sore_spot)
            items.append(Item(marks.runs(what, (stroke_time, stroke))))
        if asked_after:
            items.append(Item(marks.runs((f"{self._check_in}{only}", asked))))
        rest = (phrases.rest.glance, phrases.rest)
        items.append(Item(marks.runs(rest, (rest_time, timing.rest))))
        heading = Heading("After each zone", mark=marks.shared)
        return [heading, Listing(tuple(items), numbered=True)]

    @property
    def _check_in(self) -> str:
        asked = self._protocol.check_ins
        return f"{asked.glance} {_seconds(asked.seconds)}"

    def places(self) -> CardBlock:
        zones, strips = self._protocol.zones, self._protocol.strips
        marks = self._marks([*zones, *strips])
        rows = [
            (
                (Run(zone.name),),
                *(
                    marks.runs((str(row * len(strips) + column), strip))
                    for column, strip in enumerate(strips, start=1)
                ),
            )
            for row, zone in enumerate(zones)
        ]
        columns = ("In this order", *(f"{strip.name}: {strip.glance}" for strip in strips))
        extents = [Item(marks.runs((zone.extent, zone)), zone.name) for zone in zones]
        return [
            Heading("Where", mark=marks.shared),
            TableNode(columns, tuple(rows)),
            Listing((*extents, *self._special_places(marks), self._after_the_last(marks))),
        ]

    def _special_places(self, marks: BlockMarks) -> Iterator[Item]:
        protocol = self._protocol
        pairs = [(zone.key, strip.key) for zone in protocol.zones for strip in protocol.strips]
        for number, (zone, strip) in enumerate(pairs, start=1):
            place = place_of(protocol, zone, strip)
            if place and place.instruction:
                yield Item(marks.runs((place.instruction.spoken, place.instruction)), str(number))

    def _after_the_last(self, marks: BlockMarks) -> Item:
        phrases, timing = self._protocol.phrases, self._protocol.timing
        change = f"{phrases.words.change_sides} {_seconds(timing.change_sides.seconds)}"
        get_up = f"{phrases.get_up.glance} {_seconds(timing.get_up.seconds)}"
        changes = [(change, timing.change_sides)] if self._has_sides else []
        return Item(marks.row(*changes, (get_up, phrases.get_up)), "After the last")

    def doses(self) -> CardBlock:
        protocol = self._protocol
        marks = self._marks(protocol.doses)
        columns = (
            *("Dose", "Passes", "A place", "Sore spots", "Strokes", f"One {protocol.sides.noun}"),
            *([capital(protocol.sides.all)] if self._has_sides else []),
        )
        rows = []
        for dose in protocol.doses:
            cells = (
                str(dose.passes_per_strip),
                f"{dose.passes_per_strip * protocol.timing.one_pass.seconds} s",
                str(len(dose.sore_spots_after)),
                str(dose.strokes_per_sore_spot),
                minutes_and_seconds(dose.totals.one_side_seconds),
                *([minutes_and_seconds(dose.totals.all_sides_seconds)] if self._has_sides else []),
            )
            name = marks.runs((capital(dose.name), dose))
            rows.append((name, *((Run(cell),) for cell in cells)))
        first_time = Item(marks.runs((protocol.first_time.text, protocol.first_time)))
        return [
            Heading("How long", mark=marks.shared),
            TableNode(columns, tuple(rows), numeric=frozenset(range(1, len(columns)))),
            Listing((*self._sore_spots(), first_time)),
        ]

    def _sore_spots(self) -> Iterator[Item]:
        """Yield after which zones each dose has a sore spot, if any has one."""
        zones = {zone.key: zone.name for zone in self._protocol.zones}
        spots = [
            f"{', '.join(zones[key] for key in dose.sore_spots_after)} ({dose.name})"
            for dose in self._protocol.doses
            if dose.sore_spots_after
        ]
        if spots:
            yield Item((Run(SEPARATOR.join(spots)),), "Sore spots after")

    def pressure(self) -> CardBlock:
        intensities = self._protocol.intensities
        statements = [one for intensity in intensities for one in intensity.reaches]
        marks = self._marks([*intensities, *statements])
        items = [self._intensity(intensity, marks) for intensity in intensities]
        return [
            Heading("How firmly, from the lightest", mark=marks.shared),
            Listing(tuple(items)),
        ]

    def _intensity(self, intensity: Intensity, marks: BlockMarks) -> Item:
        doses = [dose.name for dose in self._protocol.doses if dose.intensity == intensity.key]
        name = f"{capital(intensity.name)} ({', '.join(doses)})" if doses else intensity.name
        first, *others = intensity.reaches
        runs = marks.runs(
            (f"{intensity.change_to.glance}{_condition(intensity)}.", intensity),
            (f"Reaches: {first.text}", first),
            *((other.text, other) for other in others),
        )
        return Item(runs, capital(name))

    def pain(self) -> CardBlock:
        ratings, phrases = self._protocol.ratings, self._protocol.phrases
        light = [band for band in ratings.bands if band.low < ratings.lighten_at]
        marks = self._marks([ratings.quality, *light, ratings])
        lighten = f"{phrases.too_much.glance} (asked again after {ratings.recheck.seconds} s)"
        rules = (
            (f"{ratings.lighten_at} or more", lighten),
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
            Item(marks.runs((ratings.quality.text, ratings.quality))),
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
        frequency, morning = self._protocol.frequency, self._protocol.next_morning.text
        runs = BlockMarks(self._marking).runs(
            (how_often(self._protocol), frequency), *((one.text, one) for one in morning)
        )
        return Item(runs, "How often")

    def legend(self, sign: str) -> CardBlock:
        told = f"{sign} {self._guide.marks.legend} Its sources: tpguide show {self._guide.slug}"
        return [Prose((Run(f"{told} --origins"),))]

    def _marks(self, bases: Sequence[Basis]) -> BlockMarks:
        return BlockMarks(self._marking, bases)


def _seconds(seconds: int, each: str = "") -> str:
    return f"({seconds}{NO_BREAK}s{each})"


def _condition(intensity: Intensity) -> str:
    if not intensity.offered:
        return " (only by lightening)"
    if intensity.rating_at_most is not None:
        return f" (up to this only at {intensity.rating_at_most} or less)"
    return ""
