"""Sums as contracts write them, with their currency."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from plugin.drafting.contract_terms.small_numbers import WORDED, read_worded

_NUMBER = r"\d{1,3}(?:[   .,'’]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_WORDS = r"(?:\s*\([^)\d]{3,160}\))?"
_ISO = (
    "AED AMD AUD AZN BRL CAD CHF CNY CZK DKK GEL HKD HUF ILS INR JPY "
    "KGS KRW MDL MXN NOK NZD PLN RSD SEK SGD THB TRY UAH UZS ZAR"
)
"""Codes that contracts write out; the currencies below have signs and words as well."""
_CODES_ALONE = "|".join(_ISO.split())
_UNIT = (
    rf"(?P<unit>{_CODES_ALONE}|"
    r"руб(?:\.|л\w*)?|р\.(?!\s?д)|рос\w*\s+руб\w*|₽|RUB|RUR|евро|EUR|euros?|€|долл\w*(?:\s+США)?|US\s?dollars?|USD|US\$|\$"
    r"|pounds?(?:\s+sterling)?|GBP|£|фунт\w*|тенге|KZT|₸|бел\w*\s+руб\w*|BYN)"
)
_MANY = r"(?:тыс\.?|тысяч\w*|млн\.?|миллион\w*|k|m|million)"
_BEFORE = re.compile(
    rf"(?P<unit>{_CODES_ALONE}|EUR|USD|GBP|RUB|KZT|BYN|US\$|A\$|C\$|NZ\$|€|\$|£|₽)\s?(?P<number>{_NUMBER})(?:\s?(?P<many>{_MANY})\b)?(?!\d)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?<![\d.,])(?P<number>{_NUMBER})(?:\s*(?P<many>{_MANY}))?{_WORDS}\s*{_UNIT}(?![a-zа-яё])",
    re.IGNORECASE,
)
_WORDED = re.compile(rf"(?<![\w-])(?P<number>{WORDED})\s+{_UNIT}(?![a-zа-яё])", re.IGNORECASE)
_CODES = (
    *((re.compile(rf"\b{code}\b", re.I), code) for code in _ISO.split()),
    (re.compile(r"\bA\$", re.I), "AUD"),
    (re.compile(r"\bC\$", re.I), "CAD"),
    (re.compile(r"\bNZ\$", re.I), "NZD"),
    (re.compile(r"бел\w*\s+руб|BYN", re.I), "BYN"),
    (re.compile(r"руб|₽|RUB|RUR|\bр\.", re.I), "RUB"),
    (re.compile(r"евро|EUR|€", re.I), "EUR"),
    (re.compile(r"долл|dollar|USD|\$", re.I), "USD"),
    (re.compile(r"pound|GBP|£|фунт", re.I), "GBP"),
    (re.compile(r"тенге|KZT|₸", re.I), "KZT"),
)


@dataclass(frozen=True)
class FoundSum:
    """A sum and where it stands."""

    value: Decimal
    currency: str
    start: int
    end: int


def find_sums(text: str) -> list[FoundSum]:
    """Return every sum of a text that has a currency, in its order.

    >>> [str(each.value) for each in find_sums("сто двадцать тысяч рублей, 3 000 (три тысячи) рублей")]
    ['120000', '3000']

    >>> [(str(each.value), each.currency) for each in find_sums("450 000 (четыреста пятьдесят тысяч) рублей")]
    [('450000', 'RUB')]
    >>> [(str(each.value), each.currency) for each in find_sums("EUR 12,500 or £12,500.00 or 12.500,00 €")]
    [('12500', 'EUR'), ('12500.00', 'GBP'), ('12500.00', 'EUR')]
    """
    found: list[FoundSum] = []
    for pattern in (_BEFORE, _AFTER):
        for match in pattern.finditer(text):
            value = _multiply(read_number(match["number"]), match["many"])
            start, end = match.start(), match.end()
            if value is not None and not any(each.start < end and start < each.end for each in found):
                found.append(FoundSum(value, find_currency(match["unit"]), start, end))
    for match in _WORDED.finditer(text):
        value, start, end = read_worded(match["number"]), match.start(), match.end()
        # Words in brackets repeat the digits before them.
        if value and not any(each.start < end and start < each.end for each in found):
            found.append(FoundSum(value, find_currency(match["unit"]), start, end))
    return sorted(found, key=lambda each: each.start)


def _multiply(value: Decimal | None, many: str | None) -> Decimal | None:
    if value is None or not many:
        return value
    return value * (1000 if many.casefold().startswith(("тыс", "k")) else 1_000_000)


def find_currency(text: str) -> str:
    """Return the code of the first currency that a text names, or nothing.

    >>> find_currency("Стоимость, руб."), find_currency("Fee (€)"), find_currency("Fee")
    ('RUB', 'EUR', '')
    """
    return next((code for pattern, code in _CODES if pattern.search(text)), "")


def read_number(text: str) -> Decimal | None:
    """Return a number, whichever signs part its thousands and its fractions.

    >>> [str(read_number(each)) for each in ("450 000,00", "12,500", "12.500,00", "1,250.5", "3500", "85.00")]
    ['450000.00', '12500', '12500.00', '1250.5', '3500', '85.00']
    """
    bare = re.sub(r"[\s  ’']", "", text)
    last = max(bare.rfind(","), bare.rfind("."))
    if last >= 0:
        whole, fraction = bare[:last], bare[last + 1 :]
        marks = {sign for sign in ",." if sign in bare}
        # Three digits behind the only kind of mark are thousands.
        if len(fraction) == 3 and len(marks) == 1:
            whole, fraction = bare, ""
        bare = re.sub(r"[.,]", "", whole) + (f".{fraction}" if fraction else "")
    try:
        return Decimal(bare)
    except InvalidOperation:
        return None


def read_cell(text: str, currency: str) -> tuple[Decimal, str] | None:
    """Return the sum of a table's cell, whose currency may stand in the head.

    >>> read_cell("450 000,00", "RUB"), read_cell("EUR 12,500", ""), read_cell("30 %", "RUB")
    ((Decimal('450000.00'), 'RUB'), (Decimal('12500'), 'EUR'), None)
    """
    sums = find_sums(text)
    if sums:
        return sums[0].value, sums[0].currency
    if "%" in text:
        return None
    numbers = list(_iter_numbers(text))
    return (numbers[0], currency) if len(numbers) == 1 else None


def _iter_numbers(text: str) -> Iterator[Decimal]:
    for match in re.finditer(rf"(?<![\d.,])(?:{_NUMBER})(?![\d])", text):
        value = read_number(match[0])
        if value is not None:
            yield value
