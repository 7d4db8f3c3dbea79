"""A program that keeps sessions and says so, one line for each thing that is safely kept.

python tests/journal_writer.py FOLDER SESSIONS EVENTS
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from records import MORNING, a_beginning, a_result
from tpguide.session.events import Rate, Tick
from tpguide.storage.journal import open_journal


def main(folder: Path, sessions: int, events: int) -> None:
    with open_journal(folder, lambda: MORNING, wait_seconds=60) as journal:
        for _ in range(sessions):
            number = journal.begin_session(a_beginning())
            say(f"begun {number}")
            for at in range(events):
                journal.keep_event(number, Rate(at=at, rating=3) if at % 2 else Tick(at=at))
                say(f"event {number} {at}")
            journal.finish_session(number, a_result())
            say(f"finished {number}")
        if journal.troubles:
            raise SystemExit(" ".join(journal.troubles))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
