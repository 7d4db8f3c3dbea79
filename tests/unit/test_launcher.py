"""When `./run` prepares its environment, and when it uses the one it has.

A small program called uv stands in for the installer, so nothing here needs the network.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
FAKE_UV = """#!/bin/sh
[ "$1" = --version ] && exit
echo "$@" >> "$CALLS"
env > "$CALLS.environment"
[ -n "$REACHED" ] && { echo > "$REACHED"; read -r _ < "$RELEASED"; }
[ -n "$NO_NETWORK" ] && { echo "no network"; exit 1; }
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
        return subprocess.run(
            [sys.executable, self.folder / "run", *words],
            env=self.environment(**environment),
            capture_output=True,
            text=True,
            check=False,
        )

    def installs(self) -> int:
        return self.calls.read_text().count("--editable") if self.calls.exists() else 0

    def start_and_block(self, reached: Path, released: Path) -> subprocess.Popen[str]:
        """Start it, and return when its installer is at work, where it stays until released."""
        os.mkfifo(reached)
        os.mkfifo(released)
        launcher = self.start(REACHED=str(reached), RELEASED=str(released))
        reached.read_text()
        return launcher

    def start(self, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, self.folder / "run", "list"],
            env=self.environment(**environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )

    def environment(self, **environment: str) -> dict[str, str]:
        path = f"{self.calls.parent}:{os.environ['PATH']}"
        return {**os.environ, "PATH": path, "CALLS": str(self.calls), **environment}


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    folder = tmp_path / "a checkout"
    folder.mkdir()
    for name in ("run", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
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


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.lock"])
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


def test_packages_are_those_of_the_lock_checked_by_their_hashes(checkout: Checkout) -> None:
    checkout.run("list")
    packages, tpguide = checkout.calls.read_text().splitlines()

    assert packages.endswith(f"--require-hashes --requirement {checkout.folder}/requirements.lock")
    assert "--no-deps --no-build-isolation --editable" in tpguide


def test_pips_variables_say_where_packages_come_from_and_never_where_they_go(
    checkout: Checkout,
) -> None:
    elsewhere = dict.fromkeys(("PIP_PREFIX", "PIP_TARGET", "PIP_ROOT", "PIP_DRY_RUN"), "x")
    checkout.run(
        "list", **elsewhere, PIP_CONFIG_FILE="x", PIP_USER="1", PIP_INDEX_URL="https://mirror"
    )
    seen = checkout.calls.with_name("calls.environment").read_text().splitlines()

    assert not [line for line in seen if line.partition("=")[0] in elsewhere]
    assert not [line for line in seen if line.startswith("PIP_CONFIG_FILE")]
    assert {"PIP_USER=0", "PIP_INDEX_URL=https://mirror"} <= set(seen)


def test_an_environment_whose_program_does_not_work_is_never_taken_for_whole(
    checkout: Checkout,
) -> None:
    broken = checkout.run("list", FAILING="tpguide")
    healed = checkout.run("list")

    assert (broken.returncode, broken.stdout) == (1, "")
    assert "could not be prepared" in broken.stderr
    assert healed.stdout == "tpguide list\n"


def test_what_the_installer_says_is_shown_when_it_fails_alone(checkout: Checkout) -> None:
    assert "no network" in checkout.run("list", NO_NETWORK="yes").stderr
    assert "no network" not in checkout.run("list").stderr


def test_in_a_pipe_it_tells_what_it_does_line_by_line(checkout: Checkout) -> None:
    said = checkout.run("list").stderr

    assert "\nInstalling its packages...\n" in said
    assert "\r" not in said


def test_on_a_terminal_one_line_moves_and_is_gone_in_the_end(checkout: Checkout) -> None:
    terminal, its_end = os.openpty()
    subprocess.run(
        [sys.executable, checkout.folder / "run", "list"],
        env=checkout.environment(TERM="xterm", ACCESSIBLE=""),
        stdout=subprocess.DEVNULL,
        stderr=its_end,
        check=True,
    )
    os.close(its_end)
    said = os.read(terminal, 100_000).decode()
    os.close(terminal)

    assert "\rInstalling its packages: 0 s" in said
    assert said.endswith("\r" + " " * 39 + "\r")


def test_where_pip_is_missing_the_small_package_is_named(checkout: Checkout) -> None:
    hiding = checkout.calls.parent / "sitecustomize.py"
    hiding.write_text("import sys\nsys.modules.update(ensurepip=None, pip=None)\n")
    (checkout.calls.parent / "uv").unlink()
    tools = checkout.calls.parent.with_name("no uv")
    tools.mkdir()

    done = checkout.run("list", PYTHONPATH=str(hiding.parent), PATH=str(tools))

    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr


def test_an_interrupt_ends_the_installer_too_and_the_next_use_begins_anew(
    checkout: Checkout, tmp_path: Path
) -> None:
    launcher = checkout.start_and_block(tmp_path / "reached", tmp_path / "released")
    os.killpg(launcher.pid, signal.SIGINT)
    _, said = launcher.communicate()

    assert launcher.returncode == 130
    assert "Traceback" not in said
    assert checkout.run("list").stdout == "tpguide list\n"


def test_an_installer_that_outlives_a_killed_launcher_is_waited_for(
    checkout: Checkout, tmp_path: Path
) -> None:
    killed = checkout.start_and_block(tmp_path / "reached", tmp_path / "released")
    killed.kill()
    killed.communicate()
    second = checkout.start()
    assert second.stderr

    assert second.stderr.readline() == "Waiting for another terminal that prepares tpguide here.\n"

    (tmp_path / "released").write_text("\n")

    assert second.communicate()[0] == "tpguide list\n"


def test_it_loads_where_a_system_has_no_file_locks_of_unix() -> None:
    load = "import runpy, sys; sys.modules['fcntl'] = None; runpy.run_path('run')"

    assert subprocess.call([sys.executable, "-c", load], cwd=REPOSITORY) == 0


def test_windows_finds_it_by_a_file_with_the_line_ends_that_its_labels_need() -> None:
    lines = (REPOSITORY / "run.cmd").read_bytes().split(b"\n")

    assert all(line.endswith(b"\r") for line in lines[:-1])
    assert b'py -3 "%~dp0run" %*\r' in lines
    assert b'python "%~dp0run" %*\r' in lines
