"""Rules of `doctor`: which facts about a machine lead to which finding, as tables.

The words of a rule may hold what was found out: `{f.columns}` is the field of that name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tpguide.ui.pages.doctor import Finding, FindingStatus

FactsT = TypeVar("FactsT")


def otherwise(_: object) -> bool:
    """Hold for whatever none of the rules above holds for."""
    return True


@dataclass(frozen=True, slots=True)
class Rule(Generic[FactsT]):
    """The finding about the thing of that name, *when* that holds for the facts."""

    name: str
    when: Callable[[FactsT], object]
    status: FindingStatus
    found: str
    why: str = ""
    fix: str = ""
    place: str = ""

    def finding(self, facts: FactsT) -> Finding:
        """Return the finding, with *facts* in its words."""
        texts = (self.found, self.why, self.fix, self.place)
        found, why, fix, place = (text.format(f=facts) for text in texts)
        return Finding(self.name.format(f=facts), self.status, found, why, fix, place)


def findings(rules: Sequence[Rule[FactsT]], facts: FactsT) -> tuple[Finding, ...]:
    """Return one finding for each name: that of the first rule that holds, in the order of names.

    Nothing is found where no rule of a name holds.
    """
    names = dict.fromkeys(rule.name for rule in rules)
    first = (
        next((rule for rule in rules if rule.name == name and rule.when(facts)), None)
        for name in names
    )
    return tuple(rule.finding(facts) for rule in first if rule)
