"""Working days against a table of our own: not the library asked twice."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import holidays
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.core.calendar.working_days import WorkingCalendar

TABLE: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "public_holidays.yaml").read_text(encoding="utf-8")
)
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
EVERY_DAY = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]


def working_days_of(calendar: str) -> list[date]:
    """Return the working days of three years by the table."""
    table = TABLE[calendar]
    off = {date.fromisoformat(f"{year}-{day}") for year in ("2026", "2027", "2028") for day in table[year]}
    worked = set(table.get("worked", ()))
    return [day for day in EVERY_DAY if day in worked or (day.weekday() < 5 and day not in off)]


EXPECTED = {calendar: working_days_of(calendar) for calendar in TABLE}


@pytest.mark.parametrize("calendar", TABLE)
def test_every_day_of_three_years_is_as_the_table_has_it(calendar: str) -> None:
    """Dates against an independent table over 2026 to 2028."""
    found = WorkingCalendar(calendar)
    assert [day for day in EVERY_DAY if found.is_working(day)] == EXPECTED[calendar]
    assert TABLE[calendar]["source"]


@settings(max_examples=300, deadline=None)
@given(
    calendar=st.sampled_from(sorted(TABLE)),
    start=st.integers(0, len(EVERY_DAY) - 1),
    working_days=st.integers(0, 700),
)
def test_adding_working_days_counts_along_the_table(calendar: str, start: int, working_days: int) -> None:
    """The date is the one that counting along the table finds."""
    day, found = EVERY_DAY[start], WorkingCalendar(calendar)
    later = [each for each in EXPECTED[calendar] if (each >= day if working_days == 0 else each > day)]
    if len(later) > working_days:
        expected = later[max(0, working_days - 1)]
        assert found.add_working_days(day, working_days) == expected
        between = [each for each in later if day < each <= expected]
        assert found.working_days_between(day, expected) == len(between)


@pytest.mark.parametrize(
    ("sentence", "week", "day", "worked"),
    [
        ("A Saturday of a six-day week.", {0, 1, 2, 3, 4, 5}, "2026-12-05", True),
        ("Its Sunday.", {0, 1, 2, 3, 4, 5}, "2026-12-06", False),
        ("A holiday on its Saturday.", {0, 1, 2, 3, 4, 5}, "2026-12-26", False),
        ("A Friday where Friday is off.", {6, 0, 1, 2, 3}, "2026-12-04", False),
        ("A Sunday where it is worked.", {6, 0, 1, 2, 3}, "2026-12-06", True),
    ],
)
def test_work_week_says_which_weekdays_are_worked(
    sentence: str, week: set[int], day: str, worked: bool
) -> None:
    """`work_week` stands in place of the country's weekend; public holidays stay."""
    calendar = WorkingCalendar("DE-BY", work_week=frozenset(week))
    assert calendar.is_working(date.fromisoformat(day)) is worked, sentence


def test_ten_thousand_days_cost_what_one_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Date arithmetic costs the same for 1 and for 10,000 days: no day is looked up."""
    asked: list[date] = []
    genuine = holidays.country_holidays

    class Counting:
        """Counts the look-ups of a calendar."""

        def __init__(self, *given: Any, **named: Any) -> None:
            self._found = genuine(*given, **named)

        def is_working_day(self, day: date) -> bool:
            asked.append(day)
            return bool(self._found.is_working_day(day))

    monkeypatch.setattr(holidays, "country_holidays", Counting)
    calendar, start = WorkingCalendar("GB-SCT"), date(2026, 11, 30)
    last = calendar.add_working_days(start, 10_000)
    # The first count looks each year through, once.
    assert len(asked) == (date(last.year, 12, 31) - date(2026, 1, 1)).days + 1
    asked.clear()
    for working_days in (1, 10_000):
        assert calendar.add_working_days(start, working_days) > start
        assert asked == []
    assert calendar.working_days_between(start, last) == 10_000
    assert asked == []
