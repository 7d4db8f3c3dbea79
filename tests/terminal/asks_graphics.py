"""A program that asks its terminal what it can draw, says it, and then reads a line."""

from __future__ import annotations

import sys

from tpguide.terminal.graphics import ANSWER_SECONDS, graphics_of


def main() -> None:
    how = sys.stdin.readline().strip()
    seconds = (20.0, 20.0) if how == "patiently" else ANSWER_SECONDS
    sys.stdout.write(f"{graphics_of(0, kitty=True, answer_seconds=seconds)}\n")
    sys.stdout.flush()
    sys.stdout.write(f"then came {sys.stdin.readline()}")


if __name__ == "__main__":
    main()
