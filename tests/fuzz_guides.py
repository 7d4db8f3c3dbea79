"""Throw bytes at the loader and at what draws, for as long as one likes.

    pip install atheris
    python tests/fuzz_guides.py -max_total_time=600 FOUND tests/corpus/valid tests/corpus/wrong

FOUND is an empty folder, for what it learns on the way.

Not part of the tests: those have a budget, this has an evening.
"""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["tpguide"]):
    from tpguide.document.build import page_of
    from tpguide.guide.loader import load
    from tpguide.guide.problems import InvalidGuideError
    from tpguide.session.timing_check import misfits
    from tpguide.text import UNSEEN
    from tpguide.ui.pages.problems import ProblemFile, problem_report
    from tpguide.ui.text.article import TextOptions, article_lines
    from tpguide.ui.text.lines import StyledLine, text_of

LOOK = TextOptions(80)


def try_out(data: bytes) -> None:
    """Load *data* and draw what it is: a guide, or its problems."""
    try:
        guide = load(data)
    except InvalidGuideError as error:
        text = data.decode(errors="replace")
        _check(problem_report([ProblemFile("fuzzed.yaml", text, error.problems)], LOOK))
    else:
        misfits(guide)
        _check(article_lines(page_of(guide, guide.sections), LOOK))


def _check(lines: list[StyledLine]) -> None:
    if found := UNSEEN.search("\n".join(map(text_of, lines))):
        raise AssertionError(f"{found.group()!r} reached the screen")


if __name__ == "__main__":
    atheris.Setup(sys.argv, try_out)
    atheris.Fuzz()
