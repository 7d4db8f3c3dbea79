"""What `tpguide new` writes is a good guide, and explains everything that a guide may have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from guides import FICTITIOUS
from tpguide.guide.json_schema import guide_schema
from tpguide.guide.lint import weaknesses
from tpguide.guide.loader import load_with_places
from tpguide.session.timing_check import misfits
from tpguide.storage.guide_files import TEMPLATE
from tpguide.storage.paths import packaged_data_folder

TEXT = TEMPLATE.read_text(encoding="utf-8")


def names_and_choices(described: Any) -> Iterator[str]:
    """Yield every field and every fixed word that a schema knows."""
    if isinstance(described, dict):
        if isinstance(properties := described.get("properties"), dict):
            yield from properties
        yield from (each for each in described.get("enum", ()) if isinstance(each, str))
        for each in described.values():
            yield from names_and_choices(each)
    elif isinstance(described, list):
        for each in described:
            yield from names_and_choices(each)


def test_it_has_neither_problems_nor_weaknesses() -> None:
    loaded = load_with_places(TEXT.encode())

    assert list(weaknesses(loaded.document.value)) == []
    assert misfits(loaded.guide) == ()


def test_it_shows_every_field_and_every_choice() -> None:
    words = set(names_and_choices(guide_schema()))

    assert len(words) > 200
    assert {word for word in words if word not in TEXT} == set()


@pytest.mark.parametrize(
    "file", [TEMPLATE, FICTITIOUS, packaged_data_folder() / "tibialis_posterior.yaml"]
)
def test_it_and_others_are_read_alike_without_libyaml(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_it = load_with_places(file.read_bytes()).guide

    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)

    assert load_with_places(file.read_bytes()).guide == with_it
