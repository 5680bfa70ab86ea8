"""A mapping as it was read, faulty or not, each value with its place.

Cross-checks read sections instead of models, so that they can say all about a file that does not load. What
is missing or has a fault of its own is absent here.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Generic, TypeVar

from mappings.faults import Fault, KeyPath
from mappings.model import parse_hours
from mappings.yaml_parser import YamlSource, YamlValue

T = TypeVar("T")


@dataclass(frozen=True)
class Located(Generic[T]):
    """A value and where it stands."""

    value: T
    path: KeyPath


@dataclass(frozen=True)
class Section:
    """Some keys of a file, at a path; an absent section has no keys."""

    source: YamlSource
    data: dict[str, YamlValue]
    faulty: Set[KeyPath]
    path: KeyPath = ()

    def has(self, key: str) -> bool:
        """Say whether the key is written here, faulty or not."""
        return key in self.data

    def section(self, key: str) -> Section:
        """Return the section below a key; without keys where it is absent."""
        value = self.data.get(key)
        return self._below(value if isinstance(value, dict) else {}, key)

    def sections(self, key: str) -> list[Section]:
        """Return the elements of a list that are sections."""
        return [
            self._below(part, key, number)
            for number, part in enumerate(self._list(key))
            if isinstance(part, dict)
        ]

    def named_sections(self, key: str) -> dict[str, Section]:
        """Return the sections below a key, by their names."""
        group = self.section(key)
        return {name: group.section(name) for name in group.data}

    def text(self, key: str) -> Located[str] | None:
        """Return the text at a key."""
        value, path = self.data.get(key), (*self.path, key)
        return Located(value, path) if isinstance(value, str) and path not in self.faulty else None

    def texts(self, key: str) -> list[Located[str]]:
        """Return the texts of the list at a key."""
        found = (Located(part, (*self.path, key, number)) for number, part in enumerate(self._list(key)))
        return [text for text in found if isinstance(text.value, str) and text.path not in self.faulty]

    def day(self, key: str) -> Located[date] | None:
        """Return the date at a key."""
        path = (*self.path, key)
        value = _read_date(self.data.get(key))
        return Located(value, path) if value is not None and path not in self.faulty else None

    def days(self, key: str) -> list[Located[date]]:
        """Return the dates of the list at a key."""
        found = ((_read_date(part), (*self.path, key, number)) for number, part in enumerate(self._list(key)))
        return [Located(value, path) for value, path in found if value and path not in self.faulty]

    def hours(self, key: str) -> Located[Decimal] | None:
        """Return the hours at a key, whether written as a number or as a duration."""
        value, path = self.data.get(key), (*self.path, key)
        if value is None or isinstance(value, (dict, list)) or path in self.faulty:
            return None
        return Located(parse_hours(value), path)

    def time_of_day(self, key: str) -> Located[time] | None:
        """Return the time of day at a key."""
        text = self.text(key)
        return Located(time.fromisoformat(text.value), text.path) if text else None

    def whole_number(self, key: str) -> Located[int] | None:
        """Return the whole number at a key."""
        value, path = self.data.get(key), (*self.path, key)
        good = isinstance(value, int) and not isinstance(value, bool) and path not in self.faulty
        return Located(value, path) if good and isinstance(value, int) else None

    def whole_numbers(self, key: str) -> list[Located[int]]:
        """Return the whole numbers of the list at a key."""
        found = (Located(part, (*self.path, key, number)) for number, part in enumerate(self._list(key)))
        return [each for each in found if isinstance(each.value, int) and each.path not in self.faulty]

    def error(self, path: KeyPath, sentence: str, remedy: str, reason: str, *, at_key: bool = False) -> Fault:
        """Return an error at a path of the file."""
        return self.source.fault(path, sentence, remedy, reason, at_key=at_key)

    def warning(
        self, path: KeyPath, sentence: str, remedy: str, reason: str, *, at_key: bool = False
    ) -> Fault:
        """Return a warning at a path of the file."""
        return self.source.fault(path, sentence, remedy, reason, severity="warning", at_key=at_key)

    def line(self, path: KeyPath) -> int:
        """Return the line on which the value of a path stands."""
        return self.source.value_spot(path).line

    def _list(self, key: str) -> list[YamlValue]:
        value = self.data.get(key)
        return value if isinstance(value, list) else []

    def _below(self, data: dict[str, YamlValue], *keys: str | int) -> Section:
        return Section(self.source, data, self.faulty, (*self.path, *keys))


def _read_date(value: YamlValue) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
