"""The smallest program whose keys are typed as lines: it prints them, until q or a signal."""

from __future__ import annotations

import sys

from tpguide.terminal.keys import HUNG_UP, TERMINATED, LineKeys

ENDS = {"q": 0, "ctrl-c": 0, TERMINATED: 143, HUNG_UP: 129}


def main() -> int:
    with LineKeys() as keys:
        say("ready")
        while True:
            for key in keys.read(None):
                if key in ENDS:
                    return ENDS[key]
                say(f"read {key}")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
