"""No muscle is in the code: a guide to an arm, with other zones, words and rules, works as well."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guides import FICTITIOUS, fictitious_guide

SOURCES = Path(__file__).parents[2] / "src" / "tpguide"
#: Words of the first guide: its muscle, its body part, its tool, its doses and pressures.
WORDS = re.compile(
    r"\b(calf|calves|tibialis|achilles|soleus|gastrocnemius|rollers?|crossed|uncrossed|legs?|toes|"
    r"knees?|thirds|gentle|thorough)\b",
    re.IGNORECASE,
)


@pytest.fixture
def own_guides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "guides"
    shutil.copytree(FICTITIOUS.parent, folder)
    monkeypatch.setenv("TPGUIDE_GUIDES", str(folder))
    return folder


def said(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tpguide", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_no_python_names_what_is_in_the_first_guide() -> None:
    files = sorted(SOURCES.rglob("*.py"))

    assert files
    for file in files:
        assert WORDS.findall(file.read_text(encoding="utf-8")) == [], file


@pytest.mark.parametrize(
    "words",
    [
        ("show", "muscle-imaginaire"),
        ("show", "muscle-imaginaire", "--format", "markdown"),
        ("show", "muscle-imaginaire", "--format", "html"),
        ("show", "muscle-imaginaire", "--format", "json"),
        ("massage", "muscle-imaginaire"),
        ("massage", "muscle-imaginaire", "--rehearse", "--speed", "100", "--plain"),
    ],
    ids=" ".join,
)
def test_nothing_of_the_first_guide_is_said_for_another(
    own_guides: Path, words: tuple[str, ...]
) -> None:
    shown = said(*words)

    assert "bras" in shown
    assert WORDS.findall(shown) == []


def test_its_session_goes_through_all_of_its_zones_and_strips(own_guides: Path) -> None:
    protocol = fictitious_guide().protocol
    shown = said("massage", "muscle-imaginaire", "--rehearse", "--speed", "100", "--plain")

    for zone in protocol.zones:
        assert zone.spoken in shown
    for strip in protocol.strips:
        assert strip.name in shown


def test_it_is_listed_beside_the_packaged_one(own_guides: Path) -> None:
    listed = said("list")

    assert "muscle-imaginaire" in listed
    assert "tibialis-posterior" in listed
