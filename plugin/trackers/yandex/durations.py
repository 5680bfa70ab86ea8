"""Yandex Tracker's durations: ISO 8601 in business units.

A week is five days and a day eight hours, so `P1W` is 40 hours. Usual libraries read it as 168
(docs/trackers/yandex.md#time).
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, Decimal

HOURS_A_DAY = 8
DAYS_A_WEEK = 5

_DURATION = re.compile(
    r"P(?:(?P<weeks>\d{1,7})W)?(?:(?P<days>\d{1,7})D)?"
    r"(?:T(?:(?P<hours>\d{1,7})H)?(?:(?P<minutes>\d{1,9})M)?(?:(?P<seconds>\d{1,9})(?:\.\d{1,9})?S)?)?",
    re.ASCII,
)
_MAX_HOURS = 1_000_000
_STEP = Decimal("1e-10")


def read_business_hours(value: object) -> Decimal | None:
    """Return the hours of a duration; None for anything that is none.

    >>> [str(read_business_hours(each)) for each in ("P1W", "P1WT20M", "PT90M", "P5D", "P", 40)]
    ['40', '40.3333333333', '1.5', '40', 'None', 'None']
    """
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or not any(match.groupdict().values()):
        return None
    count = {unit: int(found or 0) for unit, found in match.groupdict().items()}
    days = count["weeks"] * DAYS_A_WEEK + count["days"]
    seconds = (days * HOURS_A_DAY + count["hours"]) * 3600 + count["minutes"] * 60 + count["seconds"]
    if seconds > _MAX_HOURS * 3600:
        return None
    # Cut off, so that three times 40 minutes never come to more than two hours.
    exact = (Decimal(seconds) / 3600).quantize(_STEP, ROUND_DOWN)
    return exact.normalize() + 0
