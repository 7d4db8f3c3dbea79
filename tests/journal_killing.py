"""Kill a program at random moments of its writing, and count what it had said was kept.

python tests/journal_killing.py 500
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from tpguide.storage.journal import Journal, open_journal

sys.path.insert(0, str(Path(__file__).parent))

from records import MORNING

WRITER = Path(__file__).with_name("journal_writer.py")
EVENTS = 40


def lost_after_kills(folder: Path, kills: int, chance: random.Random) -> list[str]:
    """Return what was said to be kept and can't be found, over so many kills on one journal."""
    lost: list[str] = []
    for _ in range(kills):
        said = said_before_the_kill(folder, chance)
        lost += lost_of(folder, said)
    return lost


def said_before_the_kill(folder: Path, chance: random.Random) -> list[str]:
    writer = subprocess.Popen(
        [sys.executable, str(WRITER), str(folder), "1000", str(EVENTS)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    said = [writer.stdout.readline() for _ in range(chance.randint(1, 3 * EVENTS))]
    # From here on the writer and the killer race, so that it dies anywhere in a write.
    timer = threading.Timer(chance.uniform(0, 0.003), writer.kill)
    timer.start()
    said += list(writer.stdout)
    timer.join()
    writer.wait()
    writer.stdout.close()
    return [line.strip() for line in said if line.endswith("\n")]


def lost_of(folder: Path, said: list[str]) -> list[str]:
    with open_journal(folder, lambda: MORNING) as journal:
        assert journal.troubles == ()
        unfinished = {session.number: session for session in journal.unfinished_sessions("calf")}
        lost = [line for line in said if not is_kept(journal, set(unfinished), line)]
        for session in unfinished.values():
            journal.close_as_stopped(session)
    return lost


def is_kept(journal: Journal, unfinished: set[int], line: str) -> bool:
    what, number, *at = line.split()
    is_finished = journal.session(int(number)) is not None
    match what:
        case "begun":
            return is_finished or int(number) in unfinished
        case "finished":
            return is_finished
        case _:
            was_a_tick = int(at[0]) % 2 == 0
            kept = {event.at for event in journal.events(int(number))}
            return int(at[0]) in kept or (is_finished and was_a_tick)


if __name__ == "__main__":
    kills = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        lost = lost_after_kills(Path(folder), kills, random.Random(0))
    sys.stdout.write(f"{kills} kills, {len(lost)} acknowledged writes lost\n")
    sys.exit(bool(lost))
