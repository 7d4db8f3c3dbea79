"""Complete the names of guides and sections in a shell.

The shell expects names or nothing, so errors are swallowed here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from tpguide.cli.context import Context
from tpguide.errors import TpguideError

if TYPE_CHECKING:
    from tpguide.guide.model import Guide


def guide_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the guides whose names begin with *incomplete*."""
    return [slug for slug in _around(ctx).library.slugs if slug.startswith(incomplete)]


def picture_names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the pictures whose names begin with *incomplete*, each with its title."""
    guide = _guide(ctx)
    pictures = guide.pictures if guide else ()
    return [(one.key, one.title) for one in pictures if one.key.startswith(incomplete)]


def section_names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return numbers and keys of sections that begin with *incomplete*, each with its title."""
    guide = _guide(ctx)
    if guide is None:
        return []
    numbers = [(section.number, section.title) for section in guide.sections]
    keys = [(section.key, section.title) for section in guide.sections] if incomplete else []
    return [(name, title) for name, title in numbers + keys if name.startswith(incomplete)]


def _guide(ctx: typer.Context) -> Guide | None:
    # An option whose value is still to be typed keeps the words before it from being parsed.
    typed = [word for word in ctx.args if not word.startswith("-")]
    name = ctx.params.get("guide") or next(iter(typed), None)
    try:
        return _around(ctx).guide(name)
    except TpguideError:
        return None


def _around(ctx: typer.Context) -> Context:
    return ctx.find_object(Context) or Context()
