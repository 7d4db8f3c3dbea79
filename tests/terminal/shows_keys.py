"""The smallest program with keys and a screen: it shows what it read, until q or a signal."""

from __future__ import annotations

import sys

from tpguide.terminal.keys import HUNG_UP, TERMINATED, TerminalKeys
from tpguide.terminal.screen import Screen


def main() -> int:
    shown: list[str] = []
    with Screen() as screen, TerminalKeys(aside=screen.left) as keys:
        while True:
            screen.show(["ready", *shown])
            for key in keys.read(None):
                shown.append(key)
                match key:
                    case "q" | "ctrl-c":
                        return 0
                    case "!":
                        raise RuntimeError("a fault while drawing")
                    case str() if key == TERMINATED:
                        return 143
                    case str() if key == HUNG_UP:
                        return 129
                    case _:
                        pass


if __name__ == "__main__":
    sys.exit(main())
