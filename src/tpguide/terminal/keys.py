"""The keys of a terminal, one by one or by lines, as the system at hand has them.

Read is also what the system tells the program between them. Knows what a key is called, not what
it does.
"""

from __future__ import annotations

import sys

from tpguide.terminal.key_decoder import HUNG_UP, RESIZED, RESUMED, TERMINATED

if sys.platform == "win32":
    from tpguide.terminal.windows_console import LineKeys, TerminalKeys
else:
    from tpguide.terminal.posix_keys import LineKeys, TerminalKeys

__all__ = [
    "HUNG_UP",
    "RESIZED",
    "RESUMED",
    "TERMINATED",
    "LineKeys",
    "TerminalKeys",
]
