"""The JSON Schema of guide files, made from the models, for editors and for whoever asks."""

from __future__ import annotations

import json
from inspect import cleandoc
from typing import Any

import msgspec

from tpguide.guide.model import Guide


def guide_schema() -> dict[str, object]:
    """Return the JSON Schema that a guide file, taken as plain values, has to fit."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A guide of tpguide",
        **_with_clean_descriptions(msgspec.json.schema(Guide)),
    }


def _with_clean_descriptions(part: Any) -> Any:
    """Return *part* without the indentation of docstrings, which not every Python leaves in."""
    if isinstance(part, list):
        return [_with_clean_descriptions(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        key: cleandoc(value)
        if key == "description" and isinstance(value, str)
        else _with_clean_descriptions(value)
        for key, value in part.items()
    }


def schema_text() -> str:
    """Return the schema as the text of a file."""
    return json.dumps(guide_schema(), indent=2, ensure_ascii=False) + "\n"
