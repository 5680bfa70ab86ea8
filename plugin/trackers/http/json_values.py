"""Single values of a tracker's JSON, read so that no body can make reading fail.

What cannot be understood is left empty, never an error.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import Decimal

_YEARS = range(1970, 2200)
_MAX_NUMBER = 10**18


def clean(text: str) -> str:
    """Return text that every database can keep: without NUL and lone surrogates."""
    if text.isascii() and "\x00" not in text:
        # Most of what a body holds; it passes a hundred times a delivery.
        return text
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def read_identifier(value: object) -> str:
    """Return an id, which some bodies give as a string and some as a number."""
    if isinstance(value, str):
        return clean(value).strip()
    if value is None:
        return ""
    amount = read_number(value)
    return str(value) if amount is not None and isinstance(value, int) else ""


def read_moment(value: object) -> datetime | None:
    """Return a moment from ISO 8601 with an offset, or from milliseconds since 1970.

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
            milliseconds = read_number(int(value) if isinstance(value, str) else value)
            if milliseconds is None:
                return None
            read = datetime.fromtimestamp(float(milliseconds) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return read if read.year in _YEARS else None


def read_day(value: object) -> date | None:
    """Return the day of an ISO date or of an ISO date with a time."""
    if not isinstance(value, str):
        return None
    try:
        read = date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None
    return read if read.year in _YEARS else None


def read_number(value: object) -> Decimal | None:
    """Return a number.

    None for anything else, NaN, infinity and what no database keeps.
    """
    # A bool is an int in Python, and json reads NaN, Infinity and integers of any length.
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return Decimal(str(value)) if abs(value) < _MAX_NUMBER else None
