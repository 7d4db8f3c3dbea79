from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import tpguide

PACKAGE = Path(tpguide.__file__).parent
ARCHITECTURE = Path(__file__).parents[2] / "docs" / "architecture.md"
#: One thing as two systems have it; `terminal/keys` passes on the one of the machine at hand.
OF_EACH_SYSTEM = {"LineKeys", "TerminalKeys"}


def public_names(module: Path) -> Iterator[str]:
    for node in ast.parse(module.read_text("utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name


def test_a_public_name_means_one_thing() -> None:
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for module in sorted(PACKAGE.rglob("*.py")):
        for name in set(public_names(module)):
            homes[name].append(str(module.relative_to(PACKAGE)))
    shared = {name for name, found in homes.items() if len(found) > 1 and name[0] != "_"}

    assert {name: homes[name] for name in shared - OF_EACH_SYSTEM - {"T", "main"}} == {}


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
