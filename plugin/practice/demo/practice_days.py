"""The demo's practice time: a button moves it to the next working day."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from plugin.core.calendar.working_days import WorkingCalendar

_MORNING = time(11)
"""People are written to by then."""


def find_next_morning(now: datetime, calendar: WorkingCalendar, zone: ZoneInfo) -> datetime:
    """Return the morning of the next working day.

    >>> friday = datetime(2026, 4, 10, 18, tzinfo=ZoneInfo("Europe/Moscow"))
    >>> find_next_morning(friday, WorkingCalendar(), ZoneInfo("Europe/Moscow")).isoformat()
    '2026-04-13T11:00:00+03:00'
    """
    day: date = calendar.add_working_days(now.astimezone(zone).date(), 1)
    return datetime.combine(day, _MORNING, tzinfo=zone)


def make_day_mover(path: Path, now: Callable[[], datetime], zone: ZoneInfo) -> Callable[[], datetime]:
    """Return what moves practice time to the next working morning.

    Args:
        path: the file from which the service takes its time.
        now: the present of practice time.
        zone: the contract's time zone.
    """
    calendar = WorkingCalendar("RU")

    def move() -> datetime:
        moment = find_next_morning(now(), calendar, zone)
        # It is whole before anybody reads it.
        fresh = path.with_suffix(".new")
        fresh.write_text(moment.isoformat(), encoding="utf-8")
        os.replace(fresh, path)
        return moment

    return move
