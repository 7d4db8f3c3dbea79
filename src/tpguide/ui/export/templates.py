"""The templates of the HTML pages, with autoescape: nothing filled in can run.

Jinja2 is imported here, and here alone: no other command pays for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tpguide.text import direction, visible

if TYPE_CHECKING:
    from jinja2 import Environment

#: The folders of the program that hold templates and style sheets.
FOLDERS = tuple(Path(__file__).parents[1] / name for name in ("export", "pages", "report"))


def filled(template: str, values: Mapping[str, object]) -> str:
    """Return *template*, the name of its file, filled with *values*."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(FOLDERS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    environment.filters["direction"] = direction
    return environment


def _shown(value: object) -> object:
    """Return *value* without characters that act instead of being seen."""
    return visible(value) if type(value) is str else value
