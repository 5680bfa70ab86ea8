"""Days as people write them after a command: dates, weekdays, `in 3 days`."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MAX_YEARS = 30
"""No command names a day that lies further away; so it is with the mapping's dates."""

_LATELY = timedelta(days=60)
"""A day without a year that was so lately, or comes so soon, is that one, not the one a year from it."""

_MAX_CHARS = 100
"""No day is written that long."""

_MONTHS = (
    ("янв", "jan"),
    ("фев", "feb"),
    ("мар", "mar"),
    ("апр", "apr"),
    ("мая", "may"),
    ("июн", "jun"),
    ("июл", "jul"),
    ("авг", "aug"),
    ("сен", "sep"),
    ("окт", "oct"),
    ("ноя", "nov"),
    ("дек", "dec"),
)
_MONTH_BY_NAME = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})(?:\.(?P<year>\d{4}|\d{2}))?\.?")
_IN_WORDS = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|-?го)?\s+(?P<month>[^\W\d_]{3,9})\.?(?:,?\s+(?P<year>\d{4})(?:\s*г\.?)?)?"
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{4}))?", re.IGNORECASE
)
_SLASHED = re.compile(r"(?P<first>\d{1,2})/(?P<second>\d{1,2})(?:/(?P<year>\d{4}))?")
_CENTURY, _YEAR_FIGURES = 2000, 2
"""Of a year of two figures, «20.03.26»."""
_CLOSER = re.compile(r"[\s,]+(?:включительно|inclusive|утром|дн[её]м|вечером|morning|afternoon|evening)$")
"""What says more than a day does."""
_ON = re.compile(r"(?:в|во|на|on|к|ко|до|by|until|till)\s+")
"""«В пятницу», "on Friday": the word before a day, which says no more than the command does."""
_NAMED = {
    "сегодня": 0,
    "завтра": 1,
    "послезавтра": 2,
    "вчера": -1,
    "today": 0,
    "tomorrow": 1,
    "yesterday": -1,
}
_AWAY = re.compile(
    r"(?:через|in)\s+(?:(?P<number>\d{1,3}|one|a|an|один|одну|два|две|три|two|three)\s+)?"
    r"(?P<unit>день|дня|дней|days?|недел[юиь]|weeks?)"
)
_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "один": 1,
    "одну": 1,
    "two": 2,
    "два": 2,
    "две": 2,
    "three": 3,
    "три": 3,
}
_OF_MONTH = re.compile(
    r"(?P<day>\d{1,2})(?:\s?-?\s?(?:го|му|е|ого|ому|ое)|st|nd|rd|th)?(?:\s+(?:числ[аоу]|of\s+the\s+month))?"
)
"""«До 18-го», "by the 18th": the next day of that number."""
_END = re.compile(
    r"(?:кон(?:ца|цу|ец)\s+|end\s+of\s+(?:the\s+)?)(?P<unit>дня|недели|месяца|day|week|month)|eo(?P<short>[dwm])"
)
_SHORT_UNITS = {"d": "day", "w": "week", "m": "month"}
_FRIDAY, _SUNDAY = 4, 6
_WEEKDAYS = (
    r"понедельник[ау]?|пн|mon(?:day)?",
    r"вторник[ау]?|вт|tue(?:s|sday)?",
    r"сред[аыуе]|ср|wed(?:nesday)?",
    r"четверг[ау]?|чт|thu(?:r|rs|rsday)?",
    r"пятниц[аыуе]|пт|fri(?:day)?",
    r"суббот[аыуе]|сб|sat(?:urday)?",
    r"воскресень[еяю]|вс|sun(?:day)?",
)


def read_day(text: str, today: date | None, *, past: bool = False) -> date | None:
    """Return the day that a text names, or None where it names none or two."""
    readings = read_days(text, today, past=past)
    return readings[0] if len(readings) == 1 else None


def read_days(text: str, today: date | None, *, past: bool = False) -> tuple[date, ...]:
    """Return the days that a text may mean: none, one, or two to choose from.

    `2026-04-15`, `15.04`, `15 апреля`, `April 15`, `15-го`, `пятницы`, `tomorrow`, `через 3 дня` and
    `конца недели` name one; `04/05` is
    read day first here and month first there, and today's own weekday is today or a week from now. A day
    that lies more than thirty years away is none: nobody can mean it.

    Args:
        text: as written.
        today: a day without a year is the next one of that name from here, unless it was within two months;
            without it, a year is needed, and no day is too far away.
        past: a day without a year, or a weekday, is the last one of that name, unless it comes within two
            months.

    >>> read_days("04/05", date(2026, 4, 1))
    (datetime.date(2026, 5, 4), datetime.date(2026, 4, 5))
    """
    if len(text) > _MAX_CHARS:
        return ()
    written = _without_preposition(text.strip().rstrip(",;!").strip().lower()).removeprefix("the ")
    written = _CLOSER.sub("", written)
    weekday, written = _split_weekday(written)
    exact = _find_dated(written)
    if exact is not None:
        found = [_complete(*parts, today, past) for parts in exact]
    elif today is None:
        found = []
    else:
        found = [*_find_relative(written, today, past)]
    days = dict.fromkeys(day for day in found if day and not _is_too_far(day, today))
    return tuple(day for day in days if weekday in (None, day.weekday()))


def _without_preposition(written: str) -> str:
    found = _ON.match(written)
    return written[found.end() :] if found else written


def _split_weekday(written: str) -> tuple[int | None, str]:
    """Return the weekday before a date, as we write it ourselves, and the date."""
    for weekday, names in enumerate(_WEEKDAYS):
        match = re.fullmatch(rf"(?:{names})\.?[,\s]\s*(?P<rest>(?:the\s+)?\S.*)", written)
        if match and _find_dated(match["rest"]) is not None:
            return weekday, match["rest"]
    return None, written


def _find_dated(written: str) -> list[tuple[str | None, str, str]] | None:
    """Return year, month and day of each reading; None where it is no date in figures."""
    slashed = _SLASHED.fullmatch(written)
    if slashed:
        first, second, year = slashed["first"], slashed["second"], slashed["year"]
        return [(year, second, first), (year, first, second)]
    for form in (_YEAR_FIRST, _DAY_FIRST, _IN_WORDS, _MONTH_FIRST):
        match = form.fullmatch(written)
        if match:
            return [(match["year"], match["month"], match["day"])]
    return None


def _find_relative(written: str, today: date, past: bool) -> list[date]:
    """Return the days that are told by their distance from today."""
    if written in _NAMED:
        return [today + timedelta(days=_NAMED[written])]
    end = _END.fullmatch(written)
    if end:
        return [_find_end(end["unit"] or _SHORT_UNITS[end["short"]], today)]
    of_month = _OF_MONTH.fullmatch(written)
    if of_month:
        return _find_of_month(int(of_month["day"]), today, past)
    away = _AWAY.fullmatch(written)
    if away:
        number = away["number"] or "1"
        count = int(number) if number.isdigit() else _NUMBERS[number]
        return [today + timedelta(days=count * (7 if away["unit"][0] in "нw" else 1))]
    for weekday, names in enumerate(_WEEKDAYS):
        if re.fullmatch(rf"(?:(?:next|следующ[а-я]+|ближайш[а-я]+|this)\s+)?(?:{names})\.?", written):
            if past:
                return [today - timedelta(days=(today.weekday() - weekday) % 7)]
            ahead = (weekday - today.weekday()) % 7
            days = [today + timedelta(days=ahead)]
            is_open = ahead == 0 or re.match(r"next|следующ", written)
            return [*days, today + timedelta(days=ahead + 7)] if is_open else days
    return []


def _find_end(unit: str, today: date) -> date:
    """Return the last day of a day, of a working week, or of a month."""
    if unit in ("месяца", "month"):
        return date(today.year + today.month // 12, today.month % 12 + 1, 1) - timedelta(days=1)
    if unit in ("дня", "day"):
        return today
    last = _FRIDAY if today.weekday() <= _FRIDAY else _SUNDAY
    return today + timedelta(days=last - today.weekday())


def _find_of_month(day: int, today: date, past: bool) -> list[date]:
    """Return the next or the last day of that number, of this month or another."""
    this = today.year * 12 + today.month - 1
    months = (this, this - 1 if past else this + 1)
    found = (_date(each // 12, each % 12 + 1, day) for each in months)
    return [each for each in found if each and (each <= today if past else each >= today)][:1]


def _complete(year: str | None, month: str, day: str, today: date | None, past: bool) -> date | None:
    """Return the date; without a year the next or the last one of that name."""
    number = int(month) if month.isdigit() else _MONTH_BY_NAME.get(month[:3])
    if number is None:
        return None
    if year:
        return _date(int(year) + (_CENTURY if len(year) == _YEAR_FIGURES else 0), number, int(day))
    if today is None:
        return None
    years = range(today.year + 1, today.year - 6, -1) if past else range(today.year - 1, today.year + 6)
    first, last = (date.min, today + _LATELY) if past else (today - _LATELY, date.max)
    found = (_date(each, number, int(day)) for each in years)
    return next((each for each in found if each and first <= each <= last), None)


def _is_too_far(day: date, today: date | None) -> bool:
    return today is not None and abs(day.year - today.year) > _MAX_YEARS


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
