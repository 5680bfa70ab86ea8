"""The form of a column's dates, found over all of its values.

One value may be read in two ways (03/04/2026); a column seldom can. What stays open after the last value is
read as the day first, and that is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Literal

from plugin.trackers.exports.month_names import month_tables, plain_word

DayOrder = Literal["dmy", "mdy"]

_NUMBERS = re.compile(r"^(\d{1,4})([./-])(\d{1,2})[./-](\d{1,4})\.?(?:[ T,]+(.*))?$")
_NAMED_DAY_FIRST = re.compile(
    r"^(\d{1,2})[ ./-]+(?:de )?([^\W\d_]+\.?)[ ,./-]+(?:de )?(\d{2,4})(?:[ ,]+(.*))?$"
)
_NAMED_MONTH_FIRST = re.compile(r"^([^\W\d_]+\.?)[ ./-]+(\d{1,2})[ ,./-]+(\d{2,4})(?:[ ,]+(.*))?$")
_EAST = re.compile(r"^(\d{4})[年년] ?(\d{1,2})[月월] ?(\d{1,2})[日일](?: +(.*))?$")
_WEEKDAY = re.compile(r"^[^\W\d_]{2,}\.?,? +(?=\d)")
_AFTER_YEAR = re.compile(r"^(?:г|р)\.?,?\s*")
"""Russian and Ukrainian put a word behind the year."""
_TIME = re.compile(
    r"^(?:(?P<before>[^\W\d_.]{1,8}\.?)\s*)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[^\W\d_][^\W\d_.\s]*\.?(?:\s?[^\W\d_]\.)?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?$"
)
_EPOCH = re.compile(r"^\d{10}(\d{3})?$")
_MORNING = frozenset({"am", "a.m", "a", "дп", "vorm", "오전", "午前", "上午", "de", "fm"})
_AFTERNOON = frozenset({"pm", "p.m", "p", "пп", "nachm", "오후", "午後", "下午", "du", "em"})
_CENTURY = 100
_NEAR = 70


class NoDate(ValueError):
    """A text is no date of any form that is known."""


@dataclass
class DateForm:
    """What the dates of a file look like, the more exactly the more of them were seen.

    Attributes:
        order: the order that was asked for; None: found out.
        day_first: values of numbers alone that only the day first explains.
        month_first: those that only the month first explains.
        open: values of numbers alone that both orders explain, with another day.
        locales: languages whose months' names explain every name that was seen.
    """

    order: DayOrder | None = None
    day_first: int = 0
    month_first: int = 0
    open: int = 0
    locales: list[str] = field(default_factory=lambda: list(month_tables()))
    _words: set[str] = field(default_factory=set)

    def look_at(self, text: str) -> None:
        """Learn from a value what the others are like."""
        found = _NUMBERS.match(text)
        if found is not None:
            self._look_at_numbers(found)
            return
        named = _NAMED_DAY_FIRST.match(text)
        word = named.group(2) if named else None
        if word is None and (month_first := _NAMED_MONTH_FIRST.match(text)) is not None:
            word = month_first.group(1)
        if word is not None and (plain := plain_word(word)) not in self._words:
            self._words.add(plain)
            left = [each for each in self.locales if plain in month_tables()[each]]
            self.locales = left or self.locales

    def _look_at_numbers(self, found: re.Match[str]) -> None:
        first, mark, second, third = found.group(1, 2, 3, 4)
        if len(first) == 4 or len(third) not in (2, 4):
            return
        if mark == "." or int(first) > 12:
            self.day_first += 1
        elif int(second) > 12:
            self.month_first += 1
        elif first != second:
            self.open += 1

    @property
    def is_month_first(self) -> bool:
        """Whether numbers alone are read with the month first."""
        if self.order is not None:
            return self.order == "mdy"
        return self.month_first > 0 and not self.day_first

    @property
    def is_ambiguous(self) -> bool:
        """Whether no value told the day from the month."""
        return self.order is None and self.open > 0 and not (self.day_first or self.month_first)

    @property
    def is_contradictory(self) -> bool:
        """Whether some values have the day first and others the month."""
        return self.order is None and self.day_first > 0 and self.month_first > 0

    def read(self, text: str, zone: tzinfo) -> datetime:
        """Return the moment that a text names.

        Args:
            text: as the file has it.
            zone: of times that name none.

        Raises:
            NoDate: it names none.
        """
        if _EPOCH.match(text):
            return datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC)
        is_month_first = _NAMED_MONTH_FIRST.match(text) is not None
        text = text if is_month_first else _WEEKDAY.sub("", text)
        year, month, day, rest = self._split(text)
        hour, minute, second, own = _read_time(_AFTER_YEAR.sub("", rest or ""))
        try:
            return datetime(year, month, day, hour, minute, second, tzinfo=own or zone)
        except ValueError as error:
            raise NoDate(text) from error

    def _split(self, text: str) -> tuple[int, int, int, str | None]:
        if (found := _NUMBERS.match(text)) is not None:
            first, _, second, third, rest = found.groups()
            if len(first) == 4:
                return int(first), int(second), int(third), rest
            month, day = (first, second) if self.is_month_first else (second, first)
            return _year(third), int(month), int(day), rest
        if (found := _EAST.match(text)) is not None:
            return int(found[1]), int(found[2]), int(found[3]), found[4]
        if (found := _NAMED_DAY_FIRST.match(text)) is not None:
            return _year(found[3]), self._month(found[2]), int(found[1]), found[4]
        if (found := _NAMED_MONTH_FIRST.match(text)) is not None:
            return _year(found[3]), self._month(found[1]), int(found[2]), found[4]
        raise NoDate(text)

    def _month(self, word: str) -> int:
        plain = plain_word(word)
        for locale in self.locales:
            number = month_tables()[locale].get(plain)
            if number is not None:
                return number
        raise NoDate(word)


def _year(text: str) -> int:
    number = int(text)
    if len(text) == 4:
        return number
    return number + (2000 if number < _NEAR else 1900)


def _read_time(text: str) -> tuple[int, int, int, tzinfo | None]:
    if not text.strip():
        return 0, 0, 0, None
    found = _TIME.match(text.strip())
    if found is None:
        raise NoDate(text)
    hour = int(found["hour"])
    zone = found["zone"]
    half = (found["half"] or found["before"] or "").casefold().strip(". ").replace(" ", "")
    if half in ("z", "utc", "gmt"):
        zone, half = "Z", ""
    if half:
        marks = half.split(".")[0] if half not in _MORNING | _AFTERNOON else half
        if marks in _AFTERNOON:
            hour = hour % 12 + 12
        elif marks in _MORNING:
            hour %= 12
        elif marks not in ("uhr", "г", "ч", "um", "h", "в", "at"):
            raise NoDate(text)
    return hour, int(found["minute"]), int(found["second"] or 0), _zone(zone)


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours >= 24:
        raise NoDate(text)
    return timezone(sign * timedelta(hours=hours, minutes=minutes))
