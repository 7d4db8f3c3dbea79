"""The guides that come with tpguide are as good as `tpguide validate` knows how to ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tpguide.cli.validation import examine
from tpguide.storage.paths import packaged_data_folder

GUIDES = sorted(packaged_data_folder().glob("*.yaml"))


@pytest.mark.parametrize("file", GUIDES, ids=lambda file: file.stem)
def test_nothing_is_wrong_with_it_nor_poor(file: Path) -> None:
    assert examine(file).problems == ()


@pytest.mark.parametrize("file", GUIDES, ids=lambda file: file.stem)
def test_its_first_line_names_the_schema_for_editors(file: Path) -> None:
    first, _, _ = file.read_text(encoding="utf-8").partition("\n")

    assert first == "# yaml-language-server: $schema=../schema/guide.schema.json"
