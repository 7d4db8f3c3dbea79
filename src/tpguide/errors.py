"""Every error that a person can act on: a sentence, a hint, an exit code.

Raised anywhere, caught once in `cli/app.py`. Anything else that is raised is an internal error.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What tpguide's exit status says."""

    DONE = 0
    FAULT = 1
    NOTHING_FOUND = 1
    WRONG_USE = 2
    STOPPED_EARLY = 3
    NO_MASSAGE = 4
    WRONG_GUIDE = 5
    ENDED_BY_HANGUP = 129
    ENDED_BY_CTRL_C = 130
    ENDED_BY_TERMINATE = 143


class TpguideError(Exception):
    """Something a person can mend: what is so, and what to do about it."""

    exit_code: ExitCode = ExitCode.WRONG_USE

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint


class WrongUseError(TpguideError):
    """The command line asks for something that can't be."""


class UnknownNameError(TpguideError):
    """A name that is none of those there are."""

    def __init__(self, what: str, wanted: str, nearest: str | None, known: tuple[str, ...]) -> None:
        self.nearest = nearest
        hint = f"Did you mean {nearest}?" if nearest else f"There are: {', '.join(known)}."
        super().__init__(f"There is no {what} named “{wanted}”.", hint)


class AmbiguousNameError(TpguideError):
    """A name that begins several of those there are."""

    def __init__(self, what: str, wanted: str, meant: tuple[str, ...]) -> None:
        super().__init__(
            f"“{wanted}” could be more than one {what}.", f"One of: {', '.join(meant)}."
        )


class GuideFileError(TpguideError):
    """A guide file that can't be used; the sentence holds every problem with its place."""

    exit_code = ExitCode.WRONG_GUIDE


class NotDoneError(TpguideError):
    """What was asked for could not be done, for a reason that was told: a disk, a folder."""

    exit_code = ExitCode.FAULT


class NoMassageError(TpguideError):
    """A reason not to massage now."""

    exit_code = ExitCode.NO_MASSAGE
