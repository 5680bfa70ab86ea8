"""Durations as Yandex Tracker keeps them: shown in the largest business units."""

from __future__ import annotations

import re

from yandex_standin.refusals import unprocessable

_UNITS = (("W", 5 * 8 * 60), ("D", 8 * 60), ("H", 60), ("M", 1))
_FORM = re.compile(r"P(?:\d+W)?(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?")


def minutes_of(field: str, given: object) -> int:
    """Return the minutes of a duration.

    Raises:
        Refused: 422, it is none.
    """
    if not isinstance(given, str) or not _FORM.fullmatch(given) or not re.search(r"\d", given):
        raise unprocessable(field, "Значение не является длительностью.")
    days, _, times = given[1:].partition("T")
    found = 0
    for part, units in ((days, _UNITS[:2]), (times, _UNITS[2:])):
        for unit, minutes in units:
            if match := re.search(rf"(\d+){unit}", part):
                found += int(match[1]) * minutes
    return found


def shown_duration(minutes: int) -> str:
    """Return minutes as they are answered: `PT48H` comes back as `P1W1D`.

    >>> shown_duration(48 * 60), shown_duration(5 * 8 * 60 + 20), shown_duration(0)
    ('P1W1D', 'P1WT20M', 'PT0S')
    """
    days, times = "", ""
    for unit, size in _UNITS:
        count, minutes = divmod(minutes, size)
        if count and unit in "WD":
            days += f"{count}{unit}"
        elif count:
            times += f"{count}{unit}"
    if not days and not times:
        return "PT0S"
    return f"P{days}{f'T{times}' if times else ''}"
