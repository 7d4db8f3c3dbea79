from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from itertools import count

import pytest

from drawings import rasterised
from examples import register_profiles

register_profiles()

# What is compiled once is not compiled for each of hundreds of programs; containers often say no.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

#: What a person's shell may say, and a test must not depend on.
SAID_BY_SHELLS = (
    "ACCESSIBLE", "COLORTERM", "COLUMNS", "FORCE_COLOR", "KITTY_WINDOW_ID", "LC_ALL", "LC_CTYPE",
    "LESS", "NO_COLOR", "PAGER", "SSH_CLIENT", "SSH_CONNECTION", "SSH_TTY", "STY", "TERM_PROGRAM",
    "TMUX", "TPGUIDE_DEBUG", "TPGUIDE_GUIDES", "TPGUIDE_PAGER", "TPGUIDE_PICTURES", "ZELLIJ",
)  # fmt: skip


#: Numbers the homes of the tests of this process.
HOMES = count()


#: More than all that the tests write.
BYTES_IN_MEMORY = 2**30


def pytest_configure() -> None:
    """Let temporary folders lie in memory where there is room, and programs may run there.

    Journals are written to the disk, by hundreds of tests, and each waits for it.
    """
    memory = "/dev/shm"
    with suppress(AttributeError, OSError):  # a system of another kind, or none that has it
        seen = os.statvfs(memory)
        has_room = seen.f_bavail * seen.f_frsize > BYTES_IN_MEMORY
        if has_room and not seen.f_flag & os.ST_NOEXEC:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Three for two cores: who tests a terminal waits for most of the time."""
    # The tests of a module stay together, with what they share, until a worker has nothing left.
    config.option.dist = "worksteal"
    return 3 * (os.cpu_count() or 1) // 2


@pytest.fixture(autouse=True)
def _home_is_never_touched(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TPGUIDE_HOME", str(tmp_path_factory.getbasetemp() / f"home-{next(HOMES)}"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    for name in SAID_BY_SHELLS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True, scope="session")
def _what_depends_on_bytes_alone_is_worked_out_once() -> Iterator[None]:
    """Remember guides, drawings and commands, or half of the time would go into a few of them.

    Drawings are rasterised in this process: hundreds of others would take longer to start than
    to draw.
    """
    from tpguide.cli import app
    from tpguide.guide import loader
    from tpguide.ui.pictures import pixels

    def lines_of(png: bytes) -> tuple[bytes, ...]:
        return tuple(lines_as_decoded(png))

    lines_as_decoded = pixels._lines
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "load", lru_cache(8)(loader.load))
        patch.setattr(app, "_made", cache(app._made))
        patch.setattr(pixels, "_rasterised", lru_cache(1000)(rasterised))
        patch.setattr(pixels, "_lines", lru_cache(1000)(lines_of))
        yield
