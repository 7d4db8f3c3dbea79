"""The JSON Schema of guide files, made from the models, for editors and for whoever asks."""

from __future__ import annotations

import json

import msgspec

from tpguide.guide.model import Guide


def schema() -> dict[str, object]:
    """Return the JSON Schema that a guide file, taken as plain values, has to fit."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A guide of tpguide",
        **msgspec.json.schema(Guide),
    }


def schema_text() -> str:
    """Return the schema as the text of a file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
