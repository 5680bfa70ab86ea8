"""Pydantic's errors as plain English, each at the very key or value."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import available_timezones

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mappings.faults import Path, dotted
from mappings.suggestions import closest, did_you_mean, listed
from mappings.type_hints import choices_of, hint_at, kinds_of
from mappings.yaml_parser import Plain
from mappings.yaml_scalars import ScalarTypes

_PATTERNS = {
    "id": (
        "an id is made of up to 64 Latin letters, digits, dots, dashes and underscores",
        "Write it like ACME-SITE-2026.",
    ),
    "currency": ("a currency is a code of three capital letters", "Write it like RUB or EUR."),
    "calendar": ("a calendar is a country's code of two capital letters", "Write it like RU or DE."),
    "email": ("this is not an e-mail address", "Write it like name@firm.example."),
}
_LIMITS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}
_SHAPES = {
    "tuple_type": ("a list", "Write it as a list: [one, two]."),
    "dict_type": ("keys with values", "Write key: value below it."),
    "model_type": ("keys with values", "Write key: value below it."),
    "string_type": ("a text", "Write one text."),
    "bool_type": ("true or false", "Write true or false."),
    "bool_parsing": ("true or false", "Write true or false."),
    "int_type": ("a whole number", "Write digits only, such as 5."),
    "int_parsing": ("a whole number", "Write digits only, such as 5."),
    "int_from_float": ("a whole number", "Write digits only, such as 5."),
    "decimal_type": ("a number", "Write digits with a point, such as 3500.50."),
    "decimal_parsing": ("a number", "Write digits with a point and nothing else, such as 3500.50."),
    "finite_number": ("a number", "Write digits with a point, such as 3500.50."),
    "date_type": ("a date", "Write year-month-day, such as 2026-12-31."),
    "time_type": ("a time of day", 'Write hours and minutes in quotes, such as "10:00".'),
    "date_from_datetime_inexact": ("a date without a time", "Write year-month-day, such as 2026-12-31."),
}
Words = tuple[str, str, str]


def explain(error: ValidationError, reading: ScalarTypes) -> None:
    """Add a fault for each of pydantic's errors, one a place, leaving out places that have a fault already.

    Args:
        error: what pydantic raised for the reading's data.
        reading: gets the faults.
    """
    for detail in error.errors(include_url=False):
        path = _path(detail["loc"], reading.data, missing=detail["type"] == "missing")
        if any(path[:length] in reading.faulty for length in range(len(path) + 1)):
            continue
        if detail["type"] == "missing":
            _missing(path, reading)
        elif words := _words(detail, path):
            reading.report(path, *words)


def _path(location: tuple[int | str, ...], data: Plain, *, missing: bool) -> Path:
    """Cut what pydantic adds to a location (the branch of a union) off the path of the file."""
    path: list[str | int] = []
    for number, part in enumerate(location):
        if _holds(data, part):
            data = data[part]
        elif not (missing and number == len(location) - 1):
            break
        path.append(part)
    return tuple(path)


def _holds(data: Plain, part: int | str) -> bool:
    if isinstance(data, list):
        return isinstance(part, int) and part < len(data)
    return isinstance(data, dict) and part in data


def _missing(path: Path, reading: ScalarTypes) -> None:
    """Report a missing key at its parent, unless a misspelling of it was found there."""
    parent, key = path[:-1], str(path[-1])
    if key in reading.misspelt.get(parent, ()):
        return
    place = dotted(parent) or "the file"
    sentence = f'the key "{key}" is missing from {place}'
    fault = reading.source.fault(parent, sentence, f'Add "{key}: …" there.', "missing", at_key=True)
    reading.faults.append(fault)


def _words(detail: ErrorDetails, path: Path) -> Words | None:
    """Return sentence, remedy and reason; None for an error that only follows from others."""
    kind, value = detail["type"], detail["input"]
    if value is None:
        return f'"{_key(path)}" is empty', "Write a value, or remove the key.", "empty"
    if len(alternatives := kinds_of(hint_at(path))) > 1 and "choice" in alternatives:
        allowed = listed(choices_of(hint_at(path)))
        return f'"{value}" is none of: {allowed}, a whole number from 1', "Write one of these.", "choice"
    if kind in _SHAPES:
        wanted, remedy = _SHAPES[kind]
        if kind == "tuple_type" and isinstance(value, str):
            remedy = f"Write it as a list: [{value[:60]}]."
        return f"expected {wanted}, found {_named(value)}", remedy, "shape"
    if kind in _LIMITS:
        key, words = _LIMITS[kind]
        limit = detail["ctx"][key]
        return f'"{_key(path)}" must be {words} {limit}, not {value}', "Change the number.", "range"
    special = _SPECIAL.get(kind)
    return (
        special(detail, path) if special else (f"this cannot be read: {detail['msg']}", "Correct it.", kind)
    )


def _key(path: Path) -> str:
    """Return the key that a path ends in; an element of a list goes by the list's."""
    return next(part for part in reversed(path) if isinstance(part, str))


def _named(value: object) -> str:
    if isinstance(value, dict):
        return "keys with values"
    if isinstance(value, (list, tuple)):
        return "a list"
    return str(value).lower() if isinstance(value, bool) else f'"{str(value)[:60]}"'


def _pattern(detail: ErrorDetails, path: Path) -> Words:
    sentence, remedy = _PATTERNS.get(str(path[-1]), ("this is not written as it should be", "Correct it."))
    return f'{sentence}; this is "{str(detail["input"])[:80]}"', remedy, "pattern"


def _choice(detail: ErrorDetails, path: Path) -> Words:
    allowed = choices_of(hint_at(path))
    if not allowed:
        return f'only true can stand at "{path[-1]}"', "Write true, or remove the key.", "choice"
    word = str(detail["input"])
    meant = closest(word, allowed)
    choices = f"Allowed: {listed(allowed)}."
    remedy = f'Did you mean "{meant}"? {choices}' if meant else choices
    if isinstance(detail["input"], (dict, list)):
        return f"one word is wanted here, not {_named(detail['input'])}", choices, "choice"
    return f'"{word[:80]}" is not allowed here', remedy, "choice"


def _value_error(detail: ErrorDetails, path: Path) -> Words:
    said = str(detail["ctx"]["error"])
    value = _named(detail["input"])
    if path[-1] == "timezone":
        remedy = did_you_mean(str(detail["input"]), available_timezones(), "Write one such as Europe/Moscow.")
        return f"{value} is {said.partition(',')[0]}", remedy, "timezone"
    if "expected hours" in said:
        return f"{value} is not a number of hours", "Write a number like 1.5, or 90m, 1h30m.", "hours"
    return f"{said}, not {value}", "Change the number.", "range"


def _too_short(detail: ErrorDetails, path: Path) -> Words | None:
    # Pydantic counts only the good elements; a list whose elements are all faulty is not short.
    if detail["input"]:
        return None
    return f'"{path[-1]}" is an empty list', "Name at least one.", "empty"


def _too_long(detail: ErrorDetails, path: Path) -> Words:
    return f'"{path[-1]}" takes {detail["ctx"]["max_length"]} entry only', "Keep one of them.", "too_long"


def _empty_text(detail: ErrorDetails, path: Path) -> Words:
    del detail
    return f'"{_key(path)}" is an empty text', "Write a value, or remove the key.", "empty"


def _date(detail: ErrorDetails, path: Path) -> Words:
    del path
    return f'"{detail["input"]}" is no day of the calendar', "Check the day and the month.", "date"


def _digits(detail: ErrorDetails, path: Path) -> Words:
    del detail
    return f'"{path[-1]}" has more digits than any sum of money', "Change the number.", "range"


_SPECIAL: dict[str, Callable[[ErrorDetails, Path], Words | None]] = {
    "string_pattern_mismatch": _pattern,
    "string_too_short": _empty_text,
    "literal_error": _choice,
    "value_error": _value_error,
    "too_short": _too_short,
    "too_long": _too_long,
    "date_from_datetime_parsing": _date,
    "date_parsing": _date,
    "decimal_max_digits": _digits,
    "decimal_whole_digits": _digits,
    "int_parsing_size": _digits,
}
