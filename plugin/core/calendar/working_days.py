"""The contract's calendar: which days are worked, and counting in working days.

Counting looks up no day: the working days of each year are found once and kept in order, so 10,000 days cost
what one costs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from mappings.model import Terms

if TYPE_CHECKING:
    from holidays import HolidayBase

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MAX_BREAK_DAYS = 366
_BREAK_YEARS = 3
"""After this many years without a working day the search ends."""
_LAST_YEAR = 9998
_ANNOUNCED: Mapping[str, frozenset[date]] = {"RU": frozenset({date(2028, 11, 6)})}
"""Days off that the library lacks: by Russian law a holiday on a Saturday moves, with a decree or without."""
_FILLING = Lock()
"""A year is filled in at once; another thread would see it half filled."""


@lru_cache(maxsize=64)
def _public_holidays(calendar: str) -> HolidayBase:
    # Imported when the first day is looked up: the web side hardly ever counts days.
    from holidays import country_holidays

    country, _, region = calendar.partition("-")
    return country_holidays(country, subdiv=region or None)


@dataclass(frozen=True)
class WorkingCalendar:
    """Working days: public holidays of a country or region, and own exceptions.

    Attributes:
        country: an ISO 3166 code, or one with a region such as `DE-BY`; None: no public holidays.
        days_off: further days off.
        work_days: days that are worked whatever the calendar says.
        work_week: the weekdays that are worked, Monday is 0; None: as the country has it.

    >>> christmas = WorkingCalendar(country="DE")
    >>> christmas.add_working_days(date(2026, 12, 24), 1)
    datetime.date(2026, 12, 28)
    """

    country: str | None = None
    days_off: frozenset[date] = field(default_factory=frozenset)
    work_days: frozenset[date] = field(default_factory=frozenset)
    work_week: frozenset[int] | None = None

    def is_working(self, day: date) -> bool:
        """Tell whether the day is worked; the contract's own days come first."""
        return _worked_days(self).holds(day)

    def on_or_after(self, day: date) -> date:
        """Return the day itself when it is worked, else the next one that is."""
        return _worked_days(self).next(day)

    def add_working_days(self, day: date, working_days: int) -> date:
        """Return the date a number of working days after `day`.

        It is always a working day.

        Args:
            day: where counting begins; the day itself does not count.
            working_days: how many, 0 or more.
        """
        if working_days <= 0:
            return self.on_or_after(day)
        return _worked_days(self).after(day, working_days)

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`.

        The count is 0 when `end` is not later.
        """
        return _worked_days(self).count_between(start, end) if end > start else 0

    def knows_as_working(self, day: date) -> bool:
        """Look a day up in the calendar itself; counting asks once for each day."""
        if day in self.work_days:
            return True
        if day in self.days_off:
            return False
        if self.country is None:
            return day.weekday() in (self.work_week or range(5))
        public = _public_holidays(self.country)
        if day in _ANNOUNCED.get(self.country, ()):
            return False
        if self.work_week is None:
            return bool(public.is_working_day(day))
        if day in public:
            return False
        # A Saturday that a decree makes a working day stays one.
        return day.weekday() in self.work_week or day in public.weekend_workdays


class _WorkedDays:
    """The working days of a calendar in order, year by year as they are asked for."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self._calendar = calendar
        self._days: list[int] = []
        self._years: range = range(0)

    def holds(self, day: date) -> bool:
        days = self._covering(day.year)
        place = bisect_left(days, day.toordinal())
        return place < len(days) and days[place] == day.toordinal()

    def next(self, day: date) -> date:
        days = self._covering(day.year, day.year + 1)
        place = bisect_left(days, day.toordinal())
        latest = day.toordinal() + _MAX_BREAK_DAYS
        return date.fromordinal(min(days[place], latest) if place < len(days) else latest)

    def after(self, day: date, working_days: int) -> date:
        days = self._covering(day.year)
        place = bisect_right(days, day.toordinal()) + working_days - 1
        without = 0
        while place >= len(days) and without < _BREAK_YEARS and self._years.stop <= _LAST_YEAR:
            known = len(days)
            days = self._covering(self._years.stop)
            without = without + 1 if len(days) == known else 0
        if place < len(days):
            return date.fromordinal(days[place])
        return day + timedelta(days=_MAX_BREAK_DAYS)

    def count_between(self, start: date, end: date) -> int:
        days = self._covering(start.year, end.year)
        return bisect_right(days, end.toordinal()) - bisect_right(days, start.toordinal())

    def _covering(self, *years: int) -> list[int]:
        """Return the working days; these years and all between are among them."""
        if self._years and all(year in self._years for year in years):
            return self._days
        with _FILLING:
            known = self._years
            first, stop = min((*years, *known[:1])), max((*years, *known[-1:])) + 1
            before = [] if not known else self._of(range(first, known.start))
            later = self._of(range(known.stop, stop) if known else range(first, stop))
            # A new list: another thread may be counting in the old one.
            self._days = [*before, *self._days, *later]
            self._years = range(first, stop)
            return self._days

    def _of(self, years: range) -> list[int]:
        if not years:
            return []
        first, last = date(years.start, 1, 1).toordinal(), date(years.stop - 1, 12, 31).toordinal()
        every = (date.fromordinal(number) for number in range(first, last + 1))
        return [day.toordinal() for day in every if self._calendar.knows_as_working(day)]


@lru_cache(maxsize=256)
def _worked_days(calendar: WorkingCalendar) -> _WorkedDays:
    return _WorkedDays(calendar)


def make_calendar(terms: Terms) -> WorkingCalendar:
    """Return the calendar that a contract's terms describe."""
    week = terms.work_week
    return WorkingCalendar(
        terms.calendar,
        frozenset(terms.days_off),
        frozenset(terms.work_days),
        frozenset(WEEKDAYS.index(day) for day in week) if week else None,
    )
