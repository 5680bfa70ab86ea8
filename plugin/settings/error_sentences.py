"""What is wrong with settings, in sentences.

The key, what is wanted there, and never what stood there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mappings.faults import dotted_path
from mappings.suggestions import did_you_mean, join_words

KnownKeys = Mapping[str, Collection[str]]
"""The keys of each section, by the section's name."""

_EXPECTATIONS = {
    "string_type": 'write a text in quotes, such as "one"',
    "path_type": "write a path in quotes",
    "tuple_type": 'write a list, such as ["one", "two"]',
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "float_type": "write a number",
    "float_parsing": "write a number",
    "finite_number": "write a number",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "date_type": "write a day, such as 2027-03-31",
    "date_parsing": "write a day, such as 2027-03-31",
    "date_from_datetime_parsing": "write a day, such as 2027-03-31",
    "date_from_datetime_inexact": "write a day, such as 2027-03-31",
    "model_type": "write it as a section of its own with keys below it",
    "dict_type": "write it as a section of its own with keys below it, such as [trackers.main]",
}
_LIMITS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}


def describe_errors(error: ValidationError, source: object, known: KnownKeys) -> Iterator[str]:
    """Give a line for each fault.

    Args:
        error: what pydantic found; its inputs, which may be secrets, are not looked at.
        source: the file, or how the environment is called.
        known: the keys that there are, to suggest one for a misspelt one.
    """
    faults = error.errors(include_input=False, include_url=False)
    for fault in faults:
        yield f"{source}: {_describe_error(fault, known)}"


def _describe_error(fault: ErrorDetails, known: KnownKeys) -> str:
    place, kind = fault["loc"], fault["type"]
    key = dotted_path(place)
    if kind == "missing":
        env = "UGOVOR_" + "__".join(str(part).upper() for part in place)
        return f"{key} is missing; set it there or as {env}"
    if kind == "extra_forbidden":
        keys = known.get(str(place[0]), ())
        remedy = did_you_mean(str(place[-1]), keys, f"The keys there are: {join_words(keys)}.")
        return f"{key}: nothing reads this key. {remedy}"
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", str(fault["ctx"]["expected"]))
        return f"{key}: write one of these: {join_words(choices)}"
    if kind == "value_error":
        return f"{key}: {fault['ctx']['error']}"
    if kind in _LIMITS:
        name, words = _LIMITS[kind]
        return f"{key} must be {words} {fault['ctx'][name]:g}"
    return f"{key}: {_EXPECTATIONS.get(kind, fault['msg'])}"
