"""Whatever a guide says, if it loads it can be fitted and read, and does nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given, strategies as st

from examples import slow
from guides import as_file, fictitious_values
from tpguide.document.build import page_of
from tpguide.guide.lint import weaknesses
from tpguide.guide.loader import load
from tpguide.guide.problems import InvalidGuideError
from tpguide.session.timing_check import misfits
from tpguide.text import UNSEEN
from tpguide.ui.text import theme
from tpguide.ui.text.article import TextOptions, article_lines
from tpguide.ui.text.lines import text_of

Path = tuple[str | int, ...]


def texts_in(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of everything in *value* that is prose, as its blanks show."""
    for part, each in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(each, dict | list):
            yield from texts_in(each, (*path, part))
        elif isinstance(each, str) and " " in each:
            yield (*path, part)


TEXTS = list(texts_in(fictitious_values()))
ODD = st.one_of(
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")),
        min_size=1,
        max_size=40,
    ),
    st.text("[]/\\:@`*_#<>&\"'{}%| a", min_size=1, max_size=30),
    st.sampled_from(["[/]", "[link=file:///etc/passwd]x[/link]", ":smile:", "العضلة الوهمية"]),
    st.sampled_from(["x" * 150, "e\N{COMBINING ACUTE ACCENT}" * 60, "漢字漢字", "👩", "a\xa0b"]),
)
GLYPHS = [theme.UNICODE, theme.ASCII, theme.PIPED, theme.PIPED_ASCII]


@given(
    st.dictionaries(st.sampled_from(TEXTS), ODD, min_size=1, max_size=8),
    st.sampled_from([1, 10, 20, 40, 80, 160]),
    st.sampled_from(GLYPHS),
)
@slow(75)
def test_any_text_is_drawn_as_the_characters_that_it_is(
    odd: dict[Path, str], columns: int, glyphs: theme.Glyphs
) -> None:
    values = fictitious_values()
    for path, text in odd.items():
        group = values
        for part in path[:-1]:
            group = group[part]
        group[path[-1]] = text
    try:
        guide = load(as_file(values))
    except InvalidGuideError:
        return

    misfits(guide)
    list(weaknesses(values))
    drawn = article_lines(page_of(guide, guide.sections), TextOptions(columns, glyphs))

    written = "".join(text_of(line) for line in drawn)
    assert not UNSEEN.search(written)
    assert written.isascii() or not glyphs.ascii_only
