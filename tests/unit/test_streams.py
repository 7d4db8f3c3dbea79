"""Streams that are closed, full, or that don't wait; programs run for real."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from systems import unix_only

pytestmark = unix_only  # by a shell

HAS_FULL_DEVICE = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")


def run(words: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run tpguide in a shell, with what the shell does to its streams."""
    command = f'"{sys.executable}" -m tpguide {words}'
    return subprocess.run(
        ["sh", "-c", command],
        env={**os.environ, "TPGUIDE_HOME": str(home), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="surrogateescape",
        check=False,
    )


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ("massage --guided <&-", 2, "A guided session needs a terminal"),
        ("check <&-", 2, "The safety questions need a terminal"),
        ("list >&-", 1, "Standard output is closed"),
        ("--help >&-", 1, "Standard output is closed"),
        ("nosuch 2>&-", 2, ""),
        pytest.param("list > /dev/full", 1, "no space left", marks=HAS_FULL_DEVICE),
        pytest.param("--help > /dev/full", 1, "no space left", marks=HAS_FULL_DEVICE),
        pytest.param("nosuch 2> /dev/full", 2, "", marks=HAS_FULL_DEVICE),
    ],
)
def test_a_stream_that_cant_be_used_is_told_in_a_sentence(
    tmp_path: Path, words: str, status: int, told: str
) -> None:
    ended = run(words, tmp_path)

    assert ended.returncode == status
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "Exception ignored" not in ended.stderr


def test_a_pipe_that_doesnt_wait_gets_everything(tmp_path: Path) -> None:
    ours, theirs = os.pipe()
    os.set_blocking(theirs, False)
    showing = subprocess.Popen(
        [sys.executable, "-m", "tpguide", "show", "--format", "html"],
        env={**os.environ, "TPGUIDE_HOME": str(tmp_path)},
        stdout=theirs,
    )
    os.close(theirs)
    with open(ours, "rb") as pipe:
        written = pipe.read()

    assert showing.wait() == 0
    assert len(written) > 65_536
    assert written.rstrip().endswith(b"</html>")


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        ("list", {"TPGUIDE_HOME": "~nouser/x"}),
        ("list", {"TPGUIDE_GUIDES": "~nouser/x"}),
        ("history show 99999999999999999999", {}),
        ("history note 99999999999999999999 x", {}),
        ("history --limit 99999999999999999999", {}),
        ("report --name '\udcff' -o r.html", {}),
    ],
)
def test_absurd_words_and_variables_are_wrong_use(
    tmp_path: Path, words: str, environment: dict[str, str]
) -> None:
    ended = run(words, tmp_path, **environment)

    assert ended.returncode == 2
    assert ended.stderr
    assert "ours" not in ended.stderr


def test_a_width_that_is_no_number_is_left_out_of_account(tmp_path: Path) -> None:
    assert run("show --toc", tmp_path, COLUMNS="²").returncode == 0


def test_what_was_typed_is_echoed_visibly(tmp_path: Path) -> None:
    told = run("show 'a\x1b[31mb'", tmp_path).stderr

    assert "a<U+001B>[31mb" in told
    assert "\x1b" not in told
