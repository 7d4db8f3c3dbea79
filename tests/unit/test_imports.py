"""Who may import whom, what the core may lean on, and what reading must not pay for."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import tpguide

PACKAGE = Path(tpguide.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

CORE = {
    "progress",
    "session",
    "document",
    "guide",
    "errors",
    "keyboard_layouts",
    "modes",
    "names",
    "text",
}
#: Each room of the house, and the rooms that it may import besides itself.
MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": {"cli", "terminal", "errors"},
    "cli": {"ui", "terminal", "storage", *CORE},
    "ui": CORE,
    "terminal": {"locks", *CORE},
    "storage": {"locks", *CORE},
    "progress": {"session", "guide", "errors", "names", "text"},
    "session": {"guide", "errors", "names", "text"},
    "document": {"guide", "errors", "names", "text"},
    "guide": {"errors", "names", "text"},
    "errors": {"text"},
    "keyboard_layouts": set(),
    "locks": set(),
    "names": {"errors", "text"},
    "modes": set(),
    "text": set(),
}

#: What computes and nothing else: no clock, no disk, no terminal, no threads, no chance.
PURE = {
    "__future__", "bisect", "collections", "dataclasses", "datetime", "difflib", "enum",
    "functools", "itertools", "json", "math", "operator", "re", "string", "textwrap", "types",
    "typing", "unicodedata",
}  # fmt: skip
CORE_MAY_LEAN_ON = {
    "guide": PURE | {"msgspec", "yaml", "hashlib", "inspect"},
    "document": PURE | {"msgspec"},
    "session": PURE | {"msgspec"},
    "progress": PURE | {"msgspec"},
    "errors": PURE,
    "keyboard_layouts": PURE,
    "names": PURE,
    "modes": PURE,
    "text": PURE,
}

#: What only prompts, sessions and pictures need, and what costs a command most.
HEAVY = {
    "_hashlib", "_curses",
    "questionary", "prompt_toolkit", "sqlite3", "PIL", "wakepy", "asyncio",
    "miniaudio", "py_nanotts", "lameenc", "zipfile", "wave", "tpguide.terminal.audio",
}  # fmt: skip
SHOW = """
import sys
from tpguide.__main__ import main

sys.argv = ["tpguide", "show", "tibialis-posterior", *sys.argv[1:]]
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


def room_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def nodes_of(source: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(source)))


def imports_of(source: str) -> Iterator[str]:
    """Yield the dotted name of every import, wherever it stands in the source."""
    for node in nodes_of(source):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            if origin == "tpguide":  # `from tpguide import ui` names the room behind `import`
                yield from (f"tpguide.{alias.name}" for alias in node.names)
            else:
                yield origin


def imports_with_names(source: str) -> Iterator[str]:
    """Yield every import with each name that it takes, which may be a module's."""
    for node in nodes_of(source):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_imported_by(module: Path) -> set[str]:
    names = [name.split(".") for name in imports_of(module.read_text("utf-8"))]
    return {name[1] for name in names if name[0] == "tpguide" and len(name) > 1}


def others_imported_by(module: Path) -> set[str]:
    names = {name.split(".")[0] for name in imports_of(module.read_text("utf-8"))}
    return names - {"tpguide"}


def asks_the_clock(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(
            value=ast.Name(id="datetime" | "date") | ast.Attribute(attr="datetime" | "date"),
            attr="now" | "today" | "utcnow",
        ):
            return True
    return False


def name_of(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def test_a_room_imports_only_rooms_that_the_table_allows() -> None:
    for module in MODULES:
        room = room_of(module)

        assert rooms_imported_by(module) <= MAY_IMPORT[room] | {room}, name_of(module)


def test_no_module_imports_itself_by_way_of_others() -> None:
    names = {
        ".".join(("tpguide", *path.relative_to(PACKAGE).with_suffix("").parts)): path
        for path in MODULES
    }
    left = {
        name: {
            found
            for one in imports_with_names(path.read_text("utf-8"))
            for found in (one, one.rpartition(".")[0])
            if found in names
        }
        - {name}
        for name, path in names.items()
    }
    while done := [name for name, imported in left.items() if not imported & left.keys()]:
        for name in done:
            del left[name]

    assert left == {}


def test_the_core_leans_on_nothing_that_could_sense_or_act() -> None:
    for module in MODULES:
        room = room_of(module)
        if room in CORE_MAY_LEAN_ON:
            assert others_imported_by(module) <= CORE_MAY_LEAN_ON[room], name_of(module)


def test_nobody_but_the_clock_asks_what_time_it_is() -> None:
    asking = {
        name_of(module)
        for module in MODULES
        if any(map(asks_the_clock, nodes_of(module.read_text("utf-8"))))
    }

    assert asking == {"terminal/clock.py"}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import time", "time"),
        ("import tpguide.ui.text.theme as theme", "tpguide.ui.text.theme"),
        ("from tpguide import ui", "tpguide.ui"),
        ("from tpguide.ui import theme", "tpguide.ui"),
        ("from ..ui import theme", "..ui"),
        ("def draw():\n    import rich.console", "rich.console"),
        ("if TYPE_CHECKING:\n    from rich.text import Text", "rich.text"),
        ("try:\n    import a\nexcept ImportError:\n    import b", "b"),
    ],
)
def test_imports_are_found_wherever_they_stand(source: str, found: str) -> None:
    assert found in imports_of(source)


@pytest.mark.parametrize(
    "source",
    ["datetime.now(UTC)", "date.today()", "datetime.date.today()", "datetime.datetime.now"],
)
def test_asking_what_time_it_is_is_found(source: str) -> None:
    assert any(map(asks_the_clock, nodes_of(source)))


def loaded_by_showing(home: Path, *words: str, **environment: str) -> set[str]:
    """Return the modules that `tpguide show tibialis-posterior` loads."""
    shown = subprocess.run(
        [sys.executable, "-c", SHOW, *words],
        env={**os.environ, "TPGUIDE_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown.returncode == 0, shown.stderr
    return set(shown.stderr.split())


def test_showing_a_guide_loads_nothing_that_only_a_session_needs(tmp_path: Path) -> None:
    loaded = loaded_by_showing(tmp_path)

    assert "tpguide.ui.text.article" in loaded
    assert loaded & HEAVY == set()


#: What reads, lays out and draws a guide.
READS_AND_DRAWS = {
    "yaml", "rich.console", "rich.segment", "rich.style", "tpguide.guide.model",
    "tpguide.guide.loader", "tpguide.document", "tpguide.ui",
}  # fmt: skip


def test_the_second_time_nothing_is_loaded_that_reads_or_draws(tmp_path: Path) -> None:
    assert READS_AND_DRAWS & loaded_by_showing(tmp_path)
    assert loaded_by_showing(tmp_path) & (HEAVY | READS_AND_DRAWS) == set()


def test_only_who_draws_pictures_loads_what_draws_them(tmp_path: Path) -> None:
    loaded = loaded_by_showing(tmp_path, "--no-pictures", FORCE_COLOR="1")

    assert loaded & {"tpguide.ui.pictures.svg", "xml", "tpguide.ui.pictures.pixels"} == set()


def test_a_picture_is_rasterised_once_for_all_times(tmp_path: Path) -> None:
    drawn = {"tpguide.ui.pictures.pixels"}

    assert loaded_by_showing(tmp_path, FORCE_COLOR="1") & drawn
    assert not loaded_by_showing(tmp_path, FORCE_COLOR="1") & drawn
