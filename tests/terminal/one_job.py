"""A shell of one job: runs a program on a terminal, tells when it stops or ends, and resumes it.

Without a parent in its session the system would not let a program be stopped.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys


def tell(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def main(terminal_path: str, *program: str) -> None:
    terminal = os.open(terminal_path, os.O_RDWR)  # a session without a terminal gets its first one

    def give_terminal() -> None:
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        os.setpgid(0, 0)
        os.tcsetpgrp(terminal, os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)

    job = subprocess.Popen(
        [sys.executable, *program],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        preexec_fn=give_terminal,  # noqa: PLW1509 -- there are no threads here
    )
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    tell(job.pid)
    while True:
        _, status = os.waitpid(job.pid, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            tell(os.waitstatus_to_exitcode(status))
            return
        tell("stopped")
        sys.stdin.readline()
        os.killpg(job.pid, signal.SIGCONT)


if __name__ == "__main__":
    main(*sys.argv[1:])
