"""Where the program begins."""

from __future__ import annotations

import signal


def main() -> None:
    """Run the command that was typed; Ctrl-C is quiet from the first import on.

    A hang-up and a request to terminate end it as Ctrl-C does, by an exception, so that whoever
    has taken the terminal or opened a file gives it back.
    """
    for number in (signal.SIGHUP, signal.SIGTERM):
        if signal.getsignal(number) is signal.SIG_DFL:  # else it is to be ignored, as by nohup
            signal.signal(number, _end)
    try:
        from tpguide.cli.app import app

        app()
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _end(number: int, _: object) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    main()
