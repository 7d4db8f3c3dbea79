"""Writes the table of settings into docs/using.md, from the one in the code.

A test fails while they differ.
"""

from __future__ import annotations

import re
from pathlib import Path

from tpguide.storage.settings import settings_there_are

PAGE = Path(__file__).with_name("using.md")
BEGIN, END = "<!-- settings:begin -->\n", "\n<!-- settings:end -->"


def settings_table() -> str:
    """Return the settings as a table in Markdown."""
    rows = [
        f"| `{each.name}` | {each.meaning} | {each.takes} | {each.unset} |"
        for each in settings_there_are()
    ]
    return "\n".join(["| setting | what it is for | takes | unset |", "|---|---|---|---|", *rows])


def with_table(page: str) -> str:
    """Return *page* with the table between its marks."""
    between = f"{BEGIN}{settings_table()}{END}"
    return re.sub(f"{BEGIN}.*?{END}", lambda _: between, page, count=1, flags=re.DOTALL)


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text("utf-8")), "utf-8")
