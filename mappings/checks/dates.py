"""Check the calendar, due dates and working hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import get_args

import holidays

from mappings.checks.bounds import is_out_of_bounds
from mappings.checks.stages import check_repeated
from mappings.faults import Fault
from mappings.model import ContractMapping, Weekday
from mappings.sections import Located, Section
from mappings.suggestions import did_you_mean, join_words

_MAX_BREAK_DAYS = 60
_WEEKDAYS = get_args(Weekday)
_DATE_OPTIONS = ("move_deadline", "fee_and_date")


def check_dates(root: Section) -> Iterator[Fault]:
    """Yield what is wrong with the calendar, the due dates and the working hours."""
    yield from _check_calendar(root)
    stages, days, options = root.sections("stages"), _WorkingDays(root), _offered_options(root)
    due = {found.value: day for stage in stages if (found := stage.text("id")) and (day := stage.day("due"))}
    for stage in stages:
        day = stage.day("due")
        if day is not None:
            yield from _check_due_date(root, day, days)
            yield from _check_order(root, stage, day, due)
        elif not stage.has("due") and (moves := [each for each in _DATE_OPTIONS if each in options]):
            remedy = f"Add due, or leave {' and '.join(moves)} out of options."
            sentence = "the stage has no due date, so no deadline can be moved"
            yield root.warning(stage.path, sentence, remedy, "no_due_date", at_key=True)
    yield from _check_working_hours(root)


def _check_calendar(root: Section) -> Iterator[Fault]:
    contract = root.section("contract")
    calendar = contract.text("calendar")
    if calendar and calendar.value not in _known_calendars():
        sentence = f'no public holidays are known for the calendar "{calendar.value}"'
        remedy = did_you_mean(calendar.value, _known_calendars(), _name_regions(calendar.value))
        yield root.error(calendar.path, sentence, remedy, "unknown_calendar")
    weekdays = contract.texts("work_week")
    yield from check_repeated(root, weekdays, "the weekday", "duplicate_weekday")
    off = {day.value for day in contract.days("days_off")}
    for day in contract.days("work_days"):
        if day.value in off:
            sentence = f"{day.value} stands in days_off and in work_days"
            yield root.error(day.path, sentence, "Remove it from one of the two.", "day_twice")


def _check_due_date(root: Section, due: Located[date], days: _WorkingDays) -> Iterator[Fault]:
    if is_out_of_bounds(due.value):
        return
    day = due.value
    if days.is_working_day(day):
        return
    following = (day + timedelta(days=number) for number in range(1, _MAX_BREAK_DAYS))
    working = next((candidate for candidate in following if days.is_working_day(candidate)), None)
    remedy = f"The next working day is {working:%A}, {working}." if working else "Choose a working day."
    yield root.warning(due.path, f"{day:%A}, {day}, is {days.name_day_off(day)}", remedy, "day_off")


class _WorkingDays:
    """The working days of a contract."""

    def __init__(self, root: Section) -> None:
        contract = root.section("contract")
        self._off = {day.value for day in contract.days("days_off")}
        self._work = {day.value for day in contract.days("work_days")}
        code = contract.text("calendar")
        known = code is not None and code.value in _known_calendars()
        self._public = _public_holidays(code.value) if code and known else None
        weekdays = [day.value for day in contract.texts("work_week") if day.value in _WEEKDAYS]
        self._week = {_WEEKDAYS.index(day) for day in weekdays}

    def is_working_day(self, day: date) -> bool:
        if day in self._off or day in self._work:
            return day in self._work
        if self._public is None:
            return day.weekday() in (self._week or range(5))
        if not self._week:
            return self._public.is_working_day(day)
        if day in self._public:
            return False
        return day.weekday() in self._week or day in self._public.weekend_workdays

    def name_day_off(self, day: date) -> str:
        if day in self._off:
            return "one of days_off"
        name = self._public.get(day) if self._public is not None else None
        return f"a public holiday ({name})" if name else "a day off"


@cache
def _known_calendars() -> frozenset[str]:
    """Return every country, and every region with its country, such as DE-BY."""
    countries = holidays.list_supported_countries()
    regions = (f"{country}-{region}" for country, found in countries.items() for region in found)
    return frozenset([*countries, *regions])


def _name_regions(calendar: str) -> str:
    """Return the regions of a known country; else what a calendar looks like."""
    country = calendar.partition("-")[0]
    regions = holidays.list_supported_countries().get(country)
    if regions is None:
        return "Write the country's ISO 3166 code, such as RU."
    if not regions:
        return f"Write {country}; no regions are known there."
    return f"Write {country}, or one of its regions: {join_words(f'{country}-{each}' for each in regions)}."


@cache
def _public_holidays(calendar: str) -> holidays.HolidayBase:
    country, _, region = calendar.partition("-")
    return holidays.country_holidays(country, subdiv=region or None)


def _check_order(
    root: Section, stage: Section, due: Located[date], dates: dict[str, Located[date]]
) -> Iterator[Fault]:
    for before in stage.texts("after"):
        earlier = dates.get(before.value)
        if earlier and earlier.value > due.value:
            sentence = f'due on {due.value}, before "{before.value}" that it follows (due on {earlier.value})'
            yield root.warning(due.path, sentence, "Move one of the two dates.", "due_before_predecessor")


def _offered_options(root: Section) -> list[str]:
    if root.has("options"):
        return [option.value for option in root.texts("options")]
    return list(ContractMapping.model_fields["options"].default)


def _check_working_hours(root: Section) -> Iterator[Fault]:
    hours = root.section("hours")
    starts, until = hours.time_of_day("from"), hours.time_of_day("to")
    if starts and until and starts.value >= until.value:
        sentence = f"the working hours end at {until.value:%H:%M}, not after {starts.value:%H:%M}"
        yield root.error(until.path, sentence, "Exchange the two times.", "hours_reversed")
