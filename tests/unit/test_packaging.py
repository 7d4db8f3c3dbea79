"""What a release consists of: the locks, the licence, and what goes with the code."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import yaml

CHECKOUT = Path(__file__).parents[2]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
#: SHA-256 of the words of the MIT licence, single spaces between them, without its first lines.
MIT = "fe2a9817987f862eaced948f0468c7f5"


def locked(name: str) -> dict[str, str]:
    """Return the version of each package in a lock."""
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=;\[ ]", requirement)[0] for requirement in requirements}


def test_the_lock_of_the_program_has_all_it_depends_on_in_the_versions_that_are_tested() -> None:
    program, tests = locked("requirements.lock"), locked("requirements-dev.lock")

    assert names(PROJECT["project"]["dependencies"]) <= program.keys()
    assert program.items() <= tests.items()


def test_the_locks_stay_on_the_typer_that_starts_fast() -> None:
    assert locked("requirements.lock")["typer"].startswith("0.28.")


def test_what_builds_a_checkout_is_locked_as_the_build_wants_it() -> None:
    assert set(PROJECT["build-system"]["requires"]) <= set(PROJECT["dependency-groups"]["locks"])


def test_the_licence_is_that_of_mit_word_for_word_and_nothing_else() -> None:
    _, _, words = (CHECKOUT / "LICENSE").read_text(encoding="utf-8").split("\n\n", 2)
    digest = hashlib.sha256(" ".join(words.split()).encode()).hexdigest()

    assert digest.startswith(MIT)


def test_every_article_that_is_retold_is_named_in_the_notice() -> None:
    notice = (CHECKOUT / "NOTICE").read_text(encoding="utf-8")

    for file in (CHECKOUT / "data").glob("*.yaml"):
        assert yaml.safe_load(file.read_text(encoding="utf-8"))["article"]["address"] in notice


def test_the_changelog_speaks_of_what_is_released_next() -> None:
    version = PROJECT["project"]["version"]
    changelog = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert re.search(rf"^## \[(Unreleased|{re.escape(version)})\]", changelog, re.MULTILINE)


def test_all_that_the_source_distribution_names_exists() -> None:
    included = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]

    assert [name for name in included if not (CHECKOUT / name.lstrip("/")).exists()] == []


def test_the_form_for_faults_of_content_asks_first_whether_somebody_could_be_hurt() -> None:
    form = CHECKOUT / ".github" / "ISSUE_TEMPLATE" / "content.yml"
    asked = [
        part["id"]
        for part in yaml.safe_load(form.read_text(encoding="utf-8"))["body"]
        if "id" in part
    ]

    assert asked == ["danger", "place", "says", "right", "version"]
