"""A session as plain lines: for screen readers, pipes, and terminals that can only print.

One line for each step that begins, each state that changes it, each answer to a key, and each
thing that is said.
"""

from __future__ import annotations

from collections.abc import Iterable

from tpguide.session.cues import Cue, Silence
from tpguide.session.state import Session, Status
from tpguide.session.view import View, view
from tpguide.text import read_not_heard


def lines_between(
    before: Session | None, after: Session, heard: Iterable[Cue | Silence]
) -> list[str]:
    """Return the lines that tell how *before* became *after*, and what was said."""
    lines: list[str] = []
    seen = view(after)
    if before is None or _place(before) != _place(after):
        lines += _heading(after, seen)
    elif after.notice and after.notice != before.notice:
        lines.append(f"  {after.notice.glance}")
    lines += [
        f"  {read_not_heard(cue.spoken)}" for cue in heard if isinstance(cue, Cue) and cue.spoken
    ]
    return lines


def _place(session: Session) -> tuple[Status, int, bool]:
    return session.status, session.index, session.detour is not None


def _heading(session: Session, seen: View) -> list[str]:
    if session.is_over:
        return []
    where = ", ".join(seen.where)
    number = f", {seen.number} of {seen.of_side}" if seen.number else ""
    told = [f"[{seen.word}] {where}{number}, {seen.seconds} seconds"]
    return [*told, *(f"  {line}" for line in seen.lines)]
