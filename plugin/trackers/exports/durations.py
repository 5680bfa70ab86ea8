"""Sizes of work as exports write them: seconds, hours, `1w 2d 4h`, `2д 4ч`."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from plugin.trackers.exports.headers import Kind

_HOURS_A_DAY = 8
_DAYS_A_WEEK = 5
_MAX_CHARS = 60
"""A longer text is no size, however many digits it has."""
_PLAIN = re.compile(r"^\d+(?:[.,]\d+)?$")
_CLOCK = re.compile(r"^(\d+):(\d{2})$")
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?")
_UNITS = (
    (("w", "н", "тиж", "sem"), Decimal(_DAYS_A_WEEK * _HOURS_A_DAY)),
    (("d", "j", "д", "t"), Decimal(_HOURS_A_DAY)),
    (("m", "м", "хв"), Decimal(1) / 60),
    (("h", "ч", "год", "st", "std"), Decimal(1)),
)


def read_duration(text: str, kind: Kind) -> Decimal | None:
    """Return hours; None where the text is no size.

    A number alone is seconds in Jira, minutes in YouTrack and hours in Redmine. A day has eight hours and a
    week five days, as the trackers have it unless somebody changed that.

    >>> read_duration("64800", "jira"), read_duration("1w 2d 4h", "youtrack")
    (Decimal('18'), Decimal('60'))
    >>> read_duration("12,5", "redmine")
    Decimal('12.5')
    """
    text = text.strip().casefold()
    if not text or len(text) > _MAX_CHARS:
        return None
    if _PLAIN.match(text):
        number = _decimal(text)
        divisor = {"jira": 3600, "youtrack": 60, "redmine": 1}[kind]
        return None if number is None else number / divisor
    clock = _CLOCK.match(text)
    if clock is not None:
        return int(clock[1]) + Decimal(clock[2]) / 60
    parts = _PART.findall(text)
    if not parts or _PART.sub("", text).strip(" ,.;") or any(_unit(unit) is None for _, unit in parts):
        return None
    return sum(((_decimal(number) or Decimal(0)) * (_unit(unit) or 0) for number, unit in parts), Decimal(0))


def _unit(word: str) -> Decimal | None:
    return next((hours for starts, hours in _UNITS if word.startswith(starts)), None)


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
