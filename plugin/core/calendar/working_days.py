"""The contract's calendar: which days are worked, and counting in working days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from mappings.model import Terms

if TYPE_CHECKING:
    from holidays import HolidayBase

_MAX_BREAK = timedelta(days=366)
_FILLING = Lock()
"""The calendar fills in a year when its first day is asked for; another thread would see it half filled."""


@lru_cache(maxsize=64)
def _public_holidays(country: str) -> HolidayBase:
    # Imported when the first day is looked up: the web side hardly ever counts days.
    from holidays import country_holidays

    return country_holidays(country)


@lru_cache(maxsize=20_000)
def _is_worked_in(country: str, day: date) -> bool:
    # A shift is counted day by day, and every open offer of a contract counts the same days.
    with _FILLING:
        return bool(_public_holidays(country).is_working_day(day))


@dataclass(frozen=True)
class WorkingCalendar:
    """Working days: public holidays of a country, and a contract's exceptions.

    >>> christmas = WorkingCalendar(country="DE")
    >>> christmas.add_working_days(date(2026, 12, 24), 1)
    datetime.date(2026, 12, 28)
    """

    country: str | None = None
    days_off: frozenset[date] = field(default_factory=frozenset)
    work_days: frozenset[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        """Tell whether the day is worked; the contract's own days come first."""
        if day in self.work_days:
            return True
        if day in self.days_off:
            return False
        if self.country is None:
            return day.weekday() < 5
        return _is_worked_in(self.country, day)

    def on_or_after(self, day: date) -> date:
        """Return the day itself when it is worked, else the next one that is."""
        latest = day + _MAX_BREAK
        while not self.is_working(day) and day < latest:
            day += timedelta(days=1)
        return day

    def add_working_days(self, day: date, working_days: int) -> date:
        """Return the date a number of working days after `day`.

        It is always a working day.

        Args:
            day: where counting begins; the day itself does not count.
            working_days: how many, 0 or more.
        """
        for _ in range(working_days):
            day = self.on_or_after(day + timedelta(days=1))
        return self.on_or_after(day)

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`.

        The count is 0 when `end` is not later.
        """
        span = (end - start).days
        return sum(self.is_working(start + timedelta(days=offset)) for offset in range(1, span + 1))


def make_calendar(terms: Terms) -> WorkingCalendar:
    """Return the calendar that a contract's terms describe."""
    return WorkingCalendar(terms.calendar, frozenset(terms.days_off), frozenset(terms.work_days))
