"""Complete the names of guides and sections in a shell.

A shell that asks for names must get names or nothing, so what goes wrong here stays unsaid.
"""

from __future__ import annotations

import typer

from tpguide.cli.surroundings import Surroundings
from tpguide.errors import TpguideError


def guide_names(context: typer.Context, incomplete: str) -> list[str]:
    """Return the guides whose names begin with *incomplete*."""
    return [slug for slug in _around(context).library.slugs if slug.startswith(incomplete)]


def section_names(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return numbers and keys of sections that begin with *incomplete*, each with its title."""
    try:
        guide = _around(context).library.find(context.params.get("guide") or "")
    except TpguideError:
        return []
    numbers = [(section.number, section.title) for section in guide.sections]
    keys = [(section.key, section.title) for section in guide.sections] if incomplete else []
    return [(name, title) for name, title in numbers + keys if name.startswith(incomplete)]


def _around(context: typer.Context) -> Surroundings:
    return context.find_object(Surroundings) or Surroundings()
