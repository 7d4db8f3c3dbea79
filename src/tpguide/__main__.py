"""Where the program begins."""

from __future__ import annotations


def main() -> None:
    """Run the command that was typed; Ctrl-C is quiet from the first import on."""
    try:
        from tpguide.cli.app import app

        app()
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
