"""Rehearses the massage of the guide that comes with tpguide."""

from __future__ import annotations

from tpguide.cli.app import app

if __name__ == "__main__":
    app(["massage", "tibialis-posterior", "--rehearse", "--speed", "10"])
