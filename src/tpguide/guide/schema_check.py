"""Check plain values against the models of a guide, and report every disagreement.

Walks models and values side by side and lets msgspec check each leaf, so that a value
has no problem here exactly if `msgspec.convert` takes it.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import FieldInfo

from tpguide.guide.problems import Disagreement, Path
from tpguide.guide.yaml_reader import PLAIN_NUMBER
from tpguide.text import clipped, nearest, quantity

#: A model, or a part of one: a class, or an annotation with its bounds.
Model = Any
_CHOICES = (Union, types.UnionType)


class UnknownField(Disagreement, frozen=True, kw_only=True):
    """Unknown field, reported at its key."""


def disagreements(value: object, model: Model, path: Path = ()) -> Iterator[Disagreement]:
    """Yield what is wrong with *value*, which should be a *model*, and with each of its parts."""
    bounds, model = _unwrapped(model)
    origin: object = typing.get_origin(model)
    if origin in _CHOICES:
        yield from _check_choice(value, typing.get_args(model), path)
    elif origin is tuple:
        yield from _check_list(value, typing.get_args(model), bounds, path)
    elif isinstance(model, type) and issubclass(model, Struct):
        yield from _check_fields(value, model, path)
    else:
        yield from _check_leaf(value, model, bounds, path)


def _unwrapped(model: Model) -> tuple[Meta, Model]:
    origin: object = typing.get_origin(model)
    if origin is Annotated:
        model, bounds = typing.get_args(model)[:2]
        return bounds, model
    return Meta(), model


def _check_choice(value: object, models: tuple[Model, ...], path: Path) -> Iterator[Disagreement]:
    if types.NoneType in models:
        if value is None:
            return
        models = tuple(each for each in models if each is not types.NoneType)
    if len(models) == 1:
        yield from disagreements(value, models[0], path)
        return
    field = models[0].__struct_config__.tag_field
    by_tag = {each.__struct_config__.tag: each for each in models}
    if not isinstance(value, dict):
        yield _wrong_type(value, "fields, one a line", path)
    elif field not in value:
        yield _missing(field, f"one of {_listed(by_tag)}", path)
    elif value[field] in by_tag if isinstance(value[field], str) else False:
        yield from _check_fields(value, by_tag[value[field]], path)
    else:
        yield _not_one_of(value[field], by_tag, (*path, field))


def _check_list(
    value: object, models: tuple[Model, ...], bounds: Meta, path: Path
) -> Iterator[Disagreement]:
    if not isinstance(value, list):
        yield _wrong_type(value, "a list", path, hint="Begin each item of the list with “- ”.")
        return
    endless = models[-1] is Ellipsis
    low = (bounds.min_length or 0) if endless else len(models)
    high = bounds.max_length if endless else len(models)
    if len(value) < low or (high is not None and len(value) > high):
        yield Disagreement(
            path=path,
            sentence=f"This list has {quantity(len(value), 'item')}.",
            expected=f"a list of {_range(low, high, 'item')}",
        )
    for index, each in enumerate(value):
        if endless or index < len(models):
            yield from disagreements(each, models[0 if endless else index], (*path, index))


def _check_fields(value: object, model: type[Struct], path: Path) -> Iterator[Disagreement]:
    if not isinstance(value, dict):
        yield _wrong_type(value, "fields, one a line", path)
        return
    fields = _fields(model)
    tag_field = model.__struct_config__.tag_field
    known = [tag_field, *fields] if tag_field else list(fields)
    for name in value:
        if name not in known:
            near = nearest(name, [each for each in known if each not in value] or known)
            yield UnknownField(
                path=(*path, name),
                sentence=f"There is no field “{clipped(name)}” here.",
                expected=f"one of {_listed(known)}",
                hint=f"Did you mean “{near}”?" if near else "Delete it.",
            )
    missing = [name for name, field in fields.items() if field.required and name not in value]
    if len(missing) == 1:
        yield _missing(missing[0], _expected(fields[missing[0]].type), path)
    elif missing:
        yield Disagreement(
            path=path,
            sentence=f"{len(missing)} fields are missing here: {_listed(missing)}.",
            hint="Add them. In the file that tpguide new writes, each is explained.",
        )
    for name, field in fields.items():
        if name in value:
            yield from disagreements(value[name], field.type, (*path, name))


@cache
def _fields(model: type[Struct]) -> dict[str, FieldInfo]:
    return {each.encode_name: each for each in msgspec.structs.fields(model)}


def _check_leaf(value: object, model: Model, bounds: Meta, path: Path) -> Iterator[Disagreement]:
    try:
        msgspec.convert(value, Annotated[model, bounds], strict=True)
    except msgspec.ValidationError:
        yield _unfit(value, model, bounds, path)


def _unfit(value: object, model: Model, bounds: Meta, path: Path) -> Disagreement:
    expected = _expected(Annotated[model, bounds])
    if issubclass(model, Enum):
        return _not_one_of(value, [each.value for each in model], path)
    if model is str and not isinstance(value, str):
        quotable = value is not None and not isinstance(value, (list, dict))
        hint = "Put it in quotes." if quotable else ""
        return _wrong_type(value, expected, path, hint)
    if not isinstance(value, (int, float, str)) or isinstance(value, bool):
        return _wrong_type(value, expected, path)
    if isinstance(value, str) and model is not str:
        hint = "Write it without quotes." if PLAIN_NUMBER.fullmatch(value) else ""
        return _wrong_type(value, expected, path, hint)
    sentence = f"{_named(value)} can't stand here."
    if isinstance(value, str) and not bounds.pattern:
        sentence = f"This text has {quantity(len(value), 'character')}."
    return Disagreement(path=path, sentence=sentence, expected=expected)


def _wrong_type(value: object, expected: str, path: Path, hint: str = "") -> Disagreement:
    return Disagreement(
        path=path, sentence=f"{_named(value)} stands here.", expected=expected, hint=hint
    )


def _not_one_of(value: object, known: typing.Iterable[str], path: Path) -> Disagreement:
    near = nearest(value, known) if isinstance(value, str) else None
    return Disagreement(
        path=path,
        sentence=f"{_named(value)} is none of the words that can stand here.",
        expected=f"one of {_listed(known)}",
        hint=f"Did you mean “{near}”?" if near else "",
    )


def _missing(name: str, expected: str, path: Path) -> Disagreement:
    return Disagreement(
        path=path,
        sentence=f"The field “{name}” is missing here.",
        expected=f"{name}: {expected}",
        hint=f"Add it, beginning with “{name}:”.",
    )


def _expected(model: Model) -> str:
    """Return in words what a *model* takes."""
    bounds, model = _unwrapped(model)
    origin: object = typing.get_origin(model)
    if origin in _CHOICES:
        return " or ".join(_expected(each) for each in typing.get_args(model))
    if origin is tuple:
        return "a list"
    if issubclass(model, Struct):
        fields = _fields(model)
        return f"fields: {_listed(name for name, field in fields.items() if field.required)}"
    if issubclass(model, Enum):
        return f"one of {_listed(each.value for each in model)}"
    if model is bool:
        return "true or false"
    if model is str:
        kind = bounds.description or "text"
        if bounds.max_length is None:
            return kind
        return f"{kind}, {_range(bounds.min_length or 0, bounds.max_length, 'character')}"
    if bounds.ge == bounds.le:
        return f"the number {bounds.ge}"
    kind = "a whole number" if model is int else "a number"
    return f"{kind} from {bounds.ge} to {bounds.le}"


def _named(value: object) -> str:
    """Return what *value* is, to begin a sentence with."""
    match value:
        case None:
            return "Nothing"
        case bool():
            return f"“{str(value).lower()}”"
        case int() | float():
            return f"The number {value}"
        case str():
            return f"“{clipped(value)}”" if value else "An empty text"
        case list():
            return "A list"
        case _:
            return "A group of fields"


def _listed(words: typing.Iterable[str]) -> str:
    return ", ".join(words)


def _range(low: int, high: int | None, noun: str) -> str:
    if high is None:
        return f"at least {quantity(low, noun)}"
    if low == high:
        return quantity(low, noun)
    return f"{low} to {quantity(high, noun)}" if low else f"at most {quantity(high, noun)}"
