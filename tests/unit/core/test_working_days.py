"""Which days are worked, and counting in working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sold_contract import WEEKDAYS, contract, day

from plugin.core.calendar.working_days import WorkingCalendar, make_calendar

RUSSIA, GERMANY = WorkingCalendar("RU"), WorkingCalendar("DE")
OWN = WorkingCalendar("RU", frozenset({day("04-15")}), frozenset({day("02-23"), day("04-18")}))


@pytest.mark.parametrize(
    ("sentence", "calendar", "when", "worked"),
    [
        ("An ordinary Wednesday is worked.", RUSSIA, "04-15", True),
        ("A Saturday is not.", RUSSIA, "04-18", False),
        ("A Sunday is not.", RUSSIA, "04-19", False),
        ("The Russian New Year holidays last over the 8th.", RUSSIA, "01-08", False),
        ("A day off moved by the government is not worked.", RUSSIA, "03-09", False),
        ("New Year's Eve of 2026 is a moved day off.", RUSSIA, "12-31", False),
        ("A moved working Saturday is worked.", RUSSIA, "2025-11-01", True),
        ("The Friday before Victory Day is worked.", RUSSIA, "05-08", True),
        ("Christmas Day is a German holiday.", GERMANY, "12-25", False),
        ("Christmas Eve is worked in Germany.", GERMANY, "12-24", True),
        ("Good Friday is a German holiday.", GERMANY, "04-03", False),
        ("What one state of Germany celebrates, the others work.", GERMANY, "06-04", True),
        ("A Russian holiday is no German one.", GERMANY, "02-23", True),
        ("Without a country only weekends are free.", WEEKDAYS, "01-01", True),
        ("Without a country a Sunday is free all the same.", WEEKDAYS, "01-04", False),
        ("A day off of the contract is not worked.", OWN, "04-15", False),
        ("A work day of the contract stands above a public holiday.", OWN, "02-23", True),
        ("A work day of the contract stands above a weekend.", OWN, "04-18", True),
    ],
)
def test_day_is_worked_by_calendar_and_exceptions(
    sentence: str, calendar: WorkingCalendar, when: str, worked: bool
) -> None:
    """The contract's own exceptions come before the country's calendar."""
    assert calendar.is_working(day(when)) is worked, sentence


def test_work_day_overrides_a_day_off() -> None:
    """A date that the contract names in both lists is worked."""
    both = WorkingCalendar(None, frozenset({day("04-15")}), frozenset({day("04-15")}))
    assert both.is_working(day("04-15"))


@pytest.mark.parametrize(
    ("sentence", "calendar", "start", "working_days", "end"),
    [
        ("Three days from a Friday end on Wednesday.", RUSSIA, "04-10", 3, "04-15"),
        ("No day from a working day is the day itself.", RUSSIA, "04-10", 0, "04-10"),
        ("No day from a Saturday is the next working day.", RUSSIA, "04-11", 0, "04-13"),
        ("One day from a Saturday counts from the weekend's end.", RUSSIA, "04-11", 1, "04-13"),
        ("May holidays are stepped over.", RUSSIA, "04-30", 5, "05-08"),
        ("A long weekend is stepped over.", RUSSIA, "03-06", 1, "03-10"),
        ("A month's end is crossed.", RUSSIA, "03-31", 1, "04-01"),
        ("The New Year is crossed with all its holidays.", RUSSIA, "12-30", 1, "2027-01-11"),
        ("German Christmas is stepped over.", GERMANY, "12-24", 1, "12-28"),
        ("The contract's own day off is stepped over.", OWN, "04-14", 1, "04-16"),
        ("The contract's own working Saturday counts.", OWN, "04-17", 1, "04-18"),
        ("February of a leap year has its 29th.", WEEKDAYS, "2028-02-28", 1, "2028-02-29"),
    ],
)
def test_adding_ends_on_a_working_day(
    sentence: str, calendar: WorkingCalendar, start: str, working_days: int, end: str
) -> None:
    """Counting begins after the first day and ends on a working day."""
    assert calendar.add_working_days(day(start), working_days) == day(end), sentence


@pytest.mark.parametrize(
    ("sentence", "start", "end", "working_days"),
    [
        ("A week has five.", "04-10", "04-17", 5),
        ("The same day is none.", "04-10", "04-10", 0),
        ("An earlier day is none.", "04-10", "04-01", 0),
        ("A weekend has none.", "04-10", "04-12", 0),
        ("Over the May holidays there are six.", "04-30", "05-12", 6),
    ],
)
def test_days_between_exclude_the_first(sentence: str, start: str, end: str, working_days: int) -> None:
    """The first day does not count, the last one does."""
    assert RUSSIA.working_days_between(day(start), day(end)) == working_days, sentence


def test_calendar_without_a_working_day_gives_up() -> None:
    """Counting gives up after a year, so that the service does not hang."""
    start = day("01-01")
    never = WorkingCalendar(days_off=frozenset(start + timedelta(days=n) for n in range(800)))
    assert never.on_or_after(start) == start + timedelta(days=366)


def test_calendar_comes_from_the_contract_terms() -> None:
    """Country, days off and work days come from the contract."""
    terms = contract(
        contract={"calendar": "DE", "days_off": ["2026-04-15"], "work_days": ["2026-04-18"]}
    ).contract
    calendar = make_calendar(terms)
    worked = [calendar.is_working(day(when)) for when in ("04-03", "04-15", "04-18", "04-16")]
    assert worked == [False, False, True, True]


@settings(max_examples=60, deadline=None)
@given(
    start=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    working_days=st.integers(0, 60),
    calendar=st.sampled_from([RUSSIA, GERMANY, WEEKDAYS, OWN]),
)
def test_counting_inverts_adding(start: date, working_days: int, calendar: WorkingCalendar) -> None:
    """Counting the days between gives the number that was added."""
    first = calendar.on_or_after(start)
    end = calendar.add_working_days(first, working_days)
    assert calendar.is_working(end)
    assert calendar.working_days_between(first, end) == working_days
