"""Where the program begins."""

from __future__ import annotations

import gc
import signal

#: What ends the program, as far as the system has it, and the exit status of each: one by which a
#: shell knows it. To quit is to terminate; so is Ctrl-Break of Windows.
ENDING = {"SIGHUP": 129, "SIGTERM": 143, "SIGQUIT": 143, "SIGBREAK": 143}

#: New objects until the garbage collector runs. With Python's 700 it takes a tenth of a short
#: command, and finds nothing: what is imported stays.
COLLECTED_AFTER = 100_000


def main() -> None:
    """Run the command that was typed; Ctrl-C is quiet from the first import on.

    A hang-up and a request to terminate end it as Ctrl-C does, by an exception, so that whoever
    has taken the terminal or opened a file gives it back.
    """
    gc.set_threshold(COLLECTED_AFTER)
    for name in ENDING:
        number = getattr(signal, name, None)
        # One that is ignored stays so, as by nohup.
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)
    try:
        from tpguide.terminal.streams import usable_streams

        with usable_streams():
            from tpguide.cli.app import app

            app()
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _end(number: int, _: object) -> None:
    raise SystemExit(ENDING[signal.Signals(number).name])


if __name__ == "__main__":
    main()
