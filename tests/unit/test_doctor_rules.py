"""The doctor's findings follow from tables of rules that can be read line by line."""

from __future__ import annotations

from dataclasses import dataclass

from tpguide.cli.checkup.files import FILES_RULES, JOURNAL_RULES, SET_ASIDE_RULES
from tpguide.cli.checkup.rules import Rule, findings, otherwise
from tpguide.cli.checkup.screen import SCREEN_RULES
from tpguide.cli.checkup.sound import FLOOR_RULES, OUTPUT_RULES
from tpguide.ui.pages.doctor import FindingStatus


@dataclass(frozen=True)
class Weather:
    degrees: int
    sky: str = "clear"


RULES: tuple[Rule[Weather], ...] = (
    Rule("Air", lambda f: f.degrees < 0, FindingStatus.BAD, "{f.degrees}", fix="A coat."),
    Rule("Air", lambda f: f.degrees < 20, FindingStatus.LESS, "{f.degrees}"),
    Rule("Air", otherwise, FindingStatus.GOOD, "{f.degrees}"),
    Rule("Sky", lambda f: f.sky == "clear", FindingStatus.GOOD, "{f.sky}"),
)
TABLES = (
    SCREEN_RULES, OUTPUT_RULES, FLOOR_RULES, JOURNAL_RULES, FILES_RULES, SET_ASIDE_RULES,
)  # fmt: skip


def test_the_first_rule_of_a_name_that_holds_is_its_finding() -> None:
    air, sky = findings(RULES, Weather(-3))

    assert (air.verdict, air.found, air.fix) == (FindingStatus.BAD, "-3", "A coat.")
    assert (sky.name, sky.found) == ("Sky", "clear")


def test_nothing_is_found_where_no_rule_holds() -> None:
    assert [each.name for each in findings(RULES, Weather(25, "cloudy"))] == ["Air"]


def test_what_was_found_out_is_never_taken_for_a_place_to_fill() -> None:
    rule: Rule[Weather] = Rule("Sky", otherwise, FindingStatus.GOOD, "{f.sky}")

    assert findings([rule], Weather(0, "{f.degrees}"))[0].found == "{f.degrees}"


def test_whatever_the_facts_are_something_is_found_about_each_thing() -> None:
    for table in TABLES:
        last = {rule.name: rule for rule in table}

        assert [name for name, rule in last.items() if rule.when is not otherwise] == []
