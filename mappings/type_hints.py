"""What the models want at a place: which keys, which kind of value.

Read off the type hints of `mappings.model`, so that the format is written down once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, BeforeValidator

from mappings.faults import KeyPath
from mappings.model import ContractMapping, parse_hours

# Type hints have no common type.
TypeHint: TypeAlias = Any
ScalarKind = Literal["text", "choice", "switch", "whole", "number", "hours", "date", "time"]
_KINDS: dict[object, ScalarKind] = {
    str: "text",
    bool: "switch",
    int: "whole",
    Decimal: "number",
    date: "date",
    time: "time",
}


@cache
def keys_of(model: type[BaseModel]) -> dict[str, TypeHint]:
    """Return the keys that a model reads, as the file spells them, with type hints."""
    hints = get_type_hints(model, include_extras=True)
    return {info.alias or name: hints[name] for name, info in model.model_fields.items()}


def alternatives(hint: TypeHint) -> Iterator[TypeHint]:
    """Yield what a hint allows, one by one, without None."""
    if _origin(hint) in (Union, UnionType):
        for part in get_args(hint):
            yield from alternatives(part)
    elif _origin(hint) is Annotated and _origin(get_args(hint)[0]) in (Union, UnionType):
        yield from alternatives(get_args(hint)[0])
    elif hint is not NoneType:
        yield hint


def model_of(hint: TypeHint) -> type[BaseModel] | None:
    """Return the model that a hint wants, or None."""
    for part in alternatives(hint):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part
    return None


def hint_inside(hint: TypeHint, key: str | int) -> TypeHint:
    """Return the hint below this key or number, or None where nothing is wanted."""
    model = model_of(hint)
    if model is not None:
        return keys_of(model).get(str(key))
    for part in alternatives(hint):
        bare = _strip_annotation(part)
        if _origin(bare) is tuple and isinstance(key, int):
            return get_args(bare)[0]
        if _origin(bare) is dict and isinstance(key, str):
            return get_args(bare)[1]
    return None


def hint_at(path: KeyPath) -> TypeHint:
    """Return the hint at a path of the file, or None where nothing is wanted."""
    hint: TypeHint = ContractMapping
    for part in path:
        hint = hint_inside(hint, part)
    return hint


def kinds_of(hint: TypeHint) -> frozenset[ScalarKind]:
    """Return the kinds of scalar that a hint allows; none for a list or keys."""
    return frozenset(kind for part in alternatives(hint) if (kind := _scalar_kind(part)))


def choices_of(hint: TypeHint) -> tuple[str, ...]:
    """Return the words that a hint allows, in the order of the model."""
    return tuple(
        word
        for part in alternatives(hint)
        if _origin(_strip_annotation(part)) is Literal
        for word in get_args(_strip_annotation(part))
        if isinstance(word, str)
    )


def _scalar_kind(hint: TypeHint) -> ScalarKind | None:
    bare = _strip_annotation(hint)
    if _origin(bare) is Literal:
        return "switch" if get_args(bare) == (True,) else "choice"
    if bare is Decimal and any(_reads_hours(extra) for extra in get_args(hint)[1:]):
        return "hours"
    return _KINDS.get(bare)


def _reads_hours(extra: object) -> bool:
    return isinstance(extra, BeforeValidator) and extra.func is parse_hours


def _strip_annotation(hint: TypeHint) -> TypeHint:
    return get_args(hint)[0] if _origin(hint) is Annotated else hint


def _origin(hint: TypeHint) -> object:
    return get_origin(hint)
