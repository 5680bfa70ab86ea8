"""Working hours between two moments."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sold_contract import contract

from plugin.core.calendar.working_days import WorkingCalendar
from plugin.core.calendar.working_hours import WorkingTime, make_working_time

MOSCOW = ZoneInfo("Europe/Moscow")
RUSSIA = WorkingTime(WorkingCalendar("RU"), time(10), time(19), MOSCOW)


def at(text: str) -> datetime:
    """Return a moment of 2026 in Moscow, written `04-10 15:30`."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("sentence", "start", "end", "hours"),
    [
        ("Two hours of one afternoon.", "04-10 14:00", "04-10 16:00", 2),
        ("Minutes count.", "04-10 14:00", "04-10 14:20", 1 / 3),
        ("An evening is not worked.", "04-10 19:00", "04-10 23:00", 0),
        ("A comment at night waits from the morning on.", "04-09 23:00", "04-10 11:00", 1),
        ("What is answered before work waited for nothing.", "04-09 19:30", "04-10 09:00", 0),
        ("A night lies between two afternoons.", "04-09 18:00", "04-10 11:00", 2),
        ("A weekend is not worked.", "04-10 18:00", "04-13 11:00", 2),
        ("From a Saturday on Monday counts alone.", "04-11 12:00", "04-13 12:00", 2),
        ("Until a Sunday Friday counts alone.", "04-10 18:00", "04-12 15:00", 1),
        ("A holiday between is not worked.", "04-30 18:00", "05-04 11:00", 2),
        ("A whole week has five days of nine hours.", "04-06 10:00", "04-12 23:00", 45),
        ("The same moment is nothing.", "04-10 14:00", "04-10 14:00", 0),
        ("An answer from before is nothing.", "04-10 14:00", "04-09 14:00", 0),
    ],
)
def test_hours_are_those_that_are_worked(sentence: str, start: str, end: str, hours: float) -> None:
    """Working days of the calendar, hours of a day, weekends and holidays left out."""
    assert RUSSIA.count_between(at(start), at(end)) == timedelta(hours=hours), sentence


def test_moments_of_another_zone_are_the_contracts() -> None:
    """07:00 in London, in winter, is 10:00 in Moscow."""
    start = datetime(2026, 1, 13, 7, tzinfo=UTC)
    assert timedelta(hours=1) == RUSSIA.count_between(start, start + timedelta(hours=1))


def test_contract_says_calendar_hours_and_zone() -> None:
    """`contract` and `hours` describe it; without `hours` a day is 10 to 19."""
    mapping = contract(
        contract={"timezone": "Europe/London", "calendar": "GB"}, hours={"from": "09:30", "to": "17:00"}
    )
    told = make_working_time(mapping)
    assert (time(9, 30), time(17), "Europe/London") == (told.starts, told.until, str(told.zone))
    assert timedelta(hours=9) == make_working_time(contract()).day


def test_ten_years_cost_what_a_day_costs() -> None:
    """No day is looked at by itself: the count equals that of its years."""
    start, middle, end = (datetime(year, 6, 1, 12, tzinfo=UTC) for year in (2016, 2021, 2026))
    whole = RUSSIA.count_between(start, middle) + RUSSIA.count_between(middle, end)
    assert whole == RUSSIA.count_between(start, end)


DAYS_OFF = st.frozensets(st.dates(date(2026, 3, 20), date(2026, 4, 10)), max_size=4)
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30]))
ZONES = st.sampled_from(["Europe/Moscow", "Europe/London", "America/New_York", "Asia/Kolkata", "UTC"])
MOMENTS = st.integers(0, 17 * 24 * 60).map(
    lambda minutes: datetime(2026, 3, 22, tzinfo=UTC) + timedelta(minutes=minutes)
)


@settings(deadline=None, max_examples=60)
@given(start=MOMENTS, end=MOMENTS, off=DAYS_OFF, work=DAYS_OFF, hours=st.tuples(TIMES, TIMES), zone=ZONES)
def test_hours_equal_a_count_of_every_minute(
    start: datetime,
    end: datetime,
    off: frozenset[date],
    work: frozenset[date],
    hours: tuple[time, time],
    zone: str,
) -> None:
    """Counting each minute of the clock on the wall by itself comes to the same."""
    calendar = WorkingCalendar(None, off, work)
    working = WorkingTime(calendar, min(hours), max(hours), ZoneInfo(zone))
    minute, last = (each.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for each in (start, end))
    counted = 0
    while minute < last:
        counted += calendar.is_working(minute.date()) and min(hours) <= minute.time() < max(hours)
        minute += timedelta(minutes=1)
    assert timedelta(minutes=counted) == working.count_between(start, end)


@settings(deadline=None)
@given(moments=st.lists(MOMENTS, min_size=3, max_size=3).map(sorted))
def test_parts_add_up_to_the_whole(moments: list[datetime]) -> None:
    """What lies between two moments is the sum over any moment between them."""
    first, middle, last = moments
    parts = RUSSIA.count_between(first, middle) + RUSSIA.count_between(middle, last)
    assert parts == RUSSIA.count_between(first, last)
