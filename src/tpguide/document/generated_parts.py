"""Lay out the parts of a guide that are data: the questions, the protocol, the doses, the sources.

Every word about a body and every number comes from the guide; what is said here is only how they
are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tpguide.document.marks import Marking
from tpguide.document.nodes import (
    Box,
    Definition,
    Definitions,
    Heading,
    Item,
    Listing,
    Piece,
    Prose,
    Run,
    TableNode,
    Tone,
)
from tpguide.guide.article import GeneratedPart, Marks, Source, Verification
from tpguide.guide.model import Guide
from tpguide.guide.protocol import Dose, Intensity, Protocol, SetUpStep
from tpguide.guide.safety import Question, Tier
from tpguide.guide.self_tests import ChangeBand, SelfTest
from tpguide.guide.types import Basis, Origin
from tpguide.text import capital, minutes_and_seconds

Pieces = Sequence[Piece]


def pieces_of(part: GeneratedPart, guide: Guide, marking: Marking, home: Origin) -> Pieces:
    """Lay out *part* of *guide* in a section whose origin is *home*."""
    return _PARTS[part](guide, marking, home)


def _references(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    entries = [
        Definition(
            number,
            (Run(reference.printed),),
            note=marking.runs([reference.note], home) if reference.note else (),
        )
        for number, reference in enumerate(guide.references, start=1)
    ]
    return [Definitions(tuple(entries))]


def _sources(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    entries = [
        Definition(
            number,
            (Run(_cited(source)),),
            source.address,
            tuple(Run(remark) for remark in _remarks(source, guide.marks)),
        )
        for number, source in enumerate(guide.sources, start=1)
    ]
    return [Definitions(tuple(entries), cited=True)]


def _cited(source: Source) -> str:
    """Say who wrote *source*, when, its title, and where it appeared, as far as that is known."""
    by = " ".join(str(each) for each in (source.authors, source.year) if each)
    work = ", ".join(each for each in (source.title, source.published) if each)
    return f"{by}: {work}" if by else work


def _remarks(source: Source, marks: Marks) -> Iterator[str]:
    if source.verification is Verification.WEAK:
        yield "A weak source, such as a blog or a clinic's page."
    if source.unverified:
        details = ", ".join(each.value for each in source.unverified)
        yield f"{capital(marks.unverified.word)}: {details}."


def _tools(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    items = [Item((marking.run(tool.text, tool, home),), tool.name) for tool in guide.tools]
    return [Listing(tuple(items))]


def _screening(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    safety, reasons = guide.safety, guide.safety.reasons
    careful = (Prose((marking.run(safety.careful.text, safety.careful, home),)),)
    return [
        *_tier(safety.emergency, marking, home),
        *_tier(safety.same_day, marking, home),
        Heading(reasons.title, depth=2),
        Prose((Run(reasons.block_advice),)),
        _questions(reasons.block, marking, home),
        Prose((Run(reasons.agreed_advice),)),
        _questions(reasons.agreed, marking, home),
        Box(Tone.NOTE, reasons.agreement, careful),
    ]


def _tier(tier: Tier, marking: Marking, home: Origin) -> Pieces:
    return [
        Heading(tier.title, depth=2),
        Box(Tone.CAUTION, tier.ask, (Prose((Run(tier.advice),)),)),
        _questions(tier.questions, marking, home),
    ]


def _questions(questions: Sequence[Question], marking: Marking, home: Origin) -> Listing:
    return Listing(
        tuple(Item((marking.run("", one, home),), one.title, one.signs) for one in questions)
    )


def _no_go_places(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    places = guide.safety.no_go_places
    return [Listing(tuple(Item((marking.run(one.text, one, home),), one.name) for one in places))]


def _needed(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    return [Listing(marking.items(guide.protocol.needed, home))]


def _set_up(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    steps = [
        Item(
            (marking.run(f"{step.spoken} ({step.seconds} s)", step, home),),
            inner=by_intensity(guide.protocol, step),
        )
        for step in guide.protocol.set_up
    ]
    return [Listing(tuple(steps), numbered=True)]


def by_intensity(protocol: Protocol, step: SetUpStep) -> tuple[str, ...]:
    """Return what each intensity that can be chosen says in place of *step*, if any does."""
    return tuple(
        f"{capital(intensity.name)}: {intensity.set_up.spoken}"
        for intensity in protocol.intensities
        if step.by_intensity and intensity.offered and intensity.set_up
    )


def _intensities(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    rows = [
        (
            (Run(capital(intensity.name)),),
            (marking.run(f"{intensity.how}{condition(intensity)}", intensity, home),),
            marking.runs(intensity.reaches, home),
        )
        for intensity in guide.protocol.intensities
    ]
    return [
        TableNode(
            ("Pressure", "How", "What it reaches"), tuple(rows), "From the lightest to the firmest"
        )
    ]


def condition(intensity: Intensity) -> str:
    """Return when *intensity* may be used, as a sentence that follows how it is done."""
    if not intensity.offered:
        return " You come to it only by easing off."
    if intensity.rating_at_most is not None:
        return f" Go up to it only with pain of {intensity.rating_at_most} or less."
    return ""


def _zones(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    zones = [Item((marking.run(one.extent, one, home),), one.name) for one in guide.protocol.zones]
    strips = [Item((marking.run(one.text, one, home),), one.name) for one in guide.protocol.strips]
    return [Listing(tuple(zones)), Listing(tuple(strips))]


def _dose_table(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    protocol = guide.protocol
    many_sides = len(protocol.sides.each) > 1
    columns = ["Dose", "Passes a strip", "Sore spots", "Strokes each", f"One {protocol.sides.noun}"]
    columns += [capital(protocol.sides.all)] if many_sides else []
    marks = {marking.of(dose, home) for dose in protocol.doses}
    shared = marks.pop() if len(marks) == 1 else None
    rows = []
    for dose in protocol.doses:
        totals = dose.totals
        cells = [
            capital(dose.name),
            str(dose.passes_per_strip),
            str(len(dose.sore_spots_after)),
            str(dose.strokes_per_sore_spot),
            minutes_and_seconds(totals.one_side_seconds),
            *([minutes_and_seconds(totals.all_sides_seconds)] if many_sides else []),
        ]
        rows.append(tuple((Run(cell),) for cell in cells))
    table = TableNode(
        tuple(columns),
        tuple(rows),
        "Minutes and seconds",
        shared,
        frozenset(range(1, len(columns))),
    )
    return [table]


def _doses(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    notes = [_dose_note(dose, guide, marking, home) for dose in guide.protocol.doses]
    return [Listing(tuple(notes)), *_timing(guide, marking, home)]


def _dose_note(dose: Dose, guide: Guide, marking: Marking, home: Origin) -> Item:
    return Item(marking.runs(dose.notes, home), capital(dose.name))


def _timing(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    timing, check_ins = guide.protocol.timing, guide.protocol.check_ins
    lengths: list[tuple[str, int, Basis]] = [
        (what, length.seconds, length)
        for what, length in (
            ("Getting down", timing.get_down),
            ("One pass along a strip", timing.one_pass),
            ("One stroke over a sore spot", timing.one_stroke),
            ("A sore spot, at most", timing.sore_spot_at_most),
            ("A check-in", check_ins),
            ("A rest", timing.rest),
            ("Changing sides", timing.change_sides),
            ("Changing the pressure", timing.change_intensity),
            ("Rolling on one side, less than", timing.side_rolling_below),
            ("Getting up", timing.get_up),
        )
    ]
    rows = [
        ((Run(what),), (Run(f"{seconds} s", marking.of(basis, home)),))
        for what, seconds, basis in lengths
    ]
    return [TableNode(("What", "Seconds"), tuple(rows), "How long each thing takes")]


def _pain_scale(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    ratings = guide.protocol.ratings
    rows = [
        ((Run(span(band.low, band.high)),), (marking.run(band.text, band, home),))
        for band in ratings.bands
    ]
    scale = f"0 is {ratings.lowest_word}, 10 {ratings.highest_word}"
    return [TableNode(("Rating", "What it means"), tuple(rows), scale)]


def _ratings(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    ratings = guide.protocol.ratings
    quality = Prose(marking.runs([ratings.quality], home))
    refused = Prose((marking.run(ratings.refused_advice, ratings, home),))
    return [
        Box(Tone.CAUTION, "The kind of pain counts more than the number", (quality,)),
        Box(Tone.CAUTION, f"{ratings.refuse_before} or more before you begin", (refused,)),
    ]


def _something_wrong(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    wrong = guide.safety.something_wrong
    kinds = [
        Item((marking.run(kind.advice.spoken, kind, home),), capital(kind.name))
        for kind in wrong.kinds
    ]
    first = (Prose((Run(wrong.signs.spoken),)),)
    return [Box(Tone.CAUTION, wrong.signs.glance, first), Listing(tuple(kinds))]


def _later(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    return [Listing(marking.items(guide.safety.later, home))]


def _professional(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    return [Listing(marking.items(guide.safety.professional, home))]


def _frequency(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    return [Listing(marking.items(guide.protocol.frequency.text, home))]


def _next_morning(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    return [Listing(marking.items(guide.protocol.next_morning.text, home))]


def _self_tests(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    return [piece for test in guide.self_tests for piece in _self_test(test, marking, home)]


def _self_test(test: SelfTest, marking: Marking, home: Origin) -> Pieces:
    pieces: list[Piece] = [
        Heading(test.name, depth=2, mark=marking.of(test, home)),
        Listing(marking.items(test.how, home), numbered=True),
        Box(Tone.CAUTION, "Skip it", (Listing(marking.items(test.skip, home)),)),
        Listing(marking.items(test.meaning, home)),
    ]
    if test.verdicts:
        rows = [
            ((Run(f"{verdict.at_least:.{test.decimals}f} {test.unit}"),), (Run(verdict.text),))
            for verdict in test.verdicts
        ]
        pieces.append(TableNode(("A change of at least", "is"), tuple(rows)))
    return pieces


def _meaningful_change(guide: Guide, marking: Marking, home: Origin) -> Pieces:
    change = guide.change
    rows = [((Run(span(band.low, band.high)),), (Run(_better(band)),)) for band in change.bands]
    table = TableNode(
        ("Rating before", "Better if it is"), tuple(rows), change.question, marking.of(change, home)
    )
    return [table, Listing(marking.items((*change.text, change.after_session), home))]


def _better(band: ChangeBand) -> str:
    if band.better_by is None:
        return "too low to judge"
    return f"lower by {band.better_by} or more"


def span(low: int, high: int) -> str:
    """Return a range of ratings in words."""
    return str(low) if low == high else f"{low} to {high}"


_PARTS: dict[GeneratedPart, Callable[[Guide, Marking, Origin], Pieces]] = {
    GeneratedPart.REFERENCES: _references,
    GeneratedPart.SOURCES: _sources,
    GeneratedPart.TOOLS: _tools,
    GeneratedPart.SCREENING: _screening,
    GeneratedPart.NO_GO_PLACES: _no_go_places,
    GeneratedPart.NEEDED: _needed,
    GeneratedPart.SET_UP: _set_up,
    GeneratedPart.INTENSITIES: _intensities,
    GeneratedPart.ZONES: _zones,
    GeneratedPart.DOSE_TABLE: _dose_table,
    GeneratedPart.DOSES: _doses,
    GeneratedPart.PAIN_SCALE: _pain_scale,
    GeneratedPart.RATINGS: _ratings,
    GeneratedPart.SOMETHING_WRONG: _something_wrong,
    GeneratedPart.LATER: _later,
    GeneratedPart.PROFESSIONAL: _professional,
    GeneratedPart.FREQUENCY: _frequency,
    GeneratedPart.NEXT_MORNING: _next_morning,
    GeneratedPart.SELF_TESTS: _self_tests,
    GeneratedPart.MEANINGFUL_CHANGE: _meaningful_change,
}
