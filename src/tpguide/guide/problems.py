"""What is wrong with a guide file: where, what, what was expected, and what to do."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from tpguide.errors import GuideFileError
from tpguide.text import clipped

#: From the root of a guide down to a value: names of fields and places in lists.
Path = tuple[str | int, ...]

#: A file with more problems than this isn't a guide with mistakes; no more are looked for.
MOST_PROBLEMS = 200
#: A sentence for people names this many problems; `tpguide validate` shows all.
NAMED_AT_MOST = 5


class Severity(Enum):
    """Whether a guide can't be used, or could be better."""

    ERROR = "error"
    WARNING = "warning"


class Disagreement(Struct, frozen=True, kw_only=True):
    """A problem with a value of a guide, found without knowing where in the file it stands."""

    path: Path
    sentence: str
    expected: str = ""
    hint: str = ""
    severity: Severity = Severity.ERROR


class Problem(Struct, frozen=True, kw_only=True):
    """Something wrong at a line and a column (both from 1) of a guide file."""

    line: int
    column: int
    path: str
    sentence: str
    expected: str = ""
    hint: str = ""
    severity: Severity = Severity.ERROR

    @property
    def place(self) -> tuple[int, int]:
        """Its line and column, to put problems in the order of the file."""
        return self.line, self.column


class InvalidGuideError(GuideFileError):
    """A guide file that can't be used, with all of its problems in the order of the file."""

    def __init__(self, problems: tuple[Problem, ...], where: str = "The guide") -> None:
        lines = [f"line {each.line}: {each.sentence}" for each in problems[:NAMED_AT_MOST]]
        if len(problems) > NAMED_AT_MOST:
            lines.append(f"and {len(problems) - NAMED_AT_MOST} more")
        super().__init__(
            f"{where} can't be used:\n" + "\n".join(f"  {line}" for line in lines),
            "tpguide validate shows each problem, and what to do about it.",
        )
        self.problems = problems


def shown_path(path: Path) -> str:
    """Return *path* as people write it: `protocol.zones[2].key`."""
    shown = ""
    for part in path:
        shown += f"[{part}]" if isinstance(part, int) else f".{clipped(part)}"
    return shown.lstrip(".")
