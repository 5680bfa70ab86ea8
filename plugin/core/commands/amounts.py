"""Numbers, hours, sums and days as people write them after a command."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from mappings.model import parse_hours

_UNITS = (
    (re.compile(r"(?<=[\d\s])(?:hours?|hrs?|часов|часа|час)\b\.?"), "h"),
    (re.compile(r"(?<=[\d\s])(?:minutes?|mins?|минуты|минута|минуту|минут)\b\.?"), "m"),
)
_CURRENCIES = {
    "₽": "RUB",
    "руб": "RUB",
    "рублей": "RUB",
    "рубля": "RUB",
    "рубль": "RUB",
    "р": "RUB",
    "rub": "RUB",
    "$": "USD",
    "usd": "USD",
    "€": "EUR",
    "eur": "EUR",
    "евро": "EUR",
    "доллар": "USD",
    "доллара": "USD",
    "долларов": "USD",
    "£": "GBP",
    "gbp": "GBP",
    "₸": "KZT",
    "kzt": "KZT",
    "тенге": "KZT",
    "byn": "BYN",
    "chf": "CHF",
    "cny": "CNY",
    "aed": "AED",
    "try": "TRY",
    "pln": "PLN",
}
_CURRENCY = r"[₽$€£₸]|[a-z]{3}|рублей|рубля|рубль|руб|р|евро|долларов|доллара|доллар|тенге"
_SUM = re.compile(
    rf"(?P<before>{_CURRENCY})?\s*(?P<digits>\d[\d .,'’]*)\s*(?P<after>{_CURRENCY})?\.?", re.IGNORECASE
)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?P<mark>[ .,])\d{3}(?:(?P=mark)\d{3})*(?P<rest>[.,]\d{1,2})?")
_PLAIN = re.compile(r"\d{1,15}(?:[.,]\d{1,2})?")
_MAX_DIGITS = 15
_MAX_YEARS = 30
"""No command names a day that lies further away; so it is with the mapping's dates."""
_TWO_READINGS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}[.,]\d{3}(?!\d)")
"""Hours such as `1,500`: a thousand and a half to one reader, an hour and a half to another."""

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
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})(?:\.(?P<year>\d{4}))?\.?")
_IN_WORDS = re.compile(r"(?P<day>\d{1,2})\s+(?P<month>[^\W\d_]{3,9})\.?(?:,?\s+(?P<year>\d{4})(?:\s*г\.?)?)?")


def read_hours(text: str) -> Decimal | None:
    """Return hours of `6h`, `6 ч`, `90m`, `1,5`, `2 часа`; None for anything else.

    None, too, where a number of hours could be read in two ways: `1,500`.
    """
    short = text.lower()
    if _TWO_READINGS.search(short):
        return None
    for word, unit in _UNITS:
        short = word.sub(unit, short)
    try:
        return parse_hours(re.sub(r"\s+", " ", short).strip(" .!"))
    except ValueError:
        return None


def read_sum(text: str) -> tuple[Decimal, str | None] | None:
    """Return a sum and its currency; None where it could be read in two ways.

    A comma or a point before exactly three digits groups thousands, before one or two it is decimal; of
    two different marks the last is decimal. No sum has three decimal places, so this is never a guess.

    >>> read_sum("30 000,50 ₽")
    (Decimal('30000.50'), 'RUB')
    >>> read_sum("30,000.50"), read_sum("30 тыс")
    ((Decimal('30000.50'), None), None)
    """
    match = _SUM.fullmatch(text.strip().rstrip("!;, "))
    if match is None or (match["before"] and match["after"]):
        return None
    written = (match["before"] or match["after"] or "").lower()
    currency = _CURRENCIES.get(written)
    amount = _amount(match["digits"].rstrip(" .,"))
    if amount is None or (written and currency is None):
        return None
    return amount, currency


def read_day(text: str, today: date | None) -> date | None:
    """Return the day that a text gives, such as `2026-04-15` or `15 апреля`.

    `15.04.2026` and `15 April 2026` are read too; None for anything else, and for a day that nobody can
    mean because it lies more than thirty years away.

    Args:
        text: as written.
        today: a day without a year is the next one of that name from here; without it, a year is needed,
            and no day is too far away.
    """
    stripped = text.strip().rstrip(",;!")
    match = _YEAR_FIRST.fullmatch(stripped) or _DAY_FIRST.fullmatch(stripped) or _IN_WORDS.fullmatch(stripped)
    if match is None:
        return None
    month = (
        int(match["month"]) if match["month"].isdigit() else _MONTH_BY_NAME.get(match["month"].lower()[:3])
    )
    if month is None:
        return None
    if match["year"]:
        given = _day(int(match["year"]), month, int(match["day"]))
        return given if given and not _is_too_far(given, today) else None
    if today is None:
        return None
    next_ones = (_day(year, month, int(match["day"])) for year in range(today.year, today.year + 5))
    return next((found for found in next_ones if found and found >= today), None)


def _amount(digits: str) -> Decimal | None:
    plain = re.sub("['’]", " ", digits)
    grouped = _GROUPED.fullmatch(plain)
    if grouped and grouped["rest"] and grouped["rest"][0] == grouped["mark"]:
        return None
    if grouped:
        rest = grouped["rest"] or ""
        whole = plain[: len(plain) - len(rest)].replace(grouped["mark"], "")
        plain = whole + rest
    elif not _PLAIN.fullmatch(plain):
        return None
    amount = Decimal(plain.replace(",", "."))
    return amount if len(amount.as_tuple().digits) <= _MAX_DIGITS else None


def _is_too_far(day: date, today: date | None) -> bool:
    return today is not None and abs(day.year - today.year) > _MAX_YEARS


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
