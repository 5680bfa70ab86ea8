"""Single values of Jira's JSON, read so that no body can make reading fail.

Recorded bodies of 2013 to 2026 differ in nearly every value (TRACKERS 6); what cannot be understood is
left empty, never an error.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_DOWN, Decimal

from plugin.trackers.adf import text_of

_MOST_SECONDS = 3600 * 1_000_000
_FINEST_HOURS = Decimal("1e-10")
_YEARS = range(1970, 2200)
_LARGEST = 10**18
_SPRINT = re.compile(r"^com\.atlassian\.greenhopper\..*?\[.*?\bname=(?P<name>.*?),\w+=", re.DOTALL)


def clean(text: str) -> str:
    """Return text that every database can keep: without NUL and lone surrogates."""
    if text.isascii() and "\x00" not in text:
        # Most of what a body holds; it passes a hundred times a delivery.
        return text
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def text(value: object) -> str:
    """Return a text field: a plain or wiki string as it is, ADF flattened, anything else empty."""
    if isinstance(value, str):
        return clean(value)
    return clean(text_of(value))


def identifier(value: object) -> str:
    """Return an id, which Jira gives as a string and some bodies as a number."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value).strip()
    number = _number(value)
    return str(value) if number is not None and isinstance(value, int) else ""


def moment(value: object) -> datetime | None:
    """Return a moment from `2026-01-31T10:00:00.000+0530` or from milliseconds since 1970.

    Args:
        value: what the body gives.

    Returns:
        The moment in UTC; None for anything else, also for times without an offset.
    """
    try:
        if isinstance(value, str) and not value.isdecimal():
            read = datetime.fromisoformat(value.strip())
            if read.tzinfo is None:
                return None
            read = read.astimezone(UTC)
        else:
            milliseconds = _number(int(value) if isinstance(value, str) else value)
            if milliseconds is None:
                return None
            read = datetime.fromtimestamp(float(milliseconds) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return read if read.year in _YEARS else None


def day(value: object) -> date | None:
    """Return the day of an ISO date or of an ISO date with a time."""
    if not isinstance(value, str):
        return None
    try:
        read = date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None
    return read if read.year in _YEARS else None


def hours(seconds: object) -> Decimal | None:
    """Return hours from Jira's seconds; None for what is no amount of time."""
    number = _number(seconds)
    if number is None or not 0 <= number <= _MOST_SECONDS:
        return None
    # Rounded down, so that three times 40 minutes never come to more than two hours.
    amount = (number / 3600).quantize(_FINEST_HOURS, ROUND_DOWN)
    # Adding nothing writes ten as 10 again, which normalize alone makes 1E+1.
    return amount.normalize() + 0


def names(value: object) -> tuple[str, ...]:
    """Return the names in a list of strings or of objects with a name (labels, components, versions)."""
    if not isinstance(value, list):
        return ()
    return tuple(name for entry in value for name in _one(entry))


def texts(value: object) -> tuple[str, ...]:
    """Return any field as texts: one for a single value, one an entry for a list, none for null."""
    if value is None:
        return ()
    return names(value) if isinstance(value, list) else tuple(_one(value))


def _number(value: object) -> Decimal | None:
    # A bool is an int in Python, and json reads NaN, Infinity and integers of any length.
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return Decimal(str(value)) if abs(value) < _LARGEST else None


def _one(value: object) -> Iterator[str]:
    if isinstance(value, str):
        sprint = _SPRINT.match(value)
        read = clean(sprint["name"] if sprint else value)
        if read:
            yield read
    elif isinstance(value, bool):
        yield str(value).lower()
    elif isinstance(value, int | float):
        number = _number(value)
        if number is not None:
            yield str(value)
    elif isinstance(value, dict):
        yield from _named(value)


def _named(value: Mapping[str, object]) -> Iterator[str]:
    if value.get("type") == "doc":
        yield from filter(None, [text(value)])
        return
    for key in ("accountId", "value", "name", "key", "displayName"):
        found = identifier(value.get(key))
        if found:
            yield found
            break
    child = value.get("child")
    if isinstance(child, dict):
        # A cascading select carries its second choice inside the first.
        yield from filter(None, [identifier(child.get("value"))])
