"""Days as contracts write them, and terms that depend on something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plugin.drafting.contract_terms.small_numbers import NUMBER

_RU_MONTHS = (*("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),)
_EN_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEARS = range(2000, 2100)

_RU_NAMES = r"(?:январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]*"
_EN_NAMES = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_PATTERNS = (
    re.compile(
        rf"[«\"“]?(?P<day>\d{{1,2}})[»\"”]?\s+(?P<month>{_RU_NAMES})\s+(?P<year>\d{{4}})(?:\s*г(?:ода|\.)?)?",
        re.I,
    ),
    re.compile(
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:day\s+)?(?:of\s+)?(?P<month>{_EN_NAMES}),?\s+(?P<year>\d{{4}})",
        re.I,
    ),
    re.compile(rf"(?P<month>{_EN_NAMES})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})", re.I),
    re.compile(r"(?<![\d.])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)"),
    re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?!\d)"),
    re.compile(r"(?<![\d.])(?P<day>\d{2})\.(?P<month>\d{2})\.(?P<year>\d{2})(?![\d.]\d)(?!\d)"),
)
_SLASHED = re.compile(r"(?<![\d/])(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4})(?!\d)")
_MONTH_ALONE = re.compile(
    rf"(?:(?:конец|начало|середина|до\s+конца|end\s+of|by\s+end\s+of|early|late|mid)[\s-]+)?"
    rf"\b(?:{_RU_NAMES}|{_EN_NAMES})\s+\d{{4}}(?:\s*г(?:ода|\.)?)?|\b(?:[IV]{{1,3}}|\d)\s*(?:-?й\s+)?квартал\w*\s+\d{{4}}"
    rf"(?:\s*г(?:ода|\.)?)?|\b\d{{1,2}}\s+{_RU_NAMES}\b(?!\s+\d{{4}})|\bQ[1-4]\s+\d{{4}}|\b(?:week|неделя)\s+\d{{1,2}}\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    rf"(?:в\s+течение|не\s+позднее|через|within)?\s*\b{NUMBER}\s*-?\s*"
    r"(?:рабочих|календарных|банковских|working|business|calendar|раб\.|кал\.)?\s*"
    r"(?:[рк]\.\s?д\.|(?:дн\w+|недел\w+|месяц\w*|days?|weeks?|months?)\b)[^.;|]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class FoundDay:
    """A day and where it stands; `value` is None where it can be read in two ways."""

    value: date | None
    start: int
    end: int


def find_days(text: str) -> list[FoundDay]:
    """Return every day of a text, in its order.

    >>> [str(each.value) for each in find_days("«02» марта 2026 г., 10.04.2026, April 3, 2026, 05/06/2026")]
    ['2026-03-02', '2026-04-10', '2026-04-03', 'None']
    """
    found: list[FoundDay] = [*_read_slashed(text)]
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            value = _make_day(match["year"], _read_month(match["month"]), match["day"])
            if value is not None and not any(_overlap(each, match) for each in found):
                found.append(FoundDay(value, match.start(), match.end()))
    return sorted(found, key=lambda each: each.start)


def find_relative_term(text: str) -> tuple[str, int, int] | None:
    """Return a term that depends on something else, with where it stands.

    >>> find_relative_term("Сдать в течение 15 рабочих дней с даты подписания.")[0]
    'в течение 15 рабочих дней с даты подписания'
    """
    match = _RELATIVE.search(text) or _MONTH_ALONE.search(text)
    return (match[0].strip(), match.start(), match.end()) if match else None


def _overlap(day: FoundDay, match: re.Match[str]) -> bool:
    return day.start < match.end() and match.start() < day.end


def _read_slashed(text: str) -> Iterator[FoundDay]:
    """Give days with slashes.

    Day and month are told apart where one of them is over twelve.
    """
    for match in _SLASHED.finditer(text):
        first, second = int(match["first"]), int(match["second"])
        value = None
        if first > 12 or first == second:
            value = _make_day(match["year"], second, match["first"])
        elif second > 12:
            value = _make_day(match["year"], first, match["second"])
        yield FoundDay(value, match.start(), match.end())


def _read_month(name: str) -> int:
    if name.isdecimal():
        return int(name)
    begins = name.casefold()[:3]
    months = _EN_MONTHS if begins in _EN_MONTHS else _RU_MONTHS
    begins = "мая" if begins == "май" else begins
    return months.index(begins) + 1 if begins in months else 0


def _make_day(year: str, month: int, number: str) -> date | None:
    try:
        made = date(int(year) + (2000 if len(year) == 2 else 0), month, int(number))
    except ValueError:
        return None
    return made if made.year in _YEARS else None
