"""Numbers, hours and sums as people write them after a command."""

from __future__ import annotations

import re
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
_TWO_READINGS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}[.,]\d{3}(?!\d)")
"""Hours such as `1,500`: a thousand and a half to one reader, an hour and a half to another."""


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
