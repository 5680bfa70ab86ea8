"""Single values of Jira's JSON, read so that no body can make reading fail.

Recorded bodies of 2013 to 2026 differ in nearly every value (docs/trackers/jira.md#payloads); what cannot be
understood is left empty, never an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal

from plugin.trackers.http.json_values import clean, identifier, number
from plugin.trackers.jira.adf import text_of

_MOST_SECONDS = 3600 * 1_000_000
_FINEST_HOURS = Decimal("1e-10")
_SPRINT = re.compile(r"^com\.atlassian\.greenhopper\..*?\[.*?\bname=(?P<name>.*?),\w+=", re.DOTALL)

_NAMING = ("accountId", "value", "name", "key", "displayName")
"""What names a value that is an object, the first of these that it has."""


def text(value: object) -> str:
    """Return a text field: a plain or wiki string as it is, ADF flattened, anything else empty."""
    if isinstance(value, str):
        return clean(value)
    return clean(text_of(value))


def hours(seconds: object) -> Decimal | None:
    """Return hours from Jira's seconds; None for what is no amount of time."""
    amount = number(seconds)
    if amount is None or not 0 <= amount <= _MOST_SECONDS:
        return None
    # Rounded down, so that three times 40 minutes never come to more than two hours.
    exact = (amount / 3600).quantize(_FINEST_HOURS, ROUND_DOWN)
    # Adding nothing writes ten as 10 again, which normalize alone makes 1E+1.
    return exact.normalize() + 0


def names(value: object) -> tuple[str, ...]:
    """Return the names in a list of strings or of objects with a name (labels, components, versions)."""
    if not isinstance(value, list):
        return ()
    return tuple(name for entry in value for name in _one(entry)) if value else ()


def texts(value: object) -> tuple[str, ...]:
    """Return any field as texts: one for a single value, one an entry for a list, none for null."""
    if value is None:
        return ()
    return names(value) if isinstance(value, list) else _one(value)


def _one(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        sprint = _SPRINT.match(value)
        return _given(clean(sprint["name"] if sprint else value))
    if isinstance(value, dict):
        return _named(value)
    if isinstance(value, bool):
        return (str(value).lower(),)
    return (str(value),) if isinstance(value, int | float) and number(value) is not None else ()


def _named(value: Mapping[str, object]) -> tuple[str, ...]:
    if value.get("type") == "doc":
        return _given(text(value))
    named = (identifier(value[key]) for key in _NAMING if key in value)
    first = _given(next(filter(None, named), ""))
    child = value.get("child")
    # A cascading select carries its second choice inside the first.
    return first + _given(identifier(child.get("value"))) if isinstance(child, dict) else first


def _given(found: str) -> tuple[str, ...]:
    return (found,) if found else ()
