from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from examples import register_profiles

register_profiles()

#: What a person's shell may say, and a test must not depend on.
SAID_BY_SHELLS = (
    "ACCESSIBLE", "COLORTERM", "COLUMNS", "FORCE_COLOR", "KITTY_WINDOW_ID", "LC_ALL", "LC_CTYPE",
    "LESS", "NO_COLOR", "PAGER", "SSH_CLIENT", "SSH_CONNECTION", "SSH_TTY", "STY", "TERM_PROGRAM",
    "TMUX", "TPGUIDE_DEBUG", "TPGUIDE_GUIDES", "TPGUIDE_PAGER", "TPGUIDE_PICTURES", "ZELLIJ",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _home_is_never_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TPGUIDE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    for name in SAID_BY_SHELLS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True, scope="session")
def _what_depends_on_bytes_alone_is_worked_out_once() -> Iterator[None]:
    """Remember guides and rasterised drawings, or half of the time would go into a few of them."""
    from tpguide.guide import loader
    from tpguide.ui.pictures import pixels

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "load", lru_cache(8)(loader.load))
        patch.setattr(pixels, "_rasterised", lru_cache(1000)(pixels._rasterised))
        yield
