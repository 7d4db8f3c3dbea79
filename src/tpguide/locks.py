"""Hold a file as long as a program runs, so that others know that it does.

A process number may belong to another program by now, or to another user. A lock is let go of by
the system when its program ends, whatever ended it.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import msvcrt

    def is_locked_elsewhere(descriptor: int, *, keep: bool = False) -> bool:
        """Return whether another program holds the file; else it is held now, to *keep* or look."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return True
        if not keep:
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
        return False

else:
    import fcntl

    def is_locked_elsewhere(descriptor: int, *, keep: bool = False) -> bool:
        """Return whether another program holds the file; else it is held now, to *keep* or look."""
        try:
            # Two that look at once don't take each other for one that runs.
            fcntl.flock(descriptor, (fcntl.LOCK_EX if keep else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False  # a folder, as some networks have, in which nothing can be locked
        return False
