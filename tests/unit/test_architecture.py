from __future__ import annotations

import re
from pathlib import Path

import tpguide

PACKAGE = Path(tpguide.__file__).parent
ARCHITECTURE = Path(__file__).parents[2] / "docs" / "architecture.md"


def test_every_module_that_the_architecture_names_is_there() -> None:
    named = set(
        re.findall(
            r"`((?:[a-z_]+/)*[a-z_]+\.py|[a-z_]+(?:/[a-z_]+)+)`", ARCHITECTURE.read_text("utf-8")
        )
    )
    named = {name for name in named if not name.startswith(("tests/", "docs/", "data/"))}

    assert len(named) > 40
    for name in sorted(named):
        place = PACKAGE / name
        assert place.is_dir() or place.with_suffix(".py").exists(), name


def test_every_module_beside_the_rooms_is_described() -> None:
    text = ARCHITECTURE.read_text("utf-8")

    for module in sorted(path.stem for path in PACKAGE.glob("[a-z]*.py")):
        assert f"`{module}` (" in text or f"`{module}` and" in text, module


def test_every_room_is_described() -> None:
    text = ARCHITECTURE.read_text("utf-8")

    for room in sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()):
        assert f"| `{room}` |" in text, room
