"""The fictitious guide: an arm, a ball, three intensities, one side, French with other scripts."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

from tpguide.guide.loader import load
from tpguide.guide.model import Guide
from tpguide.guide.yaml_reader import read_yaml

CORPUS = Path(__file__).parent / "corpus"
FICTITIOUS = CORPUS / "valid" / "muscle-imaginaire.yaml"


def fictitious_text() -> str:
    return FICTITIOUS.read_text(encoding="utf-8")


def fictitious_guide() -> Guide:
    return load(FICTITIOUS.read_bytes())


def fictitious_values() -> Any:
    """Return a fresh copy of its plain values, for a test to change."""
    return copy.deepcopy(_fictitious_values())


@cache
def _fictitious_values() -> Any:
    return read_yaml(FICTITIOUS.read_bytes()).value


def as_file(values: object) -> bytes:
    """Return a guide file that holds *values*; JSON is YAML."""
    return json.dumps(values, ensure_ascii=False).encode()


def fictitious_with(old: str, new: str) -> bytes:
    """Return its file with *new* in the one place where *old* stands."""
    text = fictitious_text()
    assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
    return text.replace(old, new).encode()
