"""What `tpguide show` costs, beside a bare script of Typer and Rich and beside rich-cli.

Every command is run in turns with the bare script, so that a busy machine slows both, and the
median of the ratios is printed. The first time is with an empty cache. rich-cli is measured where
its `rich` is on the PATH:

    python benchmarks/show.py [PAIRS]
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

PAIRS = 15
#: The times of the bare script that `show` may take the first time and later.
MOST_FIRST, MOST_LATER = 2.2, 1.15
BARE = """
import typer
from rich.console import Console

app = typer.Typer(add_completion=False)


@app.command()
def main() -> None:
    Console().print("one line")


app()
"""


def seconds(command: Sequence[str], home: Path) -> float:
    """Return how long *command* takes, piped, with tpguide's folders in *home*."""
    environment = {**os.environ, "TPGUIDE_HOME": str(home)}
    # Where modules are compiled anew each time, that is what would be measured.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - before


def ratio(command: Sequence[str], pairs: int, home: Path, *, is_first: bool = False) -> float:
    """Return the median of how many times as long as the bare script *command* takes."""
    bare = [sys.executable, "-c", BARE]
    ratios = []
    seconds(command, home)
    for _ in range(pairs):
        if is_first:
            shutil.rmtree(home / "cache")
        ratios.append(seconds(command, home) / seconds(bare, home))
    return statistics.median(ratios)


def main() -> None:
    """Print the ratios, and fail if `show` takes longer than it may."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS
    show = [str(Path(sys.executable).with_name("tpguide")), "show", "tibialis-posterior"]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        first = ratio(show, pairs, home, is_first=True)
        later = ratio(show, pairs, home)
        print(f"show, the first time   {first:.2f} of at most {MOST_FIRST}")
        print(f"show, later            {later:.2f} of at most {MOST_LATER}")
        if rich := shutil.which("rich"):
            readme = str(Path(__file__).parents[1] / "README.md")
            print(f"rich-cli, a README     {ratio([rich, readme], pairs, home):.2f}")
    if first > MOST_FIRST or later > MOST_LATER:
        raise SystemExit("That is too much.")


if __name__ == "__main__":
    main()
