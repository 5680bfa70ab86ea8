"""Working hours between two moments, by calendar, hours of a day and time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from plugin.core.calendar.working_days import WorkingCalendar, make_calendar

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from mappings.model import ContractMapping

_NONE = timedelta(0)


@dataclass(frozen=True)
class WorkingTime:
    """When a contract's people work: its calendar, and the hours of a working day.

    Hours are those of the clock on the wall: the night in which clocks change takes nothing from a day.

    Attributes:
        calendar: which days are worked.
        starts: when a working day begins.
        until: when it ends; later than `starts`.
        zone: the time zone in which its days begin and end.
    """

    calendar: WorkingCalendar
    starts: time
    until: time
    zone: ZoneInfo

    @property
    def day(self) -> timedelta:
        """How long a whole working day is."""
        return max(_span(self.starts, self.until), _NONE)

    def count_between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much working time lies between two moments.

        Ten years cost what one day costs.

        Args:
            start: an aware moment.
            end: an aware moment; nothing lies between where it is not later.
        """
        first, last = start.astimezone(self.zone), end.astimezone(self.zone)
        if last.replace(tzinfo=None) <= first.replace(tzinfo=None):
            return _NONE
        # Whole days from the first on, without the last; then what both days themselves say.
        days = self.calendar.working_days_between(first.date(), last.date())
        days += self._works(first.date()) - self._works(last.date())
        return days * self.day + self._worked_at(last) - self._worked_at(first)

    def _works(self, day: date) -> int:
        return int(self.calendar.is_working(day))

    def _worked_at(self, moment: datetime) -> timedelta:
        """Return how much of its own day is over at a moment."""
        if not self._works(moment.date()):
            return _NONE
        return min(max(_span(self.starts, moment.time()), _NONE), self.day)


def make_working_time(mapping: ContractMapping) -> WorkingTime:
    """Return the working time that a contract describes by its calendar and `hours`."""
    return WorkingTime(
        make_calendar(mapping.contract), mapping.hours.starts, mapping.hours.until, mapping.contract.zone
    )


def _span(one: time, other: time) -> timedelta:
    day = date.min
    return datetime.combine(day, other) - datetime.combine(day, one)
