"""When `./run` prepares its environment, and when it uses the one it has.

A small program called uv stands in for the installer, so nothing here needs the network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
FAKE_UV = """#!/bin/sh
[ "$1" = --version ] && exit
echo "$@" >> "$CALLS"
[ -n "$NO_NETWORK" ] && exit 1
for name in tpguide ruff mypy pytest; do
    program=$(dirname "$4")/$name
    printf '#!/bin/sh\\necho %s "$@"\\n[ "$FAILING" != %s ]\\n' $name $name > "$program"
    chmod +x "$program"
done
"""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A checkout with nothing prepared in it, and an installer that counts its calls."""

    folder: Path
    calls: Path

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        path = f"{self.calls.parent}:{os.environ['PATH']}"
        return subprocess.run(
            [sys.executable, self.folder / "run", *words],
            env={**os.environ, "PATH": path, "CALLS": str(self.calls), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def installs(self) -> int:
        return len(self.calls.read_text().splitlines()) if self.calls.exists() else 0


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    folder = tmp_path / "a checkout"
    folder.mkdir()
    for name in ("run", "pyproject.toml", "requirements-dev.lock"):
        shutil.copy(REPOSITORY / name, folder)
    installer = tmp_path / "bin" / "uv"
    installer.parent.mkdir()
    installer.write_text(FAKE_UV)
    installer.chmod(0o755)
    return Checkout(folder, calls=installer.parent / "calls")


def test_the_words_reach_tpguide_as_they_were_typed(checkout: Checkout) -> None:
    done = checkout.run("show", "Tibialis Posterior", "--toc")

    assert (done.returncode, done.stdout) == (0, "tpguide show Tibialis Posterior --toc\n")


def test_the_second_use_installs_nothing_and_says_nothing(checkout: Checkout) -> None:
    checkout.run("list")
    again = checkout.run("list")

    assert (checkout.installs(), again.stderr) == (1, "")


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements-dev.lock"])
def test_changed_packages_are_installed_anew(checkout: Checkout, name: str) -> None:
    checkout.run("list")
    with (checkout.folder / name).open("a") as file:
        file.write("# changed\n")
    checkout.run("list")

    assert checkout.installs() == 2


def test_a_moved_checkout_is_prepared_anew(checkout: Checkout) -> None:
    checkout.run("list")
    moved = Checkout(checkout.folder.rename(checkout.folder.with_name("moved")), checkout.calls)
    moved.run("list")

    assert checkout.installs() == 2


def test_a_half_made_environment_is_made_anew_and_not_used(checkout: Checkout) -> None:
    failed = checkout.run("list", NO_NETWORK="yes")
    healed = checkout.run("list")

    assert (failed.returncode, failed.stdout) == (1, "")
    assert "could not be prepared" in failed.stderr
    assert (healed.returncode, healed.stdout) == (0, "tpguide list\n")


def test_what_the_tests_need_is_installed_for_the_tests_alone(checkout: Checkout) -> None:
    checkout.run("list")

    assert "requirements-dev.lock" not in checkout.calls.read_text()

    checkout.run("tests")

    assert "requirements-dev.lock" in checkout.calls.read_text()


def test_the_environment_of_the_tests_serves_the_program_too(checkout: Checkout) -> None:
    checkout.run("tests")
    installed = checkout.installs()
    checkout.run("list")

    assert checkout.installs() == installed


def test_every_check_runs_even_after_one_has_failed(checkout: Checkout) -> None:
    done = checkout.run("tests", "-k", "paths", FAILING="mypy")

    assert done.returncode == 1
    assert "Not passed: mypy" in done.stderr
    assert done.stdout.splitlines() == [
        "ruff check",
        "ruff format --check",
        "mypy",
        "pytest -n auto -k paths",
    ]


def test_checks_that_all_pass_end_well(checkout: Checkout) -> None:
    assert checkout.run("tests").returncode == 0
