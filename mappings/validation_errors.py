"""Pydantic's errors in plain English, each at its key or value."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import available_timezones

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mappings.faults import KeyPath, dotted_path
from mappings.suggestions import did_you_mean, find_closest, join_words
from mappings.type_hints import ScalarKind, choices_of, hint_at, kinds_of, model_of
from mappings.yaml_parser import YamlValue
from mappings.yaml_scalars import CheckedSource

_PATTERNS = {
    "id": (
        "an id is made of up to 64 Latin letters, digits, dots, dashes and underscores",
        "Write it like ACME-SITE-2026.",
    ),
    "currency": ("a currency is a code of three capital letters", "Write it like RUB or EUR."),
    "calendar": (
        "a calendar is a country's code of two capital letters, with a region or without",
        "Write it like RU, DE or DE-BY.",
    ),
    "email": ("this is not an e-mail address", "Write it like name@firm.example."),
}
_NUMBER_LIMITS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}
# What may stand where also one of some words may.
_BESIDE_A_CHOICE: dict[ScalarKind, str] = {
    "switch": "true, false",
    "whole": "a whole number from 1",
    "number": "a percentage from 0 to 100",
}
_WANTED_SHAPES = {
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
FaultText = tuple[str, str, str]


def explain_errors(error: ValidationError, checked: CheckedSource) -> None:
    """Add a fault for each of pydantic's errors, one a place.

    A place that has a fault already gets no second one.

    Args:
        error: what pydantic raised for the checked data.
        checked: the source; it gets the faults.
    """
    for detail in error.errors(include_url=False):
        path = _path_in_file(detail["loc"], checked.data, missing=detail["type"] == "missing")
        if _is_other_branch(detail, path):
            continue
        if any(path[:length] in checked.faulty for length in range(len(path) + 1)):
            continue
        if detail["type"] == "missing":
            _report_missing(path, checked)
        elif fault_text := _fault_text(detail, path):
            checked.report(path, *fault_text)


def _path_in_file(location: tuple[int | str, ...], data: YamlValue, *, missing: bool) -> KeyPath:
    """Return pydantic's location as a path of the file.

    Pydantic adds the branch of a union, which no file has.
    """
    path: list[str | int] = []
    for number, part in enumerate(location):
        is_last = number == len(location) - 1
        if _holds(data, part):
            data = data[part]
        elif isinstance(data, dict) and not is_last and model_of(hint_at(tuple(path))) is not None:
            continue
        elif not (missing and is_last):
            break
        path.append(part)
    return tuple(path)


def _is_other_branch(detail: ErrorDetails, path: KeyPath) -> bool:
    """Tell whether a scalar was wanted where keys are allowed as well, and written."""
    if detail["type"] in ("missing", "extra_forbidden") or not isinstance(detail["input"], dict):
        return False
    hint = hint_at(path)
    return model_of(hint) is not None and bool(kinds_of(hint))


def _holds(data: YamlValue, part: int | str) -> bool:
    if isinstance(data, list):
        return isinstance(part, int) and part < len(data)
    return isinstance(data, dict) and part in data


def _report_missing(path: KeyPath, checked: CheckedSource) -> None:
    """Report a missing key at its parent, unless a misspelling of it was found there."""
    parent, key = path[:-1], str(path[-1])
    if key in checked.misspelt.get(parent, ()):
        return
    place = dotted_path(parent) or "the file"
    sentence = f'the key "{key}" is missing from {place}'
    fault = checked.source.fault(parent, sentence, f'Add "{key}: …" there.', "missing", at_key=True)
    checked.faults.append(fault)


def _fault_text(detail: ErrorDetails, path: KeyPath) -> FaultText | None:
    """Return sentence, remedy and reason; None for an error that follows from others."""
    kind, value = detail["type"], detail["input"]
    if value is None:
        return f'"{_last_key(path)}" is empty', "Write a value, or remove the key.", "empty"
    alternatives = kinds_of(hint_at(path))
    out_of_range = kind in _NUMBER_LIMITS and "number" in alternatives
    if len(alternatives) > 1 and "choice" in alternatives and not out_of_range:
        allowed = join_words(choices_of(hint_at(path)))
        others = next(words for scalar, words in _BESIDE_A_CHOICE.items() if scalar in alternatives)
        return f'"{value}" is none of: {allowed}, {others}', "Write one of these.", "choice"
    if kind in _WANTED_SHAPES:
        wanted, remedy = _WANTED_SHAPES[kind]
        if kind == "tuple_type" and isinstance(value, str):
            remedy = f"Write it as a list: [{value[:60]}]."
        return f"expected {wanted}, found {_name_value(value)}", remedy, "shape"
    if kind in _NUMBER_LIMITS:
        key, comparison = _NUMBER_LIMITS[kind]
        limit = detail["ctx"][key]
        return f'"{_last_key(path)}" must be {comparison} {limit}, not {value}', "Change the number.", "range"
    special = _EXPLAIN_BY_TYPE.get(kind)
    return (
        special(detail, path) if special else (f"this cannot be read: {detail['msg']}", "Correct it.", kind)
    )


def _last_key(path: KeyPath) -> str:
    """Return the last key of a path; an element of a list goes by the list's key."""
    return next(part for part in reversed(path) if isinstance(part, str))


def _name_value(value: object) -> str:
    if isinstance(value, dict):
        return "keys with values"
    if isinstance(value, (list, tuple)):
        return "a list"
    return str(value).lower() if isinstance(value, bool) else f'"{str(value)[:60]}"'


def _explain_pattern(detail: ErrorDetails, path: KeyPath) -> FaultText:
    sentence, remedy = _PATTERNS.get(str(path[-1]), ("this is not written as it should be", "Correct it."))
    return f'{sentence}; this is "{str(detail["input"])[:80]}"', remedy, "pattern"


def _explain_choice(detail: ErrorDetails, path: KeyPath) -> FaultText:
    allowed = choices_of(hint_at(path))
    if not allowed:
        return f'only true can stand at "{path[-1]}"', "Write true, or remove the key.", "choice"
    value = str(detail["input"])
    meant = find_closest(value, allowed)
    choices = f"Allowed: {join_words(allowed)}."
    remedy = f'Did you mean "{meant}"? {choices}' if meant else choices
    if isinstance(detail["input"], (dict, list)):
        return f"one word is wanted here, not {_name_value(detail['input'])}", choices, "choice"
    return f'"{value[:80]}" is not allowed here', remedy, "choice"


def _explain_value_error(detail: ErrorDetails, path: KeyPath) -> FaultText:
    said = str(detail["ctx"]["error"])
    value = _name_value(detail["input"])
    if path[-1] == "timezone":
        remedy = did_you_mean(str(detail["input"]), available_timezones(), "Write one such as Europe/Moscow.")
        return f"{value} is {said.partition(',')[0]}", remedy, "timezone"
    if "expected hours" in said:
        return f"{value} is not a number of hours", "Write a number like 1.5, or 90m, 1h30m.", "hours"
    return f"{said}, not {value}", "Change the number.", "range"


def _explain_too_short(detail: ErrorDetails, path: KeyPath) -> FaultText | None:
    # Pydantic counts only the good elements; a list whose elements are all faulty is not short.
    if detail["input"]:
        return None
    return f'"{path[-1]}" is an empty list', "Name at least one.", "empty"


def _explain_too_long(detail: ErrorDetails, path: KeyPath) -> FaultText:
    return f'"{path[-1]}" takes {detail["ctx"]["max_length"]} entry only', "Keep one of them.", "too_long"


def _explain_empty_text(detail: ErrorDetails, path: KeyPath) -> FaultText:
    del detail
    return f'"{_last_key(path)}" is an empty text', "Write a value, or remove the key.", "empty"


def _explain_date(detail: ErrorDetails, path: KeyPath) -> FaultText:
    del path
    return f'"{detail["input"]}" is no day of the calendar', "Check the day and the month.", "date"


def _explain_digits(detail: ErrorDetails, path: KeyPath) -> FaultText:
    del detail
    return f'"{path[-1]}" has more digits than any sum of money', "Change the number.", "range"


_EXPLAIN_BY_TYPE: dict[str, Callable[[ErrorDetails, KeyPath], FaultText | None]] = {
    "string_pattern_mismatch": _explain_pattern,
    "string_too_short": _explain_empty_text,
    "literal_error": _explain_choice,
    "value_error": _explain_value_error,
    "too_short": _explain_too_short,
    "too_long": _explain_too_long,
    "date_from_datetime_parsing": _explain_date,
    "date_parsing": _explain_date,
    "decimal_max_digits": _explain_digits,
    "decimal_whole_digits": _explain_digits,
    "int_parsing_size": _explain_digits,
}
