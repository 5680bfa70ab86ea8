"""Single values of Jira's JSON, read so that no body can make reading fail.

Recorded bodies of 2013 to 2026 differ in nearly every value (docs/trackers/jira.md#payloads); what cannot be
understood is left empty, never an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal

from plugin.trackers.http.json_values import clean, read_identifier, read_number
from plugin.trackers.jira.adf import read_adf_text

_MAX_SECONDS = 3600 * 1_000_000
_HOURS_STEP = Decimal("1e-10")
_SPRINT = re.compile(r"^com\.atlassian\.greenhopper\..*?\[.*?\bname=(?P<name>.*?),\w+=", re.DOTALL)

_NAME_KEYS = ("accountId", "value", "name", "key", "displayName")
"""What names a value that is an object, the first of these that it has."""


def read_text(value: object) -> str:
    """Return a text field.

    A plain or wiki string as it is, ADF flattened, anything else empty.
    """
    if isinstance(value, str):
        return clean(value)
    return clean(read_adf_text(value))


def read_hours(seconds: object) -> Decimal | None:
    """Return hours from Jira's seconds; None for what is no amount of time."""
    amount = read_number(seconds)
    if amount is None or not 0 <= amount <= _MAX_SECONDS:
        return None
    # Rounded down, so that three times 40 minutes never come to more than two hours.
    exact = (amount / 3600).quantize(_HOURS_STEP, ROUND_DOWN)
    # Adding nothing writes ten as 10 again, which normalize alone makes 1E+1.
    return exact.normalize() + 0


def read_names(value: object) -> tuple[str, ...]:
    """Return the names in a list of strings or of named objects."""
    if not isinstance(value, list):
        return ()
    return tuple(name for entry in value for name in _read_one(entry)) if value else ()


def read_texts(value: object) -> tuple[str, ...]:
    """Return any field as texts.

    One for a single value, one an entry for a list, none for null.
    """
    if value is None:
        return ()
    return read_names(value) if isinstance(value, list) else _read_one(value)


def _read_one(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        sprint = _SPRINT.match(value)
        return _wrap(clean(sprint["name"] if sprint else value))
    if isinstance(value, dict):
        return _read_named(value)
    if isinstance(value, bool):
        return (str(value).lower(),)
    return (str(value),) if isinstance(value, int | float) and read_number(value) is not None else ()


def _read_named(value: Mapping[str, object]) -> tuple[str, ...]:
    if value.get("type") == "doc":
        return _wrap(read_text(value))
    named = (read_identifier(value[key]) for key in _NAME_KEYS if key in value)
    first = _wrap(next(filter(None, named), ""))
    child = value.get("child")
    # A cascading select carries its second choice inside the first.
    return first + _wrap(read_identifier(child.get("value"))) if isinstance(child, dict) else first


def _wrap(found: str) -> tuple[str, ...]:
    return (found,) if found else ()
