"""A guide file becomes a guide, or all of its problems, each where it is."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given, strategies as st

from examples import slow
from guides import CORPUS, as_file, fictitious_text, fictitious_values, fictitious_with
from tpguide.guide.gate_check import gate_problems
from tpguide.guide.json_schema import guide_schema
from tpguide.guide.loader import load, load_with_places
from tpguide.guide.model import Guide
from tpguide.guide.problems import MOST_PROBLEMS, InvalidGuideError, Problem
from tpguide.guide.schema_check import disagreements
from tpguide.guide.semantic_check import contradictions
from tpguide.guide.yaml_reader import LARGEST_BYTES

#: In the text of a test, the place where a problem has to point.
CARET = "‸"


def problems_of(data: bytes) -> tuple[Problem, ...]:
    with pytest.raises(InvalidGuideError) as caught:
        load(data)
    return caught.value.problems


def told(problem: Problem) -> str:
    return f"{problem.line}:{problem.column} {problem.sentence}"


class TestAGoodFile:
    def test_is_read_as_the_guide_that_it_is(self) -> None:
        guide = load(fictitious_text().encode())

        assert guide.slug == "muscle-imaginaire"
        assert [each.key for each in guide.protocol.intensities] == ["leger", "moyen", "ferme"]

    def test_may_have_the_line_ends_of_another_system(self) -> None:
        text = fictitious_text()

        assert load(text.replace("\n", "\r\n").encode()) == load(text.encode())

    def test_may_have_letters_that_run_from_right_to_left(self) -> None:
        assert "العضلة" in load(fictitious_text().encode()).sections[0].title

    @pytest.mark.parametrize("word", ["می‌خواهم", "क्‍ष"])
    def test_may_join_letters_where_the_script_is_spelled_so(self, word: str) -> None:
        data = fictitious_with("name: Muscle imaginaire du bras", f"name: {word}")

        assert load(data).name == word

    @pytest.mark.parametrize("written", ["|-\n  one\n  two", "'one\n  two'", '"one\\ttwo"'])
    def test_may_break_a_text_into_lines_as_it_likes(self, written: str) -> None:
        data = fictitious_with("name: Muscle imaginaire du bras", f"name: {written}")

        assert load(data).name == "one two"

    @pytest.mark.parametrize("text", ["no", "off", "1:30", "012", "0x1F", "2026-11-24", "1_000"])
    def test_has_words_where_other_readers_see_truth_times_and_dates(self, text: str) -> None:
        data = fictitious_with("name: Muscle imaginaire du bras", f"name: {text}")

        assert load(data).name == text

    def test_keeps_markup_as_the_characters_that_it_is(self) -> None:
        data = fictitious_with("name: Muscle imaginaire du bras", 'name: "[/][bold]:smile:"')

        assert load(data).name == "[/][bold]:smile:"


#: A piece of the good guide, the same with one fault, where that is, and what is said about it.
FAULTS = [
    ("slug: muscle-imaginaire", "slug: ‸Muscle", "“Muscle” can't stand here."),
    ("format: 1\n", "format: ‸3\n", "The number 3 can't stand here."),
    ("format: 1\n", "format: ‸1.5\n", "The number 1.5 can't stand here."),
    ("format: 1\n", 'format: ‸"1"\n', "“1” stands here."),
    ("format: 1\n", "format: ‸true\n", "“true” stands here."),
    ("language: fr", "language:‸", "Nothing stands here."),
    ("complaint: Gêne inventée au dehors du bras", "complaint: ‸12", "The number 12 stands here."),
    ("complaint: Gêne inventée au dehors du bras", "complaint: ‸[a]", "A list stands here."),
    ("complaint: Gêne inventée au dehors du bras", "complaint: ‸''", "This text has 0 characters."),
    ("voice: {words_per_minute: 140}", "voice: ‸slow", "“slow” stands here."),
    ("words_per_minute: 140", "words_per_minute: ‸4000", "The number 4000 can't stand here."),
    (
        "days: 30, origin: judgement",
        "days: 30, origin: ‸jugement",
        "“jugement” is none of the words that can stand here.",
    ),
    (
        "verification: weak}",
        "verification: weak, ‸verified: true}",
        "There is no field “verified” here.",
    ),
    ("worse_at_top: [8, 10]", "worse_at_top: ‸[8, 9, 10]", "This list has 3 items."),
    ("countdown: [trois, deux, un]", "countdown: ‸[trois, deux]", "This list has 2 items."),
    ("countdown: [trois, deux, un]", "countdown: [trois, ‸2, un]", "The number 2 stands here."),
    (
        "{kind: picture, picture: bras}",
        "{kind: ‸image, picture: bras}",
        "“image” is none of the words that can stand here.",
    ),
    ("{kind: picture, picture: bras}", "‸{picture: bras}", "The field “kind” is missing here."),
    ("{kind: picture, picture: bras}", "‸picture", "“picture” stands here."),
    ("pictures/bras.svg", "‸../bras.svg", "“../bras.svg” can't stand here."),
    ('"https://example.org/livre-vert"', '‸"javascript:x"', "“javascript:x” can't stand here."),
    ("highest: 60\n", "highest: ‸0.5\n", "The number 0.5 can't stand here."),
    # What contradicts itself:
    ("intensity: ferme", "intensity: ‸ferm", "There is no intensity “ferm”."),
    ("tool: balle", "tool: ‸baton", "The protocol uses “baton”, and its tool isn't instructed."),
    ("unanswered: autre", "unanswered: ‸rien", "There is no kind “rien”."),
    ("cells: [À l'épaule, Jamais]", "cells: ‸[À l'épaule]", "This row has 1 cells."),
    ('number: "2.1"', 'number: ‸"2"', "Section 2 comes after 2."),
    ('number: "2.1"', 'number: ‸"1.1"', "Section 1.1 comes after 2."),
    ('number: "3"', 'number: ‸"2.2.1"', "2.2.1 lies within 2.2, which there isn't."),
    ("key: symptomes", "key: ‸le-muscle", "“le-muscle” is already the name of another one."),
    (
        "covers: [plaie, sang]",
        "covers: [plaie, sang, ‸sang-froid]",
        "There is no question on this page “sang-froid”.",
    ),
    (
        'ask: "Du nouveau depuis {day}: une',
        'ask: ‸"Du nouveau: une',
        "This asks what is new, and not since when.",
    ),
    ("{low: 5, high: 10, text: Trop.", "‸{low: 6, high: 10, text: Trop.", "This band begins at 6."),
    ("lighten_at: 7", "lighten_at: ‸9", "lighten_at is 9 and leave_at is 8."),
    (
        "rating_at_most: 6",
        "rating_at_most: ‸7",
        "A rating of 7 makes it lighter, so it can't make it firmer.",
    ),
    ("at_least: 2.5", "at_least: ‸0.5", "0.5 comes after 1."),
    (
        "- zone: dessous\n      strip: dehors",
        "- ‸zone: dessus\n      strip: dedans",
        "This zone and strip meet a second time.",
    ),
    (
        "- {text: Il n'existe dans aucun bras., origin: added, unverified: true}",
        "- ‸{text: Il n'existe dans aucun bras., origin: added}",
        "This is added to the article and rests on nothing.",
    ),
    (
        "Jamais sur une plaie., origin: judgement",
        "Jamais sur une plaie., origin: judgement, sources: ‸[livre-vert]",
        "sources goes with what is added, and this is “judgement”.",
    ),
    (
        "Deux points comptent., origin: added, sources: [livre-vert]",
        "Deux points comptent., origin: added, sources: [‸livre-ver]",
        "There is no source “livre-ver”.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "sentence"), FAULTS)
def test_a_fault_is_told_once_and_where_it_is(right: str, wrong: str, sentence: str) -> None:
    before, after = fictitious_with(right, wrong).decode().split(CARET)
    column = len(before) - before.rfind("\n")

    assert [told(each) for each in problems_of((before + after).encode())] == [
        f"{before.count(chr(10)) + 1}:{column} {sentence}"
    ]


#: A kind of bad file, and the problem that it is there for.
CORPUS_PROBLEMS = {
    "alias.yaml": "2:9 *one is an alias.",
    "anchor.yaml": "1:8 &one is an anchor.",
    "backspace-written.yaml": "1:8 The character U+0008 can't be seen and isn't allowed.",
    "isolate-written.yaml": "1:8 The character U+2066 can't be seen and isn't allowed.",
    "override.yaml": "1:11 The character U+202E can't be seen and isn't allowed.",
    "billion-laughs.yaml": "1:4 &a is an anchor.",
    "block-without-kind.yaml": "2:63 The field “kind” is missing here.",
    "byte-order-mark.yaml": "1:1 The file begins with a byte order mark.",
    "c1-control-written.yaml": "1:8 The character U+009B can't be seen and isn't allowed.",
    "c1-control.yaml": "2:8 The character U+009B can't be seen and isn't allowed.",
    "carriage-return.yaml": "1:11 The character U+000D can't be seen and isn't allowed.",
    "clock-time.yaml": "1:9 “1:30” stands here.",
    "colon-in-text.yaml": "1:10 A colon stands where none can.",
    "comments-only.yaml": "1:1 The file is empty.",
    "date.yaml": "1:9 “2026-11-24” stands here.",
    "deep.yaml": "1:22 This lies more than 16 levels deep.",
    "direction-mark.yaml": "1:11 The character U+200F can't be seen and isn't allowed.",
    "duplicate-key.yaml": "3:1 “name” stands here a second time.",
    "empty.yaml": "1:1 The file is empty.",
    "escape-byte.yaml": "2:9 The character U+001B can't be seen and isn't allowed.",
    "escape-written.yaml": "2:8 The character U+001B can't be seen and isn't allowed.",
    "group-as-name.yaml": "1:3 The name of a field has to be a word.",
    "hexadecimal.yaml": "1:9 “0x1” stands here.",
    "infinite-number.yaml": "1:9 This number is too large.",
    "latin-1.yaml": "2:11 The file isn't UTF-8 text.",
    "line-separator.yaml": "1:11 The character U+2028 can't be seen and isn't allowed.",
    "link-that-runs.yaml": "1:44 “javascript:alert(1)” can't stand here.",
    "link-to-a-file.yaml": "1:44 “file:///etc/passwd” can't stand here.",
    "lone-surrogate-bytes.yaml": "2:8 The file isn't UTF-8 text.",
    "lone-surrogate-written.yaml": "1:11 This backslash begins nothing that is known.",
    "long-number.yaml": "1:9 A number has at most 15 characters.",
    "merge-key.yaml": "2:3 << merges another value into this.",
    "no-means-no.yaml": "1:9 “no” stands here.",
    "not-a-mapping.yaml": "1:1 A list stands here.",
    "nul.yaml": "1:8 The character U+0000 can't be seen and isn't allowed.",
    "octal.yaml": "1:9 “012” stands here.",
    "picture-from-the-root.yaml": "2:20 “/etc/x.svg” can't stand here.",
    "picture-of-another-kind.yaml": "2:20 “x.png” can't stand here.",
    "picture-outside.yaml": "2:20 “../../etc/x.svg” can't stand here.",
    "soft-hyphen.yaml": "1:11 The character U+00AD can't be seen and isn't allowed.",
    "tab.yaml": "2:1 Nothing can begin like this.",
    "tag-character.yaml": "1:11 The character U+E0041 can't be seen and isn't allowed.",
    "tag-that-runs.yaml": "1:7 A tag (with !) can't be used.",
    "tag.yaml": "1:7 A tag (with !) can't be used.",
    "text-only.yaml": "1:1 “just a text” stands here.",
    "tilde.yaml": "1:9 “~” stands here.",
    "two-documents.yaml": "2:1 A second document begins here.",
    "unclosed-list.yaml": "2:1 A comma or a closing bracket is missing before this.",
    "unclosed-quote.yaml": "1:7 Quotes open here and are never closed.",
    "unknown-block.yaml": "2:70 “pargraph” is none of the words that can stand here.",
    "utf-16.yaml": "1:1 The file isn't UTF-8 text.",
    "wrong-indentation.yaml": "3:3 This line doesn't go on with what is before it.",
    "zero-width-in-a-name.yaml": "1:3 The character U+200B can't be seen and isn't allowed.",
    "zero-width-joiner.yaml": "1:11 The character U+200D can't be seen and isn't allowed.",
    "zero-width-space.yaml": "1:11 The character U+200B can't be seen and isn't allowed.",
}


def test_every_file_of_the_corpus_has_its_problem() -> None:
    for path in sorted((CORPUS / "wrong").iterdir()):
        problems = problems_of(path.read_bytes())

        assert CORPUS_PROBLEMS[path.name] in [told(each) for each in problems], path.name


class TestEveryProblem:
    def test_is_told_at_once_in_the_order_of_the_file(self) -> None:
        text = (
            fictitious_text()
            .replace("slug: muscle", "slug: Muscle")  # a wrong value
            .replace("intensity: ferme", "intensity: dur")  # a name without a thing
            .replace("name: Ce bras", "name: &name Ce bras")  # something that YAML has
            .replace("highest: 60", "higest: 60")  # an unknown field, so one is missing
        )

        assert [told(each).partition(" ")[2] for each in problems_of(text.encode())] == [
            "“Muscle-imaginaire” can't stand here.",
            "&name is an anchor.",
            "There is no intensity “dur”.",
            "The field “highest” is missing here.",
            "There is no field “higest” here.",
        ]

    def test_comes_with_what_was_expected_and_what_to_do(self) -> None:
        (problem,) = problems_of(fictitious_with("verification: weak", "verification: reed"))

        assert problem.path == "sources[0].verification"
        assert problem.expected == "one of read, weak"
        assert problem.hint == "Did you mean “read”?"

    def test_with_a_field_has_the_nearest_one_there_is(self) -> None:
        problems = problems_of(fictitious_with("highest: 60", "higest: 60"))

        assert "Did you mean “highest”?" in [each.hint for each in problems]

    def test_with_fields_that_are_missing_names_them_all(self) -> None:
        (problem,) = problems_of(fictitious_with("{kind: picture, picture: bras}", "{kind: note}"))

        assert problem.sentence == "2 fields are missing here: title, statements."

    def test_with_an_unquoted_number_says_to_quote_it(self) -> None:
        (problem,) = problems_of(fictitious_with('number: "3"', "number: 3"))

        assert problem.hint == "Put it in quotes."

    def test_is_in_the_error_with_its_line(self) -> None:
        with pytest.raises(
            InvalidGuideError, match=r"arm\.yaml can't be used:\n  line 4: “Muscle”"
        ):
            load(fictitious_with("slug: muscle-imaginaire", "slug: Muscle"), "arm.yaml")

    def test_never_holds_what_a_terminal_would_act_upon(self) -> None:
        for path in (CORPUS / "wrong").iterdir():
            for each in problems_of(path.read_bytes()):
                assert (each.path + each.sentence + each.expected + each.hint).isprintable()

    def test_is_cut_where_it_quotes_the_file(self) -> None:
        long = "x" * 9000
        for wrong in (f"language: {long}", f"{long}: fr", f"language: &{long} fr", f"{long}: {{}}"):
            for each in problems_of(fictitious_with("language: fr", wrong)):
                assert max(len(each.sentence), len(each.path), len(each.hint)) < 100

    def test_ends_after_some_hundred(self) -> None:
        flood = "\n".join(f"unknown-{number}: 1" for number in range(5000))

        assert len(problems_of(flood.encode())) == MOST_PROBLEMS


#: Files that would be large, slow or endless for a trusting reader, and what stops each.
MONSTERS = {
    "a large file": ("#" * (LARGEST_BYTES + 1), "The file is larger than 512 kB."),
    "deep lists": ("[" * 200_000, "This lies more than 16 levels deep."),
    "deep groups": ("{a: " * 100_000, "This lies more than 16 levels deep."),
    "deep indents": ("- " * 200_000, "This lies more than 16 levels deep."),
    "deep names": ("? " * 200_000, "The name of a field has to be a word."),
    "many values": ("[" + "1," * 200_000 + "]", "There are more than 50000 values in the file."),
    "many names": (
        "".join(f"a{number}: 1\n" for number in range(40_000)),
        "There are more than 50000 values in the file.",
    ),
    "a long text": (f"name: {'x ' * 200_000}", "This text is longer than 10000 characters."),
    "a long name": (f"{'x' * 20_000}: 1", "This text is longer than 10000 characters."),
    "a long number": ("name: 1" + "0" * 9_000, "A number has at most 15 characters."),
    "many hidden characters": ("name: " + "\u200b" * 150_000, "The character U+200B can't be seen"),
    "many duplicates": ("name: a\n" * 20_000, "“name” stands here a second time."),
    "many anchors": ("[" + "&a x, " * 20_000 + "]", "&a is an anchor."),
    "many unknown blocks": (
        "sections: [" + "{blocks: [{kind: x}]}," * 5_000 + "]",
        "“x” is none of the words that can stand here.",
    ),
}

LIMITED = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (2, 2))
resource.setrlimit(resource.RLIMIT_AS, ({200 * 2**20}, {200 * 2**20}))
from tpguide.guide.loader import load
from tpguide.guide.problems import InvalidGuideError
try:
    load(sys.stdin.buffer.read())
except InvalidGuideError as error:
    sys.stdout.buffer.write("\\n".join(each.sentence for each in error.problems).encode())
"""


@pytest.mark.parametrize("kind", MONSTERS)
def test_a_monster_is_refused_within_two_seconds_and_200_megabytes(kind: str) -> None:
    text, sentence = MONSTERS[kind]

    ended = subprocess.run(
        [sys.executable, "-c", LIMITED],
        input=text.encode(),
        capture_output=True,
        check=False,
        env={"PYTHONPATH": ":".join(sys.path)},
    )

    assert ended.stderr.decode() == ""
    assert sentence in ended.stdout.decode()


def paths_into(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of everything in *value* but itself."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for part, each in parts:
        found.append((*path, part))
        if isinstance(each, (dict, list)):
            found += paths_into(each, (*path, part))
    return found


PATHS = paths_into(fictitious_values())
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 5000),
    st.sampled_from([0.5, -1.25, 1234.5]),  # reading makes 2 of 2.0
    st.sampled_from(["", "x", "Élan", "a-b", "F1", "6.1", "article", "x" * 21, "y" * 2001]),
    st.sampled_from(["http://a.b", "a.svg", "pictures/a.svg", "paragraph", "שריר", "x" * 61]),
    st.builds(list),
    st.builds(dict),
    st.just({"kind": "shown", "part": "tools"}),
)


@st.composite
def mutated_guides(draw: st.DrawFn) -> Any:
    """Return the plain values of the good guide with one to three changes anywhere."""
    values = fictitious_values()
    for path in draw(st.lists(st.sampled_from(PATHS), min_size=1, max_size=3)):
        mutate(draw, values, path)
    return values


def mutate(draw: st.DrawFn, values: Any, path: tuple[Any, ...]) -> None:
    group = values
    for part in path[:-1]:
        if not isinstance(group, dict | list) or part not in (
            group if isinstance(group, dict) else range(len(group))
        ):
            return  # an earlier change took it away
        group = group[part]
    if isinstance(group, dict):
        match draw(st.sampled_from(["replace", "remove", "add"])):
            case "replace":
                group[path[-1]] = draw(JUNK)
            case "remove":
                group.pop(path[-1], None)
            case "add":
                group["unknown"] = draw(JUNK)
    elif isinstance(group, list) and isinstance(path[-1], int) and path[-1] < len(group):
        match draw(st.sampled_from(["replace", "remove", "repeat"])):
            case "replace":
                group[path[-1]] = draw(JUNK)
            case "remove":
                group.pop(path[-1])
            case "repeat":
                group += [group[path[-1]]] * draw(st.sampled_from([1, 12, 150]))


def fits_the_models(values: object) -> bool:
    try:
        msgspec.convert(values, Guide, strict=True)
    except msgspec.ValidationError:
        return False
    return True


@given(mutated_guides())
def test_problems_are_found_exactly_where_the_models_refuse(values: Any) -> None:
    assert (not list(disagreements(values, Guide))) == fits_the_models(values)


SCHEMA = jsonschema.Draft202012Validator(guide_schema())


@given(mutated_guides())
@slow(30)
def test_the_schema_and_the_loader_agree(values: Any) -> None:
    assert SCHEMA.is_valid(values) == fits_the_models(values)


@given(mutated_guides())
@slow(30)
def test_a_file_loads_exactly_if_it_fits_and_does_not_contradict_itself(values: Any) -> None:
    found = [*contradictions(values), *gate_problems(values)]
    good = fits_the_models(values) and not found
    try:
        load(as_file(values))
    except InvalidGuideError:
        assert not good
    else:
        assert good


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_the_bytes_they_are_a_guide_or_have_problems(data: bytes) -> None:
    assert problems_of(data)


@given(st.integers(0, len(fictitious_text())), st.text(max_size=3), st.integers(0, 40))
@slow(50)
def test_whatever_is_typed_into_a_file_it_is_a_guide_or_has_problems(
    at: int, typed: str, deleted: int
) -> None:
    text = fictitious_text()
    data = (text[:at] + typed + text[at + deleted :]).encode("utf-8", "surrogatepass")
    try:
        load(data)
    except InvalidGuideError as error:
        for each in error.problems:
            assert 1 <= each.line <= data.count(b"\n") + 3
            assert each.column >= 1


def test_everything_has_its_place() -> None:
    text = fictitious_text()
    places = load_with_places(text.encode()).document.places

    line, column = places.value(("protocol", "doses", 1, "intensity"))

    assert text.split("\n")[line - 1][column - 1 :] == "ferme"
    assert places.name(("protocol", "doses", 1, "intensity")) == (line, column - 11)


@pytest.mark.parametrize(
    "text", ["\u0301\u0302\u0303", "\u034f", "\u115f", "\u1160", "\u3164", "\ufe0f", "\U0001d173"]
)
def test_a_text_in_which_nothing_is_seen_is_refused(text: str) -> None:
    values = fictitious_values()
    values["safety"]["emergency"]["ask"] = text

    assert any("seen" in each.sentence for each in problems_of(as_file(values)))
