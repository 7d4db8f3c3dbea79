from __future__ import annotations

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
