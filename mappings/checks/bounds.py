"""Check the bounds: numbers and dates that nobody can mean."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from mappings.faults import Fault, KeyPath
from mappings.sections import Section
from mappings.yaml_parser import YamlValue

_MAX_OFFER_DAYS = 365
_MAX_WARRANTY_DAYS = 3650
_MAX_YEARS = 30
_DATE_KEYS = frozenset({"due", "signed_on", "live_from", "date", "until", "days_off", "work_days"})
_AUTHORITY_DATE = "from"


def check_bounds(root: Section) -> Iterator[Fault]:
    """Yield numbers and dates that nobody can mean, each with the bound."""
    yield from _check_offer_valid(root)
    warranty = root.section("tracker").whole_number("warranty_days")
    if warranty and warranty.value > _MAX_WARRANTY_DAYS:
        sentence = f"a warranty of {warranty.value} days is longer than {_MAX_WARRANTY_DAYS:,} days"
        yield root.error(warranty.path, sentence, "Write ten years at the most: 3650.", "warranty_days")
    for path, day in _dates(root.data):
        if path not in root.faulty and is_out_of_bounds(day):
            sentence = f"{day} lies more than thirty years from today"
            yield root.error(path, sentence, "Check the year.", "year")


def is_out_of_bounds(day: date) -> bool:
    """Tell whether a date lies more than thirty years from today."""
    return abs(day.year - datetime.now(UTC).year) > _MAX_YEARS


def _check_offer_valid(root: Section) -> Iterator[Fault]:
    calendar_days = root.section("offer_valid").whole_number("days")
    for valid in (root.whole_number("offer_valid"), calendar_days):
        if valid and valid.value > _MAX_OFFER_DAYS:
            sentence = f"an offer that stands for {valid.value} days stands for more than a year"
            yield root.error(valid.path, sentence, "Write 365 at the most.", "offer_valid")


def _dates(data: YamlValue, path: KeyPath = ()) -> Iterator[tuple[KeyPath, date]]:
    """Yield every date at a key that takes dates, with its path."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _dates(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _dates(value, (*path, number))
    elif _takes_dates(path) and (day := _as_date(data)) is not None:
        yield path, day


def _takes_dates(path: KeyPath) -> bool:
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    return key in _DATE_KEYS or (key == _AUTHORITY_DATE and path[0] == "authority")


def _as_date(value: YamlValue) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
