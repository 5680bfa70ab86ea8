"""Exact durations, although thirds of an hour are kept as decimals."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

_SECONDS_AN_HOUR = 3600
_TOLERANCE_S = Fraction(1, 10_000)
"""A kept third of an hour is cut off after ten digits; sums of a hundred of them stay below this."""


@lru_cache(maxsize=1024)
def exact_hours(hours: Decimal) -> Fraction:
    """Return the hours that were meant: 6h40m is kept as 6.6666666666 and means 20/3.

    Trackers and mappings give whole seconds or decimals; what lies within the cut of a whole second is that
    second, everything else is taken as it stands.

    >>> exact_hours(Decimal("6.6666666666")), exact_hours(Decimal("1.5"))
    (Fraction(20, 3), Fraction(3, 2))
    """
    exact = Fraction(hours)
    seconds = exact * _SECONDS_AN_HOUR
    nearest = round(seconds)
    return Fraction(nearest, _SECONDS_AN_HOUR) if abs(seconds - nearest) < _TOLERANCE_S else exact


def exact_minutes(hours: Decimal) -> Decimal:
    """Return hours as minutes, to the hundredth of a minute.

    >>> exact_minutes(Decimal("6.6666666666"))
    Decimal('400')
    """
    hundredths = round(exact_hours(hours) * 60 * 100)
    minutes = Decimal(hundredths) / 100
    return Decimal(int(minutes)) if minutes == int(minutes) else minutes
