"""Complete in a shell the names that are in guides, and the numbers of sessions.

The shell expects names or nothing, so errors are swallowed here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import typer

from tpguide.cli.context import Context
from tpguide.errors import TpguideError

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

    from tpguide.guide.model import Guide

#: Set when a side and "=" stand before what is to be completed.
SIDE_IS_TYPED = "COMP_SIDE_IS_TYPED"
#: The word for the newest session.
LAST_SESSION = "last"
#: So many are proposed.
MOST_SESSIONS = 20


def join_words_of_bash(environment: MutableMapping[str, str]) -> None:
    """Undo that bash breaks words at "=", and hands over `SIDE=DOSE` as three.

    It replaces the piece after the last "=" alone. So that piece is all that stays of the word that
    is typed, beside the option before it.
    """
    pieces, current = [*environment["COMP_WORDS"].split("\n"), ""], int(environment["COMP_CWORD"])
    if current >= len(pieces):
        return  # not from the script that is installed
    if pieces[current] == "=":
        pieces.insert(current := current + 1, "")
    *words, last = re.sub(r"\n=\n?", "=", "\n".join(pieces[:current])).split("\n")
    if last.endswith("="):
        is_option = last.startswith("-")
        option, _, side = last[:-1].partition("=") if is_option else ("", "", last[:-1])
        words += [option] if option else []
        if side:
            environment[SIDE_IS_TYPED] = "yes"
    else:
        words.append(last)
    environment["COMP_WORDS"] = "\n".join([*words, pieces[current]])
    environment["COMP_CWORD"] = str(len(words))


def guide_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the guides whose names begin with *incomplete*."""
    try:
        return _begun(_around(ctx).library.slugs, incomplete)
    except TpguideError:
        return []


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


def side_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the sides whose names begin with *incomplete*."""
    guide = _guide(ctx)
    return _begun([side.key for side in guide.protocol.sides.each] if guide else (), incomplete)


def sides_or_all(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the sides, and the word for all of them, that begin with *incomplete*."""
    guide = _guide(ctx)
    if guide is None:
        return []
    sides = guide.protocol.sides
    return _begun([*(side.key for side in sides.each), sides.all], incomplete)


def before_a_value(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the sides that begin with *incomplete*, as they stand before a value: `left=`."""
    if SIDE_IS_TYPED in _around(ctx).environment:
        return []
    return [f"{side}=" for side in side_names(ctx, incomplete)]


def dose_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the doses that begin with *incomplete*, which may name the side before it."""
    guide = _guide(ctx)
    return _of_a_side([one.key for one in guide.protocol.doses] if guide else (), incomplete)


def intensity_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the intensities that begin with *incomplete*, which may name the side before it."""
    from tpguide.session.limits import offered

    guide = _guide(ctx)
    names = [one.key for one in offered(guide.protocol)] if guide else ()
    return _of_a_side(names, incomplete)


def test_names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the self-tests whose names begin with *incomplete*, each with its title."""
    guide = _guide(ctx)
    tests = guide.self_tests if guide else ()
    return [(one.key, one.name) for one in tests if one.key.startswith(incomplete)]


def session_numbers(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the numbers of the newest sessions, and the word for the last, each with its day."""
    from tpguide.storage.journal import open_journal
    from tpguide.storage.paths import data_folder

    context = _around(ctx)
    try:
        folder = data_folder(context.environment)
        # What is damaged is set aside by a command, which can tell it.
        with open_journal(folder, context.clock.now, only_reads=True) as journal:
            found = journal.sessions()
    except (TpguideError, OSError):
        return []
    days = [(str(one.number), f"{one.began:%Y-%m-%d}") for one in found]
    words = [(LAST_SESSION, days[0][1]), *days] if days else []
    return [one for one in words if one[0].startswith(incomplete)][:MOST_SESSIONS]


def _of_a_side(names: Sequence[str], incomplete: str) -> list[str]:
    side, equals, value = incomplete.rpartition("=")
    return [f"{side}{equals}{name}" for name in _begun(names, value)]


def _begun(names: Sequence[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]


def _guide(ctx: typer.Context) -> Guide | None:
    # An option whose value is still to be typed keeps the words before it from being parsed.
    typed = [word for word in ctx.args if not word.startswith("-")]
    name = ctx.params.get("guide") or next(iter(typed), None)
    context = _around(ctx)
    try:
        if name is None and len(context.library.slugs) > 1:
            return None  # a completion can't ask which
        return context.guide(name)
    except TpguideError:
        return None


def _around(ctx: typer.Context) -> Context:
    return ctx.find_object(Context) or Context()
